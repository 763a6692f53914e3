//! The methods of a client.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use crate::emit::bodies;
use crate::emit::requests;
use crate::emit::responses::{self, enumerations, headers, operation_docs, paging};
use crate::emit::rust::docs::{self};
use crate::emit::rust::{Types, count, ident, method_lint, string};
use crate::model::{
    Api, BodyEncoding, Content, Operation, Parameter, ParameterShape, Presence, Response,
    ResponseBody, Rest, Scalar, SchemeKind, Shape, Status, StreamMethod, Ty, facts,
};

/// The methods of an operation.
pub fn method_items(api: &Api, operation: &Operation, types: Types<'_>) -> Vec<TokenStream> {
    let accept = &*operation.accept;
    let docs = method_docs(api, operation);
    let Some((stream, json, items)) = operation.switched() else {
        let call = Call {
            name: &operation.name,
            docs,
            success: success_ty(operation, types),
            body: None,
            accept,
            returns: returns(operation),
        };
        return vec![method_item(api, operation, types, &call)];
    };
    let returned = |content| {
        let (method, arguments) = returned_content(content);
        let statuses = operation
            .successes
            .first()
            .map(|it| statuses(operation, it));
        quote!(.#method(#statuses #arguments))
    };
    let json = Call {
        name: &operation.name,
        docs,
        success: bodies::content_ty(json, types),
        body: None,
        accept,
        returns: returned(json),
    };
    let docs = docs::sentence(
        "Like {}, with {} in the body set: the success is a stream of items.",
        &[docs::code(&operation.name), docs::code(&stream.field)],
    );
    let items = Call {
        name: &stream.name,
        docs: docs::outer(docs),
        success: bodies::content_ty(items, types),
        body: switched_body(api, operation, stream, types),
        accept: &stream.accept,
        returns: returned(items),
    };
    [json, items]
        .iter()
        .map(|call| method_item(api, operation, types, call))
        .collect()
}

/// The statement that sets the field of a body that asks for a stream.
fn switched_body(
    api: &Api,
    operation: &Operation,
    stream: &StreamMethod,
    types: Types<'_>,
) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let (argument, field) = (ident(&body.name), ident(&stream.field));
    let content = body.only()?;
    let ty = types.ty(&content.ty);
    let value = match stream.presence {
        Presence::Required => quote!(true),
        Presence::Optional | Presence::NullOrAbsent => quote!(Some(true)),
        Presence::Patch => quote!(true.into()),
    };
    let has_others = match &content.ty {
        Ty::Named(id) => matches!(
            &api.ty(*id).shape,
            Shape::Struct(it) if it.fields.len() > 1
                || !it.patterns.is_empty()
                || matches!(it.rest, Rest::Keep { .. })
        ),
        _ => true,
    };
    let others = has_others.then(|| quote!(, ..#argument.clone()));
    Some(quote!(let #argument = &#ty { #field: #value #others };))
}

/// What is special to a method.
struct Call<'a> {
    name: &'a str,
    docs: TokenStream,
    success: TokenStream,
    /// A statement that changes the body.
    body: Option<TokenStream>,
    accept: &'a str,
    /// The call that sends the request.
    returns: TokenStream,
}

fn method_item(api: &Api, operation: &Operation, types: Types<'_>, call: &Call<'_>) -> TokenStream {
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let (name, lint) = (ident(call.name), method_lint(call.name));
    let parameters = operation.parameters.iter().map(|parameter| {
        let (name, ty) = (ident(&parameter.name), argument_ty(api, parameter, types));
        quote!(#name: #ty)
    });
    let params = operation.params.iter().map(|params| {
        let (name, ty) = (ident(&params.argument), ident(&params.name));
        quote!(#name: &requests::#ty)
    });
    let body = operation.body.iter().map(|body| {
        let (name, ty) = (ident(&body.name), bodies::client_ty(api, body, types));
        quote!(#name: #ty)
    });
    let arguments = parameters.chain(params).chain(body);
    let error = error_ty(operation);
    let request = request(api, operation, call.accept);
    let Call {
        docs,
        success,
        body,
        returns,
        ..
    } = call;
    let paged = paging::of(api, operation, types).filter(|_| operation.switched().is_none());
    let (future, paged) = match paged {
        Some((item, paged)) => (quote!(PagedFuture<#success, #item, #error>), Some(paged)),
        None => (quote!(ResponseFuture<#success, #error>), None),
    };
    quote! {
        #docs
        #deprecated
        #lint
        pub fn #name(&self, #(#arguments),*) -> #future {
            #body
            #request #returns #paged
        }
    }
}

/// A text as `&str`, what is copied by value, anything else by reference.
fn argument_ty(api: &Api, parameter: &Parameter, types: Types<'_>) -> TokenStream {
    let ty = types.ty(&parameter.ty);
    match (parameter.encoding.shape(), api.plain(&parameter.ty)) {
        (Some(ParameterShape::Value), Ty::Scalar(Scalar::Text)) => quote!(&str),
        (Some(ParameterShape::Value), Ty::Scalar(scalar)) if scalar.is_copy() => ty,
        (Some(ParameterShape::List), Ty::List(item)) => {
            let item = types.ty(item);
            quote!(&[#item])
        }
        _ => quote!(&#ty),
    }
}

fn method_docs(api: &Api, operation: &Operation) -> TokenStream {
    let docs = operation_docs(operation);
    let docs = match headers::documented(api, operation) {
        Some(headers) => docs.and(headers),
        None => docs,
    };
    docs::outer(docs)
}

/// The result of a call: the body of the one success, or one of several.
fn success_ty(operation: &Operation, types: Types<'_>) -> TokenStream {
    match &operation.successes[..] {
        [] => quote!(()),
        [only] => only
            .body
            .as_ref()
            .map_or_else(|| quote!(()), |body| responses::bodies::ty(body, types)),
        _ => {
            let name = ident(&operation.success_name);
            quote!(responses::#name)
        }
    }
}

fn error_ty(operation: &Operation) -> TokenStream {
    if operation.errors.is_empty() {
        return quote!(std::convert::Infallible);
    }
    let name = ident(&operation.error_name);
    quote!(responses::#name)
}

/// The calls that compose a request.
fn request(api: &Api, operation: &Operation, accept: &str) -> TokenStream {
    let method = string(&operation.method);
    let server = operation.server.as_ref().map(|server| {
        let url = string(&server.url);
        quote!(.server(#url))
    });
    // A subscriber's address is that of the client.
    let path = operation.webhook.as_ref().map_or(&*operation.path, |_| "");
    let path = string(path);
    let required = operation.parameters.iter();
    let required = required.map(|parameter| sent_parameter(api, parameter));
    let params = operation.params.as_ref().map(|params| {
        let name = ident(&params.argument);
        quote!(.parameters(#name))
    });
    let key = facts::idempotency_key(api, operation).map(|(header, is_random)| {
        let (header, make) = (string(header), if is_random { "random" } else { "given" });
        let make = ident(make);
        quote!(.idempotency_key(IdempotencyKey::#make(#header)))
    });
    let body = operation
        .body
        .as_ref()
        .map(|body| bodies::sent_body(api, body));
    let accept = (accept != "application/json").then(|| {
        let accept = string(accept);
        quote!(.accept(#accept))
    });
    let security = operation.security.map(|index| {
        let alternatives = api.securities[index]
            .alternatives
            .iter()
            .map(|credentials| {
                let schemes = api.credentials[*credentials].schemes.iter();
                let schemes = schemes.map(|scheme| &api.schemes[*scheme]);
                let sent = schemes.filter(|scheme| scheme.kind != SchemeKind::OutOfBand);
                sent.map(|scheme| string(&scheme.id)).collect::<Vec<_>>()
            })
            .filter(|schemes| !schemes.is_empty())
            .map(|schemes| quote!(&[#(#schemes),*]))
            .collect::<Vec<_>>();
        (!alternatives.is_empty()).then(|| quote!(.security(&[#(#alternatives),*])))
    });
    let security = security.flatten();
    quote! {
        self.transport.request(#method, #path) #server #(#required)* #params #key #body #accept #security
    }
}

/// A parameter on its way into a request: with the constraints of its type, or those that it alone
/// has, for which owned types are needed.
fn sent_parameter(api: &Api, parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.name);
    let place = requests::Place::of(parameter).code();
    let plain = api.plain(&parameter.ty);
    let method = requests::shape(parameter).unwrap_or("json_value");
    let is_value = parameter.encoding.is_value();
    let is_text = is_value && *plain == Ty::Scalar(Scalar::Text);
    let by_value = is_value && matches!(plain, Ty::Scalar(scalar) if scalar.is_copy());
    if !facts::has_inline_check(api, &parameter.ty) {
        let method = ident(method);
        let value = if by_value {
            quote!(&#name)
        } else {
            quote!(#name)
        };
        return quote!(.#method(#place, #value));
    }
    let (method, check) = (ident(&format!("{method}_with")), ident(&parameter.check));
    let value = match (parameter.encoding.shape(), plain) {
        _ if is_text => quote!(&#name.to_owned()),
        (Some(ParameterShape::List), Ty::List(_)) => quote!(&#name.to_vec()),
        _ if by_value => quote!(&#name),
        _ => quote!(#name),
    };
    quote!(.#method(#place, #value, validate::#check))
}

/// The call that sends a request, with the status and body of a success.
fn returns(operation: &Operation) -> TokenStream {
    let [success] = &operation.successes[..] else {
        return quote!(.returns());
    };
    let (method, arguments) = returned(success);
    let statuses = statuses(operation, success);
    quote!(.#method(#statuses #arguments))
}

/// The statuses of the success of an operation with one.
fn statuses(operation: &Operation, success: &Response) -> TokenStream {
    let range = |digit: u16| {
        let first = u64::from(digit) * 100;
        let (from, to) = (count(first), count(first + 99));
        quote!(#from..=#to)
    };
    match success.status {
        // `default` is for errors: an unknown success is one all the same (RFC 9110 §15).
        Status::Code(code) if code / 100 == 2 && enumerations::has_default(operation) => range(2),
        Status::Code(code) => count(code.into()).into_token_stream(),
        Status::Range(digit) => range(digit),
        // A `default` outside the statuses of success is an error.
        Status::Default => range(2),
    }
}

/// The method for a success, and its arguments behind the statuses.
fn returned(success: &Response) -> (Ident, TokenStream) {
    match success.body.as_ref().map(ResponseBody::only) {
        None => (ident("returns_nothing"), TokenStream::new()),
        Some(None) => (ident("returns_one_of"), TokenStream::new()),
        Some(Some(content)) => returned_content(content),
    }
}

/// The method for a content, and its arguments behind the statuses.
fn returned_content(content: &Content) -> (Ident, TokenStream) {
    let widest = responses::bodies::widest(content);
    let media_type = string(widest);
    let (name, arguments) = match content.encoding {
        BodyEncoding::Json if widest.contains('*') => ("returns_any", TokenStream::new()),
        BodyEncoding::Json => ("returns_json", TokenStream::new()),
        BodyEncoding::Text => ("returns_text", quote!(, #media_type)),
        BodyEncoding::Items(format) => {
            let format = bodies::streams::format(format);
            ("returns_items", quote!(, #media_type, #format))
        }
        _ if content.range_of_bytes().is_some() => ("returns_typed_bytes", quote!(, #media_type)),
        BodyEncoding::Bytes | BodyEncoding::Form | BodyEncoding::Multipart => {
            ("returns_bytes", quote!(, #media_type))
        }
    };
    (ident(name), arguments)
}
