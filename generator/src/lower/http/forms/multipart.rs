//! `multipart/form-data`: the parts of a body.

use crate::diagnostic::Code;
use crate::document::MediaType;
use crate::identifier::Case;
use crate::lower::constraint::keywords;
use crate::lower::constraint::rules::Extent;
use crate::lower::http::forms::charset;
use crate::lower::http::forms::form::{Kind, kind};
use crate::lower::http::forms::streams::report_binary;
use crate::lower::http::plan::PlannedHeader;
use crate::lower::name::scopes::{DesiredName, Scope, value_name};
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::schema::intersection::{Flags, annotations};
use crate::lower::schema::shape::{ObjectRest, PropertyShape, SchemaShape, Use};
use crate::lower::types::Types;
use crate::media_type::{essence, is_json, split};
use crate::model::{Direction, Part, PartEncoding, PartPresence, Parts, Scalar, Ty};

/// The parts of a body.
pub struct PlannedParts<'a> {
    /// The object whose properties they are.
    pub root: Use,
    pub parts: Vec<PlannedPart<'a>>,
    /// Whether there may be no others.
    pub closed: bool,
}

/// A part of a body.
pub struct PlannedPart<'a> {
    pub name: &'a str,
    pub used: Option<Use>,
    pub flags: Flags,
    pub encoding: PartEncoding,
    pub presence: PartPresence,
    pub media_types: Vec<String>,
    /// Its declared headers.
    pub headers: Vec<PlannedHeader<'a>>,
}

/// The parts of a body, or why it cannot be one of parts.
pub fn plan<'a>(
    classifier: &mut Classifier<'a>,
    media: &MediaType<'_>,
) -> Result<PlannedParts<'a>, String> {
    let Some(schema) = media.schema else {
        return Err("has no schema that names its parts".to_owned());
    };
    let used = classifier.used(schema);
    let root = classifier.resolve(used);
    let shape = classifier.shape(root.intersection);
    let SchemaShape::Struct(object) = &*shape else {
        return Err("has no schema that names its parts".to_owned());
    };
    if !object.patterns.is_empty() {
        return Err("has `patternProperties`".to_owned());
    }
    let mut parts = Vec::new();
    for property in &object.properties {
        parts.push(part(classifier, media, property)?);
    }
    Ok(PlannedParts {
        root,
        parts,
        closed: matches!(object.rest, ObjectRest::Forbidden),
    })
}

/// A part by its encoding, else by the kind of its value (OAS 3.1 §4.8.15).
fn part<'a>(
    classifier: &mut Classifier<'a>,
    media: &MediaType<'_>,
    property: &PropertyShape<'a>,
) -> Result<PlannedPart<'a>, String> {
    let name = property.name;
    let required = property.required && !property.flags.read_only;
    let encoding = media.encoding.iter().find(|it| it.name == name);
    let media_types = listed(encoding.and_then(|it| it.content_type).unwrap_or_default());
    let essences: Vec<String> = media_types.iter().map(|it| essence(it)).collect();
    let is_declared_json = !essences.is_empty() && essences.iter().all(|it| is_json(it));
    let is_declared_text = essences.iter().all(|it| it.starts_with("text/"));
    // What the schema says of its content, where the encoding says nothing.
    let content = property.used;
    let content = content.and_then(|used| content_type_of(classifier, used));
    let make = |encoding, is_list| PlannedPart {
        name,
        used: property.used,
        flags: property.flags,
        encoding,
        presence: presence(is_list, required),
        media_types: match (encoding, &media_types[..], content) {
            (PartEncoding::File, [], Some(content)) => vec![content.to_owned()],
            (PartEncoding::File, ..) => media_types.clone(),
            _ => media_types.iter().map(|it| charset::written(it)).collect(),
        },
        headers: Vec::new(),
    };
    let Some(used) = property.used else {
        return Ok(make(PartEncoding::File, false));
    };
    // A part whose declared media type is neither JSON nor text is a file, whatever its schema.
    let declared = match (essences.is_empty(), is_declared_json || is_declared_text) {
        (true, _) => None,
        (false, is_text) => Some(!is_text),
    };
    if let Some(is_list) = file(classifier, used, declared) {
        return Ok(make(PartEncoding::File, is_list));
    }
    if encoding.is_some_and(|it| it.style == Some("deepObject")) {
        return Err(format!("has `style: deepObject` for the part `{name}`"));
    }
    if is_declared_json {
        return Ok(make(PartEncoding::Json, false));
    }
    let style = encoding.filter(|it| it.explode == Some(false));
    let style = style.map(|it| it.style.unwrap_or("form"));
    let kind = kind(classifier, used);
    let intersection = classifier.resolve(used).intersection;
    let is_array = matches!(&*classifier.shape(intersection), SchemaShape::List(_));
    match (kind, style) {
        (Kind::Value, _) => Ok(make(PartEncoding::Value, false)),
        (Kind::List, Some("form")) => Ok(make(PartEncoding::Commas, false)),
        (Kind::List, Some(style)) => Err(format!("has `style: {style}` for the part `{name}`")),
        (Kind::List, None) => Ok(make(PartEncoding::Value, true)),
        (Kind::Objects, _) => Ok(make(PartEncoding::Json, is_array)),
        (Kind::Object | Kind::Mixed, _) => Ok(make(PartEncoding::Json, false)),
    }
}

fn presence(is_list: bool, required: bool) -> PartPresence {
    match (is_list, required) {
        (true, true) => PartPresence::RequiredList,
        (true, false) => PartPresence::List,
        (false, true) => PartPresence::Required,
        (false, false) => PartPresence::Optional,
    }
}

/// The media types of a list with commas between them.
fn listed(content_type: &str) -> Vec<String> {
    let media_types = split(content_type, &[',']).map(|it| it.trim().to_owned());
    media_types.filter(|it| !it.is_empty()).collect()
}

/// Whether a property is a file or a list of files; `None` where it is neither. It may be declared as
/// one, or as something else, by its media types.
fn file(classifier: &mut Classifier<'_>, used: Use, declared: Option<bool>) -> Option<bool> {
    let intersection = classifier.resolve(used).intersection;
    match &*classifier.shape(intersection) {
        // Since 3.1, what has no type is binary.
        SchemaShape::Any => declared.unwrap_or(true).then_some(false),
        SchemaShape::Text => is_file(classifier, used, declared).then_some(false),
        SchemaShape::List(Some(items)) => {
            file(classifier, *items, declared).filter(|is_list| !is_list)?;
            Some(true)
        }
        // A file, or several of them.
        SchemaShape::Union(union) => {
            let variants = union.variants.iter();
            let files: Option<Vec<bool>> = variants
                .map(|it| match &*classifier.shape(it.used.intersection) {
                    SchemaShape::Union(_) => None,
                    _ => file(classifier, it.used, declared),
                })
                .collect();
            files.map(|files| files.contains(&true))
        }
        _ => None,
    }
}

/// The `contentMediaType` of a property, or of the items of an array.
fn content_type_of<'a>(classifier: &mut Classifier<'a>, used: Use) -> Option<&'a str> {
    let document = classifier.document;
    let of =
        |used: Use| annotations(document, used.schema).find_map(|it| it.rare().content_media_type);
    let intersection = classifier.resolve(used).intersection;
    of(used).or_else(|| match &*classifier.shape(intersection) {
        SchemaShape::List(Some(items)) => of(*items),
        _ => None,
    })
}

/// Whether a string is binary (OAS 3.0 §4.7.14.2, OAS 3.1 §4.8.14.4).
fn is_file(classifier: &mut Classifier<'_>, used: Use, declared: Option<bool>) -> bool {
    let intersection = classifier.resolve(used).intersection;
    let merged = classifier.merged(intersection);
    let document = classifier.document;
    let content = annotations(document, used.schema).find_map(|it| it.rare().content_media_type);
    let is_text = |name: &str| is_json(&essence(name)) || essence(name).starts_with("text/");
    merged.named_format.or(merged.format) == Some("binary")
        || declared.unwrap_or(false)
        || (merged.content_encoding.is_none() && content.is_some_and(|it| !is_text(it)))
}

/// Lowers the parts of a body, once every type has its name.
pub fn lower(
    planned: &PlannedParts<'_>,
    name: &str,
    types: &mut Types<'_>,
    report: &mut Report<'_>,
) -> Parts {
    report_root(planned, types, report);
    let mut scope = Scope::new(Case::Snake);
    let mut fields = Vec::new();
    for part in &planned.parts {
        let ty = match (part.used, part.encoding) {
            (Some(used), PartEncoding::File) => {
                files_ty(used, part.presence.is_list(), types, report)
            }
            (Some(used), _) => types.use_ty(used, Direction::Request, report),
            (None, _) => Ty::Scalar(Scalar::Binary),
        };
        let document = types.document;
        let schema = part.used.map(|used| document.schema(used.schema));
        let annotated = || {
            part.used
                .into_iter()
                .flat_map(|it| annotations(document, it.schema))
        };
        let description = annotated().find_map(|it| it.description);
        let docs = schema.map(|it| report.docs(it.place, &[it.title, description]));
        let wanted = schema.and_then(|it| it.rare().rust_name.as_ref());
        let text = wanted.map_or(part.name, |it| it.name.as_str());
        let wanted = DesiredName::from_text(text, value_name(text));
        fields.push(Part {
            name: scope.reserve(wanted.name),
            wire: part.name.to_owned(),
            docs: docs.unwrap_or_default(),
            encoding: part.encoding,
            presence: part.presence,
            ty,
            media_types: part.media_types.clone(),
            headers: None,
            secret: part.flags.write_only || annotated().any(|it| it.format == Some("password")),
            deprecated: part.flags.deprecated,
        });
    }
    Parts {
        name: name.to_owned(),
        fields,
        closed: planned.closed,
    }
}

/// The type of a file or of several, with the constraints of the array; those of its items are
/// reported.
fn files_ty(used: Use, is_list: bool, types: &mut Types<'_>, report: &mut Report<'_>) -> Ty {
    let file = Ty::Scalar(Scalar::Binary);
    let used = types.classifier.resolve(used);
    let shape = types.classifier.shape(used.intersection);
    let items = match &*shape {
        SchemaShape::List(Some(items)) if is_list => *items,
        _ if is_list => return Ty::List(Box::new(file)),
        _ => {
            report_binary(&mut types.classifier, used, report);
            return file;
        }
    };
    report_binary(&mut types.classifier, items, report);
    let mut merged = (*types.classifier.merged(used.intersection)).clone();
    let place = types.document.schema(used.schema).place;
    if merged.unique_items {
        let message = "`uniqueItems` of files is not enforced";
        report.add(Code::UnsupportedConstraint, place, message);
        merged.unique_items = false;
    }
    let list = Ty::List(Box::new(file));
    keywords::checked(
        list,
        &merged,
        Vec::new(),
        place,
        &mut types.patterns,
        report,
    )
}

/// Reports the constraints of the object itself: it is no value that could be checked as a whole.
fn report_root(planned: &PlannedParts<'_>, types: &mut Types<'_>, report: &mut Report<'_>) {
    let merged = types.classifier.merged(planned.root.intersection);
    let place = types.document.schema(planned.root.schema).place;
    let checks = keywords::of_object(&merged, types.document);
    let rules = types.rules(&merged, Extent::BesideType, place, report);
    for check in checks.iter().chain(&rules) {
        let keyword = check.keyword();
        let message = format!("`{keyword}` of a body of parts is not enforced");
        report.add(Code::UnsupportedConstraint, place, message);
    }
}
