//! A description of OpenAPI 2.0 → one of OpenAPI 3.
//!
//! Bodies and forms are parameters there, and media types are listed beside them.

mod body;
mod operation;
mod parameter;
mod response;

use std::collections::HashSet;

use crate::convert::converter::{Converter, below, pointer_of};
use crate::convert::hooks::names;
use crate::convert::node::{Entry, as_text, find, get, is_extension, object, steps, text, text_of};
use crate::convert::tables::{EXTERNAL_DOCS, INFO, PATH_ITEM, TAG};
use crate::source::Node;

impl<'a> Converter<'a> {
    /// Converts the root.
    pub fn swagger(&mut self) -> Node {
        let root = self.root;
        self.rename_components();
        let mut made: Vec<Entry> = vec![("openapi".into(), text(self.target.version()))];
        let mut components: Vec<Entry> = Vec::new();
        for (key, value) in self.entries(root, "description", "") {
            let at = below("", key);
            match key {
                "swagger" | "openapi" => {}
                "info" => made.push((key.into(), self.object(&INFO, value, &at))),
                "externalDocs" => made.push((key.into(), self.object(&EXTERNAL_DOCS, value, &at))),
                "tags" => {
                    let items = self.items(value, key, &at).iter().enumerate();
                    let items =
                        items.map(|(index, tag)| self.object(&TAG, tag, &format!("{at}/{index}")));
                    made.push((key.into(), Node::Array(items.collect())));
                }
                // Applied to operations and components.
                "consumes" | "produces" => {}
                "host" | "basePath" | "schemes" => {
                    if get(&made, "servers").is_none()
                        && let Some(servers) = self.servers(root.get("schemes"), "/schemes")
                    {
                        made.push(("servers".into(), servers));
                    }
                }
                "paths" => made.push((key.into(), self.swagger_paths(value, &at))),
                "security" => made.push((key.into(), value.clone())),
                "definitions" => {
                    let schemas = self.definitions_2(value, &at);
                    components.push(("schemas".into(), schemas));
                }
                "parameters" => self.shared_parameters(&mut components, value, &at),
                "responses" => {
                    let responses = self.shared_responses(value, &at);
                    components.push((key.into(), responses));
                }
                "securityDefinitions" => {
                    let schemes = self.schemes(value, &at);
                    components.push(("securitySchemes".into(), schemes));
                }
                _ if is_extension(key) => made.push((key.into(), value.clone())),
                _ => self.unknown(&at, key, "a description of OpenAPI 2.0"),
            }
        }
        self.require_roots(&mut made);
        self.unused_fields();
        if !components.is_empty() {
            made.push(("components".into(), Node::Object(components)));
        }
        Node::Object(made)
    }

    /// Reports shared fields of forms that no operation has: OpenAPI 3 has no place for them.
    fn unused_fields(&mut self) {
        let Some(Node::Object(entries)) = self.root.get("parameters") else {
            return;
        };
        for (name, node) in entries {
            let at = below("/parameters", name);
            if text_of(node, "in") == Some("formData") && !self.inlined.contains(&at) {
                let written = "it is left out, since no operation has it";
                self.lost(&at, "component for a field of a form", written);
            }
        }
    }

    fn require_roots(&mut self, made: &mut Vec<Entry>) {
        for key in ["info", "paths"] {
            if get(made, key).is_none() {
                let what = format!("a description without `{key}`");
                self.lost("", &what, "an empty one is written");
                let empty = match key {
                    "info" => object([("title", text("")), ("version", text(""))]),
                    _ => object([]),
                };
                made.push((key.into(), empty));
            }
        }
    }

    /// Finds the names of components that OpenAPI 3 does not allow (OAS 3.0 §4.7.7.1).
    fn rename_components(&mut self) {
        for kind in [
            "definitions",
            "parameters",
            "responses",
            "securityDefinitions",
        ] {
            let Some(Node::Object(entries)) = self.root.get(kind) else {
                continue;
            };
            let mut taken: HashSet<String> =
                entries.iter().map(|(name, _)| name.to_string()).collect();
            for (name, _) in entries {
                let is_known = self.renamed.contains_key(&**name);
                if is_allowed(name) || is_known || kind == "securityDefinitions" {
                    continue;
                }
                let mut plain: String = name
                    .chars()
                    .map(|sign| if is_allowed_sign(sign) { sign } else { '_' })
                    .collect();
                while !taken.insert(plain.clone()) {
                    plain.push('_');
                }
                let place = below(&below("", kind), name);
                let written = format!("it becomes `{plain}`");
                self.lost(&place, "component of such a name", &written);
                self.renamed.insert(name.to_string(), plain);
            }
        }
    }

    fn definitions_2(&mut self, node: &Node, at: &str) -> Node {
        let entries = self.entries(node, "definitions", at).into_iter();
        let entries = entries.map(|(name, node)| {
            let schema = self.schema(node, &below(at, name));
            (self.component(name).into(), schema)
        });
        Node::Object(entries.collect())
    }

    /// A server for each scheme, of the host and the base path; without a host, the base path alone.
    fn servers(&mut self, schemes: Option<&Node>, at: &str) -> Option<Node> {
        let host = text_of(self.root, "host");
        let path = text_of(self.root, "basePath").unwrap_or_default();
        let server = |url: String| object([("url", text(url))]);
        let Some(host) = host else {
            return (!path.is_empty()).then(|| Node::Array(vec![server(path.to_owned())]));
        };
        let mut known = Vec::new();
        for scheme in names(schemes) {
            match scheme {
                "http" | "https" => known.push(scheme),
                _ => {
                    let what = format!("server of the scheme `{scheme}` for HTTP operations");
                    self.lost(at, &what, "it is left out");
                }
            }
        }
        if known.is_empty() {
            known.push("https");
        }
        let slash = if path.is_empty() || path.starts_with('/') {
            ""
        } else {
            "/"
        };
        let servers = known
            .iter()
            .map(|scheme| server(format!("{scheme}://{host}{slash}{path}")));
        Some(Node::Array(servers.collect()))
    }

    /// The node behind a reference of a parameter or a response, and its pointer.
    fn followed<'n>(&self, node: &'n Node, at: &str) -> (&'n Node, String)
    where
        'a: 'n,
    {
        let (mut node, mut at) = (node, at.to_owned());
        // As many as there may be without a cycle, in any real description.
        for _ in 0..32 {
            let pointer = text_of(node, "$ref").and_then(pointer_of);
            let target = pointer
                .as_ref()
                .and_then(|pointer| find(self.root, pointer));
            match (pointer, target) {
                (Some(pointer), Some(target)) => (node, at) = (target, pointer),
                _ => break,
            }
        }
        (node, at)
    }

    fn swagger_paths(&mut self, node: &'a Node, at: &str) -> Node {
        let mut made = Vec::new();
        for (path, item) in self.entries(node, "paths", at) {
            let at = below(at, path);
            let item = match (is_extension(path), text_of(item, "$ref")) {
                (true, _) => item.clone(),
                (false, Some(target)) if pointer_of(target).is_some() => {
                    let inlined =
                        self.inline(target, &below(&at, "$ref"), |converter, node, at| {
                            converter.swagger_path(node, at)
                        });
                    match (inlined, self.swagger_path(item, &at)) {
                        (Some(Node::Object(mut entries)), Node::Object(own)) => {
                            for (key, value) in own {
                                crate::convert::converter::set(&mut entries, &key, value);
                            }
                            Node::Object(entries)
                        }
                        (_, own) => own,
                    }
                }
                (false, Some(_)) => self.object(&PATH_ITEM, item, &at),
                (false, None) => self.swagger_path(item, &at),
            };
            made.push((path.into(), item));
        }
        Node::Object(made)
    }

    fn schemes(&mut self, node: &Node, at: &str) -> Node {
        let mut made = Vec::new();
        for (name, scheme) in self.entries(node, "securityDefinitions", at) {
            let scheme = self.scheme(scheme, &below(at, name));
            made.push((name.into(), scheme));
        }
        Node::Object(made)
    }

    fn scheme(&mut self, node: &Node, at: &str) -> Node {
        let mut made: Vec<Entry> = Vec::new();
        let kind = text_of(node, "type").unwrap_or_default();
        for (key, value) in self.entries(node, "security scheme", at) {
            match key {
                "type" if kind == "basic" => {
                    made.push((key.into(), text("http")));
                    made.push(("scheme".into(), text("basic")));
                }
                "type" | "description" | "name" | "in" => made.push((key.into(), value.clone())),
                "flow" if kind == "oauth2" => {
                    let flows = self.flows(node, value, &below(at, key));
                    made.push(("flows".into(), flows));
                }
                "authorizationUrl" | "tokenUrl" | "scopes" if kind == "oauth2" => {}
                _ if is_extension(key) => made.push((key.into(), value.clone())),
                _ => self.unknown(&below(at, key), key, "a security scheme"),
            }
        }
        Node::Object(made)
    }

    fn flows(&mut self, scheme: &Node, flow: &Node, at: &str) -> Node {
        let name = match as_text(flow).unwrap_or_default() {
            "application" => "clientCredentials",
            "accessCode" => "authorizationCode",
            other => other,
        };
        let urls: &[&str] = match name {
            "implicit" => &["authorizationUrl"],
            "password" | "clientCredentials" => &["tokenUrl"],
            "authorizationCode" => &["authorizationUrl", "tokenUrl"],
            _ => {
                let what = format!("flow `{name}`");
                self.lost(at, &what, "it is left out");
                return object([]);
            }
        };
        let mut made: Vec<Entry> = Vec::new();
        for key in ["authorizationUrl", "tokenUrl"] {
            match (scheme.get(key), urls.contains(&key)) {
                (Some(url), true) => made.push((key.into(), url.clone())),
                (Some(_), false) => {
                    let owner = at.rsplit_once('/').map_or("", |(owner, _)| owner);
                    self.unknown(&below(owner, key), key, &format!("the flow `{name}`"));
                }
                (None, _) => {}
            }
        }
        let scopes = match scheme.get("scopes") {
            Some(Node::Object(scopes)) => {
                let scopes = scopes.iter().cloned();
                let (extensions, scopes) = scopes.partition(|(name, _)| is_extension(name));
                made.extend::<Vec<Entry>>(extensions);
                Node::Object(scopes)
            }
            _ => object([]),
        };
        made.push(("scopes".into(), scopes));
        Node::Object(vec![(name.into(), Node::Object(made))])
    }
}

/// The last step of a reference to a component.
fn component_of(reference: &str, kind: &str) -> Option<String> {
    let pointer = pointer_of(reference)?;
    let steps: Vec<String> = steps(&pointer).collect();
    match &steps[..] {
        [first, name] if first == kind => Some(name.clone()),
        _ => None,
    }
}

fn is_allowed(name: &str) -> bool {
    !name.is_empty() && name.chars().all(is_allowed_sign)
}

fn is_allowed_sign(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_' | '-')
}
