//! Nodes → [`Schema`]s, keyword by keyword.

use std::cmp::Ordering;

use crate::diagnostic::Code;
use crate::document::decimal::Decimal;
use crate::document::keywords::{self, Keyword, Schema, with_keywords};
use crate::document::name_override::NameOverride;
use crate::document::part::Part;
use crate::document::place::{At, Place};
use crate::document::read::reader::{Field, Pending, Reader};
use crate::document::schema::{Additional, Bound, Discriminator, Reference, SchemaId};
use crate::document::type_set::TypeSet;
use crate::document::version::Version;
use crate::source::{Node, Number};

/// Reads the queued schemas, and those that they refer to.
pub fn read_all(reader: &mut Reader<'_>) {
    while let Some(pending) = reader.next_pending() {
        reader.part = Part::Schema(SchemaId(reader.schemas.len() as u32));
        let schema = match pending {
            Pending::At(at) => read(reader, at),
            Pending::Form(place, fields) => form(place, fields),
            Pending::Reference(keyword, at) => {
                let id = SchemaId(reader.schemas.len() as u32);
                let mut schema = Schema::new(at.place);
                schema.reference = reader.schema_reference(id, keyword, at);
                schema
            }
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
    let id = SchemaId(reader.schemas.len() as u32);
    let mut dynamic = reader.dynamic_reference(at);
    let reference = reader.child(at, "$ref");
    if let Some(reference) = reference {
        schema.reference = reader.schema_reference(id, "$ref", reference);
    } else if let Some((keyword, reference)) = dynamic.take() {
        schema.reference = reader.schema_reference(id, keyword, reference);
    }
    if schema.reference != Reference::None && reader.version < Version::V3_1 {
        read_reference_siblings(reader, &mut schema, at);
        return schema;
    }
    let is_parameter = reader.is_parameter(at);
    for (key, value) in reader.entries(at, "a schema") {
        if is_parameter && keywords::OF_PARAMETERS.contains(&key) {
            continue;
        }
        match Keyword::named(key) {
            Some(keyword) => {
                if keyword == Keyword::Definitions && reader.version == Version::V3_0 {
                    report_draft_4(reader, key, value.place);
                }
                read_keyword(keyword, reader, &mut schema, value);
                reader.since(keyword.since(), key, value.place);
            }
            None if reader.version < Version::V3_1 && of_draft_4(reader, &mut schema, at, key) => {
                report_draft_4(reader, key, value.place);
            }
            // The style of an array inside an array.
            None if key == "collectionFormat" && reader.version == Version::V2_0 => {}
            None => {
                let known: Vec<_> = keywords::names().collect();
                reader.unknown_keyword(value, key, "a schema", &known);
            }
        }
    }
    // Both references apply.
    if let Some((keyword, reference)) = dynamic {
        let both = reader.enqueue(Pending::Reference(keyword, reference));
        schema.all_of.push(both);
    }
    apply_exclusive(reader, &mut schema);
    schema
}

/// Reports a keyword of JSON Schema draft 4, which is read all the same.
fn report_draft_4(reader: &mut Reader<'_>, key: &str, place: Place) {
    let message =
        format!("`{key}` is not a keyword of OpenAPI: it is read as in JSON Schema draft 4");
    reader.report(Code::UnknownKeyword, place, message);
}

/// Reads a keyword that JSON Schema draft 4 has, and OpenAPI has not (JSON Schema core 00
/// §7.2, validation 00 §5.3.1, §5.4.5). Returns whether it is one.
fn of_draft_4<'t>(
    reader: &mut Reader<'t>,
    schema: &mut Schema<'t>,
    at: At<'t>,
    key: &'t str,
) -> bool {
    let Some(value) = reader.child(at, key) else {
        return false;
    };
    match key {
        // It has an effect beside an array of schemas only.
        "additionalItems" => {
            let items = reader.child(at, "items");
            if items.is_some_and(|items| matches!(items.node, Node::Array(_))) {
                schema.items = Some(reader.schema(value));
            }
            true
        }
        // The index of references has read it.
        "id" => value.node.as_str().is_some(),
        "dependencies" => {
            for (name, dependent) in reader.entries(value, key) {
                match dependent.node {
                    Node::Array(_) => {
                        let others = reader.strings(dependent, key);
                        schema.rare_mut().dependent_required.push((name, others));
                    }
                    _ => {
                        let id = reader.schema(dependent);
                        schema.rare_mut().dependent_schemas.push((name, id));
                    }
                }
            }
            true
        }
        _ => false,
    }
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

/// Defines the function that reads each keyword as its row says.
macro_rules! define_reading {
    (
        Schema { $($variant:ident $field:ident: $type:ty =
            $name:literal $since:ident $class:ident $subject:ident $how:ident($read:ident);)* }
        Rare { $($rare_variant:ident $rare_field:ident: $rare_type:ty =
            $rare_name:literal $rare_since:ident $rare_class:ident $rare_subject:ident
            $rare_how:ident($rare_read:ident);)* }
        Other { $($other_variant:ident =
            $other_name:literal $other_since:ident $other_class:ident $other_how:ident($other_read:ident);)* }
    ) => {
        fn read_keyword<'t>(
            keyword: Keyword,
            reader: &mut Reader<'t>,
            schema: &mut Schema<'t>,
            at: At<'t>,
        ) {
            let name = keyword.name();
            match keyword {
                $(Keyword::$variant => read_as!($how {
                    schema.$field = $read(reader, at, name);
                }, $read(reader, schema, at, name)),)*
                $(Keyword::$rare_variant => read_as!($rare_how {
                    schema.rare_mut().$rare_field = $rare_read(reader, at, name);
                }, $rare_read(reader, schema, at, name)),)*
                $(Keyword::$other_variant => $other_read(reader, schema, at, name),)*
            }
        }
    };
}

/// Takes the code for a `value`, or that for a `schema`.
macro_rules! read_as {
    (value $value:block, $changed:expr) => {
        $value
    };
    (schema $value:block, $changed:expr) => {
        $changed
    };
}

with_keywords!(define_reading);

fn string<'t>(reader: &mut Reader<'t>, at: At<'t>, name: &str) -> Option<&'t str> {
    reader.string(at, name)
}

fn strings<'t>(reader: &mut Reader<'t>, at: At<'t>, name: &str) -> Vec<&'t str> {
    reader.strings(at, name)
}

fn boolean<'t>(reader: &mut Reader<'t>, at: At<'t>, name: &str) -> bool {
    reader.boolean(at, name)
}

fn number<'t>(reader: &mut Reader<'t>, at: At<'t>, name: &str) -> Option<&'t Number> {
    reader.number(at, name)
}

fn non_negative_integer<'t>(reader: &mut Reader<'t>, at: At<'t>, name: &str) -> Option<u64> {
    reader.non_negative_integer(at, name)
}

/// A keyword that is read elsewhere, or has no effect.
fn nothing<'t>(_: &mut Reader<'t>, _: &mut Schema<'t>, _: At<'t>, _: &str) {}

/// A value of a keyword that is an instance.
fn instance<'t>(_: &mut Reader<'t>, at: At<'t>, _: &str) -> Option<At<'t>> {
    Some(at)
}

fn example<'t>(_: &mut Reader<'t>, schema: &mut Schema<'t>, at: At<'t>, _: &str) {
    schema.examples.push(at);
}

/// An array in JSON Schema; some descriptions have the map of media types.
fn examples<'t>(reader: &mut Reader<'t>, schema: &mut Schema<'t>, at: At<'t>, name: &str) {
    match at.node {
        Node::Object(_) => {
            for (_, named) in reader.entries(at, name) {
                let example = reader.child(named, "value").unwrap_or(named);
                schema.examples.push(example);
            }
        }
        _ => schema.examples.extend(reader.items(at, name)),
    }
}

fn types<'t>(reader: &mut Reader<'t>, schema: &mut Schema<'t>, at: At<'t>, _: &str) {
    // The type of files in OpenAPI 2.0.
    if matches!(at.node, Node::String(text) if &**text == "file") {
        if reader.version > Version::V2_0 {
            reader.other_version("file", at.place);
        }
        schema.types = Some(TypeSet::STRING);
        schema.format = Some("binary");
        return;
    }
    schema.types = read_types(reader, at);
}

fn nullable<'t>(reader: &mut Reader<'t>, schema: &mut Schema<'t>, at: At<'t>, name: &'static str) {
    schema.nullable = reader.boolean(at, name);
    if name == "nullable" && reader.version >= Version::V3_1 {
        reader.other_version(name, at.place);
    }
}

fn enumeration<'t>(reader: &mut Reader<'t>, at: At<'t>, name: &str) -> Option<Vec<At<'t>>> {
    let values = reader.items(at, name);
    let is_list = matches!(at.node, Node::Array(_));
    if values.is_empty() && is_list {
        let message = "`enum` must not be empty";
        reader.report(Code::InvalidValue, at.place, message);
    }
    is_list.then_some(values)
}

fn bound<'t>(reader: &mut Reader<'t>, at: At<'t>, name: &str) -> Option<Bound<'t>> {
    let value = reader.number(at, name)?;
    Some(Bound {
        value,
        exclusive: false,
    })
}

fn pattern<'t>(reader: &mut Reader<'t>, at: At<'t>, name: &str) -> Option<(&'t str, Place)> {
    Some((reader.string(at, name)?, at.place))
}

/// Reads `required`. A boolean is that of a parameter or of JSON Schema draft 3, and has no effect.
fn required<'t>(reader: &mut Reader<'t>, at: At<'t>, name: &str) -> Vec<&'t str> {
    if !matches!(at.node, Node::Bool(_)) {
        return reader.strings(at, name);
    }
    let message = "a boolean `required` has no effect in a schema";
    reader.report(Code::IgnoredKeyword, at.place, message).help =
        Some("list the property in the `required` of the enclosing object".to_owned());
    Vec::new()
}

fn additional<'t>(reader: &mut Reader<'t>, at: At<'t>, _: &str) -> Additional {
    match at.node {
        Node::Bool(false) => Additional::Forbidden,
        Node::Bool(true) => Additional::Any,
        Node::Object(entries) if entries.is_empty() => Additional::Any,
        _ => Additional::Schema(reader.schema(at)),
    }
}

/// An array of schemas is the `prefixItems` of the drafts before 2020-12.
fn items<'t>(reader: &mut Reader<'t>, schema: &mut Schema<'t>, at: At<'t>, name: &str) {
    match at.node {
        Node::Array(_) => schema.rare_mut().prefix_items = schemas(reader, at, name),
        _ => schema.items = Some(reader.schema(at)),
    }
}

fn schema<'t>(reader: &mut Reader<'t>, at: At<'t>, _: &str) -> Option<SchemaId> {
    Some(reader.schema(at))
}

fn schemas<'t>(reader: &mut Reader<'t>, at: At<'t>, name: &str) -> Vec<SchemaId> {
    let items = reader.items(at, name);
    items.into_iter().map(|item| reader.schema(item)).collect()
}

fn named_schemas<'t>(reader: &mut Reader<'t>, at: At<'t>, name: &str) -> Vec<(&'t str, SchemaId)> {
    let entries = reader.entries(at, name);
    entries
        .into_iter()
        .map(|(name, at)| (name, reader.schema(at)))
        .collect()
}

fn pattern_properties<'t>(
    reader: &mut Reader<'t>,
    at: At<'t>,
    name: &str,
) -> Vec<((&'t str, Place), SchemaId)> {
    let entries = reader.entries(at, name);
    entries
        .into_iter()
        .map(|(pattern, at)| ((pattern, at.place), reader.schema(at)))
        .collect()
}

fn dependent_required<'t>(
    reader: &mut Reader<'t>,
    at: At<'t>,
    name: &str,
) -> Vec<(&'t str, Vec<&'t str>)> {
    let entries = reader.entries(at, name);
    entries
        .into_iter()
        .map(|(key, at)| (key, reader.strings(at, name)))
        .collect()
}

fn rust_name<'t>(reader: &mut Reader<'t>, at: At<'t>, _: &str) -> Option<NameOverride> {
    reader.rust_name(at)
}

fn enum_names<'t>(reader: &mut Reader<'t>, schema: &mut Schema<'t>, at: At<'t>, name: &str) {
    schema.rare_mut().variant_names = reader.strings(at, name);
}

/// Reads a discriminator; in OpenAPI 2.0 it is the name of the property.
fn discriminator<'t>(reader: &mut Reader<'t>, at: At<'t>, name: &str) -> Option<Discriminator<'t>> {
    let mut discriminator = Discriminator {
        place: at.place,
        property: "",
        mapping: Vec::new(),
        default: None,
    };
    if let Node::String(property) = at.node {
        discriminator.property = property;
        return Some(discriminator);
    }
    let mut property = None;
    for (key, value) in reader.entries(at, name) {
        match key {
            "propertyName" => property = reader.string(value, key),
            "mapping" => {
                for (value, target) in reader.entries(value, key) {
                    let schema = mapped(reader, target, key);
                    discriminator
                        .mapping
                        .extend(schema.map(|schema| (value, schema, target.place)));
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

/// Applies `exclusiveMaximum` and `exclusiveMinimum`, which are booleans in 3.0 and numbers in 3.1.
fn apply_exclusive<'t>(reader: &mut Reader<'t>, schema: &mut Schema<'t>) {
    let rare = schema.rare();
    let written = [rare.exclusive_maximum, rare.exclusive_minimum];
    let bounds = [
        (&mut schema.maximum, "exclusiveMaximum", "maximum"),
        (&mut schema.minimum, "exclusiveMinimum", "minimum"),
    ];
    for (at, (bound, keyword, other)) in written.into_iter().zip(bounds) {
        let Some(at) = at else { continue };
        let is_number = matches!(at.node, Node::Number(_));
        if is_number != (reader.version >= Version::V3_1) {
            reader.other_version(keyword, at.place);
        }
        match (at.node, &mut *bound) {
            // Of `maximum` and a numeric `exclusiveMaximum` the tighter one applies.
            (Node::Number(value), known) => {
                let is_tighter = |known: &Bound<'_>| match Decimal::compare(value, known.value) {
                    Ordering::Equal => true,
                    order => (order == Ordering::Less) == (other == "maximum"),
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
