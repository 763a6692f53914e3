//! Rejections in the error types of the description.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rust::{ident, string};
use crate::model::{Api, Presence, RefusalShape, Rest, Shape, Told};

/// The conversion of a rejection into a type of the description.
pub fn from_rejection(api: &Api, shape: &RefusalShape) -> TokenStream {
    let def = api.ty(shape.ty);
    let name = ident(&def.name);
    let Shape::Struct(structure) = &def.shape else {
        return TokenStream::new();
    };
    let taken: Vec<_> = structure
        .fields
        .iter()
        .map(|field| string(&field.wire))
        .collect();
    let fields = structure
        .fields
        .iter()
        .zip(&shape.fields)
        .map(|(field, told)| {
            let name = ident(&field.name);
            let optional = field.presence != Presence::Required;
            let value = match (told, optional) {
                (Told::Nothing, _) if field.presence == Presence::Patch => {
                    quote!(super::support::codec::Patch::Absent)
                }
                (Told::Nothing, _) => quote!(None),
                (Told::Detail, true) => quote!(Some(rejection.detail())),
                (Told::Detail, false) => quote!(rejection.detail()),
                (Told::Code, true) => quote!(Some(rejection.code())),
                (Told::Code, false) => quote!(rejection.code()),
                (Told::Messages, true) if shape.by_field => {
                    quote!(rejection.general_messages(&[#(#taken),*]))
                }
                (Told::Messages, true) => quote!(Some(rejection.messages())),
                (Told::Messages, false) => quote!(rejection.messages()),
            };
            quote!(#name: #value,)
        });
    let rest = match &structure.rest {
        Rest::Keep { name, .. } => {
            let name = ident(name);
            let value = if shape.by_field {
                quote!(rejection.by_field(&[#(#taken),*]))
            } else {
                quote!(Default::default())
            };
            Some(quote!(#name: #value,))
        }
        Rest::Skip | Rest::Refuse => None,
    };
    quote! {
        impl FromRejection for models::#name {
            fn from_rejection(rejection: &Rejection) -> Self {
                Self { #(#fields)* #rest }
            }
        }
    }
}
