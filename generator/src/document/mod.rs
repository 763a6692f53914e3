//! [`Tree`] → [`Document`]: the description in one shape, with its places.
//!
//! Everything is read keyword by keyword. References outside schemas are followed here; those of
//! schemas become ids. Nothing is judged beyond the shape of the document itself.

mod address;
mod description;
#[cfg(test)]
mod extremes;
mod http;
mod index;
mod keywords;
mod message;
#[cfg(test)]
mod outline;
mod pin;
mod place;
mod read_schema;
mod reader;
mod reference;
mod schema;
mod swagger;
mod type_set;
mod version;

pub use http::{Fault, Operation, Scheme, SchemeKind, Server};
pub use message::{Body, Location as ParameterLocation, MediaType, Parameter, Response};
pub use pin::{PinOrigin, PinnedName};
pub use reader::{At, Place, Places};
pub use schema::{Additional, Bound, Discriminator, Rare, Reference, Schema, SchemaId};
pub use type_set::TypeSet;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Tree};
use reader::{Reader, Version};

/// An OpenAPI description (OAS 3.0 §4.7.1).
#[derive(Debug, Default)]
pub struct Document<'t> {
    pub title: &'t str,
    pub servers: Vec<Server<'t>>,
    /// In their order; operations may have others.
    #[allow(dead_code, reason = "for whoever sorts operations by them")]
    pub tags: Vec<Tag<'t>>,
    pub schemes: Vec<Scheme<'t>>,
    /// The schemas that have names: those of the components, and those that references lead to
    /// elsewhere.
    pub components: Vec<(&'t str, SchemaId)>,
    /// Those of them that become types although no operation uses them.
    pub kept: Vec<SchemaId>,
    pub operations: Vec<Operation<'t>>,
    /// The examples outside of schemas, each with the schema that it is of.
    pub examples: Vec<(At<'t>, SchemaId)>,
    /// What the server asks of others (OAS 3.1 §4.8.1); their paths are names.
    pub webhooks: Vec<Operation<'t>>,
    pub schemas: Vec<Schema<'t>>,
    pub places: Places<'t>,
}

/// A tag that is declared (OAS 3.0 §4.7.22).
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "for whoever sorts operations by them")]
pub struct Tag<'t> {
    pub name: &'t str,
    pub description: Option<&'t str>,
    /// The tag that it belongs to (OAS 3.2).
    pub parent: Option<&'t str>,
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
    reader.enter(FileId::default());
    let Some(root) = reader.root(FileId::default()) else {
        return Err(reader.diagnostics);
    };
    let Some(version) = version::read(&mut reader, root) else {
        return Err(reader.diagnostics);
    };
    reader.set_version(version);
    let mut document = match version {
        Version::V2_0 => swagger::read(&mut reader, root),
        Version::V3_0 | Version::V3_1 | Version::V3_2 => description::read(&mut reader, root),
    };
    read_schema::read_all(&mut reader);
    reader.report_foreign();
    document
        .components
        .extend(reader.named_elsewhere(&document.components));
    let document = Document {
        schemas: reader.schemas,
        examples: reader.examples,
        places: reader.places,
        ..document
    };
    Ok((document, reader.diagnostics))
}
