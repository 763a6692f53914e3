//! Media types: the bodies of requests, and what each media type of a body becomes.

use crate::diagnostic::Code;
use crate::document;
use crate::document::{Document, MediaType, Reference, SchemaId};
use crate::identifier::Case;
use crate::lower::http::forms::multipart::PlannedParts;
use crate::lower::http::forms::support::{Support, support};
use crate::lower::http::forms::{charset, encodings, multipart, streams};
use crate::lower::http::plan::{PlannedBody, PlannedContent};
use crate::lower::http::responses::headers::{self, Owner};
use crate::lower::name::operations::OperationNames;
use crate::lower::name::scopes::{Scope, media_name, type_name};
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::types::Types;
use crate::media_type::{essence, is_same_name, parameters};
use crate::model::{
    Body, BodyEncoding, Content, Direction, Headers, ItemFormat, PartEncoding, Parts, Reason,
    Scalar, Ty,
};

/// Why a media type is not supported.
pub fn unsupported(media: &MediaType<'_>, support: &Support<'_>) -> String {
    match support {
        Support::NoForm(_, why) => {
            format!(
                "the body of `{}` {why}, which is not supported yet",
                media.name
            )
        }
        _ => format!("bodies of `{}` are not supported yet", media.name),
    }
}

/// Plans the supported media types of a request body. An operation with only unsupported ones is skipped.
pub fn plan_body<'a>(
    classifier: &mut Classifier<'a>,
    operation: &'a document::Operation<'a>,
    reasons: &mut Vec<Reason>,
    report: &mut Report<'_>,
) -> Option<PlannedBody<'a>> {
    let body = operation.body.as_ref()?;
    let document = classifier.document;
    let (mut kept, mut planned) = (Vec::<&MediaType<'_>>::new(), Vec::new());
    let mut others = Vec::new();
    for media in &body.content {
        let support = support(classifier, media);
        if let Some(message) = repeated(document, &kept, media, &support) {
            report.add(Code::UnsupportedBody, media.place, message);
            continue;
        }
        match supported(classifier, media, support, report) {
            Ok(content) => {
                kept.push(media);
                planned.push(content);
            }
            Err(support) => others.push((media, support)),
        }
    }
    report_ranges(document, &kept, &planned, report);
    drop_headers_of_aliases(&mut planned, report);
    let untyped = others
        .iter()
        .position(|(_, support)| matches!(support, Support::Untyped));
    if let (true, Some(index)) = (planned.is_empty(), untyped) {
        let (media, _) = others.remove(index);
        planned.push(untype(media, report));
    }
    for (media, support) in others {
        let message = unsupported(media, &support);
        match support.shape() {
            Some(shape) if planned.is_empty() => {
                let (code, place) = (Code::UnsupportedBody, media.place);
                reasons.push(report.skip_operation(code, Some(shape), place, message));
            }
            _ => {
                let message = format!("{message}: the media type is ignored");
                report.add(Code::UnsupportedBody, media.place, message);
            }
        }
    }
    (!planned.is_empty()).then_some(PlannedBody {
        required: body.required,
        content: planned,
    })
}

/// Why a media type of a request is ignored beside those that are kept, if it is.
fn repeated(
    document: &Document<'_>,
    kept: &[&MediaType<'_>],
    media: &MediaType<'_>,
    support: &Support<'_>,
) -> Option<String> {
    if support.shape().is_some() || matches!(support, Support::Untyped) {
        return None;
    }
    let mut others = kept.iter().filter(|it| !is_same(document, it, media));
    if others.clone().any(|it| is_same_name(it.name, media.name)) {
        return Some(same_name(media));
    }
    let is_form = matches!(support, Support::Parts(_));
    let repeats = is_form && others.any(|it| essence(it.name) == essence(media.name));
    repeats.then(|| {
        format!(
            "`{}` has other parts than an earlier media type, which is not supported yet: it is ignored",
            media.name
        )
    })
}

/// That a media type is the same as another one, with another schema.
pub fn same_name(media: &MediaType<'_>) -> String {
    format!(
        "`{}` is the same as another media type, but for its charset: it is ignored",
        media.name
    )
}

/// Plans a media type of a request body, if it is supported.
fn supported<'a>(
    classifier: &mut Classifier<'a>,
    media: &'a MediaType<'a>,
    support: Support<'a>,
    report: &mut Report<'_>,
) -> Result<PlannedContent<'a>, Support<'a>> {
    Ok(match support {
        Support::Encoding(BodyEncoding::Bytes) => bytes(classifier, media, report),
        Support::Encoding(encoding) => content(media, encoding, report),
        Support::Items(format, schema) => items(classifier, media, format, schema, report),
        Support::Form(styles) => {
            encodings::report_undeclared(classifier, media, report);
            PlannedContent {
                styles,
                ..content(media, BodyEncoding::Form, report)
            }
        }
        Support::Parts(mut parts) => {
            encodings::report_undeclared(classifier, media, report);
            plan_encodings(classifier, media, &mut parts, report);
            PlannedContent {
                schema: None,
                parts: Some(parts),
                ..content(media, BodyEncoding::Multipart, report)
            }
        }
        support => return Err(support),
    })
}

/// Reports the ranges of JSON and text without a name beside them that is sent.
fn report_ranges(
    document: &Document<'_>,
    media_types: &[&MediaType<'_>],
    planned: &[PlannedContent<'_>],
    report: &mut Report<'_>,
) {
    for (media, content) in media_types.iter().zip(planned) {
        let mut others = media_types.iter().zip(planned);
        let is_named = others.any(|(other, it)| {
            it.encoding == content.encoding
                && !other.name.contains('*')
                && is_same(document, other, media)
        });
        if matches!(content.encoding, BodyEncoding::Json | BodyEncoding::Text) && !is_named {
            report_range(media, content.encoding, report);
        }
    }
}

/// Reports a range that the media type which is sent for it is not in: `application/*+json`.
fn report_range(media: &MediaType<'_>, encoding: BodyEncoding, report: &mut Report<'_>) {
    let (name, usual) = (essence(media.name), encoding.usual_media_type());
    let Some((start, end)) = name.split_once('*') else {
        return;
    };
    if !(usual.starts_with(start) && usual.ends_with(end.trim_start_matches("/*"))) {
        let message = format!(
            "`{}` names no media type to send: the client sends `{usual}`",
            media.name
        );
        let help = "declare a media type, or set `Content-Type` with `header` of each call";
        report.add(Code::UnsupportedBody, media.place, message).help = Some(help.to_owned());
    }
}

/// A media type with an encoding, and its schema.
pub fn content<'a>(
    media: &MediaType<'a>,
    encoding: BodyEncoding,
    report: &mut Report<'_>,
) -> PlannedContent<'a> {
    if encoding != BodyEncoding::Bytes {
        charset::report(media.name, media.place, report);
    }
    PlannedContent {
        name: media.name,
        encoding,
        schema: media.schema,
        styles: Vec::new(),
        parts: None,
    }
}

/// Plans the headers of parts, and reports the charsets of those that are text.
fn plan_encodings<'a>(
    classifier: &mut Classifier<'_>,
    media: &'a MediaType<'a>,
    planned: &mut PlannedParts<'a>,
    report: &mut Report<'_>,
) {
    for encoding in &media.encoding {
        let mut parts = planned.parts.iter_mut();
        let Some(part) = parts.find(|part| part.name == encoding.name) else {
            continue;
        };
        part.headers = headers::plan(classifier, (Owner::Part, &encoding.headers), report);
        let is_text = part.encoding != PartEncoding::File;
        if let Some(name) = encoding.content_type.filter(|_| is_text) {
            charset::report(name, encoding.place, report);
        }
    }
}

/// A body of items.
pub fn items<'a>(
    classifier: &mut Classifier<'_>,
    media: &MediaType<'a>,
    format: ItemFormat,
    schema: Option<SchemaId>,
    report: &mut Report<'_>,
) -> PlannedContent<'a> {
    streams::report_items(classifier, media, format, schema, report);
    PlannedContent {
        schema,
        ..content(media, BodyEncoding::Items(format), report)
    }
}

/// A body of bytes. Its schema says that it is that, and may say more.
pub fn bytes<'a>(
    classifier: &mut Classifier<'_>,
    media: &MediaType<'a>,
    report: &mut Report<'_>,
) -> PlannedContent<'a> {
    if let Some(schema) = media.schema {
        let used = classifier.used(schema);
        streams::report_binary(classifier, used, report);
    }
    PlannedContent {
        schema: None,
        ..content(media, BodyEncoding::Bytes, report)
    }
}

/// The media type as plain text, without its schema.
pub fn untype<'a>(media: &MediaType<'a>, report: &mut Report<'_>) -> PlannedContent<'a> {
    let message = format!(
        "schemas of `{}` are not supported yet: the body is plain text",
        media.name
    );
    report.add(Code::UnsupportedBody, media.place, message);
    PlannedContent {
        schema: None,
        ..content(media, BodyEncoding::Text, report)
    }
}

/// Whether two media types have the same schema.
pub fn is_same(document: &Document<'_>, left: &MediaType<'_>, right: &MediaType<'_>) -> bool {
    let target = |media: &MediaType<'_>| {
        let id = media.item_schema.or(media.schema)?;
        match document.schema(id).reference {
            Reference::To(target) => Some(target),
            Reference::None | Reference::Broken => Some(id),
        }
    };
    target(left) == target(right)
}

/// Lowers a request body. Each media type is a content of its own, which the caller chooses and the
/// server tells from the others, unless it is another name of one.
pub fn lower_body(
    body: &PlannedBody<'_>,
    (names, argument, check): (&OperationNames, String, String),
    sets: &mut Vec<Headers>,
    types: &mut Types<'_>,
    report: &mut Report<'_>,
) -> Body {
    let mut contents: Vec<Content> = Vec::new();
    for media in &body.content {
        let mut content = lower(media, Direction::Request, types, report);
        let known = contents
            .iter_mut()
            .find(|it| it.ty == content.ty && is_alias(it, &content));
        match known {
            Some(known) if is_preferred(media.name) => {
                known.media_types.splice(0..0, content.media_types);
            }
            Some(known) => known.media_types.extend(content.media_types),
            None => {
                let parts = media.parts.as_ref();
                content.parts = parts.map(|it| lower_parts(it, names, sets, types, report));
                contents.push(content);
            }
        }
    }
    // The server takes the first match, so a range comes last.
    contents.sort_by_key(|content| content.media_types.iter().any(|name| name.contains('*')));
    name_variants(&mut contents);
    Body {
        name: argument,
        optional: !body.required,
        enumeration: names.body.clone(),
        contents,
        check,
    }
}

/// Lowers the parts of a body, and their headers.
fn lower_parts(
    planned: &PlannedParts<'_>,
    names: &OperationNames,
    sets: &mut Vec<Headers>,
    types: &mut Types<'_>,
    report: &mut Report<'_>,
) -> Parts {
    let mut parts = multipart::lower(planned, &names.form, types, report);
    for (part, planned) in parts.fields.iter_mut().zip(&planned.parts) {
        let name = format!("{}{}Headers", names.owner, type_name(planned.name));
        let named = (name, Direction::Request);
        part.headers = headers::lower(&planned.headers, named, sets, types, report);
    }
    parts
}

/// Drops the headers of parts in a media type that is another name of an earlier one, whose parts count.
fn drop_headers_of_aliases(planned: &mut [PlannedContent<'_>], report: &mut Report<'_>) {
    let of_parts = planned.iter_mut().filter(|content| content.parts.is_some());
    for content in of_parts.skip(1) {
        let parts = content.parts.iter_mut().flat_map(|parts| &mut parts.parts);
        for header in parts.flat_map(|part| std::mem::take(&mut part.headers)) {
            let header = header.parameter.parameter;
            let message = format!(
                "the header `{}` of a part has no effect: `{}` is another name of an earlier media type",
                header.name, content.name
            );
            report.add(Code::IgnoredKeyword, header.place, message);
        }
    }
}

/// Names the variants of a body. Those whose media types differ in their parameters only have the values
/// of these in their names: `JsonVerbose`.
pub fn name_variants(contents: &mut [Content]) {
    let first = |content: &Content| content.media_types.first().cloned().unwrap_or_default();
    let names: Vec<String> = contents.iter().map(first).collect();
    let mut variants = Scope::new(Case::Camel);
    for (content, name) in contents.iter_mut().zip(&names) {
        let of_essence = names.iter().filter(|it| essence(it) == essence(name));
        let mut variant = variant(&essence(name));
        if of_essence.count() > 1 {
            let values = parameters(name);
            variant.extend(values.iter().map(|(_, value)| type_name(value)));
        }
        content.variant = variants.reserve(variant);
    }
}

/// The name of a variant: `Csv`, `Image` for `image/*`.
fn variant(essence: &str) -> String {
    match essence.split_once('/') {
        Some(("*", _)) => "Any".to_owned(),
        Some((group, "*")) => type_name(group),
        _ => media_name(essence),
    }
}

/// Whether two contents are the same under several names: they share one, or both have one that the
/// usual type of their encoding has.
fn is_alias(left: &Content, right: &Content) -> bool {
    let is_usual = |content: &Content| {
        content.media_types.iter().any(|it| {
            let name = essence(it);
            match content.encoding {
                BodyEncoding::Json => matches!(&*name, "application/json" | "text/json"),
                BodyEncoding::Text => name == "text/plain" && parameters(it).is_empty(),
                BodyEncoding::Bytes => {
                    name == "application/octet-stream" && parameters(it).is_empty()
                }
                BodyEncoding::Items(_) | BodyEncoding::Form | BodyEncoding::Multipart => true,
            }
        })
    };
    left.encoding == right.encoding
        && (shares_name(left, right) || (is_usual(left) && is_usual(right)))
}

/// Whether two contents of one encoding have the same media type. Parameters tell texts and bytes apart,
/// which mean something else under each name; JSON and forms of one type are the same value.
pub fn shares_name(left: &Content, right: &Content) -> bool {
    let is_same = |name: &str, other: &str| match left.encoding {
        BodyEncoding::Text | BodyEncoding::Bytes => is_same_name(name, other),
        _ => essence(name) == essence(other),
    };
    let mut names = left.media_types.iter();
    names.any(|name| right.media_types.iter().any(|other| is_same(name, other)))
}

/// Whether a media type is the usual one of JSON.
pub fn is_preferred(name: &str) -> bool {
    essence(name) == "application/json"
}

/// Lowers a media type.
pub fn lower(
    media: &PlannedContent<'_>,
    direction: Direction,
    types: &mut Types<'_>,
    report: &mut Report<'_>,
) -> Content {
    let encoding = media.encoding;
    let ty = match (media.schema, encoding) {
        (Some(schema), _) => types.ty(schema, direction, report),
        (None, BodyEncoding::Items(ItemFormat::TextEvents) | BodyEncoding::Text) => {
            Ty::Scalar(Scalar::Text)
        }
        (None, BodyEncoding::Items(_) | BodyEncoding::Json | BodyEncoding::Form) => Ty::Any,
        (None, BodyEncoding::Bytes | BodyEncoding::Multipart) => Ty::Scalar(Scalar::Binary),
    };
    let mut media_types = vec![match encoding {
        BodyEncoding::Bytes => media.name.to_owned(),
        _ => charset::written(media.name),
    }];
    // A range cannot be sent; bytes name their media type.
    let needs_name = direction == Direction::Request && encoding != BodyEncoding::Bytes;
    if media.name.contains('*') && needs_name {
        media_types.insert(0, encoding.usual_media_type().to_owned());
    }
    Content {
        variant: String::new(),
        media_types,
        encoding,
        ty,
        styles: media.styles.clone(),
        parts: None,
    }
}
