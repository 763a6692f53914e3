//! The model as text, for people, bug reports and tests.

use std::fmt::Write;

use super::{
    Api, Check, Content, ContentForm, Field, HttpShape, Operation, Parameter, ParameterForm,
    ParameterPlace, Pattern, Presence, RefusalBody, Response, Rest, Scalar, SchemeKind, Segment,
    Shape, Status, Ty, TypeDef,
};

/// Prints a model: a block for each type, operation and security scheme.
pub fn print(api: &Api) -> String {
    let mut out = format!("api {:?} below {:?}\n", api.title, api.base_path);
    for scheme in &api.schemes {
        let kind = match &scheme.kind {
            SchemeKind::Bearer => "bearer token".to_owned(),
            SchemeKind::Basic => "name and password".to_owned(),
            SchemeKind::Header(name) => format!("key in header {name:?}"),
            SchemeKind::Query(name) => format!("key in query {name:?}"),
            SchemeKind::Cookie(name) => format!("key in cookie {name:?}"),
            SchemeKind::Authorization(name) => format!("authorization by {name:?}"),
            SchemeKind::Unseen => "nothing that a request shows".to_owned(),
        };
        line(&mut out, format_args!("scheme {:?}: {kind}", scheme.id));
    }
    for def in &api.types {
        out.push('\n');
        type_def(&mut out, api, def);
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

/// Writing to a string cannot fail.
fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = writeln!(out, "{text}");
}

fn type_def(out: &mut String, api: &Api, def: &TypeDef) {
    let deprecated = if def.deprecated { " (deprecated)" } else { "" };
    match &def.shape {
        Shape::Alias(ty) => line(
            out,
            format_args!("type {} = {}{deprecated}", def.name, show(api, ty)),
        ),
        Shape::Enum(variants) => {
            line(out, format_args!("enum {}{deprecated}", def.name));
            for variant in variants {
                line(out, format_args!("    {} {:?}", variant.name, variant.wire));
            }
        }
        Shape::Struct(structure) => {
            line(out, format_args!("struct {}{deprecated}", def.name));
            for field in &structure.fields {
                field_line(out, api, field);
            }
            match &structure.rest {
                Rest::Skip => {}
                Rest::Refuse => line(out, format_args!("    no other properties")),
                Rest::Keep { name, ty } => {
                    line(out, format_args!("    {name}: others, {}", show(api, ty)))
                }
            }
        }
    }
}

fn field_line(out: &mut String, api: &Api, field: &Field) {
    let presence = match field.presence {
        Presence::Required => "",
        Presence::Optional => " optional",
        Presence::Patch => " optional or null",
        Presence::Lenient => " optional or null, which are one",
    };
    let wire = if field.wire == field.name {
        String::new()
    } else {
        format!(" {:?}", field.wire)
    };
    let secret = if field.secret { " secret" } else { "" };
    let deprecated = if field.deprecated { " deprecated" } else { "" };
    let ty = show(api, &field.ty);
    line(
        out,
        format_args!(
            "    {}{wire}: {ty}{presence}{secret}{deprecated}",
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
    let path: String = operation
        .path
        .iter()
        .map(|segment| match segment {
            Segment::Text(text) => text.clone(),
            Segment::Parameter(index) => format!("{{{}}}", operation.parameters[*index].name),
        })
        .collect();
    line(
        out,
        format_args!(
            "operation {} = {} {path}{deprecated}",
            operation.name, operation.method
        ),
    );
    if let Some(server) = &operation.server {
        line(
            out,
            format_args!("    server {:?} at {:?}", server.url, server.path),
        );
    }
    if !operation.served {
        line(out, format_args!("    for the client alone"));
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
    for (what, responses) in [
        ("success", &operation.successes),
        ("error", &operation.errors),
    ] {
        for response in responses {
            response_line(out, api, what, response);
        }
    }
    for (status, ty) in &operation.refusals {
        let body = match ty {
            RefusalBody::Declared(ty) => &*api.ty(*ty).name,
            RefusalBody::Empty => "no body",
            RefusalBody::Problem => "a problem",
        };
        line(out, format_args!("    refusal {status}: {body}"));
    }
}

fn parameter_line(out: &mut String, api: &Api, parameter: &Parameter, optional: bool) {
    let place = match parameter.place {
        ParameterPlace::Path => "path",
        ParameterPlace::Query { reserved: true, .. } => "query reserved",
        ParameterPlace::Query { .. } => "query",
        ParameterPlace::Header => "header",
    };
    let form = match (parameter.form, parameter.place) {
        (ParameterForm::Value, _) => "",
        (ParameterForm::Json, _) => " as json",
        (ParameterForm::List, ParameterPlace::Query { commas: false, .. }) => " repeated",
        (ParameterForm::List, _) => " with commas",
    };
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
        format_args!("    {place} {name}{wire:?}: {ty}{form}{optional}{secret}{deprecated}"),
    );
}

/// JSON is what a body is unless something else is said.
fn show_content(api: &Api, content: &Content) -> String {
    let media_types = content.media_types.join(", ");
    let ty = show(api, &content.ty);
    match content.form {
        ContentForm::Json if media_types == "application/json" => ty,
        ContentForm::Json => format!("{ty} as json {media_types}"),
        ContentForm::Text => format!("{ty} as text {media_types}"),
    }
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
        Ty::Scalar(scalar) => match scalar {
            Scalar::Boolean => "boolean",
            Scalar::I32 => "i32",
            Scalar::I64 => "i64",
            Scalar::F32 => "f32",
            Scalar::F64 => "f64",
            Scalar::Text => "string",
            Scalar::Uuid => "uuid",
        }
        .to_owned(),
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

fn show_check(api: &Api, check: &Check) -> String {
    match check {
        Check::MinLength(limit) => format!("minLength {limit}"),
        Check::MaxLength(limit) => format!("maxLength {limit}"),
        Check::Pattern(index) => match &api.patterns[*index] {
            Pattern {
                source,
                runs: Some(_),
                ..
            } => format!("pattern {source:?}"),
            Pattern {
                source, runs: None, ..
            } => format!("pattern {source:?} by engine"),
        },
        Check::Minimum(limit) if limit.exclusive => format!("exclusiveMinimum {}", limit.number),
        Check::Minimum(limit) => format!("minimum {}", limit.number),
        Check::Maximum(limit) if limit.exclusive => format!("exclusiveMaximum {}", limit.number),
        Check::Maximum(limit) => format!("maximum {}", limit.number),
        Check::MultipleOf(number) => format!("multipleOf {number}"),
        Check::MinItems(limit) => format!("minItems {limit}"),
        Check::MaxItems(limit) => format!("maxItems {limit}"),
        Check::UniqueItems => "uniqueItems".to_owned(),
        Check::MinProperties(limit) => format!("minProperties {limit}"),
        Check::MaxProperties(limit) => format!("maxProperties {limit}"),
    }
}
