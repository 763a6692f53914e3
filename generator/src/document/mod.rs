//! [`Tree`](crate::source::Tree) → [`Document`]: the description, the same for every version of
//! OpenAPI, with the place of each node.
//!
//! Everything is read keyword by keyword. References outside schemas are resolved here; references
//! of schemas become ids. Only the structure is checked: types of keywords, required keywords,
//! targets of references.

use std::collections::HashMap;

mod decimal;
mod http;
mod keywords;
mod name_override;
mod part;
mod place;
mod read;
mod schema;
#[cfg(test)]
mod tests;
mod type_set;
mod version;

pub use decimal::Decimal;
pub use http::{
    Encoding, MediaType, Operation, Origin, Parameter, ParameterLocation, RequiredScheme, Response,
    Scheme, SchemeKind, Server,
};
pub use keywords::{Keyword, KeywordSet, Schema, restricting as restricting_keywords};
pub use name_override::{NameOverride, OverrideOrigin, StatedPagination};
pub use part::{Example, Part, Used, places};
pub use place::{At, Place, Places, Step};
pub use read::{METHODS, Reader, declared_version, open, read};
pub use schema::{Additional, Bound, Discriminator, Reference, SchemaId};
pub use type_set::TypeSet;
pub use version::Version;

/// An OpenAPI description (OAS 3.0 §4.7.1).
#[derive(Debug, Default)]
pub struct Document<'t> {
    pub title: &'t str,
    pub servers: Vec<Server<'t>>,
    /// The declared tags, in document order; operations may name others.
    #[allow(dead_code, reason = "for sorting operations")]
    pub tags: Vec<Tag<'t>>,
    /// The security schemes of the components.
    pub schemes: Vec<Scheme<'t>>,
    /// The named schemas: component schemas, and the named targets of references elsewhere.
    pub components: Vec<(&'t str, SchemaId)>,
    /// The components that become types even if no operation uses them.
    pub kept: Vec<SchemaId>,
    pub operations: Vec<Operation<'t>>,
    /// The examples outside of schemas.
    pub examples: Vec<Example<'t>>,
    /// The operations of webhooks (OAS 3.1 §4.8.1), then those of callbacks. A callback that several
    /// operations refer to is there for each of them.
    pub webhooks: Vec<Operation<'t>>,
    pub schemas: Vec<Schema<'t>>,
    /// The originals of the schemas that were copied to make dynamic references static.
    pub originals: HashMap<SchemaId, SchemaId>,
    pub places: Places<'t>,
}

/// A declared tag (OAS 3.0 §4.7.22).
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "for sorting operations")]
pub struct Tag<'t> {
    pub name: &'t str,
    pub description: Option<&'t str>,
    /// The name of the parent tag (OAS 3.2).
    pub parent: Option<&'t str>,
}

impl<'t> Document<'t> {
    /// The schema with an id of this document.
    pub fn schema(&self, id: SchemaId) -> &Schema<'t> {
        &self.schemas[id.0 as usize]
    }

    /// Removes each `enum` without values, which is a mistake and means that any value is allowed.
    pub fn ignore_empty_enums(&mut self) {
        for schema in &mut self.schemas {
            schema.enumeration.take_if(|values| values.is_empty());
        }
    }
}
