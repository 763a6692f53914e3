//! Parameters: which are supported, and the encoding of their values.

mod ignored;

use crate::diagnostic::Code;
use crate::document::{Document, ParameterLocation, Reference, SchemaId};
use crate::identifier::Case;
use crate::lower::http::paths;
use crate::lower::http::plan::{Plan, PlannedParameter};
use crate::lower::http::text::{Nesting, TextKind, TextShape, text_shape};
use crate::lower::limits::{MAX_REQUIRED_PARAMETERS, MAX_TEXT_DEPTH};
use crate::lower::name::scopes::{Scope, joined, value_name};
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::types::{Types, defaults};
use crate::media_type::{essence, is_json};
use crate::model::{
    Api, Direction, HttpShape, Operation, Parameter, ParameterEncoding, ParameterPlace,
    ParameterShape, ParameterStyle, Params, Reason, Rest, Scalar, SchemeKind, Shape, Ty,
};
use crate::{document, reserved};
use ignored::Headers;

/// Plans the supported parameters. Only an unsupported one that is required makes the operation skipped.
pub fn plan<'a>(
    classifier: &mut Classifier<'_>,
    operation: &document::Operation<'_>,
    declared: Vec<document::Parameter<'a>>,
    reasons: &mut Vec<Reason>,
    report: &mut Report<'_>,
) -> Vec<PlannedParameter<'a>> {
    let (mut planned, mut headers) = (Vec::new(), Headers::default());
    for parameter in declared {
        if let Some((message, help)) = headers.reason_to_ignore(&parameter) {
            report
                .add(Code::IgnoredParameter, parameter.place, message)
                .help = help.map(str::to_owned);
            continue;
        }
        match encoding(classifier, &parameter) {
            Ok((place, encoding)) => {
                headers.add(&parameter);
                ignored::report_style(&parameter, encoding, report);
                let schema = match &parameter.content {
                    Some(content) => content.schema,
                    None => parameter.schema,
                };
                // An undeclared path parameter has a diagnostic of its own.
                let is_declared = parameter.place != operation.path_place;
                if is_declared && parameter.schema.is_none() && parameter.content.is_none() {
                    report_untyped(&parameter, report);
                }
                planned.push(PlannedParameter {
                    parameter,
                    place,
                    encoding,
                    schema,
                });
            }
            Err(unsupported) => {
                reasons.extend(report_unsupported(&parameter, unsupported, report));
            }
        }
    }
    let required = planned.iter().filter(|it| it.parameter.required).count();
    if required > MAX_REQUIRED_PARAMETERS {
        let message = format!("more than {MAX_REQUIRED_PARAMETERS} required parameters");
        let place = operation.place;
        reasons.push(report.skip_operation(Code::UnsupportedParameter, None, place, message));
    }
    planned
}

fn report_untyped(parameter: &document::Parameter<'_>, report: &mut Report<'_>) {
    let name = parameter.name;
    let message = format!("expected `schema` or `content` in parameter `{name}`: it is a string");
    report.add(Code::MissingKeyword, parameter.place, message);
}

/// Reports an unsupported parameter: the reason for skipping its operation, if it is required.
fn report_unsupported(
    parameter: &document::Parameter<'_>,
    unsupported: Unsupported,
    report: &mut Report<'_>,
) -> Option<Reason> {
    let Unsupported { shape, why, help } = unsupported;
    let message = format!("parameter `{}` {why}", parameter.name);
    let (code, place) = (Code::UnsupportedParameter, parameter.place);
    let is_required = parameter.required || parameter.location == ParameterLocation::Path;
    let consequence = match is_required {
        true => "the operation is skipped",
        false => "the optional parameter is ignored",
    };
    let shown = format!("{message}: {consequence}");
    report.add(code, place, shown).help = help.map(str::to_owned);
    is_required.then_some(Reason {
        code,
        shape: Some(shape),
        message,
    })
}

/// Why a parameter is not supported.
pub struct Unsupported {
    shape: HttpShape,
    /// What it is or has, and why there is no text for that.
    pub why: String,
    pub help: Option<&'static str>,
}

/// The place of the parameters of a location.
pub fn place(location: ParameterLocation) -> ParameterPlace {
    match location {
        ParameterLocation::Path => ParameterPlace::Path,
        ParameterLocation::Header => ParameterPlace::Header,
        ParameterLocation::Query => ParameterPlace::Query,
        ParameterLocation::QueryString => ParameterPlace::QueryString,
        ParameterLocation::Cookie => ParameterPlace::Cookie,
    }
}

/// The place and the encoding of a parameter, or the reason why it is not supported.
pub fn encoding(
    classifier: &mut Classifier<'_>,
    parameter: &document::Parameter<'_>,
) -> Result<(ParameterPlace, ParameterEncoding), Unsupported> {
    let place = place(parameter.location);
    let usual = match place {
        ParameterPlace::Path | ParameterPlace::Header => ParameterStyle::Simple,
        ParameterPlace::Query | ParameterPlace::QueryString | ParameterPlace::Cookie => {
            ParameterStyle::Form
        }
    };
    let kind_of = |classifier: &mut Classifier<'_>, schema: Option<SchemaId>| {
        schema.map_or(TextShape::UNCONSTRAINED, |id| text_shape(classifier, id))
    };
    if let Some(content) = &parameter.content {
        let is_form = place == ParameterPlace::QueryString;
        return match essence(content.name).as_str() {
            name if is_json(name) => Ok((place, ParameterEncoding::Json)),
            "text/plain" => Ok((place, value(usual))),
            "application/x-www-form-urlencoded" if is_form => {
                let kind = kind_of(classifier, content.schema);
                shape(ParameterStyle::Form, true, kind).map(|encoding| (place, encoding))
            }
            _ => Err(Unsupported {
                shape: HttpShape::MediaType,
                why: format!(
                    "has the media type `{}`, which is not supported yet",
                    content.name
                ),
                help: None,
            }),
        };
    }
    let named = match parameter.style {
        Some(name) => style_of(name, place).ok_or_else(|| Unsupported {
            shape: HttpShape::ParameterStyle,
            why: format!(
                "has `style: {name}`, which {} does not have",
                described(place)
            ),
            help: None,
        })?,
        None => usual,
    };
    let is_pairs = matches!(named, ParameterStyle::Form | ParameterStyle::Cookie);
    let explode = parameter.explode.unwrap_or(is_pairs);
    let kind = kind_of(classifier, parameter.schema);
    shape(named, explode, kind).map(|encoding| (place, encoding))
}

/// An encoding with a style.
pub fn style(style: ParameterStyle, explode: bool, shape: ParameterShape) -> ParameterEncoding {
    ParameterEncoding::Style {
        style,
        explode,
        shape,
    }
}

/// The style of a name, if the location has it (OAS 3.1 §4.8.12.3). That of OpenAPI 2.0 for spaces,
/// pipes and tabs is one of every location.
fn style_of(name: &str, place: ParameterPlace) -> Option<ParameterStyle> {
    use ParameterPlace::{Cookie, Header, Path, Query};
    match (name, place) {
        ("simple", Path | Header) => Some(ParameterStyle::Simple),
        ("label", Path) => Some(ParameterStyle::Label),
        ("matrix", Path) => Some(ParameterStyle::Matrix),
        ("form", Query | Cookie) => Some(ParameterStyle::Form),
        ("deepObject", Query) => Some(ParameterStyle::DeepObject),
        ("cookie", Cookie) => Some(ParameterStyle::Cookie),
        ("spaceDelimited", Path | Query | Header) => Some(ParameterStyle::SpaceDelimited),
        ("pipeDelimited", Path | Query | Header) => Some(ParameterStyle::PipeDelimited),
        ("tsv", Path | Query | Header) => Some(ParameterStyle::TabDelimited),
        _ => None,
    }
}

fn described(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "a path",
        ParameterPlace::Query | ParameterPlace::QueryString => "a query",
        ParameterPlace::Header => "a header",
        ParameterPlace::Cookie => "a cookie",
    }
}

/// The encoding of values of a shape in a style, or why that has no text for them.
fn shape(
    name: ParameterStyle,
    explode: bool,
    text: TextShape,
) -> Result<ParameterEncoding, Unsupported> {
    use ParameterStyle::{Cookie, DeepObject, Form, PipeDelimited, SpaceDelimited};
    let is_deep = name == DeepObject;
    let is_pairs = explode && matches!(name, Form | Cookie);
    let is_delimited = matches!(name, SpaceDelimited | PipeDelimited);
    let shape = match (text.kind, text.nesting) {
        (TextKind::Unconstrained | TextKind::Mixed, _) if is_deep => ParameterShape::Object,
        (TextKind::Unconstrained | TextKind::Value, _) => return Ok(value(name)),
        (TextKind::Mixed, _) => {
            let why = "is an object or a value of another JSON type, and their texts look alike";
            return Err(no_text(why.to_owned()));
        }
        (TextKind::Object, Nesting::Patterns) if is_pairs => {
            let why = "has `patternProperties`, whose names may be those of other parameters";
            return Err(no_text(why.to_owned()));
        }
        (TextKind::Object, Nesting::Lists) if is_pairs || is_deep => ParameterShape::Object,
        (TextKind::Object, Nesting::Lists) | (_, Nesting::Deep) if !is_deep => {
            let style = name.as_str();
            let why = format!("nests arrays or objects, for which `style: {style}` has no text");
            return Err(no_text(why));
        }
        // Exploded, it is `form` (OAS 3.0.4 §4.7.12.5).
        (TextKind::Object, _) if explode && is_delimited => {
            return Ok(style(Form, true, ParameterShape::Object));
        }
        (TextKind::List, _) => ParameterShape::List,
        (TextKind::Object, _) => ParameterShape::Object,
        (TextKind::Either, _) => ParameterShape::Either,
    };
    Ok(style(name, explode, shape))
}

/// The encoding of a scalar. Nothing stands between the parts of it.
fn value(name: ParameterStyle) -> ParameterEncoding {
    use ParameterStyle::{Cookie, Form, Label, Matrix, Simple};
    let name = match name {
        Simple | Label | Matrix | Cookie => name,
        _ => Form,
    };
    style(name, matches!(name, Form | Cookie), ParameterShape::Value)
}

/// The reason of a value that has no text in a style.
pub fn no_text(why: String) -> Unsupported {
    let help = "describe it by `content` with `application/json`, or by `style: deepObject`";
    Unsupported {
        shape: HttpShape::ParameterObject,
        why,
        help: Some(help),
    }
}

/// The parameters of an operation, lowered.
pub struct Lowered {
    /// The path template, with the declared names of the parameters.
    pub path: String,
    /// The required parameters.
    pub required: Vec<Parameter>,
    /// The optional parameters.
    pub params: Option<Params>,
    /// The names of the arguments.
    pub arguments: Scope,
}

/// Lowers the parameters of an operation, once every type has its name. Path parameters come first,
/// in the order of the path.
pub fn lower(
    plan: &Plan<'_>,
    types: &mut Types<'_>,
    checks: &mut Scope,
    report: &mut Report<'_>,
) -> Lowered {
    let mut arguments = Scope::with_reserved(Case::Snake, reserved::ARGUMENTS.iter().copied());
    let method = value_name(&plan.names.method);
    let mut path = String::new();
    let mut required: Vec<Parameter> = Vec::new();
    let mut make = |planned: &PlannedParameter<'_>, scope: &mut Scope| {
        let name = value_name(planned.parameter.name);
        let check = checks.reserve(joined(&method, &name));
        let name = scope.reserve_qualified(name, place_name(planned.place));
        parameter(planned, (name, check), Direction::Request, types, report)
    };
    // The address of a webhook has no parameters.
    let template = plan.operation.path;
    let template = plan.webhook.as_ref().map_or(template, |_| "");
    for part in paths::template(template) {
        let Err(name) = part else {
            path.extend(part);
            continue;
        };
        let mut planned = plan.parameters.iter();
        let planned = planned
            .find(|it| it.place == ParameterPlace::Path && paths::is_named(&it.parameter, name));
        let wire = planned.map_or(name, |planned| planned.parameter.name);
        path.push_str(&format!("{{{wire}}}"));
        if required.iter().all(|known| known.wire != wire) {
            required.extend(planned.map(|it| make(it, &mut arguments)));
        }
    }
    let (mut fields, mut optional) = (Scope::new(Case::Snake), Vec::new());
    for planned in &plan.parameters {
        match (planned.place, planned.parameter.required) {
            (ParameterPlace::Path, _) => {}
            (_, true) => required.push(make(planned, &mut arguments)),
            (_, false) => optional.push(make(planned, &mut fields)),
        }
    }
    let params = (!optional.is_empty()).then(|| Params {
        name: plan.names.params.clone(),
        argument: arguments.reserve("params".to_owned()),
        parameters: optional,
    });
    Lowered {
        path,
        required,
        params,
        arguments,
    }
}

/// Lowers a parameter, with its name and that of the function that checks it.
pub fn parameter(
    planned: &PlannedParameter<'_>,
    (name, check): (String, String),
    direction: Direction,
    types: &mut Types<'_>,
    report: &mut Report<'_>,
) -> Parameter {
    let (document, place) = (report.document, planned.place);
    let (parameter, schema) = (&planned.parameter, planned.schema);
    let ty = schema.map_or(Ty::Scalar(Scalar::Text), |schema| {
        types.ty(schema, direction, report)
    });
    Parameter {
        name,
        wire: parameter.name.to_owned(),
        docs: documentation(document, planned, report),
        place,
        encoding: planned.encoding,
        reserved: parameter.allow_reserved,
        empty: parameter.allow_empty_value,
        others: Vec::new(),
        ty,
        check,
        secret: schema.is_some_and(|schema| is_secret(document, schema)),
        deprecated: parameter.deprecated,
        default: None,
    }
}

/// The description of a parameter, with the default of an optional one.
fn documentation(
    document: &Document<'_>,
    planned: &PlannedParameter<'_>,
    report: &mut Report<'_>,
) -> Vec<String> {
    let parameter = &planned.parameter;
    let docs = report.docs(parameter.place, &[parameter.description]);
    match planned.schema.filter(|_| !parameter.required) {
        Some(id) => defaults::documented(document, id, docs),
        None => docs,
    }
}

fn is_secret(document: &Document<'_>, id: SchemaId) -> bool {
    let mut id = id;
    for _ in 0..document.schemas.len() {
        let schema = document.schema(id);
        if schema.format == Some("password") || schema.write_only {
            return true;
        }
        match schema.reference {
            Reference::To(target) => id = target,
            Reference::None | Reference::Broken => return false,
        }
    }
    false
}

fn place_name(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
        ParameterPlace::QueryString => "query_string",
        ParameterPlace::Header => "header",
        ParameterPlace::Cookie => "cookie",
    }
}

/// Sets the names that are no properties of the parameters whose properties stand beside others and
/// may have any name.
pub fn set_others(api: &mut Api) {
    let mut operations = std::mem::take(&mut api.operations);
    for operation in &mut operations {
        set_others_of(api, operation);
    }
    api.operations = operations;
}

fn set_others_of(api: &Api, operation: &mut Operation) {
    let names: Vec<_> = operation
        .all_parameters()
        .map(|it| (it.place, it.wire.clone()))
        .collect();
    let alternatives = operation
        .security
        .map(|index| &api.securities[index].alternatives);
    let schemes = alternatives.into_iter().flatten();
    let schemes = schemes.flat_map(|credentials| &api.credentials[*credentials].schemes);
    let keys: Vec<_> = schemes
        .filter_map(|scheme| match &api.schemes[*scheme].kind {
            SchemeKind::Query(name) => Some((ParameterPlace::Query, name.clone())),
            SchemeKind::Cookie(name) => Some((ParameterPlace::Cookie, name.clone())),
            _ => None,
        })
        .collect();
    let optional = operation.params.iter_mut();
    let optional = optional.flat_map(|params| &mut params.parameters);
    for parameter in operation.parameters.iter_mut().chain(optional) {
        if !parameter.encoding.is_beside_others() || !has_any_name(api, &parameter.ty, 0) {
            continue;
        }
        let place = match parameter.place {
            ParameterPlace::QueryString => ParameterPlace::Query,
            place => place,
        };
        let beside = names.iter().chain(&keys).filter(|it| it.0 == place);
        let mut others: Vec<_> = beside.map(|it| it.1.clone()).collect();
        others.retain(|name| *name != parameter.wire);
        others.sort();
        others.dedup();
        parameter.others = others;
    }
}

/// Whether an object of a type may have properties that the description does not name.
fn has_any_name(api: &Api, ty: &Ty, depth: usize) -> bool {
    match api.plain(ty) {
        Ty::Named(id) => match &api.ty(*id).shape {
            Shape::Struct(object) => matches!(object.rest, Rest::Keep { declared: true, .. }),
            Shape::Newtype(inner) => depth < MAX_TEXT_DEPTH && has_any_name(api, inner, depth + 1),
            _ => true,
        },
        _ => true,
    }
}
