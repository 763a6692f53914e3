//! [`Tree`] → [`Document`], keyword by keyword.

mod description;
mod index;
mod message;
mod paths;
mod reader;
mod reference;
mod schema;
mod security;
mod swagger;
mod version;

#[cfg(feature = "openapiv3")]
pub use paths::METHODS;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::document::part::{Found, Part};
use crate::document::version::Version;
use crate::source::{FileId, Tree};
use reader::Reader;

/// Reads the document of a tree, and reports what is wrong with it.
///
/// # Errors
///
/// It is not an OpenAPI description.
pub fn read(tree: &Tree) -> Result<(Document<'_>, Vec<Found>), Vec<Diagnostic>> {
    let mut reader = Reader::new(tree);
    reader.report_duplicate_keys(FileId::default());
    let Some(root) = reader.root(FileId::default()) else {
        return Err(reader.into_diagnostics());
    };
    let Some(version) = version::read(&mut reader, root) else {
        return Err(reader.into_diagnostics());
    };
    reader.set_version(version);
    let mut document = match version {
        Version::V2_0 => swagger::read(&mut reader, root),
        Version::V3_0 | Version::V3_1 | Version::V3_2 => description::read(&mut reader, root),
    };
    schema::read_all(&mut reader);
    reader.part = Part::Description;
    reader.report_other_versions();
    document
        .components
        .extend(reader.named_targets(&document.components));
    let document = Document {
        schemas: reader.schemas,
        examples: reader.examples,
        places: reader.places,
        ..document
    };
    Ok((document, reader.found))
}
