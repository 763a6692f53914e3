//! The constraints of a type → functions of the runtime that check them. They are data first: the code
//! and its imports both follow from that.

pub mod body;
pub mod imports;
mod patterns;
mod rule;

pub use body::{Body, Call};
pub use imports::Imports;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::rust::{Types, count, ident, string};
use crate::model::{Api, Argument, Check, Content, Rule, Scalar, Shape, Subject, Ty, facts};

/// A function that checks a value.
pub enum Function<'a> {
    /// `Validate::check` of the type.
    Validate,
    /// A check of the description.
    Check(&'a Check),
    /// A function of the runtime that reaches the value of another: `items`, `as_text`.
    Around(&'static str, Box<Self>),
    /// The functions for the items of a tuple, by their indices.
    Tuple(&'a Ty, Vec<(usize, Self)>),
}

impl<'a> Function<'a> {
    /// A function around another.
    pub fn around(name: &'static str, inner: Self) -> Self {
        Self::Around(name, Box::new(inner))
    }

    /// A check of a value of a type: one that is made for another type is reached through it.
    pub fn of_check(check: &'a Check, ty: &Ty) -> Self {
        let function = Self::Check(check);
        match around(check, ty) {
            Some(name) => Self::around(name, function),
            None => function,
        }
    }

    /// The function as an expression.
    pub fn code(&self, api: &Api) -> TokenStream {
        match self {
            Self::Validate => quote!(Validate::check),
            Self::Check(check) => code(api, check),
            Self::Around(name, inner) => {
                let (name, inner) = (ident(name), inner.code(api));
                quote!(#name(#inner))
            }
            Self::Tuple(ty, items) => {
                let ty = Types::outside(api).ty(ty);
                let calls = items.iter().map(|(index, function)| {
                    let (place, function) = (Literal::usize_unsuffixed(*index), function.code(api));
                    quote!(report.below(#place, &value.#place, #function);)
                });
                quote!((|value: &#ty, report: &mut Report| { #(#calls)* }))
            }
        }
    }

    /// Adds the names in the expression.
    pub fn imports(&self, imports: &mut Imports) {
        match self {
            Self::Validate => imports.add("Validate"),
            Self::Check(check) => add_imports(check, imports),
            Self::Around(name, inner) => {
                imports.add(name);
                inner.imports(imports);
            }
            Self::Tuple(ty, items) => {
                imports.add("Report");
                imports.add_type(ty);
                items.iter().for_each(|(_, it)| it.imports(imports));
            }
        }
    }
}

/// The functions that check the value of a content. Items are not checked as a whole.
pub fn value_functions<'a>(
    api: &'a Api,
    content: &'a Content,
    constrained: &[bool],
) -> Vec<Function<'a>> {
    let ty = content.value_ty();
    ty.map_or_else(Vec::new, |ty| functions(api, ty, constrained))
}

/// The functions that check a value of a type.
pub fn functions<'a>(api: &'a Api, ty: &'a Ty, constrained: &[bool]) -> Vec<Function<'a>> {
    let nested = |name: &'static str, inner: &'a Ty| {
        let inner = functions(api, inner, constrained).into_iter();
        inner.map(|it| Function::around(name, it)).collect()
    };
    match ty {
        Ty::Checked(inner, own) => {
            let own = own.iter().map(|check| Function::of_check(check, inner));
            own.chain(functions(api, inner, constrained)).collect()
        }
        Ty::Tuple(items) => {
            let items = items.iter().enumerate().flat_map(|(index, item)| {
                let functions = functions(api, item, constrained).into_iter();
                functions.map(move |function| (index, function))
            });
            let items: Vec<_> = items.collect();
            match items.is_empty() {
                true => Vec::new(),
                false => vec![Function::Tuple(ty, items)],
            }
        }
        Ty::List(item) => nested("items", item),
        Ty::Map(value) => nested("values", value),
        Ty::Nullable(inner) => nested("nullable", inner),
        Ty::Boxed(inner) if facts::is_constrained(inner, constrained) => vec![Function::Validate],
        Ty::Named(id) => match &api.ty(*id).shape {
            // Another name is no type of its own, to which constraints could be bound.
            Shape::Alias(ty) => functions(api, ty, constrained),
            _ if constrained[id.0] => vec![Function::Validate],
            _ => Vec::new(),
        },
        Ty::Any | Ty::Scalar(_) | Ty::Boxed(_) | Ty::Never | Ty::Foreign(_) => Vec::new(),
    }
}

/// The function that reaches a check's own type from another.
fn around(check: &Check, ty: &Ty) -> Option<&'static str> {
    match (check.subject(), ty) {
        (Subject::Text, Ty::Scalar(scalar)) if *scalar != Scalar::Text => Some("as_text"),
        (Subject::Text, Ty::Any) => Some("if_text"),
        (Subject::Number, Ty::Any) => Some("if_number"),
        (Subject::Array, Ty::Any) => Some("if_list"),
        (Subject::Object, Ty::Any) => Some("if_object"),
        _ => None,
    }
}

/// The function of a check, with the arguments from the description.
fn code(api: &Api, check: &Check) -> TokenStream {
    let name = ident(last(check.function()));
    match check.argument() {
        Argument::None => quote!(#name()),
        Argument::Count(limit) => {
            let limit = count(limit);
            quote!(#name(#limit))
        }
        Argument::Number(number) => {
            let number = string(number);
            quote!(#name(#number))
        }
        Argument::Pattern(index) => {
            let pattern = ident(&api.patterns[index].name);
            quote!(#name(&#pattern))
        }
        Argument::Format(format) => {
            let format = ident(&format!("{format:?}"));
            quote!(#name(Format::#format))
        }
        Argument::Dependency(key, others) => {
            let (key, others) = (string(key), others.iter().map(|other| string(other)));
            quote!(#name(#key, &[#(#others),*]))
        }
        Argument::Rule(Rule::Names(rule)) => {
            let rule = rule::code(api, rule);
            quote!(#name(#rule))
        }
        Argument::Rule(rule) => {
            let (keyword, rule) = (string(check.keyword()), rule::code(api, rule));
            quote!(#name(#keyword, #rule))
        }
    }
}

/// The patterns, formats and rules of a check, besides the function itself.
fn add_imports(check: &Check, imports: &mut Imports) {
    imports.add(last(check.function()));
    match check.argument() {
        Argument::Pattern(index) => imports.add_pattern(index),
        Argument::Format(_) => imports.add("Format"),
        Argument::Rule(Rule::Names(rule)) => rule::add_imports(rule, imports),
        Argument::Rule(rule) => rule::add_imports(rule, imports),
        Argument::None | Argument::Count(_) | Argument::Number(_) | Argument::Dependency(..) => {}
    }
}

/// The name at the end of a path.
fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
