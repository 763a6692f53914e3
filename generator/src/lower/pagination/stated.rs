//! How pages follow each other as the description or the configuration says → the same in the model,
//! or why it does not fit the operation.

use super::page;
use crate::config::{self, PageKind};
use crate::model::{Api, Operation, PageStep, Pagination, Presence, Ty};
use crate::text::unescape_step;

/// # Errors
///
/// What does not fit, for a diagnostic.
pub fn resolve(
    api: &Api,
    operation: &Operation,
    stated: &config::Pagination,
    default: &dyn Fn(&str) -> Option<u64>,
) -> Result<Pagination, String> {
    check_keys(stated)?;
    let Some(body) = page::body(api, operation) else {
        return Err(
            "it needs exactly one success response whose only media type is JSON".to_owned(),
        );
    };
    let page = Page { api, body };
    let (items, item) = page.items(stated.items.as_deref())?;
    let parameter = || parameter(api, operation, stated);
    let step = match stated.kind {
        PageKind::Cursor => match &stated.id {
            Some(pointer) => {
                let cursor = Page { api, body: item }.property("id", pointer, is_cursor)?;
                let parameter = parameter()?;
                PageStep::LastItem { parameter, cursor }
            }
            None => PageStep::Cursor {
                parameter: parameter()?,
                next: page.required("next", stated.next.as_deref(), is_cursor)?,
            },
        },
        PageKind::Url | PageKind::Link if operation.method != "GET" => {
            return Err("`url` and `link` need a GET operation".to_owned());
        }
        PageKind::Url => {
            let next = page.required("next", stated.next.as_deref(), page::is_text)?;
            PageStep::NextUrl(next)
        }
        PageKind::Link => PageStep::Link,
        PageKind::Offset => {
            let parameter = parameter()?;
            let first = stated.first.or_else(|| default(&parameter)).unwrap_or(0);
            PageStep::Offset { parameter, first }
        }
        PageKind::Page => {
            let parameter = parameter()?;
            let first = stated.first.or_else(|| default(&parameter)).unwrap_or(1);
            PageStep::Page { parameter, first }
        }
    };
    let property = |key, pointer: &Option<String>, is_of: IsOf| match pointer {
        Some(pointer) => page.property(key, pointer, is_of).map(Some),
        None => Ok(None),
    };
    Ok(Pagination {
        step,
        items,
        has_more: property("more", &stated.more, page::is_flag)?,
        total: property("total", &stated.total, page::is_integer)?,
    })
}

/// Reports a key that has no effect for the kind.
fn check_keys(stated: &config::Pagination) -> Result<(), String> {
    let config::Pagination {
        kind,
        parameter,
        next,
        id,
        items: _,
        more: _,
        total,
        first,
    } = stated;
    let is_of = |kinds: &[PageKind]| kinds.contains(kind);
    let is_cursor = is_of(&[PageKind::Cursor]);
    let is_address = is_of(&[PageKind::Url, PageKind::Link]);
    let is_counted = is_of(&[PageKind::Offset, PageKind::Page]);
    let has_next = (is_cursor && id.is_none()) || is_of(&[PageKind::Url]);
    let without_effect = [
        ("parameter", parameter.is_some() && is_address),
        ("next", next.is_some() && !has_next),
        ("id", id.is_some() && !is_cursor),
        ("total", total.is_some() && !is_of(&[PageKind::Offset])),
        ("first", first.is_some() && !is_counted),
    ];
    match without_effect.iter().find(|(_, is_there)| *is_there) {
        Some(("next", _)) if is_cursor => Err("`next` has no effect beside `id`".to_owned()),
        Some((key, _)) => Err(format!("`{key}` has no effect for `{}`", kind.as_str())),
        None => Ok(()),
    }
}

/// The query parameter of an entry.
fn parameter(
    api: &Api,
    operation: &Operation,
    stated: &config::Pagination,
) -> Result<String, String> {
    let kind = stated.kind;
    let Some(name) = &stated.parameter else {
        return Err(format!("`{}` needs `parameter`", kind.as_str()));
    };
    let Some(found) = page::queries(operation).find(|it| it.wire == *name) else {
        return Err(format!(
            "it has no query parameter `{name}` with a single value"
        ));
    };
    let counts = matches!(kind, PageKind::Offset | PageKind::Page);
    match page::value(api, &found.ty) {
        Ty::Any => Ok(name.clone()),
        ty if page::is_integer(api, ty) || (!counts && page::is_text(api, ty)) => Ok(name.clone()),
        _ if counts => Err(format!("the parameter `{name}` is no integer")),
        _ => Err(format!(
            "the parameter `{name}` is neither a string nor an integer"
        )),
    }
}

type IsOf = fn(&Api, &Ty) -> bool;

fn is_cursor(api: &Api, ty: &Ty) -> bool {
    // An id with a format is a text in JSON, too.
    page::is_integer(api, ty) || matches!(page::value(api, ty), Ty::Scalar(it) if it.is_text())
}

/// A body, or an item.
struct Page<'a> {
    api: &'a Api,
    body: &'a Ty,
}

impl<'a> Page<'a> {
    /// The fields that lead to the items, and the type of an item.
    fn items(&self, pointer: Option<&str>) -> Result<(Vec<usize>, &'a Ty), String> {
        let Page { api, body } = *self;
        let mut fields = Vec::new();
        let mut ty = body;
        match pointer {
            Some(pointer) => {
                for name in steps("items", pointer)? {
                    let object = page::object(api, ty);
                    let known = object.iter().flat_map(|it| it.fields.iter().enumerate());
                    let Some((index, field)) = { known }.find(|(_, field)| field.wire == name)
                    else {
                        return Err(nothing("items", pointer));
                    };
                    if field.presence == Presence::Patch {
                        return Err(format!("`{name}` may be both absent and `null` (`items`)"));
                    }
                    fields.push(index);
                    ty = &field.ty;
                }
            }
            None => {
                if let Some(object) = page::object(api, body) {
                    let Some(index) = page::items(api, object) else {
                        return Err("it is not clear where the items are: set `items`".to_owned());
                    };
                    fields.push(index);
                    ty = &object.fields[index].ty;
                }
            }
        }
        match page::value(api, ty) {
            Ty::List(item) if page::is_array(api, ty) => Ok((fields, item)),
            _ => Err(format!(
                "`items` points to no array: `{}`",
                pointer.unwrap_or_default()
            )),
        }
    }

    fn required(
        &self,
        key: &str,
        pointer: Option<&str>,
        is_of: IsOf,
    ) -> Result<Vec<String>, String> {
        match pointer {
            Some(pointer) => self.property(key, pointer, is_of),
            None => Err(format!("`{key}` is missing")),
        }
    }

    /// The path of a property of some types. Where any value may be, it may be there.
    fn property(&self, key: &str, pointer: &str, is_of: IsOf) -> Result<Vec<String>, String> {
        let steps = steps(key, pointer)?;
        if steps.is_empty() {
            let of = if key == "id" { "an item" } else { "the page" };
            return Err(format!("`{key}` must name a property of {of}"));
        }
        let mut ty = page::value(self.api, self.body);
        for name in &steps {
            ty = match ty {
                Ty::Any => return Ok(steps),
                Ty::Map(values) => page::value(self.api, values),
                ty => {
                    let object = page::object(self.api, ty);
                    let mut fields = object.iter().flat_map(|it| &it.fields);
                    let Some(field) = fields.find(|field| field.wire == *name) else {
                        return Err(nothing(key, pointer));
                    };
                    page::value(self.api, &field.ty)
                }
            };
        }
        match ty {
            Ty::Any => Ok(steps),
            ty if is_of(self.api, ty) => Ok(steps),
            _ => Err(format!(
                "`{key}` points to a property of another type: `{pointer}`"
            )),
        }
    }
}

fn nothing(key: &str, pointer: &str) -> String {
    format!("`{key}` points to nothing: `{pointer}` is not declared")
}

/// The steps of a JSON pointer (RFC 6901).
fn steps(key: &str, pointer: &str) -> Result<Vec<String>, String> {
    if pointer.is_empty() {
        return Ok(Vec::new());
    }
    match pointer.strip_prefix('/') {
        Some(steps) => Ok(steps.split('/').map(unescape_step).collect()),
        None => {
            let near = pointer.trim_start_matches('#').trim_start_matches('/');
            Err(format!("`{key}` is no JSON pointer, such as `/{near}`"))
        }
    }
}
