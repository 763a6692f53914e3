//! Paths and texts → the lines that cargo reads from a build script. Nothing else in the library
//! prints.
//!
//! Cargo takes the output of a build script apart at each line feed, trims the lines, and obeys every
//! one that starts with `cargo:`. It prints the texts of warnings and errors as they are. So each line
//! starts with a directive of this module, and what follows is printable.

use std::path::Path;

use crate::printable;

/// Makes cargo run the build script again when a file changes; `false` if a directive cannot carry
/// its path, and nothing was printed.
#[must_use]
pub fn rerun_if_changed(path: &Path) -> bool {
    let Some(path) = carried(path) else {
        return false;
    };
    println!("cargo::rerun-if-changed={path}");
    true
}

/// Shows a warning: each line of the text is one for cargo.
pub fn warning(text: &str) {
    for line in lines(text) {
        println!("cargo::warning={line}");
    }
}

/// Makes the build fail, and says why.
pub fn error(text: &str) {
    for line in lines(text) {
        println!("cargo::error={line}");
    }
}

/// A path as cargo will read it: of one printable line that cargo does not trim.
fn carried(path: &Path) -> Option<&str> {
    let path = path.to_str()?;
    let fits = !path.is_empty() && path.trim() == path && printable::line(path) == path;
    fits.then_some(path)
}

/// The printable lines of a text, of which there is at least one.
fn lines(text: &str) -> impl Iterator<Item = std::borrow::Cow<'_, str>> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.split('\n').map(printable::line)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{carried, lines};

    #[test]
    fn paths_that_cargo_would_not_read_as_they_are_are_refused() {
        for path in [
            "a.yaml",
            "sub folder/ä 日本.yaml",
            "/a/=b::c",
            "cargo::error=x",
        ] {
            assert_eq!(carried(Path::new(path)), Some(path));
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
            assert_eq!(carried(Path::new(path)), None, "{path:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn paths_that_are_not_utf_8_are_refused() {
        use std::os::unix::ffi::OsStrExt;

        let path = std::ffi::OsStr::from_bytes(b"a\xffb");
        assert_eq!(carried(Path::new(path)), None);
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
