//! `oasmith completions`: a shell → the script that completes commands and options in it.

use clap::CommandFactory;
use clap_complete::Shell;

use super::Arguments;

/// The script for a shell.
pub fn script(shell: Shell) -> String {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "oasmith", &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, ValueEnum};
    use clap_complete::Shell;

    use super::{Arguments, script};
    use oasmith::printable;

    #[test]
    fn every_shell_completes_every_command() {
        let command = Arguments::command();
        let names = command.get_subcommands().map(clap::Command::get_name);
        let names: Vec<_> = names.collect();
        assert!(names.contains(&"generate") && names.contains(&"completions"));
        for shell in Shell::value_variants() {
            let script = script(*shell);
            for name in &names {
                assert!(script.contains(name), "{shell}: {name}");
            }
            assert!(script.contains("include-operations"), "{shell}");
            // Nothing of it is escaped where it is printed.
            assert_eq!(printable::text(&script), script, "{shell}");
        }
    }
}
