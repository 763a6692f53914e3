//! `server`: a trait with a method for each operation, and the router made from it.

pub mod webhooks;

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::package::tags;
use crate::emit::package::tags::ModuleFile;
use crate::emit::responses::{self, headers, operation_docs};
use crate::emit::routes::served;
use crate::emit::rust::{Types, docs, ident, method_lint, string};
use crate::emit::{bodies, credentials, print, rejections, routes};
use crate::model::{Api, Module, Operation, Security, facts};

/// The file, and where the operations are divided into modules those of the modules.
pub fn files(api: &Api) -> Vec<ModuleFile> {
    tags::divided(api, "server", served_modules(api), emit, part)
}

fn emit(api: &Api) -> String {
    let head = docs::inner(docs::sentence(
        "The server of {}: a trait to implement, and the router made from it.",
        &[docs::text(&api.title)],
    ));
    let (base_path, reexports) = (string(&api.base_path), reexports(api));
    let parts: Vec<&Module> = served_modules(api).collect();
    let is_divided = !parts.is_empty();
    let declarations = tags::declarations(parts.iter().copied());
    let (imports, own_trait) = if is_divided {
        (imports_of_sum(api), sum_of_traits(api, &parts))
    } else {
        let docs = docs::outer(tags::operations_of(docs::text(&api.title)));
        (
            imports(api, &quote!(super), !api.rejections.is_empty()),
            operations_trait(api, docs),
        )
    };
    let authenticate = is_secured(api).then(|| credentials::items(api));
    let routers = routers(api);
    let future = (!is_divided || is_secured(api)).then(|| {
        quote!(
            use std::future::Future;
        )
    });
    let text = print(quote! {
        #head
        #future
        use std::sync::Arc;
        #imports
        #reexports

        #(#declarations)*

        /// The base path of the server in the description.
        pub const BASE_PATH: &str = #base_path;

        #own_trait

        #authenticate

        #routers
    });
    let routes = (!is_divided).then(|| routes::emit(api));
    with_implementations(text, api, routes, &HashSet::new())
}

/// The text of a server with its routes, the credentials of its operations, and how rejections are
/// answered, except as those errors that another server of the crate has.
fn with_implementations(
    mut text: String,
    api: &Api,
    routes: Option<TokenStream>,
    known_errors: &HashSet<&str>,
) -> String {
    let securities = securities(api).map(|it| credentials::function(api, it));
    let errors = distinct_errors(api).filter(|it| !known_errors.contains(error_name(it)));
    let rejects = errors.map(|it| rejections::rejects(api, it));
    let shapes = api.rejections.iter();
    let shapes = shapes.map(|shape| rejections::from_rejection(api, shape));
    let items = routes.into_iter().chain(securities);
    for item in items.chain(rejects).chain(shapes) {
        text.push('\n');
        text.push_str(&print(item));
    }
    text
}

/// The functions that make a router, and what they take.
fn routers(api: &Api) -> TokenStream {
    let shared = shared();
    let routes = functions(api).into_iter();
    let routes = routes.filter_map(|path| path.parse::<TokenStream>().ok());
    quote! {
        #shared

        /// The router of an implementation, or of an `Arc` of one, below [`BASE_PATH`].
        pub fn router<A: Api>(api: impl Into<Shared<A>>) -> Router {
            router_with(api, Settings::default())
        }

        /// The router of an implementation, or of an `Arc` of one, with settings of its own.
        pub fn router_with<A: Api>(api: impl Into<Shared<A>>, settings: Settings) -> Router {
            let Shared(api) = api.into();
            let mut all = server::Routes::new(api, BASE_PATH, settings);
            #(#routes(&mut all);)*
            all.into_router()
        }
    }
}

/// The type for an implementation that is shared.
fn shared() -> TokenStream {
    quote! {
        /// An implementation that a router shares: the value itself, or an `Arc` that others hold too.
        pub struct Shared<A>(Arc<A>);

        impl<A: Api> From<A> for Shared<A> {
            fn from(api: A) -> Self {
                Self(Arc::new(api))
            }
        }

        impl<A: Api> From<Arc<A>> for Shared<A> {
            fn from(api: Arc<A>) -> Self {
                Self(api)
            }
        }
    }
}

/// The credentials of the operations that are served.
fn securities(api: &Api) -> impl Iterator<Item = &Security> {
    let used = |index: usize| served(api).any(|operation| operation.security == Some(index));
    let securities = api.securities.iter().enumerate();
    let securities = securities.filter(move |(index, _)| used(*index));
    securities.map(|(_, security)| security)
}

/// The file of the operations of a module, which are all that the model has.
fn part(api: &Api, module: &Module) -> String {
    let head = tags::head(module);
    let imports = imports(api, &quote!(super::super), !api.rejections.is_empty());
    let securities = securities(api).map(|security| ident(&security.name));
    let authenticate = is_secured(api).then(|| quote!(Authenticate,));
    let own_trait = operations_trait(api, tags::outer_docs(module));
    let mut text = print(quote! {
        #head
        use std::future::Future;
        #imports
        use super::{#authenticate Error, #(#securities),*};

        #own_trait
    });
    text.push('\n');
    text.push_str(&print(routes::emit(api)));
    text
}

/// The functions that add the operations to a router.
pub fn functions(api: &Api) -> Vec<String> {
    let modules = served_modules(api);
    let of_modules: Vec<_> = modules
        .map(|module| format!("{}::routes", ident(&module.name)))
        .collect();
    match of_modules.is_empty() {
        true => vec!["routes".to_owned()],
        false => of_modules,
    }
}

/// The modules with operations that are served.
fn served_modules(api: &Api) -> impl Iterator<Item = &Module> {
    let is_served = |index: &usize| api.operations.get(*index).is_some_and(|it| it.served);
    let modules = api.modules.iter();
    modules.filter(move |module| module.operations.iter().any(is_served))
}

fn is_secured(api: &Api) -> bool {
    !api.securities.is_empty()
}

fn supertrait(api: &Api) -> TokenStream {
    if is_secured(api) {
        quote!(Authenticate)
    } else {
        quote!(Send + Sync + 'static)
    }
}

/// The trait with a method for each operation.
fn operations_trait(api: &Api, docs: TokenStream) -> TokenStream {
    let types = Types::outside(api);
    let supertrait = supertrait(api);
    let methods = served(api).map(|operation| trait_method(api, operation, types));
    quote! {
        #docs
        #[allow(unused_variables)]
        pub trait Api: #supertrait {
            #(#methods)*
        }
    }
}

/// The trait of all types that implement those of the modules.
fn sum_of_traits(api: &Api, parts: &[&Module]) -> TokenStream {
    let docs = tags::operations_of(docs::text(&api.title)).and(docs::words(
        "Whatever implements the traits of the modules implements it.",
    ));
    let docs = docs::outer(docs);
    let traits: Vec<_> = parts
        .iter()
        .map(|module| {
            let name = ident(&module.name);
            quote!(#name::Api)
        })
        .collect();
    quote! {
        #docs
        pub trait Api: #(#traits)+* {}

        impl<A: #(#traits)+*> Api for A {}
    }
}

/// The imports of operations, from a module with this path.
fn imports(api: &Api, parent: &TokenStream, has_rejections: bool) -> TokenStream {
    let only = || routes::only_successes(api);
    let requests = facts::has_request_types(api).then(|| quote!(use #parent::requests;));
    let has_parameters = api.operations.iter().any(|it| !it.parameters.is_empty());
    let place = has_parameters.then(|| quote!(use #parent::support::http::parameter::In;));
    let request_bodies = bodies::server_imports(api, only(), parent);
    let models = (names_models(api) || has_rejections).then(|| quote!(use #parent::models;));
    let validate = facts::has_inline_checks(api).then(|| quote!(use #parent::validate;));
    let bodies = responses::bodies::are_named(only()).then(|| quote!(use #parent::bodies;));
    let responses = facts::enumerated_responses(api).next().is_some();
    let responses = responses.then(|| quote!(use #parent::responses;));
    let headers = only().any(|it| headers::ty(api, it).is_some()).then(|| {
        quote! {
            use #parent::headers;
            use #parent::support::http::header;
        }
    });
    let outgoing = only().next().map(|_| quote!(, Outgoing));
    quote! {
        #bodies
        #headers
        #models
        #requests
        #responses
        #place
        #request_bodies
        use #parent::support::server::{self #outgoing};
        #validate
    }
}

/// The imports of the root where the operations are in modules of their own.
fn imports_of_sum(api: &Api) -> TokenStream {
    let models = (!api.rejections.is_empty()).then(|| {
        quote!(
            use super::models;
        )
    });
    let responses = distinct_errors(api).next().is_some();
    let responses = responses.then(|| {
        quote!(
            use super::responses;
        )
    });
    quote! {
        #models
        #responses
        use super::support::server;
    }
}

/// The operations that are served, one for each enumeration of errors.
fn distinct_errors(api: &Api) -> impl Iterator<Item = &Operation> {
    let mut known = HashSet::new();
    let failing = served(api).filter(|operation| !operation.errors.is_empty());
    failing.filter(move |it| known.insert(error_name(it)))
}

/// The name of the enumeration of the errors of an operation.
fn error_name(operation: &Operation) -> &str {
    operation
        .shared_errors
        .as_ref()
        .unwrap_or(&operation.error_name)
}

fn reexports(api: &Api) -> TokenStream {
    let credentials = credentials::imports(api);
    let accept = api.operations.iter().any(|it| it.accept_argument.is_some());
    let accept = accept.then(|| quote!(Accept,));
    let call = is_secured(api).then(|| quote!(Call,));
    quote! {
        pub use super::support::server::{
            #accept #credentials #call Denied, Error, FromRejection, IntoResponse, Operation, Rejection, Response, Router, Settings
        };
    }
}

/// Whether the methods name a type of the description. The types of `requests` and `responses` name
/// theirs there.
fn names_models(api: &Api) -> bool {
    let parameters = served(api).flat_map(|it| &it.parameters);
    let mut parameters = parameters.map(|parameter| &parameter.ty);
    let bodies = served(api).filter_map(|it| it.body.as_ref()?.only());
    let successes = routes::only_successes(api).filter_map(|it| it.body.as_ref()?.only());
    let mut contents = bodies.chain(successes).map(|content| &content.ty);
    parameters.any(facts::has_named_type) || contents.any(facts::has_named_type)
}

fn trait_method(api: &Api, operation: &Operation, types: Types<'_>) -> TokenStream {
    let docs = docs::outer(operation_docs(operation));
    let name = ident(&operation.name);
    let success = routes::success_ty(api, operation, types);
    let errors = error_ty(operation);
    let lint = method_lint(&operation.name);
    let caller = operation.security.map(|_| quote!(caller: Self::Caller,));
    let parameters = operation.parameters.iter().map(|parameter| {
        let (name, ty) = (ident(&parameter.name), types.ty(&parameter.ty));
        quote!(#name: #ty,)
    });
    let params = operation.params.as_ref().map(|params| {
        let (name, ty) = (ident(&params.argument), ident(&params.name));
        quote!(#name: requests::#ty,)
    });
    let body = operation.body.as_ref().map(|body| {
        let name = ident(&body.name);
        let ty = bodies::server_ty(body, types);
        quote!(#name: #ty,)
    });
    let accept = operation.accept_argument.as_ref().map(|name| {
        let name = ident(name);
        quote!(#name: server::Accept,)
    });
    quote! {
        #docs
        #lint
        fn #name(&self, #caller #(#parameters)* #params #body #accept) -> impl Future<Output = Result<#success, Error #errors>> + Send {
            server::not_implemented()
        }
    }
}

/// The errors of an operation, as the argument of a type.
fn error_ty(operation: &Operation) -> Option<TokenStream> {
    let name = ident(&operation.error_name);
    (!operation.errors.is_empty()).then(|| quote!(<responses::#name>))
}
