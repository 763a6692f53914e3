//! `webhook_server`: the server that receives webhooks and callbacks.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::package::tags::ModuleFile;
use crate::emit::rust::{Types, docs, ident, string};
use crate::emit::server::{
    distinct_errors, error_name, imports, reexports, shared, trait_method, with_implementations,
};
use crate::emit::{credentials, print, routes};
use crate::model::{Api, RejectionBody, WebhookSelector, facts};

/// The file, where the server of the API is not emitted.
pub fn files(api: &Api) -> Vec<ModuleFile> {
    vec![("webhook_server".to_owned(), emit(api, &HashSet::new()))]
}

/// The file, where the server of the API implements what it shares with it.
pub fn files_beside_server(api: &Api) -> Vec<ModuleFile> {
    let of_paths = facts::of_paths(api);
    let known = distinct_errors(&of_paths).map(error_name);
    let mut own = api.clone();
    own.rejections
        .retain(|it| !of_paths.rejections.contains(it));
    vec![("webhook_server".to_owned(), emit(&own, &known.collect()))]
}

fn emit(all: &Api, known_errors: &HashSet<&str>) -> String {
    let api = &facts::of_webhooks(all);
    let head = docs::inner(docs::sentence(
        "The server that receives the webhooks and callbacks of {}: a trait to implement, and the router made from it.",
        &[docs::text(&api.title)],
    ));
    let mut errors = distinct_errors(api).filter(|it| !known_errors.contains(error_name(it)));
    let has_rejections = errors.any(|it| {
        let mut rejections = it.rejections.iter();
        rejections.any(|(_, body)| matches!(body, RejectionBody::Declared(_)))
    });
    let (imports, reexports) = (imports(api, &quote!(super), has_rejections), reexports(api));
    let is_secured = !api.securities.is_empty();
    let authenticate = is_secured.then(|| credentials::items(api));
    let (own_trait, shared) = (operations_trait(api, is_secured), shared());
    let selector = all.webhook_selector.as_ref();
    let (select, routers) = (
        selector.map(|it| select(all, it)),
        routers(selector.is_some()),
    );
    let events = selector.map(|_| {
        quote!(
            use super::support::webhooks::events::property;
        )
    });
    let text = print(quote! {
        #head
        use std::future::Future;
        use std::sync::Arc;
        #imports
        #events
        use super::support::webhooks::receiver::Receiver;

        #reexports
        pub use super::support::webhooks::receiver::Delivery;

        #own_trait

        #authenticate

        #shared

        #routers

        #select
    });
    with_implementations(text, api, Some(routes::emit(api)), known_errors)
}

/// The trait with a method for each webhook, and one for what comes before them.
fn operations_trait(api: &Api, is_secured: bool) -> TokenStream {
    let types = Types::outside(api);
    let methods = api.operations.iter();
    let methods = methods.map(|operation| trait_method(api, operation, types));
    let supertrait = match is_secured {
        true => quote!(Authenticate),
        false => quote!(Send + Sync + 'static),
    };
    let docs = docs::outer(docs::sentence(
        "The webhooks and callbacks of {}. One that is not implemented is answered with 501.",
        &[docs::text(&api.title)],
    ));
    quote! {
        #docs
        #[allow(unused_variables)]
        pub trait Api: #supertrait {
            /// Verifies a request before its body is read as described, for example by a signature over
            /// its bytes. Compare signatures in constant time.
            ///
            /// # Errors
            ///
            /// The request is not let in.
            fn verify(&self, request: &Delivery) -> impl Future<Output = Result<(), Denied>> + Send;

            #(#methods)*
        }
    }
}

/// The functions that make a router.
fn routers(has_selector: bool) -> TokenStream {
    let endpoint = has_selector.then(|| {
        quote! {
            /// A router that receives all webhooks at `path`, told apart by [`webhook_of`].
            pub fn endpoint<A: Api>(path: &str, api: impl Into<Shared<A>>) -> Router {
                endpoint_with(path, api, Settings::default(), webhook_of)
            }
        }
    });
    quote! {
        /// A router with a path for each webhook and callback, which [`operations`] name.
        pub fn router<A: Api>(api: impl Into<Shared<A>>) -> Router {
            router_with(api, Settings::default())
        }

        /// The same with settings.
        pub fn router_with<A: Api>(api: impl Into<Shared<A>>, settings: Settings) -> Router {
            receiver(api, settings).router(routes)
        }

        #endpoint

        /// A router that receives all webhooks at `path`, with settings, and a function that tells
        /// which of the [`operations`] a request is for. Other requests are answered with 404.
        pub fn endpoint_with<A, F>(
            path: &str,
            api: impl Into<Shared<A>>,
            settings: Settings,
            select: F,
        ) -> Router
        where
            A: Api,
            F: Fn(&Delivery) -> Option<&'static Operation> + Send + Sync + 'static,
        {
            receiver(api, settings).endpoint(path, routes, select)
        }

        fn receiver<A: Api>(api: impl Into<Shared<A>>, settings: Settings) -> Receiver<A> {
            let Shared(api) = api.into();
            Receiver::new(api, settings, |api, request| Box::pin(api.verify(request)))
        }
    }
}

/// The function that tells webhooks apart.
fn select(all: &Api, selector: &WebhookSelector) -> TokenStream {
    let docs = docs::outer(docs::sentence(
        "The webhook that a request is for, by the property {} of its body.",
        &[docs::code(&selector.property)],
    ));
    let property = string(&selector.property);
    let arms = selector.values.iter().filter_map(|(index, values)| {
        let constant = ident(&all.operations.get(*index)?.constant);
        let values = values.iter().map(|value| string(value));
        Some(quote!(#(#values)|* => Some(&operations::#constant),))
    });
    quote! {
        #docs
        pub fn webhook_of(request: &Delivery) -> Option<&'static Operation> {
            match &*property(request.body(), #property)? {
                #(#arms)*
                _ => None,
            }
        }
    }
}
