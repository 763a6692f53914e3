//! Media types: which are supported, which of several is chosen, and the body that each becomes.

use crate::diagnostic::Code;
use crate::document;
use crate::document::{Document, MediaType, Reference};
use crate::identifier::Case;
use crate::lower::http::text::{TextKind, text_kind};
use crate::lower::name::scopes::{OperationNames, Scope, media_name};
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::types::Types;
use crate::model::{Body, BodyEncoding, Content, Direction, HttpShape, Reason, Scalar, Ty};

/// The support for a media type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Class {
    Json,
    Text,
    /// Sent as text, although its schema describes the value that the text encodes.
    Untyped,
    Unsupported(HttpShape),
}

/// A media type without its parameters, in lower case.
pub fn essence(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Whether a media type is JSON (RFC 6839 §3.1), by its essence.
pub fn is_json(essence: &str) -> bool {
    matches!(essence, "application/json" | "text/json")
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// Media types of sequences.
const STREAMS: &[&str] = &[
    "application/json-seq",
    "application/jsonl",
    "application/ndjson",
    "application/stream+json",
    "application/x-jsonlines",
    "application/x-ndjson",
    "text/event-stream",
];

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

fn classify(classifier: &mut Classifier<'_>, media: &MediaType<'_>) -> Class {
    let essence = essence(media.name);
    let name = essence.as_str();
    // No header can hold other characters.
    if !media.name.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Class::Unsupported(HttpShape::MediaType);
    }
    let (group, _) = name.split_once('/').unwrap_or((name, ""));
    if media.item_schema.is_some() || STREAMS.contains(&name) {
        return Class::Unsupported(HttpShape::Stream);
    }
    if group == "multipart" {
        return Class::Unsupported(HttpShape::Multipart);
    }
    if name == "application/x-www-form-urlencoded" {
        return Class::Unsupported(HttpShape::Form);
    }
    if is_json(name) {
        return Class::Json;
    }
    if BYTES.contains(&name) || matches!(group, "image" | "audio" | "video" | "font") {
        return Class::Unsupported(HttpShape::Binary);
    }
    let kind = media.schema.map(|schema| text_kind(classifier, schema));
    let is_binary = media
        .schema
        .is_some_and(|schema| is_binary(classifier.document, schema));
    let is_range = matches!(name, "*/*" | "application/*");
    match (kind, is_range) {
        _ if is_binary => Class::Unsupported(HttpShape::Binary),
        (None, true) => Class::Unsupported(HttpShape::Binary),
        (Some(_), true) => Class::Json,
        _ if group == "text"
            || TEXTS.contains(&name)
            || name.ends_with("+xml")
            || name.ends_with("+yaml") =>
        {
            match kind {
                None | Some(TextKind::Unconstrained | TextKind::Value) => Class::Text,
                Some(TextKind::List | TextKind::Other) => Class::Untyped,
            }
        }
        (Some(TextKind::Value), false) => Class::Text,
        _ => Class::Unsupported(HttpShape::MediaType),
    }
}

/// Whether a schema is `format: binary` (OAS 3.0 §4.7.14.2).
fn is_binary(document: &Document<'_>, id: document::SchemaId) -> bool {
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

fn unsupported(media: &MediaType<'_>) -> String {
    format!("bodies of `{}` are not supported yet", media.name)
}

/// Removes the unsupported media types of a request body. The operation is skipped if none remains.
pub fn select_body(
    classifier: &mut Classifier<'_>,
    operation: &mut document::Operation<'_>,
    reasons: &mut Vec<Reason>,
    report: &mut Report<'_>,
) {
    let document = classifier.document;
    let Some(body) = &mut operation.body else {
        return;
    };
    let mut kept: Vec<MediaType<'_>> = Vec::new();
    let mut others = Vec::new();
    for media in std::mem::take(&mut body.content) {
        let class = classify(classifier, &media);
        let same = |it: &MediaType<'_>| {
            essence(it.name) == essence(media.name) && !is_same(document, it, &media)
        };
        match class {
            Class::Json | Class::Text if kept.iter().any(same) => {
                let message = format!(
                    "`{}` differs from another media type in its parameters only: it is ignored",
                    media.name
                );
                report.add(Code::UnsupportedBody, media.place, message);
            }
            Class::Json | Class::Text => kept.push(media),
            Class::Untyped | Class::Unsupported(_) => others.push((media, class)),
        }
    }
    let untyped = others
        .iter()
        .position(|(_, class)| *class == Class::Untyped);
    if let (true, Some(index)) = (kept.is_empty(), untyped) {
        let (media, _) = others.remove(index);
        kept.push(untype(media, report));
    }
    for (media, class) in others {
        let message = unsupported(&media);
        match class {
            Class::Unsupported(shape) if kept.is_empty() => {
                let shape = Some(shape);
                reasons.push(report.skip_operation(
                    Code::UnsupportedBody,
                    shape,
                    media.place,
                    message,
                ));
            }
            _ => {
                let message = format!("{message}: the media type is ignored");
                report.add(Code::UnsupportedBody, media.place, message);
            }
        }
    }
    body.content = kept;
}

/// The media type as plain text, without its schema.
fn untype<'t>(media: MediaType<'t>, report: &mut Report<'_>) -> MediaType<'t> {
    let message = format!(
        "schemas of `{}` are not supported yet: the body is plain text",
        media.name
    );
    report.add(Code::UnsupportedBody, media.place, message);
    MediaType {
        schema: None,
        ..media
    }
}

/// Chooses the media type of each response. An operation is skipped if a success has only
/// unsupported ones; an error with only unsupported ones is undeclared.
pub fn select_responses(
    classifier: &mut Classifier<'_>,
    operation: &mut document::Operation<'_>,
    is_success: impl Fn(&document::Response<'_>) -> bool,
    reasons: &mut Vec<Reason>,
    report: &mut Report<'_>,
) {
    let mut kept = Vec::new();
    for mut response in std::mem::take(&mut operation.responses) {
        let content = std::mem::take(&mut response.content);
        if content.is_empty() {
            kept.push(response);
            continue;
        }
        let classes = content.iter().map(|media| classify(classifier, media));
        let classes: Vec<Class> = classes.collect();
        match choose(&content, &classes) {
            Some((index, class)) => {
                report_others(classifier.document, &content, index, report);
                let media = content.into_iter().nth(index);
                response.content.extend(media.map(|media| match class {
                    Class::Untyped => untype(media, report),
                    _ => media,
                }));
                kept.push(response);
            }
            None if is_success(&response) => {
                for (media, class) in content.iter().zip(&classes) {
                    let shape = match class {
                        Class::Unsupported(shape) => Some(*shape),
                        Class::Json | Class::Text | Class::Untyped => None,
                    };
                    let message = unsupported(media);
                    let reason =
                        report.skip_operation(Code::UnsupportedBody, shape, media.place, message);
                    reasons.push(reason);
                }
            }
            None => {
                let message = "error body not supported yet: the error is undeclared, its bytes are in the reply";
                report.add(Code::UnsupportedBody, response.place, message);
            }
        }
    }
    operation.responses = kept;
}

/// The preferred media type of a response: `application/json`, then other JSON, then text, then the
/// first.
fn choose(content: &[MediaType<'_>], classes: &[Class]) -> Option<(usize, Class)> {
    let rank = |media: &MediaType<'_>, class: Class| match class {
        Class::Json if essence(media.name) == "application/json" => Some(0),
        Class::Json => Some(1),
        Class::Text => Some(2),
        Class::Untyped => Some(3),
        Class::Unsupported(_) => None,
    };
    let classified = content.iter().zip(classes).enumerate();
    let ranked = classified
        .filter_map(|(index, (media, class))| Some((rank(media, *class)?, index, *class)));
    let best = ranked.min_by_key(|(rank, index, _)| (*rank, *index));
    best.map(|(_, index, class)| (index, class))
}

/// Reports the media types of a response whose schema differs from the chosen one.
fn report_others(
    document: &Document<'_>,
    content: &[MediaType<'_>],
    chosen: usize,
    report: &mut Report<'_>,
) {
    let Some(first) = content.get(chosen) else {
        return;
    };
    for media in content
        .iter()
        .filter(|media| !is_same(document, media, first))
    {
        let message = format!(
            "only one response media type is supported: using `{}`, ignoring `{}`",
            first.name, media.name
        );
        report.add(Code::UnsupportedBody, media.place, message);
    }
}

/// Whether two media types have the same schema.
fn is_same(document: &Document<'_>, left: &MediaType<'_>, right: &MediaType<'_>) -> bool {
    let target = |media: &MediaType<'_>| {
        let id = media.schema?;
        match document.schema(id).reference {
            Reference::To(target) => Some(target),
            Reference::None | Reference::Broken => Some(id),
        }
    };
    target(left) == target(right)
}

/// Lowers a request body. Media types with the same encoding and type share a content.
pub fn lower_body(
    body: &document::Body<'_>,
    (names, argument, check): (&OperationNames, String, String),
    types: &mut Types<'_>,
    report: &mut Report<'_>,
) -> Option<Body> {
    let mut contents: Vec<Content> = Vec::new();
    for media in &body.content {
        let content = lower(media, Direction::Request, types, report);
        let known = contents
            .iter_mut()
            .find(|it| it.encoding == content.encoding && it.ty == content.ty);
        match known {
            Some(known) if is_preferred(media.name) => {
                known.media_types.splice(0..0, content.media_types);
            }
            Some(known) => known.media_types.extend(content.media_types),
            None => contents.push(content),
        }
    }
    // The server takes the first match, so a range comes last.
    contents.sort_by_key(|content| content.media_types.iter().any(|name| name.contains('*')));
    let mut variants = Scope::new(Case::Camel);
    for content in &mut contents {
        let name = content.media_types.first().map_or("", |name| name);
        content.variant = variants.reserve(media_name(&essence(name)));
    }
    (!contents.is_empty()).then(|| Body {
        name: argument,
        optional: !body.required,
        enumeration: names.body.clone(),
        contents,
        check,
    })
}

fn is_preferred(name: &str) -> bool {
    essence(name) == "application/json"
}

/// Lowers a media type.
pub fn lower(
    media: &MediaType<'_>,
    direction: Direction,
    types: &mut Types<'_>,
    report: &mut Report<'_>,
) -> Content {
    let encoding = match classify(&mut types.classifier, media) {
        Class::Json => BodyEncoding::Json,
        Class::Text | Class::Untyped | Class::Unsupported(_) => BodyEncoding::Text,
    };
    let ty = match (media.schema, encoding) {
        (Some(schema), _) => types.ty(schema, direction, report),
        (None, BodyEncoding::Json) => Ty::Any,
        (None, BodyEncoding::Text) => Ty::Scalar(Scalar::Text),
    };
    let mut media_types = vec![media.name.to_owned()];
    // A range cannot be sent.
    if media.name.contains('*') {
        let concrete = match (encoding, essence(media.name).starts_with("text/")) {
            (BodyEncoding::Json, _) => "application/json",
            (BodyEncoding::Text, _) => "text/plain",
        };
        media_types.insert(0, concrete.to_owned());
    }
    Content {
        variant: String::new(),
        media_types,
        encoding,
        ty,
    }
}
