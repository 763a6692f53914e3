//! [`Tree`] → [`Document`]: the description in one shape, with its places.
//!
//! Everything is read keyword by keyword. References outside schemas are followed here; those of
//! schemas become ids. Nothing is judged beyond the shape of the document itself.

mod description;
mod http;
mod keywords;
mod reader;
mod schema;
mod type_set;

pub use http::{
    Location as ParameterLocation, MediaType, Operation, Parameter, Scheme, SchemeKind,
};
pub use reader::{At, Place, Places};
pub use schema::{Additional, Bound, Discriminator, Reference, Schema, SchemaId};
pub use type_set::TypeSet;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Tree};
use reader::Reader;

/// An OpenAPI description (OAS 3.0 §4.7.1).
#[derive(Debug)]
pub struct Document<'t> {
    pub title: &'t str,
    /// The URL of the first server.
    pub server: Option<&'t str>,
    pub schemes: Vec<Scheme<'t>>,
    /// The schemas of the components, by name.
    pub components: Vec<(&'t str, SchemaId)>,
    pub operations: Vec<Operation<'t>>,
    pub schemas: Vec<Schema<'t>>,
    pub places: Places<'t>,
}

impl<'t> Document<'t> {
    /// The schema with this id; ids come only from this document.
    pub fn schema(&self, id: SchemaId) -> &Schema<'t> {
        &self.schemas[id.0 as usize]
    }
}

/// Reads the document that a tree holds.
///
/// # Errors
///
/// It is not an OpenAPI description.
pub fn read(tree: &Tree) -> Result<(Document<'_>, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut reader = Reader::new(tree);
    let Some(root) = reader.root(FileId::default()) else {
        return Err(reader.diagnostics);
    };
    if !description::is_supported(&mut reader, root) {
        return Err(reader.diagnostics);
    }
    let document = description::read(&mut reader, root);
    schema::read_all(&mut reader);
    reader.report_foreign();
    let document = Document {
        schemas: reader.schemas,
        places: reader.places,
        ..document
    };
    Ok((document, reader.diagnostics))
}
