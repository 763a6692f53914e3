//! The command line of the hostile test: `oasmith-hostile`, with the names of parts, payloads and
//! positions to run only those. The pairs run in any case, since the other parts build on them.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use oasmith_hostile::failures::{Failures, List};
use oasmith_hostile::tables::Tables;
use oasmith_hostile::{children, compiled, pairs};

const PARTS: [&str; 3] = ["pairs", "compiled", "children"];

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if let [first, arguments @ ..] = &*arguments
        && first == Path::new(children::BUILD_SCRIPT)
    {
        children::build_script(arguments);
        return ExitCode::SUCCESS;
    }
    let names: Vec<_> = arguments
        .iter()
        .map(|name| name.display().to_string())
        .collect();
    let (parts, names): (Vec<_>, Vec<_>) =
        names.into_iter().partition(|name| PARTS.contains(&&**name));
    let is_wanted = |part: &str| parts.is_empty() || parts.iter().any(|wanted| wanted == part);
    match run(is_wanted, &names) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

fn run(is_wanted: impl Fn(&str) -> bool, names: &[String]) -> Result<bool, String> {
    let mut tables = Tables::read()?;
    let known = |name: &String| tables.names().any(|known| known == name);
    if let Some(name) = names.iter().find(|name| !known(name)) {
        let parts = PARTS.join(", ");
        return Err(format!(
            "{name} is no payload and no position; the parts are {parts}"
        ));
    }
    tables.keep(names);
    let (payloads, positions) = (tables.payloads.len(), tables.positions.len());
    println!("{payloads} payloads, {positions} positions");
    let place = place()?;
    let failures = Failures::default();
    let done = run_parts(&tables, &place, &failures, is_wanted);
    let failures = failures.into_sorted();
    let all = place.join("failures.txt");
    let lines = failures.iter().map(|failure| format!("{failure}\n"));
    std::fs::write(&all, lines.collect::<String>())
        .map_err(|error| format!("{}: {error}", all.display()))?;
    print!("{}", List(&failures));
    let count = failures.len();
    println!("\n{count} failures; all of them are in {}", all.display());
    done.map(|()| failures.is_empty())
}

fn run_parts(
    tables: &Tables,
    place: &Path,
    failures: &Failures,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<(), String> {
    let start = Instant::now();
    let tried = pairs::run(tables, &place.join("descriptions"), failures)?;
    let outputs = tried.generated.len();
    say(
        start,
        &format!("{} runs: {outputs} pairs gave an output", tried.runs),
    );
    if is_wanted("children") {
        let count = children::run(tables, &tried, place, &command_line()?, failures)?;
        say(start, &format!("{count} child processes"));
    }
    if is_wanted("compiled") {
        let count = compiled::run(tables, &tried, place, failures)?;
        say(start, &format!("{count} modules compiled and documented"));
    }
    Ok(())
}

fn say(start: Instant, what: &str) {
    println!("{what} ({} s)", start.elapsed().as_secs());
}

/// Where the test writes, beside what cargo built it into.
fn place() -> Result<PathBuf, String> {
    let place = profile()?.with_file_name("hostile");
    std::fs::create_dir_all(&place).map_err(|error| format!("{}: {error}", place.display()))?;
    Ok(place)
}

/// The folder of this program.
fn profile() -> Result<PathBuf, String> {
    let program = std::env::current_exe().map_err(|error| format!("this program: {error}"))?;
    let profile = program.parent().ok_or("this program is in no folder")?;
    Ok(profile.to_owned())
}

/// The program `oasmith`, built for this.
fn command_line() -> Result<PathBuf, String> {
    let mut command = Command::new("cargo");
    command.args([
        "build",
        "--quiet",
        "--package",
        "oasmith",
        "--bin",
        "oasmith",
    ]);
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    let status = command
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if !status.success() {
        return Err("the command line does not compile".to_owned());
    }
    Ok(profile()?.join(format!("oasmith{}", std::env::consts::EXE_SUFFIX)))
}
