//! Values of configuration options: choices, lints, and patterns that select by name.

use std::fmt;
use std::str::FromStr;

use crate::diagnostic::{Code, Severity, nearest};

/// A value that an option does not accept; the message says which it does.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InvalidWord(pub String);

impl fmt::Display for InvalidWord {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for InvalidWord {}

macro_rules! choices {
    ($(#[$docs:meta])* $name:ident { $($(#[$variant_docs:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$docs])*
        #[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
        pub enum $name {
            $($(#[$variant_docs])* $variant,)*
        }

        impl $name {
            /// The accepted values.
            pub const WORDS: &[&str] = &[$($word),*];

            /// The value as a configuration writes it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidWord;

            fn from_str(text: &str) -> Result<Self, InvalidWord> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => {
                        let words: Vec<_> = Self::WORDS.iter().map(|word| format!("`{word}`")).collect();
                        Err(InvalidWord(format!("expected one of {}, found `{text}`", words.join(", "))))
                    }
                }
            }
        }
    };
}

pub(super) use choices;

choices! {
    /// The crate whose types represent dates and times.
    Dates {
        /// `chrono`, which keeps the offset of a date-time.
        #[default]
        Chrono "chrono",
        /// `jiff`
        Jiff "jiff",
        /// `time`
        Time "time",
        /// None: they are strings.
        String "string",
    }
}

choices! {
    /// Whether enums keep values that the description does not list.
    Enums {
        /// They are read as `Unknown`, and are violations.
        #[default]
        Open "open",
        /// They are errors of decoding.
        Closed "closed",
    }
}

choices! {
    /// Whether structs keep properties that the description does not declare.
    UnknownProperties {
        /// They are ignored.
        #[default]
        Skip "skip",
        /// They are kept in a map.
        Keep "keep",
    }
}

choices! {
    /// What a schema without `type` allows.
    Untyped {
        /// The JSON type that its keywords are about: with `properties` an object.
        #[default]
        Infer "infer",
        /// Every JSON type, as JSON Schema says. An `enum` without values allows none.
        Strict "strict",
    }
}

choices! {
    /// What a `null` is that the description does not allow.
    Nulls {
        /// A fault.
        #[default]
        Strict "strict",
        /// In an optional property of what is received: its absence.
        Lenient "lenient",
    }
}

choices! {
    /// The operations of a server whose callers are identified.
    Callers {
        /// Those that require credentials.
        #[default]
        Required "required",
        /// All of them.
        Always "always",
    }
}

choices! {
    /// Whether `format` restricts values.
    Formats {
        /// Values have to have the format.
        #[default]
        Assert "assert",
        /// It describes values only, as `contentEncoding` does.
        Annotate "annotate",
    }
}

choices! {
    /// What holds numbers that no machine type is known to hold.
    Numbers {
        /// `f64` and `i64`, or what the bounds require. Numbers that they do not hold are faults.
        #[default]
        Machine "machine",
        /// All of their digits, for which serde_json needs its feature `arbitrary_precision`.
        Exact "exact",
    }
}

choices! {
    /// How client and server are divided into modules.
    Modules {
        /// One module each.
        #[default]
        One "one",
        /// A module for each tag.
        Tag "tag",
    }
}

/// Diagnostics whose level a configuration sets.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Lint {
    /// All that are warnings by default.
    Warnings,
    /// Those of a code.
    Code(Code),
}

impl FromStr for Lint {
    type Err = InvalidWord;

    fn from_str(text: &str) -> Result<Self, InvalidWord> {
        if text == "warnings" {
            return Ok(Self::Warnings);
        }
        match text.parse::<Code>() {
            Ok(code) if code.severity() == Severity::Error => Err(InvalidWord(format!(
                "`{text}` is always an error, since nothing can be generated"
            ))),
            Ok(code) => Ok(Self::Code(code)),
            Err(error) => Err(error),
        }
    }
}

/// The level that a configuration gives to a diagnostic.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Level {
    /// It is not reported.
    Allow,
    /// It is a warning.
    Warn,
    /// It is an error: nothing is generated.
    Deny,
}

/// A pattern that selects by name; `*` in it matches any text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Word(String);

impl Word {
    /// The pattern as the configuration writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it matches a name.
    pub fn matches(&self, name: &str) -> bool {
        matches(&self.0, name)
    }
}

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Word {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// Whether a pattern matches a name.
pub fn matches(word: &str, name: &str) -> bool {
    let mut parts = word.split('*');
    let Some(mut rest) = name.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    // The leftmost match of each part leaves the longest rest for the next.
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Parses the stable name.
impl FromStr for Code {
    type Err = InvalidWord;

    fn from_str(text: &str) -> Result<Self, InvalidWord> {
        if let Some(code) = Self::ALL.iter().find(|code| code.as_str() == text) {
            return Ok(*code);
        }
        let near = nearest(text, Self::ALL.iter().map(|code| code.as_str()))
            .map(|near| format!(", did you mean `{near}`?"))
            .unwrap_or_default();
        Err(InvalidWord(format!(
            "`{text}` is not the code of a diagnostic{near}"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::{Dates, Lint, Word};
    use crate::diagnostic::Code;

    #[test]
    fn words_match_with_any_text_for_a_star() {
        for (word, name, expected) in [
            ("pets", "pets", true),
            ("pets", "pets2", false),
            ("pets", "Pets", false),
            ("*", "", true),
            ("*", "anything", true),
            ("pets*", "pets", true),
            ("pets*", "petsList", true),
            ("*List", "petsList", true),
            ("*List", "petsLists", false),
            ("/a/*/b", "/a/x/y/b", true),
            ("/a/*/b", "/a/b", false),
            ("a*a", "a", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("", "", true),
            ("", "a", false),
            ("*ö*", "größe", true),
        ] {
            assert_eq!(Word::from(word).matches(name), expected, "{word} {name}");
        }
    }

    #[test]
    fn a_choice_names_what_is_allowed() {
        assert_eq!("jiff".parse(), Ok(Dates::Jiff));
        let error = "Jiff".parse::<Dates>().expect_err("case matters");
        assert_eq!(
            error.to_string(),
            "expected one of `chrono`, `jiff`, `time`, `string`, found `Jiff`"
        );
        assert_eq!(Dates::String.as_str().parse(), Ok(Dates::String));
    }

    #[test]
    fn a_lint_is_a_code_or_all_warnings() {
        assert_eq!("warnings".parse(), Ok(Lint::Warnings));
        assert_eq!(
            "unknown-keyword".parse(),
            Ok(Lint::Code(Code::UnknownKeyword))
        );
        let error = "unknown-keywords".parse::<Lint>().expect_err("no code");
        assert_eq!(
            error.to_string(),
            "`unknown-keywords` is not the code of a diagnostic, did you mean `unknown-keyword`?"
        );
        let error = "syntax".parse::<Lint>().expect_err("it has one level");
        assert_eq!(
            error.to_string(),
            "`syntax` is always an error, since nothing can be generated"
        );
    }
}
