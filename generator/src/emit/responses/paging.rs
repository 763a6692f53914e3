//! Operations whose results come in pages: the type of their calls, and what leads to the next page.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::rust::{Types, count, ident, string};
use crate::model::{Api, Field, Operation, PageStep, Presence, Shape, Struct, Ty};

/// The imports of methods, in a module whose parent has this path.
pub fn imports(api: &Api, parent: &TokenStream) -> Option<TokenStream> {
    are_there(api).then(|| quote!(use #parent::support::paging::Paging;))
}

/// What the client hands on of the runtime.
pub fn exports(api: &Api) -> Option<TokenStream> {
    are_there(api).then(|| {
        quote!(
            pub use super::support::paging::{Items, PagedFuture, Pages};
        )
    })
}

/// The types of the calls of all operations.
pub fn futures(api: &Api) -> TokenStream {
    let paged = are_there(api).then(|| quote!(PagedFuture,));
    let mut operations = api.operations.iter();
    let others = operations.any(|it| it.pagination.is_none());
    let others = others.then(|| quote!(ResponseFuture,));
    quote!(#paged #others)
}

fn are_there(api: &Api) -> bool {
    let mut operations = api.operations.iter();
    operations.any(|it| it.pagination.is_some())
}

/// The type of the items of an operation with pages, and the call that makes its result one of several.
pub fn of(
    api: &Api,
    operation: &Operation,
    types: Types<'_>,
) -> Option<(TokenStream, TokenStream)> {
    let pagination = operation.pagination.as_ref()?;
    let content = operation.successes.first()?.body.as_ref()?.only()?;
    let mut ty = &content.ty;
    let mut is_option = is_nullable(api, ty);
    let (mut path, mut expression) = (Vec::new(), quote!(page));
    for index in &pagination.items {
        let object = object(api, ty)?;
        let field = object.fields.get(*index)?;
        let name = ident(&field.name);
        let is_optional = is_optional(api, field);
        expression = match (is_option, is_optional) {
            (false, _) => quote!(#expression.#name),
            (true, false) => quote!(#expression.map(|it| it.#name)),
            (true, true) => quote!(#expression.and_then(|it| it.#name)),
        };
        is_option |= is_optional;
        path.push(string(&field.wire));
        ty = &field.ty;
    }
    let default = is_option.then(|| quote!(.unwrap_or_default()));
    let items = match api.plain(ty) {
        Ty::Nullable(inner) => api.plain(inner),
        plain => plain,
    };
    let Ty::List(item) = items else {
        return None;
    };
    let item = types.ty(item);
    let step = step(&pagination.step, path);
    let property = |method: &str, path: &Option<Vec<String>>| {
        let (method, path) = (ident(method), texts(path.as_ref()?));
        Some(quote!(.#method(&[#(#path),*])))
    };
    let has_more = property("has_more", &pagination.has_more);
    let total = property("total", &pagination.total);
    let paging = quote!(#step #has_more #total);
    Some((item, quote!(.paged(#paging, |page| #expression #default))))
}

fn object<'a>(api: &'a Api, ty: &'a Ty) -> Option<&'a Struct> {
    match api.plain(ty) {
        Ty::Nullable(inner) | Ty::Boxed(inner) => object(api, inner),
        Ty::Named(id) => match &api.ty(*id).shape {
            Shape::Struct(object) => Some(object),
            _ => None,
        },
        _ => None,
    }
}

fn is_optional(api: &Api, field: &Field) -> bool {
    field.presence != Presence::Required || is_nullable(api, &field.ty)
}

fn is_nullable(api: &Api, ty: &Ty) -> bool {
    matches!(api.plain(ty), Ty::Nullable(_))
}

fn texts(path: &[String]) -> Vec<Literal> {
    path.iter().map(|name| string(name)).collect()
}

fn step(step: &PageStep, items: Vec<Literal>) -> TokenStream {
    match step {
        PageStep::Cursor { parameter, next } => {
            let (parameter, next) = (string(parameter), texts(next));
            quote!(Paging::cursor(#parameter, &[#(#next),*]))
        }
        PageStep::LastItem { parameter, cursor } => {
            let (parameter, cursor) = (string(parameter), texts(cursor));
            quote!(Paging::last_item(#parameter, &[#(#items),*], &[#(#cursor),*]))
        }
        PageStep::NextUrl(next) => {
            let next = texts(next);
            quote!(Paging::next_url(&[#(#next),*]))
        }
        PageStep::Link => quote!(Paging::link()),
        PageStep::Offset { parameter, first } => {
            let (parameter, first) = (string(parameter), count(*first));
            quote!(Paging::offset(#parameter, #first, &[#(#items),*]))
        }
        PageStep::Page { parameter, first } => {
            let (parameter, first) = (string(parameter), count(*first));
            quote!(Paging::page(#parameter, #first, &[#(#items),*]))
        }
    }
}
