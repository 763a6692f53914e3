//! The bodies of validators: calls of functions, each on a part of the value.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::checks::{Function, Imports, functions};
use crate::emit::rust::{ident, string};
use crate::model::{Api, Field, Presence};

/// The statements of a validator.
pub enum Body<'a> {
    /// Calls functions.
    Calls(Vec<Call<'a>>),
    /// Calls the functions of the variant that the value is, of those that have any.
    Variants {
        /// The variants, in their order.
        variants: Vec<(&'a str, Vec<Function<'a>>)>,
        /// Whether all of them are written out.
        in_full: bool,
        /// Whether there is a variant `Unknown` besides.
        has_unknown: bool,
    },
}

/// A call: a line that comes or goes with a constraint.
pub struct Call<'a> {
    /// The part of the value.
    pub on: Target<'a>,
    /// The function.
    pub function: Function<'a>,
}

/// A part of a value.
pub enum Target<'a> {
    /// A field: the method of the report for its presence, its name on the wire, its name in Rust.
    Field(&'static str, String, &'a str),
    /// A field whose members are in the object itself, so that it adds no step to the pointer.
    Rest(&'a str),
    /// The field of a type around another.
    Inner,
    /// All of it.
    Whole,
    /// The argument of a function.
    Argument,
}

impl<'a> Call<'a> {
    /// The calls for a field of a struct.
    pub fn of_field(api: &'a Api, field: &'a Field, constrained: &[bool]) -> Vec<Self> {
        let method = match field.presence {
            Presence::Required => "required",
            Presence::Optional | Presence::NullOrAbsent => "optional",
            Presence::Patch => "patch",
        };
        let functions = functions(api, &field.ty, constrained).into_iter();
        functions
            .map(|function| Self {
                on: Target::Field(method, field.wire.clone(), &field.name),
                function,
            })
            .collect()
    }

    fn code(&self, api: &Api) -> TokenStream {
        let function = self.function.code(api);
        match &self.on {
            Target::Field(method, key, name) => {
                let (method, key, name) = (ident(method), string(key), ident(name));
                quote!(report.#method(#key, &self.#name, #function);)
            }
            Target::Rest(name) => {
                let name = ident(name);
                quote!(#function(&self.#name, report);)
            }
            Target::Inner => quote!(#function(&self.0, report);),
            Target::Whole => quote!(#function(self, report);),
            Target::Argument => quote!(#function(value, report);),
        }
    }
}

impl Body<'_> {
    /// Whether nothing is checked.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Calls(calls) => calls.is_empty(),
            Self::Variants { variants, .. } => variants.iter().all(|(_, it)| it.is_empty()),
        }
    }

    /// The statements.
    pub fn code(&self, api: &Api) -> TokenStream {
        match self {
            Self::Calls(calls) => {
                let calls = calls.iter().map(|call| call.code(api));
                quote!(#(#calls)*)
            }
            Self::Variants {
                variants,
                in_full: true,
                ..
            } => every_variant(api, variants),
            Self::Variants {
                variants,
                has_unknown,
                ..
            } => checked_variants(api, variants, *has_unknown),
        }
    }

    /// Adds the names in the statements.
    pub fn imports(&self, imports: &mut Imports) {
        match self {
            Self::Calls(calls) => calls.iter().for_each(|call| call.function.imports(imports)),
            Self::Variants { variants, .. } => {
                let functions = variants.iter().flat_map(|(_, functions)| functions);
                functions.for_each(|function| function.imports(imports));
            }
        }
    }
}

/// A match with an arm for each variant.
fn every_variant(api: &Api, variants: &[(&str, Vec<Function<'_>>)]) -> TokenStream {
    let arms = variants.iter().map(|(name, functions)| {
        let name = ident(name);
        let functions: Vec<_> = functions.iter().map(|it| it.code(api)).collect();
        match functions.is_empty() {
            true => quote!(Self::#name(_) => {}),
            false => quote!(Self::#name(body) => { #(#functions(body, report);)* }),
        }
    });
    quote!(match self { #(#arms)* })
}

/// The same with one arm for all variants that have no constraints.
fn checked_variants(
    api: &Api,
    variants: &[(&str, Vec<Function<'_>>)],
    has_unknown: bool,
) -> TokenStream {
    let checked = variants.iter().filter(|(_, it)| !it.is_empty());
    let checked = checked.map(|(name, functions)| {
        let functions = functions.iter().map(|it| it.code(api));
        (ident(name), functions.collect::<Vec<_>>())
    });
    let checked: Vec<_> = checked.collect();
    let has_others = has_unknown || checked.len() < variants.len();
    match &checked[..] {
        [] => quote!(let _ = report;),
        [(variant, checks)] if has_others => quote! {
            if let Self::#variant(value) = self { #(#checks(value, report);)* }
        },
        _ => {
            let arms = checked.iter().map(|(variant, checks)| match &checks[..] {
                [only] => quote!(Self::#variant(value) => #only(value, report),),
                _ => quote!(Self::#variant(value) => { #(#checks(value, report);)* }),
            });
            let others = match has_unknown && checked.len() == variants.len() {
                true => Some(quote!(Self::Unknown(_) => {})),
                false => has_others.then(|| quote!(_ => {})),
            };
            quote!(match self { #(#arms)* #others })
        }
    }
}
