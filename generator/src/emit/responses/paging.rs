//! Operations whose results come in pages: the type of their calls, and what leads to the next page.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rust::{Types, ident, string};
use crate::model::{Api, Operation, PageStep, Presence, Shape, Ty};

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
    let (ty, path, expression) = match pagination.items {
        None => (&content.ty, Vec::new(), quote!(page)),
        Some(index) => {
            let Ty::Named(id) = api.plain(&content.ty) else {
                return None;
            };
            let Shape::Struct(page) = &api.ty(*id).shape else {
                return None;
            };
            let field = page.fields.get(index)?;
            let name = ident(&field.name);
            let is_option = field.presence != Presence::Required
                || matches!(api.plain(&field.ty), Ty::Nullable(_));
            let default = is_option.then(|| quote!(.unwrap_or_default()));
            (
                &field.ty,
                vec![field.wire.as_str()],
                quote!(page.#name #default),
            )
        }
    };
    let items = match api.plain(ty) {
        Ty::Nullable(inner) => api.plain(inner),
        plain => plain,
    };
    let Ty::List(item) = items else {
        return None;
    };
    let item = types.ty(item);
    let path = path.into_iter();
    let step = step(&pagination.step, path.map(string).collect());
    Some((item, quote!(.paged(#step, |page| #expression))))
}

fn step(step: &PageStep, items: Vec<proc_macro2::Literal>) -> TokenStream {
    let texts = |path: &[String]| -> Vec<_> { path.iter().map(|name| string(name)).collect() };
    match step {
        PageStep::Cursor { parameter, next } => {
            let (parameter, next) = (string(parameter), texts(next));
            quote!(Paging::cursor(#parameter, &[#(#next),*]))
        }
        PageStep::NextUrl(next) => {
            let next = texts(next);
            quote!(Paging::next_url(&[#(#next),*]))
        }
        PageStep::Link => quote!(Paging::link()),
        PageStep::Offset(parameter) => {
            let parameter = string(parameter);
            quote!(Paging::offset(#parameter, &[#(#items),*]))
        }
        PageStep::Page(parameter) => {
            let parameter = string(parameter);
            quote!(Paging::page(#parameter, &[#(#items),*]))
        }
    }
}
