//! The bodies of types with a name: structs, enumerations and unions.

use std::collections::HashMap;

use crate::config::{Enums, UnknownProperties};
use crate::document::TypeSet;
use crate::identifier::Case;
use crate::lower::constraint::{keywords, rules};
use crate::lower::limits::{MAX_KINDS_DEPTH, MAX_SECRET_DEPTH};
use crate::lower::name::scopes::{Scope, Wanted, type_name, value_name};
use crate::lower::report::Report;
use crate::lower::schema::intersection::{ViewId, annotations};
use crate::lower::schema::merge::{Flat, Value};
use crate::lower::schema::shape::{
    Base as FormBase, Form, Object, ObjectRest, Property, Tuple as TupleForm, TupleRest,
    Union as UnionForm, Use,
};
use crate::lower::types::direction::Way;
use crate::lower::types::names::variant_names;
use crate::lower::types::{Named, Types, defaults};
use crate::model::{
    Arm, Base, Check, Enumeration, Field, JsonKind, Others, PatternFields, Presence, Rest, Shape,
    Struct, Tuple, TupleItem, Ty, TypeDef, Union, Variant,
};
use crate::source::Node;

impl Types<'_> {
    /// The body of a type with a name.
    pub fn def(&mut self, named: Named, report: &mut Report<'_>) -> TypeDef {
        let form = self.forms.form(named.used.view);
        let shape = match &*form {
            Form::Struct(object) => Shape::Struct(self.structure(&named, object, report)),
            Form::Values(values, base) => {
                Shape::Enum(enumeration(values, *base, self.config.enums, report))
            }
            Form::Union(union) => Shape::Union(self.union(union, named.way, report)),
            Form::Tuple(tuple) if !tuple.is_plain() => {
                Shape::Tuple(self.tuple(&named, tuple, report))
            }
            _ => Shape::Alias(self.body(named.used, named.way, report)),
        };
        let flat = self.forms.flat(named.used.view);
        self.report_cut(named.used, &flat, report);
        let place = self.document.schema(named.used.schema).place;
        keywords::report_left(&shape, &flat, place, report);
        let owner = self.forms.key(named.used.view).parts.first().copied();
        let owner = self.document.schema(owner.unwrap_or(named.used.schema));
        let used = self.document.schema(named.used.schema);
        let texts = [
            owner.title.filter(|title| *title != named.name),
            owner.description.or(used.description),
        ];
        let docs = report.docs(place, &texts);
        TypeDef {
            name: named.name,
            docs,
            deprecated: owner.deprecated,
            derives: Vec::new(),
            shape,
        }
    }

    fn structure(&mut self, named: &Named, object: &Object<'_>, report: &mut Report<'_>) -> Struct {
        let mut scope = Scope::new(Case::Snake);
        let properties = object.properties.iter();
        let wanted = properties
            .map(|property| self.field_name(property))
            .collect();
        let mut fields = Vec::with_capacity(object.properties.len());
        for (property, name) in object.properties.iter().zip(scope.claim_all(wanted)) {
            fields.push(self.field(named, property, name, report));
        }
        let mut patterns = Vec::new();
        for ((source, place), used) in &object.patterns {
            let ty = self.use_ty(*used, named.way, report);
            let name = format!("{}_names", named.name);
            if let Some(pattern) = self.patterns.index(source, &name, *place, report) {
                patterns.push(PatternFields {
                    name: scope.claim("pattern_properties".to_owned()),
                    pattern,
                    ty,
                });
            }
        }
        let rest = match object.rest {
            ObjectRest::Unsaid if self.config.unknown_properties == UnknownProperties::Skip => {
                Rest::Skip
            }
            ObjectRest::Refused => Rest::Refuse,
            ObjectRest::Any | ObjectRest::Unsaid => Rest::Keep {
                name: scope.claim("additional_properties".to_owned()),
                ty: self.optional_ty(None, named.way, report),
            },
            ObjectRest::Values(values) => Rest::Keep {
                ty: self.use_ty(values, named.way, report),
                name: scope.claim("additional_properties".to_owned()),
            },
        };
        let flat = self.forms.flat(named.used.view);
        let mut checks = keywords::of_object(&flat, self.document);
        checks.extend(self.rules(named, &flat, report));
        Struct {
            fields,
            patterns,
            rest,
            checks,
        }
    }

    /// The constraints of a named type that no type can hold.
    fn rules(&mut self, named: &Named, flat: &Flat<'_>, report: &mut Report<'_>) -> Vec<Check> {
        let place = self.document.schema(named.used.schema).place;
        let (forms, patterns) = (&mut self.forms, &mut self.patterns);
        rules::of_view(forms, flat, false, place, patterns, report)
    }

    /// The name that the author wants for a property, or the one that its own name gives.
    fn field_name(&self, property: &Property<'_>) -> Wanted {
        let wanted = property
            .used
            .and_then(|used| self.document.schema(used.schema).rare().rust_name.as_ref());
        let text = wanted.map_or(property.name, |pin| pin.name.as_str());
        Wanted::of(text, value_name(text))
    }

    fn field(
        &mut self,
        owner: &Named,
        property: &Property<'_>,
        name: String,
        report: &mut Report<'_>,
    ) -> Field {
        let wire = property.name.to_owned();
        // A property that is required and not described is any value, and must be there.
        let Some(used) = property.used else {
            return Field {
                name,
                wire,
                docs: Vec::new(),
                presence: Presence::Required,
                ty: self.optional_ty(None, owner.way, report),
                secret: false,
                deprecated: false,
            };
        };
        let schema = self.document.schema(used.schema);
        let annotations = || annotations(self.document, used.schema);
        let description = annotations().find_map(|it| it.description);
        let docs = report.docs(schema.place, &[schema.title, description]);
        let write_only = annotations().any(|it| it.write_only);
        let travels = match owner.way {
            Way::Request => annotations().all(|it| !it.read_only),
            Way::Response => !write_only,
            Way::Any => true,
        };
        let ty = self.use_ty(used, owner.way, report);
        let (presence, ty) = match (property.required && travels, ty) {
            (true, ty) => (Presence::Required, ty),
            (false, Ty::Nullable(inner)) if self.usage.is_sent(owner.used.view, owner.way) => {
                (Presence::Patch, *inner)
            }
            (false, Ty::Nullable(inner)) => (Presence::Lenient, *inner),
            (false, ty) => (Presence::Optional, ty),
        };
        Field {
            name,
            wire,
            docs: match presence {
                Presence::Required => docs,
                _ => defaults::told(self.document, used.schema, docs),
            },
            presence,
            ty,
            secret: write_only || self.holds_password(used),
            deprecated: annotations().any(|it| it.deprecated),
        }
    }

    /// Whether a value is a password, or an array or a map of some.
    fn holds_password(&mut self, used: Use) -> bool {
        let mut next = Some(used);
        for _ in 0..MAX_SECRET_DEPTH {
            let Some(used) = next else { return false };
            let view = self.forms.resolve(used).view;
            next = match &*self.forms.form(view) {
                Form::Text => return self.forms.flat(view).format == Some("password"),
                Form::List(items) | Form::Map(items) => *items,
                _ => return false,
            };
        }
        false
    }

    fn tuple(&mut self, named: &Named, tuple: &TupleForm, report: &mut Report<'_>) -> Tuple {
        let way = named.way;
        let mut items = Vec::with_capacity(tuple.items.len());
        for (index, used) in tuple.items.iter().enumerate() {
            let schema = self.document.schema(used.schema);
            items.push(TupleItem {
                name: format!("item{}", index + 1),
                docs: report.docs(schema.place, &[schema.title, schema.description]),
                required: index < tuple.required,
                ty: self.use_ty(*used, way, report),
            });
        }
        let rest = match tuple.rest {
            TupleRest::Nothing => None,
            TupleRest::Any => Some(self.optional_ty(None, way, report)),
            TupleRest::Items(used) => Some(self.use_ty(used, way, report)),
        };
        let flat = self.forms.flat(named.used.view);
        let mut checks = keywords::of_tuple(&flat, tuple);
        checks.extend(self.rules(named, &flat, report));
        Tuple {
            items,
            rest: rest.map(|ty| ("others".to_owned(), ty)),
            checks,
        }
    }

    fn union(&mut self, union: &UnionForm<'_>, way: Way, report: &mut Report<'_>) -> Union {
        let names = variant_names(&mut self.forms, union);
        let mut arms = Vec::with_capacity(union.arms.len());
        let mut kinds_before = TypeSet::NONE;
        let mut overlap = false;
        let mut known = HashMap::new();
        for (arm, name) in union.arms.iter().zip(names) {
            let kinds = self.kinds(arm.used, 0, &mut known);
            overlap |= kinds.meets(kinds_before);
            kinds_before = kinds_before | kinds;
            arms.push(Arm {
                name,
                ty: self.use_ty(arm.used, way, report),
                tags: arm.tags.iter().map(|tag| (*tag).to_owned()).collect(),
                kinds: json_kinds(kinds),
            });
        }
        Union {
            arms,
            tag: union.tag.map(str::to_owned),
            exclusive: union.exclusive && union.tag.is_none() && overlap,
        }
    }

    /// The types that the values of a use have.
    fn kinds(&mut self, used: Use, depth: usize, known: &mut HashMap<ViewId, TypeSet>) -> TypeSet {
        let resolved = self.forms.resolve(used);
        let null = if resolved.nullable {
            TypeSet::NULL
        } else {
            TypeSet::NONE
        };
        let kinds = match &*self.forms.form(resolved.view) {
            Form::Never => TypeSet::NONE,
            Form::Any | Form::Same(_) => TypeSet::ALL,
            Form::Null => TypeSet::NULL,
            Form::Boolean => TypeSet::BOOLEAN,
            Form::Integer | Form::Values(_, FormBase::Integer) | Form::Number => TypeSet::NUMBER,
            Form::Text | Form::Values(_, FormBase::Text | FormBase::OpenText) => TypeSet::STRING,
            Form::Values(values, FormBase::Any) => values
                .iter()
                .map(|value| TypeSet::of(value.at.node))
                .fold(TypeSet::NONE, |all, kind| all | kind),
            Form::List(_) | Form::Tuple(_) => TypeSet::ARRAY,
            Form::Map(_) | Form::Struct(_) => TypeSet::OBJECT,
            Form::Union(union) if depth < MAX_KINDS_DEPTH => {
                if let Some(known) = known.get(&resolved.view) {
                    return *known | null;
                }
                // Whoever asks again on the way gets all of them.
                known.insert(resolved.view, TypeSet::ALL);
                let arms = union.arms.iter();
                let kinds = arms.map(|arm| self.kinds(arm.used, depth + 1, known));
                let kinds = kinds.fold(TypeSet::NONE, |all, kind| all | kind);
                known.insert(resolved.view, kinds);
                kinds
            }
            Form::Union(_) => TypeSet::ALL,
        };
        kinds | null
    }
}

fn json_kinds(types: TypeSet) -> Vec<JsonKind> {
    let pairs = [
        (TypeSet::NULL, JsonKind::Null),
        (TypeSet::BOOLEAN, JsonKind::Boolean),
        (TypeSet::NUMBER, JsonKind::Number),
        (TypeSet::STRING, JsonKind::Text),
        (TypeSet::ARRAY, JsonKind::Array),
        (TypeSet::OBJECT, JsonKind::Object),
    ];
    let kinds = pairs.into_iter().filter(|(of, _)| types.meets(*of));
    kinds.map(|(_, kind)| kind).collect()
}

fn enumeration(
    values: &[Value<'_>],
    base: FormBase,
    enums: Enums,
    report: &mut Report<'_>,
) -> Enumeration {
    let (others, reserved) = match (base, enums) {
        (FormBase::OpenText, _) => (Others::Allowed, "Other"),
        (_, Enums::Open) => (Others::Unknown, "Unknown"),
        (_, Enums::Closed) => (Others::Refused, ""),
    };
    let mut scope = Scope::with(Case::Camel, [reserved]);
    let wanted = values
        .iter()
        .map(|value| match (value.name, value.at.node) {
            (Some(name), _) => Wanted::of(name, type_name(name)),
            (None, Node::String(text)) => Wanted::of(text, type_name(text)),
            (None, node) => Wanted::made(variant_name(node)),
        });
    let names = scope.claim_all(wanted.collect());
    let variants = values.iter().zip(names).map(|(value, name)| {
        let node = value.at.node;
        let wire = match (base, node) {
            (FormBase::Text | FormBase::OpenText, Node::String(text)) => text.to_string(),
            (FormBase::Integer, Node::Number(number)) => number
                .as_i64()
                .map_or_else(|| node.to_json(), |value| value.to_string()),
            (_, node) => node.to_json(),
        };
        Variant {
            name,
            wire,
            docs: report.docs(value.at.place, &[value.description]),
        }
    });
    Enumeration {
        variants: variants.collect(),
        base: match base {
            FormBase::Text | FormBase::OpenText => Base::Text,
            FormBase::Integer => Base::Integer,
            FormBase::Any => Base::Any,
        },
        others,
    }
}

fn variant_name(node: &Node) -> String {
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
