//! [`Tree`] → [`Tree`]: the edits of a caller, applied after overlays and before the description is
//! read.
//!
//! An edit sees a value that is made from a node. Only the difference that it makes is applied to the
//! node, so that whatever the value cannot hold stays: unknown keywords, siblings of a reference, the
//! text of numbers.

mod change;
mod difference;

use std::path::Path;
use std::rc::Rc;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, FileId, Location};
use crate::edit::change::{apply, value_of};
use crate::edit::difference::{Change, Step, difference};
use crate::source::{File, Node, Tree, parse, push_step};

/// An edit of a description.
#[derive(Clone)]
pub enum Edit {
    /// Of the whole.
    Value(Rc<dyn Fn(&mut Value)>),
    /// Of the whole, each operation or each component schema as typed values of OpenAPI 3.0.
    #[cfg(feature = "openapiv3")]
    Document(Rc<dyn Fn(&mut openapiv3::OpenAPI)>),
    #[cfg(feature = "openapiv3")]
    Operations(Rc<EditOperation>),
    #[cfg(feature = "openapiv3")]
    Schemas(Rc<EditSchema>),
}

#[cfg(feature = "openapiv3")]
type EditOperation = dyn Fn(&str, &str, &mut openapiv3::Operation);
#[cfg(feature = "openapiv3")]
type EditSchema = dyn Fn(&str, &mut openapiv3::Schema);

/// The name of the file that diagnostics show for values that an edit set.
const FILE: &str = "<set by an edit>";

/// Applies edits in their order.
pub fn apply_all(tree: &mut Tree, edits: &[Edit], diagnostics: &mut Vec<Diagnostic>) {
    for edit in edits {
        let Some(file) = tree.files.first() else {
            return;
        };
        let mut changes = Changes::default();
        changes.collect(&file.root, edit);
        changes.apply(tree, diagnostics);
    }
}

/// The changes of an edit.
#[derive(Default)]
struct Changes {
    changes: Vec<Change>,
    /// The values that they set, which are the items of a file of their own.
    values: Vec<Value>,
    diagnostics: Vec<Diagnostic>,
}

impl Changes {
    fn collect(&mut self, root: &Node, edit: &Edit) {
        match edit {
            Edit::Value(edit) => {
                let before = value_of(root);
                let mut after = before.clone();
                edit(&mut after);
                self.add(Vec::new(), &before, &after);
            }
            #[cfg(feature = "openapiv3")]
            Edit::Document(edit) => {
                self.typed(Vec::new(), root, &**edit);
            }
            #[cfg(feature = "openapiv3")]
            Edit::Operations(edit) => {
                for (path, item) in entries(root.get("paths")) {
                    for (method, operation) in entries(Some(item)) {
                        if METHODS.contains(&method) {
                            let at = ["paths", path, method].map(Step::key);
                            let edit = |operation: &mut _| edit(path, method, operation);
                            self.typed(at.into(), operation, &edit);
                        }
                    }
                }
            }
            #[cfg(feature = "openapiv3")]
            Edit::Schemas(edit) => {
                let components = root.get("components").and_then(|it| it.get("schemas"));
                for (name, schema) in entries(components) {
                    if schema.get("$ref").is_none() {
                        let at = ["components", "schemas", name].map(Step::key);
                        let edit = |schema: &mut _| edit(name, schema);
                        self.typed(at.into(), schema, &edit);
                    }
                }
            }
        }
    }

    /// Edits a node as a typed value, and reports one that has no such value.
    #[cfg(feature = "openapiv3")]
    fn typed<T: serde::Serialize + serde::de::DeserializeOwned>(
        &mut self,
        at: Vec<Step>,
        node: &Node,
        edit: &dyn Fn(&mut T),
    ) {
        let edited = serde_json::from_value::<T>(value_of(node)).and_then(|mut typed| {
            let before = serde_json::to_value(&typed)?;
            edit(&mut typed);
            Ok((before, serde_json::to_value(&typed)?))
        });
        match edited {
            Ok((before, after)) => self.add(at, &before, &after),
            Err(error) => {
                let location = Location {
                    pointer: pointer(&at),
                    ..Location::default()
                };
                let message = format!("not edited, since OpenAPI 3.0 cannot hold it: {error}");
                self.diagnostics.push(
                    Diagnostic::new(Code::InvalidEdit, location, message)
                        .help("edit the description as a `serde_json::Value`"),
                );
            }
        }
    }

    fn add(&mut self, at: Vec<Step>, before: &Value, after: &Value) {
        difference(at, before, after, &mut self.changes, &mut self.values);
    }

    fn apply(self, tree: &mut Tree, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.extend(self.diagnostics);
        if self.changes.is_empty() {
            return;
        }
        let text = serde_json::to_string_pretty(&self.values).unwrap_or_default();
        let read = match parse(Path::new(FILE), text) {
            Ok(read) => read,
            Err(found) => {
                let message = found.first().map_or("", |found| &found.message);
                let message = format!("the edit is not applied: {message}");
                let location = Location::default();
                diagnostics.push(Diagnostic::new(Code::InvalidEdit, location, message));
                return;
            }
        };
        let Some(source) = read.files.into_iter().next() else {
            return;
        };
        let id = FileId(tree.files.len() as u32);
        if let Some(file) = tree.files.first_mut() {
            apply_changes(file, &self.changes, &source, id);
        }
        tree.files.push(source);
    }
}

fn apply_changes(file: &mut File, changes: &[Change], source: &File, id: FileId) {
    let Node::Array(values) = &source.root else {
        return;
    };
    for change in changes {
        apply(file, change, values, id);
    }
}

#[cfg(feature = "openapiv3")]
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

#[cfg(feature = "openapiv3")]
fn entries(node: Option<&Node>) -> Vec<(&str, &Node)> {
    match node {
        Some(Node::Object(entries)) => {
            let entries = entries.iter();
            entries.map(|(key, node)| (&**key, node)).collect()
        }
        _ => Vec::new(),
    }
}

/// Steps as a JSON pointer.
fn pointer(steps: &[Step]) -> String {
    let mut pointer = String::new();
    for step in steps {
        match step {
            Step::Key(key) => push_step(&mut pointer, key),
            Step::Index(index) => push_step(&mut pointer, &index.to_string()),
        }
    }
    pointer
}
