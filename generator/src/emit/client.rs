//! `client`: a method for each operation, thin over the transport of the runtime.

mod methods;
pub mod webhooks;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::bodies;
use crate::emit::package::tags;
use crate::emit::package::tags::ModuleFile;
use crate::emit::print;
use crate::emit::responses::{self, paging};
use crate::emit::rust::docs::{self, Span};
use crate::emit::rust::{Types, ident, string};
use crate::model::{
    Api, Body, Content, Module, Operation, Response, ResponseBody, Scheme, SchemeKind, facts,
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
    let mut operations = api.operations.iter();
    let models = operations.any(|operation| {
        let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
        let success = named_contents(operation);
        let body = operation.body.iter().filter_map(Body::only);
        parameters
            .chain(body.chain(success).map(|it| &it.ty))
            .any(facts::has_named_type)
    });
    let models = models.then(|| quote!(use #parent::models;));
    let requests = facts::has_request_types(api).then(|| quote!(use #parent::requests;));
    let has_parameters = api.operations.iter().any(|it| !it.parameters.is_empty());
    let place = has_parameters.then(|| quote!(use #parent::support::http::parameter::In;));
    let mut operations = api.operations.iter();
    let keys = operations.any(|it| facts::idempotency_key(api, it).is_some());
    let keys = keys.then(|| quote!(use #parent::support::client::IdempotencyKey;));
    let validate = facts::has_inline_checks(api).then(|| quote!(use #parent::validate;));
    let contents = api.operations.iter().flat_map(named_contents);
    let streams = bodies::imports(api, contents, parent);
    let operations = api.operations.iter().filter(|it| it.switched().is_none());
    let bodies = responses::bodies::are_named(operations.filter_map(only_success));
    let bodies = bodies.then(|| quote!(use #parent::bodies;));
    let responses = facts::enumerated_responses(api).next().is_some();
    let responses = responses.then(|| quote!(use #parent::responses;));
    let paging = paging::imports(api, parent);
    quote! {
        #bodies #models #requests #responses #place #streams #paging #keys #validate
    }
}

/// The success of an operation with one.
fn only_success(operation: &Operation) -> Option<&Response> {
    match &operation.successes[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// The contents whose types the methods of an operation name: that of its success, or both that its
/// property for a stream chooses from.
fn named_contents(operation: &Operation) -> Vec<&Content> {
    match operation.switched() {
        Some((_, json, items)) => vec![json, items],
        None => {
            let body = only_success(operation).and_then(|it| it.body.as_ref());
            body.and_then(ResponseBody::only).into_iter().collect()
        }
    }
}

fn methods(api: &Api) -> Vec<TokenStream> {
    let types = Types::outside(api);
    let operations = api.operations.iter();
    operations
        .flat_map(|it| methods::method_items(api, it, types))
        .collect()
}

fn root(
    api: &Api,
    imports: TokenStream,
    parts: &[TokenStream],
    methods: Vec<TokenStream>,
) -> TokenStream {
    let title = [docs::text(&api.title)];
    let is_of_webhooks = facts::has_webhooks(api);
    let head = docs::inner(match is_of_webhooks {
        true => webhooks::head(&title),
        false => docs::sentence("The client of {}: a method for each operation.", &title),
    });
    let client_docs = match is_of_webhooks {
        true => webhooks::client_docs(),
        false => client_docs(&title),
    };
    let sends = |wanted: fn(&SchemeKind) -> bool| api.schemes.iter().any(|it| wanted(&it.kind));
    let credential = sends(|kind| *kind != SchemeKind::OutOfBand).then(|| quote!(Credential,));
    let key_place = sends(is_key).then(|| quote!(KeyPlace,));
    let setters = api.schemes.iter().filter_map(setter);
    let (exports, servers) = (exports(api), servers(api));
    let (to, webhooks) = webhooks::items(is_of_webhooks);
    let undeclared = (!is_of_webhooks).then(undeclared);
    quote! {
        #head
        #imports
        use super::support::client::{#credential #key_place Transport};
        #webhooks

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

            #to

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
    let undeclared = (!facts::has_webhooks(api)).then(|| quote!(UndeclaredRequest,));
    let typed = facts::responses_have_headers(api).then(|| {
        quote!(
            pub use super::support::client::headers::{Headers, InvalidHeaders};
        )
    });
    quote! {
        pub use super::support::client::{
            Cause, Compression, Config, Error, Failure, #fetch_error HttpClient, InvalidBase, Reply, Response,
            ResponseFuture, Retries, #secret #server TimeLimit, #token #undeclared Undecodable,
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
    let deprecated = scheme.deprecated.then(|| quote!(#[deprecated]));
    Some(quote! {
        #docs
        #deprecated
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
