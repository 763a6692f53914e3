//! `Debug` by hand for types with secrets, which are not printed.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{ident, string};
use crate::model::{Presence, Rest, Struct, Tuple, TypeDef, Union, UnionOthers};

/// The implementation for a struct; `None` without a secret.
pub fn of_struct(def: &TypeDef, structure: &Struct) -> Option<TokenStream> {
    let fields = structure.fields.iter();
    let fields = fields.map(|field| (&*field.name, field.secret, field.presence));
    let patterns = structure.patterns.iter();
    let patterns = patterns.map(|fields| (&*fields.name, fields.secret, Presence::Required));
    let rest = match &structure.rest {
        Rest::Keep { name, secret, .. } => Some((&**name, *secret, Presence::Required)),
        Rest::Skip | Rest::Forbid => None,
    };
    of_fields(def, fields.chain(patterns).chain(rest).collect())
}

/// The same for a tuple.
pub fn of_tuple(def: &TypeDef, tuple: &Tuple) -> Option<TokenStream> {
    let items = tuple.items.iter().map(|item| {
        let presence = match item.required {
            true => Presence::Required,
            false => Presence::Optional,
        };
        (&*item.name, item.secret, presence)
    });
    let rest = tuple.rest.iter();
    let rest = rest.map(|rest| (&*rest.name, rest.secret, Presence::Required));
    of_fields(def, items.chain(rest).collect())
}

fn of_fields(def: &TypeDef, fields: Vec<(&str, bool, Presence)>) -> Option<TokenStream> {
    if !fields.iter().any(|(_, secret, _)| *secret) {
        return None;
    }
    let label = string(&def.name);
    let fields = fields.into_iter().map(|(name, secret, presence)| {
        let (label, name) = (string(name), ident(name));
        let shown = match (secret, presence) {
            (false, _) => quote!(self.#name),
            (true, Presence::Required) => quote!(Redacted),
            (true, Presence::Optional | Presence::NullOrAbsent) => {
                quote!(self.#name.as_ref().map(|_| Redacted))
            }
            (true, Presence::Patch) => quote!(self.#name.value().map(|_| Redacted)),
        };
        quote!(.field(#label, &#shown))
    });
    let body = quote!(out.debug_struct(#label) #(#fields)* .finish());
    Some(implementation(&ident(&def.name), body))
}

/// The same for a newtype.
pub fn of_newtype(def: &TypeDef) -> Option<TokenStream> {
    let label = string(&def.name);
    let body = quote!(out.debug_tuple(#label).field(&Redacted).finish());
    def.secret.then(|| implementation(&ident(&def.name), body))
}

/// The same for a union.
pub fn of_union(def: &TypeDef, union: &Union) -> Option<TokenStream> {
    if !union.variants.iter().any(|variant| variant.secret) {
        return None;
    }
    let variants = union.variants.iter();
    let variants = variants.map(|variant| (&*variant.name, variant.secret));
    let unknown = (union.others == UnionOthers::Unknown).then_some(("Unknown", false));
    let arms = variants.chain(unknown).map(|(name, secret)| {
        let (label, name) = (string(name), ident(name));
        match secret {
            true => quote!(Self::#name(_) => out.debug_tuple(#label).field(&Redacted).finish(),),
            false => quote!(Self::#name(value) => out.debug_tuple(#label).field(value).finish(),),
        }
    });
    let body = quote!(match self { #(#arms)* });
    Some(implementation(&ident(&def.name), body))
}

fn implementation(name: &Ident, body: TokenStream) -> TokenStream {
    quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                use super::support::types::secret::Redacted;
                #body
            }
        }
    }
}
