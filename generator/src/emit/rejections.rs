//! Rejections in the error types of the description.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rust::{ident, string};
use crate::model::{Api, Presence, RejectionField, RejectionShape, Rest, Shape};

/// The conversion of a rejection into a type of the description.
pub fn from_rejection(api: &Api, shape: &RejectionShape) -> TokenStream {
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
        .map(|(field, field_kind)| {
            let name = ident(&field.name);
            let optional = field.presence != Presence::Required;
            let value = match (field_kind, optional) {
                (RejectionField::Omitted, _) if field.presence == Presence::Patch => {
                    quote!(super::support::codec::Patch::Absent)
                }
                (RejectionField::Omitted, _) => quote!(None),
                (RejectionField::Detail, true) => quote!(Some(rejection.detail())),
                (RejectionField::Detail, false) => quote!(rejection.detail()),
                (RejectionField::Code, true) => quote!(Some(rejection.code())),
                (RejectionField::Code, false) => quote!(rejection.code()),
                (RejectionField::Messages, true) if shape.by_field => {
                    quote!(rejection.general_messages(&[#(#taken),*]))
                }
                (RejectionField::Messages, true) => quote!(Some(rejection.messages())),
                (RejectionField::Messages, false) => quote!(rejection.messages()),
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
        Rest::Skip | Rest::Forbid => None,
    };
    quote! {
        impl FromRejection for models::#name {
            fn from_rejection(rejection: &Rejection) -> Self {
                Self { #(#fields)* #rest }
            }
        }
    }
}
