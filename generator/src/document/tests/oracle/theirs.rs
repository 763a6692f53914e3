//! A description as `openapiv3` has it → what its operations declare.

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, Parameter, ParameterSchemaOrContent, ReferenceOr, RequestBody};

use super::{Outline, Outlines};
use crate::text::unescape_step;

/// The operations of a description as `openapiv3` has it.
pub fn theirs(description: &OpenAPI) -> Outlines {
    let mut outlines = Outlines::new();
    for (path, item) in &description.paths.paths {
        let ReferenceOr::Item(item) = item else {
            continue;
        };
        for (method, operation) in item.iter() {
            let key = (path.clone(), method.to_uppercase());
            let outline = Theirs { description }.outline(item, operation);
            outlines.insert(key, outline);
        }
    }
    outlines
}

struct Theirs<'a> {
    description: &'a OpenAPI,
}

impl<'a> Theirs<'a> {
    fn outline(&self, item: &openapiv3::PathItem, operation: &openapiv3::Operation) -> Outline {
        let mut outline = Outline::default();
        if let Some(id) = &operation.operation_id {
            outline.add(format!("id {id}"));
        }
        outline.add(format!("tags {:?}", operation.tags));
        outline.add(format!("deprecated {}", operation.deprecated));
        self.parameters(&mut outline, item, operation);
        match operation.request_body.as_ref().map(|body| self.body(body)) {
            Some(Some(body)) => {
                outline.add(format!("body {}", body.required));
                content(&mut outline, "body", &body.content);
            }
            Some(None) => drop(outline.unknown.insert("body".to_owned())),
            None => {}
        }
        let default = operation.responses.default.iter();
        let default = default.map(|response| ("DEFAULT".to_owned(), response));
        let by_status = operation.responses.responses.iter();
        let by_status = by_status.map(|(status, response)| (status.to_string(), response));
        for (status, response) in by_status.chain(default) {
            let start = format!("response {status}");
            outline.add(&start);
            let Some(response) = self.response(response) else {
                outline.unknown.insert(start);
                continue;
            };
            content(&mut outline, &start, &response.content);
            for name in response.headers.keys() {
                outline.add(format!("{start} header {name}"));
            }
        }
        outline
    }

    fn parameters(
        &self,
        outline: &mut Outline,
        item: &openapiv3::PathItem,
        operation: &openapiv3::Operation,
    ) {
        let mut parameters: BTreeMap<(&str, String), String> = BTreeMap::new();
        for parameter in item.parameters.iter().chain(&operation.parameters) {
            let Some(parameter) = self.parameter(parameter) else {
                outline.unknown.insert("parameter".to_owned());
                continue;
            };
            let location = match parameter {
                Parameter::Query { .. } => "query",
                Parameter::Header { .. } => "header",
                Parameter::Path { .. } => "path",
                Parameter::Cookie { .. } => "cookie",
            };
            let data = parameter.parameter_data_ref();
            let of = match &data.format {
                ParameterSchemaOrContent::Schema(schema) => reference(Some(schema)),
                ParameterSchemaOrContent::Content(content) => {
                    let first = content.first();
                    first.map_or_else(String::new, |(name, media)| {
                        format!("{name} {}", reference(media.schema.as_ref()))
                    })
                }
            };
            let line = format!("parameter {location} {} {} {of}", data.name, data.required);
            // That of the operation overrides that of the path.
            parameters.insert((location, data.name.clone()), line);
        }
        outline.lines.extend(parameters.into_values());
    }

    fn parameter(&self, parameter: &'a ReferenceOr<Parameter>) -> Option<&'a Parameter> {
        let components = self.description.components.as_ref();
        follow(parameter, "parameters", |name| {
            components?.parameters.get(name)
        })
    }

    fn body(&self, body: &'a ReferenceOr<RequestBody>) -> Option<&'a RequestBody> {
        let components = self.description.components.as_ref();
        follow(body, "requestBodies", |name| {
            components?.request_bodies.get(name)
        })
    }

    fn response(
        &self,
        response: &'a ReferenceOr<openapiv3::Response>,
    ) -> Option<&'a openapiv3::Response> {
        let components = self.description.components.as_ref();
        follow(response, "responses", |name| {
            components?.responses.get(name)
        })
    }
}

fn follow<'a, T>(
    item: &'a ReferenceOr<T>,
    what: &str,
    find: impl Fn(&str) -> Option<&'a ReferenceOr<T>>,
) -> Option<&'a T> {
    let mut item = item;
    for _ in 0..32 {
        match item {
            ReferenceOr::Item(item) => return Some(item),
            ReferenceOr::Reference { reference } => {
                item = find(&component(reference, what)?)?;
            }
        }
    }
    None
}

/// The name of the component that a reference leads to.
fn component(reference: &str, what: &str) -> Option<String> {
    let name = reference.strip_prefix(&format!("#/components/{what}/"))?;
    (!name.contains(['/', '%'])).then(|| unescape_step(name).to_string())
}

fn content(outline: &mut Outline, start: &str, content: &openapiv3::Content) {
    for (name, media) in content {
        let of = reference(media.schema.as_ref());
        outline.add(format!("{start} content {name} {of}"));
    }
}

fn reference(schema: Option<&ReferenceOr<openapiv3::Schema>>) -> String {
    match schema {
        None => "untyped".to_owned(),
        Some(ReferenceOr::Item(_)) => "inline".to_owned(),
        Some(ReferenceOr::Reference { reference }) => component(reference, "schemas")
            .map_or_else(|| "elsewhere".to_owned(), |name| format!("of {name}")),
    }
}
