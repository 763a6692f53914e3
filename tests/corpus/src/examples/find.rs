//! A traced run → every example of the description, with the type that has to take it.

use std::collections::BTreeSet;

use oasmith::Generated;
use oasmith::model::Direction;
use oasmith::source::{FileId, Node, Tree};

/// An example.
#[derive(Clone, Debug)]
pub struct Example<'t> {
    /// Its file.
    pub file: FileId,
    /// Where it stands in it.
    pub pointer: String,
    /// The schema that it is of.
    pub schema: String,
    /// Which way its values travel.
    pub direction: Direction,
    /// The type, as Rust.
    pub ty: String,
    /// The value.
    pub value: &'t Node,
}

/// All examples that a type of the output is for. An example is there once for each direction in
/// which its schema has a type of its own.
pub fn find<'t>(generated: &Generated, tree: &'t Tree) -> Vec<Example<'t>> {
    let mut examples = Vec::new();
    for typed in &generated.api.typed {
        let location = &typed.location;
        let Some(file) = tree.files.get(location.file.0 as usize) else {
            continue;
        };
        let ty = oasmith::spelling(&generated.api, &typed.ty);
        for (pointer, value) in of_schema(&file.root, &location.pointer) {
            examples.push(Example {
                file: location.file,
                pointer,
                schema: location.pointer.clone(),
                direction: typed.direction,
                ty: ty.clone(),
                value,
            });
        }
    }
    examples
}

/// How many examples stand anywhere, whatever they are of.
pub fn count(tree: &Tree) -> usize {
    let mut pointers = BTreeSet::new();
    for (number, file) in tree.files.iter().enumerate() {
        let mut open = vec![(&file.root, String::new(), false)];
        while let Some((node, pointer, names)) = open.pop() {
            if !names {
                for (pointer, _) in of_node(&file.root, node, &pointer) {
                    pointers.insert((number, pointer));
                }
            }
            open.extend(children(node, &pointer, names));
        }
    }
    pointers.len()
}

/// The nodes below one, but for values of examples; the flag says that the keys are names.
fn children<'t>(node: &'t Node, pointer: &str, names: bool) -> Vec<(&'t Node, String, bool)> {
    match node {
        Node::Array(items) => {
            let items = items.iter().enumerate();
            items
                .map(|(index, item)| (item, format!("{pointer}/{index}"), false))
                .collect()
        }
        Node::Object(entries) => {
            let is_value = |key: &str| {
                !names && ["example", "examples", "default", "enum", "const"].contains(&key)
            };
            let below = entries.iter().filter(|(key, _)| !is_value(key));
            below
                .map(|(key, value)| {
                    (
                        value,
                        format!("{pointer}/{}", step(key)),
                        !names && NAMES.contains(&&**key),
                    )
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The keywords whose keys are names that an author has chosen.
const NAMES: &[&str] = &[
    "properties",
    "patternProperties",
    "schemas",
    "definitions",
    "$defs",
    "dependentSchemas",
    "parameters",
    "responses",
    "headers",
    "requestBodies",
    "content",
    "paths",
];

/// The examples of a schema: its own, and those of the media type, parameter or header around it.
fn of_schema<'t>(root: &'t Node, pointer: &str) -> Vec<(String, &'t Node)> {
    let mut found = at(root, pointer).map_or(Vec::new(), |schema| of_node(root, schema, pointer));
    let Some(owner) = pointer.strip_suffix("/schema") else {
        return found;
    };
    // A property may be called `schema`, too.
    let above = owner.rsplit('/').next().unwrap_or_default();
    if ![
        "properties",
        "patternProperties",
        "schemas",
        "definitions",
        "$defs",
    ]
    .contains(&above)
    {
        found.extend(at(root, owner).map_or(Vec::new(), |node| of_node(root, node, owner)));
    }
    found
}

/// What `example` and `examples` of a node hold.
fn of_node<'t>(root: &'t Node, node: &'t Node, pointer: &str) -> Vec<(String, &'t Node)> {
    let is_30 = root
        .get("openapi")
        .is_some_and(|version| matches!(version, Node::String(text) if text.starts_with("3.0")));
    if is_30 && node.get("$ref").is_some() {
        // It stands beside a reference, where nothing counts.
        return Vec::new();
    }
    let mut found = Vec::new();
    if let Some(value) = node.get("example") {
        found.push((format!("{pointer}/example"), value));
    }
    match node.get("examples") {
        Some(Node::Array(values)) => {
            let values = values.iter().enumerate();
            found.extend(
                values.map(|(index, value)| (format!("{pointer}/examples/{index}"), value)),
            );
        }
        Some(Node::Object(entries)) => {
            for (name, entry) in entries {
                let here = format!("{pointer}/examples/{}", step(name));
                found.extend(of_entry(root, entry, here));
            }
        }
        _ => {}
    }
    found
}

/// The value of an entry of `examples`: an Example Object, a reference to one, or, in Swagger 2.0,
/// the value itself.
fn of_entry<'t>(root: &'t Node, entry: &'t Node, pointer: String) -> Option<(String, &'t Node)> {
    if root.get("swagger").is_some() {
        return Some((pointer, entry));
    }
    if let Some(Node::String(reference)) = entry.get("$ref") {
        let pointer = reference.strip_prefix('#')?;
        let value = at(root, pointer)?.get("value")?;
        return Some((format!("{pointer}/value"), value));
    }
    let key = ["value", "dataValue"]
        .into_iter()
        .find(|key| entry.get(key).is_some())?;
    Some((format!("{pointer}/{key}"), entry.get(key)?))
}

/// The node that a JSON pointer is of.
pub fn at<'t>(root: &'t Node, pointer: &str) -> Option<&'t Node> {
    pointer
        .split('/')
        .skip(1)
        .try_fold(root, |node, step| match node {
            Node::Array(items) => items.get(step.parse::<usize>().ok()?),
            other => other.get(&step.replace("~1", "/").replace("~0", "~")),
        })
}

fn step(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use oasmith::source::{self, Tree};

    use super::{count, of_schema};

    fn parse(text: &str) -> Tree {
        source::parse(Path::new("t.yaml"), text.to_owned()).unwrap_or_else(|_| panic!("{text}"))
    }

    #[test]
    fn examples_are_found_in_all_their_forms() {
        for (text, schema, expected) in [
            ("s: {example: 1}", "/s", &["/s/example"][..]),
            (
                "s: {examples: [1, 2]}",
                "/s",
                &["/s/examples/0", "/s/examples/1"],
            ),
            ("s: {properties: {example: {type: string}}}", "/s", &[]),
            (
                "m: {schema: {example: 1}, example: 2}",
                "/m/schema",
                &["/m/schema/example", "/m/example"],
            ),
            (
                "m: {schema: {}, examples: {a: {value: 1}, b: {summary: x}}}",
                "/m/schema",
                &["/m/examples/a/value"],
            ),
            (
                "m: {schema: {}, examples: {a: {$ref: '#/e'}}}\ne: {value: 1}",
                "/m/schema",
                &["/e/value"],
            ),
            (
                "swagger: '2.0'\nm: {schema: {}, examples: {a/b: {c: 1}}}",
                "/m/schema",
                &["/m/examples/a~1b"],
            ),
            (
                "s: {properties: {schema: {}, example: {}}}",
                "/s/properties/schema",
                &[],
            ),
            ("openapi: 3.0.3\ns: {$ref: '#/t', example: 1}", "/s", &[]),
            (
                "openapi: 3.1.0\ns: {$ref: '#/t', example: 1}",
                "/s",
                &["/s/example"],
            ),
        ] {
            let tree = parse(text);
            let found = of_schema(&tree.files[0].root, schema);
            let found: Vec<_> = found.iter().map(|(pointer, _)| &**pointer).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn names_are_no_examples() {
        let text = "schemas: {example: {type: string, example: a}, b: {properties: {examples: {example: {example: 1}}}}}";
        assert_eq!(count(&parse(text)), 2);
    }
}
