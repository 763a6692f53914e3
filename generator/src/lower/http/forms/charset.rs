//! The charset of declared media types: what is written as text is UTF-8 (RFC 9110 §8.3.2).

use crate::diagnostic::Code;
use crate::document::Place;
use crate::lower::report::Report;

/// The media type of a text that is written. Another charset than UTF-8 is replaced.
pub fn written(name: &str) -> String {
    let parameters = name.split(';').map(|parameter| match is_other(parameter) {
        true => " charset=utf-8",
        false => parameter,
    });
    parameters.collect::<Vec<_>>().join(";")
}

/// Whether a parameter is a charset other than UTF-8.
fn is_other(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else {
        return false;
    };
    let value = value.trim().trim_matches('"').to_ascii_lowercase();
    name.trim().eq_ignore_ascii_case("charset") && !matches!(&*value, "" | "utf-8" | "utf8")
}

/// Reports the media type of a text, or a list of them, that declares another charset than UTF-8.
pub fn report(name: &str, place: Place, report: &mut Report<'_>) {
    if name.split([';', ',']).any(is_other) {
        let message = format!(
            "`{name}` declares a charset other than UTF-8: text is sent in UTF-8, and labelled so"
        );
        report.add(Code::UnsupportedBody, place, message);
    }
}
