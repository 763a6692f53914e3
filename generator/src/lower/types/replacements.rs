//! The types that the configuration replaces.

use crate::Config;
use crate::config::RustType;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::shape::SchemaShape;
use crate::model::{Scalar, Ty};

/// The replacement for a component or a format, if there is one.
pub fn of(
    classifier: &mut Classifier<'_>,
    intersection: IntersectionId,
    config: &Config,
) -> Option<Ty> {
    if config.replace.is_empty() {
        return None;
    }
    let component = match classifier.key(intersection).schemas[..] {
        [only] => classifier.names.get(&only).copied(),
        _ => None,
    };
    let is_single = matches!(
        *classifier.shape(intersection),
        SchemaShape::Text | SchemaShape::Integer | SchemaShape::Number
    );
    let named = classifier.merged(intersection).named_format;
    let format = named.filter(|_| is_single);
    let replaces = |word: &str| match word.strip_prefix("format:") {
        Some(name) => format == Some(name),
        None => component == Some(word),
    };
    let found = config.replace.iter().find(|(word, _)| replaces(word));
    found.map(|(_, ty)| replacement(ty))
}

/// A replacement; a type that the output knows is that one.
fn replacement(ty: &RustType) -> Ty {
    let known = match ty.as_str().trim_start_matches("::") {
        "bool" => Scalar::Boolean,
        "i8" => Scalar::I8,
        "i16" => Scalar::I16,
        "i32" => Scalar::I32,
        "i64" => Scalar::I64,
        "i128" => Scalar::I128,
        "u8" => Scalar::U8,
        "u16" => Scalar::U16,
        "u32" => Scalar::U32,
        "u64" => Scalar::U64,
        "f32" => Scalar::F32,
        "f64" => Scalar::F64,
        "String" | "std::string::String" => Scalar::Text,
        "uuid::Uuid" => Scalar::Uuid,
        "std::net::Ipv4Addr" => Scalar::Ipv4,
        "std::net::Ipv6Addr" => Scalar::Ipv6,
        "serde_json::Value" => return Ty::Any,
        _ => return Ty::Foreign(ty.clone()),
    };
    Ty::Scalar(known)
}
