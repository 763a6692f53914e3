//! The definitions of named types: structs, enumerations, unions and tuples.

mod union;

use crate::config::{Enums, Nulls, UnknownProperties};
use crate::diagnostic::Code;
use crate::identifier::Case;
use crate::lower::constraint::rules::Extent;
use crate::lower::constraint::spelling;
use crate::lower::constraint::{adjacent, keywords, repeated};
use crate::lower::name::scopes::{DesiredName, Scope, type_name, value_name};
use crate::lower::report::Report;
use crate::lower::schema::discriminator::without_subtype;
use crate::lower::schema::intersection::annotations;
use crate::lower::schema::merge::{Merged, Value};
use crate::lower::schema::shape::{
    EnumBase, ObjectRest, ObjectShape, PropertyShape, SchemaShape, TupleRest, TupleShape, Use,
};
use crate::lower::types::{Named, Types, defaults};
use crate::model::{
    Base, Direction, EnumVariant, Enumeration, Field, Others, PatternFields, Presence, Rest,
    RestItems, Shape, Struct, Tuple, TupleItem, Ty, TypeDef,
};
use crate::source::Node;

impl Types<'_> {
    /// The definition of a named type.
    pub fn define(&mut self, named: Named, report: &mut Report<'_>) -> TypeDef {
        let schema_shape = self.classifier.shape(named.used.intersection);
        let shape = match &*schema_shape {
            SchemaShape::Struct(object) => {
                self.report_mapping_alone(named.used, report);
                Shape::Struct(self.structure(&named, object, report))
            }
            SchemaShape::Enum(values, base) => {
                Shape::Enum(enumeration(values, *base, self.config.enums, report))
            }
            SchemaShape::Union(union) => Shape::Union(self.union(union, &named, report)),
            SchemaShape::Tuple(tuple) if !tuple.is_plain() => {
                Shape::Tuple(self.tuple(&named, tuple, report))
            }
            _ => {
                let ty = self.body(named.used, named.direction, report);
                // Constraints are bound to a type of their own, so that it can be validated alone.
                match ty.any(&|ty| matches!(ty, Ty::Checked(..))) {
                    true => Shape::Newtype(ty),
                    false => Shape::Alias(ty),
                }
            }
        };
        let merged = self.classifier.merged(named.used.intersection);
        self.report_limit(named.used, &merged, report);
        self.report_inferred(named.used, &merged, &schema_shape, report);
        let place = self.document.schema(named.used.schema).place;
        keywords::report_ineffective(&shape, &merged, place, report);
        if named.direction == Direction::Request {
            repeated::report_in_requests(&mut self.classifier, named.used.intersection, report);
        }
        let owner = self
            .classifier
            .key(named.used.intersection)
            .schemas
            .first()
            .copied();
        let owner = self.document.schema(owner.unwrap_or(named.used.schema));
        let used = self.document.schema(named.used.schema);
        let texts = [
            owner.title.filter(|title| *title != named.name),
            owner.description.or(used.description),
        ];
        let docs = report.docs(place, &texts);
        TypeDef {
            name: named.name,
            schema: self.document.places.shown(owner.place).pointer,
            docs,
            deprecated: owner.deprecated,
            derives: Vec::new(),
            secret: matches!(shape, Shape::Newtype(_)) && self.holds_password(named.used),
            shape,
        }
    }

    fn structure(
        &mut self,
        named: &Named,
        object: &ObjectShape<'_>,
        report: &mut Report<'_>,
    ) -> Struct {
        let mut scope = Scope::new(Case::Snake);
        let properties = object.properties.iter();
        let wanted = properties
            .map(|property| self.field_name(property))
            .collect();
        let mut fields = Vec::with_capacity(object.properties.len());
        for (property, name) in object.properties.iter().zip(scope.reserve_all(wanted)) {
            fields.push(self.field(named, property, name, report));
        }
        let mut patterns = Vec::new();
        for ((source, place), used) in &object.patterns {
            let ty = self.use_ty(*used, named.direction, report);
            let name = format!("{}_names", named.name);
            if let Some(pattern) = self.patterns.index(source, &name, *place, report) {
                patterns.push(PatternFields {
                    name: scope.reserve("pattern_properties".to_owned()),
                    pattern,
                    ty,
                    secret: self.holds_password(*used),
                });
            }
        }
        let rest = self.rest(named, object, &mut scope, report);
        let merged = self.classifier.merged(named.used.intersection);
        let mut checks = keywords::of_object(&merged, self.document);
        spelling::report_required(&merged, report);
        let evaluator = &mut self.classifier.evaluator;
        adjacent::report_properties(&merged, self.document, evaluator, report);
        let place = self.document.schema(named.used.schema).place;
        checks.extend(self.rules(&merged, Extent::BesideType, place, report));
        Struct {
            fields,
            patterns,
            rest,
            checks,
        }
    }

    /// Reports the mapping of a discriminator that no schema extends.
    fn report_mapping_alone(&self, used: Use, report: &mut Report<'_>) {
        let [owner] = self.classifier.key(used.intersection).schemas[..] else {
            return;
        };
        let declared = self.document.schema(owner).rare().discriminator.as_ref();
        let is_alone = self.classifier.subtypes(owner).is_empty();
        if let Some(discriminator) = declared.filter(|_| is_alone) {
            let faults = without_subtype(&self.classifier, owner, discriminator);
            union::report_discriminator(&faults, report);
        }
    }

    /// Whether a `null` in an optional property of a type is its absence.
    fn takes_nulls(&self, owner: &Named) -> bool {
        let intersection = owner.used.intersection;
        self.config.nulls == Nulls::Lenient && self.usage.is_received(intersection, owner.direction)
    }

    /// The field name of a property: the override, else one made from its own name.
    fn field_name(&self, property: &PropertyShape<'_>) -> DesiredName {
        let wanted = property
            .used
            .and_then(|used| self.document.schema(used.schema).rare().rust_name.as_ref());
        let text = wanted.map_or(property.name, |it| it.name.as_str());
        DesiredName::from_text(text, value_name(text))
    }

    fn field(
        &mut self,
        owner: &Named,
        property: &PropertyShape<'_>,
        name: String,
        report: &mut Report<'_>,
    ) -> Field {
        let wire = property.name.to_owned();
        // A required property without a schema is any JSON.
        let Some(used) = property.used else {
            return Field {
                name,
                wire,
                docs: Vec::new(),
                presence: Presence::Required,
                ty: self.optional_ty(None, owner.direction, report),
                secret: false,
                deprecated: false,
                preset: None,
            };
        };
        let schema = self.document.schema(used.schema);
        let description = annotations(self.document, used.schema).find_map(|it| it.description);
        let docs = report.docs(schema.place, &[schema.title, description]);
        let flags = property.flags;
        let is_present = match owner.direction {
            Direction::Request => !flags.read_only,
            Direction::Response => !flags.write_only,
            Direction::Any => true,
        };
        let ty = self.use_ty(used, owner.direction, report);
        let (presence, ty) = match (property.required && is_present, ty) {
            (true, ty) => (Presence::Required, ty),
            (false, Ty::Nullable(inner))
                if self.usage.is_sent(owner.used.intersection, owner.direction) =>
            {
                (Presence::Patch, *inner)
            }
            (false, Ty::Nullable(inner)) => (Presence::NullOrAbsent, *inner),
            (false, ty) if ty != Ty::Any && self.takes_nulls(owner) => (Presence::NullOrAbsent, ty),
            (false, ty) => (Presence::Optional, ty),
        };
        Field {
            name,
            wire,
            docs: match presence {
                Presence::Required => docs,
                _ => defaults::documented(self.document, used.schema, docs),
            },
            presence,
            ty,
            secret: flags.write_only || self.holds_password(used),
            deprecated: flags.deprecated,
            preset: None,
        }
    }

    fn rest(
        &mut self,
        named: &Named,
        object: &ObjectShape<'_>,
        scope: &mut Scope,
        report: &mut Report<'_>,
    ) -> Rest {
        match object.rest {
            ObjectRest::Unconstrained
                if self.config.unknown_properties == UnknownProperties::Skip =>
            {
                Rest::Skip
            }
            ObjectRest::Forbidden => Rest::Forbid,
            ObjectRest::Any | ObjectRest::Unconstrained => Rest::Keep {
                declared: matches!(object.rest, ObjectRest::Any),
                name: scope.reserve("additional_properties".to_owned()),
                ty: self.optional_ty(None, named.direction, report),
                secret: false,
            },
            ObjectRest::Values(values) => Rest::Keep {
                declared: true,
                ty: self.use_ty(values, named.direction, report),
                secret: self.holds_password(values),
                name: scope.reserve("additional_properties".to_owned()),
            },
        }
    }

    fn tuple(&mut self, named: &Named, tuple: &TupleShape, report: &mut Report<'_>) -> Tuple {
        let direction = named.direction;
        let mut items = Vec::with_capacity(tuple.items.len());
        for (index, used) in tuple.items.iter().enumerate() {
            let schema = self.document.schema(used.schema);
            items.push(TupleItem {
                name: format!("item{}", index + 1),
                docs: report.docs(schema.place, &[schema.title, schema.description]),
                secret: self.holds_password(*used),
                required: index < tuple.required,
                ty: self.use_ty(*used, direction, report),
            });
        }
        let used = match tuple.rest {
            TupleRest::Nothing => None,
            TupleRest::Any => Some(None),
            TupleRest::Items(used) => Some(Some(used)),
        };
        let rest = used.map(|used| RestItems {
            name: "others".to_owned(),
            ty: self.optional_ty(used, direction, report),
            secret: used.is_some_and(|used| self.holds_password(used)),
        });
        let merged = self.classifier.merged(named.used.intersection);
        let mut checks = keywords::of_tuple(&merged, tuple);
        adjacent::report_items(&merged, report);
        let place = self.document.schema(named.used.schema).place;
        checks.extend(self.rules(&merged, Extent::BesideType, place, report));
        Tuple {
            items,
            rest,
            checks,
        }
    }

    /// Reports a schema whose JSON type follows from its keywords alone.
    pub fn report_inferred(
        &self,
        used: Use,
        merged: &Merged<'_>,
        shape: &SchemaShape<'_>,
        report: &mut Report<'_>,
    ) {
        let json_type = match shape {
            SchemaShape::Struct(_) | SchemaShape::Map(_) => "object",
            SchemaShape::List(_) | SchemaShape::Tuple(_) => "array",
            _ => return,
        };
        if merged.has_type {
            return;
        }
        let schemas = &self.classifier.key(used.intersection).schemas;
        let id = schemas.first().copied().unwrap_or(used.schema);
        let message = format!(
            "schema without `type`: its keywords are those of an {json_type}, and other values \
             are refused"
        );
        let place = self.document.schema(id).place;
        report.add(Code::InferredType, place, message).help = Some(format!(
            "add `type: {json_type}`, or set `untyped` to `strict` to allow other values"
        ));
    }
}

fn enumeration(
    values: &[Value<'_>],
    base: EnumBase,
    enums: Enums,
    report: &mut Report<'_>,
) -> Enumeration {
    let (others, reserved) = match (base, enums) {
        (EnumBase::OpenText, _) => (Others::Allowed, "Other"),
        (_, Enums::Open) => (Others::Unknown, "Unknown"),
        (_, Enums::Closed) => (Others::Forbidden, ""),
    };
    let mut scope = Scope::with_reserved(Case::Camel, [reserved]);
    let wanted = values
        .iter()
        .map(|value| match (value.name, value.at.node) {
            (Some(name), _) => DesiredName::from_text(name, type_name(name)),
            (None, Node::String(text)) => DesiredName::from_text(text, type_name(text)),
            (None, node) => DesiredName::derived(value_variant_name(node)),
        });
    let names = scope.reserve_all(wanted.collect());
    let variants = values.iter().zip(names).map(|(value, name)| {
        let node = value.at.node;
        let wire = match (base, node) {
            (EnumBase::Text | EnumBase::OpenText, Node::String(text)) => text.to_string(),
            (EnumBase::Integer, Node::Number(number)) => number
                .as_i64()
                .map_or_else(|| node.to_json(), |value| value.to_string()),
            (_, node) => node.to_json(),
        };
        EnumVariant {
            name,
            wire,
            docs: report.docs(value.at.place, &[value.description]),
        }
    });
    Enumeration {
        variants: variants.collect(),
        base: match base {
            EnumBase::Text | EnumBase::OpenText => Base::Text,
            EnumBase::Integer => Base::Integer,
            EnumBase::Any => Base::Any,
        },
        others,
    }
}

fn value_variant_name(node: &Node) -> String {
    match node {
        Node::String(text) => type_name(text),
        Node::Number(number) => type_name(&number.0),
        Node::Bool(true) => "True".to_owned(),
        Node::Bool(false) => "False".to_owned(),
        Node::Null => "Null".to_owned(),
        Node::Array(_) => "List".to_owned(),
        Node::Object(_) => "Object".to_owned(),
    }
}
