//! Security: on the server the credentials of a request, the trait that judges them, and the order of
//! the alternatives; on the client the flows of OAuth 2.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::Config;
use crate::emit::print;
use crate::emit::rust::{docs, ident, string};
use crate::model::{Api, Credentials, Scheme, SchemeKind, Security};

/// The types of the runtime that hold credentials.
pub fn imports(api: &Api) -> TokenStream {
    let uses =
        |wanted: fn(&SchemeKind) -> bool| api.schemes.iter().any(|scheme| wanted(&scheme.kind));
    let is_key = |kind: &SchemeKind| match kind {
        SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::OutOfBand => false,
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => true,
        SchemeKind::Authorization(_) => true,
    };
    let key = uses(is_key).then(|| quote!(ApiKey,));
    let basic = uses(|kind| *kind == SchemeKind::Basic).then(|| quote!(Basic,));
    let bearer = uses(|kind| *kind == SchemeKind::Bearer).then(|| quote!(Bearer,));
    quote!(#key #basic #bearer)
}

/// The enumeration of credentials, and the trait that judges them.
pub fn items(api: &Api) -> TokenStream {
    let variants = api
        .credentials
        .iter()
        .map(|credentials| variant(api, credentials));
    quote! {
        /// The credentials of a request.
        #[derive(Clone, Debug)]
        pub enum Credentials {
            #(#variants)*
        }

        /// Identifies the caller. Every request is rejected until `authenticate` is implemented.
        pub trait Authenticate: Send + Sync + 'static {
            /// The caller, an argument of every operation that requires credentials.
            type Caller: Send;

            /// Authenticates a request, of which all but the body is known: its operation, its headers, and
            /// what layers have added.
            ///
            /// # Errors
            ///
            /// The credentials do not permit the operation.
            fn authenticate(
                &self,
                credentials: Credentials,
                call: &Call,
            ) -> impl Future<Output = Result<Self::Caller, Denied>> + Send {
                let _ = (credentials, call);
                async { Err(Denied::forbidden("nobody has access")) }
            }
        }
    }
}

/// An alternative of credentials: its schemes, and those that a request carries.
fn schemes<'a>(api: &'a Api, credentials: &Credentials) -> (Vec<&'a Scheme>, Vec<&'a Scheme>) {
    let all: Vec<_> = credentials
        .schemes
        .iter()
        .map(|scheme| &api.schemes[*scheme])
        .collect();
    let shown = all.iter().filter(|it| it.kind != SchemeKind::OutOfBand);
    (all.clone(), shown.copied().collect())
}

fn variant(api: &Api, credentials: &Credentials) -> TokenStream {
    let name = ident(&credentials.variant);
    let (all, shown) = schemes(api, credentials);
    if all.is_empty() {
        return quote! {
            /// No credentials: the operation is open to anonymous requests too.
            #name,
        };
    }
    let ids: Vec<_> = all.iter().map(|scheme| docs::code(&scheme.id)).collect();
    let plural = docs::words(if ids.len() > 1 { "s" } else { "" });
    let ids = docs::join(&ids, " and ");
    let docs = docs::sentence("For the security scheme{} {}.", &[plural, ids]);
    let docs = match shown.len() < all.len() {
        true => docs.and(docs::words(
            "Part of it is outside the request, and is not checked here.",
        )),
        false => docs,
    };
    let deprecated = all.iter().filter(|scheme| scheme.deprecated);
    let deprecated: Vec<_> = deprecated.map(|it| docs::code(&it.id)).collect();
    let docs = docs::outer(match &deprecated[..] {
        [] => docs,
        ids => docs.and(docs::sentence("Deprecated: {}.", &[docs::join(ids, ", ")])),
    });
    if shown.is_empty() {
        return quote!(#docs #name,);
    }
    let types = shown.iter().map(|scheme| match scheme.kind {
        SchemeKind::Bearer => quote!(Bearer),
        SchemeKind::Basic => quote!(Basic),
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => quote!(ApiKey),
        SchemeKind::Authorization(_) | SchemeKind::OutOfBand => quote!(ApiKey),
    });
    quote!(#docs #name(#(#types),*),)
}

/// The function that finds who calls: each alternative whose credentials are all there is tried. A key
/// that may be anything in `Authorization` comes behind those that know their scheme there, what shows
/// nothing in a request behind those that do, and behind it only anonymity.
pub fn function(api: &Api, security: &Security) -> TokenStream {
    let name = ident(&security.name);
    let realm = match is_quotable(&api.title) {
        true => api.title.trim(),
        false => "API",
    };
    let (mut challenges, mut unreadable) = (Vec::new(), Vec::new());
    let mut anonymous = None;
    let (mut shown, mut keys, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for index in &security.alternatives {
        let credentials = &api.credentials[*index];
        let variant = ident(&credentials.variant);
        let (all, found) = schemes(api, credentials);
        if found.is_empty() {
            match all.is_empty() {
                true => anonymous = Some(variant),
                false => others.push(quote!(.or_out_of_band(Credentials::#variant))),
            }
            continue;
        }
        for scheme in &found {
            let challenge = challenge(&scheme.kind, realm);
            challenges.extend(challenge.filter(|it| !challenges.contains(it)));
        }
        unreadable.extend(self::unreadable(&found));
        let is_key = |scheme: &&Scheme| is_any_authorization(&scheme.kind);
        let of_its_kind = match found.iter().any(is_key) {
            true => &mut keys,
            false => &mut shown,
        };
        of_its_kind.push(alternative(credentials, &found));
    }
    shown.append(&mut keys);
    // The server adds what is wrong with a token to the end.
    challenges.sort_by_key(|it| it.starts_with(BEARER));
    let challenge = string(&challenges.join(", "));
    let mut known = HashSet::new();
    unreadable.retain(|test: &TokenStream| known.insert(test.to_string()));
    others.extend(anonymous.map(|variant| match &unreadable[..] {
        [] => quote!(.or_anonymous(Credentials::#variant)),
        tests => quote!(.or_anonymous_unless(#(#tests)||*, Credentials::#variant)),
    }));
    quote! {
        fn #name<'a, A: Authenticate>(
            api: &'a A,
            call: &'a Call,
        ) -> server::Identifying<'a, A::Caller> {
            let credentials = server::Alternatives::new([#(#shown),*]) #(#others)*;
            let judge = move |credentials| api.authenticate(credentials, call);
            call.identify(credentials, #challenge, judge)
        }
    }
}

/// The credentials of an alternative, if the request has all of them.
fn alternative(credentials: &Credentials, schemes: &[&Scheme]) -> TokenStream {
    let variant = ident(&credentials.variant);
    let found: Vec<_> = schemes
        .iter()
        .filter_map(|scheme| credential(&scheme.kind))
        .collect();
    if let [found] = &found[..] {
        return quote!(#found.map(Credentials::#variant));
    }
    let names: Vec<_> = (1..=found.len())
        .map(|number| ident(&format!("credential{number}")))
        .collect();
    quote! {
        match (#(#found),*) {
            (#(Some(#names)),*) => Some(Credentials::#variant(#(#names),*)),
            _ => None,
        }
    }
}

/// Whether a key is all that the `Authorization` header holds, whatever that is.
fn is_any_authorization(kind: &SchemeKind) -> bool {
    matches!(kind, SchemeKind::Header(name) if name.eq_ignore_ascii_case("authorization"))
}

/// The challenge of `Bearer` without the name of its realm.
const BEARER: &str = "Bearer realm=";

/// How a 401 asks for credentials (RFC 9110 §11.6.1). Those of `Basic` and `Bearer` have to have a
/// parameter (RFC 7617 §2, RFC 6750 §3).
/// No scheme is registered for keys, but a 401 has to have a challenge.
fn challenge(kind: &SchemeKind, realm: &str) -> Option<String> {
    match kind {
        SchemeKind::Bearer => Some(format!("{BEARER}\"{realm}\"")),
        SchemeKind::Basic => Some(format!("Basic realm=\"{realm}\", charset=\"UTF-8\"")),
        SchemeKind::Authorization(scheme) => Some(scheme.clone()),
        SchemeKind::Header(name) | SchemeKind::Query(name) | SchemeKind::Cookie(name) => {
            Some(match is_quotable(name) {
                true => format!("ApiKey name=\"{name}\""),
                false => "ApiKey".to_owned(),
            })
        }
        SchemeKind::OutOfBand => None,
    }
}

/// Whether a text can stand in quotes in a header without an escape (RFC 9110 §5.6.4).
fn is_quotable(text: &str) -> bool {
    let is_plain = |each| matches!(each, ' '..='~') && !matches!(each, '"' | '\\');
    text.chars().all(is_plain) && (1..=60).contains(&text.trim().len())
}

/// Tests for credentials that are there and cannot be read, of a request that has no alternative as a
/// whole. Where a scheme is required with others, it may be there without them and be readable.
fn unreadable(schemes: &[&Scheme]) -> Vec<TokenStream> {
    let tests = schemes.iter().filter_map(|scheme| {
        let has = match key(&scheme.kind) {
            Some(Key { has, name, .. }) => {
                let (has, name) = (ident(has), string(name));
                quote!(call.#has(#name))
            }
            None => quote!(call.has_header("authorization")),
        };
        let read = read(&scheme.kind)?;
        Some(match schemes.len() {
            1 => has,
            _ => quote!((#has && #read.is_none())),
        })
    });
    tests.collect()
}

fn credential(kind: &SchemeKind) -> Option<TokenStream> {
    let read = read(kind)?;
    Some(match key(kind) {
        Some(_) => quote!(#read.map(ApiKey::new)),
        None => read,
    })
}

/// A key in a place of its own: the methods of a call that find and read it, and its name.
struct Key<'a> {
    has: &'static str,
    read: &'static str,
    name: &'a str,
}

fn key(kind: &SchemeKind) -> Option<Key<'_>> {
    let (has, read, name) = match kind {
        SchemeKind::Header(name) => ("has_header", "header_value", name),
        SchemeKind::Query(name) => ("has_query", "query_value", name),
        SchemeKind::Cookie(name) => ("has_cookie", "cookie", name),
        SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::Authorization(_) => return None,
        SchemeKind::OutOfBand => return None,
    };
    Some(Key { has, read, name })
}

/// What reads credentials of a request.
fn read(kind: &SchemeKind) -> Option<TokenStream> {
    Some(match kind {
        SchemeKind::Bearer => quote!(call.bearer()),
        SchemeKind::Basic => quote!(call.basic()),
        SchemeKind::Authorization(scheme) => {
            let scheme = string(scheme);
            quote!(call.credential(#scheme))
        }
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => {
            let Key { read, name, .. } = key(kind)?;
            let (read, name) = (ident(read), string(name));
            quote!(call.#read(#name))
        }
        SchemeKind::OutOfBand => return None,
    })
}

/// The client credentials flows of schemes, which follow the items of the client.
pub fn flows(api: &Api, config: &Config) -> String {
    let feature = (!config.module).then(|| quote!(#[cfg(feature = "oauth2")]));
    let flows = api.schemes.iter().filter_map(|scheme| {
        let flow = scheme.flow.as_ref()?;
        let (name, url) = (ident(&flow.constant), string(&flow.token_url));
        let scopes = flow.scopes.iter().map(|scope| string(scope));
        let (setter, constant) = (&scheme.setter, &flow.constant);
        let example = format!("client.{setter}(ClientCredentials::new({constant}, id, secret))");
        let deprecated = scheme.deprecated.then(|| quote!(#[deprecated]));
        let docs = docs::outer(docs::sentence(
            "The client credentials flow of the security scheme {}, for {}.",
            &[docs::code(&scheme.id), docs::code(&example)],
        ));
        Some(quote! {
            #docs
            #feature
            #deprecated
            pub const #name: ClientCredentialsFlow = ClientCredentialsFlow {
                token_url: #url,
                scopes: &[#(#scopes),*],
            };
        })
    });
    let flows: Vec<_> = flows.collect();
    if flows.is_empty() {
        return String::new();
    }
    let items = print(quote! {
        #feature
        pub use super::support::exchange::oauth2::{
            ClientCredentials, ClientCredentialsFlow, TokenError, TokenErrorCode
        };
        #(#flows)*
    });
    format!("\n{items}")
}
