//! Rejections in the error types of the description.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::emit::rust::{count, ident, string};
use crate::model::{
    Api, Content, Operation, Presence, RejectionBody, RejectionField, RejectionShape, Response,
    Rest, Scalar, Shape, Status, Ty,
};

/// How rejections are answered as the errors of an operation.
pub fn rejects(api: &Api, operation: &Operation) -> TokenStream {
    let name = operation.shared_errors.as_ref();
    let name = ident(name.unwrap_or(&operation.error_name));
    let rows = operation.rejections.iter().map(|(status, body)| {
        let (first, last) = match status {
            Status::Code(code) => (
                u64::from(*code),
                count(u64::from(*code)).into_token_stream(),
            ),
            Status::Range(digit) => {
                let first = u64::from(*digit) * 100;
                (first, count(first + 99).into_token_stream())
            }
            Status::Default => (0, quote!(u16::MAX)),
        };
        let (first, render) = (count(first), render(api, operation, (*status, *body)));
        quote!((#first..=#last, #render))
    });
    quote! {
        impl server::Rejects for responses::#name {
            const REJECTIONS: server::Rejections = &[#(#rows),*];
        }
    }
}

fn render(
    api: &Api,
    operation: &Operation,
    (status, body): (Status, RejectionBody),
) -> TokenStream {
    let id = match body {
        RejectionBody::Empty => return quote!(server::reject::<()>),
        RejectionBody::Problem => return quote!(server::problem),
        RejectionBody::Declared(id) => id,
    };
    let ty = ident(&api.ty(id).name);
    let declared = operation.errors.iter().find(|error| error.status == status);
    let mut contents = declared.into_iter().flat_map(Response::contents);
    let content = contents.find(|content| content.ty == Ty::Named(id));
    match content.map_or("application/json", Content::sent) {
        "application/json" => quote!(server::reject::<models::#ty>),
        media_type => {
            let media_type = string(media_type);
            quote!(|rejection| server::reject_as::<models::#ty>(#media_type, rejection))
        }
    }
}

/// The value of a field that is there.
fn value(kind: &RejectionField, ty: &Ty) -> TokenStream {
    match kind {
        RejectionField::Detail => quote!(rejection.detail()),
        RejectionField::Code => quote!(rejection.code()),
        RejectionField::Status if *ty == Ty::Scalar(Scalar::U16) => quote!(rejection.status),
        RejectionField::Status => quote!(rejection.status.into()),
        RejectionField::Messages => quote!(rejection.messages()),
        RejectionField::Shape => quote!(FromRejection::from_rejection(rejection)),
        RejectionField::Shapes => {
            quote!(
                rejection
                    .each()
                    .iter()
                    .map(FromRejection::from_rejection)
                    .collect()
            )
        }
        RejectionField::Omitted | RejectionField::Empty => quote!(Vec::new()),
    }
}

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
            let value = match field_kind {
                RejectionField::Omitted if field.presence == Presence::Patch => {
                    quote!(super::support::codec::Patch::Absent)
                }
                RejectionField::Omitted => quote!(None),
                RejectionField::Messages if optional && shape.by_field => {
                    quote!(rejection.general_messages(&[#(#taken),*]))
                }
                kind => {
                    let value = value(kind, &field.ty);
                    match optional {
                        true => quote!(Some(#value)),
                        false => value,
                    }
                }
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
