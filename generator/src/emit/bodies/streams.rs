//! Bodies that are streams: their types, the formats of items, and the imports of both.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rust::{Types, ident};
use crate::model::{BodyEncoding, Content, ItemFormat};

/// The type of a sequence of items.
pub fn items_ty(format: ItemFormat, content: &Content, types: Types<'_>) -> TokenStream {
    let item = types.ty(&content.ty);
    match format.has_events() {
        true => quote!(sequential::Events<#item>),
        false => quote!(sequential::Items<#item>),
    }
}

/// The value that stands for a format.
pub fn format(format: ItemFormat) -> TokenStream {
    let name = ident(format.name());
    quote!(sequential::#name)
}

/// The imports of a module with bodies of requests and of responses: the types of streams, and the
/// formats of items.
pub fn imports(requests: &[&Content], responses: &[&Content], parent: &TokenStream) -> TokenStream {
    let all = || requests.iter().chain(responses);
    let bytes = all().filter(|it| it.encoding == BodyEncoding::Bytes);
    let (typed, untyped): (Vec<&&Content>, Vec<_>) =
        bytes.partition(|it| it.range_of_bytes().is_some());
    let bytes =
        (!untyped.is_empty()).then(|| quote!(use #parent::support::body::stream::ByteStream;));
    let typed =
        (!typed.is_empty()).then(|| quote!(use #parent::support::media::typed_bytes::TypedBytes;));
    let items = all().any(|content| matches!(content.encoding, BodyEncoding::Items(_)));
    let items = items.then(|| quote!(use #parent::support::sequential;));
    quote!(#bytes #typed #items)
}

/// The modules of the runtime for bodies of items.
pub const MODULES: &[&str] = &[
    "sequential::client",
    "sequential::events",
    "sequential::items",
    "sequential::responses",
    "sequential::server",
];
