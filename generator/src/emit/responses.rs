//! The documentation, variants and headers of responses that client and server share.

pub mod bodies;
pub mod headers;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rust::docs::{self, Docs};
use crate::emit::rust::{Types, ident};
use crate::model::{Operation, Response, Status};

/// The variants of an enumeration of responses, as the client has them.
pub fn response_variants<'a>(
    responses: &'a [Response],
    types: Types<'a>,
    docs: fn(&Response) -> TokenStream,
) -> impl Iterator<Item = TokenStream> + 'a {
    responses.iter().map(move |response| {
        let (docs, name) = (docs(response), ident(&response.variant));
        match &response.body {
            Some(body) => {
                let ty = bodies::ty(body, types);
                quote!(#docs #name(#ty),)
            }
            None => quote!(#docs #name,),
        }
    })
}

/// The documentation of a variant: its status and description.
pub fn variant_docs(response: &Response) -> TokenStream {
    docs::outer(status_docs(response))
}

/// The description of an operation, its method and its path.
pub fn operation_docs(operation: &Operation) -> Docs {
    let row = docs::code(&format!("{} {}", operation.method, operation.path));
    docs::markdown(&operation.docs).and(row)
}

/// The status of a response, and its description.
pub fn status_docs(response: &Response) -> Docs {
    let status = status(response);
    match response.docs.get(..1) {
        Some(text) => docs::markdown(text).labelled(docs::text(&format!("{status}: "))),
        None => docs::text(&status).into(),
    }
}

/// The statuses of a response, in words.
fn status(response: &Response) -> String {
    match response.status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "Any other status".to_owned(),
    }
}
