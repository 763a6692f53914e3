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

#[cfg(feature = "openapiv3")]
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

#[cfg(feature = "openapiv3")]
use crate::convert::tables::{DESCRIPTION, OPERATION, Object, SCHEMA};
#[cfg(feature = "openapiv3")]
use crate::convert::typed;
use crate::diagnostic::{Code, Diagnostic, FileId, Location};
#[cfg(feature = "openapiv3")]
use crate::document::METHODS;
use crate::edit::change::{Values, value_of};
use crate::edit::difference::{Change, difference};
#[cfg(feature = "openapiv3")]
use crate::source::push_step;
use crate::source::{MAX_DEPTH, Node, Tree, deeply, measure, parse};

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
        if let Some(file) = tree.files.first() {
            let mut edited = Edited {
                root: &file.root,
                change: Change::Keep,
                values: Vec::new(),
                diagnostics,
            };
            edited.run(edit);
            let Edited { change, values, .. } = edited;
            if let Err(message) = apply(tree, change, &values) {
                diagnostics.push(not_applied(&message));
            }
        }
    }
}

/// An edit in progress.
struct Edited<'a> {
    root: &'a Node,
    change: Change,
    /// The values that the change sets.
    values: Vec<Value>,
    #[cfg_attr(
        not(feature = "openapiv3"),
        allow(dead_code, reason = "only typed edits report")
    )]
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Edited<'_> {
    fn run(&mut self, edit: &Edit) {
        match edit {
            Edit::Value(edit) => {
                let before = value_of(self.root);
                let mut after = before.clone();
                edit(&mut after);
                self.add_value(&[], self.root, &before, after);
            }
            #[cfg(feature = "openapiv3")]
            Edit::Document(edit) => self.typed(&DESCRIPTION, &[], self.root, &**edit),
            #[cfg(feature = "openapiv3")]
            Edit::Operations(edit) => {
                for (path, item) in entries(self.root.get("paths")) {
                    for (method, operation) in entries(Some(item)) {
                        if METHODS.iter().any(|(keyword, _)| *keyword == method) {
                            let edit = |operation: &mut _| edit(path, method, operation);
                            let keys = ["paths", path, method];
                            self.typed(&OPERATION, &keys, operation, &edit);
                        }
                    }
                }
            }
            #[cfg(feature = "openapiv3")]
            Edit::Schemas(edit) => {
                let components = self.root.get("components");
                for (name, schema) in entries(components.and_then(|it| it.get("schemas"))) {
                    if schema.get("$ref").is_none() {
                        let edit = |schema: &mut _| edit(name, schema);
                        self.typed(&SCHEMA, &["components", "schemas", name], schema, &edit);
                    }
                }
            }
        }
    }

    /// Edits a node as a typed value, and reports one that has no such value. Each level of a typed
    /// value takes kilobytes of stack, but where the edit itself walks through it.
    #[cfg(feature = "openapiv3")]
    fn typed<T: Serialize + DeserializeOwned + Send + Sync>(
        &mut self,
        table: &'static Object,
        keys: &[&str],
        node: &Node,
        edit: &dyn Fn(&mut T),
    ) {
        let edited = typed::value_of::<T>(table, node).map(|mut typed| {
            let before = deeply(|| serde_json::to_value(&typed).ok());
            edit(&mut typed);
            let after = deeply(move || serde_json::to_value(&typed).ok());
            (before.flatten(), after.flatten())
        });
        match edited {
            Ok((Some(before), Some(after))) => self.add_value(keys, node, &before, after),
            Ok(_) => {
                let reason = "the typed value cannot be written as JSON";
                self.diagnostics.push(not_applied(reason));
            }
            Err(refused) => self.refused(keys, refused),
        }
    }

    /// Reports a part of a node that has no typed value.
    #[cfg(feature = "openapiv3")]
    fn refused(&mut self, keys: &[&str], refused: typed::Refused) {
        let mut location = Location::default();
        for key in keys {
            push_step(&mut location.pointer, key);
        }
        let mut part = location.clone();
        part.pointer.push_str(&refused.at);
        let error = refused.error;
        let message = format!("not edited, since OpenAPI 3.0 cannot hold it: {error}");
        let mut diagnostic = Diagnostic::new(Code::InvalidEdit, location, message);
        if !refused.at.is_empty() {
            let note = format!("this is not {} of OpenAPI 3.0", refused.name);
            diagnostic = diagnostic.related(part, note);
        }
        let help = "edit the description as a `serde_json::Value`";
        self.diagnostics.push(diagnostic.help(help));
    }

    /// Adds the change that makes `after` of a node, unless it nests too deeply.
    fn add_value(&mut self, keys: &[&str], node: &Node, before: &Value, after: Value) {
        if depth(&after) <= MAX_DEPTH {
            self.add(keys, node, before, &after);
        } else {
            self.diagnostics.push(not_applied(&too_deep()));
            // Freeing it takes stack for each level.
            deeply(move || drop(after));
        }
    }

    /// Adds the change of the node at the end of some keys.
    fn add(&mut self, keys: &[&str], node: &Node, before: &Value, after: &Value) {
        let change = difference(Some(node), before, after, &mut self.values);
        let change = change.inside(keys);
        match self.change {
            Change::Keep => self.change = change,
            _ => self.change.merge(change),
        }
    }
}

fn too_deep() -> String {
    format!("nested more than {MAX_DEPTH} levels deep")
}

fn not_applied(reason: &str) -> Diagnostic {
    let message = format!("the edit is not applied: {reason}");
    Diagnostic::new(Code::InvalidEdit, Location::default(), message)
}

/// How deeply a value nests, or one more than the limit if that is beyond it. An edit may return a value
/// that takes more than the stack to walk through, so this does not recurse.
fn depth(value: &Value) -> usize {
    let is_nested = |value: &&Value| matches!(value, Value::Array(_) | Value::Object(_));
    let mut level: Vec<&Value> = [value].into_iter().filter(is_nested).collect();
    let mut depth = 0;
    while !level.is_empty() && depth <= MAX_DEPTH {
        let mut next = Vec::new();
        for value in level {
            match value {
                Value::Array(items) => next.extend(items.iter().filter(is_nested)),
                Value::Object(entries) => next.extend(entries.values().filter(is_nested)),
                _ => {}
            }
        }
        level = next;
        depth += 1;
    }
    depth
}

/// Applies the change of an edit to the description, unless it nests too deeply. The values that it
/// sets are a file of their own.
fn apply(tree: &mut Tree, change: Change, values: &[Value]) -> Result<(), String> {
    if change == Change::Keep {
        return Ok(());
    }
    let text = serde_json::to_string_pretty(values).map_err(|error| error.to_string())?;
    let read = parse(Path::new(FILE), text).map_err(|found| {
        let first = found.into_iter().next();
        first.map_or_else(String::new, |found| found.message)
    })?;
    let id = FileId(tree.files.len() as u32);
    let (Some(file), Some(source)) = (tree.files.first_mut(), read.files.into_iter().next()) else {
        return Ok(());
    };
    let Node::Array(nodes) = &source.root else {
        return Ok(());
    };
    let (mut root, mut origins) = (file.root.clone(), file.origins.clone());
    let mut values = Values {
        values: nodes,
        file: id,
        origins: &mut origins,
    };
    values.apply(&mut root, change, "");
    if measure(&root).1 > MAX_DEPTH {
        return Err(too_deep());
    }
    (file.root, file.origins) = (root, origins);
    tree.files.push(source);
    Ok(())
}

#[cfg(feature = "openapiv3")]
fn entries(node: Option<&Node>) -> impl Iterator<Item = (&str, &Node)> {
    let entries = node.and_then(|node| match node {
        Node::Object(entries) => Some(entries),
        _ => None,
    });
    let entries = entries.into_iter().flatten();
    entries.map(|(key, node)| (&**key, node))
}
