//! The bodies of requests and responses: their contents by media type, forms and parts.

use super::Ty;

/// A request body.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Body {
    /// The name of its argument in Rust.
    pub name: String,
    /// Whether it is optional.
    pub optional: bool,
    /// The name of the enumeration of its contents, if there are several.
    pub enumeration: String,
    /// The alternatives by media type.
    pub contents: Vec<Content>,
    /// The name of the function that checks it, if the constraints are not those of a named type.
    pub check: String,
}

/// The body of a response.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct ResponseBody {
    /// The name of the enumeration of its contents, if there are several. Equal ones share it.
    pub enumeration: String,
    /// The alternatives by media type, the preferred one first.
    pub contents: Vec<Content>,
}

/// A body of one media type, under one or several names.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Content {
    /// The name of its variant in Rust, if there are several.
    pub variant: String,
    /// The media types, in the order of the description.
    pub media_types: Vec<String>,
    /// The encoding of its value.
    pub encoding: BodyEncoding,
    /// The type of its value, or of its items.
    pub ty: Ty,
    /// How the properties of a form are written that are no single values.
    pub styles: Vec<(String, FormStyle)>,
    /// The parts of a body of parts.
    pub parts: Option<Parts>,
}

/// The parts of a body of `multipart/form-data`.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Parts {
    /// The name of the struct.
    pub name: String,
    /// The parts, in the order of the description.
    pub fields: Vec<Part>,
    /// Whether there may be no others.
    pub closed: bool,
}

/// A part of a body.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Part {
    /// The name in Rust, without `r#`.
    pub name: String,
    /// The name on the wire.
    pub wire: String,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// The encoding of its value.
    pub encoding: PartEncoding,
    /// How often it is there.
    pub presence: PartPresence,
    /// The type of its value, an array for one that may be there several times.
    pub ty: Ty,
    /// The media types that it may have.
    pub media_types: Vec<String>,
    /// Its declared headers, as an index into [`Api::headers`](super::Api::headers).
    pub headers: Option<usize>,
    /// Whether `Debug` redacts it.
    pub secret: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// How the value of a part is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum PartEncoding {
    /// The text of a single value.
    Value,
    /// An array of single values with commas between them.
    Commas,
    /// JSON.
    Json,
    /// A file.
    File,
}

/// How often a part is there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum PartPresence {
    /// Once.
    Required,
    /// At most once.
    Optional,
    /// Any number of times.
    List,
    /// At least once.
    RequiredList,
}

impl PartPresence {
    /// Whether it may be there several times.
    pub fn is_list(self) -> bool {
        matches!(self, Self::List | Self::RequiredList)
    }
}

/// How the value of a body becomes text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum BodyEncoding {
    /// JSON.
    Json,
    /// A scalar as text.
    Text,
    /// Bytes as they are, which are a stream.
    Bytes,
    /// A sequence of items, which is a stream.
    Items(ItemFormat),
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/form-data`
    Multipart,
}

impl BodyEncoding {
    /// The media type that is sent where a range is declared.
    pub fn usual_media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Text => "text/plain",
            Self::Bytes => "application/octet-stream",
            Self::Items(_) => "application/jsonl",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Multipart => "multipart/form-data",
        }
    }

    /// Whether a body with it is never held as a whole.
    pub fn is_stream(self) -> bool {
        matches!(self, Self::Bytes | Self::Items(_) | Self::Multipart)
    }
}

/// How a body separates its items, and how each of them is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum ItemFormat {
    /// JSON Lines.
    JsonLines,
    /// A JSON text sequence (RFC 7464).
    JsonSequence,
    /// Server-sent events whose data is JSON, which is what the schema describes.
    JsonEvents,
    /// Server-sent events whose data is text.
    TextEvents,
    /// Server-sent events whose fields the schema describes as properties, with data that is text.
    EventObjects,
    /// The same with data that is JSON.
    JsonEventObjects,
}

impl ItemFormat {
    /// Whether an item is an event, with a type for its data alone.
    pub fn has_events(self) -> bool {
        match self {
            Self::JsonEvents | Self::TextEvents => true,
            Self::JsonLines | Self::JsonSequence | Self::EventObjects | Self::JsonEventObjects => {
                false
            }
        }
    }

    /// The name of its type in the runtime.
    pub fn name(self) -> &'static str {
        match self {
            Self::JsonLines => "JsonLines",
            Self::JsonSequence => "JsonSequence",
            Self::JsonEvents => "JsonEvents",
            Self::TextEvents => "TextEvents",
            Self::EventObjects => "EventObjects",
            Self::JsonEventObjects => "JsonEventObjects",
        }
    }
}

/// How the value of a property is written in a form.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum FormStyle {
    /// A single value.
    Value,
    /// A single value, or JSON of an array or an object.
    Json,
    /// Each item of an array as a field.
    Each,
    /// The same, where the items may be JSON.
    EachJson,
    /// The items of an array with commas between them.
    Commas,
    /// With spaces.
    Spaces,
    /// With bars.
    Pipes,
    /// The names and values of an object with commas between them.
    Pairs,
    /// Each value below it as a field: `name[property]`.
    Deep,
}

impl Body {
    /// Whether one of its contents is a stream.
    pub fn is_stream(&self) -> bool {
        let mut contents = self.contents.iter();
        contents.any(|content| content.encoding.is_stream())
    }

    /// The content, if there is only one.
    pub fn only(&self) -> Option<&Content> {
        match &self.contents[..] {
            [only] => Some(only),
            _ => None,
        }
    }
}

impl ResponseBody {
    /// Whether one of its contents is a stream.
    pub fn is_stream(&self) -> bool {
        let mut contents = self.contents.iter();
        contents.any(|content| content.encoding.is_stream())
    }

    /// The content, if there is only one.
    pub fn only(&self) -> Option<&Content> {
        match &self.contents[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Whether two bodies have the same contents, whatever their order is.
    pub fn has_contents_of(&self, other: &Self) -> bool {
        let mut contents = self.contents.iter();
        self.contents.len() == other.contents.len()
            && contents.all(|content| other.contents.contains(content))
    }
}

impl Content {
    /// The type of its value, if it is one: items come one by one.
    pub fn value_ty(&self) -> Option<&Ty> {
        match self.encoding {
            BodyEncoding::Items(_) => None,
            _ => Some(&self.ty),
        }
    }

    /// The media type that is sent: the first one that is no range.
    pub fn sent(&self) -> &str {
        let mut names = self.media_types.iter();
        let concrete = names.find(|name| !name.contains('*'));
        concrete.map_or(self.encoding.usual_media_type(), |name| name)
    }

    /// The range that a body of bytes is declared with. One with a range names its media type.
    pub fn range_of_bytes(&self) -> Option<&str> {
        let mut names = self.media_types.iter().map(String::as_str);
        let range = names.find(|name| name.contains('*'));
        range.filter(|_| self.encoding == BodyEncoding::Bytes)
    }
}
