//! Unions: `oneOf`, `anyOf`, and several JSON types.

mod check;
mod discriminator;
mod entries;
mod fit;
mod instance;
mod nodes;
mod probe;
mod read;
mod refusal;
mod tables;
mod union;

pub use check::check;
pub use instance::Cursor;
pub use read::read_union;
pub use union::{JsonType, OneOf, Others, Union, Variant, Variants, is_closed, keeps, rejects};

#[allow(unused_imports)]
pub(crate) use tables::{checked, discriminated_union, exclusive_unions, unconstrained_unions};
#[allow(unused_imports)]
pub(crate) use tables::{undiscriminated_union, union_variants, unions};
