//! Text encodings: which schemas can be a parameter or a body as text, and whether their types can.

use std::collections::HashMap;

use crate::document::SchemaId;
use crate::lower::limits::MAX_TEXT_DEPTH;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::shape::{EnumBase, SchemaShape, Use};
use crate::model::{
    Api, BodyEncoding, Parameter, ParameterShape, Part, PartEncoding, Scalar, Shape, Ty,
};
use crate::source::Node;

/// The kind of text that the values of a schema have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TextKind {
    /// The schema has no assertion.
    Unconstrained,
    /// A scalar.
    Value,
    /// An array.
    List,
    /// An object.
    Object,
    /// A scalar or an array; or an array whose items have types of their own.
    Either,
    /// An object or something else.
    Mixed,
}

impl TextKind {
    fn union(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unconstrained, other) | (other, Self::Unconstrained) => other,
            (left, right) if left == right => left,
            (Self::Value | Self::List | Self::Either, Self::Value | Self::List | Self::Either) => {
                Self::Either
            }
            _ => Self::Mixed,
        }
    }
}

/// What the items or properties of a value are.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Nesting {
    /// Scalars.
    None,
    /// Scalars and arrays of scalars, as the properties of an object.
    Lists,
    /// Scalars, as properties whose names match patterns.
    Patterns,
    /// Anything else.
    Deep,
}

/// What the values of a schema are, for the style of a parameter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TextShape {
    pub kind: TextKind,
    pub nesting: Nesting,
}

impl TextShape {
    /// That of the schema without an assertion.
    pub const UNCONSTRAINED: Self = Self::flat(TextKind::Unconstrained);

    const fn flat(kind: TextKind) -> Self {
        let nesting = Nesting::None;
        Self { kind, nesting }
    }

    fn union(self, other: Self) -> Self {
        Self {
            kind: self.kind.union(other.kind),
            nesting: self.nesting.max(other.nesting),
        }
    }

    /// What a value with such an item nests.
    fn as_item(self) -> Nesting {
        match self.kind {
            TextKind::Value => Nesting::None,
            // A schema inside of itself.
            TextKind::Unconstrained => self.nesting,
            _ => Nesting::Deep,
        }
    }

    /// What an object with such a property nests.
    fn as_property(self) -> Nesting {
        match (self.kind, self.nesting) {
            (TextKind::List | TextKind::Either, Nesting::None) => Nesting::Lists,
            _ => self.as_item(),
        }
    }
}

/// The kind of text that the values of a schema have. `null` has none, and is disregarded.
pub fn text_kind(classifier: &mut Classifier<'_>, id: SchemaId) -> TextKind {
    text_shape(classifier, id).kind
}

/// What the values of a schema are. `null` is disregarded.
pub fn text_shape(classifier: &mut Classifier<'_>, id: SchemaId) -> TextShape {
    let used = classifier.used(id);
    text_shape_of(classifier, used)
}

/// What the values of a use are. `null` is disregarded.
pub fn text_shape_of(classifier: &mut Classifier<'_>, used: Use) -> TextShape {
    shape_below(classifier, used, &mut HashMap::new(), 0)
}

/// The shapes of the intersections so far. One that is not known yet is around the one at hand.
type Known = HashMap<IntersectionId, TextShape>;

fn shape_below(
    classifier: &mut Classifier<'_>,
    used: Use,
    known: &mut Known,
    depth: usize,
) -> TextShape {
    let intersection = classifier.resolve(used).intersection;
    if let Some(known) = known.get(&intersection) {
        return *known;
    }
    if depth > MAX_TEXT_DEPTH {
        return TextShape {
            kind: TextKind::Mixed,
            nesting: Nesting::Deep,
        };
    }
    // Inside of itself, a schema nests.
    let inside = TextShape {
        kind: TextKind::Unconstrained,
        nesting: Nesting::Deep,
    };
    known.insert(intersection, inside);
    let shape = classifier.shape(intersection);
    let children = shape.children();
    let children: Vec<_> = children
        .into_iter()
        .map(|child| shape_below(classifier, child, known, depth + 1))
        .collect();
    let found = shape_of(&shape, &children);
    known.insert(intersection, found);
    found
}

/// What values are, from what their items, properties or variants are.
fn shape_of(shape: &SchemaShape<'_>, children: &[TextShape]) -> TextShape {
    let items = children.iter().map(|child| child.as_item()).max();
    let properties = children.iter().map(|child| child.as_property()).max();
    let of = |kind, nesting: Option<Nesting>| TextShape {
        kind,
        nesting: nesting.unwrap_or(Nesting::None),
    };
    match shape {
        SchemaShape::Any | SchemaShape::Null | SchemaShape::Same(_) => TextShape::UNCONSTRAINED,
        SchemaShape::Boolean | SchemaShape::Integer | SchemaShape::Number | SchemaShape::Text => {
            TextShape::flat(TextKind::Value)
        }
        SchemaShape::Enum(_, EnumBase::Text | EnumBase::OpenText | EnumBase::Integer) => {
            TextShape::flat(TextKind::Value)
        }
        SchemaShape::Enum(values, EnumBase::Any) => {
            let kinds = values.iter().map(|value| match value.at.node {
                Node::Null => TextKind::Unconstrained,
                Node::Bool(_) | Node::Number(_) | Node::String(_) => TextKind::Value,
                Node::Array(_) | Node::Object(_) => TextKind::Mixed,
            });
            TextShape::flat(kinds.fold(TextKind::Unconstrained, TextKind::union))
        }
        SchemaShape::List(_) => of(TextKind::List, items),
        SchemaShape::Tuple(_) => of(TextKind::Either, items),
        SchemaShape::Struct(object) if !object.patterns.is_empty() => {
            let nesting = match properties {
                None | Some(Nesting::None) => Nesting::Patterns,
                Some(_) => Nesting::Deep,
            };
            of(TextKind::Object, Some(nesting))
        }
        SchemaShape::Map(_) | SchemaShape::Struct(_) => of(TextKind::Object, properties),
        SchemaShape::Union(_) => {
            let mut variants = children.iter().copied();
            let first = variants.next().unwrap_or(TextShape::UNCONSTRAINED);
            variants.fold(first, TextShape::union)
        }
        SchemaShape::Never => TextShape::flat(TextKind::Mixed),
    }
}

/// Makes the type of each parameter and text body one that its encoding can represent, now that types
/// are complete. Other types become strings. `null` has no text.
pub fn resolve(api: &mut Api) {
    let mut operations = std::mem::take(&mut api.operations);
    for operation in &mut operations {
        let optional = operation
            .params
            .iter_mut()
            .flat_map(|params| &mut params.parameters);
        for parameter in operation.parameters.iter_mut().chain(optional) {
            resolve_parameter(api, parameter);
        }
        let body = operation
            .body
            .iter_mut()
            .flat_map(|body| &mut body.contents);
        let responses = operation.successes.iter_mut().chain(&mut operation.errors);
        let responses = responses.filter_map(|response| response.body.as_mut());
        let responses = responses.flat_map(|body| &mut body.contents);
        for content in body.chain(responses) {
            if content.encoding == BodyEncoding::Text {
                content.ty = resolved_value(api, &content.ty);
            }
            for part in content.parts.iter_mut().flat_map(|parts| &mut parts.fields) {
                resolve_part(api, part);
            }
        }
    }
    api.operations = operations;
    let mut sets = std::mem::take(&mut api.headers);
    for header in sets.iter_mut().flat_map(|set| &mut set.headers) {
        resolve_parameter(api, &mut header.parameter);
    }
    api.headers = sets;
}

fn resolve_parameter(api: &Api, parameter: &mut Parameter) {
    let ty = inner(api, without_null(&parameter.ty));
    parameter.ty = match parameter.encoding.shape() {
        None | Some(ParameterShape::Object | ParameterShape::Either) => ty,
        Some(ParameterShape::Value) => resolved_value(api, &ty),
        Some(ParameterShape::List | ParameterShape::Lines) => {
            match (api.plain(&ty), parameter.encoding.is_deep()) {
                (Ty::List(item), is_deep) if is_deep || has_text(api, item, 0) => ty,
                _ => Ty::List(Box::new(Ty::Scalar(Scalar::Text))),
            }
        }
    };
}

/// Parts are written one by one, and one that is not there is not `null`.
fn resolve_part(api: &Api, part: &mut Part) {
    let ty = without_null(&part.ty);
    let is_list = part.presence.is_list() || part.encoding == PartEncoding::Commas;
    let has_text = |item: &Ty| part.encoding == PartEncoding::Json || has_text(api, item, 0);
    part.ty = match part.encoding {
        PartEncoding::File => ty,
        _ if is_list => match inner(api, ty) {
            list if matches!(api.plain(&list), Ty::List(item) if has_text(item)) => list,
            _ => Ty::List(Box::new(Ty::Scalar(Scalar::Text))),
        },
        PartEncoding::Json => ty,
        PartEncoding::Value | PartEncoding::Commas => resolved_value(api, &ty),
    };
}

/// The type inside one around it: a parameter is written value by value, and passed as it is.
fn inner(api: &Api, ty: Ty) -> Ty {
    match &ty {
        Ty::Named(id) => match &api.ty(*id).shape {
            Shape::Newtype(inner) => inner.clone(),
            _ => ty,
        },
        _ => ty,
    }
}

fn resolved_value(api: &Api, ty: &Ty) -> Ty {
    let ty = without_null(ty);
    if has_text(api, &ty, 0) {
        ty
    } else {
        Ty::Scalar(Scalar::Text)
    }
}

fn without_null(ty: &Ty) -> Ty {
    match ty {
        Ty::Nullable(inner) => without_null(inner),
        Ty::Checked(inner, checks) => Ty::Checked(Box::new(without_null(inner)), checks.clone()),
        Ty::List(item) => Ty::List(Box::new(without_null(item))),
        other => other.clone(),
    }
}

/// Whether a type has a text. The variants of a union are not looked at: its schema was one of
/// scalars.
fn has_text(api: &Api, ty: &Ty, depth: usize) -> bool {
    match api.plain(ty) {
        Ty::Nullable(inner) | Ty::Boxed(inner) => {
            depth < MAX_TEXT_DEPTH && has_text(api, inner, depth + 1)
        }
        Ty::Named(id) => match &api.ty(*id).shape {
            Shape::Enum(_) | Shape::Union(_) => true,
            Shape::Newtype(inner) => depth < MAX_TEXT_DEPTH && has_text(api, inner, depth + 1),
            Shape::Struct(_) | Shape::Tuple(_) | Shape::Alias(_) => false,
        },
        Ty::Scalar(scalar) => *scalar != Scalar::Null,
        Ty::Foreign(_) => true,
        Ty::Any | Ty::Never | Ty::List(_) | Ty::Tuple(_) | Ty::Map(_) | Ty::Checked(..) => false,
    }
}
