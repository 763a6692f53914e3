//! Operations whose results come in pages, by the rules of `docs/pagination.md`.
//!
//! A rule has to see all of its parts: what a page holds, and what leads to the next one. A rule for
//! which two properties could be the same part does not fit, and the next one is tried.

use super::page::{self, only_one, plain_name};
use crate::model::{
    Api, Check, Field, Operation, PageStep, Pagination, Parameter, Presence, Scalar, Struct, Ty,
};

/// The names of properties with the address of the next page, as [`plain_name`] has them.
const NEXT_URLS: &[&str] = &[
    "nextlink",
    "nextpagelink",
    "nextpageuri",
    "nextpageurl",
    "nexturi",
    "nexturl",
    "odatanextlink",
];

/// The names of parameters that take a cursor, as [`plain_name`] has them.
const CURSORS: &[&str] = &[
    "after",
    "continuationtoken",
    "cursor",
    "marker",
    "nextcursor",
    "nexttoken",
    "nextpagetoken",
    "pagecursor",
    "pagetoken",
    "token",
];

/// The names of properties that say whether there is another page, as [`plain_name`] has them.
const HAS_MORE: &[&str] = &["hasmore", "hasnext", "hasnextpage"];

/// The names of parameters with the number of items of a page, as [`plain_name`] has them.
const SIZES: &[&str] = &["limit", "pagesize", "perpage", "size"];

/// The pages of an operation, if a rule finds them. `default` is the default of an integer parameter.
pub fn found(
    api: &Api,
    operation: &Operation,
    default: &dyn Fn(&str) -> Option<u64>,
) -> Option<Pagination> {
    if operation.method != "GET" || operation.body.is_some() {
        return None;
    }
    let body = page::body(api, operation)?;
    let (object, items) = match body {
        Ty::List(_) => (None, Vec::new()),
        ty => {
            let object = page::object(api, ty)?;
            (Some(object), vec![page::items(api, object)?])
        }
    };
    let properties = object.map_or_else(Vec::new, |object| properties(api, object));
    let has_more = has_more(api, &properties);
    let step = next_url(api, &properties);
    let cursor = cursor(api, operation, &properties, has_more.is_some()).or_else(|| {
        last_item(
            api,
            operation,
            body,
            &items,
            &properties,
            has_more.is_some(),
        )
    });
    let step = match (step, cursor) {
        (None, Some(_)) if counts(api, operation) => return None,
        (step, cursor) => step.or(cursor),
    };
    let step = step.or_else(|| has_link(api, operation).then_some(PageStep::Link));
    let step = step.or_else(|| counted(api, operation, default))?;
    // An address is there or not.
    let is_address = matches!(step, PageStep::NextUrl(_) | PageStep::Link);
    Some(Pagination {
        step,
        items,
        has_more: has_more.filter(|_| !is_address),
        total: None,
    })
}

fn has_link(api: &Api, operation: &Operation) -> bool {
    let headers = operation.successes.first().and_then(|it| it.headers);
    let headers = headers.map(|index| &api.headers[index].headers);
    let mut headers = headers.into_iter().flatten();
    headers.any(|it| it.parameter.wire.eq_ignore_ascii_case("link"))
}

/// A property of a page, or of an object in it, with its path.
type Property<'a> = (Vec<String>, &'a Field);

/// The properties of a page that are a text or a boolean: its own, and those of objects in it, but for
/// objects with an array, which may be pages themselves.
fn properties<'a>(api: &'a Api, object: &'a Struct) -> Vec<Property<'a>> {
    let is_scalar = |field: &&Field| page::is_text(api, &field.ty) || page::is_flag(api, &field.ty);
    let mut properties = Vec::new();
    for field in &object.fields {
        if is_scalar(&field) {
            properties.push((vec![field.wire.clone()], field));
        }
        let has_array = |inner: &&Struct| inner.fields.iter().any(|it| page::is_array(api, &it.ty));
        let inner = page::object(api, &field.ty).filter(|it| !has_array(it));
        let inner = inner.into_iter();
        let inner = inner.flat_map(|it| it.fields.iter().filter(is_scalar));
        properties.extend(inner.map(|it| (vec![field.wire.clone(), it.wire.clone()], it)));
    }
    properties
}

/// The last name of a path, as [`plain_name`] has it.
fn last_name(path: &[String]) -> String {
    path.last().map(|name| plain_name(name)).unwrap_or_default()
}

/// The one boolean property that says whether there is another page.
fn has_more(api: &Api, properties: &[Property<'_>]) -> Option<Vec<String>> {
    let flags = properties.iter().filter(|(path, field)| {
        page::is_flag(api, &field.ty) && HAS_MORE.contains(&&*last_name(path))
    });
    only_one(flags).map(|(path, _)| path.clone())
}

/// The properties that are a text.
fn texts<'a>(
    api: &'a Api,
    properties: &'a [Property<'a>],
) -> impl Iterator<Item = &'a Property<'a>> {
    properties
        .iter()
        .filter(|(_, field)| page::is_text(api, &field.ty))
}

/// A property with the address of the next page.
fn next_url(api: &Api, properties: &[Property<'_>]) -> Option<PageStep> {
    let is_named = |(path, _): &&Property<'_>| NEXT_URLS.contains(&&*last_name(path));
    // `next` alone may be a cursor, unless it says that it is a URI.
    let is_uri = |(path, field): &&Property<'_>| last_name(path) == "next" && is_uri(&field.ty);
    let next = only_one(texts(api, properties).filter(is_named));
    let next = next.or_else(|| only_one(texts(api, properties).filter(is_uri)));
    next.map(|(path, _)| PageStep::NextUrl(path.clone()))
}

fn is_uri(ty: &Ty) -> bool {
    match ty {
        Ty::Nullable(inner) => is_uri(inner),
        Ty::Checked(inner, checks) => {
            let has_format = checks.iter().any(|check| match check {
                Check::Format(format) => matches!(format.name(), "uri" | "uri-reference" | "url"),
                _ => false,
            });
            has_format || is_uri(inner)
        }
        _ => false,
    }
}

/// A parameter and a property of the same name, but for `next`.
fn cursor(
    api: &Api,
    operation: &Operation,
    properties: &[Property<'_>],
    has_more: bool,
) -> Option<PageStep> {
    let pairs: Vec<_> = texts_of_query(api, operation)
        .flat_map(|parameter| {
            let name = plain_name(&parameter.wire);
            let paths = texts(api, properties).map(|(path, _)| path);
            let paths = paths.filter(move |path| is_next(&name, &last_name(path), has_more));
            paths.map(move |path| (parameter, path))
        })
        .collect();
    let (parameter, next) = only_one(pairs.into_iter())?;
    Some(PageStep::Cursor {
        parameter: parameter.wire.clone(),
        next: next.clone(),
    })
}

/// Whether the property of a name has the next value of the parameter of another.
fn is_next(parameter: &str, property: &str, has_more: bool) -> bool {
    if !CURSORS.contains(&parameter) {
        return false;
    }
    let is_named = match parameter.strip_prefix("next") {
        Some(_) => property == parameter,
        None => property.strip_prefix("next") == Some(parameter),
    };
    // The cursor of the last item is there on the last page as well.
    let is_last = has_more
        && match parameter {
            "after" => matches!(property, "endcursor" | "lastid"),
            "cursor" => property == "endcursor",
            _ => false,
        };
    is_named
        || is_last
        || (parameter == "continuationtoken" && property == parameter)
        || (parameter == "pagetoken" && property == "nextpage")
}

/// The id of the last item, where a page says whether there is another one.
fn last_item(
    api: &Api,
    operation: &Operation,
    body: &Ty,
    items: &[usize],
    properties: &[Property<'_>],
    has_more: bool,
) -> Option<PageStep> {
    let parameters = texts_of_query(api, operation);
    let parameter = only_one(parameters.filter(|it| plain_name(&it.wire) == "startingafter"))?;
    let has_cursor = texts(api, properties).any(|(path, _)| last_name(path).contains("cursor"));
    let array = match items {
        [] => body,
        [index, ..] => &page::object(api, body)?.fields.get(*index)?.ty,
    };
    let Ty::List(item) = page::value(api, array) else {
        return None;
    };
    let fields = page::object(api, item)?.fields.iter();
    let id = only_one(fields.filter(|it| plain_name(&it.wire) == "id"))?;
    let is_id = page::is_text(api, &id.ty) && id.presence == Presence::Required;
    (has_more && is_id && !has_cursor).then(|| PageStep::LastItem {
        parameter: parameter.wire.clone(),
        cursor: vec![id.wire.clone()],
    })
}

fn texts_of_query<'a>(
    api: &'a Api,
    operation: &'a Operation,
) -> impl Iterator<Item = &'a Parameter> {
    page::queries(operation).filter(|it| *api.plain(&it.ty) == Ty::Scalar(Scalar::Text))
}

/// A parameter that counts items or pages, beside one with the number of items of a page.
fn counted(
    api: &Api,
    operation: &Operation,
    default: &dyn Fn(&str) -> Option<u64>,
) -> Option<PageStep> {
    let integers = || integers(api, operation);
    integers().find(|it| SIZES.contains(&&*plain_name(&it.wire)))?;
    // Which of them leads to the next page is not known beside a cursor.
    let is_cursor = |it: &Parameter| CURSORS.contains(&&*plain_name(&it.wire));
    if texts_of_query(api, operation).any(is_cursor) {
        return None;
    }
    let counting = only_one(integers().filter(|it| is_counting(it)))?;
    let parameter = counting.wire.clone();
    let is_page = plain_name(&parameter) == PAGE;
    // The first number is not needed where each call has one.
    let is_known = !is_page || page::is_required(operation, counting);
    let first = match (default(&parameter), minimum(&counting.ty)) {
        (Some(0), Some(1..)) | (None, Some(2..)) => return None,
        (Some(first), _) | (None, Some(first @ 1)) => first,
        (None, None | Some(0)) if !is_known => return None,
        (None, None | Some(0)) => u64::from(is_page),
    };
    Some(match is_page {
        true => PageStep::Page { parameter, first },
        // What it counts is not known then.
        false if first > 1 => return None,
        false => PageStep::Offset { parameter, first },
    })
}

/// Whether a parameter counts pages or items. Beside a cursor, it is not known whether pages have cursors
/// without being asked for them.
fn counts(api: &Api, operation: &Operation) -> bool {
    integers(api, operation).any(is_counting)
}

const OFFSET: &str = "offset";
const PAGE: &str = "page";

fn is_counting(parameter: &Parameter) -> bool {
    matches!(&*plain_name(&parameter.wire), OFFSET | PAGE)
}

fn integers<'a>(api: &'a Api, operation: &'a Operation) -> impl Iterator<Item = &'a Parameter> {
    let is_integer = |ty: &Ty| matches!(ty, Ty::Scalar(scalar) if scalar.is_integer());
    page::queries(operation).filter(move |it| is_integer(api.plain(&it.ty)))
}

/// The least value of an integer; `None` where that is not said, and where it is negative.
fn minimum(ty: &Ty) -> Option<u64> {
    let Ty::Checked(inner, checks) = ty else {
        return None;
    };
    let minima = checks.iter().filter_map(|check| match check {
        Check::Minimum(number) => number.parse().ok(),
        Check::ExclusiveMinimum(number) => number.parse::<u64>().ok()?.checked_add(1),
        _ => None,
    });
    minima.chain(minimum(inner)).max()
}
