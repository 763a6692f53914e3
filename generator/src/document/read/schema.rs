//! Nodes → [`Schema`]s, keyword by keyword.

use crate::diagnostic::Code;
use crate::document::keywords::{self, Role};
use crate::document::part::Part;
use crate::document::place::{At, Place};
use crate::document::read::reader::{Field, Pending, Reader};
use crate::document::schema::{Additional, Bound, Discriminator, Reference, Schema, SchemaId};
use crate::document::type_set::TypeSet;
use crate::document::version::Version;
use crate::source::Node;

/// Reads the queued schemas, and those that they refer to.
pub fn read_all(reader: &mut Reader<'_>) {
    while let Some(pending) = reader.next_pending() {
        reader.part = Part::Schema(SchemaId(reader.schemas.len() as u32));
        let schema = match pending {
            Pending::At(at) => read(reader, at),
            Pending::Form(place, fields) => form(place, fields),
        };
        reader.schemas.push(schema);
    }
}

/// The object schema whose properties are the fields of a form.
fn form<'t>(place: Place, fields: Vec<Field<'t>>) -> Schema<'t> {
    let required = fields.iter().filter(|field| field.required);
    let mut schema = Schema::new(place);
    schema.types = Some(TypeSet::OBJECT);
    schema.required = required.map(|field| field.name).collect();
    let properties = fields.iter().map(|field| (field.name, field.schema));
    schema.properties = properties.collect();
    schema
}

fn read<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Schema<'t> {
    let mut schema = Schema::new(at.place);
    if let Node::Bool(allowed) = at.node {
        schema.boolean = Some(*allowed);
        return schema;
    }
    let reference = reader
        .child(at, "$ref")
        .or_else(|| reader.child(at, "$dynamicRef"));
    if let Some(reference) = reference {
        let target = reader
            .string(reference, "$ref")
            .and_then(|text| reader.resolve(text, "$ref", reference.place));
        schema.reference = match target {
            Some(target) => Reference::To(reader.referred_schema(target)),
            None => Reference::Broken,
        };
        if reader.version < Version::V3_1 {
            read_reference_siblings(reader, &mut schema, at);
            return schema;
        }
    }
    let mut exclusive = Exclusive::default();
    let is_parameter = reader.is_parameter(at);
    for (key, value) in reader.entries(at, "a schema") {
        if is_parameter && keywords::OF_PARAMETERS.contains(&key) {
            continue;
        }
        let is_read = read_annotation(reader, &mut schema, key, value)
            || read_constraint(reader, &mut schema, &mut exclusive, key, value)
            || read_composition(reader, &mut schema, key, value)
            || read_rare(reader, &mut schema, key, value);
        match keywords::find(key) {
            Some(keyword) if is_read || keyword.role != Role::Field => {
                reader.since(keyword.since, key, value.place);
            }
            None if is_read => {}
            // The style of an array inside an array.
            None if key == "collectionFormat" && reader.version == Version::V2_0 => {}
            _ => {
                let known: Vec<_> = keywords::names().collect();
                reader.unknown_keyword(value, key, "a schema", &known);
            }
        }
    }
    apply_exclusive(reader, &mut schema, exclusive);
    schema
}

/// Reads the keywords next to a `$ref` in OpenAPI 3.0, which have no effect (OAS 3.0 §4.7.23).
fn read_reference_siblings<'t>(reader: &mut Reader<'t>, schema: &mut Schema<'t>, at: At<'t>) {
    for (key, value) in reader.entries(at, "a schema") {
        match key {
            "$ref" | "summary" | "title" => {}
            "description" => schema.description = reader.string(value, key),
            _ if key.starts_with("x-") => {}
            _ => {
                let message = format!("`{key}` has no effect next to `$ref`");
                reader
                    .report(Code::IgnoredKeyword, value.place, message)
                    .help = Some("wrap the `$ref` in an `allOf`".to_owned());
            }
        }
    }
}

fn read_annotation<'t>(
    reader: &mut Reader<'t>,
    schema: &mut Schema<'t>,
    key: &'t str,
    value: At<'t>,
) -> bool {
    match key {
        "title" => schema.title = reader.string(value, key),
        "description" => schema.description = reader.string(value, key),
        "deprecated" => schema.deprecated = reader.boolean(value, key),
        "readOnly" => schema.read_only = reader.boolean(value, key),
        "writeOnly" => schema.write_only = reader.boolean(value, key),
        "default" => schema.default = Some(value),
        "example" => schema.examples.push(value),
        // An array in JSON Schema; some descriptions have the map of media types.
        "examples" => match value.node {
            Node::Object(_) => {
                for (_, named) in reader.entries(value, key) {
                    let example = reader.child(named, "value").unwrap_or(named);
                    schema.examples.push(example);
                }
            }
            _ => schema.examples.extend(reader.items(value, key)),
        },
        _ => return false,
    }
    true
}

/// `exclusiveMaximum` and `exclusiveMinimum`, which are booleans in 3.0 and numbers in 3.1.
#[derive(Default)]
struct Exclusive<'t> {
    maximum: Option<At<'t>>,
    minimum: Option<At<'t>>,
}

fn read_constraint<'t>(
    reader: &mut Reader<'t>,
    schema: &mut Schema<'t>,
    exclusive: &mut Exclusive<'t>,
    key: &'t str,
    value: At<'t>,
) -> bool {
    let inclusive = |value| Bound {
        value,
        exclusive: false,
    };
    match key {
        // The type of files in OpenAPI 2.0.
        "type" if matches!(value.node, Node::String(text) if &**text == "file") => {
            if reader.version > Version::V2_0 {
                reader.other_version("file", value.place);
            }
            schema.types = Some(TypeSet::STRING);
            schema.format = Some("binary");
        }
        "type" => schema.types = read_types(reader, value),
        "nullable" | "x-nullable" => {
            schema.nullable = reader.boolean(value, key);
            if key == "nullable" && reader.version >= Version::V3_1 {
                reader.other_version(key, value.place);
            }
        }
        "format" => schema.format = reader.string(value, key),
        "enum" => {
            let values = reader.items(value, key);
            if !values.is_empty() {
                schema.enumeration = Some(values);
            } else if matches!(value.node, Node::Array(_)) {
                let message = "`enum` must not be empty";
                reader.report(Code::InvalidValue, value.place, message);
            }
        }
        "const" => schema.constant = Some(value),
        "maximum" => schema.maximum = reader.number(value, key).map(inclusive),
        "minimum" => schema.minimum = reader.number(value, key).map(inclusive),
        "exclusiveMaximum" => exclusive.maximum = Some(value),
        "exclusiveMinimum" => exclusive.minimum = Some(value),
        "maxLength" => schema.max_length = reader.non_negative_integer(value, key),
        "minLength" => schema.min_length = reader.non_negative_integer(value, key),
        "pattern" => {
            schema.pattern = reader
                .string(value, key)
                .map(|pattern| (pattern, value.place))
        }
        "maxItems" => schema.max_items = reader.non_negative_integer(value, key),
        "minItems" => schema.min_items = reader.non_negative_integer(value, key),
        "uniqueItems" => schema.unique_items = reader.boolean(value, key),
        "maxProperties" => schema.max_properties = reader.non_negative_integer(value, key),
        "minProperties" => schema.min_properties = reader.non_negative_integer(value, key),
        "required" => schema.required = read_required(reader, value),
        _ => return false,
    }
    true
}

/// Reads `required`. A boolean is that of a parameter or of JSON Schema draft 3, and has no effect.
fn read_required<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Vec<&'t str> {
    if !matches!(at.node, Node::Bool(_)) {
        return reader.strings(at, "required");
    }
    let message = "a boolean `required` has no effect in a schema";
    reader.report(Code::IgnoredKeyword, at.place, message).help =
        Some("list the property in the `required` of the enclosing object".to_owned());
    Vec::new()
}

fn read_composition<'t>(
    reader: &mut Reader<'t>,
    schema: &mut Schema<'t>,
    key: &'t str,
    value: At<'t>,
) -> bool {
    match key {
        "properties" => schema.properties = read_map(reader, value, key),
        "additionalProperties" => {
            schema.additional = match value.node {
                Node::Bool(false) => Additional::Forbidden,
                Node::Bool(true) => Additional::Any,
                Node::Object(entries) if entries.is_empty() => Additional::Any,
                _ => Additional::Schema(reader.schema(value)),
            }
        }
        // An array of schemas is the `prefixItems` of the drafts before 2020-12.
        "items" if matches!(value.node, Node::Array(_)) => {
            schema.rare_mut().prefix_items = read_list(reader, value, key);
        }
        "items" => schema.items = Some(reader.schema(value)),
        "allOf" => schema.all_of = read_list(reader, value, key),
        "oneOf" => schema.one_of = read_list(reader, value, key),
        "anyOf" => schema.any_of = read_list(reader, value, key),
        _ => return false,
    }
    true
}

fn read_rare<'t>(
    reader: &mut Reader<'t>,
    schema: &mut Schema<'t>,
    key: &'t str,
    value: At<'t>,
) -> bool {
    match key {
        "multipleOf" => schema.rare_mut().multiple_of = reader.number(value, key),
        "prefixItems" => schema.rare_mut().prefix_items = read_list(reader, value, key),
        "contains" => schema.rare_mut().contains = Some(reader.schema(value)),
        "minContains" => schema.rare_mut().min_contains = reader.non_negative_integer(value, key),
        "maxContains" => schema.rare_mut().max_contains = reader.non_negative_integer(value, key),
        "unevaluatedItems" => schema.rare_mut().unevaluated_items = Some(reader.schema(value)),
        "patternProperties" => {
            let entries = reader.entries(value, key);
            schema.rare_mut().pattern_properties = entries
                .into_iter()
                .map(|(pattern, at)| ((pattern, at.place), reader.schema(at)))
                .collect();
        }
        "propertyNames" => schema.rare_mut().property_names = Some(reader.schema(value)),
        "dependentRequired" => {
            let entries = reader.entries(value, key);
            schema.rare_mut().dependent_required = entries
                .into_iter()
                .map(|(name, at)| (name, reader.strings(at, key)))
                .collect();
        }
        "dependentSchemas" => schema.rare_mut().dependent_schemas = read_map(reader, value, key),
        "unevaluatedProperties" => {
            schema.rare_mut().unevaluated_properties = Some(reader.schema(value));
        }
        "not" => schema.rare_mut().not = Some(reader.schema(value)),
        "if" => schema.rare_mut().if_schema = Some(reader.schema(value)),
        "then" => schema.rare_mut().then_schema = Some(reader.schema(value)),
        "else" => schema.rare_mut().else_schema = Some(reader.schema(value)),
        "discriminator" => schema.rare_mut().discriminator = read_discriminator(reader, value),
        "contentEncoding" => schema.rare_mut().content_encoding = reader.string(value, key),
        "contentMediaType" => schema.rare_mut().content_media_type = reader.string(value, key),
        "x-rust-name" => {
            schema.rare_mut().rust_name = reader.rust_name(value);
        }
        "x-enum-varnames" | "x-enumNames" => {
            schema.rare_mut().variant_names = reader.strings(value, key);
        }
        _ => return false,
    }
    true
}

/// Reads a discriminator; in OpenAPI 2.0 it is the name of the property.
fn read_discriminator<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<Discriminator<'t>> {
    let mut discriminator = Discriminator {
        property: "",
        mapping: Vec::new(),
        default: None,
    };
    if let Node::String(property) = at.node {
        discriminator.property = property;
        return Some(discriminator);
    }
    let mut property = None;
    for (key, value) in reader.entries(at, "discriminator") {
        match key {
            "propertyName" => property = reader.string(value, key),
            "mapping" => {
                for (value, target) in reader.entries(value, key) {
                    let schema = mapped(reader, target, key);
                    discriminator
                        .mapping
                        .extend(schema.map(|schema| (value, schema)));
                }
            }
            "defaultMapping" => discriminator.default = mapped(reader, value, key),
            _ => reader.unknown_keyword(
                value,
                key,
                "a discriminator",
                &["propertyName", "mapping", "defaultMapping"],
            ),
        }
    }
    if property.is_none() {
        reader.missing_keyword(at.place, "a discriminator", "propertyName");
    }
    discriminator.property = property?;
    Some(discriminator)
}

/// The schema that an entry of a mapping names: a component by name, or a reference.
fn mapped<'t>(reader: &mut Reader<'t>, at: At<'t>, key: &str) -> Option<SchemaId> {
    let text = reader.string(at, key)?;
    let target = match reader.component(text, at.place) {
        Some(target) => target,
        None => reader.resolve(text, key, at.place)?,
    };
    Some(reader.referred_schema(target))
}

fn read_map<'t>(reader: &mut Reader<'t>, at: At<'t>, what: &str) -> Vec<(&'t str, SchemaId)> {
    let entries = reader.entries(at, what);
    entries
        .into_iter()
        .map(|(name, at)| (name, reader.schema(at)))
        .collect()
}

fn read_list<'t>(reader: &mut Reader<'t>, at: At<'t>, what: &str) -> Vec<SchemaId> {
    let items = reader.items(at, what);
    items.into_iter().map(|item| reader.schema(item)).collect()
}

/// Reads `type`; `None` if it holds no known type.
fn read_types<'t>(reader: &mut Reader<'t>, at: At<'t>) -> Option<TypeSet> {
    let names = match at.node {
        Node::Array(_) => {
            if reader.version < Version::V3_1 {
                reader.other_version("type", at.place);
            }
            reader.items(at, "type")
        }
        _ => vec![at],
    };
    let mut types = TypeSet::NONE;
    for name in names {
        let text = match name.node {
            // An unquoted `null` of YAML.
            Node::Null => "null",
            _ => match reader.string(name, "type") {
                Some(text) => text,
                None => continue,
            },
        };
        match TypeSet::named(text) {
            Some(named) => types = types | named,
            None => {
                let options = [
                    "string", "integer", "number", "boolean", "null", "array", "object",
                ];
                reader.not_one_of(name, "type", &options);
            }
        }
    }
    (types != TypeSet::NONE).then_some(types)
}

fn apply_exclusive<'t>(reader: &mut Reader<'t>, schema: &mut Schema<'t>, exclusive: Exclusive<'t>) {
    let sides = [
        (
            exclusive.maximum,
            &mut schema.maximum,
            "exclusiveMaximum",
            "maximum",
        ),
        (
            exclusive.minimum,
            &mut schema.minimum,
            "exclusiveMinimum",
            "minimum",
        ),
    ];
    for (at, bound, keyword, other) in sides {
        let Some(at) = at else { continue };
        let is_number = matches!(at.node, Node::Number(_));
        if is_number != (reader.version >= Version::V3_1) {
            reader.other_version(keyword, at.place);
        }
        match (at.node, &mut *bound) {
            // Of `maximum` and a numeric `exclusiveMaximum` the tighter one applies.
            (Node::Number(value), known) => {
                let is_tighter = |known: &Bound<'_>| match (value.as_f64(), known.value.as_f64()) {
                    (Some(new), Some(old)) if other == "maximum" => new <= old,
                    (Some(new), Some(old)) => new >= old,
                    _ => true,
                };
                if known.as_ref().is_none_or(is_tighter) {
                    *bound = Some(Bound {
                        value,
                        exclusive: true,
                    });
                }
            }
            (Node::Bool(flag), Some(bound)) => bound.exclusive = *flag,
            (Node::Bool(_), None) => {
                let message = format!("`{keyword}` has no effect without `{other}`");
                reader.report(Code::IgnoredKeyword, at.place, message);
            }
            _ => {
                reader.wrong_type::<()>(at, keyword, "a boolean or a number");
            }
        }
    }
}
