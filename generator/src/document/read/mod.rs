//! [`Tree`] → [`Document`], keyword by keyword.

mod description;
mod dynamic;
mod extensions;
mod index;
mod message;
mod paths;
mod reader;
mod reference;
mod schema;
mod security;
mod swagger;
mod version;

pub use paths::METHODS;
pub use reader::Reader;

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::part::{Found, Part};
use crate::document::place::At;
use crate::document::version::Version;
use crate::source::{FileId, Node, Tree};

/// Reads the document of a tree, and reports what is wrong with it.
///
/// # Errors
///
/// It is not an OpenAPI description.
pub fn read(tree: &Tree) -> Result<(Document<'_>, Vec<Found>), Vec<Diagnostic>> {
    let (mut reader, root) = open(tree)?;
    let mut document = match reader.version {
        Version::V2_0 => swagger::read(&mut reader, root),
        Version::V3_0 | Version::V3_1 | Version::V3_2 => description::read(&mut reader, root),
    };
    schema::read_all(&mut reader);
    let copies = reader.resolve_dynamic();
    reader.part = Part::Description;
    reader.report_other_versions();
    document
        .components
        .extend(reader.named_targets(&document.components));
    let names: HashMap<_, _> = document
        .components
        .iter()
        .map(|(name, id)| (*id, *name))
        .collect();
    let named = copies.iter();
    let named = named.filter_map(|(copy, original)| Some((*names.get(original)?, *copy)));
    document.components.extend(named);
    let document = Document {
        schemas: reader.schemas,
        examples: reader.examples,
        places: reader.places,
        originals: copies.into_iter().collect(),
        ..document
    };
    Ok((document, reader.found))
}

/// A reader of a tree that has read its version only, and the root of the description.
///
/// # Errors
///
/// It is not an OpenAPI description.
pub fn open(tree: &Tree) -> Result<(Reader<'_>, At<'_>), Vec<Diagnostic>> {
    let mut reader = Reader::new(tree);
    reader.report_duplicate_keys(FileId::default());
    let Some(root) = reader.root(FileId::default()) else {
        return Err(reader.into_diagnostics());
    };
    let Some(version) = version::read(&mut reader, root) else {
        return Err(reader.into_diagnostics());
    };
    reader.set_version(version);
    Ok((reader, root))
}

/// The version that a file of the description declares, if any.
pub fn declared_version(root: &Node) -> Option<Version> {
    version::of_part(root)
}
