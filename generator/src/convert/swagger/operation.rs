//! Path items and operations of OpenAPI 2.0.

use crate::convert::converter::{Converter, below};
use crate::convert::hooks::names;
use crate::convert::node::{Entry, get, is_extension, object, reference, text_of};
use crate::convert::swagger::body::Field;
use crate::convert::swagger::component_of;
use crate::convert::tables::EXTERNAL_DOCS;
use crate::source::Node;

/// The parameters of a path or an operation.
#[derive(Default)]
struct Parameters<'n> {
    /// Those outside of bodies.
    others: Vec<Node>,
    /// The reference to a shared body, or the body itself, and its pointer.
    body: Option<(&'n Node, String)>,
    fields: Vec<Field<'n>>,
}

/// The keywords of operations in a path item.
const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch"];

impl<'a> Converter<'a> {
    pub(super) fn swagger_path(&mut self, node: &'a Node, at: &str) -> Node {
        let mut made: Vec<Entry> = Vec::new();
        let shared = match node.get("parameters") {
            Some(list) => self.parameters(list, &below(at, "parameters")),
            None => Parameters::default(),
        };
        if !shared.others.is_empty() {
            made.push(("parameters".into(), Node::Array(shared.others.clone())));
        }
        for (key, value) in self.entries(node, "path", at) {
            let at = below(at, key);
            match key {
                "parameters" | "$ref" => {}
                _ if METHODS.contains(&key) => {
                    let operation = self.swagger_operation(value, &at, &shared);
                    made.push((key.into(), operation));
                }
                _ if is_extension(key) => made.push((key.into(), value.clone())),
                _ => self.unknown(&at, key, "a path of OpenAPI 2.0"),
            }
        }
        Node::Object(made)
    }

    fn parameters(&mut self, list: &'a Node, at: &str) -> Parameters<'a> {
        let mut parameters = Parameters::default();
        for (index, node) in self.items(list, "parameters", at).iter().enumerate() {
            let at = format!("{at}/{index}");
            let (target, place) = self.followed(node, &at);
            match text_of(target, "in") {
                Some("body") => parameters.body = Some((node, at)),
                Some("formData") => {
                    self.inlined.insert(place.clone());
                    let (node, at) = (target, place);
                    parameters.fields.push(Field { node, at });
                }
                _ => {
                    let shared = text_of(node, "$ref").map(|text| component_of(text, "parameters"));
                    let parameter = match shared {
                        Some(Some(name)) => {
                            let name = self.component(&name);
                            reference(&below("#/components/parameters", name))
                        }
                        Some(None) if std::ptr::eq(target, node) => node.clone(),
                        _ => self.swagger_parameter(target, &place),
                    };
                    parameters.others.push(parameter);
                }
            }
        }
        parameters
    }

    fn swagger_operation(&mut self, node: &'a Node, at: &str, shared: &Parameters<'a>) -> Node {
        let mut made: Vec<Entry> = Vec::new();
        let own = match node.get("parameters") {
            Some(list) => self.parameters(list, &below(at, "parameters")),
            None => Parameters::default(),
        };
        let media_types = |converter: &Self, key: &str| match node.get(key) {
            Some(list) => names(Some(list)).into_iter().map(str::to_owned).collect(),
            None => converter.global(key),
        };
        let consumes: Vec<String> = media_types(self, "consumes");
        let produces: Vec<String> = media_types(self, "produces");
        for (key, value) in self.entries(node, "operation", at) {
            let at = below(at, key);
            match key {
                "tags" | "summary" | "description" | "operationId" | "deprecated" | "security" => {
                    made.push((key.into(), value.clone()));
                }
                "externalDocs" => made.push((key.into(), self.object(&EXTERNAL_DOCS, value, &at))),
                "consumes" | "produces" => {}
                "parameters" => {
                    if !own.others.is_empty() {
                        made.push((key.into(), Node::Array(own.others.clone())));
                    }
                }
                "responses" => {
                    let responses = self.responses(value, &at, &produces);
                    made.push((key.into(), responses));
                }
                "schemes" => self.schemes_of_operation(&mut made, value, &at),
                _ if is_extension(key) => made.push((key.into(), value.clone())),
                _ => self.unknown(&at, key, "an operation of OpenAPI 2.0"),
            }
        }
        if let Some(body) = self.body_of(&own, shared, &consumes) {
            let before = made.iter().position(|(key, _)| &**key == "responses");
            made.insert(before.unwrap_or(made.len()), ("requestBody".into(), body));
        }
        if get(&made, "responses").is_none() {
            self.report(
                at,
                "an operation without `responses`: none are written".to_owned(),
            );
            made.push(("responses".into(), object([])));
        }
        Node::Object(made)
    }

    /// The request body of the parameters of an operation and those of its path.
    fn body_of(
        &mut self,
        own: &Parameters<'a>,
        shared: &Parameters<'a>,
        consumes: &[String],
    ) -> Option<Node> {
        if let Some((node, at)) = own.body.as_ref().or(shared.body.as_ref()) {
            if !own.fields.is_empty() || !shared.fields.is_empty() {
                self.lost(at, "body beside a form", "the form is left out");
            }
            let name = text_of(node, "$ref").and_then(|text| component_of(text, "parameters"));
            if let (Some(name), true) = (name, consumes == self.global("consumes")) {
                let name = self.component(&name);
                return Some(reference(&below("#/components/requestBodies", name)));
            }
            let (target, place) = self.followed(node, at);
            return Some(self.body(target, &place, consumes));
        }
        let name = |field: &Field<'a>| text_of(field.node, "name");
        let is_own = |field: &Field<'a>| own.fields.iter().any(|it| name(it) == name(field));
        let inherited = shared.fields.iter().filter(|field| !is_own(field));
        let fields = inherited.chain(&own.fields).map(|field| Field {
            node: field.node,
            at: field.at.clone(),
        });
        let fields: Vec<_> = fields.collect();
        (!fields.is_empty()).then(|| self.form(&fields, consumes))
    }

    fn responses(&mut self, node: &'a Node, at: &str, produces: &[String]) -> Node {
        let mut made: Vec<Entry> = Vec::new();
        for (status, node) in self.entries(node, "responses", at) {
            let at = below(at, status);
            if is_extension(status) {
                made.push((status.into(), node.clone()));
                continue;
            }
            let name = text_of(node, "$ref").and_then(|text| component_of(text, "responses"));
            let response = match name {
                Some(name) if *produces == self.global("produces") => {
                    reference(&below("#/components/responses", self.component(&name)))
                }
                _ => {
                    let (target, place) = self.followed(node, &at);
                    match target.get("$ref") {
                        Some(_) => target.clone(),
                        None => self.swagger_response(target, &place, produces),
                    }
                }
            };
            made.push((status.into(), response));
        }
        Node::Object(made)
    }

    /// Servers of an operation, if its schemes are others than those of the description.
    fn schemes_of_operation(&mut self, made: &mut Vec<Entry>, value: &Node, at: &str) {
        let known = names(self.root.get("schemes"));
        let own = names(Some(value));
        if own == known || (known.is_empty() && own == ["https"]) {
            return;
        }
        if self.root.get("host").is_none() {
            self.lost(at, "`schemes` without a `host`", "they are left out");
        } else if let Some(servers) = self.servers(Some(value), at) {
            made.push(("servers".into(), servers));
        }
    }
}
