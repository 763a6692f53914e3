//! Bodies that are streams: their types, the formats of items, and the imports of both.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rust::{Types, ident};
use crate::model::{BodyEncoding, Content, ItemFormat};

/// The type of a sequence of items.
pub fn items_ty(format: ItemFormat, content: &Content, types: Types<'_>) -> TokenStream {
    let item = types.ty(&content.ty);
    match format {
        ItemFormat::JsonEvents | ItemFormat::TextEvents => quote!(events::Events<#item>),
        ItemFormat::JsonLines
        | ItemFormat::JsonSequence
        | ItemFormat::EventObjects
        | ItemFormat::JsonEventObjects => quote!(items::Items<#item>),
    }
}

/// The value that stands for a format.
pub fn format(format: ItemFormat) -> TokenStream {
    let name = ident(format.name());
    match format.is_of_events() {
        true => quote!(events::#name),
        false => quote!(items::#name),
    }
}

/// The same as text, for a table.
pub fn format_text(format: ItemFormat) -> String {
    let module = if format.is_of_events() {
        "events"
    } else {
        "items"
    };
    format!("{module}::{}", format.name())
}

/// The imports of a module with bodies of requests and of responses: the types of streams, and the
/// formats of items.
pub fn imports(requests: &[&Content], responses: &[&Content], parent: &TokenStream) -> TokenStream {
    let is_bytes = |it: &Content| it.encoding == BodyEncoding::Bytes;
    let received = responses.iter().filter(|it| is_bytes(it));
    let (typed, received): (Vec<&&Content>, Vec<_>) =
        received.partition(|it| it.range_of_bytes().is_some());
    let has_bytes = requests.iter().any(|it| is_bytes(it)) || !received.is_empty();
    let bytes = has_bytes.then(|| quote!(use #parent::support::body::stream::ByteStream;));
    let typed =
        (!typed.is_empty()).then(|| quote!(use #parent::support::media::typed_bytes::TypedBytes;));
    let all = requests.iter().chain(responses);
    let formats = all.filter_map(|content| match content.encoding {
        BodyEncoding::Items(format) => Some(format),
        _ => None,
    });
    let formats: Vec<_> = formats.collect();
    let is_of_items =
        |it: &ItemFormat| !matches!(it, ItemFormat::JsonEvents | ItemFormat::TextEvents);
    let events = formats.iter().any(|it| it.is_of_events());
    let items = match (events, formats.iter().any(is_of_items)) {
        (true, true) => Some(quote!(use #parent::support::sequential::{events, items};)),
        (true, false) => Some(quote!(use #parent::support::sequential::events;)),
        (false, true) => Some(quote!(use #parent::support::sequential::items;)),
        (false, false) => None,
    };
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
