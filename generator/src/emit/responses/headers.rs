//! `headers`: the declared headers of responses and of parts, which client and server share.

use std::fmt::Write;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::checks::body::Target;
use crate::emit::checks::{self, Call, functions};
use crate::emit::responses::status;
use crate::emit::rust::docs::{self, Docs};
use crate::emit::rust::{Types, ident};
use crate::emit::{print, requests};
use crate::model::{Api, Header, Headers, Operation, Response, facts};

/// The file.
pub fn emit(api: &Api) -> String {
    let owners = (
        facts::responses_have_headers(api),
        facts::parts_have_headers(api),
    );
    let head = match owners {
        (true, true) => "The headers of the responses and the parts of bodies of {}.",
        (false, true) => "The headers of the parts of bodies of {}.",
        (_, false) => "The headers of the responses of {}.",
    };
    let head = docs::inner(docs::sentence(head, &[docs::text(&api.title)]));
    let mut headers = facts::headers(api);
    let models = headers.any(|header| facts::has_named_type(&header.parameter.ty));
    let models = models.then(|| {
        quote!(
            use super::models;
        )
    });
    let mut text = print(quote! {
        #head
        #models
        use super::support::http::header::{self, headers};
        use super::support::http::parameter::{self, In};
    });
    let types = Types::outside(api);
    for set in &api.headers {
        text.push('\n');
        text.push_str(&print(item(set, types)));
        table(&mut text, set);
    }
    text
}

fn item(set: &Headers, types: Types<'_>) -> TokenStream {
    let wires: Vec<_> = set
        .headers
        .iter()
        .map(|header| docs::code(&header.parameter.wire))
        .collect();
    let docs = match &wires[..] {
        [_] => "The header {}.",
        _ => "The headers {}.",
    };
    let docs = docs::outer(docs::sentence(docs, &[docs::join(&wires, ", ")]));
    let name = ident(&set.name);
    let fields = set.headers.iter().map(|header| {
        let parameter = &header.parameter;
        let docs = docs::markdown(&parameter.docs).or(docs::code(&parameter.wire));
        let docs = docs::outer(docs);
        let deprecated = parameter.deprecated.then(|| quote!(#[deprecated]));
        let (name, ty) = (ident(&parameter.name), types.ty(&parameter.ty));
        let ty = match is_optional(header) {
            true => types.option(ty),
            false => ty,
        };
        quote!(#docs #deprecated pub #name: #ty,)
    });
    let secrets = requests::debug(&set.name, set.headers.iter().map(secret));
    let derive_debug = secrets.is_none().then(|| quote!(Debug,));
    // One that has to be there has no default.
    let all_optional = set.headers.iter().all(|header| !header.required);
    let derive_default = all_optional.then(|| quote!(Default,));
    quote! {
        #docs
        #[derive(Clone, #derive_debug #derive_default PartialEq)]
        pub struct #name {
            #(#fields)*
        }
        #secrets
    }
}

/// Whether its field is an `Option`: an array that is not there is empty.
fn is_optional(header: &Header) -> bool {
    !header.required && !header.parameter.encoding.is_list()
}

fn secret(header: &Header) -> requests::Shown<'_> {
    requests::Shown {
        name: &header.parameter.name,
        is_secret: header.parameter.secret,
        is_optional: is_optional(header),
    }
}

/// The table is written as text: no formatter lays the inside of a macro out.
fn table(text: &mut String, set: &Headers) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\nheaders!({}, {{", ident(&set.name));
    for header in &set.headers {
        let parameter = &header.parameter;
        let (name, place) = (ident(&parameter.name), requests::Place::of(parameter));
        let shape = requests::shape(parameter).unwrap_or("json");
        let required = if header.required { "required_" } else { "" };
        let _ = writeln!(text, "    {name}: {required}{shape} {},", place.text());
    }
    text.push_str("});\n");
}

/// The validators of the structs, by name.
pub fn validators<'a>(api: &'a Api, constrained: &[bool]) -> Vec<(&'a str, checks::Body<'a>)> {
    let sets = api.headers.iter().map(|set| {
        let calls = set.headers.iter().flat_map(|header| {
            let parameter = &header.parameter;
            let method = match (header.required, parameter.encoding.is_list()) {
                (true, _) => "required",
                (false, true) => "list",
                (false, false) => "optional",
            };
            let functions = functions(api, &parameter.ty, constrained).into_iter();
            functions.map(move |function| Call {
                on: Target::Field(method, parameter.wire.clone(), &parameter.name),
                function,
            })
        });
        (&*set.name, checks::Body::Calls(calls.collect()))
    });
    sets.collect()
}

/// The struct of the headers of a response, as client and server name it.
pub fn ty(api: &Api, response: &Response) -> Option<TokenStream> {
    let set = response.headers.and_then(|index| api.headers.get(index))?;
    let name = ident(&set.name);
    Some(quote!(headers::#name))
}

/// The responses of an operation with declared headers, each with the struct of them.
pub fn documented(api: &Api, operation: &Operation) -> Option<Docs> {
    let responses = operation.responses().filter_map(|response| {
        let set = response.headers.and_then(|index| api.headers.get(index))?;
        let of = [
            docs::text(&status(response)),
            docs::code(&format!("headers::{}", set.name)),
        ];
        Some(docs::sentence("{}: {}", &of))
    });
    let responses: Vec<_> = responses.collect();
    (!responses.is_empty()).then(|| docs::heading("Headers").and(Docs::list(responses)))
}
