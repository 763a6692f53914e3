//! The definitions of unions.

use std::collections::HashMap;

use crate::config::Enums;
use crate::diagnostic::Code;
use crate::document::TypeSet;
use crate::lower::constraint::rules;
use crate::lower::limits::MAX_JSON_TYPES_DEPTH;
use crate::lower::report::Report;
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::shape::{DiscriminatorFault, EnumBase, SchemaShape, UnionShape, Use};
use crate::lower::types::names::variant_names;
use crate::lower::types::{Named, Types};
use crate::model::{Direction, JsonType, Selector, Union, UnionOthers, UnionVariant};
use crate::source::Node;

impl Types<'_> {
    /// The definition of a union.
    pub fn union(
        &mut self,
        union: &UnionShape<'_>,
        named: &Named,
        report: &mut Report<'_>,
    ) -> Union {
        report_discriminator(&union.faults, report);
        let is_open = union.discriminator.is_some()
            && union.others.is_none()
            && self.config.enums == Enums::Open;
        let reserved = if is_open { "Unknown" } else { "" };
        let names = variant_names(&mut self.classifier, union, reserved);
        let others = match union.others.and_then(|index| names.get(index)) {
            Some(name) => UnionOthers::Variant(name.clone()),
            None if is_open => UnionOthers::Unknown,
            None => UnionOthers::Forbidden,
        };
        let mut variants = Vec::with_capacity(union.variants.len());
        let mut types_before = TypeSet::NONE;
        let mut overlap = false;
        let mut known = HashMap::new();
        for (variant, name) in union.variants.iter().zip(names) {
            let types = self.json_types_of(variant.used, 0, &mut known);
            overlap |= types.meets(types_before);
            types_before = types_before | types;
            variants.push(UnionVariant {
                name,
                ty: self.use_ty(variant.used, named.direction, report),
                secret: self.holds_password(variant.used),
                discriminator_values: variant.discriminator_values.clone(),
                json_types: json_types(types),
                rule: None,
            });
        }
        let exclusive = union.exclusive && union.discriminator.is_none() && overlap;
        if exclusive {
            for (variant, lowered) in union.variants.iter().zip(&mut variants) {
                let name = format!("{} {}", named.name, lowered.name);
                lowered.rule = self.rule_of_variant(variant.used, named.direction, &name, report);
            }
        }
        Union {
            variants,
            discriminator: union.discriminator.map(str::to_owned),
            selector: union.selector.as_ref().map(|(property, values)| Selector {
                property: (*property).to_owned(),
                values: values.clone(),
            }),
            others,
            exclusive,
        }
    }

    /// The rule of a variant whose type takes values that its schema excludes by the letter.
    fn rule_of_variant(
        &mut self,
        used: Use,
        direction: Direction,
        name: &str,
        report: &mut Report<'_>,
    ) -> Option<usize> {
        let classifier = &mut self.classifier;
        match self.lenient.contains(classifier, used) {
            true => {
                let context = self.rule_context(report);
                rules::of_variant(context, used.schema, direction, name)
            }
            false => None,
        }
    }

    /// The JSON types of the values of a use.
    fn json_types_of(
        &mut self,
        used: Use,
        depth: usize,
        known: &mut HashMap<IntersectionId, TypeSet>,
    ) -> TypeSet {
        let resolved = self.classifier.resolve(used);
        let null = if resolved.nullable {
            TypeSet::NULL
        } else {
            TypeSet::NONE
        };
        let types = match &*self.classifier.shape(resolved.intersection) {
            SchemaShape::Never => TypeSet::NONE,
            SchemaShape::Any | SchemaShape::Same(_) => TypeSet::ALL,
            SchemaShape::Null => TypeSet::NULL,
            SchemaShape::Boolean => TypeSet::BOOLEAN,
            SchemaShape::Integer
            | SchemaShape::Enum(_, EnumBase::Integer)
            | SchemaShape::Number => TypeSet::NUMBER,
            SchemaShape::Text | SchemaShape::Enum(_, EnumBase::Text | EnumBase::OpenText) => {
                TypeSet::STRING
            }
            SchemaShape::Enum(values, EnumBase::Any) => values
                .iter()
                .map(|value| json_type_of(value.at.node))
                .fold(TypeSet::NONE, |all, types| all | types),
            SchemaShape::List(_) | SchemaShape::Tuple(_) => TypeSet::ARRAY,
            SchemaShape::Map(_) | SchemaShape::Struct(_) => TypeSet::OBJECT,
            SchemaShape::Union(union) if depth < MAX_JSON_TYPES_DEPTH => {
                if let Some(known) = known.get(&resolved.intersection) {
                    return *known | null;
                }
                // Assume every type while the recursion is in progress.
                known.insert(resolved.intersection, TypeSet::ALL);
                let variants = union.variants.iter();
                let types =
                    variants.map(|variant| self.json_types_of(variant.used, depth + 1, known));
                let types = types.fold(TypeSet::NONE, |all, types| all | types);
                known.insert(resolved.intersection, types);
                types
            }
            SchemaShape::Union(_) => TypeSet::ALL,
        };
        types | null
    }
}

/// Reports what is wrong with a declared discriminator.
pub(super) fn report_discriminator(faults: &[DiscriminatorFault<'_>], report: &mut Report<'_>) {
    for fault in faults {
        let (place, message, related) = match fault {
            DiscriminatorFault::Ambiguous(place) => {
                let message = "the discriminator is ignored: its values do not tell the variants \
                               apart, and several have none";
                (*place, message.to_owned(), None)
            }
            DiscriminatorFault::NotListed {
                value,
                mapping,
                listed,
            } => {
                let value = value.escape_debug();
                let message = format!(
                    "`mapping` maps `{value}` to a schema whose property lists other values only: \
                     the entry is ignored"
                );
                (*mapping, message, Some(*listed))
            }
            DiscriminatorFault::NoVariant { value, mapping } => {
                let value = value.escape_debug();
                let message = format!(
                    "`mapping` maps `{value}` to a schema that is no variant: the entry is ignored"
                );
                (*mapping, message, None)
            }
        };
        let related = related.map(|place| {
            let shown = report.document.places.shown(place);
            (shown, "the values are listed here".to_owned())
        });
        let diagnostic = report.add(Code::InvalidDiscriminator, place, message);
        diagnostic.related.extend(related);
    }
}

fn json_type_of(node: &Node) -> TypeSet {
    match node {
        Node::Null => TypeSet::NULL,
        Node::Bool(_) => TypeSet::BOOLEAN,
        Node::Number(_) => TypeSet::NUMBER,
        Node::String(_) => TypeSet::STRING,
        Node::Array(_) => TypeSet::ARRAY,
        Node::Object(_) => TypeSet::OBJECT,
    }
}

fn json_types(types: TypeSet) -> Vec<JsonType> {
    let pairs = [
        (TypeSet::NULL, JsonType::Null),
        (TypeSet::BOOLEAN, JsonType::Boolean),
        (TypeSet::NUMBER, JsonType::Number),
        (TypeSet::STRING, JsonType::Text),
        (TypeSet::ARRAY, JsonType::Array),
        (TypeSet::OBJECT, JsonType::Object),
    ];
    let types = pairs.into_iter().filter(|(of, _)| types.meets(*of));
    types.map(|(_, json_type)| json_type).collect()
}
