//! Which media types are supported, and as what.

use crate::document;
use crate::document::{Document, MediaType, Reference, SchemaId};
use crate::lower::http::forms::multipart::PlannedParts;
use crate::lower::http::forms::{form, items, multipart};
use crate::lower::http::text::{TextKind, text_kind};
use crate::lower::schema::classify::Classifier;
use crate::media_type::{essence, is_json};
use crate::model::{BodyEncoding, FormStyle, HttpShape, ItemFormat};

/// The support for a media type.
pub enum Support<'a> {
    Encoding(BodyEncoding),
    /// A form, with the styles of its properties.
    Form(Vec<(String, FormStyle)>),
    Parts(PlannedParts<'a>),
    /// Items in a format, with the schema of each.
    Items(ItemFormat, Option<SchemaId>),
    /// Sent as text, although its schema describes the value that the text encodes.
    Untyped,
    None(HttpShape),
    /// A form that cannot be written, for a reason.
    NoForm(HttpShape, String),
}

impl Support<'_> {
    /// The unsupported feature, if it is one.
    pub fn shape(&self) -> Option<HttpShape> {
        match self {
            Self::None(shape) | Self::NoForm(shape, _) => Some(*shape),
            Self::Encoding(_)
            | Self::Form(_)
            | Self::Parts(_)
            | Self::Items(..)
            | Self::Untyped => None,
        }
    }
}

/// Media types of text outside `text/*`.
const TEXTS: &[&str] = &[
    "application/ecmascript",
    "application/graphql",
    "application/javascript",
    "application/jose",
    "application/jwt",
    "application/sdp",
    "application/sql",
    "application/toml",
    "application/x-javascript",
    "application/x-pem-file",
    "application/x-sh",
    "application/x-yaml",
    "application/xml",
    "application/yaml",
];

/// Media types that are binary, whatever the schema.
const BYTES: &[&str] = &[
    "application/gzip",
    "application/msword",
    "application/octet-stream",
    "application/pdf",
    "application/wasm",
    "application/x-tar",
    "application/zip",
];

/// The support for a media type of a request.
pub fn support<'a>(classifier: &mut Classifier<'a>, media: &MediaType<'_>) -> Support<'a> {
    let essence = essence(media.name);
    let name = essence.as_str();
    // No header can hold other characters.
    if !media.name.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Support::None(HttpShape::MediaType);
    }
    let (group, _) = name.split_once('/').unwrap_or((name, ""));
    if let Some(support) = items::support(classifier, media, name) {
        return support;
    }
    if name == "multipart/form-data" {
        return match multipart::plan(classifier, media) {
            Ok(parts) => Support::Parts(parts),
            Err(why) => Support::NoForm(HttpShape::Multipart, why),
        };
    }
    if group == "multipart" {
        return Support::None(HttpShape::Multipart);
    }
    if name == "application/x-www-form-urlencoded" {
        return match form::styles(classifier, media) {
            Ok(styles) => Support::Form(styles),
            Err(why) => Support::NoForm(HttpShape::Form, why),
        };
    }
    if is_json(name) {
        return Support::Encoding(BodyEncoding::Json);
    }
    if BYTES.contains(&name) || matches!(group, "image" | "audio" | "video" | "font") {
        return Support::Encoding(BodyEncoding::Bytes);
    }
    let kind = media.schema.map(|schema| text_kind(classifier, schema));
    let is_binary = media
        .schema
        .is_some_and(|schema| is_binary(classifier.document, schema));
    let is_range = matches!(name, "*/*" | "application/*");
    match (kind, is_range) {
        _ if is_binary || (kind.is_none() && is_range) => Support::Encoding(BodyEncoding::Bytes),
        (Some(_), true) => Support::Encoding(BodyEncoding::Json),
        _ if group == "text"
            || TEXTS.contains(&name)
            || name.ends_with("+xml")
            || name.ends_with("+yaml") =>
        {
            match kind {
                None | Some(TextKind::Unconstrained | TextKind::Value) => {
                    Support::Encoding(BodyEncoding::Text)
                }
                Some(_) => Support::Untyped,
            }
        }
        (Some(TextKind::Value), false) => Support::Encoding(BodyEncoding::Text),
        // Since 3.1, what has no schema is binary.
        (None | Some(TextKind::Unconstrained), false) if !name.ends_with("/xml") => {
            Support::Encoding(BodyEncoding::Bytes)
        }
        _ => Support::None(HttpShape::MediaType),
    }
}

/// The support for a media type of a response. A file is no string of JSON, although `produces` of
/// OpenAPI 2.0 and frameworks declare it so.
pub fn support_of_response<'a>(
    classifier: &mut Classifier<'a>,
    media: &MediaType<'_>,
) -> Support<'a> {
    match (support(classifier, media), media.schema) {
        (Support::Encoding(BodyEncoding::Json), Some(schema))
            if is_binary(classifier.document, schema) =>
        {
            Support::Encoding(BodyEncoding::Bytes)
        }
        (Support::Form(_), _) => Support::None(HttpShape::Form),
        (Support::Parts(_), _) => Support::None(HttpShape::Multipart),
        (Support::NoForm(shape, _), _) => Support::None(shape),
        (support, _) => support,
    }
}

/// Whether a schema is `format: binary` (OAS 3.0 §4.7.14.2).
pub fn is_binary(document: &Document<'_>, id: document::SchemaId) -> bool {
    let mut id = id;
    for _ in 0..document.schemas.len() {
        let schema = document.schema(id);
        match schema.reference {
            Reference::To(target) => id = target,
            Reference::None | Reference::Broken => return schema.format == Some("binary"),
        }
    }
    false
}
