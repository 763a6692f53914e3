//! Keywords of parameters, headers, media types, encodings and security schemes that have no effect
//! where they stand. They are reported, and read as if they were not there.

use crate::diagnostic::Code;
use crate::document::http::{Encoding, Parameter, ParameterLocation};
use crate::document::place::At;
use crate::document::read::reader::Reader;
use crate::document::version::Version;
use crate::media_type::essence;
use crate::source::Node;

/// The media types whose bodies have encodings.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    UrlEncoded,
    Parts,
}

impl Form {
    fn of(media_type: &str) -> Option<Self> {
        let essence = essence(media_type);
        match &*essence {
            "application/x-www-form-urlencoded" => Some(Self::UrlEncoded),
            _ if essence.starts_with("multipart/") => Some(Self::Parts),
            _ => None,
        }
    }
}

/// Reports a keyword if it is there, unless it is `false`, which is no other value than none.
fn report<'t>(reader: &mut Reader<'t>, at: At<'t>, keyword: &'t str, why: &str) {
    let Some(child) = reader.child(at, keyword) else {
        return;
    };
    let is_flag = keyword.starts_with("allow");
    if !(is_flag && *child.node == Node::Bool(false)) {
        let message = format!("`{keyword}` has no effect {why}");
        reader.report(Code::IgnoredKeyword, child.place, message);
    }
}

/// The keywords of a parameter or of a header (OAS 3.0 §4.7.12, §4.7.21).
pub fn of_parameter<'t>(reader: &mut Reader<'t>, at: At<'t>, parameter: &mut Parameter<'t>) {
    if parameter.content.is_some() {
        let keywords = [
            "schema",
            "style",
            "explode",
            "allowReserved",
            "allowEmptyValue",
        ];
        for keyword in keywords {
            report(reader, at, keyword, "beside `content`");
        }
        (parameter.style, parameter.explode) = (None, None);
        (parameter.allow_reserved, parameter.allow_empty_value) = (false, false);
        return;
    }
    if parameter.location != ParameterLocation::Query {
        report(reader, at, "allowEmptyValue", "outside of the query");
        parameter.allow_empty_value = false;
    }
    if let Some(why) = reason_to_encode(reader.version, parameter) {
        report(reader, at, "allowReserved", why);
        parameter.allow_reserved = false;
    }
    if parameter.style == Some("deepObject") && parameter.explode == Some(false) {
        report(reader, at, "explode", "beside `style: deepObject`");
    }
}

/// The keywords of a parameter or of a header of OpenAPI 2.0; fields of forms have no location.
pub fn of_swagger_parameter<'t>(
    reader: &mut Reader<'t>,
    at: At<'t>,
    location: Option<ParameterLocation>,
) {
    if !may_be_array(at) {
        report(reader, at, "collectionFormat", "on what is not an array");
    }
    match location {
        Some(ParameterLocation::Query) => {}
        Some(_) => report(reader, at, "allowEmptyValue", "outside of the query"),
        None => report(
            reader,
            at,
            "allowEmptyValue",
            "in a form: it is not supported there",
        ),
    }
}

/// Whether the values of a parameter of OpenAPI 2.0 may be arrays, for which `collectionFormat` is.
pub fn may_be_array(at: At<'_>) -> bool {
    let kind = at.node.get("type");
    !matches!(kind, Some(Node::String(kind)) if &**kind != "array")
}

/// Why reserved characters are encoded, or not even encoded, whatever `allowReserved` is
/// (OAS 3.1 §4.8.12.2, OAS 3.2 §4.12.2).
fn reason_to_encode(version: Version, parameter: &Parameter<'_>) -> Option<&'static str> {
    let is_everywhere = version >= Version::V3_2;
    match (parameter.location, parameter.style) {
        (ParameterLocation::Query | ParameterLocation::QueryString, _) => None,
        (ParameterLocation::Header, _) => Some("in a header, where nothing is percent-encoded"),
        (ParameterLocation::Cookie, Some("cookie")) => {
            Some("beside `style: cookie`, which percent-encodes nothing")
        }
        (ParameterLocation::Path | ParameterLocation::Cookie, _) if is_everywhere => None,
        (ParameterLocation::Path | ParameterLocation::Cookie, _) => {
            Some("outside of the query before OpenAPI 3.2")
        }
    }
}

/// The entries of `content` of a parameter or a header behind the first (OAS 3.0 §4.7.12.1).
pub fn behind_first<'t>(reader: &mut Reader<'t>, at: At<'t>, first: Option<&str>) {
    let (Node::Object(entries), Some(first)) = (at.node, first) else {
        return;
    };
    let names = entries.iter().map(|(name, _)| &**name);
    let others: Vec<&str> = names
        .filter(|name| name.contains('/') && *name != first)
        .collect();
    for name in others {
        let why = format!("beside `{first}`: `content` of a parameter has one media type");
        report(reader, at, name, &why);
    }
}

/// The encodings of a media type (OAS 3.1 §4.8.14.1).
pub fn of_media_type<'t>(reader: &mut Reader<'t>, at: At<'t>, name: &str) {
    let keywords = ["encoding", "itemEncoding", "prefixEncoding"];
    match Form::of(name) {
        None => {
            let why = format!("on `{name}`, which is neither a form nor `multipart`");
            for keyword in keywords {
                report(reader, at, keyword, &why);
            }
        }
        // Lowering says that it is not supported.
        Some(Form::Parts) if essence(name) != "multipart/form-data" => {}
        Some(_) => {
            for keyword in &keywords[1..] {
                report(reader, at, keyword, "on a form, whose parts have names");
            }
        }
    }
}

/// The keywords of an encoding in a body of a media type (OAS 3.0 §4.7.15, OAS 3.1 §4.8.15.1).
pub fn of_encoding<'t>(
    reader: &mut Reader<'t>,
    at: At<'t>,
    media_type: &str,
    encoding: &mut Encoding<'t>,
) {
    let Some(form) = Form::of(media_type) else {
        return;
    };
    for keyword in ["encoding", "itemEncoding", "prefixEncoding"] {
        report(reader, at, keyword, "yet: parts of parts are not supported");
    }
    let has_style = encoding.style.is_some() || encoding.explode.is_some();
    match form {
        Form::UrlEncoded => {
            report(reader, at, "headers", "in a form, which has no parts");
            let why = "in a form: reserved characters are read encoded or not";
            report(reader, at, "allowReserved", why);
            encoding.headers.clear();
        }
        Form::Parts if reader.version == Version::V3_0 => {
            // `style: form` says what holds anyway, and generators write it for each part.
            let is_default = encoding.style == Some("form") && encoding.explode != Some(false);
            for keyword in ["style", "explode", "allowReserved"] {
                if !(is_default && keyword != "allowReserved") {
                    report(reader, at, keyword, "in `multipart` before OpenAPI 3.1");
                }
            }
            (encoding.style, encoding.explode) = (None, None);
            return;
        }
        Form::Parts => {
            let why = "in `multipart`, where nothing is percent-encoded";
            report(reader, at, "allowReserved", why);
        }
    }
    if has_style && encoding.content_type.take().is_some() {
        report(reader, at, "contentType", "beside `style` or `explode`");
    }
}

/// The keywords of a security scheme that are for another type of it (OAS 2.0, Security Scheme Object;
/// OAS 3.0 §4.7.27).
pub fn of_scheme<'t>(
    reader: &mut Reader<'t>,
    at: At<'t>,
    kind: Option<&str>,
    scheme: Option<&str>,
) {
    const KEYWORDS_OF_2_0: &[(&str, &str)] = &[
        ("name", "apiKey"),
        ("in", "apiKey"),
        ("flow", "oauth2"),
        ("authorizationUrl", "oauth2"),
        ("tokenUrl", "oauth2"),
        ("scopes", "oauth2"),
    ];
    const KEYWORDS: &[(&str, &str)] = &[
        ("name", "apiKey"),
        ("in", "apiKey"),
        ("scheme", "http"),
        ("bearerFormat", "http"),
        ("flows", "oauth2"),
        ("oauth2MetadataUrl", "oauth2"),
        ("openIdConnectUrl", "openIdConnect"),
    ];
    let Some(kind) = kind else {
        return;
    };
    let keywords = match reader.version {
        Version::V2_0 => KEYWORDS_OF_2_0,
        _ => KEYWORDS,
    };
    for (keyword, of) in keywords.iter().filter(|(_, of)| *of != kind) {
        let why = format!("beside `type: {kind}`: it is for `{of}`");
        report(reader, at, keyword, &why);
    }
    if let Some(scheme) = scheme.filter(|it| !it.eq_ignore_ascii_case("bearer") && kind == "http") {
        let why = format!("beside `scheme: {scheme}`: it is for `bearer`");
        report(reader, at, "bearerFormat", &why);
    }
}
