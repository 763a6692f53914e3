//! Values ↔ JSON and text.

mod collections;
pub mod enums;
mod json;
mod objects;
pub mod patch;
mod scalars;
pub mod tree;
mod tree_writer;
pub mod tuples;
mod visitor;
mod wire;

pub use collections::{canonical, read_value};
pub use json::{
    Fault, FaultyPart, check_extent, from_json, from_json_text, to_json, to_value, uncollected,
};
pub use objects::{Fields, Object, Output, Slot};
pub use patch::{Patch, patch};
pub use scalars::{Scalar, ScalarType, scalar};
pub use wire::{AsDiscriminatorValue, Discriminator, DiscriminatorValue};
pub use wire::{
    HAND_OVER, Place, Properties, Step, Wire, at, boxed, is_quiet, pointer, property_of, quietly,
};

#[allow(unused_imports)]
pub(crate) use objects::object;
#[allow(unused_imports)]
pub(crate) use scalars::{from_number, is_number_token, keeps_digits};
#[allow(unused_imports)]
pub(crate) use wire::{boxes, cut, foreign, newtypes, serde_through_wire};
