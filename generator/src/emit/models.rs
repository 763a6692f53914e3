//! `models`: the types, as plain structs and enums.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::print;
use crate::emit::rust::debug;
use crate::emit::rust::docs::{self, Docs};
use crate::emit::rust::{Types, constant, ident, item_path, type_lint};
use crate::model::{
    Api, Base, Constant, EnumVariant, Enumeration, Field, Others, Presence, Rest, Scalar, Shape,
    Struct, Tuple, TupleItem, Ty, TypeDef, Union, UnionOthers, UnionVariant,
};

/// The file.
pub fn emit(api: &Api) -> String {
    let head = docs::inner(docs::sentence(
        "The types of {}.",
        &[docs::text(&api.title)],
    ));
    let types = Types::inside_models(api);
    let patch = imports_patch(api).then(|| {
        quote!(
            use super::support::codec::Patch;
        )
    });
    let mut text = print(quote!(#head #patch));
    // What can be called like a function: no argument can have its name.
    let newtypes = api
        .types
        .iter()
        .filter(|def| matches!(def.shape, Shape::Newtype(_)));
    let constructors: HashSet<&str> = newtypes.map(|def| &*def.name).collect();
    // One item at a time, with a blank line between them, as one would write it.
    for def in &api.types {
        text.push('\n');
        text.push_str(&print(type_def(def, types, &constructors)));
    }
    text
}

fn imports_patch(api: &Api) -> bool {
    let has_patch = |def: &TypeDef| match &def.shape {
        Shape::Struct(structure) => structure
            .fields
            .iter()
            .any(|field| field.presence == Presence::Patch),
        _ => false,
    };
    api.types.iter().any(has_patch) && api.types.iter().all(|def| def.name != "Patch")
}

fn type_def(def: &TypeDef, types: Types<'_>, constructors: &HashSet<&str>) -> TokenStream {
    let docs = docs::outer(docs::markdown(&def.docs).or(docs::code(&def.name)));
    let (deprecated, lint) = (deprecated(def.deprecated), type_lint(&def.name));
    let deprecated = quote!(#deprecated #lint);
    let name = ident(&def.name);
    match &def.shape {
        Shape::Struct(structure) => {
            let item = structure_item(def, structure, types, constructors);
            quote!(#docs #deprecated #item)
        }
        Shape::Enum(enumeration) => {
            let item = enum_item(def, enumeration, types);
            quote!(#docs #deprecated #item)
        }
        Shape::Union(union) => {
            let item = union_item(def, union, types);
            quote!(#docs #deprecated #item)
        }
        Shape::Tuple(tuple) => {
            let item = tuple_struct(def, tuple, types);
            quote!(#docs #deprecated #item)
        }
        Shape::Newtype(inner) => {
            let item = newtype_item(def, inner, types);
            quote!(#docs #deprecated #item)
        }
        Shape::Alias(ty) => {
            let ty = types.ty(ty);
            quote!(#docs #deprecated pub type #name = #ty;)
        }
    }
}

fn union_item(def: &TypeDef, union: &Union, types: Types<'_>) -> TokenStream {
    let (name, derives) = (ident(&def.name), derives(def, DERIVES));
    let variants = union.variants.iter();
    let variants = variants.map(|variant| union_variant(union, variant, types));
    let unknown = (union.others == UnionOthers::Unknown).then(|| {
        let key = docs::code(union.discriminator.as_deref().unwrap_or_default());
        let docs = docs::sentence("{} has a value that the description does not list.", &[key]);
        let docs = docs::outer(docs);
        quote!(#docs Unknown(serde_json::Value),)
    });
    let debug = debug::of_union(def, union);
    let derive_debug = debug.is_none().then(|| quote!(Debug,));
    quote! {
        #[derive(Clone, #derive_debug PartialEq #(, #derives)*)]
        #[allow(clippy::large_enum_variant)]
        pub enum #name {
            #(#variants)*
            #unknown
        }

        #debug
    }
}

fn tuple_struct(def: &TypeDef, tuple: &Tuple, types: Types<'_>) -> TokenStream {
    let (name, derives) = (ident(&def.name), derives(def, DERIVES));
    let items = tuple.items.iter().map(|item| tuple_item(item, types));
    let rest = tuple.rest.as_ref().map(|rest| {
        let name = ident(&rest.name);
        let ty = types.ty(&Ty::List(Box::new(rest.ty.clone())));
        quote! {
            /// The items that follow.
            pub #name: #ty,
        }
    });
    let debug = debug::of_tuple(def, tuple);
    let derive_debug = debug.is_none().then(|| quote!(Debug,));
    quote! {
        #[derive(Clone, #derive_debug PartialEq #(, #derives)*)]
        pub struct #name {
            #(#items)*
            #rest
        }

        #debug
    }
}

fn newtype_item(def: &TypeDef, inner: &Ty, types: Types<'_>) -> TokenStream {
    let name = ident(&def.name);
    let known = newtype_derives(inner);
    let debug = debug::of_newtype(def);
    let own = known.iter().filter(|it| debug.is_none() || **it != "Debug");
    let own = own.map(|name| ident(name));
    let derives = derives(def, &known);
    let (ty, from) = (types.ty(inner), types.std("From"));
    quote! {
        #[derive(#(#own),* #(, #derives)*)]
        pub struct #name(pub #ty);

        impl #from<#ty> for #name {
            fn from(value: #ty) -> Self {
                Self(value)
            }
        }

        #debug
    }
}

/// The derives of a type around another, as far as a value of that can be copied, compared and hashed.
fn newtype_derives(inner: &Ty) -> Vec<&'static str> {
    let mut derives = DERIVES.to_vec();
    match inner.bare() {
        Ty::Scalar(Scalar::F32 | Scalar::F64) => derives.extend(["Copy", "PartialOrd"]),
        Ty::Scalar(scalar) if scalar.is_integer() || *scalar == Scalar::Uuid => {
            derives.extend(["Copy", "Eq", "Hash", "Ord", "PartialOrd"]);
        }
        Ty::Scalar(Scalar::Text | Scalar::ExactInteger | Scalar::ExactNumber) => {
            derives.extend(["Eq", "Hash", "Ord", "PartialOrd"])
        }
        _ => {}
    }
    derives.sort_unstable();
    derives
}

/// The derives of types of every shape.
const DERIVES: &[&str] = &["Clone", "Debug", "PartialEq"];

/// The further derives of a type.
fn derives(def: &TypeDef, known: &[&str]) -> Vec<TokenStream> {
    let is_known = |path: &str| match path.trim_start_matches("::").split_once("::") {
        None => known.contains(&path),
        Some((first, rest)) => {
            let last = rest.rsplit("::").next().unwrap_or_default();
            matches!(first, "std" | "core") && known.contains(&last)
        }
    };
    let paths = def.derives.iter().filter(|path| !is_known(path.as_str()));
    paths.map(|path| item_path(path.path())).collect()
}

fn deprecated(deprecated: bool) -> Option<TokenStream> {
    deprecated.then(|| quote!(#[deprecated]))
}

fn enum_item(def: &TypeDef, enumeration: &Enumeration, types: Types<'_>) -> TokenStream {
    let name = ident(&def.name);
    let variants = enumeration.variants.iter().map(enum_variant);
    let plain: &[&str] = &["Clone", "Debug", "Eq", "Hash", "PartialEq"];
    let (ty, known) = match enumeration.base {
        Base::Text => (types.std("String"), plain),
        Base::Integer => (quote!(i64), plain),
        Base::Any => (quote!(serde_json::Value), DERIVES),
    };
    let known_derives = known.iter().map(|name| ident(name));
    let derives = derives(def, known);
    let others = match enumeration.others {
        Others::Unknown => Some(quote! {
            /// A value that the description does not list.
            Unknown(#ty),
        }),
        Others::Allowed => Some(quote! {
            /// Any other value.
            Other(#ty),
        }),
        Others::Forbidden => None,
    };
    quote! {
        #[derive(#(#known_derives),* #(, #derives)*)]
        pub enum #name {
            #(#variants)*
            #others
        }
    }
}

fn enum_variant(variant: &EnumVariant) -> TokenStream {
    let name = ident(&variant.name);
    let wire = Docs::from(docs::code(&variant.wire));
    let docs = docs::outer(wire.and(docs::markdown(&variant.docs)));
    quote!(#docs #name,)
}

fn union_variant(union: &Union, variant: &UnionVariant, types: Types<'_>) -> TokenStream {
    let (name, ty) = (ident(&variant.name), types.ty(&variant.ty));
    let tags: Vec<_> = variant
        .discriminator_values
        .iter()
        .map(|value| docs::code(&value.to_string()))
        .collect();
    let text: Docs = match &union.discriminator {
        Some(tag) if !tags.is_empty() => {
            docs::sentence("{} is {}.", &[docs::code(tag), docs::join(&tags, " or ")])
        }
        Some(_) => docs::words("Any other.").into(),
        None => {
            let types: Vec<&str> = variant
                .json_types
                .iter()
                .map(|json_type| json_type.words())
                .collect();
            docs::text(&sentence(&types.join(" or "))).into()
        }
    };
    let docs = docs::outer(text);
    quote!(#docs #name(#ty),)
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    let first: String = first.into_iter().flatten().collect();
    format!("{first}{}.", letters.as_str())
}

fn tuple_item(item: &TupleItem, types: Types<'_>) -> TokenStream {
    let docs = docs::outer(docs::markdown(&item.docs).or(docs::words("An item.")));
    let (name, ty) = (ident(&item.name), types.ty(&item.ty));
    let ty = if item.required { ty } else { types.option(ty) };
    quote!(#docs pub #name: #ty,)
}

fn structure_item(
    def: &TypeDef,
    structure: &Struct,
    types: Types<'_>,
    constructors: &HashSet<&str>,
) -> TokenStream {
    let name = ident(&def.name);
    let fields = structure
        .fields
        .iter()
        .map(|field| field_item(field, types));
    let rest = match &structure.rest {
        Rest::Keep { name, ty, .. } => {
            let (name, ty) = (ident(name), types.ty(&Ty::Map(Box::new(ty.clone()))));
            Some(quote! {
                /// The properties that the description does not name.
                pub #name: #ty,
            })
        }
        Rest::Skip | Rest::Forbid => None,
    };
    let all_optional = structure
        .fields
        .iter()
        .all(|field| field.presence != Presence::Required);
    let default = all_optional.then(|| quote!(Default,));
    let debug = debug::of_struct(def, structure);
    let derive_debug = debug.is_none().then(|| quote!(Debug,));
    let mut known = vec!["Clone", "Debug", "PartialEq"];
    known.extend(all_optional.then_some("Default"));
    let derives = derives(def, &known);
    let new = (!all_optional).then(|| new(def, structure, types, constructors));
    let patterns = structure.patterns.iter().map(|fields| {
        let name = ident(&fields.name);
        let ty = types.ty(&Ty::Map(Box::new(fields.ty.clone())));
        let source = docs::code(types.pattern(fields.pattern));
        let docs = docs::sentence("The properties whose names match {}.", &[source]);
        let docs = docs::outer(docs);
        quote!(#docs pub #name: #ty,)
    });
    quote! {
        #[derive(Clone, #derive_debug #default PartialEq #(, #derives)*)]
        pub struct #name {
            #(#fields)*
            #(#patterns)*
            #rest
        }
        #new
        #debug
    }
}

fn field_item(field: &Field, types: Types<'_>) -> TokenStream {
    let docs = docs::outer(docs::markdown(&field.docs).or(docs::code(&field.wire)));
    let deprecated = deprecated(field.deprecated);
    let (name, ty) = (ident(&field.name), field_ty(field, types));
    quote!(#docs #deprecated pub #name: #ty,)
}

fn field_ty(field: &Field, types: Types<'_>) -> TokenStream {
    let ty = types.ty(&field.ty);
    match field.presence {
        Presence::Required => ty,
        Presence::Optional | Presence::NullOrAbsent => types.option(ty),
        Presence::Patch => {
            let patch = types.std("Patch");
            quote!(#patch<#ty>)
        }
    }
}

/// More arguments than this read worse than a struct literal.
const MAX_ARGUMENTS: usize = 7;

/// A constructor from the required properties, where there are others that it saves writing down.
fn new(
    def: &TypeDef,
    structure: &Struct,
    types: Types<'_>,
    constructors: &HashSet<&str>,
) -> Option<TokenStream> {
    let is_asked = |field: &&Field| field.presence == Presence::Required && field.preset.is_none();
    let (required, others): (Vec<&Field>, Vec<&Field>) =
        structure.fields.iter().partition(is_asked);
    let has_presets = others.iter().any(|field| field.preset.is_some());
    let keeps_rest = matches!(structure.rest, Rest::Keep { .. });
    let has_maps = keeps_rest || !structure.patterns.is_empty();
    let hides = |field: &&Field| constructors.contains(&*field.name);
    if required.len() > MAX_ARGUMENTS
        || (others.is_empty() && !has_maps)
        || required.iter().any(hides)
    {
        return None;
    }
    let name = ident(&def.name);
    let arguments = required.iter().map(|field| argument(field, types));
    let values = structure.fields.iter();
    let values = values.map(|field| initial_value(field, types));
    let map = types.std("BTreeMap");
    let maps = maps(structure).map(|name| {
        let name = ident(name);
        quote!(#name: #map::new(),)
    });
    let docs = docs::outer(match (has_presets, required.is_empty()) {
        (false, _) => docs::words("With the required properties; the others are absent."),
        (true, false) => docs::words(
            "With the required properties and the discriminator of its unions; the others are absent.",
        ),
        (true, true) => {
            docs::words("With the discriminator of its unions; the other properties are absent.")
        }
    });
    // What can be made of nothing has a default.
    let default = required.is_empty().then(|| {
        quote! {
            impl std::default::Default for #name {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    Some(quote! {
        impl #name {
            #docs
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* #(#maps)* }
            }
        }
        #default
    })
}

/// The argument of a constructor for a field.
fn argument(field: &Field, types: Types<'_>) -> TokenStream {
    let (name, ty, into) = (ident(&field.name), types.ty(&field.ty), types.std("Into"));
    if is_text(field) {
        quote!(#name: impl #into<#ty>)
    } else {
        quote!(#name: #ty)
    }
}

/// A field of what a constructor makes: an argument, the discriminator, or nothing.
fn initial_value(field: &Field, types: Types<'_>) -> TokenStream {
    let name = ident(&field.name);
    if let Some(preset) = &field.preset {
        let value = constant(preset, &types.ty(&field.ty));
        return match preset {
            Constant::Text(_) => quote!(#name: #value.to_owned()),
            _ => quote!(#name: #value),
        };
    }
    match field.presence {
        Presence::Required if is_text(field) => quote!(#name: #name.into()),
        Presence::Required => quote!(#name),
        Presence::Optional | Presence::NullOrAbsent => {
            let none = types.std("None");
            quote!(#name: #none)
        }
        Presence::Patch => {
            let patch = types.std("Patch");
            quote!(#name: #patch::Absent)
        }
    }
}

fn is_text(field: &Field) -> bool {
    *field.ty.bare() == Ty::Scalar(Scalar::Text)
}

/// The fields that hold maps of properties without a field of their own.
fn maps(structure: &Struct) -> impl Iterator<Item = &str> {
    let rest = match &structure.rest {
        Rest::Keep { name, .. } => Some(&**name),
        Rest::Skip | Rest::Forbid => None,
    };
    let patterns = structure.patterns.iter().map(|fields| &*fields.name);
    patterns.chain(rest)
}
