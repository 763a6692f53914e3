//! Paths and texts → directives of a build script for cargo. Nothing else in the library prints.
//!
//! Cargo splits the output of a build script at line feeds, trims the lines, and obeys each that
//! starts with `cargo:`. It prints the texts of warnings and errors unescaped. So each line starts
//! with a directive of this module, followed by printable text.

use std::path::Path;

use crate::printable;

/// Makes cargo rerun the build script when a file changes. Returns `false`, and prints nothing, if
/// the path is not printable.
#[must_use]
pub fn rerun_if_changed(path: &Path) -> bool {
    let Some(path) = printable_path(path) else {
        return false;
    };
    println!("cargo::rerun-if-changed={path}");
    true
}

/// Prints a warning: one directive for each line of the text.
pub fn warning(text: &str) {
    for line in lines(text) {
        println!("cargo::warning={line}");
    }
}

/// Prints an error, which makes the build fail.
pub fn error(text: &str) {
    for line in lines(text) {
        println!("cargo::error={line}");
    }
}

/// A path that cargo reads unchanged: one printable line without spaces at its ends.
fn printable_path(path: &Path) -> Option<&str> {
    let path = path.to_str()?;
    let fits = !path.is_empty() && path.trim() == path && printable::line(path) == path;
    fits.then_some(path)
}

/// The lines of a text, escaped; at least one.
fn lines(text: &str) -> impl Iterator<Item = std::borrow::Cow<'_, str>> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.split('\n').map(printable::line)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{lines, printable_path};

    #[test]
    fn paths_that_cargo_would_not_read_as_they_are_are_refused() {
        for path in [
            "a.yaml",
            "sub folder/ä 日本.yaml",
            "/a/=b::c",
            "cargo::error=x",
        ] {
            assert_eq!(printable_path(Path::new(path)), Some(path));
        }
        for path in [
            "",
            "x\ncargo::rustc-env=A=B\ny",
            "a\rb",
            "a\0b",
            "a\u{1b}[2J",
            "a\u{85}cargo::error=b",
            "a\u{2028}b",
            "a\u{202e}b",
            " a.yaml",
            "a.yaml ",
            "a.yaml\t",
        ] {
            assert_eq!(printable_path(Path::new(path)), None, "{path:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn paths_that_are_not_utf_8_are_refused() {
        use std::os::unix::ffi::OsStrExt;

        let path = std::ffi::OsStr::from_bytes(b"a\xffb");
        assert_eq!(printable_path(Path::new(path)), None);
    }

    #[test]
    fn each_line_of_a_text_is_printable() {
        for (text, expected) in [
            ("a", vec!["a"]),
            ("", vec![""]),
            ("a\n  b\n\n", vec!["a", "  b", ""]),
            (
                "a\r\ncargo::error=b\u{b}\u{c}\u{85}\u{2028}c",
                vec![r"a\r", r"cargo::error=b\u{b}\u{c}\u{85}\u{2028}c"],
            ),
            ("\u{1b}[2J\u{202e}", vec![r"\u{1b}[2J\u{202e}"]),
        ] {
            assert_eq!(lines(text).collect::<Vec<_>>(), expected, "{text:?}");
        }
    }
}
