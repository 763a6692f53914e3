//! The operations in a server: a constant for each, and the function that adds them to a router.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::responses::{enumerations, headers};
use crate::emit::rust::{Types, docs, ident, string};
use crate::emit::{bodies, requests, responses};
use crate::model::{Api, Body, Content, Operation, Parameter, Response, Scalar, Ty, facts};

/// The operations that are served.
pub fn served(api: &Api) -> impl Iterator<Item = &Operation> {
    api.operations.iter().filter(|operation| operation.served)
}

/// The successes of operations with one.
pub fn only_successes(api: &Api) -> impl Iterator<Item = &Response> {
    served(api).filter_map(|operation| match &operation.successes[..] {
        [only] => Some(only),
        _ => None,
    })
}

/// The constants and the function.
pub fn emit(api: &Api) -> TokenStream {
    let constants = served(api).map(constant);
    let rejects = served(api).any(|operation| !operation.errors.is_empty());
    let (rejects, responses) = match rejects {
        true => (
            Some(quote!(, Rejects)),
            Some(quote!(
                use super::responses;
            )),
        ),
        false => (None, None),
    };
    let takes = served(api).any(|operation| operation.body.is_some());
    let takes = takes.then(|| quote!(, Takes));
    let routes = served(api).map(|operation| route(api, operation));
    let lint = served(api).any(|operation| reads_null(api, operation));
    let lint = lint.then(|| quote!(#[allow(clippy::let_unit_value)]));
    quote! {
        /// The operations, by which `authenticate` and the settings tell requests apart.
        pub mod operations {
            #responses
            use super::server::{Operation #rejects #takes};

            #(#constants)*
        }

        #lint
        pub(super) fn routes<A: Api>(routes: &mut server::Routes<A>) {
            #(#routes)*
        }
    }
}

/// Whether an argument can only be `null`, which is a unit.
fn reads_null(api: &Api, operation: &Operation) -> bool {
    let body = operation.body.as_ref().filter(|body| !body.optional);
    let body = body.and_then(Body::only).map(|content| &content.ty);
    let mut types = operation.parameters.iter().map(|it| &it.ty).chain(body);
    types.any(|ty| *api.plain(ty) == Ty::Scalar(Scalar::Null))
}

fn constant(operation: &Operation) -> TokenStream {
    let (name, id) = (ident(&operation.constant), string(&operation.id));
    let (method, path) = (string(&operation.method), string(&operation.path));
    let takes = operation.body.as_ref().map(|body| {
        let json = body
            .only()
            .is_some_and(|content| content.media_types == ["application/json"]);
        if json {
            return quote!(takes: Takes::Json,);
        }
        let all = media_types(body.contents.iter());
        let streams = body.contents.iter().filter(|it| it.encoding.is_stream());
        let streams = body.is_stream().then(|| media_types(streams));
        let streams = streams.map(|streams| quote!(streams: #streams,));
        quote!(takes: Takes::OneOf(#all), #streams)
    });
    let gives = operation.given_media_types();
    let gives = (!gives.is_empty()).then(|| {
        let gives = gives.iter().map(|name| string(name));
        quote!(gives: &[#(#gives),*],)
    });
    let rejections = (!operation.errors.is_empty()).then(|| {
        let errors = ident(&operation.error_name);
        quote!(rejections: responses::#errors::REJECTIONS,)
    });
    let security = (!operation.scopes.is_empty()).then(|| security(operation));
    let base_path = operation.server.as_ref().map(|server| {
        let path = string(&server.path);
        quote!(base_path: Some(#path),)
    });
    // One that has all is not made of another.
    let is_stream = operation.body.as_ref().is_some_and(Body::is_stream);
    let has_responses = gives.is_some() && rejections.is_some();
    let has_all = is_stream && has_responses && security.is_some() && base_path.is_some();
    let others = (!has_all).then(|| quote!(..Operation::BARE));
    let docs = docs::outer(docs::code(&format!(
        "{} {}",
        operation.method, operation.path
    )));
    quote! {
        #docs
        pub static #name: Operation = Operation {
            id: #id,
            method: #method,
            path: #path,
            #takes
            #gives
            #rejections
            #security
            #base_path
            #others
        };
    }
}

/// The security requirement, with its scopes.
fn security(operation: &Operation) -> TokenStream {
    let alternatives = operation.scopes.iter().map(|alternative| {
        let schemes = alternative.iter().map(|scopes| {
            let scheme = string(&scopes.scheme);
            let names = scopes.names.iter().map(|name| string(name));
            quote!((#scheme, &[#(#names),*]))
        });
        quote!(&[#(#schemes),*])
    });
    quote!(security: &[#(#alternatives),*],)
}

fn media_types<'a>(contents: impl Iterator<Item = &'a Content>) -> TokenStream {
    let names = contents.flat_map(|it| &it.media_types);
    let names = names.map(|name| string(name));
    quote!(&[#(#names),*])
}

/// The statement that adds an operation to a router: its authentication, its arguments, its success.
fn route(api: &Api, operation: &Operation) -> TokenStream {
    let constant = ident(&operation.constant);
    let (identify, caller, passed) = match operation.security {
        Some(index) => {
            let function = ident(&api.securities[index].name);
            (
                Some(quote!(.by(#function))),
                quote!(caller),
                Some(quote!(caller,)),
            )
        }
        None => (None, quote!(()), None),
    };
    let arguments = arguments(api, operation);
    let call = match arguments.is_empty() {
        true => quote!(_),
        false => quote!(call),
    };
    let reads = arguments.iter().map(|(name, read)| {
        let name = ident(name);
        quote!(let #name = call.#read?;)
    });
    let names = arguments.iter().map(|(name, _)| ident(name));
    let (method, write) = (ident(&operation.name), write(api, operation));
    quote! {
        routes.add(&operations::#constant) #identify .calls(|api, #caller, #call| {
            #(#reads)*
            let response = api.#method(#passed #(#names),*);
            server::responding(response, #write)
        });
    }
}

/// The arguments of the method, but for the caller, and the calls that read them.
fn arguments<'a>(api: &'a Api, operation: &'a Operation) -> Vec<(&'a str, TokenStream)> {
    let required = operation.parameters.iter();
    let required = required.map(|it| (it.name.as_str(), read_parameter(api, it)));
    let params = operation.params.iter();
    let params = params.map(|it| (it.argument.as_str(), quote!(parameters())));
    let body = operation.body.iter();
    let body = body.map(|it| (it.name.as_str(), bodies::read_body(api, it)));
    let accept = operation.accept_argument.iter();
    let accept = accept.map(|name| (name.as_str(), quote!(accept())));
    required.chain(params).chain(body).chain(accept).collect()
}

fn read_parameter(api: &Api, parameter: &Parameter) -> TokenStream {
    let place = requests::Place::of(parameter).code();
    let method = requests::shape(parameter).unwrap_or("json_value");
    if facts::has_inline_check(api, &parameter.ty) {
        let (method, check) = (ident(&format!("{method}_with")), ident(&parameter.check));
        return quote!(#method(#place, validate::#check));
    }
    let method = ident(method);
    quote!(#method(#place))
}

/// The type of the success of a method.
pub fn success_ty(api: &Api, operation: &Operation, types: Types<'_>) -> TokenStream {
    let [success] = &operation.successes[..] else {
        let name = ident(&operation.success_name);
        return quote!(responses::#name);
    };
    let body = success.body.as_ref();
    tuple([
        enumerations::has_status(success).then(|| quote!(u16)),
        body.map(|body| responses::bodies::ty(body, types)),
        headers::ty(api, success),
    ])
}

/// The function that writes the success of a method.
fn write(api: &Api, operation: &Operation) -> TokenStream {
    let [success] = &operation.successes[..] else {
        return quote!(server::Responses::write);
    };
    let has_headers = headers::ty(api, success).is_some();
    let has_status = enumerations::has_status(success);
    let pattern = tuple([
        has_status.then(|| quote!(status)),
        success.body.as_ref().map(|_| quote!(body)),
        has_headers.then(|| quote!(headers)),
    ]);
    let outgoing = enumerations::outgoing_success(success);
    let with = has_headers.then(|| quote!(?.with(header::written(&headers))));
    quote!(|#pattern| #outgoing #with)
}

/// One, or a tuple of several.
fn tuple(parts: [Option<TokenStream>; 3]) -> TokenStream {
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    match &parts[..] {
        [only] => quote!(#only),
        parts => quote!((#(#parts),*)),
    }
}
