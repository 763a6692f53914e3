//! The parts of an operation with pages: its parameters, the body of its success, and what is in that.

use crate::document::{self, Document, ParameterLocation};
use crate::lower::types::defaults;
use crate::model::{
    Api, BodyEncoding, Operation, Parameter, ParameterPlace, Presence, Scalar, Shape, Struct, Ty,
};
use crate::source::Node;

/// The type of the pages: that of the one success, if it is JSON of one media type.
pub fn body<'a>(api: &'a Api, operation: &'a Operation) -> Option<&'a Ty> {
    let [success] = &operation.successes[..] else {
        return None;
    };
    let content = success.body.as_ref()?.only()?;
    let is_json = content.encoding == BodyEncoding::Json;
    is_json.then(|| api.plain(&content.ty))
}

/// The struct of a type, if it is one.
pub fn object<'a>(api: &'a Api, ty: &'a Ty) -> Option<&'a Struct> {
    match value(api, ty) {
        Ty::Named(id) => match &api.ty(*id).shape {
            Shape::Struct(page) => Some(page),
            _ => None,
        },
        _ => None,
    }
}

/// A type without `null`, boxes and constraints.
pub fn value<'a>(api: &'a Api, ty: &'a Ty) -> &'a Ty {
    match api.plain(ty) {
        Ty::Nullable(inner) | Ty::Boxed(inner) => value(api, inner),
        plain => plain,
    }
}

/// Whether values of a type are a `Vec`, or an `Option` of one.
pub fn is_array(api: &Api, ty: &Ty) -> bool {
    match api.plain(ty) {
        Ty::List(_) => true,
        Ty::Nullable(inner) => matches!(api.plain(inner), Ty::List(_)),
        _ => false,
    }
}

pub fn is_text(api: &Api, ty: &Ty) -> bool {
    *value(api, ty) == Ty::Scalar(Scalar::Text)
}

pub fn is_flag(api: &Api, ty: &Ty) -> bool {
    *value(api, ty) == Ty::Scalar(Scalar::Boolean)
}

pub fn is_integer(api: &Api, ty: &Ty) -> bool {
    matches!(value(api, ty), Ty::Scalar(scalar) if scalar.is_integer())
}

/// The query parameters that are a single value.
pub fn queries(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.all_parameters().filter(|parameter| {
        parameter.place == ParameterPlace::Query && parameter.encoding.is_value()
    })
}

/// Whether callers have to give a parameter.
pub fn is_required(operation: &Operation, parameter: &Parameter) -> bool {
    operation
        .parameters
        .iter()
        .any(|it| it.place == parameter.place && it.wire == parameter.wire)
}

/// The field with the items: the only array, or the one with a name of [`ITEMS`].
pub fn items(api: &Api, page: &Struct) -> Option<usize> {
    let fields = page.fields.iter().enumerate();
    let arrays: Vec<_> = fields
        .filter(|(_, field)| is_array(api, &field.ty))
        .collect();
    let (index, field) = match &arrays[..] {
        [only] => *only,
        several => {
            let is_usual = |name: &str| ITEMS.contains(&&*plain_name(name));
            let named = several.iter().filter(|(_, field)| is_usual(&field.wire));
            *only_one(named)?
        }
    };
    (field.presence != Presence::Patch).then_some(index)
}

/// The names of properties with items, where a page has several arrays.
const ITEMS: &[&str] = &[
    "content", "data", "elements", "entries", "items", "list", "records", "results", "rows",
    "value", "values",
];

/// The default of an integer parameter of the query.
pub fn default_number(
    document: &Document<'_>,
    operation: &document::Operation<'_>,
    name: &str,
) -> Option<u64> {
    let is_it =
        |it: &&document::Parameter<'_>| it.name == name && it.location == ParameterLocation::Query;
    let parameter = operation.parameters.iter().find(is_it)?;
    match defaults::of(document, parameter.schema?)? {
        Node::Number(number) => number.as_count(),
        _ => None,
    }
}

/// A name without what is no letter and no digit, in lower case: `nextPageToken`, `next_page_token`.
pub fn plain_name(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|each| each.to_ascii_lowercase()).collect()
}

pub fn only_one<T>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.next().is_none().then_some(first)
}
