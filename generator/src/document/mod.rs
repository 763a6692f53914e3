//! [`Tree`] → [`Document`]: the description in one shape, with its places.
//!
//! Everything is read keyword by keyword. References outside schemas are followed here; those of
//! schemas become ids. Nothing is judged beyond the shape of the document itself.

mod http;
mod keywords;
mod name_override;
mod place;
mod read;
mod schema;
#[cfg(test)]
mod tests;
mod type_set;
mod version;

pub use http::{
    Body, MediaType, Operation, Parameter, ParameterLocation, ReadError, Response, Scheme,
    SchemeKind, Server,
};
pub use name_override::{NameOverride, OverrideOrigin};
pub use place::{At, Place, Places};
pub use read::read;
pub use schema::{Additional, Bound, Discriminator, Rare, Reference, Schema, SchemaId};
pub use type_set::TypeSet;

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
