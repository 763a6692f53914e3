//! Body and form parameters of OpenAPI 2.0 → request bodies.

use std::collections::HashSet;

use crate::convert::converter::{Converter, below};
use crate::convert::node::{Entry, is_extension, object, text, text_of, texts};
use crate::convert::swagger::parameter::OF_SCHEMAS;
use crate::media_type::essence;
use crate::source::Node;

/// A field of a form, and its pointer.
pub struct Field<'n> {
    pub node: &'n Node,
    pub at: String,
}

impl Converter<'_> {
    /// Converts a body parameter.
    pub(super) fn body(&mut self, node: &Node, at: &str, consumes: &[String]) -> Node {
        let mut made: Vec<Entry> = Vec::new();
        let mut schema = None;
        for (key, value) in self.entries(node, "parameter", at) {
            match key {
                "in" => {}
                // A body has no name.
                "name" if text_of(node, key) == Some("body") => {}
                "name" => made.push(("x-body-name".into(), value.clone())),
                "description" | "required" => made.push((key.into(), value.clone())),
                "schema" => schema = Some(self.schema(value, &below(at, key))),
                _ if is_extension(key) => made.push((key.into(), value.clone())),
                _ => self.unknown(&below(at, key), key, "a body parameter"),
            }
        }
        let media_type = match schema {
            Some(schema) => object([("schema", schema)]),
            None => object([]),
        };
        let content = self.content(consumes, "application/json", &media_type, at);
        made.push(("content".into(), content));
        Node::Object(made)
    }

    /// The request body of the fields of a form.
    pub(super) fn form(&mut self, fields: &[Field<'_>], consumes: &[String]) -> Node {
        let is_file = |field: &Field<'_>| text_of(field.node, "type") == Some("file");
        let is_required = |field: &Field<'_>| field.node.get("required") == Some(&Node::Bool(true));
        let default = match fields.iter().any(is_file) {
            true => "multipart/form-data",
            false => "application/x-www-form-urlencoded",
        };
        let of_parts = |name: &str| essence(name).starts_with("multipart/");
        let is_form = |name: &&String| {
            of_parts(name) || (essence(name) == default && default.ends_with("urlencoded"))
        };
        let forms: Vec<String> = consumes.iter().filter(is_form).cloned().collect();
        let is_multipart = forms.iter().any(|form| of_parts(form));
        let (mut properties, mut encoding) = (Vec::new(), Vec::new());
        for field in fields {
            let name = text_of(field.node, "name").unwrap_or_default();
            properties.push((name.into(), self.property(field)));
            if let Some(style) = self.encoding(field, is_multipart) {
                encoding.push((name.into(), style));
            }
        }
        let mut schema: Vec<Entry> = vec![("type".into(), text("object"))];
        let required = fields.iter().filter(|field| is_required(field));
        let required: Vec<&str> = required.filter_map(|it| text_of(it.node, "name")).collect();
        let needs_body = !required.is_empty();
        if needs_body {
            schema.push(("required".into(), texts(required)));
        }
        schema.push(("properties".into(), Node::Object(properties)));
        let mut media_type: Vec<Entry> = vec![("schema".into(), Node::Object(schema))];
        if !encoding.is_empty() {
            media_type.push(("encoding".into(), Node::Object(encoding)));
        }
        let at = fields.first().map_or("", |field| &field.at);
        let content = self.content(&forms, default, &Node::Object(media_type), at);
        let mut made: Vec<Entry> = vec![("content".into(), content)];
        if needs_body {
            made.push(("required".into(), Node::Bool(true)));
        }
        Node::Object(made)
    }

    /// The schema of a field, with its description.
    fn property(&mut self, field: &Field<'_>) -> Node {
        let Field { node, at } = field;
        let schema = self.schema_of_parameter(node, at);
        let Node::Object(mut entries) = schema else {
            return schema;
        };
        for (key, value) in self.entries(node, "parameter", at) {
            match key {
                "name" | "in" | "required" | "collectionFormat" => {}
                "description" => entries.push((key.into(), value.clone())),
                _ if OF_SCHEMAS.contains(&key) => {}
                _ if is_extension(key) => entries.push((key.into(), value.clone())),
                _ => self.unknown(&below(at, key), key, "a field of a form"),
            }
        }
        Node::Object(entries)
    }

    /// How the values of an array are sent, unless that is the default of OpenAPI 3.
    fn encoding(&mut self, field: &Field<'_>, is_multipart: bool) -> Option<Node> {
        if text_of(field.node, "type") != Some("array") {
            return None;
        }
        let format = text_of(field.node, "collectionFormat").unwrap_or("csv");
        let place = below(&field.at, "collectionFormat");
        if is_multipart && format != "multi" {
            let what = format!("style for `collectionFormat: {format}` in multipart bodies");
            self.lost(&place, &what, "each item is a part of its own");
            return None;
        }
        let style = match format {
            "multi" => return None,
            "ssv" => "spaceDelimited",
            "pipes" => "pipeDelimited",
            "csv" => "form",
            other => {
                let what = format!("style for `collectionFormat: {other}`");
                self.lost(&place, &what, "values separated by commas are written");
                "form"
            }
        };
        Some(object([
            ("style", text(style)),
            ("explode", Node::Bool(false)),
        ]))
    }

    /// A media type of each name, or of a default one, with the same content.
    pub(super) fn content(
        &mut self,
        names: &[String],
        default: &str,
        media_type: &Node,
        at: &str,
    ) -> Node {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen = HashSet::new();
        for name in names.iter().filter(|name| seen.insert(name.as_str())) {
            if !entries.is_empty() && !self.may_copy(media_type) {
                self.lost(at, "place for so many media types", "the first are written");
                break;
            }
            entries.push((name.as_str().into(), media_type.clone()));
        }
        if entries.is_empty() {
            entries.push((default.into(), media_type.clone()));
        }
        Node::Object(entries)
    }
}
