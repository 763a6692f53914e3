//! The bodies of requests: how client and server write and read them.

pub mod forms;
pub mod streams;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::rust::{Types, ident, string};
use crate::media_type::{essence, has_charset};
use crate::model::{
    Api, Body, BodyEncoding, Content, FormStyle, Operation, Response, Scalar, Ty, facts,
};

/// The imports of a module with operations: the types of bodies that it names, those of these
/// contents of responses among them, and the formats of items.
pub fn imports<'a>(
    api: &'a Api,
    responses: impl Iterator<Item = &'a Content>,
    parent: &TokenStream,
) -> TokenStream {
    let style = only_contents(api)
        .any(|content| !content.styles.is_empty())
        .then(|| quote!(use #parent::support::body::form::Style;));
    let requests: Vec<_> = only_contents(api).collect();
    let responses: Vec<_> = responses.collect();
    let streams = streams::imports(&requests, &responses, parent);
    quote!(#style #streams)
}

/// The same, and what the server gets of a body of parts.
pub fn server_imports<'a>(
    api: &'a Api,
    responses: impl Iterator<Item = &'a Response>,
    parent: &TokenStream,
) -> TokenStream {
    let contents = responses.filter_map(|it| it.body.as_ref()?.only());
    let bodies = imports(api, contents, parent);
    let multipart = only_contents(api)
        .any(|content| content.encoding == BodyEncoding::Multipart)
        .then(|| quote!(use #parent::support::body::multipart::Multipart;));
    let form = only_contents(api)
        .any(|content| content.encoding == BodyEncoding::Form)
        .then(|| quote!(use #parent::support::body::form;));
    quote!(#form #multipart #bodies)
}

/// The contents of bodies of one media type.
fn only_contents(api: &Api) -> impl Iterator<Item = &Content> {
    let bodies = api.operations.iter().flat_map(|it| &it.body);
    bodies.filter_map(Body::only)
}

/// The modules of bodies that are streams.
const UPLOADS: [&str; 3] = ["body::stream", "client::upload", "server::upload"];

/// The modules of the runtime that send and receive the bodies of an API.
pub fn modules(api: &Api) -> Vec<&'static str> {
    let bodies = api.operations.iter().flat_map(|it| &it.body);
    let has = |encoding: BodyEncoding| {
        let mut contents = bodies.clone().flat_map(|body| &body.contents);
        contents.any(|content| content.encoding == encoding)
    };
    let mut modules = Vec::new();
    if has(BodyEncoding::Form) {
        modules.extend(["body::form", "client::form"]);
    }
    if has(BodyEncoding::Multipart) {
        modules.extend(["body::multipart", "client::multipart", "server::multipart"]);
    }
    let mut contents = bodies.clone().flat_map(|body| &body.contents);
    if contents.any(|content| content.encoding.is_stream()) {
        modules.extend(UPLOADS);
    }
    let responses = api.operations.iter().flat_map(Operation::responses);
    let contents = responses.flat_map(Response::contents);
    let mut all = contents.chain(bodies.clone().flat_map(|body| &body.contents));
    if all.any(|content| matches!(content.encoding, BodyEncoding::Items(_))) {
        modules.extend(streams::MODULES);
        let is_event = |it: &Content| match it.encoding {
            BodyEncoding::Items(format) => format.has_events(),
            _ => false,
        };
        let responses = api.operations.iter().flat_map(Operation::responses);
        if responses.flat_map(Response::contents).any(is_event) {
            modules.push("sequential::reconnecting");
        }
        modules.extend(UPLOADS);
    }
    modules
}

/// The type of a content where it stands by itself.
pub fn content_ty(content: &Content, types: Types<'_>) -> TokenStream {
    match content.encoding {
        BodyEncoding::Bytes => match content.range_of_bytes() {
            Some(_) => quote!(TypedBytes),
            None => quote!(ByteStream),
        },
        BodyEncoding::Multipart => {
            let form = form(content);
            quote!(Multipart<#form>)
        }
        BodyEncoding::Items(format) => streams::items_ty(format, content, types),
        BodyEncoding::Json | BodyEncoding::Text | BodyEncoding::Form => types.ty(&content.ty),
    }
}

/// The name of the struct of the parts of a body.
pub fn form(content: &Content) -> Ident {
    ident(content.parts.as_ref().map_or("", |parts| &parts.name))
}

/// The argument of a method of the client.
pub fn client_ty(api: &Api, body: &Body, types: Types<'_>) -> TokenStream {
    let ty = match body.only() {
        None => {
            let name = ident(&body.enumeration);
            match body.is_stream() {
                true => quote!(requests::#name),
                false => quote!(&requests::#name),
            }
        }
        Some(content) => {
            let ty = content_ty(content, types);
            match (content.encoding, api.plain(&content.ty)) {
                (BodyEncoding::Multipart, _) => {
                    let form = form(content);
                    quote!(requests::#form)
                }
                (BodyEncoding::Text, Ty::Scalar(Scalar::Text)) => quote!(&str),
                (BodyEncoding::Bytes, _) if content.range_of_bytes().is_some() => ty,
                (BodyEncoding::Bytes | BodyEncoding::Items(_), _) => match body.optional {
                    true => ty,
                    false => quote!(impl Into<#ty>),
                },
                _ => quote!(&#ty),
            }
        }
    };
    match body.optional {
        true => quote!(Option<#ty>),
        false => ty,
    }
}

/// The argument of a method of the server.
pub fn server_ty(body: &Body, types: Types<'_>) -> TokenStream {
    let ty = match body.only() {
        Some(content) if content.encoding == BodyEncoding::Multipart => {
            let form = form(content);
            quote!(Multipart<requests::#form>)
        }
        Some(content) => content_ty(content, types),
        None => {
            let name = ident(&body.enumeration);
            quote!(requests::#name)
        }
    };
    match body.optional {
        true => quote!(Option<#ty>),
        false => ty,
    }
}

/// The call of the client that sets a body.
pub fn sent_body(api: &Api, body: &Body) -> TokenStream {
    let name = ident(&body.name);
    let own_check = body
        .only()
        .and_then(Content::value_ty)
        .is_some_and(|ty| facts::has_inline_check(api, ty));
    let check = ident(&body.check);
    let Some(content) = body.only() else {
        let method = match body.is_stream() {
            true => quote!(uploads),
            false => quote!(contents),
        };
        return optionally(body, &|body| quote!(#method(#body)));
    };
    let media_type = string(&sent(content));
    match content.encoding {
        BodyEncoding::Bytes => optionally(body, &|body| match content.range_of_bytes() {
            Some(range) => {
                let range = string(range);
                quote!(typed_bytes(#range, #body))
            }
            None => quote!(bytes(#media_type, #body)),
        }),
        BodyEncoding::Items(format) => {
            let format = streams::format(format);
            optionally(body, &|body| quote!(items(#media_type, #format, #body)))
        }
        BodyEncoding::Multipart => optionally(body, &|body| quote!(multipart(#body))),
        BodyEncoding::Form => {
            let styles = styles(content);
            optionally(body, &|body| match own_check {
                true => quote!(form_with(&[#styles], #body, validate::#check)),
                false => quote!(form(&[#styles], #body)),
            })
        }
        BodyEncoding::Text => {
            let is_text = *api.plain(&content.ty) == Ty::Scalar(Scalar::Text);
            optionally(body, &|body| match (own_check, is_text) {
                (false, _) => quote!(text(#media_type, #body)),
                (true, false) => quote!(text_with(#media_type, #body, validate::#check)),
                (true, true) => quote!(text_with(#media_type, &#body.to_owned(), validate::#check)),
            })
        }
        BodyEncoding::Json => {
            let json = match (body.optional, own_check) {
                (false, false) => quote!(.json(#name)),
                (true, false) => quote!(.optional_json(#name)),
                (false, true) => quote!(.json_with(#name, validate::#check)),
                (true, true) => quote!(.optional_json_with(#name, validate::#check)),
            };
            let media_type =
                (content.sent() != "application/json").then(|| quote!(.media_type(#media_type)));
            quote!(#json #media_type)
        }
    }
}

/// A call for a body, which may be left out.
fn optionally(body: &Body, call: &dyn Fn(TokenStream) -> TokenStream) -> TokenStream {
    let name = ident(&body.name);
    if body.optional {
        let call = call(quote!(body));
        return quote!(.optional(#name, |request, body| request.#call));
    }
    let call = call(quote!(#name));
    quote!(.#call)
}

/// The call of the server that reads a body.
pub fn read_body(api: &Api, body: &Body) -> TokenStream {
    let optional = if body.optional { "optional_" } else { "" };
    let Some(content) = body.only() else {
        let form = if body.is_stream() {
            "uploads"
        } else {
            "contents"
        };
        let method = ident(&format!("{optional}{form}"));
        return quote!(#method());
    };
    let ty = content.value_ty();
    let own = ty.is_some_and(|ty| facts::has_inline_check(api, ty));
    let check = match own {
        true => {
            let check = ident(&body.check);
            quote!(validate::#check)
        }
        false => quote!(server::check),
    };
    let with = |form: &str, arguments: TokenStream| {
        let method = ident(&format!("{optional}{form}"));
        quote!(#method(#arguments))
    };
    match content.encoding {
        BodyEncoding::Json if own => with("json_with", check),
        BodyEncoding::Json => with("json", TokenStream::new()),
        BodyEncoding::Text => with("text", check),
        BodyEncoding::Form => {
            let styles = styles(content);
            let read = quote!(|text, bounds| form::read(text, &[#styles], bounds));
            with("decoded", quote!(#read, #check))
        }
        BodyEncoding::Bytes => match content.range_of_bytes() {
            Some(_) => with("typed_bytes", TokenStream::new()),
            None => with("bytes", TokenStream::new()),
        },
        BodyEncoding::Items(format) => with("items", streams::format(format)),
        BodyEncoding::Multipart => with("multipart", TokenStream::new()),
    }
}

fn styles(content: &Content) -> TokenStream {
    let styles = content.styles.iter().map(|(name, style)| {
        let (name, style) = (string(name), ident(variant(*style)));
        quote!((#name, Style::#style))
    });
    quote!(#(#styles),*)
}

/// The styles of the properties of a form, as items of an array.
pub fn styles_text(content: &Content) -> String {
    let styles = content.styles.iter();
    let styles: Vec<_> = styles
        .map(|(name, style)| format!("({}, Style::{})", string(name), variant(*style)))
        .collect();
    styles.join(", ")
}

/// The variant of the runtime's `Style`.
fn variant(style: FormStyle) -> &'static str {
    match style {
        FormStyle::Value => "Value",
        FormStyle::Json => "Json",
        FormStyle::Each => "Each",
        FormStyle::EachJson => "EachJson",
        FormStyle::Commas => "Commas",
        FormStyle::Spaces => "Spaces",
        FormStyle::Pipes => "Pipes",
        FormStyle::Pairs => "Pairs",
        FormStyle::Deep => "Deep",
    }
}

/// The media type of a content as it is sent: text says how it is encoded.
pub fn sent(content: &Content) -> String {
    let sent = content.sent();
    let is_silent = essence(sent).starts_with("text/") && !has_charset(sent);
    match content.encoding {
        BodyEncoding::Text if is_silent => format!("{sent}; charset=utf-8"),
        _ => sent.to_owned(),
    }
}
