//! A rejected value never shows: inputs hold a marker, and no error may repeat it.

use std::error::Error;

/// Stands in every value that is to be rejected.
pub const MARKER: &str = "tell-nobody-4711";

/// Checks that a text does not repeat the marker, nor the number in it.
pub fn check_text(text: &str, what: &str) {
    assert!(
        !text.contains("tell-nobody") && !text.contains("4711"),
        "{what} repeats a rejected value: {text}"
    );
}

/// Checks all that an error can say.
pub fn check_error(error: &dyn Error, what: &str) {
    check_text(&error.to_string(), what);
    check_text(&format!("{error:?}"), what);
    if let Some(source) = error.source() {
        check_error(source, what);
    }
}
