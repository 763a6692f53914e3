//! Literals in emitted code.

use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use serde_json::{Value, json};

use super::{HOSTILE, is_harmless};

/// A description with a text wherever one becomes a literal.
pub fn description(text: &str) -> Value {
    let list = |values: &[&str]| json!({"type": "string", "enum": values});
    json!({
        "openapi": "3.1.0",
        "info": {"title": text, "version": "1"},
        "servers": [{"url": format!("https://example.org/{text}")}],
        "security": [{text: []}, {"header": []}],
        "paths": {
            format!("/{text}/{{id}}"): {"post": {
                "operationId": text,
                "tags": [text],
                "parameters": [
                    {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                    {"name": text, "in": "query", "schema": list(&[text, "b"])},
                    {"name": "list", "in": "query", "schema": {"type": "array", "items": {"type": "string", "pattern": text}}},
                ],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}},
                "responses": {
                    "200": {"description": text, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/U"}}}},
                    "default": {"description": text},
                },
            }},
        },
        "components": {
            "securitySchemes": {
                text: {"type": "apiKey", "in": "query", "name": text},
                "header": {"type": "apiKey", "in": "header", "name": "x-key"},
            },
            "schemas": {
                "A": {
                    "type": "object",
                    "required": [text],
                    "properties": {
                        text: {"type": "string", "default": text},
                        "c": {"const": text},
                        "e": list(&["a", text]),
                        "n": {"not": {"const": text}},
                        "d": {"type": "object", "dependentRequired": {text: ["a", text]}, "patternProperties": {"^a": {"type": "integer"}}},
                    },
                    "allOf": [{"not": {"required": [text, "c"]}}],
                },
                "B": {"type": "object", "required": [text], "properties": {text: {"const": "b"}, "x": {"type": "string"}}},
                "C": {"type": "object", "required": [text], "properties": {text: {"const": text}, "y": {"type": "string"}}},
                "U": {"oneOf": [{"$ref": "#/components/schemas/B"}, {"$ref": "#/components/schemas/C"}], "discriminator": {"propertyName": text, "mapping": {text: "#/components/schemas/C", "b": "#/components/schemas/B"}}},
            },
        },
    })
}

/// The literals of a file, without those of documentation.
fn literals(tokens: TokenStream, found: &mut Vec<String>) {
    let mut after_sign = false;
    for token in tokens {
        let sign = matches!(&token, TokenTree::Punct(it) if matches!(it.as_char(), '#' | '!'));
        match token {
            TokenTree::Group(group) => {
                let attribute = after_sign && group.delimiter() == Delimiter::Bracket;
                let first = group.stream().into_iter().next();
                let is_doc = first.is_some_and(|it| it.to_string() == "doc");
                if !(attribute && is_doc) {
                    literals(group.stream(), found);
                }
            }
            TokenTree::Literal(literal) => found.push(literal.to_string()),
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
        after_sign = sign;
    }
}

#[test]
fn literals_of_the_output_hold_no_character_that_acts_or_hides() {
    let text = description(HOSTILE).to_string();
    let config = oasmith::Config {
        explorer: true,
        ..oasmith::Config::default()
    };
    let generated = oasmith::generate_text(Path::new("api.json"), text, &config);
    let generated = generated.expect("it is a description");
    let mut escaped = 0;
    for file in &generated.files {
        if !file.path.ends_with(".rs") {
            assert!(file.content.chars().all(|it| it == '\n' || is_harmless(it)));
            continue;
        }
        let tokens: TokenStream = file.content.parse().expect("it is Rust");
        let mut found = Vec::new();
        literals(tokens, &mut found);
        for literal in &found {
            let line = literal.replace('\n', "");
            assert!(line.chars().all(is_harmless), "{}: {literal:?}", file.path);
        }
        escaped += found.iter().filter(|it| it.contains("\\u{202e}")).count();
    }
    assert!(escaped >= 20, "the text stands in {escaped} literals only");
}
