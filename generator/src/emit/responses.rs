//! The types of responses, which client and server share, and their documentation.

pub mod bodies;
pub mod enumerations;
pub mod headers;
pub mod paging;

use proc_macro2::TokenStream;

use crate::emit::rust::docs::{self, Docs, Span};
use crate::model::{Operation, Response, Status};

/// The documentation of a variant: its status and description.
pub fn variant_docs(response: &Response) -> TokenStream {
    docs::outer(status_docs(response))
}

/// The description of an operation, its method and its path.
pub fn operation_docs(operation: &Operation) -> Docs {
    let Some(webhook) = &operation.webhook else {
        let row = docs::code(&format!("{} {}", operation.method, operation.path));
        return docs::markdown(&operation.docs).and(row);
    };
    let (method, name) = (docs::code(&operation.method), docs::code(&webhook.name));
    let row = match &webhook.callback {
        None => docs::sentence("The {} of the webhook {}.", &[method, name]),
        Some(callback) => docs::sentence(
            "The {} of the callback {} of {}, to {}.",
            &[
                method,
                name,
                owners(&callback.operations),
                docs::code(&callback.expression),
            ],
        ),
    };
    docs::markdown(&operation.docs).and(row)
}

/// The operations that declare a callback: few by their ids, many by their number.
fn owners(ids: &[String]) -> Span {
    match ids.len() {
        0..=4 => {
            let ids: Vec<_> = ids.iter().map(|id| docs::code(id)).collect();
            docs::join(&ids, ", ")
        }
        count => docs::text(&format!("{count} operations")),
    }
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
