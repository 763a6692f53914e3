//! Schemas → types: ids first, names second, bodies third.

use std::collections::{HashMap, HashSet};

use super::names::{OperationNames, Scope, response_name, type_name, value_name};
use super::pattern::Patterns;
use super::usage::{Usage, Way};
use super::{Report, docs};
use super::{boxing, constraints};
use crate::diagnostic::Code;
use crate::document::{Additional, Document, Operation, Reference, Schema, SchemaId};
use crate::model::{
    Api, Field, Presence, Rest, Scalar, Shape, Struct, Ty, TypeDef, TypeId, Variant,
};
use crate::source::Node;

/// The types of a description while they are made.
pub struct Types<'a> {
    document: &'a Document<'a>,
    usage: &'a Usage,
    scope: Scope,
    /// In the order in which they are emitted.
    named: Vec<Named>,
    ids: HashMap<(SchemaId, Way), TypeId>,
    /// The inline schemas that have been looked at for a name.
    visited: HashSet<SchemaId>,
    reported: HashSet<(Code, SchemaId)>,
    untyped: usize,
    patterns: Patterns,
    /// The schemas without a name that are being typed, from the outside in.
    open: Vec<SchemaId>,
}

/// A type that has an id and a name, and no body yet.
struct Named {
    schema: SchemaId,
    way: Way,
    name: String,
}

/// What a schema is, once its references are followed.
enum Kind {
    Boolean,
    Integer,
    Number,
    Text,
    Enumeration,
    List(Option<SchemaId>),
    Map(Option<SchemaId>),
    Struct,
    /// Nothing is said.
    Any,
    /// Something is said that is not typed yet.
    Untyped(&'static str),
}

impl<'a> Types<'a> {
    /// No types yet.
    pub fn new(document: &'a Document<'a>, usage: &'a Usage) -> Self {
        Self {
            document,
            usage,
            scope: Scope::default(),
            named: Vec::new(),
            ids: HashMap::new(),
            visited: HashSet::new(),
            reported: HashSet::new(),
            untyped: 0,
            patterns: Patterns::default(),
            open: Vec::new(),
        }
    }

    /// Names every type that the operations use: components first, under their own names, then
    /// what stands inside them and inside the operations, after where it stands.
    pub fn name_all(&mut self, operations: &[&Operation<'_>], names: &[OperationNames]) {
        let components: Vec<_> = self
            .document
            .components
            .iter()
            .filter(|(_, id)| self.usage.contains(*id))
            .copied()
            .collect();
        for (name, id) in &components {
            if self.is_component_type(*id) {
                self.claim(*id, &type_name(name));
            }
        }
        for (name, id) in &components {
            self.name(*id, &type_name(name));
        }
        for (operation, names) in operations.iter().zip(names) {
            let owner = type_name(&names.id);
            for parameter in &operation.parameters {
                if let Some(id) = parameter.schema {
                    self.name(id, &format!("{owner}{}", type_name(parameter.name)));
                }
            }
            for media in operation.body.iter().flat_map(|body| &body.content) {
                if let Some(id) = media.schema {
                    self.name(id, &format!("{owner}Body"));
                }
            }
            for response in &operation.responses {
                for id in response.content.iter().filter_map(|media| media.schema) {
                    self.name(id, &format!("{owner}{}", response_name(response.status)));
                }
            }
        }
    }

    /// A component that is a type of its own, and not another name for one.
    fn is_component_type(&self, id: SchemaId) -> bool {
        let schema = self.document.schema(id);
        target(self.document, id) == Some(id)
            && !matches!(kind(schema), Kind::Any | Kind::Untyped(_))
    }

    fn claim(&mut self, schema: SchemaId, name: &str) {
        for way in self.usage.ways(schema) {
            if self.ids.contains_key(&(schema, way)) {
                continue;
            }
            let both = self.usage.ways(schema).len() > 1;
            let suffix = if both && way == Way::Request {
                "Request"
            } else {
                ""
            };
            let name = self.scope.claim(format!("{name}{suffix}"));
            self.ids.insert((schema, way), TypeId(self.named.len()));
            self.named.push(Named { schema, way, name });
        }
    }

    /// Names an inline schema, if it needs a name, and what stands inside it.
    fn name(&mut self, id: SchemaId, name: &str) {
        let schema = self.document.schema(id);
        if schema.reference != Reference::None || !self.visited.insert(id) {
            return;
        }
        if matches!(kind(schema), Kind::Struct | Kind::Enumeration) {
            self.claim(id, name);
        }
        self.name_inside(id, name);
    }

    fn name_inside(&mut self, id: SchemaId, name: &str) {
        let schema = self.document.schema(id);
        for (property, child) in &schema.properties {
            self.name(*child, &format!("{name}{}", type_name(property)));
        }
        if let Some(items) = schema.items {
            self.name(items, &format!("{name}Item"));
        }
        if let Additional::Schema(values) = schema.additional {
            self.name(values, &format!("{name}Value"));
        }
        if let ([only], true) = (schema.all_of.as_slice(), is_wrapper(schema)) {
            self.name(*only, name);
        }
    }

    /// The type of a use of a schema.
    pub fn ty(&mut self, id: SchemaId, way: Way, report: &mut Report<'_>) -> Ty {
        let nullable = self.is_nullable(id);
        let ty = self.plain_ty(id, way, report);
        if nullable && ty != Ty::Any {
            Ty::Nullable(Box::new(ty))
        } else {
            ty
        }
    }

    /// Whether the schema, or one that it refers to, allows `null`.
    fn is_nullable(&self, id: SchemaId) -> bool {
        let mut next = id;
        for _ in 0..=self.document.schemas.len() {
            let schema = self.document.schema(next);
            let listed = schema
                .enumeration
                .iter()
                .flatten()
                .any(|value| matches!(value, Node::Null));
            if schema.types.null || listed {
                return true;
            }
            next = match (schema.reference, schema.all_of.as_slice()) {
                (Reference::To(target), _) => target,
                (Reference::None, [only]) if is_wrapper(schema) => *only,
                _ => return false,
            };
        }
        false
    }

    fn plain_ty(&mut self, id: SchemaId, way: Way, report: &mut Report<'_>) -> Ty {
        let Some(target) = target(self.document, id) else {
            if self.document.schema(id).reference != Reference::Broken
                && self.reported.insert((Code::CyclicReference, id))
            {
                report.add(
                    Code::CyclicReference,
                    self.document.schema(id).place,
                    "the references lead only to each other",
                );
            }
            return Ty::Any;
        };
        match self.ids.get(&(target, self.usage.way(target, way))) {
            Some(id) => Ty::Named(*id),
            None => self.body(target, way, report),
        }
    }

    /// The type that a schema describes where it stands.
    fn body(&mut self, id: SchemaId, way: Way, report: &mut Report<'_>) -> Ty {
        let schema = self.document.schema(id);
        if self.open.contains(&id) || self.open.len() >= MAX_NESTING {
            return self.untyped(
                id,
                "it holds itself, or nests too deeply, without a name",
                report,
            );
        }
        self.check_format(id, report);
        self.open.push(id);
        let inner = match kind(schema) {
            Kind::Boolean => Ty::Scalar(Scalar::Boolean),
            Kind::Integer if schema.format == Some("int32") => Ty::Scalar(Scalar::I32),
            Kind::Integer => Ty::Scalar(Scalar::I64),
            Kind::Number if schema.format == Some("float") => Ty::Scalar(Scalar::F32),
            Kind::Number => Ty::Scalar(Scalar::F64),
            Kind::Text if schema.format == Some("uuid") => Ty::Scalar(Scalar::Uuid),
            Kind::Text => Ty::Scalar(Scalar::Text),
            Kind::List(items) => Ty::List(Box::new(
                items.map_or(Ty::Any, |items| self.ty(items, way, report)),
            )),
            Kind::Map(values) => Ty::Map(Box::new(
                values.map_or(Ty::Any, |values| self.ty(values, way, report)),
            )),
            Kind::Any => Ty::Any,
            // A reference into a component that is not used itself leads to one without a name.
            Kind::Struct | Kind::Enumeration => self.untyped(id, "it has no name", report),
            Kind::Untyped(why) => self.untyped(id, why, report),
        };
        self.open.pop();
        constraints::checked(inner, schema, &mut self.patterns, report)
    }

    /// Reports a format that has no type of its own yet. One that nobody specified says nothing
    /// about values (JSON Schema 2020-12 validation §7.2.3).
    fn check_format(&mut self, id: SchemaId, report: &mut Report<'_>) {
        let schema = self.document.schema(id);
        if let Some(format) = schema.format.filter(|format| FORMATS.contains(format))
            && self.reported.insert((Code::CyclicReference, id))
        {
            let message =
                format!("the format `{format}` has no type of its own yet, and is not checked");
            report.add(Code::UnsupportedFormat, schema.place, message);
        }
    }

    fn untyped(&mut self, id: SchemaId, why: &str, report: &mut Report<'_>) -> Ty {
        self.untyped += 1;
        if self.reported.insert((Code::UnsupportedSchema, id)) {
            let message =
                format!("the schema is not typed yet, since {why}: its values are any JSON");
            report.add(
                Code::UnsupportedSchema,
                self.document.schema(id).place,
                message,
            );
        }
        Ty::Any
    }

    /// Makes the bodies of all named types.
    pub fn finish(mut self, api: &mut Api, report: &mut Report<'_>) {
        let named = std::mem::take(&mut self.named);
        let schemas: Vec<SchemaId> = named.iter().map(|named| named.schema).collect();
        api.types = named
            .into_iter()
            .map(|named| self.def(named, report))
            .collect();
        for id in boxing::cut_alias_cycles(&mut api.types) {
            self.untyped(schemas[id.0], "it is an array or a map of itself", report);
        }
        boxing::box_cycles(&mut api.types);
        api.patterns = self.patterns.list;
        api.untyped = self.untyped;
    }

    fn def(&mut self, named: Named, report: &mut Report<'_>) -> TypeDef {
        let schema = self.document.schema(named.schema);
        let shape = match kind(schema) {
            Kind::Struct => Shape::Struct(self.structure(named.schema, named.way, report)),
            Kind::Enumeration => Shape::Enum(variants(schema)),
            _ => Shape::Alias(self.body(named.schema, named.way, report)),
        };
        constraints::check_struct(&shape, schema, report);
        let docs = docs(&[
            schema.title.filter(|title| *title != named.name),
            schema.description,
        ]);
        TypeDef {
            name: named.name,
            docs,
            deprecated: schema.deprecated,
            shape,
        }
    }

    fn structure(&mut self, id: SchemaId, way: Way, report: &mut Report<'_>) -> Struct {
        let schema = self.document.schema(id);
        let mut scope = Scope::default();
        let mut fields: Vec<Field> = Vec::new();
        for (wire, property) in &schema.properties {
            let name = scope.claim(value_name(wire));
            fields.push(self.field(id, way, (wire, *property), name, report));
        }
        // A property that is required and not described is any value, and must be there.
        for wire in &schema.required {
            if fields.iter().all(|field| field.wire != *wire) {
                let (docs, ty) = (Vec::new(), Ty::Any);
                let name = scope.claim(value_name(wire));
                let (wire, presence) = ((*wire).to_owned(), Presence::Required);
                fields.push(Field {
                    name,
                    wire,
                    docs,
                    presence,
                    ty,
                    secret: false,
                    deprecated: false,
                });
            }
        }
        let rest = match schema.additional {
            Additional::Unsaid => Rest::Skip,
            Additional::Refused => Rest::Refuse,
            Additional::Any => Rest::Keep {
                name: scope.claim("additional_properties".to_owned()),
                ty: Ty::Any,
            },
            Additional::Schema(values) => {
                let ty = self.ty(values, way, report);
                Rest::Keep {
                    name: scope.claim("additional_properties".to_owned()),
                    ty,
                }
            }
        };
        Struct { fields, rest }
    }

    /// Whether a value is a password, or an array or a map of some.
    fn holds_password(&self, id: SchemaId) -> bool {
        let mut next = Some(id);
        for _ in 0..MAX_SECRET_DEPTH {
            let Some(target) = next.and_then(|id| target(self.document, id)) else {
                return false;
            };
            let schema = self.document.schema(target);
            next = match kind(schema) {
                Kind::Text => return schema.format == Some("password"),
                Kind::List(items) => items,
                Kind::Map(values) => values,
                _ => return false,
            };
        }
        false
    }

    fn field(
        &mut self,
        owner: SchemaId,
        way: Way,
        (wire, id): (&str, SchemaId),
        name: String,
        report: &mut Report<'_>,
    ) -> Field {
        let schema = self.document.schema(id);
        let target =
            target(self.document, id).map_or(schema, |target| self.document.schema(target));
        let travels = match way {
            Way::Request => !schema.read_only,
            Way::Response => !schema.write_only,
            Way::Any => true,
        };
        let required = self.document.schema(owner).required.contains(&wire) && travels;
        let ty = self.ty(id, way, report);
        let (presence, ty) = match (required, ty) {
            (true, ty) => (Presence::Required, ty),
            (false, Ty::Nullable(inner)) if self.usage.is_sent(owner, way) => {
                (Presence::Patch, *inner)
            }
            (false, Ty::Nullable(inner)) => (Presence::Lenient, *inner),
            (false, ty) => (Presence::Optional, ty),
        };
        Field {
            name,
            wire: wire.to_owned(),
            docs: docs(&[schema.title, schema.description.or(target.description)]),
            presence,
            ty,
            secret: schema.write_only || target.write_only || self.holds_password(id),
            deprecated: schema.deprecated,
        }
    }
}

/// How deep types without a name may nest. Behind references they may nest without end.
const MAX_NESTING: usize = 32;

/// How deep a secret is looked for in arrays and maps.
const MAX_SECRET_DEPTH: usize = 8;

/// The specified formats that are not typed yet.
const FORMATS: &[&str] = &[
    "base64url",
    "binary",
    "byte",
    "char",
    "date",
    "date-time",
    "decimal",
    "decimal128",
    "duration",
    "email",
    "hostname",
    "idn-email",
    "idn-hostname",
    "int16",
    "int8",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "time",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "uri",
    "uri-reference",
    "uri-template",
];

fn kind(schema: &Schema<'_>) -> Kind {
    if !schema.all_of.is_empty() || !schema.one_of.is_empty() || !schema.any_of.is_empty() {
        return Kind::Untyped("it is composed of others");
    }
    if schema.boolean == Some(false) {
        return Kind::Untyped("it allows nothing");
    }
    if !schema.untyped.is_empty() || schema.constant.is_some() {
        return Kind::Untyped("it uses keywords that are not typed yet");
    }
    let types = schema.types;
    let listed = [
        types.boolean,
        types.integer,
        types.number,
        types.string,
        types.array,
        types.object,
    ];
    match listed.iter().filter(|listed| **listed).count() {
        0 if !schema.properties.is_empty() => return Kind::Struct,
        0 if schema.items.is_some() => return Kind::List(schema.items),
        0 if matches!(schema.additional, Additional::Schema(_)) => return map(schema),
        0 if schema.enumeration.is_some() => {
            return Kind::Untyped("its values are listed without a type");
        }
        0 => return Kind::Any,
        1 => {}
        _ => return Kind::Untyped("it has several types"),
    }
    match &schema.enumeration {
        Some(values)
            if types.string
                && values
                    .iter()
                    .all(|value| matches!(value, Node::String(_) | Node::Null))
                && values.iter().any(|value| *value != &Node::Null) =>
        {
            Kind::Enumeration
        }
        Some(_) => Kind::Untyped("it lists values that are not strings"),
        None if types.boolean => Kind::Boolean,
        None if types.integer => Kind::Integer,
        None if types.number => Kind::Number,
        None if types.string => Kind::Text,
        None if types.array => Kind::List(schema.items),
        None if schema.properties.is_empty() => map(schema),
        None => Kind::Struct,
    }
}

/// The schema behind references, and behind an `allOf` that holds nothing else than one;
/// `None` if there is none.
fn target(document: &Document<'_>, id: SchemaId) -> Option<SchemaId> {
    let mut next = id;
    for _ in 0..=document.schemas.len() {
        let schema = document.schema(next);
        next = match (schema.reference, schema.all_of.as_slice()) {
            (Reference::To(target), _) => target,
            (Reference::Broken, _) => return None,
            (Reference::None, [only]) if is_wrapper(schema) => *only,
            (Reference::None, _) => return Some(next),
        };
    }
    None
}

/// The schemas below one whose types its type is made of.
pub fn typed_children(schema: &Schema<'_>) -> Vec<SchemaId> {
    let mut children = Vec::new();
    match (schema.reference, schema.all_of.as_slice()) {
        (Reference::To(target), _) => return vec![target],
        (Reference::None, [only]) if is_wrapper(schema) => return vec![*only],
        _ => {}
    }
    match kind(schema) {
        Kind::List(items) => children.extend(items),
        Kind::Map(values) => children.extend(values),
        Kind::Struct => {
            children.extend(schema.properties.iter().map(|(_, id)| *id));
            if let Additional::Schema(values) = schema.additional {
                children.push(values);
            }
        }
        Kind::Boolean | Kind::Integer | Kind::Number | Kind::Text => {}
        Kind::Enumeration | Kind::Any | Kind::Untyped(_) => {}
    }
    children
}

/// Whether an `allOf` of one is all that a schema says about values.
fn is_wrapper(schema: &Schema<'_>) -> bool {
    schema.properties.is_empty()
        && schema.required.is_empty()
        && schema.one_of.is_empty()
        && schema.any_of.is_empty()
        && schema.untyped.is_empty()
        && schema.enumeration.is_none()
        && schema.constant.is_none()
        && schema.additional == Additional::Unsaid
        && !constraints::has_any(schema)
}

fn map(schema: &Schema<'_>) -> Kind {
    match schema.additional {
        Additional::Schema(values) => Kind::Map(Some(values)),
        // Nothing but `required`, or nothing at all, is allowed in it: a struct says so.
        Additional::Refused => Kind::Struct,
        Additional::Unsaid | Additional::Any if !schema.required.is_empty() => Kind::Struct,
        Additional::Unsaid | Additional::Any => Kind::Map(None),
    }
}

/// The variants of an enumeration; a value that stands twice counts once.
fn variants(schema: &Schema<'_>) -> Vec<Variant> {
    let mut scope = Scope::with(&["Unknown"]);
    let mut variants: Vec<Variant> = Vec::new();
    for value in schema.enumeration.iter().flatten() {
        if let Node::String(wire) = value
            && variants.iter().all(|variant| *variant.wire != **wire)
        {
            variants.push(Variant {
                name: scope.claim(type_name(wire)),
                wire: wire.to_string(),
            });
        }
    }
    variants
}
