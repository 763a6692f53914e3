//! The model as text, for people, bug reports and tests.

use super::{
    Api, Argument, Base, Body, BodyEncoding, Check, Content, DiscriminatorValue, Engine,
    Enumeration, Field, HttpShape, Operation, Others, Parameter, ParameterEncoding, ParameterPlace,
    ParameterShape, ParameterStyle, Part, PartEncoding, PartPresence, Presence, Preset,
    RejectionBody, Response, Rest, Rule, Scalar, SchemeKind, Shape, Status, Ty, TypeDef, Union,
    UnionOthers,
};
use crate::config::RustPath;
use crate::printable;

/// Prints a model: a block for each type, operation and security scheme.
pub fn print(api: &Api) -> String {
    let mut out = String::new();
    line(
        &mut out,
        format_args!("api {:?} below {:?}", api.title, api.base_path),
    );
    for scheme in &api.schemes {
        let kind = match &scheme.kind {
            SchemeKind::Bearer => "bearer token".to_owned(),
            SchemeKind::Basic => "name and password".to_owned(),
            SchemeKind::Header(name) => format!("key in header {name:?}"),
            SchemeKind::Query(name) => format!("key in query {name:?}"),
            SchemeKind::Cookie(name) => format!("key in cookie {name:?}"),
            SchemeKind::Authorization(name) => format!("authorization by {name:?}"),
            SchemeKind::OutOfBand => "out of band".to_owned(),
        };
        line(&mut out, format_args!("scheme {:?}: {kind}", scheme.id));
    }
    for def in &api.types {
        out.push('\n');
        type_def(&mut out, api, def);
    }
    for named in &api.rules {
        out.push('\n');
        let rule = show_rule(api, &named.rule);
        line(&mut out, format_args!("rule {}: {rule}", named.name));
    }
    for module in &api.modules {
        let names = module.operations.iter();
        let names = names.filter_map(|index| api.operations.get(*index));
        let names: Vec<_> = names.map(|operation| operation.name.as_str()).collect();
        out.push('\n');
        line(
            &mut out,
            format_args!("module {}: {}", module.name, names.join(", ")),
        );
    }
    for operation in &api.operations {
        out.push('\n');
        operation_block(&mut out, api, operation);
    }
    if !api.skipped.is_empty() {
        out.push('\n');
    }
    for skipped in &api.skipped {
        let reasons = skipped.reasons.iter();
        let reasons: Vec<_> = reasons
            .map(|reason| reason.shape.map_or(reason.code.as_str(), HttpShape::as_str))
            .collect();
        let (method, path) = (&skipped.method, &skipped.path);
        line(
            &mut out,
            format_args!("skipped {method} {path}: {}", reasons.join(", ")),
        );
    }
    out
}

/// Adds a line; quoted line breaks are escaped.
fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.push_str(&printable::line(&text.to_string()));
    out.push('\n');
}

fn type_def(out: &mut String, api: &Api, def: &TypeDef) {
    let mut notes = String::new();
    if def.deprecated {
        notes.push_str(" (deprecated)");
    }
    if !def.derives.is_empty() {
        let derives: Vec<_> = def.derives.iter().map(RustPath::as_str).collect();
        notes.push_str(&format!(" (derives {})", derives.join(", ")));
    }
    match &def.shape {
        Shape::Alias(ty) => line(
            out,
            format_args!("type {} = {}{notes}", def.name, show(api, ty)),
        ),
        Shape::Newtype(ty) => line(
            out,
            format_args!("newtype {} = {}{notes}", def.name, show(api, ty)),
        ),
        Shape::Enum(enumeration) => enum_block(out, &def.name, &notes, enumeration),
        Shape::Union(union) => union_block(out, api, &def.name, &notes, union),
        Shape::Tuple(tuple) => {
            line(out, format_args!("tuple {}{notes}", def.name));
            for item in &tuple.items {
                let optional = if item.required { "" } else { " optional" };
                let ty = show(api, &item.ty);
                line(out, format_args!("    {}: {ty}{optional}", item.name));
            }
            for check in &tuple.checks {
                line(out, format_args!("    {}", show_check(api, check)));
            }
            if let Some((name, ty)) = &tuple.rest {
                line(out, format_args!("    {name}: others, {}", show(api, ty)));
            }
        }
        Shape::Struct(structure) => {
            line(out, format_args!("struct {}{notes}", def.name));
            for field in &structure.fields {
                field_line(out, api, field);
            }
            for fields in &structure.patterns {
                let pattern = show_check(api, &Check::Pattern(fields.pattern));
                let ty = show(api, &fields.ty);
                line(out, format_args!("    {}: {pattern}, {ty}", fields.name));
            }
            for check in &structure.checks {
                line(out, format_args!("    {}", show_check(api, check)));
            }
            match &structure.rest {
                Rest::Skip => {}
                Rest::Forbid => line(out, format_args!("    no other properties")),
                Rest::Keep { name, ty, declared } => {
                    let of = if *declared { "others" } else { "undeclared" };
                    line(out, format_args!("    {name}: {of}, {}", show(api, ty)))
                }
            }
        }
    }
}

fn enum_block(out: &mut String, name: &str, deprecated: &str, enumeration: &Enumeration) {
    let of = match enumeration.base {
        Base::Text => "",
        Base::Integer => " of integers",
        Base::Any => " of any values",
    };
    let others = match enumeration.others {
        Others::Unknown => "",
        Others::Allowed => ", others allowed",
        Others::Forbidden => ", closed",
    };
    line(out, format_args!("enum {name}{of}{others}{deprecated}"));
    for variant in &enumeration.variants {
        line(out, format_args!("    {} {:?}", variant.name, variant.wire));
    }
}

fn union_block(out: &mut String, api: &Api, name: &str, deprecated: &str, union: &Union) {
    let discriminator = union
        .discriminator
        .as_ref()
        .map(|property| format!(" by {property:?}"))
        .unwrap_or_default();
    let exclusive = if union.exclusive { ", exclusive" } else { "" };
    let others = match &union.others {
        UnionOthers::Forbidden if union.discriminator.is_some() => ", closed".to_owned(),
        UnionOthers::Variant(name) => format!(", others in {name}"),
        UnionOthers::Unknown | UnionOthers::Forbidden => String::new(),
    };
    line(
        out,
        format_args!("union {name}{discriminator}{exclusive}{others}{deprecated}"),
    );
    for variant in &union.variants {
        let values = variant.discriminator_values.iter();
        let values = values.map(|value| match value {
            DiscriminatorValue::Text(text) => format!(" {text:?}"),
            value => format!(" {value}"),
        });
        let values: String = values.collect();
        let ty = show(api, &variant.ty);
        line(out, format_args!("    {}{values}: {ty}", variant.name));
    }
}

fn field_line(out: &mut String, api: &Api, field: &Field) {
    let presence = match field.presence {
        Presence::Required => "",
        Presence::Optional => " optional",
        Presence::Patch => " optional or null",
        Presence::NullOrAbsent => " optional or null, alike",
    };
    let wire = if field.wire == field.name {
        String::new()
    } else {
        format!(" {:?}", field.wire)
    };
    let secret = if field.secret { " secret" } else { "" };
    let deprecated = if field.deprecated { " deprecated" } else { "" };
    let preset = field.preset.as_ref().map(|preset| match preset {
        Preset::Text(text) => format!(" = {text:?}"),
        Preset::Boolean(value) => format!(" = {value}"),
        Preset::Integer(value) => format!(" = {value}"),
        Preset::Variant(name) => format!(" = {name}"),
    });
    let preset = preset.unwrap_or_default();
    let ty = show(api, &field.ty);
    line(
        out,
        format_args!(
            "    {}{wire}: {ty}{preset}{presence}{secret}{deprecated}",
            field.name
        ),
    );
}

fn operation_block(out: &mut String, api: &Api, operation: &Operation) {
    let deprecated = if operation.deprecated {
        " (deprecated)"
    } else {
        ""
    };
    line(
        out,
        format_args!(
            "operation {} = {} {}{deprecated}",
            operation.name, operation.method, operation.path
        ),
    );
    if let Some(server) = &operation.server {
        line(
            out,
            format_args!("    server {:?} at {:?}", server.url, server.path),
        );
    }
    if !operation.served {
        line(out, format_args!("    client only"));
    }
    for parameter in &operation.parameters {
        parameter_line(out, api, parameter, false);
    }
    for parameter in operation
        .params
        .iter()
        .flat_map(|params| &params.parameters)
    {
        parameter_line(out, api, parameter, true);
    }
    if let Some(body) = &operation.body {
        body_line(out, api, body);
    }
    if operation.accept != "application/json" {
        line(out, format_args!("    accept: {}", operation.accept));
    }
    if let Some(security) = operation.security {
        let alternatives = api.securities[security].alternatives.iter();
        let names: Vec<_> = alternatives
            .map(|index| api.credentials[*index].variant.clone())
            .collect();
        line(out, format_args!("    credentials: {}", names.join(" or ")));
    }
    response_lines(out, api, operation);
}

fn body_line(out: &mut String, api: &Api, body: &Body) {
    let optional = if body.optional { " optional" } else { "" };
    let contents = body
        .contents
        .iter()
        .map(|content| show_content(api, content));
    let contents: Vec<_> = contents.collect();
    line(
        out,
        format_args!("    body: {}{optional}", contents.join(" or ")),
    );
}

fn response_lines(out: &mut String, api: &Api, operation: &Operation) {
    for (what, responses) in [
        ("success", &operation.successes),
        ("error", &operation.errors),
    ] {
        for response in responses {
            response_line(out, api, what, response);
        }
    }
    for (status, ty) in &operation.rejections {
        let body = match ty {
            RejectionBody::Declared(ty) => &*api.ty(*ty).name,
            RejectionBody::Empty => "no body",
            RejectionBody::Problem => "problem details",
        };
        line(out, format_args!("    rejection {status}: {body}"));
    }
}

fn parameter_line(out: &mut String, api: &Api, parameter: &Parameter, optional: bool) {
    let place = match (parameter.place, parameter.reserved) {
        (ParameterPlace::Path, _) => "path",
        (ParameterPlace::Query, true) => "query reserved",
        (ParameterPlace::Query, false) => "query",
        (ParameterPlace::QueryString, _) => "query string",
        (ParameterPlace::Header, _) => "header",
        (ParameterPlace::Cookie, _) => "cookie",
    };
    let encoding = encoding_words(parameter);
    let optional = if optional { " optional" } else { "" };
    let secret = if parameter.secret { " secret" } else { "" };
    let deprecated = if parameter.deprecated {
        " deprecated"
    } else {
        ""
    };
    let name = if parameter.name == parameter.wire {
        String::new()
    } else {
        format!("{} ", parameter.name)
    };
    let (wire, ty) = (&parameter.wire, show(api, &parameter.ty));
    line(
        out,
        format_args!("    {place} {name}{wire:?}: {ty}{encoding}{optional}{secret}{deprecated}"),
    );
}

/// The style of a parameter, unless it is that of a scalar by default; and what has no value.
fn encoding_words(parameter: &Parameter) -> String {
    let mut words = match parameter.encoding {
        ParameterEncoding::Json => " as json".to_owned(),
        ParameterEncoding::Style {
            style,
            explode,
            shape,
        } => match (style, explode, shape) {
            (ParameterStyle::Simple | ParameterStyle::Form, _, ParameterShape::Value) => {
                String::new()
            }
            (ParameterStyle::Form, true, ParameterShape::List) => " repeated".to_owned(),
            (ParameterStyle::Simple | ParameterStyle::Form, false, ParameterShape::List) => {
                " with commas".to_owned()
            }
            (style, true, _) => format!(" {} exploded", style.as_str()),
            (style, false, _) => format!(" {}", style.as_str()),
        },
    };
    if !parameter.others.is_empty() {
        words.push_str(&format!(" beside {}", parameter.others.join(", ")));
    }
    if parameter.empty {
        words.push_str(" or empty");
    }
    words
}

/// A content; its encoding and media type are omitted for `application/json`.
fn show_content(api: &Api, content: &Content) -> String {
    let media_types = content.media_types.join(", ");
    let ty = show(api, &content.ty);
    match content.encoding {
        BodyEncoding::Json if media_types == "application/json" => ty,
        BodyEncoding::Json => format!("{ty} as json {media_types}"),
        BodyEncoding::Text => format!("{ty} as text {media_types}"),
        BodyEncoding::Bytes => format!("{ty} as {media_types}"),
        BodyEncoding::Multipart => {
            let fields = content.parts.iter().flat_map(|parts| &parts.fields);
            let fields: Vec<String> = fields.map(|part| show_part(api, part)).collect();
            let closed = content.parts.as_ref().is_some_and(|parts| parts.closed);
            let closed = if closed { " closed" } else { "" };
            format!("multipart{closed} {{{}}}", fields.join(", "))
        }
        BodyEncoding::Form => {
            let styles = content.styles.iter();
            let styles: String = styles
                .map(|(name, style)| format!(" {name}:{style:?}"))
                .collect();
            format!("{ty} as form{styles}")
        }
    }
}

fn show_part(api: &Api, part: &Part) -> String {
    let encoding = match part.encoding {
        PartEncoding::Value => "",
        PartEncoding::Commas => " with commas",
        PartEncoding::Json => " as json",
        PartEncoding::File => " as file",
    };
    let presence = match part.presence {
        PartPresence::Required | PartPresence::RequiredList => "",
        PartPresence::Optional | PartPresence::List => " optional",
    };
    let media_types = part.media_types.iter();
    let media_types: String = media_types.map(|it| format!(" {it}")).collect();
    let ty = show(api, &part.ty);
    format!("{}: {ty}{encoding}{media_types}{presence}", part.wire)
}

fn response_line(out: &mut String, api: &Api, what: &str, response: &Response) {
    let status = match response.status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    };
    let body = response
        .body
        .as_ref()
        .map_or_else(|| "no body".to_owned(), |body| show_content(api, body));
    line(
        out,
        format_args!("    {what} {status} {}: {body}", response.variant),
    );
}

fn show(api: &Api, ty: &Ty) -> String {
    match ty {
        Ty::Any => "any".to_owned(),
        Ty::Scalar(scalar) => show_scalar(*scalar).to_owned(),
        Ty::Never => "never".to_owned(),
        Ty::Foreign(ty) => format!("foreign {ty}"),
        Ty::Tuple(items) => {
            let items: Vec<_> = items.iter().map(|item| show(api, item)).collect();
            format!("({})", items.join(", "))
        }
        Ty::List(item) => format!("[{}]", show(api, item)),
        Ty::Map(value) => format!("{{{}}}", show(api, value)),
        Ty::Nullable(inner) => format!("{} or null", show(api, inner)),
        Ty::Boxed(inner) => format!("boxed {}", show(api, inner)),
        Ty::Named(id) => api.ty(*id).name.clone(),
        Ty::Checked(inner, checks) => {
            let checks: Vec<_> = checks.iter().map(|check| show_check(api, check)).collect();
            format!("{}({})", show(api, inner), checks.join(", "))
        }
    }
}

fn show_scalar(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Null => "null",
        Scalar::Boolean => "boolean",
        Scalar::I8 => "i8",
        Scalar::I16 => "i16",
        Scalar::I32 => "i32",
        Scalar::I64 => "i64",
        Scalar::I128 => "i128",
        Scalar::U8 => "u8",
        Scalar::U16 => "u16",
        Scalar::U32 => "u32",
        Scalar::U64 => "u64",
        Scalar::F32 => "f32",
        Scalar::F64 => "f64",
        Scalar::Text => "string",
        Scalar::Uuid => "uuid",
        Scalar::Bytes => "bytes",
        Scalar::Binary => "binary",
        Scalar::DateTime => "date-time",
        Scalar::Date => "date",
        Scalar::Ipv4 => "ipv4",
        Scalar::Ipv6 => "ipv6",
    }
}

fn show_rule(api: &Api, rule: &Rule) -> String {
    let show_all = |rules: &[Rule]| {
        let rules: Vec<_> = rules.iter().map(|rule| show_rule(api, rule)).collect();
        rules.join(", ")
    };
    match rule {
        Rule::Anything => "anything".to_owned(),
        Rule::Nothing => "nothing".to_owned(),
        Rule::Types(names) => names.join(" or "),
        Rule::Listed(values) => format!("one of {}", values.join(", ")),
        Rule::Holds(check) => show_check(api, check),
        Rule::Required(names) => format!("has {names:?}"),
        Rule::Only(names) => format!("has only {names:?}"),
        Rule::Property(name, rule) => format!("{name:?} is {}", show_rule(api, rule)),
        Rule::Matching(index, rule) => {
            let pattern = &api.patterns[*index].source;
            format!("names like {pattern:?} are {}", show_rule(api, rule))
        }
        Rule::Others {
            names,
            patterns,
            rule,
        } => {
            let patterns = patterns.iter().map(|index| &*api.patterns[*index].source);
            let patterns: Vec<&str> = patterns.collect();
            let rule = show_rule(api, rule);
            format!("names beside {names:?} and like {patterns:?} are {rule}")
        }
        Rule::Items(first, rest) => {
            let rest = show_rule(api, rest);
            format!("items are ({}), then each is {rest}", show_all(first))
        }
        Rule::Names(rule) => format!("names are {}", show_rule(api, rule)),
        Rule::Each(rule) => format!("each is {}", show_rule(api, rule)),
        Rule::Contains { rule, min, max } => match max {
            Some(max) => format!("{min} to {max} are {}", show_rule(api, rule)),
            None => format!("{min} at least are {}", show_rule(api, rule)),
        },
        Rule::Not(rule) => format!("not ({})", show_rule(api, rule)),
        Rule::All(rules) => format!("all of ({})", show_all(rules)),
        Rule::Any(rules) => format!("any of ({})", show_all(rules)),
        Rule::One(rules) => format!("one of ({})", show_all(rules)),
        Rule::When(rules) => format!("if, then, else ({})", show_all(&rules[..])),
        Rule::OtherProperties(rules) => {
            format!("rule, then other properties ({})", show_all(&rules[..]))
        }
        Rule::OtherItems(rules) => format!("rule, then other items ({})", show_all(&rules[..])),
        Rule::Named(index) => api.rules[*index].name.clone(),
    }
}

fn show_check(api: &Api, check: &Check) -> String {
    let keyword = check.keyword();
    match check.argument() {
        Argument::None => keyword.to_owned(),
        Argument::Count(limit) => format!("{keyword} {limit}"),
        Argument::Number(number) => format!("{keyword} {number}"),
        Argument::Pattern(index) => {
            let pattern = &api.patterns[index];
            let how = match &pattern.engine {
                Engine::Runs(_) => "",
                Engine::Linear(_) => " in linear time",
                Engine::Backtracking(_) => " by backtracking",
            };
            format!("{keyword} {:?}{how}", pattern.source)
        }
        Argument::Format(format) => format!("{keyword} {}", format.name()),
        Argument::Dependency(key, others) => format!("with {key:?} also {others:?}"),
        Argument::Rule(rule) => format!("{keyword}: {}", show_rule(api, rule)),
    }
}
