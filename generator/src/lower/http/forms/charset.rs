//! The charset of declared media types: what is written as text is UTF-8 (RFC 9110 §8.3.2).

use crate::diagnostic::Code;
use crate::document::Place;
use crate::lower::report::Report;
use crate::media_type::{parameter as parameter_of, split};

/// The media type of a text that is written. Another charset than UTF-8 is replaced.
pub fn written(name: &str) -> String {
    let parameters = split(name, &[';']).map(|parameter| match is_other(parameter) {
        true => " charset=utf-8",
        false => parameter,
    });
    parameters.collect::<Vec<_>>().join(";")
}

/// Whether a parameter is a charset other than UTF-8.
fn is_other(parameter: &str) -> bool {
    parameter_of(parameter)
        .is_some_and(|(name, value)| name == "charset" && !matches!(&*value, "" | "utf-8" | "utf8"))
}

/// Reports the media type of a text, or a list of them, that declares another charset than UTF-8.
pub fn report(name: &str, place: Place, report: &mut Report<'_>) {
    if split(name, &[';', ',']).any(is_other) {
        let message = format!(
            "`{name}` declares a charset other than UTF-8: text is sent in UTF-8, and labelled so"
        );
        report.add(Code::UnsupportedBody, place, message);
    }
}
