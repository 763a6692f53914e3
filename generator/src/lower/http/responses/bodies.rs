//! The bodies of responses: their supported media types, and the enumerations of those that have
//! several.

use std::collections::HashMap;

use crate::diagnostic::Code;
use crate::document::{self, MediaType};
use crate::identifier::Case;
use crate::lower::http::forms::support::{Support, support_of_response};
use crate::lower::http::media_types::{
    self, content, is_preferred, is_same, shares_name, unsupported, untype,
};
use crate::lower::http::plan::{PlannedContent, PlannedResponse};
use crate::lower::limits::MAX_ERROR_NAME;
use crate::lower::name::scopes::{Scope, response_name, type_name};
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::types::Types;
use crate::media_type::{essence, is_json, is_same_name, parameters};
use crate::model::{Api, BodyEncoding, Content, Direction, Reason, ResponseBody, Ty, TypeDef};
use crate::reserved;

/// Plans the body of a response: its supported media types, the preferred one first; none if it has no
/// body. An error with unsupported ones only is undeclared (`None`); for a success with such, the
/// operation is skipped.
pub fn plan<'a>(
    classifier: &mut Classifier<'_>,
    response: &'a document::Response<'a>,
    is_success: bool,
    reasons: &mut Vec<Reason>,
    report: &mut Report<'_>,
) -> Option<Vec<PlannedContent<'a>>> {
    let all = response.content.iter();
    let all: Vec<_> = all
        .map(|media| (media, support_of_response(classifier, media)))
        .collect();
    let is_typed = |support: &Support<'_>| matches!(support, Support::Encoding(BodyEncoding::Json));
    let has_json = all.iter().any(|(_, support)| is_typed(support));
    let mut kept: Vec<(u8, &MediaType<'_>, Support<'_>)> = Vec::new();
    let mut others = Vec::new();
    for (media, support) in all {
        let preference = preference(media, &support);
        // What is typed as JSON is not asked for as a text that nobody reads.
        let preference = preference.filter(|_| !(has_json && matches!(support, Support::Untyped)));
        match preference {
            Some(preference) => kept.push((preference, media, support)),
            None => others.push((media, support)),
        }
    }
    if kept.is_empty() && !others.is_empty() {
        report_unsupported(response, others, is_success, reasons, report);
        return None;
    }
    kept.sort_by_key(|(preference, ..)| *preference);
    let mut planned = Vec::new();
    for (index, (_, media, support)) in kept.iter().enumerate() {
        let before = kept.get(..index).unwrap_or_default();
        let is_told_apart = before.iter().all(|(_, known, _)| {
            !is_same_name(known.name, media.name) || is_same(classifier.document, known, media)
        });
        match is_told_apart {
            true => planned.push(supported(classifier, media, support, report)),
            false => {
                let message = media_types::same_name(media);
                report.add(Code::UnsupportedBody, media.place, message);
            }
        }
    }
    for (media, support) in others {
        let mut kept = kept.iter();
        let is_same = kept.any(|(_, known, _)| is_same(classifier.document, known, media));
        // Frameworks declare `text/plain` beside the JSON that they send.
        if !(is_same && essence(media.name) == "text/plain") {
            let message = unsupported(media, &support);
            let message = format!("{message}: the media type is ignored");
            report.add(Code::UnsupportedBody, media.place, message);
        }
    }
    Some(planned)
}

fn report_unsupported(
    response: &document::Response<'_>,
    all: Vec<(&MediaType<'_>, Support<'_>)>,
    is_success: bool,
    reasons: &mut Vec<Reason>,
    report: &mut Report<'_>,
) {
    if !is_success {
        let message =
            "error body not supported yet: the error is undeclared, its bytes are in the reply";
        report.add(Code::UnsupportedBody, response.place, message);
        return;
    }
    for (media, support) in all {
        let (code, message) = (Code::UnsupportedBody, unsupported(media, &support));
        reasons.push(report.skip_operation(code, support.shape(), media.place, message));
    }
}

/// Plans a media type that is supported.
fn supported<'a>(
    classifier: &mut Classifier<'_>,
    media: &'a MediaType<'a>,
    support: &Support<'_>,
    report: &mut Report<'_>,
) -> PlannedContent<'a> {
    match support {
        Support::Encoding(BodyEncoding::Bytes) => PlannedContent {
            // A file comes under whatever name it has.
            name: match is_json(&essence(media.name)) {
                true => "*/*",
                false => media.name,
            },
            ..media_types::bytes(classifier, media, report)
        },
        Support::Encoding(encoding) => content(media, *encoding, report),
        Support::Items(format, schema) => {
            media_types::items(classifier, media, *format, *schema, report)
        }
        _ => untype(media, report),
    }
}

/// The order in which the media types of a response are preferred: `application/json`, then other
/// JSON, then text, then bytes. `None` is not supported.
fn preference(media: &MediaType<'_>, support: &Support<'_>) -> Option<u8> {
    match support {
        Support::Encoding(BodyEncoding::Json) if is_preferred(media.name) => Some(0),
        Support::Encoding(BodyEncoding::Json) => Some(1),
        Support::Encoding(BodyEncoding::Text) => Some(2),
        Support::Untyped => Some(3),
        Support::Encoding(BodyEncoding::Bytes) => Some(4),
        Support::Items(..) => Some(5),
        Support::Encoding(
            BodyEncoding::Form | BodyEncoding::Items(_) | BodyEncoding::Multipart,
        )
        | Support::Form(_)
        | Support::Parts(_)
        | Support::None(_)
        | Support::NoForm(..) => None,
    }
}

/// Lowers the body of a response of the operation whose types have names that start with `owner`.
pub fn lower(
    planned: &PlannedResponse<'_>,
    owner: &str,
    types: &mut Types<'_>,
    report: &mut Report<'_>,
) -> Option<ResponseBody> {
    let mut contents: Vec<Content> = Vec::new();
    for media in &planned.contents {
        let content = media_types::lower(media, Direction::Response, types, report);
        match contents.iter_mut().find(|it| is_alias(it, &content)) {
            Some(known) => known.media_types.extend(content.media_types),
            None => contents.push(content),
        }
    }
    media_types::name_variants(&mut contents);
    let status = response_name(planned.response.status);
    (!contents.is_empty()).then(|| ResponseBody {
        enumeration: match contents.len() {
            1 => String::new(),
            _ => format!("{owner}{status}Body"),
        },
        contents,
    })
}

/// Whether two contents are the same under several names. JSON of one type is the same value under
/// each name; text and bytes mean something else under each, but for the names that any text and any
/// bytes have.
fn is_alias(left: &Content, right: &Content) -> bool {
    let is_general = |content: &Content| {
        let mut names = content.media_types.iter();
        names.any(|it| {
            let name = essence(it);
            let is_general = match content.encoding {
                BodyEncoding::Text => matches!(&*name, "text/plain" | "text/*"),
                _ => matches!(&*name, "application/octet-stream" | "application/*" | "*/*"),
            };
            is_general && parameters(it).is_empty()
        })
    };
    left.encoding == right.encoding
        && left.ty == right.ty
        && (matches!(left.encoding, BodyEncoding::Json | BodyEncoding::Items(_))
            || shares_name(left, right)
            || (is_general(left) && is_general(right)))
}

/// Gives equal enumerations the same name: that of their content where it has no other meaning,
/// `ReportOrCsvBody`, which depends on nothing else in the description; else that of the first
/// operation.
pub fn share(api: &mut Api) {
    let types = std::mem::take(&mut api.types);
    let mut distinct: Vec<ResponseBody> = Vec::new();
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for body in enumerations(api) {
        let others = known.entry(content_name(body, &types)).or_default();
        if !others
            .iter()
            .any(|index| distinct[*index].has_contents_of(body))
        {
            others.push(distinct.len());
            distinct.push(body.clone());
        }
    }
    let mut scope = Scope::with_reserved(Case::Camel, reserved::TYPES.iter().copied());
    // A name of the content comes before those that operations give.
    for is_shared in [true, false] {
        for body in &mut distinct {
            let content = content_name(body, &types);
            let is_alone = known.get(&content).is_some_and(|it| it.len() == 1);
            let is_alone = is_alone && content.len() <= MAX_ERROR_NAME;
            if is_alone == is_shared {
                body.enumeration = scope.reserve(match is_alone {
                    true => content,
                    false => std::mem::take(&mut body.enumeration),
                });
            }
        }
    }
    for body in enumerations(api) {
        let others = known.get(&content_name(body, &types));
        let mut others = others.into_iter().flatten().map(|index| &distinct[*index]);
        if let Some(same) = others.find(|it| it.has_contents_of(body)) {
            body.clone_from(same);
        }
    }
    api.types = types;
}

/// The bodies of several media types.
fn enumerations(api: &mut Api) -> impl Iterator<Item = &mut ResponseBody> {
    let responses = api.operations.iter_mut();
    let responses = responses.flat_map(|it| it.successes.iter_mut().chain(&mut it.errors));
    let bodies = responses.filter_map(|response| response.body.as_mut());
    bodies.filter(|body| body.only().is_none())
}

/// The names of the contents as one: those of the types of JSON, and those of other media types.
fn content_name(body: &ResponseBody, types: &[TypeDef]) -> String {
    let names = body.contents.iter().map(|content| {
        let ty = Some(&content.ty).filter(|_| content.encoding == BodyEncoding::Json);
        let name = ty.and_then(|ty| of_type(ty, types));
        name.unwrap_or_else(|| content.variant.clone())
    });
    names.collect::<Vec<_>>().join("Or") + "Body"
}

fn of_type(ty: &Ty, types: &[TypeDef]) -> Option<String> {
    match ty {
        Ty::Named(id) => types.get(id.0).map(|def| type_name(&def.name)),
        Ty::List(item) => of_type(item, types).map(|name| format!("{name}List")),
        Ty::Nullable(inner) => of_type(inner, types).map(|name| format!("Nullable{name}")),
        _ => None,
    }
}
