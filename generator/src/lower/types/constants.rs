//! Values that the description states, as constants of types.

use crate::lower::limits::MAX_DEFAULT_LENGTH;
use crate::model::{Api, Base, Constant, Scalar, Shape, Ty};
use crate::source::Node;

/// A value of the description, before its type is known: a string, a boolean or a number.
pub fn read(node: &Node) -> Option<Constant> {
    match node {
        Node::String(text) => {
            let is_short = text.len() <= MAX_DEFAULT_LENGTH;
            is_short.then(|| Constant::Text(text.to_string()))
        }
        Node::Bool(value) => Some(Constant::Boolean(*value)),
        Node::Number(number) => match number.as_i64() {
            Some(value) => Some(Constant::Integer(value)),
            None => number.as_f64().map(Constant::Float),
        },
        Node::Null | Node::Array(_) | Node::Object(_) => None,
    }
}

/// The value as one of a type, if that has a constant for it. The definitions of the types are known.
pub fn of(api: &Api, ty: &Ty, value: Constant) -> Option<Constant> {
    match (api.plain(ty), value) {
        (Ty::Scalar(Scalar::Text), value @ Constant::Text(_)) => Some(value),
        (Ty::Scalar(Scalar::Boolean), value @ Constant::Boolean(_)) => Some(value),
        (Ty::Scalar(scalar @ (Scalar::F32 | Scalar::F64)), Constant::Float(value)) => {
            float(value, *scalar)
        }
        (Ty::Scalar(scalar @ (Scalar::F32 | Scalar::F64)), Constant::Integer(value)) => {
            // What has more bits than a float of 64 is too long for `float` as well.
            float(value as f64, *scalar)
        }
        (Ty::Scalar(scalar), Constant::Integer(value)) => {
            let (low, high) = scalar.range()?;
            let is_held = (low..=high).contains(&i128::from(value));
            is_held.then_some(Constant::Integer(value))
        }
        (Ty::Named(id), value) => {
            let Shape::Enum(listed) = &api.ty(*id).shape else {
                return None;
            };
            let wire = match (listed.base, value) {
                (Base::Text, Constant::Text(text)) => text,
                (Base::Integer, Constant::Integer(value)) => value.to_string(),
                _ => return None,
            };
            let mut variants = listed.variants.iter();
            let variant = variants.find(|variant| variant.wire == wire)?;
            Some(Constant::Variant(variant.name.clone()))
        }
        _ => None,
    }
}

/// Whether a type is an enumeration of one value.
pub fn is_one_value(api: &Api, ty: &Ty) -> bool {
    match api.plain(ty) {
        Ty::Named(id) => match &api.ty(*id).shape {
            Shape::Enum(listed) => listed.variants.len() == 1,
            _ => false,
        },
        _ => false,
    }
}

/// A number with the digits that tell it from others of its type, if it has few.
fn float(value: f64, scalar: Scalar) -> Option<Constant> {
    let value = match scalar {
        Scalar::F32 => (value as f32).to_string().parse().ok()?,
        _ => value,
    };
    let is_short = value == 0.0 || (1e-6..1e16).contains(&value.abs());
    is_short.then_some(Constant::Float(value))
}
