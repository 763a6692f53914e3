//! The enumerations of responses in a client: the errors of operations, and their successes where
//! there are several.

use std::collections::HashSet;
use std::fmt::Write;

use quote::quote;

use crate::emit::print;
use crate::emit::responses::{response_variants, variant_docs};
use crate::emit::rust::docs::{self, Docs};
use crate::emit::rust::{Types, ident};
use crate::model::{Api, BodyEncoding, Operation, Response, Status, facts};

/// The operations whose errors are shared by all that declare the same, one for each.
pub fn shared_errors(api: &Api) -> impl Iterator<Item = &Operation> {
    let mut known = HashSet::new();
    let sharing = api.operations.iter().filter(|it| it.shares_errors);
    sharing.filter(move |it| known.insert(&it.error_name))
}

/// The enumerations of a file.
#[derive(Default)]
pub struct Enums {
    /// The text, whose tables no formatter lays out.
    pub text: String,
    /// Whether a type of the description is named there.
    pub name_models: bool,
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
            }
            if !operation.shares_errors && !operation.errors.is_empty() {
                let docs = "The errors that the description declares for {}.";
                let docs = docs::sentence(docs, &id);
                self.add(api, docs, &operation.error_name, &operation.errors);
            }
        }
    }

    fn add(&mut self, api: &Api, docs: Docs, name: &str, responses: &[Response]) {
        let mut bodies = responses.iter().filter_map(|it| it.body.as_ref());
        self.name_models |= bodies.any(|body| facts::has_named_type(&body.ty));
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
            let form = match response.body.as_ref().map(|body| body.encoding) {
                Some(BodyEncoding::Json) => "json",
                Some(BodyEncoding::Text) => "text",
                None => "empty",
            };
            let _ = writeln!(
                self.text,
                "    {statuses} => {} {form},",
                ident(&response.variant)
            );
        }
        self.text.push_str("});\n");
    }
}
