//! The enumerations of responses in a client: the errors of operations, and their successes where
//! there are several.

use std::collections::HashSet;
use std::fmt::Write;

use quote::quote;

use crate::emit::print;
use crate::emit::responses::{response_variants, variant_docs};
use crate::emit::rust::docs::{self, Docs};
use crate::emit::rust::{Types, ident, string};
use crate::model::{Api, BodyEncoding, Content, Operation, Response, ResponseBody, Status, facts};

/// The operations whose errors are shared by all that declare the same, one for each.
pub fn shared_errors(api: &Api) -> impl Iterator<Item = &Operation> {
    let mut known = HashSet::new();
    let sharing = api.operations.iter().filter(|it| it.shares_errors);
    sharing.filter(move |it| known.insert(&it.error_name))
}

/// Whether a `default` stands for the errors of an operation.
pub fn has_default(operation: &Operation) -> bool {
    let mut errors = operation.errors.iter();
    errors.any(|it| it.status == Status::Default)
}

/// How a client reads the body of a response.
pub fn form(body: Option<&ResponseBody>) -> &'static str {
    let Some(body) = body else { return "empty" };
    let Some(content) = body.only() else {
        return "one_of";
    };
    match content.encoding {
        BodyEncoding::Json if widest(content).contains('*') => "any",
        BodyEncoding::Json => "json",
        BodyEncoding::Text => "text",
        BodyEncoding::Bytes | BodyEncoding::Form | BodyEncoding::Multipart => "bytes",
    }
}

/// The media type or range that the body of a response must be of, if that is not any JSON.
pub fn media_type(body: Option<&ResponseBody>) -> Option<&str> {
    let content = body.and_then(ResponseBody::only);
    content
        .filter(|content| content.encoding != BodyEncoding::Json)
        .map(widest)
}

/// The media type of a content that includes its others.
fn widest(content: &Content) -> &str {
    let names = &content.media_types;
    let range = names.iter().find(|name| name.contains('*'));
    range.or(names.first()).map_or("", |name| name)
}

/// The enumerations of a file.
#[derive(Default)]
pub struct Enums {
    /// The text, whose tables no formatter lays out.
    pub text: String,
    /// Whether a type of the description is named there.
    pub name_models: bool,
    /// Whether an enumeration of bodies is named there.
    pub name_bodies: bool,
}

impl Enums {
    /// Adds those of the errors that operations share.
    pub fn shared(&mut self, api: &Api) {
        let mut operations: Vec<_> = shared_errors(api).collect();
        operations.sort_by(|left, right| left.error_name.cmp(&right.error_name));
        for operation in operations {
            // Their descriptions differ from operation to operation.
            let errors = operation.errors.iter().map(|error| Response {
                docs: Vec::new(),
                ..error.clone()
            });
            let docs = "The errors of all operations that declare these, and no others.";
            self.add(
                api,
                docs::words(docs).into(),
                &operation.error_name,
                &errors.collect::<Vec<_>>(),
            );
        }
    }

    /// Adds those of single operations: of their errors, and of their successes if there are several.
    pub fn own(&mut self, api: &Api) {
        for operation in &api.operations {
            let id = [docs::code(&operation.id)];
            if operation.successes.len() > 1 {
                let docs = docs::sentence("The success responses of {}.", &id);
                self.add(api, docs, &operation.success_name, &operation.successes);
                if has_default(operation) {
                    self.add_unknown(&operation.successes);
                }
            }
            if !operation.shares_errors && !operation.errors.is_empty() {
                let docs = "The errors that the description declares for {}.";
                let docs = docs::sentence(docs, &id);
                self.add(api, docs, &operation.error_name, &operation.errors);
            }
        }
    }

    /// Adds a line for unknown successes to the last table: they are like a 200 (RFC 9110 §15).
    fn add_unknown(&mut self, successes: &[Response]) {
        let ok = successes.iter().find(|it| it.status == Status::Code(200));
        let covers_all = |it: &Response| matches!(it.status, Status::Range(2) | Status::Default);
        let (Some(ok), false) = (ok, successes.iter().any(covers_all)) else {
            return;
        };
        const END: &str = "});\n";
        self.text.truncate(self.text.len() - END.len());
        self.row("200..=299", ok);
        self.text.push_str(END);
    }

    /// Adds a line of the table.
    fn row(&mut self, statuses: &str, response: &Response) {
        let (variant, form) = (ident(&response.variant), form(response.body.as_ref()));
        let media_type = media_type(response.body.as_ref());
        let media_type = media_type.map(|name| format!(" {}", string(name)));
        let media_type = media_type.unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "    {statuses} => {variant} {form}{media_type},");
    }

    fn add(&mut self, api: &Api, docs: Docs, name: &str, responses: &[Response]) {
        let mut bodies = responses.iter().filter_map(|it| it.body.as_ref());
        let named = |body: &ResponseBody| {
            let only = body.only();
            only.is_some_and(|content| facts::has_named_type(&content.ty))
        };
        self.name_models |= bodies.clone().any(named);
        self.name_bodies |= bodies.any(|body| body.only().is_none());
        let docs = docs::outer(docs);
        let name = ident(name);
        let variants = response_variants(responses, Types::outside(api), variant_docs);
        let item = quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            pub enum #name {
                #(#variants)*
            }
        };
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "\n{}\nreplies!({name}, {{", print(item));
        for response in responses {
            let statuses = match response.status {
                Status::Code(code) => code.to_string(),
                Status::Range(digit) => format!("{digit}00..={digit}99"),
                Status::Default => "_".to_owned(),
            };
            self.row(&statuses, response);
        }
        self.text.push_str("});\n");
    }
}
