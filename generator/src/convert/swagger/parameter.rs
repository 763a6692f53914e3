//! Parameters of OpenAPI 2.0 outside of bodies: they are schemas themselves.

use crate::convert::converter::{Converter, below};
use crate::convert::node::{Entry, as_text, get, is_extension, object, text, text_of};
use crate::source::Node;

/// The keywords of parameters and headers that are keywords of schemas.
pub const OF_SCHEMAS: &[&str] = &[
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "x-nullable",
    // Not of parameters in 2.0, but read all the same.
    "properties",
    "required",
    "additionalProperties",
    "allOf",
    "title",
    "example",
    "readOnly",
    "x-rust-name",
    "x-enum-varnames",
    "x-enumNames",
];

impl<'a> Converter<'a> {
    /// Converts `parameters` of the root: bodies become request bodies, and fields of forms stand where
    /// they are referred to.
    pub(super) fn shared_parameters(
        &mut self,
        components: &mut Vec<Entry>,
        node: &'a Node,
        at: &str,
    ) {
        let (mut parameters, mut bodies) = (Vec::new(), Vec::new());
        for (name, node) in self.entries(node, "parameters", at) {
            let at = below(at, name);
            let key: Box<str> = self.component(name).into();
            match text_of(node, "in") {
                Some("body") => {
                    let consumes = self.global("consumes");
                    bodies.push((key, self.body(node, &at, &consumes)));
                }
                Some("formData") => {}
                _ => parameters.push((key, self.swagger_parameter(node, &at))),
            }
        }
        if !parameters.is_empty() {
            components.push(("parameters".into(), Node::Object(parameters)));
        }
        if !bodies.is_empty() {
            components.push(("requestBodies".into(), Node::Object(bodies)));
        }
    }

    /// Converts a parameter that is neither a body nor a field of a form.
    pub(super) fn swagger_parameter(&mut self, node: &Node, at: &str) -> Node {
        let location = text_of(node, "in").unwrap_or_default();
        let mut made: Vec<Entry> = Vec::new();
        for (key, value) in self.entries(node, "parameter", at) {
            match key {
                "name" | "in" | "description" | "required" | "allowEmptyValue" => {
                    made.push((key.into(), value.clone()));
                }
                "schema" => {
                    let schema = self.schema(value, &below(at, key));
                    made.push((key.into(), schema));
                }
                "collectionFormat" => {}
                _ if OF_SCHEMAS.contains(&key) => {}
                _ if is_extension(key) => made.push((key.into(), value.clone())),
                _ => self.unknown(&below(at, key), key, "a parameter"),
            }
        }
        self.style_of_list(&mut made, node, location, at);
        if get(&made, "schema").is_none() {
            let schema = self.schema_of_parameter(node, at);
            made.push(("schema".into(), schema));
        }
        Node::Object(made)
    }

    /// The `style` and `explode` of an array for its `collectionFormat`.
    fn style_of_list(&mut self, made: &mut Vec<Entry>, node: &Node, location: &str, at: &str) {
        if text_of(node, "type") != Some("array") {
            return;
        }
        let format = node
            .get("collectionFormat")
            .and_then(as_text)
            .unwrap_or("csv");
        let style = match (format, location) {
            ("multi", "query") => Some((None, true)),
            ("ssv", "query") => Some((Some("spaceDelimited"), false)),
            ("pipes", "query") => Some((Some("pipeDelimited"), false)),
            ("csv", "query") => Some((None, false)),
            ("csv", _) => None,
            (other, _) => {
                let what = format!("style for `collectionFormat: {other}` here");
                let place = below(at, "collectionFormat");
                self.lost(&place, &what, "values separated by commas are written");
                (location == "query").then_some((None, false))
            }
        };
        if let Some((style, explode)) = style {
            made.push(("style".into(), text(style.unwrap_or("form"))));
            made.push(("explode".into(), Node::Bool(explode)));
        }
    }

    /// The schema that a parameter or a header is.
    pub(super) fn schema_of_parameter(&mut self, node: &Node, at: &str) -> Node {
        let Node::Object(entries) = node else {
            return object([]);
        };
        let entries = entries.iter().filter(|(key, value)| match &**key {
            // That of the parameter.
            "required" => matches!(value, Node::Array(_)),
            key => OF_SCHEMAS.contains(&key),
        });
        let schema = Node::Object(entries.cloned().collect());
        self.schema(&schema, at)
    }

    /// The names of `consumes` or `produces` of the root.
    pub(super) fn global(&self, key: &str) -> Vec<String> {
        let names = crate::convert::hooks::names(self.root.get(key));
        names.into_iter().map(str::to_owned).collect()
    }
}
