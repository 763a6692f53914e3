//! `client`: a method for each operation, thin over the transport of the runtime.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::emit::bodies;
use crate::emit::package::tags;
use crate::emit::package::tags::ModuleFile;
use crate::emit::print;
use crate::emit::requests;
use crate::emit::responses::{self, enumerations, headers, operation_docs, paging};
use crate::emit::rust::docs::{self, Span};
use crate::emit::rust::{Types, count, ident, method_lint, string};
use crate::model::{
    Api, Body, Module, Operation, Parameter, ParameterShape, Response, Scalar, Scheme, SchemeKind,
    Status, Ty, facts,
};

/// The file, and where the operations are divided into modules those of the modules.
pub fn files(api: &Api) -> Vec<ModuleFile> {
    tags::divided(api, "client", api.modules.iter(), emit, part)
}

fn emit(api: &Api) -> String {
    let (imports, parts, methods) = if api.modules.is_empty() {
        (imports(api, &quote!(super)), Vec::new(), methods(api))
    } else {
        let parts = tags::declarations(api.modules.iter());
        (TokenStream::new(), parts, Vec::new())
    };
    print(root(api, imports, &parts, methods))
}

/// The file of the operations of a module, which are all that the model has.
fn part(api: &Api, module: &Module) -> String {
    let head = tags::head(module);
    let imports = imports(api, &quote!(super::super));
    let methods = methods(api);
    let futures = paging::futures(api);
    print(quote! {
        #head
        #imports
        use super::{Client, #futures};

        impl Client {
            #(#methods)*
        }
    })
}

/// The imports of methods, in a module whose parent has this path.
fn imports(api: &Api, parent: &TokenStream) -> TokenStream {
    let successes = || api.operations.iter().filter_map(only_success);
    let mut operations = api.operations.iter();
    let models = operations.any(|operation| {
        let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
        let success = only_success(operation).and_then(|it| it.body.as_ref()?.only());
        let body = operation.body.iter().filter_map(Body::only);
        parameters
            .chain(body.chain(success).map(|it| &it.ty))
            .any(facts::has_named_type)
    });
    let models = models.then(|| quote!(use #parent::models;));
    let requests = facts::has_request_types(api).then(|| quote!(use #parent::requests;));
    let has_parameters = api.operations.iter().any(|it| !it.parameters.is_empty());
    let place = has_parameters.then(|| quote!(use #parent::support::http::parameter::In;));
    let validate = facts::has_inline_checks(api).then(|| quote!(use #parent::validate;));
    let request_bodies = bodies::imports(api, parent);
    let bodies = responses::bodies::are_named(successes());
    let bodies = bodies.then(|| quote!(use #parent::bodies;));
    let responses = facts::enumerated_responses(api).next().is_some();
    let responses = responses.then(|| quote!(use #parent::responses;));
    let typed_bytes = responses::bodies::has_typed_bytes(successes());
    let typed_bytes = typed_bytes.then(|| quote!(use #parent::support::media::one_of::TypedBytes;));
    let paging = paging::imports(api, parent);
    quote! {
        #bodies #models #requests #responses #place #request_bodies #typed_bytes #paging #validate
    }
}

/// The success of an operation with one.
fn only_success(operation: &Operation) -> Option<&Response> {
    match &operation.successes[..] {
        [only] => Some(only),
        _ => None,
    }
}

fn methods(api: &Api) -> Vec<TokenStream> {
    let types = Types::outside(api);
    let operations = api.operations.iter();
    operations.map(|it| method_item(api, it, types)).collect()
}

fn root(
    api: &Api,
    imports: TokenStream,
    parts: &[TokenStream],
    methods: Vec<TokenStream>,
) -> TokenStream {
    let title = [docs::text(&api.title)];
    let head = docs::inner(docs::sentence(
        "The client of {}: a method for each operation.",
        &title,
    ));
    let client_docs = client_docs(&title);
    let sends = |wanted: fn(&SchemeKind) -> bool| api.schemes.iter().any(|it| wanted(&it.kind));
    let credential = sends(|kind| *kind != SchemeKind::OutOfBand).then(|| quote!(Credential,));
    let key_place = sends(is_key).then(|| quote!(KeyPlace,));
    let setters = api.schemes.iter().filter_map(setter);
    let (exports, servers, undeclared) = (exports(api), servers(api), undeclared());
    quote! {
        #head
        #imports
        use super::support::client::{#credential #key_place Transport};

        #exports

        #servers

        #(#parts)*

        #client_docs
        #[derive(Clone, Debug)]
        pub struct Client {
            transport: Transport,
        }

        impl Client {
            /// A client without credentials.
            pub fn new(config: Config) -> Self {
                Self { transport: Transport::new(config) }
            }

            #(#setters)*

            #undeclared
            #(#methods)*
        }
    }
}

/// What the module hands on of the runtime.
fn exports(api: &Api) -> TokenStream {
    let has_secret = |scheme: &Scheme| scheme.kind != SchemeKind::OutOfBand;
    let has_secret = api.schemes.iter().any(has_secret);
    let fetch_error = has_secret.then(|| quote!(FetchError,));
    let secret = has_secret.then(|| quote!(Secret,));
    let token = has_secret.then(|| quote!(Token,));
    let paging = paging::exports(api);
    let server = (!api.servers.is_empty()).then(|| quote!(Server,));
    let typed = (!api.headers.is_empty()).then(|| {
        quote!(
            pub use super::support::client::headers::{Headers, InvalidHeaders};
        )
    });
    quote! {
        pub use super::support::client::{
            Cause, Config, Error, Failure, #fetch_error HttpClient, InvalidBase, Reply, Response,
            ResponseFuture, Retries, #secret #server TimeLimit, #token UndeclaredRequest, Undecodable,
            WithResponse
        };
        #typed
        #paging
    }
}

/// The addresses that the description declares.
fn servers(api: &Api) -> Option<TokenStream> {
    let servers = api.servers.iter().map(|server| {
        let (url, docs) = (string(&server.url), string(&server.docs));
        quote!(Server { url: #url, description: #docs })
    });
    (!api.servers.is_empty()).then(|| {
        quote! {
            /// The servers of the description.
            pub const SERVERS: &[Server] = &[#(#servers),*];
        }
    })
}

/// The method for requests that the description does not have.
fn undeclared() -> TokenStream {
    quote! {
        /// A request that the description does not have, below the address of the configuration:
        /// `client.undeclared("GET", "/beta").send().await?`. It gets every credential that is set.
        pub fn undeclared(&self, method: &str, path: &str) -> UndeclaredRequest {
            self.transport.undeclared(method, path)
        }
    }
}

fn client_docs(title: &[Span]) -> TokenStream {
    docs::outer(docs::sentence("A client of {}.", title).and(docs::words(
        "An operation is a [`ResponseFuture`], which fails with an [`Error`]: one that the \
         description declares for it, or a [`Failure`]. It gives the body; \
         [`with_response`](ResponseFuture::with_response) adds the status and the headers.",
    )))
}

fn is_key(kind: &SchemeKind) -> bool {
    matches!(
        kind,
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_)
    )
}

fn setter(scheme: &Scheme) -> Option<TokenStream> {
    let (name, id) = (ident(&scheme.setter), string(&scheme.id));
    let (what, arguments, credential) = match &scheme.kind {
        SchemeKind::Bearer => (
            "a bearer token",
            quote!(token: impl Into<Secret>),
            quote!(Credential::Bearer(token.into())),
        ),
        SchemeKind::Basic => (
            "a name and a password",
            quote!(user: impl Into<String>, password: impl Into<Secret>),
            quote!(Credential::Basic {
                user: user.into(),
                password: password.into()
            }),
        ),
        SchemeKind::Header(name) => key(quote!(KeyPlace::Header), name),
        SchemeKind::Query(name) => key(quote!(KeyPlace::Query), name),
        SchemeKind::Cookie(name) => key(quote!(KeyPlace::Cookie), name),
        SchemeKind::Authorization(scheme) => {
            let scheme = string(scheme);
            (
                "the credentials behind the scheme in the `Authorization` header",
                quote!(value: impl Into<Secret>),
                quote!(Credential::Authorization { scheme: #scheme, value: value.into() }),
            )
        }
        SchemeKind::OutOfBand => return None,
    };
    let docs = docs::sentence(
        "With {} for the security scheme {}.",
        &[docs::words(what), docs::code(&scheme.id)],
    );
    let docs = docs::outer(docs.and(docs::markdown(&scheme.docs)));
    Some(quote! {
        #docs
        pub fn #name(mut self, #arguments) -> Self {
            self.transport.set_credential(#id, #credential);
            self
        }
    })
}

fn key(place: TokenStream, name: &str) -> (&'static str, TokenStream, TokenStream) {
    let name = string(name);
    let credential = quote!(Credential::ApiKey { place: #place, name: #name, key: key.into() });
    ("a key", quote!(key: impl Into<Secret>), credential)
}

fn method_item(api: &Api, operation: &Operation, types: Types<'_>) -> TokenStream {
    let docs = method_docs(api, operation);
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let (name, lint) = (ident(&operation.name), method_lint(&operation.name));
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
    let success_ty = success_ty(operation, types);
    let error = error_ty(operation);
    let request = request(api, operation);
    let returns = returns(operation);
    let (future, paged) = match paging::of(api, operation, types) {
        Some((item, paged)) => (quote!(PagedFuture<#success_ty, #item, #error>), Some(paged)),
        None => (quote!(ResponseFuture<#success_ty, #error>), None),
    };
    quote! {
        #docs
        #deprecated
        #lint
        pub fn #name(&self, #(#arguments),*) -> #future {
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
fn request(api: &Api, operation: &Operation) -> TokenStream {
    let method = string(&operation.method);
    let server = operation.server.as_ref().map(|server| {
        let url = string(&server.url);
        quote!(.server(#url))
    });
    let path = string(&operation.path);
    let required = operation.parameters.iter();
    let required = required.map(|parameter| sent_parameter(api, parameter));
    let params = operation.params.as_ref().map(|params| {
        let name = ident(&params.argument);
        quote!(.parameters(#name))
    });
    let body = operation
        .body
        .as_ref()
        .map(|body| bodies::sent_body(api, body));
    let accept = (operation.accept != "application/json").then(|| {
        let accept = string(&operation.accept);
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
        self.transport.request(#method, #path) #server #(#required)* #params #body #accept #security
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
    let body = success.body.as_ref();
    let method = ident(match body.map(enumerations::form) {
        Some("json") => "returns_json",
        Some("any") => "returns_any",
        Some("text") => "returns_text",
        Some("bytes") => "returns_bytes",
        Some("typed_bytes") => "returns_typed_bytes",
        Some("one_of") => "returns_one_of",
        _ => "returns_nothing",
    });
    let media_type = body.and_then(enumerations::media_type).map(|name| {
        let name = string(name);
        quote!(, #name)
    });
    let range = |digit: u16| {
        let first = u64::from(digit) * 100;
        let (from, to) = (count(first), count(first + 99));
        quote!(#from..=#to)
    };
    let statuses = match success.status {
        // `default` is for errors: an unknown success is one all the same (RFC 9110 §15).
        Status::Code(code) if code / 100 == 2 && enumerations::has_default(operation) => range(2),
        Status::Code(code) => count(code.into()).into_token_stream(),
        Status::Range(digit) => range(digit),
        // A `default` outside the statuses of success is an error.
        Status::Default => range(2),
    };
    quote!(.#method(#statuses #media_type))
}
