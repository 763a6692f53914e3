//! The model as text, for people, bug reports and tests.

use std::fmt::Write;

use super::{
    Api, Check, Field, Operation, Pattern, Presence, RefusalBody, Response, Rest, Scalar,
    SchemeKind, Segment, Shape, Status, Ty, TypeDef,
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
    out
}

/// Writing to a string cannot fail.
fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = writeln!(out, "{text}");
}

fn type_def(out: &mut String, api: &Api, def: &TypeDef) {
    let mut notes = String::new();
    if def.deprecated {
        notes.push_str(" (deprecated)");
    }
    if !def.derives.is_empty() {
        notes.push_str(&format!(" (derives {})", def.derives.join(", ")));
    }
    match &def.shape {
        Shape::Alias(ty) => line(
            out,
            format_args!("type {} = {}{notes}", def.name, show(api, ty)),
        ),
        Shape::Enum(variants) => {
            line(out, format_args!("enum {}{notes}", def.name));
            for variant in variants {
                line(out, format_args!("    {} {:?}", variant.name, variant.wire));
            }
        }
        Shape::Struct(structure) => {
            line(out, format_args!("struct {}{notes}", def.name));
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
    for parameter in &operation.parameters {
        line(
            out,
            format_args!(
                "    path {:?}: {}",
                parameter.wire,
                show(api, &parameter.ty)
            ),
        );
    }
    if let Some(body) = &operation.body {
        let optional = if body.optional { " optional" } else { "" };
        line(
            out,
            format_args!("    body: {}{optional}", show(api, &body.ty)),
        );
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

fn response_line(out: &mut String, api: &Api, what: &str, response: &Response) {
    let status = match response.status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    };
    let body = response
        .body
        .as_ref()
        .map_or_else(|| "no body".to_owned(), |ty| show(api, ty));
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
