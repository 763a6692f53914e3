//! Text of a configuration → Rust paths, types and names. Whatever fails to parse is rejected, so that
//! no other code reaches an output.

use std::fmt;
use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::{GenericArgument, Ident, Path, PathArguments, Type};

use super::InvalidWord;
use crate::identifier;

/// The longest text that is parsed, in bytes: a longer one could nest too deeply.
const MAX_LENGTH: usize = 500;

macro_rules! code {
    ($(#[$docs:meta])* $name:ident, $what:literal, $is_it:expr) => {
        $(#[$docs])*
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name(String);

        impl $name {
            /// The Rust source.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidWord;

            fn from_str(text: &str) -> Result<Self, InvalidWord> {
                let is_it: fn(&str) -> bool = $is_it;
                // A comment would be accepted by the parser.
                if text.len() <= MAX_LENGTH && !text.contains('/') && is_it(text) {
                    Ok(Self(text.trim().to_owned()))
                } else {
                    Err(InvalidWord(format!("expected {}, found `{text}`", $what)))
                }
            }
        }
    };
}

code! {
    /// A path to an item in Rust: `utoipa::ToSchema`, `crate::support`.
    RustPath, "a Rust path such as `a::b`", is_path
}

code! {
    /// A type in Rust, named by its path: `rust_decimal::Decimal`, `my_crate::Id<u64>`.
    RustType, "a Rust type such as `a::B` or `a::B<C>`", is_type
}

impl RustPath {
    /// The first name of the path, unless it starts with `::`, and whether it is all of it.
    pub(crate) fn roots(&self) -> Vec<(String, bool)> {
        roots(&self.0)
    }
}

impl RustType {
    /// The first name of each path, unless it starts with `::`, and whether it is all of it.
    pub(crate) fn roots(&self) -> Vec<(String, bool)> {
        roots(&self.0)
    }
}

/// The names in code that are found in the scope around it.
fn roots(code: &str) -> Vec<(String, bool)> {
    let tokens: Vec<TokenTree> = code
        .parse::<TokenStream>()
        .unwrap_or_default()
        .into_iter()
        .collect();
    let is_colon = |at: Option<&TokenTree>| matches!(at, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    let names = tokens
        .iter()
        .enumerate()
        .filter_map(|(at, token)| match token {
            TokenTree::Ident(name) => Some((at, name)),
            _ => None,
        });
    names
        .filter(|(at, _)| !is_colon(at.checked_sub(1).and_then(|before| tokens.get(before))))
        .map(|(at, name)| (name.unraw().to_string(), !is_colon(tokens.get(at + 1))))
        .collect()
}

/// A Rust identifier, without `r#`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct RustName(String);

impl RustName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RustName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for RustName {
    type Err = InvalidWord;

    fn from_str(text: &str) -> Result<Self, InvalidWord> {
        let name = text.trim();
        if name.len() > identifier::MAX_LENGTH {
            let start = crate::text::start(name, 40);
            return Err(InvalidWord(format!(
                "expected a name of at most {} bytes, found `{start}…` of {}",
                identifier::MAX_LENGTH,
                name.len()
            )));
        }
        if !is_name(name) {
            return Err(InvalidWord(format!(
                "expected a Rust identifier, found `{text}`"
            )));
        }
        if let Some(letter) = name.chars().find(|it| !identifier::is_allowed(*it)) {
            return Err(InvalidWord(format!(
                "rustc warns about the letter `{letter}` (U+{:04X}) of the identifier `{name}`",
                u32::from(letter)
            )));
        }
        if !identifier::is_normalized(name) {
            let normal = identifier::normalized(name);
            return Err(InvalidWord(format!(
                "expected an identifier in the normalization form NFKC, `{normal}`, found `{name}`"
            )));
        }
        Ok(Self(name.to_owned()))
    }
}

fn is_path(text: &str) -> bool {
    Path::parse_mod_style.parse_str(text).is_ok()
}

fn is_type(text: &str) -> bool {
    syn::parse_str::<Type>(text).is_ok_and(|ty| is_plain(&ty))
}

/// Whether a type is a path, and so are its generic arguments.
fn is_plain(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.qself.is_none()
        && path
            .path
            .segments
            .iter()
            .all(|segment| match &segment.arguments {
                PathArguments::None => true,
                PathArguments::AngleBracketed(arguments) => arguments.args.iter().all(
                    |argument| matches!(argument, GenericArgument::Type(inner) if is_plain(inner)),
                ),
                PathArguments::Parenthesized(_) => false,
            })
}

fn is_name(text: &str) -> bool {
    // The keywords that cannot be raw identifiers.
    let never = ["self", "Self", "super", "crate", "_"];
    let is_name = Ident::parse_any.parse_str(text).is_ok();
    is_name && !never.contains(&text.trim()) && !text.contains('#')
}

#[cfg(test)]
mod tests {
    use super::{RustName, RustPath, RustType};

    #[test]
    fn only_what_it_says_becomes_code() {
        let is_path = |text: &str| text.parse::<RustPath>().is_ok();
        let is_type = |text: &str| text.parse::<RustType>().is_ok();
        let is_name = |text: &str| text.parse::<RustName>().is_ok();
        for (text, path, ty, name) in [
            ("Eq", true, true, true),
            ("a::b::C", true, true, false),
            ("::a::B", true, true, false),
            ("crate::support", true, true, false),
            ("super::super::support", true, true, false),
            ("r#type", true, true, false),
            ("Vec<a::B>", false, true, false),
            ("HashMap<String, Vec<u8>>", false, true, false),
            ("größe", true, true, true),
            ("gro\u{308}ße", true, true, false),
            ("ﬁ", true, true, false),
            ("ſ", true, true, false),
            ("__", true, true, true),
            ("_", false, false, false),
            ("union", true, true, true),
            ("macro_rules", true, true, true),
            ("gen", true, true, true),
            ("'static", false, false, false),
            ("r#union", true, true, false),
            ("", false, false, false),
            ("type", false, false, true),
            ("self", true, true, false),
            ("a-b", false, false, false),
            ("2fa", false, false, false),
            ("A, B", false, false, false),
            ("A)] struct X; #[derive(B", false, false, false),
            ("a::B /* c */", false, false, false),
            ("a::B // c", false, false, false),
            ("a:: B", true, true, false),
            ("[u8; { loop {} }]", false, false, false),
            ("A<{ loop {} }>", false, false, false),
            ("fn() -> A", false, false, false),
            ("&'static str", false, false, false),
            ("dyn A", false, false, false),
            ("<A as B>::C", false, false, false),
            ("A!()", false, false, false),
            ("(A, B)", false, false, false),
        ] {
            assert_eq!(
                (is_path(text), is_type(text), is_name(text)),
                (path, ty, name),
                "{text}"
            );
        }
    }

    #[test]
    fn what_a_path_starts_with_is_known() {
        for (text, expected) in [
            ("a::B", vec![("a", false)]),
            ("B", vec![("B", true)]),
            ("::a::B", vec![]),
            (
                "a::B<C, d::E<::f::G>>",
                vec![("a", false), ("C", true), ("d", false)],
            ),
            ("r#type::B", vec![("type", false)]),
        ] {
            let ty: RustType = text.parse().expect("it is a type");
            let roots = ty.roots();
            let roots: Vec<_> = roots
                .iter()
                .map(|(name, alone)| (&**name, *alone))
                .collect();
            assert_eq!(roots, expected, "{text}");
        }
    }

    #[test]
    fn a_text_without_end_is_refused() {
        let deep = format!("{}A{}", "A<".repeat(100_000), ">".repeat(100_000));
        assert!(deep.parse::<RustType>().is_err());
        let name = |length: usize| "a".repeat(length).parse::<RustName>();
        assert!(name(160).is_ok());
        assert!(name(161).is_err());
    }
}
