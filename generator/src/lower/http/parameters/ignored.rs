//! Header parameters that have no effect.

use std::collections::HashMap;

use crate::document::{Parameter, ParameterLocation};

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

/// The header parameters of an operation so far, by their names in lower case: those of headers have no
/// case (RFC 9110 §5.1).
#[derive(Default)]
pub struct Headers<'a>(HashMap<String, &'a str>);

impl<'a> Headers<'a> {
    /// Why a parameter has no effect, if it has none, and what to do instead.
    pub fn reason_to_ignore(
        &mut self,
        parameter: &Parameter<'a>,
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
        let other = self.0.insert(folded, name)?;
        let message =
            format!("header parameter `{name}` is the same header as `{other}`: it is ignored");
        Some((message, None))
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
