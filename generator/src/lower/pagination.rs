//! Operations whose results come in pages, by the rules of `docs/pagination.md`.
//!
//! A rule has to see all of its parts: what a page holds, and what leads to the next one. Where two
//! properties could be the same part, the operation has no pages.

use crate::model::{
    Api, BodyEncoding, Check, Field, Operation, PageStep, Pagination, Parameter, ParameterPlace,
    Presence, Scalar, Shape, Struct, Ty,
};

/// The names of properties with items, where a page has several arrays.
const ITEMS: &[&str] = &[
    "content", "data", "elements", "entries", "items", "list", "records", "results", "rows",
    "value", "values",
];

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

/// The names of parameters with the number of items of a page, as [`plain_name`] has them.
const SIZES: &[&str] = &["limit", "pagesize", "perpage", "size"];

/// Finds the operations that have pages.
pub fn find(api: &mut Api) {
    let found: Vec<_> = api.operations.iter().map(|it| found(api, it)).collect();
    for (operation, pagination) in api.operations.iter_mut().zip(found) {
        operation.pagination = pagination;
    }
}

fn found(api: &Api, operation: &Operation) -> Option<Pagination> {
    if operation.method != "GET" || operation.body.is_some() {
        return None;
    }
    let [success] = &operation.successes[..] else {
        return None;
    };
    let content = success.body.as_ref()?.only()?;
    if content.encoding != BodyEncoding::Json {
        return None;
    }
    let page = match api.plain(&content.ty) {
        Ty::List(_) => None,
        Ty::Named(id) => match &api.ty(*id).shape {
            Shape::Struct(page) => Some(page),
            _ => return None,
        },
        _ => return None,
    };
    let items = match page {
        Some(page) => Some(items(api, page)?),
        None => None,
    };
    let headers = success.headers.map(|index| &api.headers[index].headers);
    let mut headers = headers.into_iter().flatten();
    let has_link = headers.any(|it| it.parameter.wire.eq_ignore_ascii_case("link"));
    let step = page.and_then(|page| next_url(api, page));
    let step = match (step, page.and_then(|page| cursor(api, operation, page))) {
        (None, Some(_)) if counts(api, operation) => return None,
        (step, cursor) => step.or(cursor),
    };
    let step = step.or(has_link.then_some(PageStep::Link));
    let step = step.or_else(|| counted(api, operation))?;
    Some(Pagination { step, items })
}

/// The field with the items: the only array, or the one with a name of [`ITEMS`].
fn items(api: &Api, page: &Struct) -> Option<usize> {
    let fields = page.fields.iter().enumerate();
    let arrays: Vec<_> = fields
        .filter(|(_, field)| is_array(api, &field.ty))
        .collect();
    let named = |(_, field): &&(usize, &Field)| ITEMS.contains(&&*plain_name(&field.wire));
    let (index, field) = match &arrays[..] {
        [only] => *only,
        several => *only_one(several.iter().filter(named))?,
    };
    (field.presence != Presence::Patch).then_some(index)
}

/// Whether values of a type are a `Vec`, or an `Option` of one.
fn is_array(api: &Api, ty: &Ty) -> bool {
    match api.plain(ty) {
        Ty::List(_) => true,
        Ty::Nullable(inner) => matches!(api.plain(inner), Ty::List(_)),
        _ => false,
    }
}

/// A property with the address of the next page.
fn next_url(api: &Api, page: &Struct) -> Option<PageStep> {
    let texts = texts(api, page);
    let is_named = |(path, _): &&(Vec<String>, &Field)| {
        let name = path.last().map(|name| plain_name(name));
        name.is_some_and(|name| NEXT_URLS.contains(&&*name))
    };
    // `next` alone may be a cursor, unless it says that it is a URI.
    let is_uri = |(path, field): &&(Vec<String>, &Field)| {
        path.last().is_some_and(|name| name == "next") && is_uri(&field.ty)
    };
    let next = only_one(texts.iter().filter(is_named));
    let next = next.or_else(|| only_one(texts.iter().filter(is_uri)));
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
fn cursor(api: &Api, operation: &Operation, page: &Struct) -> Option<PageStep> {
    let parameters = queries(api, operation, |ty| *ty == Ty::Scalar(Scalar::Text));
    let cursors = parameters.filter(|it| CURSORS.contains(&&*plain_name(&it.wire)));
    let texts = texts(api, page);
    let pairs: Vec<_> = cursors
        .flat_map(|parameter| {
            let name = plain_name(&parameter.wire);
            let next = match name.starts_with("next") {
                true => name.clone(),
                false => format!("next{name}"),
            };
            let is_next = move |path: &[String]| {
                let last = path.last().map(|name| plain_name(name));
                last.is_some_and(|last| {
                    last == next || (last == name && name == "continuationtoken")
                })
            };
            let paths = texts.iter().map(|(path, _)| path);
            let paths: Vec<_> = paths.filter(|path| is_next(path)).collect();
            paths.into_iter().map(move |path| (parameter, path))
        })
        .collect();
    let (parameter, next) = only_one(pairs.into_iter())?;
    Some(PageStep::Cursor {
        parameter: parameter.wire.clone(),
        next: next.clone(),
    })
}

/// A parameter that counts items or pages, beside one with the number of items of a page.
fn counted(api: &Api, operation: &Operation) -> Option<PageStep> {
    let integers = || integers(api, operation);
    integers().find(|it| SIZES.contains(&&*plain_name(&it.wire)))?;
    let offset = integers().find(|it| it.wire == "offset");
    let page = integers().find(|it| it.wire == "page" && starts_at_one(&it.ty));
    match (offset, page) {
        (Some(offset), None) => Some(PageStep::Offset(offset.wire.clone())),
        (None, Some(page)) => Some(PageStep::Page(page.wire.clone())),
        _ => None,
    }
}

/// Whether a parameter counts pages or items. Beside a cursor, it is not known whether pages have cursors
/// without being asked for them.
fn counts(api: &Api, operation: &Operation) -> bool {
    integers(api, operation).any(|it| matches!(&*it.wire, "offset" | "page"))
}

fn integers<'a>(api: &'a Api, operation: &'a Operation) -> impl Iterator<Item = &'a Parameter> {
    let is_integer = |ty: &Ty| matches!(ty, Ty::Scalar(scalar) if scalar.is_integer());
    queries(api, operation, is_integer)
}

fn starts_at_one(ty: &Ty) -> bool {
    match ty {
        Ty::Checked(inner, checks) => {
            let is_one = |check: &Check| match check {
                Check::Minimum(number) => number == "1",
                Check::ExclusiveMinimum(number) => number == "0",
                _ => false,
            };
            checks.iter().any(is_one) || starts_at_one(inner)
        }
        _ => false,
    }
}

/// The query parameters that are a single value of some types.
fn queries<'a>(
    api: &'a Api,
    operation: &'a Operation,
    is_of: impl Fn(&Ty) -> bool + 'a,
) -> impl Iterator<Item = &'a Parameter> {
    operation.all_parameters().filter(move |parameter| {
        parameter.place == ParameterPlace::Query
            && parameter.encoding.is_value()
            && is_of(api.plain(&parameter.ty))
    })
}

/// The texts of a page by their paths: its own, and those of objects in it.
fn texts<'a>(api: &'a Api, page: &'a Struct) -> Vec<(Vec<String>, &'a Field)> {
    let mut texts = Vec::new();
    for field in &page.fields {
        if is_text(api, &field.ty) {
            texts.push((vec![field.wire.clone()], field));
        }
        let inner = match api.plain(&field.ty) {
            Ty::Nullable(inner) | Ty::Boxed(inner) => api.plain(inner),
            plain => plain,
        };
        let Ty::Named(id) = inner else { continue };
        let Shape::Struct(inner) = &api.ty(*id).shape else {
            continue;
        };
        let inner = inner.fields.iter().filter(|it| is_text(api, &it.ty));
        texts.extend(inner.map(|it| (vec![field.wire.clone(), it.wire.clone()], it)));
    }
    texts
}

fn is_text(api: &Api, ty: &Ty) -> bool {
    match api.plain(ty) {
        Ty::Nullable(inner) => is_text(api, inner),
        plain => *plain == Ty::Scalar(Scalar::Text),
    }
}

/// A name without what is no letter and no digit, in lower case: `nextPageToken`, `next_page_token`.
fn plain_name(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|each| each.to_ascii_lowercase()).collect()
}

fn only_one<T>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.next().is_none().then_some(first)
}
