//! `openapi` or `swagger` → [`Version`].

use crate::diagnostic::Code;
use crate::document::place::At;
use crate::document::read::reader::Reader;
use crate::document::version::Version;
use crate::source::Node;

/// The version of a description. An unsupported one is reported.
pub fn read<'t>(reader: &mut Reader<'t>, root: At<'t>) -> Option<Version> {
    let keyword = ["openapi", "swagger"]
        .into_iter()
        .find_map(|keyword| Some((keyword, reader.child(root, keyword)?)));
    let Some((keyword, at)) = keyword else {
        let message = match root.node {
            Node::Null => "empty file: expected an OpenAPI description",
            _ => "not an OpenAPI description: missing keyword `openapi` or `swagger`",
        };
        reader.report(Code::NotOpenApi, root.place, message);
        return None;
    };
    let text = match at.node {
        Node::String(text) => text,
        Node::Number(number) => {
            let message = format!(
                "expected `{keyword}` to be a string, found the number {}",
                number.0
            );
            let diagnostic = reader.report(Code::WrongType, at.place, message);
            diagnostic.help = Some(format!("put it in quotes: `\"{}\"`", number.0));
            &number.0
        }
        other => {
            let found = other.kind();
            let message =
                format!("expected `{keyword}` to be a version such as `\"3.0.3\"`, found {found}");
            reader.report(Code::NotOpenApi, at.place, message);
            return None;
        }
    };
    let mut numbers = text.split('.').map(|number| number.parse::<u32>().ok());
    let (major, minor) = (numbers.next().flatten(), numbers.next().flatten());
    let version = match (major, minor) {
        (Some(2), Some(0) | None) => Version::V2_0,
        (Some(3), Some(0) | None) => Version::V3_0,
        (Some(3), Some(1)) => Version::V3_1,
        (Some(3), Some(2)) => Version::V3_2,
        (Some(3), Some(_)) => {
            let message = format!("unknown OpenAPI version `{text}`: reading it as 3.2");
            reader.report(Code::OtherVersion, at.place, message);
            Version::V3_2
        }
        _ => {
            let message =
                format!("unsupported OpenAPI version `{text}`: expected one of 2.0, 3.0, 3.1, 3.2");
            reader.report(Code::NotOpenApi, at.place, message);
            return None;
        }
    };
    Some(version)
}

/// The version that a file of the description declares, if any.
pub fn of_part(root: &Node) -> Option<Version> {
    let text = match (root.get("openapi"), root.get("swagger")) {
        (Some(Node::String(text)), _) | (None, Some(Node::String(text))) => text,
        _ => return None,
    };
    match text.get(..3) {
        Some("2.0") => Some(Version::V2_0),
        Some("3.0") => Some(Version::V3_0),
        Some("3.1") => Some(Version::V3_1),
        Some(text) if text.starts_with("3.") => Some(Version::V3_2),
        _ => None,
    }
}
