//! Overlay documents → actions, applied in order.

use std::path::{Path, PathBuf};

use super::budget::Budget;
use super::change::{ActionError, Change, ErrorPlace, Target};
use super::jsonpath;
use crate::diagnostic::{Code, Diagnostic, Location, nearest};
use crate::source::{self, FileId, Node, Origin, Tree};

/// Applies overlays in order to the first file of a tree, and adds their files to the tree.
///
/// # Errors
///
/// An overlay cannot be read or applied, which is reported.
pub fn apply(
    tree: &mut Tree,
    overlays: &[PathBuf],
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), ()> {
    let mut budget = Budget::default();
    for path in overlays {
        let file = read(tree, path, diagnostics)?;
        apply_file(tree, file, &mut budget, diagnostics)?;
    }
    Ok(())
}

/// Applies an overlay that is a file of the tree.
pub(super) fn apply_file(
    tree: &mut Tree,
    file: FileId,
    budget: &mut Budget,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), ()> {
    let Some((description, others)) = tree.files.split_first_mut() else {
        return Ok(());
    };
    let Some(source) = (file.0 as usize)
        .checked_sub(1)
        .and_then(|index| others.get(index))
    else {
        return Ok(());
    };
    let mut overlay = Overlay { file, diagnostics };
    let actions = overlay.actions(&source.root)?;
    overlay.run(&actions, Target::new(description, budget))
}

/// Reads an overlay into the tree.
fn read(tree: &mut Tree, path: &Path, diagnostics: &mut Vec<Diagnostic>) -> Result<FileId, ()> {
    let id = FileId(tree.files.len() as u32);
    match source::read(path) {
        Ok(read) => {
            let file = read.files.into_iter().next();
            for pointer in file.iter().flat_map(|file| &file.duplicates) {
                let location = Location {
                    file: id,
                    pointer: pointer.clone(),
                    ..Location::default()
                };
                diagnostics.push(Diagnostic::duplicate_key(location));
            }
            tree.files.extend(file);
            Ok(id)
        }
        Err(found) => {
            diagnostics.extend(found.into_iter().map(|mut diagnostic| {
                if diagnostic.location.span.is_none() {
                    diagnostic.location = Location::outside();
                }
                diagnostic
            }));
            Err(())
        }
    }
}

/// An overlay, and where its diagnostics go.
struct Overlay<'a> {
    file: FileId,
    diagnostics: &'a mut Vec<Diagnostic>,
}

/// An action (Overlay 1.1 §4.4.3).
struct Action {
    /// Its JSON pointer in the overlay.
    pointer: String,
    target: String,
    change: Change,
}

impl Overlay<'_> {
    fn report(&mut self, code: Code, pointer: &str, message: impl Into<String>) -> &mut Diagnostic {
        let location = Location {
            file: self.file,
            pointer: pointer.to_owned(),
            span: None,
        };
        self.diagnostics
            .push(Diagnostic::new(code, location, message));
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }

    fn error(&mut self, pointer: &str, message: impl Into<String>) {
        self.report(Code::InvalidOverlay, pointer, message);
    }

    fn wrong_type(&mut self, pointer: &str, expected: &str, found: &Node) {
        let message = format!("expected {expected}, found {}", found.kind());
        self.error(pointer, message);
    }

    /// The actions of an overlay; `Err` after reporting every error in it.
    fn actions(&mut self, root: &Node) -> Result<Vec<Action>, ()> {
        let before = self.diagnostics.len();
        match root.get("overlay") {
            Some(Node::String(version))
                if version.starts_with("1.0") || version.starts_with("1.1") => {}
            Some(Node::String(version)) => {
                let message =
                    format!("unsupported Overlay version `{version}`: expected one of 1.0, 1.1");
                self.error("/overlay", message);
            }
            Some(other) => {
                let expected = "`overlay` to be a version such as `1.1.0`";
                self.wrong_type("/overlay", expected, other);
            }
            None => self.error("", "not an overlay: missing keyword `overlay`"),
        }
        self.known(
            root,
            "",
            "an overlay",
            &["overlay", "info", "extends", "actions"],
        );
        let mut actions = Vec::new();
        match root.get("actions") {
            Some(Node::Array(nodes)) => {
                for (index, node) in nodes.iter().enumerate() {
                    actions.extend(self.action(node, format!("/actions/{index}")));
                }
            }
            Some(other) => self.wrong_type("/actions", "`actions` to be an array", other),
            None => self.error("", "missing keyword `actions` in an overlay"),
        }
        let found = self.diagnostics.iter().skip(before);
        let is_invalid = found
            .clone()
            .any(|found| found.code == Code::InvalidOverlay);
        if is_invalid { Err(()) } else { Ok(actions) }
    }

    fn action(&mut self, node: &Node, pointer: String) -> Option<Action> {
        if !matches!(node, Node::Object(_)) {
            self.wrong_type(&pointer, "an action to be an object", node);
            return None;
        }
        let known = ["target", "description", "update", "copy", "remove"];
        self.known(node, &pointer, "an action", &known);
        let target = match node.get("target") {
            Some(Node::String(target)) => Some(target.to_string()),
            Some(other) => {
                let at = format!("{pointer}/target");
                self.wrong_type(&at, "`target` to be a JSONPath in a string", other);
                None
            }
            None => {
                self.error(&pointer, "missing keyword `target` in an action");
                None
            }
        };
        let change = match (node.get("remove"), node.get("update"), node.get("copy")) {
            (Some(Node::Bool(true)), _, _) => Some(Change::Remove),
            (Some(node), _, _) if !matches!(node, Node::Bool(_)) => {
                let at = format!("{pointer}/remove");
                self.wrong_type(&at, "`remove` to be a boolean", node);
                None
            }
            (_, Some(_), Some(_)) => {
                self.error(&pointer, "`update` and `copy` in one action");
                None
            }
            (_, Some(update), None) => Some(Change::Update(update.clone())),
            (_, None, Some(Node::String(source))) => Some(Change::Copy(source.to_string())),
            (_, None, Some(other)) => {
                let at = format!("{pointer}/copy");
                self.wrong_type(&at, "`copy` to be a JSONPath in a string", other);
                None
            }
            (_, None, None) => {
                self.error(
                    &pointer,
                    "expected one of `update`, `copy`, `remove: true` in an action, found none",
                );
                None
            }
        };
        Some(Action {
            pointer,
            target: target?,
            change: change?,
        })
    }

    /// Reports unknown keywords.
    fn known(&mut self, node: &Node, pointer: &str, what: &str, known: &[&str]) {
        let Node::Object(entries) = node else { return };
        for (key, _) in entries {
            if known.contains(&&**key) || key.starts_with("x-") {
                continue;
            }
            let mut at = pointer.to_owned();
            source::push_step(&mut at, key);
            let near = nearest(key, known.iter().copied());
            let near = near.map(|near| format!("did you mean `{near}`?"));
            let message = format!("unknown keyword `{key}` in {what}");
            self.report(Code::UnknownKeyword, &at, message).help = near;
        }
    }

    fn run(&mut self, actions: &[Action], mut target: Target<'_>) -> Result<(), ()> {
        for action in actions {
            if let Err(error) = self.act(action, &mut target) {
                let pointer = match error.at {
                    ErrorPlace::Target => format!("{}/target", action.pointer),
                    ErrorPlace::Copy => format!("{}/copy", action.pointer),
                    ErrorPlace::Node(pointer) => pointer,
                };
                self.error(&pointer, error.message);
                return Err(());
            }
        }
        Ok(())
    }

    fn act(&mut self, action: &Action, target: &mut Target<'_>) -> Result<(), ActionError> {
        let select = |target: &mut Target<'_>, query: &str, at| {
            let selected = jsonpath::select(query, target.root, target.budget);
            selected.map_err(|message| ActionError::new(at, message))
        };
        let selected = select(target, &action.target, ErrorPlace::Target)?;
        if selected.is_empty() {
            let message = format!("`{}` selects no nodes", action.target);
            let at = format!("{}/target", action.pointer);
            self.report(Code::UnmatchedTarget, &at, message);
            return Ok(());
        }
        let origin = |step: &str, whole| Origin {
            file: self.file,
            pointer: format!("{}{step}", action.pointer),
            whole,
        };
        match &action.change {
            Change::Remove => target.remove(selected),
            Change::Update(update) => target.update(&selected, update, &origin("/update", false)),
            Change::Copy(source) => {
                let from = select(target, source, ErrorPlace::Copy)?;
                let [from] = &from[..] else {
                    let message = format!(
                        "`copy` must select exactly one node, found {}: `{source}`",
                        from.len()
                    );
                    return Err(ActionError::new(ErrorPlace::Copy, message));
                };
                let node = target.copy(from)?;
                target.update(&selected, &node, &origin("/copy", true))
            }
        }
    }
}
