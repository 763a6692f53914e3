//! The parts of a model that are data by their stable names.

use serde::{Serialize, Serializer};

use super::{Format, HttpShape};
use crate::config::{Dates, RustPath, RustType};
use crate::diagnostic::Code;

macro_rules! by_name {
    ($($type:ty: $name:ident,)*) => {
        $(
            impl Serialize for $type {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.$name())
                }
            }
        )*
    };
}

by_name! {
    Code: as_str,
    Dates: as_str,
    Format: name,
    HttpShape: as_str,
    RustPath: as_str,
    RustType: as_str,
}
