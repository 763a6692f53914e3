//! Header parameters that have no effect, and styles that have none.

use std::collections::HashMap;

use crate::diagnostic::Code;
use crate::document::{Parameter, ParameterLocation};
use crate::lower::report::Report;
use crate::model::ParameterEncoding;

/// Headers that are described elsewhere, not as parameters (OAS 3.0 §4.7.12.1).
const DESCRIBED_ELSEWHERE: &[&str] = &["accept", "content-type", "authorization"];

/// Headers of the connection and of the length of a message (RFC 9110 §7.6.1, RFC 9112 §6): a value
/// that somebody gives would end the request elsewhere.
const OF_CONNECTION: &[&str] = &[
    "connection",
    "content-length",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Reports a `style` for arrays or objects of a parameter that is not declared as such
/// (OAS 3.1 §4.8.12.5).
pub fn report_style(
    parameter: &Parameter<'_>,
    encoding: ParameterEncoding,
    report: &mut Report<'_>,
) {
    let listed = ["deepObject", "spaceDelimited", "pipeDelimited"];
    let style = parameter.style.filter(|style| listed.contains(style));
    if let Some(style) = style.filter(|_| encoding.is_value()) {
        let name = parameter.name;
        let message = format!(
            "`style: {style}` of `{name}` has no effect: its schema declares neither arrays nor objects"
        );
        report.add(Code::IgnoredKeyword, parameter.place, message);
    }
}

/// The supported header parameters of an operation so far, by their names in lower case: those of
/// headers have no case (RFC 9110 §5.1).
#[derive(Default)]
pub struct Headers<'a>(HashMap<String, &'a str>);

impl<'a> Headers<'a> {
    /// Why a parameter has no effect, if it has none, and what to do instead.
    pub fn reason_to_ignore(
        &self,
        parameter: &Parameter<'_>,
    ) -> Option<(String, Option<&'static str>)> {
        if parameter.location != ParameterLocation::Header {
            return None;
        }
        let name = parameter.name;
        let folded = name.to_ascii_lowercase();
        if DESCRIBED_ELSEWHERE.contains(&&*folded) {
            let message =
                "header parameters `Accept`, `Content-Type` and `Authorization` have no effect";
            let help = "the media types and `security` of the operation describe them; `Config::headers` of the client sets others";
            return Some((message.to_owned(), Some(help)));
        }
        if OF_CONNECTION.contains(&&*folded) {
            let message =
                format!("header parameter `{name}` has no effect: the connection sets it");
            return Some((message, None));
        }
        let other = self.0.get(&folded)?;
        let message =
            format!("header parameter `{name}` is the same header as `{other}`: it is ignored");
        Some((message, None))
    }

    /// Adds a parameter that is supported.
    pub fn add(&mut self, parameter: &Parameter<'a>) {
        if parameter.location == ParameterLocation::Header {
            let folded = parameter.name.to_ascii_lowercase();
            self.0.insert(folded, parameter.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderName;

    use super::OF_CONNECTION;
    use crate::runtime::client::options::is_of_connection;

    #[test]
    fn a_client_refuses_the_headers_that_are_no_parameters() {
        for name in OF_CONNECTION {
            assert!(is_of_connection(&HeaderName::from_static(name)), "{name}");
        }
    }
}
