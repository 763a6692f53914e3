//! The model as text, for people, bug reports and tests.

use super::print_types::{line, show, show_rule, type_def};
use super::{
    Api, Body, BodyEncoding, Content, Headers, HttpShape, Operation, Parameter, ParameterEncoding,
    ParameterPlace, ParameterShape, ParameterStyle, Part, PartEncoding, PartPresence,
    RejectionBody, Response, ResponseBody, Scheme, SchemeKind,
};

/// Prints a model: a block for each type, operation and security scheme.
pub fn print(api: &Api) -> String {
    let mut out = String::new();
    line(
        &mut out,
        format_args!("api {:?} below {:?}", api.title, api.base_path),
    );
    for scheme in &api.schemes {
        scheme_block(&mut out, scheme);
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
    module_lines(&mut out, api);
    for set in &api.headers {
        out.push('\n');
        headers_block(&mut out, api, set);
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

fn scheme_block(out: &mut String, scheme: &Scheme) {
    let kind = match &scheme.kind {
        SchemeKind::Bearer => "bearer token".to_owned(),
        SchemeKind::Basic => "name and password".to_owned(),
        SchemeKind::Header(name) => format!("key in header {name:?}"),
        SchemeKind::Query(name) => format!("key in query {name:?}"),
        SchemeKind::Cookie(name) => format!("key in cookie {name:?}"),
        SchemeKind::Authorization(name) => format!("authorization by {name:?}"),
        SchemeKind::OutOfBand => "out of band".to_owned(),
    };
    let deprecated = if scheme.deprecated { " deprecated" } else { "" };
    line(
        out,
        format_args!("scheme {:?}: {kind}{deprecated}", scheme.id),
    );
    if let Some(flow) = &scheme.flow {
        let (url, scopes) = (&flow.token_url, &flow.scopes);
        line(
            out,
            format_args!("  client credentials from {url:?} for {scopes:?}"),
        );
    }
}

fn module_lines(out: &mut String, api: &Api) {
    for module in &api.modules {
        let names = module.operations.iter();
        let names = names.filter_map(|index| api.operations.get(*index));
        let names: Vec<_> = names.map(|operation| operation.name.as_str()).collect();
        out.push('\n');
        line(
            out,
            format_args!("module {}: {}", module.name, names.join(", ")),
        );
    }
}

fn headers_block(out: &mut String, api: &Api, set: &Headers) {
    line(out, format_args!("headers {}", set.name));
    for header in &set.headers {
        parameter_line(out, api, &header.parameter, !header.required);
    }
}

fn operation_block(out: &mut String, api: &Api, operation: &Operation) {
    operation_head(out, operation);
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
    if let Some(pagination) = &operation.pagination {
        line(out, format_args!("    pages: {:?}", pagination.step));
    }
    if let Some(security) = operation.security {
        let alternatives = api.securities[security].alternatives.iter();
        let names: Vec<_> = alternatives
            .map(|index| api.credentials[*index].variant.clone())
            .collect();
        line(out, format_args!("    credentials: {}", names.join(" or ")));
    }
    for alternative in &operation.scopes {
        let schemes = alternative.iter();
        let schemes = schemes.map(|it| format!("{} [{}]", it.scheme, it.names.join(", ")));
        let schemes = schemes.collect::<Vec<_>>().join(" and ");
        line(out, format_args!("    scopes: {schemes}"));
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

fn operation_head(out: &mut String, operation: &Operation) {
    let deprecated = if operation.deprecated {
        " (deprecated)"
    } else {
        ""
    };
    let what = operation
        .webhook
        .as_ref()
        .map_or("operation", |_| "webhook");
    line(
        out,
        format_args!(
            "{what} {} = {} {}{deprecated}",
            operation.name, operation.method, operation.path
        ),
    );
    let callback = operation.webhook.as_ref();
    if let Some(callback) = callback.and_then(|webhook| webhook.callback.as_ref()) {
        let (of, expression) = (callback.operations.join(", "), &callback.expression);
        line(out, format_args!("    callback of {of} to {expression}"));
    }
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
            // That is what the error has.
            RejectionBody::Empty => continue,
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
    let default = parameter.default.as_ref();
    let default = default.map(|it| format!(" = {}", it.value));
    let default = default.unwrap_or_default();
    let (wire, ty) = (&parameter.wire, show(api, &parameter.ty));
    line(
        out,
        format_args!(
            "    {place} {name}{wire:?}: {ty}{default}{encoding}{optional}{secret}{deprecated}"
        ),
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
            (_, _, ParameterShape::Lines) => " in lines".to_owned(),
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

fn show_body(api: &Api, body: &ResponseBody) -> String {
    let contents = body.contents.iter().map(|it| show_content(api, it));
    let contents = contents.collect::<Vec<_>>().join(" or ");
    match body.only() {
        Some(_) => contents,
        None => format!("{} of {contents}", body.enumeration),
    }
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
        BodyEncoding::Items(format) => format!("{} of {ty} as {media_types}", format.name()),
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
    let headers = with_headers(api, part.headers);
    format!(
        "{}: {ty}{encoding}{media_types}{presence}{headers}",
        part.wire
    )
}

fn with_headers(api: &Api, index: Option<usize>) -> String {
    let set = index.and_then(|index| api.headers.get(index));
    set.map_or_else(String::new, |set| format!(" with {}", set.name))
}

fn response_line(out: &mut String, api: &Api, what: &str, response: &Response) {
    let status = response.status;
    let body = response
        .body
        .as_ref()
        .map_or_else(|| "no body".to_owned(), |body| show_body(api, body));
    let headers = with_headers(api, response.headers);
    line(
        out,
        format_args!("    {what} {status} {}: {body}{headers}", response.variant),
    );
}
