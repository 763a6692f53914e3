//! The headers of responses and parts: which have a type, the structs of those that stand together, and their
//! names.

use std::collections::HashMap;

use crate::diagnostic::Code;
use crate::document;
use crate::identifier::Case;
use crate::lower::http::parameters::{self, Unsupported};
use crate::lower::http::plan::{PlannedHeader, PlannedParameter};
use crate::lower::http::text::{Nesting, TextKind, TextShape, text_shape};
use crate::lower::limits::{MAX_ERROR_NAME, MAX_SHARED_DESCRIPTIONS};
use crate::lower::name::scopes::{Scope, type_name, value_name};
use crate::lower::report::Report;
use crate::lower::schema::classify::Classifier;
use crate::lower::types::Types;
use crate::model::{
    Api, Direction, Header, Headers, ParameterEncoding, ParameterPlace, ParameterShape,
    ParameterStyle, Ty,
};
use crate::reserved;

/// Whether it is the header whose values cannot stand in a list (RFC 9110 §5.3).
fn is_cookie(name: &str) -> bool {
    name.eq_ignore_ascii_case("set-cookie")
}

/// What headers may belong to.
#[derive(Clone, Copy)]
pub enum Owner {
    Response,
    Part,
}

impl Owner {
    /// Why a header has no effect, and what is in its place.
    fn ignores(self, name: &str) -> Option<(Code, &'static str, &'static str)> {
        let is = |other| name.eq_ignore_ascii_case(other);
        match self {
            Self::Response if is("content-type") => Some((
                Code::IgnoredHeader,
                "the header `Content-Type` of a response has no effect",
                "the media types of the response describe it",
            )),
            Self::Part if is("content-type") => Some((
                Code::IgnoredKeyword,
                "the header `Content-Type` of a part has no effect",
                "`contentType` of its encoding describes it",
            )),
            Self::Part if is("content-disposition") => Some((
                Code::IgnoredKeyword,
                "the header `Content-Disposition` of a part has no effect",
                "emitted code writes it: the names of the part and of the file (RFC 7578 §4.2)",
            )),
            _ => None,
        }
    }
}

/// Plans the headers of a response or of a part. What has no typed form is a text.
pub fn plan<'a>(
    classifier: &mut Classifier<'_>,
    (owner, headers): (Owner, &'a [document::Parameter<'a>]),
    report: &mut Report<'_>,
) -> Vec<PlannedHeader<'a>> {
    let mut planned: Vec<PlannedHeader<'_>> = Vec::new();
    for header in headers {
        let name = header.name;
        let is_same = |known: &PlannedHeader<'_>| {
            let known = known.parameter.parameter.name;
            known.eq_ignore_ascii_case(name)
        };
        if let Some((code, message, help)) = owner.ignores(name) {
            let message = message.to_owned();
            report.add(code, header.place, message).help = Some(help.to_owned());
        } else if !is_field_name(name) {
            let message = format!("expected the name of a header, found `{name}`: it is ignored");
            report.add(Code::InvalidValue, header.place, message);
        } else if planned.iter().any(is_same) {
            let message = format!(
                "the header `{name}` is there twice, since case is not significant: it is ignored"
            );
            report.add(Code::InvalidValue, header.place, message);
        } else {
            planned.push(plan_one(classifier, header, report));
        }
    }
    planned
}

fn plan_one<'a>(
    classifier: &mut Classifier<'_>,
    header: &'a document::Parameter<'a>,
    report: &mut Report<'_>,
) -> PlannedHeader<'a> {
    let content = header.content.as_ref();
    if header.schema.is_none() && content.is_none() {
        let name = header.name;
        let message = format!("expected `schema` or `content` in header `{name}`: it is a string");
        report.add(Code::MissingKeyword, header.place, message);
    }
    let mut schema = content.map_or(header.schema, |content| content.schema);
    let is_cookie = is_cookie(header.name);
    let kind = schema.map_or(TextShape::UNCONSTRAINED, |id| text_shape(classifier, id));
    let repeats = is_cookie && kind.kind != TextKind::List;
    let encoding = match is_cookie {
        true => lines(kind),
        false => parameters::encoding(classifier, header).map(|(_, encoding)| encoding),
    };
    let encoding = encoding.unwrap_or_else(|unsupported| {
        report_unsupported(header, unsupported, report);
        schema = None;
        let shape = match is_cookie {
            true => ParameterShape::Lines,
            false => ParameterShape::Value,
        };
        parameters::style(ParameterStyle::Simple, false, shape)
    });
    PlannedHeader {
        parameter: PlannedParameter {
            parameter: header.clone(),
            place: ParameterPlace::Header,
            encoding,
            schema,
        },
        repeats,
    }
}

/// The encoding of the header that is there once for each value.
fn lines(text: TextShape) -> Result<ParameterEncoding, Unsupported> {
    use TextKind::{List, Unconstrained, Value};
    match (text.kind, text.nesting) {
        (Unconstrained | Value, _) | (List, Nesting::None) => {
            let shape = ParameterShape::Lines;
            Ok(parameters::style(ParameterStyle::Simple, false, shape))
        }
        _ => {
            let why = "is an object, which no cookie is";
            Err(parameters::no_text(why.to_owned()))
        }
    }
}

fn report_unsupported(
    header: &document::Parameter<'_>,
    unsupported: Unsupported,
    report: &mut Report<'_>,
) {
    let message = format!(
        "header `{}` {}: it is a string",
        header.name, unsupported.why
    );
    let help = "describe it by `content` with `application/json`, or as a string";
    report
        .add(Code::UnsupportedHeader, header.place, message)
        .help = unsupported.help.map(|_| help.to_owned());
}

/// Whether a header can have a name (RFC 9110 §5.1).
fn is_field_name(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}

/// Lowers the headers of a response or of a part, under a name of their own. Returns their index in the
/// sets of the description, if there are any.
pub fn lower(
    planned: &[PlannedHeader<'_>],
    (name, direction): (String, Direction),
    sets: &mut Vec<Headers>,
    types: &mut Types<'_>,
    report: &mut Report<'_>,
) -> Option<usize> {
    let mut names = Scope::new(Case::Snake);
    let headers = planned.iter().map(|header| {
        let name = names.reserve(value_name(header.parameter.parameter.name));
        let names = (name, String::new());
        let mut parameter =
            parameters::parameter(&header.parameter, names, direction, types, report);
        if header.repeats {
            parameter.ty = Ty::List(Box::new(parameter.ty));
        }
        // A cookie is a credential more often than not.
        parameter.secret |= is_cookie(&parameter.wire);
        Header {
            parameter,
            required: header.parameter.parameter.required,
        }
    });
    let headers: Vec<_> = headers.collect();
    if headers.is_empty() {
        return None;
    }
    sets.push(Headers { name, headers });
    Some(sets.len() - 1)
}

/// Makes one set of those that are equal but for their descriptions, and names each after its content
/// where that name has no other meaning: `LinkHeaders`. Such a name depends on nothing else in the
/// description.
pub fn share(api: &mut Api) {
    let mut sets: Vec<Headers> = Vec::new();
    let mut places = Vec::new();
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for set in std::mem::take(&mut api.headers) {
        let others = known.entry(content_name(&set)).or_default();
        let equal = others
            .iter()
            .find(|index| sets.get(**index).is_some_and(|other| is_same(other, &set)));
        places.push(match equal.copied() {
            Some(index) => {
                add_descriptions(&mut sets[index], &set);
                index
            }
            None => {
                others.push(sets.len());
                sets.push(set);
                sets.len() - 1
            }
        });
    }
    let mut scope = Scope::with_reserved(Case::Camel, reserved::TYPES.iter().copied());
    // A name of the content comes before those that operations give.
    for is_shared in [true, false] {
        for set in &mut sets {
            let content = content_name(set);
            let alone = known.get(&content).is_some_and(|sets| sets.len() == 1);
            if alone == is_shared {
                set.name = scope.reserve(match alone {
                    true => content,
                    false => std::mem::take(&mut set.name),
                });
            }
        }
    }
    api.headers = sets;
    let moved = |headers: &mut Option<usize>| {
        *headers = headers.and_then(|at| places.get(at).copied());
    };
    for operation in &mut api.operations {
        let responses = operation.successes.iter_mut().chain(&mut operation.errors);
        responses.for_each(|response| moved(&mut response.headers));
        let contents = operation
            .body
            .iter_mut()
            .flat_map(|body| &mut body.contents);
        let parts = contents.filter_map(|content| content.parts.as_mut());
        let parts = parts.flat_map(|parts| &mut parts.fields);
        parts.for_each(|part| moved(&mut part.headers));
    }
}

/// The names of the headers as one, or the first of them and the number of the others.
fn content_name(set: &Headers) -> String {
    let mut names: Vec<_> = set.headers.iter().map(|it| &*it.parameter.wire).collect();
    names.sort_by_key(|name| name.to_ascii_lowercase());
    let names: Vec<_> = names.into_iter().map(type_name).collect();
    let all = names.concat();
    if all.len() <= MAX_ERROR_NAME {
        return format!("{all}Headers");
    }
    let first = names.first().map_or("", |name| name);
    format!("{first}And{}OthersHeaders", names.len() - 1)
}

/// Whether two sets have the same headers, whatever their order and their descriptions are.
fn is_same(left: &Headers, right: &Headers) -> bool {
    left.headers.len() == right.headers.len()
        && left
            .headers
            .iter()
            .all(|header| found(right, header).is_some_and(|other| is_equal(header, other)))
}

fn found<'a>(set: &'a Headers, header: &Header) -> Option<&'a Header> {
    let wire = &header.parameter.wire;
    let mut headers = set.headers.iter();
    headers.find(|other| other.parameter.wire.eq_ignore_ascii_case(wire))
}

fn is_equal(left: &Header, right: &Header) -> bool {
    let facts = |header: &Header| {
        let it = &header.parameter;
        (header.required, it.encoding, it.secret, it.deprecated)
    };
    facts(left) == facts(right) && left.parameter.ty == right.parameter.ty
}

/// Adds the descriptions of equal headers that are others.
fn add_descriptions(set: &mut Headers, other: &Headers) {
    for header in &mut set.headers {
        let Some(other) = found(other, header) else {
            continue;
        };
        let docs = &mut header.parameter.docs;
        for text in &other.parameter.docs {
            if docs.len() < MAX_SHARED_DESCRIPTIONS && !docs.contains(text) {
                docs.push(text.clone());
            }
        }
    }
}
