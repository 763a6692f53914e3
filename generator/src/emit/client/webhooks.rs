//! `webhook_client`: the client that sends webhooks and callbacks.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::client::emit;
use crate::emit::package::tags::ModuleFile;
use crate::emit::rust::docs::{self, Docs, Span};
use crate::model::{Api, facts};

/// The file.
pub fn files(api: &Api) -> Vec<ModuleFile> {
    vec![("webhook_client".to_owned(), emit(&facts::of_webhooks(api)))]
}

pub fn head(title: &[Span]) -> Docs {
    docs::sentence(
        "The client that sends the webhooks and callbacks of {}: a method for each of them.",
        title,
    )
}

pub fn client_docs() -> TokenStream {
    docs::outer(docs::Docs::from(docs::words(
        "A client of a subscriber, whose address is that of the configuration. \
         [`Client::to`] gives the client of another one.",
    )).and(docs::words(
        "`Config::on_request` sees each request before it is sent, and may sign the bytes of its body; \
         a body that is a stream has none yet. \
         A webhook is a [`ResponseFuture`], which fails with an [`Error`]: one that the \
         description declares for it, or a [`Failure`].",
    )))
}

/// The method for another subscriber and its import, if the client sends webhooks.
pub fn items(is_of_webhooks: bool) -> (Option<TokenStream>, Option<TokenStream>) {
    let import = || {
        quote!(
            use super::support::webhooks::sender::to;
        )
    };
    (is_of_webhooks.then(to), is_of_webhooks.then(import))
}

fn to() -> TokenStream {
    quote! {
        /// A client of the subscriber at `url`, which may have a query, with the same configuration but
        /// without the credentials. A subscriber could give an address of your own network: check it
        /// first.
        ///
        /// # Errors
        ///
        /// `url` is invalid, as for [`Config::new`], except that it may have a query.
        pub fn to(&self, url: &str) -> Result<Self, InvalidBase> {
            Ok(Self { transport: to(&self.transport, url)? })
        }
    }
}
