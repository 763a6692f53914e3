//! `application/x-www-form-urlencoded`: how each property of a body is written.

use std::collections::HashSet;

use crate::document::{Encoding, MediaType};
use crate::lower::http::text::{Nesting, TextKind, text_shape_of};
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::IntersectionId;
use crate::lower::schema::shape::{SchemaShape, Use};
use crate::media_type::{essence, is_json};
use crate::model::FormStyle;

/// The properties of a form with their styles, but for single values; or why there is no form.
pub type Styles = Result<Vec<(String, FormStyle)>, String>;

/// The kind of value that a property has in a form.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A single value.
    Value,
    /// An array of single values.
    List,
    /// An array of anything else.
    Objects,
    Object,
    /// A union of several of these.
    Mixed,
}

/// The kind of value of a use.
pub fn kind(classifier: &mut Classifier<'_>, used: Use) -> Kind {
    let intersection = classifier.resolve(used).intersection;
    let text = text_shape_of(classifier, used);
    match (text.kind, &*classifier.shape(intersection)) {
        (TextKind::Unconstrained | TextKind::Value, _) => Kind::Value,
        (TextKind::List, SchemaShape::List(_)) if text.nesting == Nesting::None => Kind::List,
        (_, SchemaShape::List(_) | SchemaShape::Tuple(_)) => Kind::Objects,
        (_, SchemaShape::Struct(_) | SchemaShape::Map(_)) => Kind::Object,
        _ => Kind::Mixed,
    }
}

/// The styles of the properties of a form.
pub fn styles(classifier: &mut Classifier<'_>, media: &MediaType<'_>) -> Styles {
    let mut styles = Vec::new();
    let Some(schema) = media.schema else {
        return Ok(styles);
    };
    let mut open = vec![classifier.used(schema)];
    let mut seen: HashSet<IntersectionId> = HashSet::new();
    while let Some(used) = open.pop() {
        let intersection = classifier.resolve(used).intersection;
        if !seen.insert(intersection) {
            continue;
        }
        match &*classifier.shape(intersection) {
            SchemaShape::Any => {}
            SchemaShape::Struct(object) => {
                for property in &object.properties {
                    let Some(used) = property.used else {
                        continue;
                    };
                    let kind = kind(classifier, used);
                    let style = style(media, property.name, kind)?;
                    add(&mut styles, property.name, style)?;
                }
            }
            SchemaShape::Map(values) => {
                let is_value = values.is_none_or(|it| kind(classifier, it) == Kind::Value);
                if !is_value {
                    return Err("has properties without a name that are no single values".into());
                }
            }
            SchemaShape::Union(union) => open.extend(union.variants.iter().map(|it| it.used)),
            _ => return Err("is not an object".to_owned()),
        }
    }
    styles.retain(|(_, style)| *style != FormStyle::Value);
    Ok(styles)
}

fn add(styles: &mut Vec<(String, FormStyle)>, name: &str, style: FormStyle) -> Result<(), String> {
    match styles.iter().find(|(known, _)| known == name) {
        Some((_, known)) if *known != style => Err(format!(
            "has the property `{name}` in several variants that are written differently"
        )),
        Some(_) => Ok(()),
        None => {
            styles.push((name.to_owned(), style));
            Ok(())
        }
    }
}

/// The style of a property: that of its encoding (OAS 3.1 §4.8.15.1), else by its kind.
fn style(media: &MediaType<'_>, name: &str, kind: Kind) -> Result<FormStyle, String> {
    let encoding = media.encoding.iter().find(|it| it.name == name);
    let Some(encoding) = encoding.filter(|it| it.style.is_some() || it.explode.is_some()) else {
        return by_media_type(encoding, name, kind);
    };
    let style = encoding.style.unwrap_or("form");
    let explode = encoding.explode.unwrap_or(style == "form");
    let fitting = match (style, kind) {
        (_, Kind::Value) => Some(FormStyle::Value),
        ("deepObject", _) => Some(FormStyle::Deep),
        ("form" | "spaceDelimited" | "pipeDelimited", Kind::List) if explode => {
            Some(FormStyle::Each)
        }
        ("form", Kind::List) => Some(FormStyle::Commas),
        ("spaceDelimited", Kind::List) => Some(FormStyle::Spaces),
        ("pipeDelimited", Kind::List) => Some(FormStyle::Pipes),
        ("form", Kind::Object) if !explode => Some(FormStyle::Pairs),
        ("form", Kind::Mixed) if explode => Some(FormStyle::Json),
        _ => None,
    };
    fitting.ok_or_else(|| {
        format!("has `style: {style}` and `explode: {explode}` for the property `{name}`")
    })
}

fn by_media_type(
    encoding: Option<&Encoding<'_>>,
    name: &str,
    kind: Kind,
) -> Result<FormStyle, String> {
    let content_type = encoding.and_then(|it| it.content_type).map(essence);
    let is_json = content_type.as_deref().is_none_or(is_json);
    let is_text = content_type.as_deref().is_none_or(|it| it == "text/plain");
    match kind {
        Kind::Value if is_text => Ok(FormStyle::Value),
        Kind::List if is_text => Ok(FormStyle::Each),
        Kind::Objects if is_json => Ok(FormStyle::EachJson),
        Kind::List | Kind::Object | Kind::Mixed if is_json => Ok(FormStyle::Json),
        _ => Err(format!(
            "has `contentType: {}` for the property `{name}`",
            content_type.unwrap_or_default()
        )),
    }
}
