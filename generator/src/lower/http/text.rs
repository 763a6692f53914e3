//! Texts: which schemas are of values that stand as text in a parameter or a body, and that their
//! types have one.

use std::collections::HashSet;

use crate::document::SchemaId;
use crate::lower::limits::MAX_TEXT_DEPTH;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::shape::{EnumBase, SchemaShape, Use};
use crate::model::{Api, BodyEncoding, Parameter, ParameterEncoding, Scalar, Shape, Ty};
use crate::source::Node;

/// What the values of a schema are, as far as it matters for their text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// It says nothing.
    Unconstrained,
    /// A single value.
    Value,
    /// An array of single values.
    List,
    /// An object, or something with one or another array inside; or now this and now that.
    Other,
}

impl Kind {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unconstrained, other) | (other, Self::Unconstrained) => other,
            (left, right) if left == right => left,
            _ => Self::Other,
        }
    }
}

/// What the values of a schema are. There is no text for `null`, which counts as nothing.
pub fn kind(classifier: &mut Classifier<'_>, id: SchemaId) -> Kind {
    let used = classifier.used(id);
    kind_of(classifier, used, &mut HashSet::new(), 0)
}

/// A intersection that is met again says nothing new, so each is looked at once.
fn kind_of(
    classifier: &mut Classifier<'_>,
    used: Use,
    seen: &mut HashSet<IntersectionId>,
    depth: usize,
) -> Kind {
    let intersection = classifier.resolve(used).intersection;
    if !seen.insert(intersection) {
        return Kind::Unconstrained;
    }
    if depth > MAX_TEXT_DEPTH {
        return Kind::Other;
    }
    match &*classifier.shape(intersection) {
        SchemaShape::Any | SchemaShape::Null | SchemaShape::Same(_) => Kind::Unconstrained,
        SchemaShape::Boolean | SchemaShape::Integer | SchemaShape::Number | SchemaShape::Text => {
            Kind::Value
        }
        SchemaShape::Values(_, EnumBase::Text | EnumBase::OpenText | EnumBase::Integer) => {
            Kind::Value
        }
        SchemaShape::Values(values, EnumBase::Any) => {
            let kinds = values.iter().map(|value| match value.at.node {
                Node::Null => Kind::Unconstrained,
                Node::Bool(_) | Node::Number(_) | Node::String(_) => Kind::Value,
                Node::Array(_) | Node::Object(_) => Kind::Other,
            });
            kinds.fold(Kind::Unconstrained, Kind::and)
        }
        SchemaShape::List(None) => Kind::List,
        SchemaShape::List(Some(items)) => match kind_of(classifier, *items, seen, depth + 1) {
            Kind::Unconstrained | Kind::Value => Kind::List,
            Kind::List | Kind::Other => Kind::Other,
        },
        SchemaShape::Union(union) => {
            let variants = union.variants.iter();
            let kinds = variants.map(|variant| kind_of(classifier, variant.used, seen, depth + 1));
            kinds.fold(Kind::Unconstrained, Kind::and)
        }
        SchemaShape::Never
        | SchemaShape::Tuple(_)
        | SchemaShape::Map(_)
        | SchemaShape::Struct(_) => Kind::Other,
    }
}

/// Sees to it that the type of each parameter and of each text has the text that its encoding says, now
/// that the types are finished: what has none is a string. There is no text for `null`.
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
        for content in body.chain(responses) {
            if content.encoding == BodyEncoding::Text {
                content.ty = resolved_value(api, &content.ty);
            }
        }
    }
    api.operations = operations;
}

fn resolve_parameter(api: &Api, parameter: &mut Parameter) {
    let ty = without_null(&parameter.ty);
    let resolved = match parameter.encoding {
        ParameterEncoding::Json => ty,
        ParameterEncoding::Value => resolved_value(api, &ty),
        ParameterEncoding::List => match api.plain(&ty) {
            Ty::List(item) if has_text(api, item, 0) => ty,
            _ => Ty::List(Box::new(Ty::Scalar(Scalar::Text))),
        },
    };
    parameter.ty = resolved;
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

/// Whether the values of a type are single ones. Of a union that cannot be seen here, but its schema
/// was one of single values.
fn has_text(api: &Api, ty: &Ty, depth: usize) -> bool {
    match api.plain(ty) {
        Ty::Nullable(inner) | Ty::Boxed(inner) => {
            depth < MAX_TEXT_DEPTH && has_text(api, inner, depth + 1)
        }
        Ty::Named(id) => matches!(api.ty(*id).shape, Shape::Enum(_) | Shape::Union(_)),
        Ty::Scalar(scalar) => *scalar != Scalar::Null,
        Ty::Foreign(_) => true,
        Ty::Any | Ty::Never | Ty::List(_) | Ty::Tuple(_) | Ty::Map(_) | Ty::Checked(..) => false,
    }
}
