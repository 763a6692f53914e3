//! A document → what its operations declare.

use std::collections::HashMap;

use super::{Outline, Outlines};
use crate::document::http::MediaType;
use crate::document::{Document, Operation, ParameterLocation, Reference, SchemaId};
use crate::text::unescape_step;

/// The operations of a document.
pub fn ours(document: &Document<'_>) -> Outlines {
    let components = document.components.iter();
    let names: HashMap<SchemaId, &str> = components.map(|(name, id)| (*id, *name)).collect();
    let operations = document.operations.iter();
    operations
        .map(|operation| {
            let key = (operation.path.to_owned(), operation.method.to_owned());
            (
                key,
                Ours {
                    document,
                    names: &names,
                }
                .outline(operation),
            )
        })
        .collect()
}

struct Ours<'a> {
    document: &'a Document<'a>,
    names: &'a HashMap<SchemaId, &'a str>,
}

impl Ours<'_> {
    fn outline(&self, operation: &Operation<'_>) -> Outline {
        let mut outline = Outline {
            is_broken: !operation.errors.is_empty(),
            ..Outline::default()
        };
        if let Some((id, _)) = operation.id {
            outline.add(format!("id {id}"));
        }
        outline.add(format!("tags {:?}", operation.tags));
        outline.add(format!("deprecated {}", operation.deprecated));
        for parameter in &operation.parameters {
            let location = match parameter.location {
                ParameterLocation::Path => "path",
                ParameterLocation::Query => "query",
                ParameterLocation::QueryString => "querystring",
                ParameterLocation::Header => "header",
                ParameterLocation::Cookie => "cookie",
            };
            let of = match (&parameter.content, parameter.schema) {
                (Some(media), _) => format!("{} {}", media.name, self.reference(media.schema)),
                (None, schema) => self.reference(schema),
            };
            let (name, required) = (parameter.name, parameter.required);
            outline.add(format!("parameter {location} {name} {required} {of}"));
        }
        if let Some(body) = &operation.body {
            outline.add(format!("body {}", body.required));
            self.content(&mut outline, "body", &body.content);
        }
        for response in &operation.responses {
            let start = format!("response {}", response.status.to_uppercase());
            outline.add(&start);
            self.content(&mut outline, &start, &response.content);
            for header in &response.headers {
                let pointer = self.document.places.location(header.place).pointer;
                let name = unescape_step(pointer.rsplit('/').next().unwrap_or_default());
                outline.add(format!("{start} header {name}"));
            }
        }
        outline
    }

    fn content(&self, outline: &mut Outline, start: &str, content: &[MediaType<'_>]) {
        for media in content {
            let (name, of) = (media.name, self.reference(media.schema));
            outline.add(format!("{start} content {name} {of}"));
        }
    }

    fn reference(&self, schema: Option<SchemaId>) -> String {
        let Some(id) = schema else {
            return "untyped".to_owned();
        };
        match self.document.schema(id).reference {
            Reference::None => "inline".to_owned(),
            Reference::Broken => "broken".to_owned(),
            Reference::To(target) => self
                .names
                .get(&target)
                .map_or_else(|| "elsewhere".to_owned(), |name| format!("of {name}")),
        }
    }
}
