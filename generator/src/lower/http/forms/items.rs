//! Sequential media types: what their items are (OAS 3.2 §4.14.3).

use crate::document::{MediaType, SchemaId};
use crate::lower::http::forms::support::{Support, is_binary};
use crate::lower::http::text::{TextKind, text_kind};
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::shape::{SchemaShape, Use};
use crate::model::{BodyEncoding, HttpShape, ItemFormat};

/// The media types of JSON Lines.
const LINES: &[&str] = &[
    "application/json-lines",
    "application/jsonl",
    "application/jsonlines",
    "application/ndjson",
    "application/stream+json",
    "application/x-json-stream",
    "application/x-jsonl",
    "application/x-jsonlines",
    "application/x-ndjson",
];

/// The fields of a server-sent event.
const FIELDS: [&str; 4] = ["data", "event", "id", "retry"];

/// How a sequential media type tells its items apart.
#[derive(Clone, Copy, PartialEq)]
enum Framing {
    Lines,
    Sequence,
    Events,
}

fn framing(name: &str) -> Option<Framing> {
    match name {
        "text/event-stream" => Some(Framing::Events),
        "application/json-seq" => Some(Framing::Sequence),
        _ if name.ends_with("+json-seq") => Some(Framing::Sequence),
        _ if LINES.contains(&name) => Some(Framing::Lines),
        _ => None,
    }
}

/// The support for a sequential media type; `None` for another one. `itemSchema` describes an item,
/// `schema` all of them as an array. Descriptions older than `itemSchema` describe an item with
/// `schema`, and of an event its data.
pub fn support<'a>(
    classifier: &mut Classifier<'a>,
    media: &MediaType<'_>,
    name: &str,
) -> Option<Support<'a>> {
    let Some(framing) = framing(name) else {
        return media.item_schema.map(|_| Support::None(HttpShape::Stream));
    };
    let item = match (media.item_schema, media.schema) {
        (Some(item), _) => Some(item),
        (None, Some(schema)) if is_binary(classifier.document, schema) => {
            return Some(Support::Encoding(BodyEncoding::Bytes));
        }
        (None, Some(schema)) => item_of(classifier, schema),
        (None, None) => None,
    };
    // The text of all items, as frameworks declare it that have no word for one.
    let is_text = |it: SchemaId, classifier: &mut Classifier<'a>| {
        matches!(text_kind(classifier, it), TextKind::Value)
    };
    Some(match (framing, item) {
        (Framing::Lines | Framing::Sequence, Some(item))
            if media.item_schema.is_none()
                && Some(item) == media.schema
                && is_text(item, classifier) =>
        {
            Support::Encoding(BodyEncoding::Bytes)
        }
        (Framing::Lines, item) => Support::Items(ItemFormat::JsonLines, item),
        (Framing::Sequence, item) => Support::Items(ItemFormat::JsonSequence, item),
        (Framing::Events, None) => Support::Items(ItemFormat::TextEvents, None),
        (Framing::Events, Some(item)) => event(classifier, item),
    })
}

/// The schema of the items of an array; another schema is that of an item itself.
fn item_of(classifier: &mut Classifier<'_>, schema: SchemaId) -> Option<SchemaId> {
    let used = classifier.used(schema);
    let used = classifier.resolve(used);
    match &*classifier.shape(used.intersection) {
        SchemaShape::List(item) => item.map(|item| item.schema),
        SchemaShape::Any => None,
        _ => Some(schema),
    }
}

/// The support for events of a schema: that of their fields, or of their data.
fn event<'a>(classifier: &mut Classifier<'a>, item: SchemaId) -> Support<'a> {
    let used = classifier.used(item);
    let format = match fields(classifier, used) {
        Some(Data::Text) => ItemFormat::EventObjects,
        Some(Data::Json) => ItemFormat::JsonEventObjects,
        None => match text_kind(classifier, item) {
            TextKind::Unconstrained => ItemFormat::TextEvents,
            TextKind::Value if is_string(classifier, used) => ItemFormat::TextEvents,
            _ => ItemFormat::JsonEvents,
        },
    };
    let is_text = format == ItemFormat::TextEvents;
    Support::Items(format, (!is_text).then_some(item))
}

fn is_string(classifier: &mut Classifier<'_>, used: Use) -> bool {
    let used = classifier.resolve(used);
    matches!(&*classifier.shape(used.intersection), SchemaShape::Text)
}

/// What the property `data` of an event is.
#[derive(Clone, Copy, PartialEq)]
enum Data {
    Text,
    Json,
}

/// The kind of the data, if a schema has the fields of an event as properties, in all of its variants.
fn fields(classifier: &mut Classifier<'_>, used: Use) -> Option<Data> {
    let used = classifier.resolve(used);
    let shape = classifier.shape(used.intersection);
    let SchemaShape::Union(union) = &*shape else {
        return fields_of_object(classifier, &shape);
    };
    let variants = union.variants.iter().map(|variant| {
        let used = classifier.resolve(variant.used);
        let shape = classifier.shape(used.intersection);
        fields_of_object(classifier, &shape)
    });
    let variants: Option<Vec<_>> = variants.collect();
    let variants = variants.filter(|all| !all.is_empty())?;
    Some(match variants.contains(&Data::Json) {
        true => Data::Json,
        false => Data::Text,
    })
}

fn fields_of_object(classifier: &mut Classifier<'_>, shape: &SchemaShape<'_>) -> Option<Data> {
    let SchemaShape::Struct(object) = shape else {
        return None;
    };
    let data = object.properties.iter().find(|it| it.name == "data")?;
    let mut names = object.properties.iter().map(|it| it.name);
    let are_fields = names.all(|name| FIELDS.contains(&name));
    let is_text = data.used.is_some_and(|used| is_string(classifier, used));
    are_fields.then_some(match is_text {
        true => Data::Text,
        false => Data::Json,
    })
}
