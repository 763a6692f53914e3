//! `bodies`: the bodies of responses of several media types, which client and server share.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::bodies::{content_ty, sent, streams};
use crate::emit::checks::{self, value_functions};
use crate::emit::print;
use crate::emit::rust::{Types, docs, ident, string};
use crate::model::{Api, BodyEncoding, Content, Response, ResponseBody, facts};

/// The file.
pub fn emit(api: &Api) -> String {
    let head = docs::inner(docs::sentence(
        "The bodies of the responses of {} that have several media types.",
        &[docs::text(&api.title)],
    ));
    let contents = || facts::response_enums(api).flat_map(|body| &body.contents);
    let models = contents().any(|content| facts::has_named_type(&content.ty));
    let models = models.then(|| {
        quote!(
            use super::models;
        )
    });
    let streams = streams::imports(&[], &contents().collect::<Vec<_>>(), &quote!(super));
    let types = Types::outside(api);
    let bodies = facts::response_enums(api).map(|body| item(body, types));
    print(quote! {
        #head
        #models
        use super::support::media::one_of::{Alternative, OneOf};
        use super::support::media::responses::Outgoing;
        #streams
        #(#bodies)*
    })
}

/// What an enumeration with bodies derives. A stream can be read once.
pub fn derives<'a>(mut bodies: impl Iterator<Item = &'a ResponseBody>) -> TokenStream {
    match bodies.any(ResponseBody::is_stream) {
        true => quote!(Debug),
        false => quote!(Clone, Debug, PartialEq),
    }
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
        let ty = ty_of(content, types);
        quote!(#docs #name(#ty),)
    });
    let alternatives = body.contents.iter().map(alternative);
    let writes = body.contents.iter().map(|content| {
        let name = ident(&content.variant);
        let outgoing = outgoing(content, &quote!(status));
        quote!(Self::#name(body) => #outgoing,)
    });
    let derives = derives(std::iter::once(body));
    quote! {
        #docs
        #[derive(#derives)]
        pub enum #name {
            #(#variants)*
        }

        impl OneOf for #name {
            const ALTERNATIVES: &'static [Alternative<Self>] = &[#(#alternatives),*];

            fn write(self, status: u16) -> Result<Outgoing, String> {
                match self {
                    #(#writes)*
                }
            }
        }
    }
}

/// A variant, and how it is read.
fn alternative(content: &Content) -> TokenStream {
    let name = ident(&content.variant);
    let names = content.media_types.iter().map(|it| string(it));
    let kind = ident(match content.encoding {
        BodyEncoding::Json => "json",
        BodyEncoding::Text => "text",
        BodyEncoding::Bytes
        | BodyEncoding::Items(_)
        | BodyEncoding::Form
        | BodyEncoding::Multipart => "stream",
    });
    let read = match content.encoding {
        BodyEncoding::Json if widest(content).contains('*') => quote!(any().map(Self::#name)),
        BodyEncoding::Json => quote!(as_json().map(Self::#name)),
        BodyEncoding::Text => quote!(as_text().map(Self::#name)),
        BodyEncoding::Items(format) => {
            let format = streams::format(format);
            return quote! {
                Alternative::#kind(&[#(#names),*], |it| Ok(Self::#name(it.as_items(#format))))
            };
        }
        _ => {
            let bytes = ident(match content.range_of_bytes() {
                Some(_) => "as_typed_bytes",
                None => "as_bytes",
            });
            return quote!(Alternative::#kind(&[#(#names),*], |it| Ok(Self::#name(it.#bytes()))));
        }
    };
    quote!(Alternative::#kind(&[#(#names),*], |it| it.#read))
}

/// The call that reads a body from a response.
pub fn read(content: &Content) -> TokenStream {
    let media_type = string(widest(content));
    match content.encoding {
        BodyEncoding::Json if widest(content).contains('*') => quote!(any()),
        BodyEncoding::Json => quote!(json()),
        BodyEncoding::Text => quote!(text(#media_type)),
        BodyEncoding::Items(format) => {
            let format = streams::format(format);
            quote!(items(#media_type, #format))
        }
        _ if content.range_of_bytes().is_some() => quote!(typed_bytes(#media_type)),
        BodyEncoding::Bytes | BodyEncoding::Form | BodyEncoding::Multipart => {
            quote!(bytes(#media_type))
        }
    }
}

/// The response that is sent, made of `body` and a status.
pub fn outgoing(content: &Content, status: &TokenStream) -> TokenStream {
    if let Some(range) = content.range_of_bytes() {
        let range = string(range);
        return quote!(Outgoing::typed_bytes(#range, #status, body));
    }
    let media_type = string(&sent(content));
    match content.encoding {
        BodyEncoding::Json if content.sent() == "application/json" => {
            quote!(Outgoing::json(#status, &body))
        }
        BodyEncoding::Json => quote!(Outgoing::json_as(#media_type, #status, &body)),
        BodyEncoding::Text => quote!(Outgoing::text(#media_type, #status, &body)),
        BodyEncoding::Items(format) => {
            let format = streams::format(format);
            quote!(Outgoing::items(#media_type, #status, #format, body))
        }
        BodyEncoding::Bytes | BodyEncoding::Form | BodyEncoding::Multipart => {
            quote!(Outgoing::bytes(#media_type, #status, body))
        }
    }
}

/// The media type of a content that includes its others.
pub fn widest(content: &Content) -> &str {
    let names = &content.media_types;
    let range = names.iter().find(|name| name.contains('*'));
    range.or(names.first()).map_or("", |name| name)
}

/// The type of a content. Where only a range of media types is known of bytes, they name their own.
fn ty_of(content: &Content, types: Types<'_>) -> TokenStream {
    match content.range_of_bytes() {
        Some(_) => quote!(TypedBytes),
        None => content_ty(content, types),
    }
}

/// The type of a body.
pub fn ty(body: &ResponseBody, types: Types<'_>) -> TokenStream {
    match body.only() {
        Some(content) => ty_of(content, types),
        None => {
            let name = ident(&body.enumeration);
            quote!(bodies::#name)
        }
    }
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
        let variants = variants.map(|it| (&*it.variant, value_functions(api, it, constrained)));
        let body_check = checks::Body::Variants {
            variants: variants.collect(),
            in_full: true,
            has_unknown: false,
        };
        (&*body.enumeration, body_check)
    });
    bodies.collect()
}
