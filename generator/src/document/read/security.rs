//! Security schemes and requirements.

use crate::diagnostic::Code;
use crate::document::http::{RequiredScheme, Scheme, SchemeKind, Security};
use crate::document::place::{At, Place};
use crate::document::read::message::{ignored, read_location};
use crate::document::read::reader::Reader;
use crate::document::version::Version;
use crate::source::Node;

/// Reads the security schemes of the components.
pub fn read_schemes<'t>(reader: &mut Reader<'t>, at: At<'t>, what: &str) -> Vec<Scheme<'t>> {
    let schemes = reader.entries(at, what);
    schemes
        .into_iter()
        .filter_map(|(name, at)| read_scheme(reader, name, at))
        .collect()
}

/// The keywords of a security scheme.
const SCHEME_KEYWORDS: &[&str] = &[
    "type",
    "scheme",
    "name",
    "in",
    "description",
    "bearerFormat",
    "flows",
    "openIdConnectUrl",
    "deprecated",
    "oauth2MetadataUrl",
];

fn read_scheme<'t>(reader: &mut Reader<'t>, name: &'t str, at: At<'t>) -> Option<Scheme<'t>> {
    let at = reader.follow(at)?;
    let (mut kind, mut http, mut key_name, mut location) = (None, None, None, None);
    let (mut description, mut client_credentials, mut deprecated) = (None, None, false);
    for (key, value) in reader.entries(at, "a security scheme") {
        match key {
            "type" => kind = reader.string(value, key).map(|text| (text, value.place)),
            "scheme" => http = reader.string(value, key),
            "name" => key_name = reader.string(value, key),
            "in" => location = read_location(reader, value),
            "description" => description = reader.string(value, key),
            "flows" => client_credentials = read_flows(reader, value),
            "deprecated" => {
                reader.since(Version::V3_2, key, value.place);
                deprecated = reader.boolean(value, key);
            }
            "oauth2MetadataUrl" => reader.since(Version::V3_2, key, value.place),
            // The single flow of OpenAPI 2.0.
            "tokenUrl" if reader.version == Version::V2_0 => {
                client_credentials = reader
                    .string(value, key)
                    .filter(|_| is_application(at.node));
            }
            "flow" | "authorizationUrl" | "scopes" if reader.version == Version::V2_0 => {}
            "bearerFormat" | "openIdConnectUrl" => {}
            _ => reader.unknown_keyword(value, key, "a security scheme", SCHEME_KEYWORDS),
        }
    }
    ignored::of_scheme(reader, at, kind.map(|(kind, _)| kind), http);
    let kind = match kind {
        Some(("apiKey", _)) => match (location, key_name) {
            (Some(location), Some(name)) => Ok(SchemeKind::ApiKey(location, name)),
            // An invalid `in` has been reported.
            (None, Some(_)) if at.node.get("in").is_some() => return None,
            (None, _) => Err("in"),
            (Some(_), None) => Err("name"),
        },
        Some((kind, place)) => scheme_kind(reader, kind, place, http),
        None => Err("type"),
    };
    match kind {
        Ok(kind) => Some(Scheme {
            name,
            description,
            deprecated,
            kind,
            client_credentials,
        }),
        Err(keyword) => {
            reader.missing_keyword(at.place, "a security scheme", keyword);
            None
        }
    }
}

/// Whether the single flow of a scheme of OpenAPI 2.0 is the client credentials flow.
fn is_application(scheme: &Node) -> bool {
    matches!(scheme.get("flow"), Some(Node::String(flow)) if &**flow == "application")
}

/// The kind of a scheme that is no API key, or the keyword that is missing.
fn scheme_kind<'t>(
    reader: &mut Reader<'t>,
    kind: &'t str,
    place: Place,
    http: Option<&'t str>,
) -> Result<SchemeKind<'t>, &'static str> {
    match kind {
        "basic" if reader.version == Version::V2_0 => Ok(SchemeKind::Http("basic")),
        "http" => http.map(SchemeKind::Http).ok_or("scheme"),
        "oauth2" => Ok(SchemeKind::OAuth2),
        "openIdConnect" => Ok(SchemeKind::OpenIdConnect),
        "mutualTLS" => {
            reader.since(Version::V3_1, "mutualTLS", place);
            Ok(SchemeKind::MutualTls)
        }
        other => {
            let message = format!("unknown security scheme type `{other}`");
            reader.report(Code::InvalidValue, place, message);
            Ok(SchemeKind::Unknown(other))
        }
    }
}

/// The token endpoint of the flow `clientCredentials`. Unknown flows are reported. The other flows need
/// the user of a browser or a device, and are not read.
fn read_flows<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<&'t str> {
    let mut client_credentials = None;
    const KNOWN: &[&str] = &[
        "implicit",
        "password",
        "clientCredentials",
        "authorizationCode",
        "deviceAuthorization",
    ];
    for (key, value) in reader.entries(at, "flows") {
        if key == "deviceAuthorization" {
            reader.since(Version::V3_2, key, value.place);
        } else if key == "clientCredentials" {
            let url = reader.child(value, "tokenUrl");
            client_credentials = url.and_then(|url| reader.string(url, "tokenUrl"));
        } else if !KNOWN.contains(&key) {
            reader.unknown_keyword(value, key, "flows", KNOWN);
        }
    }
    client_credentials
}

/// Reads security requirements: alternatives, each a list of schemes. `None` if they are invalid:
/// the required credentials are not known then.
pub fn read_security<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<Security<'t>> {
    let is_object = |alternative: &Node| matches!(alternative, Node::Object(_));
    let valid = matches!(at.node, Node::Array(items) if items.iter().all(is_object));
    let alternatives = reader.items(at, "security");
    let alternatives: Vec<Vec<_>> = alternatives
        .into_iter()
        .map(|alternative| {
            let schemes = reader.entries(alternative, "a security requirement");
            let schemes = schemes.into_iter().map(|(name, at)| RequiredScheme {
                name,
                place: at.place,
                scopes: reader.strings(at, "the scopes of a security requirement"),
            });
            schemes.collect()
        })
        .collect();
    valid.then(|| Security::new(alternatives))
}
