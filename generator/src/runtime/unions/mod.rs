//! Unions: `oneOf`, `anyOf`, and several JSON types.

mod check;
mod discriminator;
mod fit;
mod instance;
mod read;
mod tables;
mod union;

pub use check::check;
pub use instance::Cursor;
pub use read::read_union;
pub use union::{JsonType, OneOf, Others, Union, Variant, Variants, keeps, lacks};

#[allow(unused_imports)]
pub(crate) use tables::{checked, discriminated_union, exclusive_unions, unconstrained_unions};
#[allow(unused_imports)]
pub(crate) use tables::{undiscriminated_union, union_variants, unions};
