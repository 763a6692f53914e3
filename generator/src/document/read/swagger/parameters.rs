//! Parameters of OpenAPI 2.0 → [`Parameter`]s and bodies.

use crate::diagnostic::Code;
use crate::document::http::{Body, Encoding, Parameter, ParameterLocation, ReadError};
use crate::document::place::{At, Place};
use crate::document::read::message::{ignored, own_description};
use crate::document::read::reader::{Field, Reader};
use crate::document::read::swagger::content;
use crate::media_type::essence;
use crate::source::Node;

/// The parameters of an operation or a path.
#[derive(Clone, Default)]
pub struct Parameters<'t> {
    /// In the path, the query or a header.
    pub others: Vec<Parameter<'t>>,
    /// `in: body`, and its description.
    body: Option<(At<'t>, Option<&'t str>)>,
    /// `in: formData`
    fields: Vec<FormField<'t>>,
    pub errors: Vec<ReadError>,
}

#[derive(Clone, Copy)]
struct FormField<'t> {
    at: At<'t>,
    name: &'t str,
    required: bool,
    /// The `collectionFormat`.
    format: Option<&'t str>,
}

impl<'t> FormField<'t> {
    /// Whether it has a `type`.
    fn is(&self, kind: &str) -> bool {
        matches!(self.at.node.get("type"), Some(Node::String(text)) if &**text == kind)
    }

    /// How an array is written; anything else is a text.
    fn encoding(&self) -> Option<Encoding<'t>> {
        let (style, explode) = match (self.is("array"), self.format.unwrap_or("csv")) {
            (false, _) => return None,
            (true, "multi") => (None, true),
            (true, format) => style(ParameterLocation::Query, Some(format)),
        };
        Some(Encoding {
            style: style.or(Some("form")),
            explode: Some(explode),
            ..Encoding::new(self.name, self.at.place)
        })
    }
}

impl<'t> Parameters<'t> {
    /// Adds the parameters of the path that the operation does not override.
    pub fn inherit(&mut self, inherited: &Self) {
        let mut others = inherited.others.clone();
        others.retain(|other| !self.others.iter().any(|own| own.is_same(other)));
        others.append(&mut self.others);
        self.others = others;
        let mut fields = inherited.fields.clone();
        fields.retain(|field| !self.fields.iter().any(|own| own.name == field.name));
        fields.append(&mut self.fields);
        self.fields = fields;
        self.body = self.body.or(inherited.body);
        self.errors.extend_from_slice(&inherited.errors);
    }

    /// Whether there is a body or a form.
    pub fn has_body(&self) -> bool {
        self.body.is_some() || !self.fields.is_empty()
    }

    /// The body of a `body` parameter or a form; `None` if it cannot be read.
    pub fn body(
        &self,
        reader: &mut Reader<'t>,
        place: Place,
        consumes: &[(&'t str, Place)],
    ) -> Option<Body<'t>> {
        if let Some((at, description)) = self.body {
            let schema = reader.child(at, "schema");
            if schema.is_none() {
                reader.missing_keyword(at.place, "a body parameter", "schema");
            }
            let schema = reader.schema(schema?);
            let required = reader.child(at, "required");
            return Some(Body {
                required: required.is_some_and(|required| reader.boolean(required, "required")),
                description,
                content: content(consumes, "application/json", at.place, |media| {
                    media.schema = Some(schema);
                }),
            });
        }
        let default = match self.fields.iter().any(|field| field.is("file")) {
            true => "multipart/form-data",
            false => "application/x-www-form-urlencoded",
        };
        let fields = self.fields.iter().map(|field| Field {
            name: field.name,
            required: field.required,
            schema: reader.schema_of_parameter(field.at),
        });
        let fields = fields.collect();
        let schema = reader.form(place, fields);
        // A form has one of two media types, and only multipart holds files.
        let forms: Vec<_> = consumes
            .iter()
            .filter(|(name, _)| {
                let name = essence(name);
                name.starts_with("multipart/")
                    || (name == default && default.ends_with("urlencoded"))
            })
            .copied()
            .collect();
        let encodings = self.fields.iter().filter_map(FormField::encoding);
        let encodings: Vec<_> = encodings.collect();
        Some(Body {
            required: self.fields.iter().any(|field| field.required),
            description: None,
            content: content(&forms, default, place, |media| {
                media.schema = Some(schema);
                media.has_encoding = !encodings.is_empty();
                media.encoding.clone_from(&encodings);
            }),
        })
    }
}

/// Reads `parameters`.
pub fn read_parameters<'t>(reader: &mut Reader<'t>, parameters: &mut Parameters<'t>, at: At<'t>) {
    for reference in reader.items(at, "parameters") {
        let read = reader.follow(reference).and_then(|at| {
            let description = own_description(reader, reference);
            read_parameter(reader, parameters, at, description)
        });
        if read.is_none() {
            parameters.errors.extend(reader.last_error());
        }
    }
}

/// Reads a parameter (OAS 2.0, Parameter Object); `None` if it cannot be read.
fn read_parameter<'t>(
    reader: &mut Reader<'t>,
    parameters: &mut Parameters<'t>,
    at: At<'t>,
    description: Option<&'t str>,
) -> Option<()> {
    let texts = ["in", "name", "description", "collectionFormat"];
    let [kind, name, own, format] = texts.map(|keyword| {
        let child = reader.child(at, keyword);
        child.and_then(|child| reader.string(child, keyword))
    });
    let description = description.or(own);
    for keyword in ["name", "in"] {
        if at.node.get(keyword).is_none() {
            reader.missing_keyword(at.place, "a parameter", keyword);
        }
    }
    let (kind, name) = (kind?, name?);
    if kind == "body" {
        parameters.body = Some((at, description));
        return Some(());
    }
    let required = reader.child(at, "required");
    let required = required.is_some_and(|required| reader.boolean(required, "required"));
    if kind == "formData" {
        ignored::of_swagger_parameter(reader, at, None);
        parameters.fields.push(FormField {
            at,
            name,
            required,
            format,
        });
        return Some(());
    }
    let location = read_location(reader, at, kind, required)?;
    let schema = match reader.child(at, "schema") {
        Some(schema) => {
            reader.other_version("schema", schema.place);
            reader.schema(schema)
        }
        None => reader.schema_of_parameter(at),
    };
    let allow_empty = allows_empty(reader, at, location);
    let (style, explode) = style(location, format.filter(|_| ignored::may_be_array(at)));
    parameters.others.push(Parameter {
        place: at.place,
        name,
        location,
        required,
        description,
        deprecated: false,
        style,
        explode: Some(explode),
        allow_reserved: false,
        allow_empty_value: allow_empty,
        schema: Some(schema),
        content: None,
    });
    Some(())
}

/// Reads `allowEmptyValue`, and reports the keywords that have no effect.
fn allows_empty<'t>(reader: &mut Reader<'t>, at: At<'t>, location: ParameterLocation) -> bool {
    ignored::of_swagger_parameter(reader, at, Some(location));
    let allow_empty = reader.child(at, "allowEmptyValue");
    let allow_empty = allow_empty.is_some_and(|it| reader.boolean(it, "allowEmptyValue"));
    allow_empty && location == ParameterLocation::Query
}

/// Reads a header of a response (OAS 2.0, Header Object), which is a schema like a parameter.
pub fn read_header<'t>(
    reader: &mut Reader<'t>,
    name: &'t str,
    at: At<'t>,
) -> Option<Parameter<'t>> {
    let place = at.place;
    let at = reader.follow(at)?;
    let [description, format] = ["description", "collectionFormat"].map(|keyword| {
        let child = reader.child(at, keyword);
        child.and_then(|child| reader.string(child, keyword))
    });
    let location = ParameterLocation::Header;
    ignored::of_swagger_parameter(reader, at, Some(location));
    let (style, explode) = style(location, format.filter(|_| ignored::may_be_array(at)));
    Some(Parameter {
        required: false,
        description,
        style,
        explode: Some(explode),
        schema: Some(reader.schema_of_parameter(at)),
        ..Parameter::string(place, name, location)
    })
}

/// The location of a parameter that is neither a body nor a field of a form; `None` if it is unknown.
fn read_location<'t>(
    reader: &mut Reader<'t>,
    at: At<'t>,
    kind: &str,
    required: bool,
) -> Option<ParameterLocation> {
    let location_at = reader.child(at, "in")?;
    let location = match kind {
        "path" => ParameterLocation::Path,
        "query" => ParameterLocation::Query,
        "header" => ParameterLocation::Header,
        "cookie" => {
            reader.other_version("cookie", location_at.place);
            ParameterLocation::Cookie
        }
        _ => {
            let options = ["path", "query", "header", "formData", "body"];
            reader.not_one_of(location_at, "in", &options);
            return None;
        }
    };
    if location == ParameterLocation::Path && !required {
        let message = "missing `required: true` in a path parameter";
        reader.report(Code::MissingKeyword, at.place, message);
    }
    Some(location)
}

/// The `style` and `explode` of OpenAPI 3 for a `collectionFormat`. Tabs have no style, and keep their
/// word.
fn style(location: ParameterLocation, format: Option<&str>) -> (Option<&str>, bool) {
    match (format.unwrap_or("csv"), location) {
        ("csv", _) => (None, false),
        ("multi", ParameterLocation::Query) => (None, true),
        ("ssv", _) => (Some("spaceDelimited"), false),
        ("pipes", _) => (Some("pipeDelimited"), false),
        // Others have no meaning in their location, or nowhere.
        (other, _) => (Some(other), false),
    }
}
