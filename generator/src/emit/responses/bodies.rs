//! `bodies`: the bodies of responses of several media types, which client and server share.

use std::fmt::Write;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::bodies::sent;
use crate::emit::checks::{self, functions};
use crate::emit::print;
use crate::emit::rust::{Types, docs, ident, string};
use crate::model::{Api, BodyEncoding, Response, ResponseBody, facts};

/// The file.
pub fn emit(api: &Api) -> String {
    let head = docs::inner(docs::sentence(
        "The bodies of the responses of {} that have several media types.",
        &[docs::text(&api.title)],
    ));
    let mut contents = facts::response_enums(api).flat_map(|body| &body.contents);
    let models = contents.any(|content| facts::has_named_type(&content.ty));
    let models = models.then(|| {
        quote!(
            use super::models;
        )
    });
    let mut contents = facts::response_enums(api).flat_map(|body| &body.contents);
    let typed_bytes = contents
        .any(|content| content.range_of_bytes().is_some())
        .then(|| quote!(TypedBytes,));
    let mut text = print(quote! {
        #head
        #models
        use super::support::media::one_of::{self, #typed_bytes one_of};
    });
    let types = Types::outside(api);
    for body in facts::response_enums(api) {
        text.push('\n');
        text.push_str(&print(item(body, types)));
        table(&mut text, body);
    }
    text
}

fn item(body: &ResponseBody, types: Types<'_>) -> TokenStream {
    let names = body.contents.iter().flat_map(|it| &it.media_types);
    let names: Vec<_> = names.map(|name| docs::code(name)).collect();
    let docs = docs::outer(docs::sentence(
        "A body of one of {}.",
        &[docs::join(&names, ", ")],
    ));
    let name = ident(&body.enumeration);
    let variants = body.contents.iter().map(|content| {
        let names: Vec<_> = content
            .media_types
            .iter()
            .map(|it| docs::code(it))
            .collect();
        let docs = docs::outer(docs::join(&names, ", "));
        let name = ident(&content.variant);
        let ty = match content.range_of_bytes() {
            Some(_) => quote!(TypedBytes),
            None => types.ty(&content.ty),
        };
        quote!(#docs #name(#ty),)
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        pub enum #name {
            #(#variants)*
        }
    }
}

/// The table is written as text: no formatter lays the inside of a macro out.
fn table(text: &mut String, body: &ResponseBody) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\none_of!({}, {{", ident(&body.enumeration));
    for content in &body.contents {
        let range = content.range_of_bytes();
        let is_any = content.media_types.iter().any(|name| name.contains('*'));
        let form = match content.encoding {
            _ if range.is_some() => "typed_bytes",
            BodyEncoding::Json if is_any => "any",
            BodyEncoding::Json => "json",
            BodyEncoding::Text => "text",
            BodyEncoding::Bytes | BodyEncoding::Form | BodyEncoding::Multipart => "bytes",
        };
        let first = range.unwrap_or(content.sent());
        let sent = range.map_or_else(|| sent(content), str::to_owned);
        let others = content.media_types.iter().filter(|name| *name != first);
        let others: String = others.map(|name| format!(" or {}", string(name))).collect();
        let (name, sent) = (ident(&content.variant), string(&sent));
        let _ = writeln!(text, "    {name}: {form} {sent}{others},");
    }
    text.push_str("});\n");
}

/// The type of a body. Where only a range of media types is known of bytes, they name their own.
pub fn ty(body: &ResponseBody, types: Types<'_>) -> TokenStream {
    match body.only() {
        Some(content) if content.range_of_bytes().is_some() => quote!(TypedBytes),
        Some(content) => types.ty(&content.ty),
        None => {
            let name = ident(&body.enumeration);
            quote!(bodies::#name)
        }
    }
}

/// Whether one of the responses has bytes that name their own media type.
pub fn has_typed_bytes<'a>(responses: impl Iterator<Item = &'a Response>) -> bool {
    let bodies = responses.filter_map(|it| it.body.as_ref());
    let mut contents = bodies.filter_map(ResponseBody::only);
    contents.any(|content| content.range_of_bytes().is_some())
}

/// Whether one of the responses has a body of several media types.
pub fn are_named<'a>(responses: impl Iterator<Item = &'a Response>) -> bool {
    let mut bodies = responses.filter_map(|it| it.body.as_ref());
    bodies.any(|body| body.only().is_none())
}

/// The validators of the enumerations, by name.
pub fn validators<'a>(api: &'a Api, constrained: &[bool]) -> Vec<(&'a str, checks::Body<'a>)> {
    let bodies = facts::response_enums(api).map(|body| {
        let variants = body.contents.iter();
        let variants = variants.map(|it| (&*it.variant, functions(api, &it.ty, constrained)));
        let body_check = checks::Body::Variants {
            variants: variants.collect(),
            in_full: true,
            has_unknown: false,
        };
        (&*body.enumeration, body_check)
    });
    bodies.collect()
}
