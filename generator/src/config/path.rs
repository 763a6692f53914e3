//! Text of a configuration → Rust paths, types and names. Whatever fails to parse is rejected, so that
//! no other code reaches an output.

use std::fmt;
use std::str::FromStr;

use syn::ext::IdentExt;
use syn::parse::Parser;
use syn::{GenericArgument, Ident, Path, PathArguments, PathSegment, Type};

use super::InvalidWord;
use crate::identifier;

/// The longest text that is parsed, in bytes: a longer one could nest too deeply.
const MAX_LENGTH: usize = 500;

macro_rules! code {
    ($(#[$docs:meta])* $name:ident, $what:literal, $parse:expr) => {
        $(#[$docs])*
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name {
            text: String,
            path: ItemPath,
        }

        impl $name {
            /// The Rust source.
            pub fn as_str(&self) -> &str {
                &self.text
            }

            /// The parsed path, which can be emitted without parsing it again.
            pub(crate) fn path(&self) -> &ItemPath {
                &self.path
            }

            /// The first name of each path, unless it starts with `::`, and whether it is all of it.
            pub(crate) fn roots(&self) -> Vec<(String, bool)> {
                let mut roots = Vec::new();
                self.path.add_roots(&mut roots);
                roots
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.text
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.text)
            }
        }

        impl FromStr for $name {
            type Err = InvalidWord;

            fn from_str(text: &str) -> Result<Self, InvalidWord> {
                let parse: fn(&str) -> Option<ItemPath> = $parse;
                // A comment would be accepted by the parser.
                let is_parsed = text.len() <= MAX_LENGTH && !text.contains('/');
                match is_parsed.then(|| parse(text)).flatten() {
                    Some(path) => Ok(Self {
                        text: text.trim().to_owned(),
                        path,
                    }),
                    None => Err(InvalidWord(format!("expected {}, found `{text}`", $what))),
                }
            }
        }
    };
}

code! {
    /// A path to an item in Rust: `utoipa::ToSchema`, `crate::support`.
    RustPath, "a Rust path such as `a::b`", parse_path
}

code! {
    /// A type in Rust, named by its path: `rust_decimal::Decimal`, `my_crate::Id<u64>`.
    RustType, "a Rust type such as `a::B` or `a::B<C>`", parse_type
}

/// A path to an item, with types as arguments.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct ItemPath {
    /// Whether it starts with `::`.
    pub is_global: bool,
    /// The segments, at least one.
    pub segments: Vec<ItemSegment>,
}

/// A segment of a path.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct ItemSegment {
    /// The name, without `r#`.
    pub name: String,
    /// Whether it is written with `r#`.
    pub is_raw: bool,
    /// The generic arguments.
    pub arguments: Vec<ItemPath>,
}

impl ItemPath {
    fn new(path: &Path) -> Option<Self> {
        let segments = path.segments.iter().map(ItemSegment::new);
        Some(Self {
            is_global: path.leading_colon.is_some(),
            segments: segments.collect::<Option<_>>()?,
        })
    }

    fn of_type(ty: &Type) -> Option<Self> {
        match ty {
            Type::Path(path) if path.qself.is_none() => Self::new(&path.path),
            _ => None,
        }
    }

    fn add_roots(&self, roots: &mut Vec<(String, bool)>) {
        let first = self.segments.first().filter(|_| !self.is_global);
        let is_all = self.segments.len() == 1;
        roots.extend(first.map(|segment| (segment.name.clone(), is_all)));
        for argument in self.segments.iter().flat_map(|it| &it.arguments) {
            argument.add_roots(roots);
        }
    }
}

impl ItemSegment {
    fn new(segment: &PathSegment) -> Option<Self> {
        let arguments = match &segment.arguments {
            PathArguments::None => Vec::new(),
            PathArguments::AngleBracketed(arguments) => {
                let types = arguments.args.iter().map(|argument| match argument {
                    GenericArgument::Type(ty) => ItemPath::of_type(ty),
                    _ => None,
                });
                types.collect::<Option<_>>()?
            }
            PathArguments::Parenthesized(_) => return None,
        };
        Some(Self {
            name: segment.ident.unraw().to_string(),
            is_raw: segment.ident != segment.ident.unraw(),
            arguments,
        })
    }
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

fn parse_path(text: &str) -> Option<ItemPath> {
    let path = Path::parse_mod_style.parse_str(text).ok()?;
    ItemPath::new(&path)
}

fn parse_type(text: &str) -> Option<ItemPath> {
    let ty = syn::parse_str::<Type>(text).ok()?;
    ItemPath::of_type(&ty)
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
