//! Parameters: which can be honoured, and how their values stand in a request.

use crate::diagnostic::Code;
use crate::document::{Document, ParameterLocation, Reference, SchemaId};
use crate::identifier::Case;
use crate::lower::http::text::{Kind, kind};
use crate::lower::http::{media_types, paths};
use crate::lower::limits::MAX_REQUIRED_PARAMETERS;
use crate::lower::name::scopes::{OperationNames, Scope, joined, value_name};
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::types::{Types, defaults};
use crate::model::{
    Direction, HttpShape, Parameter, ParameterEncoding, ParameterPlace, Params, Reason, Scalar, Ty,
};
use crate::{document, reserved};

/// The headers that other parts of a description speak for (OAS 3.0 §4.7.12.1).
const IGNORED: &[&str] = &["accept", "content-type", "authorization"];

/// Takes the parameters out that cannot be honoured. Only one that must be there closes the
/// operation.
pub fn select(
    classifier: &mut Classifier<'_>,
    operation: &mut document::Operation<'_>,
    reasons: &mut Vec<Reason>,
    report: &mut Report<'_>,
) {
    let mut kept = Vec::new();
    for mut parameter in std::mem::take(&mut operation.parameters) {
        if is_ignored(&parameter) {
            let message =
                "the header parameters `Accept`, `Content-Type` and `Authorization` have no effect";
            report.add(Code::IgnoredParameter, parameter.place, message).help = Some(
                "the media types and the security of the operation say it; a client can set others in `Config::headers`".to_owned(),
            );
            continue;
        }
        match encoding(classifier, &parameter) {
            Ok(_) => {
                let says_nothing = parameter.schema.is_none() && parameter.content.is_none();
                // A variable of the path that nobody declares has been reported as that.
                if says_nothing && parameter.place != operation.path_place {
                    let name = parameter.name;
                    let message = format!(
                        "the parameter `{name}` needs a `schema` or `content`: it is a string"
                    );
                    report.add(Code::MissingKeyword, parameter.place, message);
                }
                if let Some(content) = &parameter.content {
                    parameter.schema = content.schema;
                }
                kept.push(parameter);
            }
            Err((shape, why)) => {
                let name = parameter.name;
                let message = format!("the parameter `{name}` {why}, which is not built yet");
                let code = Code::UnsupportedParameter;
                if parameter.required || parameter.location == ParameterLocation::Path {
                    reasons.push(report.skip_operation(
                        code,
                        Some(shape),
                        parameter.place,
                        message,
                    ));
                } else {
                    let message = format!("{message}: it is optional, and left out");
                    report.add(code, parameter.place, message);
                }
            }
        }
    }
    operation.parameters = kept;
    let required = operation.parameters.iter().filter(|it| it.required).count();
    if required > MAX_REQUIRED_PARAMETERS {
        let message = format!(
            "it has more than {} required parameters",
            MAX_REQUIRED_PARAMETERS
        );
        let place = operation.place;
        reasons.push(report.skip_operation(Code::UnsupportedParameter, None, place, message));
    }
}

fn is_ignored(parameter: &document::Parameter<'_>) -> bool {
    let mut ignored = IGNORED.iter();
    parameter.location == ParameterLocation::Header
        && ignored.any(|name| parameter.name.eq_ignore_ascii_case(name))
}

/// Where a parameter stands and how it is written, or why that is not built.
fn encoding(
    classifier: &mut Classifier<'_>,
    parameter: &document::Parameter<'_>,
) -> Result<(ParameterPlace, ParameterEncoding), (HttpShape, String)> {
    let commas = parameter.explode == Some(false);
    let (place, usual) = match parameter.location {
        ParameterLocation::Path => (ParameterPlace::Path, "simple"),
        ParameterLocation::Header => (ParameterPlace::Header, "simple"),
        ParameterLocation::Query => {
            let reserved = parameter.allow_reserved;
            (ParameterPlace::Query { commas, reserved }, "form")
        }
        ParameterLocation::Cookie => {
            return Err((HttpShape::Cookie, "stands in a cookie".to_owned()));
        }
        ParameterLocation::QueryString => {
            return Err((HttpShape::QueryString, "is the whole query".to_owned()));
        }
    };
    if let Some(content) = &parameter.content {
        return match media_types::essence(content.name).as_str() {
            name if media_types::is_json(name) => Ok((place, ParameterEncoding::Json)),
            "text/plain" => Ok((place, ParameterEncoding::Value)),
            _ => Err((HttpShape::MediaType, format!("is `{}`", content.name))),
        };
    }
    if let Some(style) = parameter.style.filter(|style| *style != usual) {
        return Err((
            HttpShape::ParameterStyle,
            format!("has the style `{style}`"),
        ));
    }
    let kind = parameter
        .schema
        .map_or(Kind::Unconstrained, |id| kind(classifier, id));
    match kind {
        Kind::Unconstrained | Kind::Value => Ok((place, ParameterEncoding::Value)),
        Kind::List => Ok((place, ParameterEncoding::List)),
        Kind::Other => Err((
            HttpShape::ParameterObject,
            "is neither a single value nor an array of some".to_owned(),
        )),
    }
}

/// The parameters of an operation.
pub struct Lowered {
    /// The path template, with the parameters under the names that they have.
    pub path: String,
    /// Those that must be there.
    pub required: Vec<Parameter>,
    /// Those that need not.
    pub params: Option<Params>,
    /// The names of the arguments.
    pub arguments: Scope,
}

/// Makes the parameters of an operation, once every type has its name. Those of the path come
/// first, in its order.
pub fn lower(
    operation: &document::Operation<'_>,
    names: &OperationNames,
    types: &mut Types<'_>,
    checks: &mut Scope,
    report: &mut Report<'_>,
) -> Lowered {
    let document = report.document;
    let mut arguments = Scope::with(Case::Snake, reserved::ARGUMENTS.iter().copied());
    let method = value_name(&names.method);
    let mut path = String::new();
    let mut required: Vec<Parameter> = Vec::new();
    let mut make = |parameter: &document::Parameter<'_>, scope: &mut Scope| {
        let (place, encoding) = encoding(&mut types.classifier, parameter).ok()?;
        let ty = parameter.schema.map_or(Ty::Scalar(Scalar::Text), |schema| {
            types.ty(schema, Direction::Request, report)
        });
        let deprecated = parameter.deprecated;
        Some(Parameter {
            name: scope.reserve_qualified(value_name(parameter.name), place_word(place)),
            wire: parameter.name.to_owned(),
            docs: documentation(document, parameter, report),
            place,
            encoding,
            ty,
            check: checks.reserve(joined(&method, &value_name(parameter.name))),
            secret: parameter
                .schema
                .is_some_and(|schema| is_secret(document, schema)),
            deprecated,
        })
    };
    for part in paths::template(operation.path) {
        let name = match part {
            Ok(text) => {
                path.push_str(text);
                continue;
            }
            Err(name) => name,
        };
        let mut declared = operation.parameters.iter();
        let declared =
            declared.find(|it| it.location == ParameterLocation::Path && paths::is_it(it, name));
        let wire = declared.map_or(name, |declared| declared.name);
        path.push_str(&format!("{{{wire}}}"));
        if required.iter().all(|known| known.wire != wire) {
            required.extend(declared.and_then(|it| make(it, &mut arguments)));
        }
    }
    let (mut fields, mut optional) = (Scope::new(Case::Snake), Vec::new());
    for parameter in &operation.parameters {
        match (parameter.location, parameter.required) {
            (ParameterLocation::Path, _) => {}
            (_, true) => required.extend(make(parameter, &mut arguments)),
            (_, false) => optional.extend(make(parameter, &mut fields)),
        }
    }
    let params = (!optional.is_empty()).then(|| Params {
        name: names.params.clone(),
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

/// What the description says of a parameter, and the default of one that may be left out.
fn documentation(
    document: &Document<'_>,
    parameter: &document::Parameter<'_>,
    report: &mut Report<'_>,
) -> Vec<String> {
    let docs = report.docs(parameter.place, &[parameter.description]);
    match parameter.schema.filter(|_| !parameter.required) {
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

fn place_word(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query { .. } => "query",
        ParameterPlace::Header => "header",
    }
}
