//! `models`: the types, as plain structs and enums.

use proc_macro2::TokenStream;
use quote::quote;

use super::rust::{Types, any_ty, ident, string};
use super::{docs, print};
use crate::model::{
    Api, Field, Operation, Presence, Rest, Scalar, Shape, Struct, Ty, TypeDef, Variant,
};

/// The file.
pub fn emit(api: &Api) -> String {
    let head = docs::inner(&[format!("The types of {}.", docs::title(&api.title))]);
    let types = Types::inside_models(api);
    let patch = imports_patch(api).then(|| {
        quote!(
            use super::support::patch::Patch;
        )
    });
    let mut text = print(quote!(#head #patch));
    // One item at a time, with a blank line between them, as one would write it.
    for def in &api.types {
        text.push('\n');
        text.push_str(&print(type_def(def, types)));
    }
    text
}

/// Whether any type holds a secret.
pub fn has_secrets(api: &Api) -> bool {
    api.types.iter().any(|def| match &def.shape {
        Shape::Struct(structure) => structure.fields.iter().any(|field| field.secret),
        Shape::Enum(_) | Shape::Alias(_) => false,
    })
}

fn imports_patch(api: &Api) -> bool {
    let has_patch = |def: &TypeDef| match &def.shape {
        Shape::Struct(structure) => structure
            .fields
            .iter()
            .any(|field| field.presence == Presence::Patch),
        Shape::Enum(_) | Shape::Alias(_) => false,
    };
    api.types.iter().any(has_patch) && api.types.iter().all(|def| def.name != "Patch")
}

fn type_def(def: &TypeDef, types: Types<'_>) -> TokenStream {
    let docs = docs::outer(&def.docs);
    let docs = if def.docs.is_empty() {
        docs::outer(&[format!("`{}`", def.name)])
    } else {
        docs
    };
    let deprecated = deprecated(def.deprecated);
    let name = ident(&def.name);
    match &def.shape {
        Shape::Struct(structure) => {
            let item = structure_item(def, structure, types);
            quote!(#docs #deprecated #item)
        }
        Shape::Enum(variants) => {
            let variants = variants.iter().map(variant);
            let string = types.std("String");
            quote! {
                #docs
                #deprecated
                #[derive(Clone, Debug, Eq, Hash, PartialEq)]
                pub enum #name {
                    #(#variants)*
                    /// A value that the description does not list.
                    Unknown(#string),
                }
            }
        }
        Shape::Alias(ty) => {
            let ty = types.ty(ty);
            quote!(#docs #deprecated pub type #name = #ty;)
        }
    }
}

fn deprecated(deprecated: bool) -> Option<TokenStream> {
    deprecated.then(|| quote!(#[deprecated]))
}

fn variant(variant: &Variant) -> TokenStream {
    let name = ident(&variant.name);
    let docs = docs::attributes(&[docs::code(&variant.wire)]);
    quote!(#docs #name,)
}

fn structure_item(def: &TypeDef, structure: &Struct, types: Types<'_>) -> TokenStream {
    let name = ident(&def.name);
    let fields = structure
        .fields
        .iter()
        .map(|field| field_item(field, types));
    let rest = match &structure.rest {
        Rest::Keep { name, ty } => {
            let (name, ty) = (ident(name), types.ty(&Ty::Map(Box::new(ty.clone()))));
            Some(quote! {
                /// The properties that the description does not name.
                pub #name: #ty,
            })
        }
        Rest::Skip | Rest::Refuse => None,
    };
    let all_optional = structure
        .fields
        .iter()
        .all(|field| field.presence != Presence::Required);
    let default = all_optional.then(|| quote!(Default,));
    let debug = debug(def, structure);
    let derive_debug = debug.is_none().then(|| quote!(Debug,));
    let new = (!all_optional).then(|| new(def, structure, types));
    quote! {
        #[derive(Clone, #derive_debug #default PartialEq)]
        pub struct #name {
            #(#fields)*
            #rest
        }
        #new
        #debug
    }
}

fn field_item(field: &Field, types: Types<'_>) -> TokenStream {
    let docs = docs::outer(&field.docs);
    let docs = if field.docs.is_empty() {
        docs::attributes(&[docs::code(&field.wire)])
    } else {
        docs
    };
    let deprecated = deprecated(field.deprecated);
    let (name, ty) = (ident(&field.name), field_ty(field, types));
    quote!(#docs #deprecated pub #name: #ty,)
}

fn field_ty(field: &Field, types: Types<'_>) -> TokenStream {
    let ty = types.ty(&field.ty);
    match field.presence {
        Presence::Required => ty,
        Presence::Optional | Presence::Lenient => types.option(ty),
        Presence::Patch => {
            let patch = types.std("Patch");
            quote!(#patch<#ty>)
        }
    }
}

/// More arguments than this read worse than a struct literal.
const MAX_ARGUMENTS: usize = 7;

/// A constructor from the required properties, where there are others that it saves writing down.
fn new(def: &TypeDef, structure: &Struct, types: Types<'_>) -> Option<TokenStream> {
    let (required, others): (Vec<&Field>, Vec<&Field>) = structure
        .fields
        .iter()
        .partition(|field| field.presence == Presence::Required);
    let keeps_rest = matches!(structure.rest, Rest::Keep { .. });
    if required.len() > MAX_ARGUMENTS || (others.is_empty() && !keeps_rest) {
        return None;
    }
    let name = ident(&def.name);
    let is_text = |field: &Field| *field.ty.bare() == Ty::Scalar(Scalar::Text);
    let arguments = required.iter().map(|field| {
        let name = ident(&field.name);
        let ty = types.ty(&field.ty);
        let into = types.std("Into");
        if is_text(field) {
            quote!(#name: impl #into<#ty>)
        } else {
            quote!(#name: #ty)
        }
    });
    let values = structure.fields.iter().map(|field| {
        let name = ident(&field.name);
        match field.presence {
            Presence::Required if is_text(field) => quote!(#name: #name.into()),
            Presence::Required => quote!(#name),
            Presence::Optional | Presence::Lenient => quote!(#name: None),
            Presence::Patch => {
                let patch = types.std("Patch");
                quote!(#name: #patch::Absent)
            }
        }
    });
    let rest = match &structure.rest {
        Rest::Keep { name, .. } => {
            let (name, map) = (ident(name), types.std("BTreeMap"));
            Some(quote!(#name: #map::new(),))
        }
        Rest::Skip | Rest::Refuse => None,
    };
    Some(quote! {
        impl #name {
            /// With the required properties; the others are absent.
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* #rest }
            }
        }
    })
}

/// `Debug` by hand for a type with secrets, which are not printed.
fn debug(def: &TypeDef, structure: &Struct) -> Option<TokenStream> {
    if structure.fields.iter().all(|field| !field.secret) {
        return None;
    }
    let name = ident(&def.name);
    let label = string(&def.name);
    let fields = structure.fields.iter().map(|field| {
        let (label, name) = (string(&field.name), ident(&field.name));
        if field.secret {
            let shown = match field.presence {
                Presence::Required => quote!(Redacted),
                Presence::Optional | Presence::Lenient => {
                    quote!(self.#name.as_ref().map(|_| Redacted))
                }
                Presence::Patch => quote!(self.#name.value().map(|_| Redacted)),
            };
            quote!(.field(#label, &#shown))
        } else {
            quote!(.field(#label, &self.#name))
        }
    });
    let rest = match &structure.rest {
        Rest::Keep { name, .. } => {
            let (label, name) = (string(name), ident(name));
            Some(quote!(.field(#label, &self.#name)))
        }
        Rest::Skip | Rest::Refuse => None,
    };
    Some(quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                use super::support::secret::Redacted;
                out.debug_struct(#label) #(#fields)* #rest .finish()
            }
        }
    })
}

/// Whether any type of a description satisfies a condition somewhere.
pub fn any_use(api: &Api, condition: &dyn Fn(&Ty) -> bool) -> bool {
    let in_types = api.types.iter().any(|def| match &def.shape {
        Shape::Struct(structure) => {
            structure
                .fields
                .iter()
                .any(|field| any_ty(&field.ty, condition))
                || matches!(&structure.rest, Rest::Keep { ty, .. } if any_ty(ty, condition))
        }
        Shape::Alias(ty) => any_ty(ty, condition),
        Shape::Enum(_) => false,
    });
    let mut in_operations = api.operations.iter().flat_map(Operation::types);
    in_types || in_operations.any(|ty| any_ty(ty, condition))
}
