//! [`Tree`] → one self-contained document, in the version of the description.
//!
//! Every reference leads to the same node as before: those of the first file stay where they are, and
//! what is in other files becomes components, or is written in the place of the reference where a
//! version has no such components. Nothing is read as [`document`](crate::document) reads it but
//! references: unknown keywords, extensions and examples are copied.

mod collect;
mod kind;
mod layout;
mod reference;
mod rewrite;
mod select;
pub mod write;

use std::path::PathBuf;

use crate::bundle::collect::{Collected, Walk};
use crate::bundle::layout::Layout;
use crate::bundle::reference::Texts;
use crate::bundle::rewrite::Rewrite;
pub use crate::bundle::select::Selected;
use crate::diagnostic::{Code, Diagnostic, FileId, Location, Severity};
use crate::document::{Version, declared_version, open, read};
use crate::source::{MAX_DEPTH, Node, Origin, Origins, Tree, measure};
use crate::{Config, Description, Report};

/// A description as one self-contained document.
#[derive(Debug)]
pub struct Bundled {
    name: PathBuf,
    root: Node,
    /// The diagnostics of the run.
    pub report: Report,
}

impl Bundled {
    /// The document as JSON, with the numbers as they are in the description.
    pub fn to_json(&self) -> String {
        write::to_json(&self.root)
    }

    /// The document as YAML.
    #[cfg(feature = "yaml")]
    pub fn to_yaml(&self) -> String {
        write::to_yaml(&self.root)
    }
}

/// The document, with the name of the description.
impl From<Bundled> for Description {
    fn from(bundled: Bundled) -> Self {
        let text = bundled.to_json();
        Self::text(bundled.name, text)
    }
}

impl From<&Bundled> for Description {
    fn from(bundled: &Bundled) -> Self {
        Self::text(bundled.name.clone(), bundled.to_json())
    }
}

impl Description {
    /// Joins the files of the description into one document of its own version, with overlays and edits
    /// applied.
    ///
    /// Without a selection of operations nothing is left out. With one, other operations are, and, if
    /// [`Config::prune`] says so, the components that nothing reaches then.
    ///
    /// ```
    /// use oasmith::{Config, Description};
    ///
    /// let text = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\nx-limit: 1.10\n";
    /// let bundled = Description::text("t.yaml", text).bundle(&Config::default());
    /// let json = bundled.expect("it is a description").to_json();
    /// assert!(json.contains("\"x-limit\": 1.10"));
    /// ```
    ///
    /// # Errors
    ///
    /// As for [`generate`](crate::generate). A reference that leads nowhere is a warning, and stays as
    /// it is.
    pub fn bundle(self, config: &Config) -> Result<Bundled, Report> {
        let name = self.name().to_owned();
        let (tree, mut diagnostics) = crate::load(self, config)?;
        let (root, found) = match select_and_bundle(&tree, config) {
            Ok((root, _, found)) => (Some(root), found),
            Err(found) => (None, found),
        };
        diagnostics.extend(found);
        let report = Report::new(diagnostics, Some(tree), config);
        match root {
            Some(root) if report.count(Severity::Error) == 0 => Ok(Bundled { name, root, report }),
            _ => Err(report),
        }
    }
}

/// The bundle of what the configuration selects of a tree, as [`bundle`] makes it.
pub fn select_and_bundle(
    tree: &Tree,
    config: &Config,
) -> Result<(Node, Origins, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (mut document, _) = read(tree)?;
    let (selected, _, unmatched) = Selected::select(&mut document, config);
    let (root, origins, diagnostics) = bundle(tree, &selected)?;
    Ok((
        root,
        origins,
        unmatched.into_iter().chain(diagnostics).collect(),
    ))
}

/// The root of the bundle of a tree, and the origins of the nodes that other files or other places
/// have.
pub fn bundle(
    tree: &Tree,
    selected: &Selected,
) -> Result<(Node, Origins, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let (mut reader, root) = open(tree)?;
    let version = reader.version;
    let walk = Walk {
        reader: &mut reader,
        selected,
        collected: Default::default(),
    };
    let collected = walk.run(root);
    let layout = Layout::new(tree, version, selected, &collected);
    let others = tree.files.iter().skip(1);
    let mut others = others.map(|file| file.has_ids || file.text.contains("nchor"));
    let texts = Texts {
        reader: &mut reader,
        layout: &layout,
        others_have_anchors: others.any(|it| it),
    };
    let mut rewrite = Rewrite::new(selected, &collected, &layout, texts);
    let bundled = rewrite.run(root.node);
    let files = collected.targets.iter().map(|target| target.file);
    diagnostics.extend(other_versions(tree, version, files));
    if measure(&bundled).1 > MAX_DEPTH {
        let message = format!("the bundle would be nested more than {MAX_DEPTH} levels deep");
        diagnostics.push(Diagnostic::new(Code::Syntax, Location::default(), message));
    }
    diagnostics.extend(reader.into_diagnostics());
    Ok((bundled, origins(&collected, &layout), diagnostics))
}

/// The origins of the targets of references that stand elsewhere in the bundle.
fn origins(collected: &Collected<'_>, layout: &Layout<'_, '_>) -> Origins {
    let targets = collected.targets.iter().filter_map(|target| {
        let pointer = layout.pointer(target.file, &target.pointer)?;
        Some((pointer, target))
    });
    let mut targets: Vec<_> = targets.collect();
    // One that is inside another one comes later.
    targets.sort_by_key(|(pointer, _)| pointer.len());
    let mut origins = Origins::default();
    for (pointer, target) in targets {
        let origin = Origin {
            file: target.file,
            pointer: target.pointer.clone(),
            whole: false,
        };
        origins.set(&pointer, origin);
    }
    origins
}

/// Reports the files of other versions, whose schemas are read as those of the description from now on.
fn other_versions(
    tree: &Tree,
    version: Version,
    files: impl Iterator<Item = FileId>,
) -> Vec<Diagnostic> {
    let mut files: Vec<FileId> = files.collect();
    files.sort_unstable();
    files.dedup();
    let others = files.into_iter().filter_map(|id| {
        let file = tree.files.get(id.0 as usize)?;
        let declared = declared_version(&file.root)?;
        let keyword = ["openapi", "swagger"]
            .into_iter()
            .find(|keyword| file.root.get(keyword).is_some())?;
        let location = Location {
            file: id,
            pointer: format!("/{keyword}"),
            span: None,
        };
        let message = "a file of another OpenAPI version: what is bundled from it is read in that of the description";
        (declared != version).then(|| Diagnostic::new(Code::OtherVersion, location, message))
    });
    others.collect()
}
