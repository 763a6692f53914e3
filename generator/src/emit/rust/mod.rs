//! Identifiers and types as tokens.

pub mod debug;
pub mod docs;
pub mod layout;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

use crate::config::{Dates, ItemPath};
use crate::identifier::{is_camel_case, is_snake_case};
use crate::model::{Api, Constant, Scalar, Ty};

/// An identifier; a keyword becomes a raw one.
pub fn ident(name: &str) -> Ident {
    if is_keyword(name) {
        format_ident!("r#{name}")
    } else {
        Ident::new(name, Span::call_site())
    }
}

/// A path that the configuration gives.
pub fn item_path(path: &ItemPath) -> TokenStream {
    let segments = path.segments.iter().map(|segment| {
        let name = match segment.is_raw {
            true => Ident::new_raw(&segment.name, Span::call_site()),
            false => Ident::new(&segment.name, Span::call_site()),
        };
        let arguments = segment.arguments.iter().map(item_path);
        match segment.arguments[..] {
            [] => quote!(#name),
            _ => quote!(#name<#(#arguments),*>),
        }
    });
    let global = path.is_global.then(|| quote!(::));
    quote!(#global #(#segments)::*)
}

/// Every keyword of the editions from 2021 on that can be a raw identifier.
fn is_keyword(name: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do",
        "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in",
        "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
        "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe",
        "unsized", "use", "virtual", "where", "while", "yield",
    ];
    KEYWORDS.contains(&name)
}

/// The lint that an overridden name of a type sets off, allowed where it stands.
pub fn type_lint(name: &str) -> Option<TokenStream> {
    (!is_camel_case(name)).then(|| quote!(#[allow(non_camel_case_types)]))
}

/// The lint that an overridden name of a method sets off, allowed where it stands.
pub fn method_lint(name: &str) -> Option<TokenStream> {
    (!is_snake_case(name)).then(|| quote!(#[allow(non_snake_case)]))
}

/// A string as a literal: the only place where text of a description becomes one. Whatever is not
/// printable is escaped, by the rule of `printable`; rustc refuses bidirectional controls
/// (`text_direction_codepoint_in_literal`), and nobody would see the others.
pub fn string(text: &str) -> Literal {
    Literal::string(text)
}

/// A value of a type, as a constant: that of a string is a `&str`.
pub fn constant(value: &Constant, ty: &TokenStream) -> TokenStream {
    match value {
        Constant::Text(text) => string(text).into_token_stream(),
        Constant::Boolean(value) => quote!(#value),
        Constant::Integer(value) => Literal::i64_unsuffixed(*value).into_token_stream(),
        Constant::Float(value) => Literal::f64_unsuffixed(*value).into_token_stream(),
        Constant::Variant(name) => {
            let name = ident(name);
            quote!(#ty::#name)
        }
    }
}

/// A whole number as a literal without a suffix.
pub fn count(number: u64) -> Literal {
    Literal::u64_unsuffixed(number)
}

/// The names that `models` uses and a description may have.
pub const SHORT: [&str; 8] = [
    "Box", "From", "Into", "None", "Option", "Patch", "String", "Vec",
];

/// Names of the prelude and of `models` itself, written out in full where a type of the description
/// has the same one.
#[derive(Clone, Copy)]
pub struct Types<'a> {
    api: &'a Api,
    inside: bool,
    /// Which of [`SHORT`] are names of types of the description.
    taken: [bool; SHORT.len()],
}

impl<'a> Types<'a> {
    /// Types as `models` itself writes them.
    pub fn inside_models(api: &'a Api) -> Self {
        Self {
            api,
            inside: true,
            taken: SHORT.map(|name| api.types.iter().any(|def| def.name == name)),
        }
    }

    /// Types as every other module writes them.
    pub fn outside(api: &'a Api) -> Self {
        Self {
            api,
            inside: false,
            taken: [false; SHORT.len()],
        }
    }

    /// A use of a type.
    pub fn ty(self, ty: &Ty) -> TokenStream {
        match ty {
            Ty::Any => quote!(serde_json::Value),
            Ty::Scalar(scalar) => self.scalar(*scalar),
            Ty::List(item) => {
                let (list, item) = (self.std("Vec"), self.ty(item));
                quote!(#list<#item>)
            }
            Ty::Map(value) => {
                let (map, string, value) =
                    (self.std("BTreeMap"), self.std("String"), self.ty(value));
                quote!(#map<#string, #value>)
            }
            Ty::Tuple(items) => {
                let items = items.iter().map(|item| self.ty(item));
                quote!((#(#items,)*))
            }
            Ty::Never => quote!(super::support::types::never::Never),
            Ty::Foreign(ty) => item_path(ty.path()),
            Ty::Nullable(inner) => self.option(self.ty(inner)),
            Ty::Boxed(inner) => {
                let (boxed, inner) = (self.std("Box"), self.ty(inner));
                quote!(#boxed<#inner>)
            }
            Ty::Named(id) => {
                let name = ident(&self.api.ty(*id).name);
                if self.inside {
                    quote!(#name)
                } else {
                    quote!(models::#name)
                }
            }
            Ty::Checked(inner, _) => self.ty(inner),
        }
    }

    /// A pattern as the description writes it.
    pub fn pattern(self, index: usize) -> &'a str {
        &self.api.patterns[index].source
    }

    /// `Option` of a type.
    pub fn option(self, inner: TokenStream) -> TokenStream {
        let option = self.std("Option");
        quote!(#option<#inner>)
    }

    /// `Vec` of a type.
    pub fn list(self, item: TokenStream) -> TokenStream {
        let list = self.std("Vec");
        quote!(#list<#item>)
    }

    fn scalar(self, scalar: Scalar) -> TokenStream {
        match scalar {
            Scalar::Null => quote!(()),
            Scalar::Boolean => quote!(bool),
            Scalar::I8 => quote!(i8),
            Scalar::I16 => quote!(i16),
            Scalar::I32 => quote!(i32),
            Scalar::I64 => quote!(i64),
            Scalar::I128 => quote!(i128),
            Scalar::U8 => quote!(u8),
            Scalar::U16 => quote!(u16),
            Scalar::U32 => quote!(u32),
            Scalar::U64 => quote!(u64),
            Scalar::F32 => quote!(f32),
            Scalar::F64 => quote!(f64),
            Scalar::ExactInteger => quote!(super::support::types::exact::ExactInteger),
            Scalar::ExactNumber => quote!(super::support::types::exact::ExactNumber),
            Scalar::Text => self.std("String"),
            Scalar::Uuid => quote!(uuid::Uuid),
            Scalar::Bytes => quote!(super::support::types::bytes::Bytes),
            Scalar::Binary => {
                let vec = self.std("Vec");
                quote!(#vec<u8>)
            }
            Scalar::DateTime => match self.api.dates {
                Dates::Chrono => quote!(chrono::DateTime<chrono::FixedOffset>),
                Dates::Jiff => quote!(jiff::Timestamp),
                Dates::Time => quote!(time::OffsetDateTime),
                Dates::String => self.std("String"),
            },
            Scalar::Date => match self.api.dates {
                Dates::Chrono => quote!(chrono::NaiveDate),
                Dates::Jiff => quote!(jiff::civil::Date),
                Dates::Time => quote!(time::Date),
                Dates::String => self.std("String"),
            },
            Scalar::Ipv4 => quote!(std::net::Ipv4Addr),
            Scalar::Ipv6 => quote!(std::net::Ipv6Addr),
        }
    }

    /// An item of the standard library or of the runtime, by its name unless that is taken.
    pub fn std(self, name: &str) -> TokenStream {
        let mut short = SHORT.iter().zip(self.taken);
        let taken = short.any(|(known, taken)| taken && *known == name);
        match (name, taken) {
            ("BTreeMap", _) => quote!(std::collections::BTreeMap),
            ("Option", true) => quote!(::std::option::Option),
            ("None", true) => quote!(::std::option::Option::None),
            ("Vec", true) => quote!(::std::vec::Vec),
            ("String", true) => quote!(::std::string::String),
            ("Box", true) => quote!(::std::boxed::Box),
            ("From", true) => quote!(::std::convert::From),
            ("Into", true) => quote!(::std::convert::Into),
            ("Patch", _) if taken || !self.inside => quote!(super::support::codec::Patch),
            _ => {
                let name = ident(name);
                quote!(#name)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::string;
    use crate::printable;

    #[test]
    fn literals_are_printable_and_keep_the_text() {
        for text in [
            "a\0b\n\r\t\"\\'",
            "\u{1b}[2J\u{7}\u{7f}\u{9b}",
            "\u{202a}\u{202e}\u{2066}\u{2069}\u{200b}\u{feff}\u{2028}\u{61c}",
            "\u{e0041}\u{10ffff}é日本👍e\u{301}",
            "*/ \"; } #[x] \\u{41}",
        ] {
            let literal = string(text).to_string();
            assert_eq!(printable::line(&literal), literal);
            let read: syn::LitStr = syn::parse_str(&literal).expect("it is a literal");
            assert_eq!(read.value(), text);
        }
    }
}
