//! Responses and headers of OpenAPI 2.0.

use crate::convert::converter::{Converter, below};
use crate::convert::node::{Entry, get, is_extension, object, text, text_of};
use crate::convert::swagger::parameter::OF_SCHEMAS;
use crate::source::Node;

impl<'a> Converter<'a> {
    pub(super) fn shared_responses(&mut self, node: &'a Node, at: &str) -> Node {
        let produces = self.global("produces");
        let entries = self.entries(node, "responses", at).into_iter();
        let entries = entries.map(|(name, node)| {
            let response = self.swagger_response(node, &below(at, name), &produces);
            (self.component(name).into(), response)
        });
        Node::Object(entries.collect())
    }

    pub(super) fn swagger_response(&mut self, node: &Node, at: &str, produces: &[String]) -> Node {
        let mut made: Vec<Entry> = Vec::new();
        let mut media_types = None;
        for (key, value) in self.entries(node, "response", at) {
            let at = below(at, key);
            match key {
                "description" => made.push((key.into(), value.clone())),
                "schema" => {
                    let media_type = object([("schema", self.schema(value, &at))]);
                    media_types =
                        Some(self.content(produces, "application/json", &media_type, &at));
                }
                "headers" => {
                    let entries = self.entries(value, key, &at).into_iter();
                    let entries = entries.map(|(name, node)| {
                        (name.into(), self.swagger_header(node, &below(&at, name)))
                    });
                    made.push((key.into(), Node::Object(entries.collect())));
                }
                "examples" => {}
                _ if is_extension(key) => made.push((key.into(), value.clone())),
                _ => self.unknown(&at, key, "a response"),
            }
        }
        if get(&made, "description").is_none() {
            self.lost(
                at,
                "response without `description`",
                "an empty one is written",
            );
            made.insert(0, ("description".into(), text("")));
        }
        self.examples_of_media_types(&mut media_types, node, at);
        if let Some(content) = media_types {
            made.push(("content".into(), content));
        }
        Node::Object(made)
    }

    /// Adds the example of each media type.
    fn examples_of_media_types(&mut self, content: &mut Option<Node>, node: &Node, at: &str) {
        let Some(examples) = node.get("examples") else {
            return;
        };
        let at = below(at, "examples");
        for (name, example) in self.entries(examples, "examples", &at) {
            let place = below(&at, name);
            let known = match content {
                Some(Node::Object(entries)) => entries.iter_mut().find(|(key, _)| &**key == name),
                _ => None,
            };
            match known {
                Some((_, Node::Object(media_type))) => {
                    media_type.push(("example".into(), example.clone()));
                }
                _ if node.get("schema").is_some() => {
                    let what = "example of a media type that is not produced";
                    self.lost(&place, what, "it is left out");
                }
                _ => {
                    let what = "example of a response without a body";
                    self.lost(&place, what, "a body of any schema is written");
                    let media_type = object([("example", example.clone())]);
                    match content {
                        Some(Node::Object(entries)) => entries.push((name.into(), media_type)),
                        _ => *content = Some(object([(name, media_type)])),
                    }
                }
            }
        }
    }

    fn swagger_header(&mut self, node: &Node, at: &str) -> Node {
        let mut made: Vec<Entry> = Vec::new();
        for (key, value) in self.entries(node, "header", at) {
            match key {
                "description" => made.push((key.into(), value.clone())),
                "collectionFormat" if text_of(node, key) == Some("csv") => {}
                "collectionFormat" => {
                    let what = "style for this `collectionFormat`";
                    self.lost(
                        &below(at, key),
                        what,
                        "values separated by commas are written",
                    );
                }
                _ if OF_SCHEMAS.contains(&key) => {}
                _ if is_extension(key) => made.push((key.into(), value.clone())),
                _ => self.unknown(&below(at, key), key, "a header"),
            }
        }
        let schema = self.schema_of_parameter(node, at);
        made.push(("schema".into(), schema));
        Node::Object(made)
    }
}
