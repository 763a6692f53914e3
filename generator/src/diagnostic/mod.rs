//! Diagnostics: what is wrong with a description, where, and how severe it is.
//!
//! Nothing is printed here; the caller renders diagnostics with a [`Report`](crate::Report).

mod near;
mod pages;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use near::nearest;

use crate::text::{cut, unescape_step};

/// A message about a place of a description or of a configuration.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The kind of diagnostic.
    pub code: Code,
    /// Whether output is generated all the same.
    pub severity: Severity,
    /// The place that it is about.
    pub location: Location,
    /// What is wrong: a phrase in lower case, without a full stop.
    pub message: String,
    /// The consequences, in the form of the message.
    pub notes: Vec<String>,
    /// What to do about it, in the form of the message.
    pub help: Option<String>,
    /// Other places that are involved, each with a label.
    pub related: Vec<(Location, String)>,
    /// The option of the configuration that it is about, and the value of that.
    pub option: Option<(String, String)>,
    /// The text that it is about, if that is not a file of the description.
    pub(crate) source: Option<Arc<SourceText>>,
}

/// How severe a diagnostic is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The output is generated, perhaps without the part that it is about.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// Which file of a description.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct FileId(pub u32);

/// A span of a line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Span {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// In characters; at least 1.
    pub length: usize,
}

/// A text that is not a file of the description.
#[derive(Debug)]
pub(crate) struct SourceText {
    pub path: PathBuf,
    pub text: String,
}

/// A place in a description.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The node, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The place in the text; known once a [`Report`](crate::Report) has looked for it.
    pub span: Option<Span>,
}

impl Location {
    /// A place outside of every file of the description, such as an option of the command line.
    pub fn outside() -> Self {
        Self {
            file: FileId(u32::MAX),
            ..Self::default()
        }
    }
}

macro_rules! codes {
    ($($variant:ident: $code:literal $severity:ident $([$($property:ident),+])?, $docs:literal;)*) => {
        /// The kinds of diagnostics. Their names are stable.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $docs] $variant,)*
        }

        impl Code {
            /// All of them.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// The stable name: `unresolved-reference`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            /// The kind of diagnostic, in a line.
            pub fn summary(self) -> &'static str {
                match self {
                    $(Self::$variant => $docs,)*
                }
            }

            fn properties(self) -> &'static [Property] {
                match self {
                    $(Self::$variant => &[$($(Property::$property),+)?],)*
                }
            }

            /// The severity that it has unless the configuration gives it another level.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)*
                }
            }
        }
    };
}

codes! {
    Unreadable: "unreadable" Error, "A file that cannot be read.";
    Syntax: "syntax" Error, "A file that is neither JSON nor YAML.";
    NotOpenApi: "not-openapi" Error, "A document that is not an OpenAPI description, or of an unsupported version.";
    DuplicateKey: "duplicate-key" Warning [Unusable, AtKey], "A key that an object has twice.";
    WrongType: "wrong-type" Warning [Unusable], "A keyword whose value has the wrong JSON type.";
    MissingKeyword: "missing-keyword" Warning [Unusable], "A required keyword that is missing.";
    UnknownKeyword: "unknown-keyword" Warning [AtKey], "A keyword that the specification does not define.";
    IgnoredKeyword: "ignored-keyword" Warning [AtKey], "A keyword that has no effect where it stands.";
    OtherVersion: "other-version" Warning, "A keyword of another version of OpenAPI.";
    UnresolvedReference: "unresolved-reference" Warning [Unusable], "A `$ref` whose target cannot be found.";
    CyclicReference: "cyclic-reference" Warning [Unusable], "A `$ref` cycle: no schema is reached.";
    UndeclaredPathParameter: "undeclared-path-parameter" Warning, "A parameter of a path template that no `in: path` parameter declares.";
    UnusedPathParameter: "unused-path-parameter" Warning, "An `in: path` parameter that the path template does not contain.";
    AmbiguousPath: "ambiguous-path" Warning, "Two operations that match the same requests.";
    IgnoredParameter: "ignored-parameter" Warning [General], "A header parameter that has no effect.";
    IgnoredHeader: "ignored-header" Warning [General], "A header of a response that the specification ignores.";
    DuplicateOperationId: "duplicate-operation-id" Warning, "Two operations with the same `operationId`.";
    MissingOperationId: "missing-operation-id" Warning, "An operation without `operationId`.";
    MissingSuccess: "missing-success" Warning, "An operation that declares responses, but none for success.";
    MissingError: "missing-error" Warning [General], "An operation that declares no error response.";
    InvalidPattern: "invalid-pattern" Warning [Unusable], "A `pattern` that is not a regular expression of ECMA-262.";
    BacktrackingPattern: "backtracking-pattern" Warning, "A `pattern` that cannot be matched in linear time.";
    SuspiciousPattern: "suspicious-pattern" Warning, "A `pattern` of another dialect, which is something else in ECMA-262.";
    InferredType: "inferred-type" Warning [General], "A schema without `type`, whose keywords say which JSON type is meant.";
    MisspeltName: "misspelt-name" Warning, "A required property or a format that is nearly another one.";
    InvalidValue: "invalid-value" Warning [Unusable], "A value that the specification does not allow for the keyword.";
    UnknownSecurityScheme: "unknown-security-scheme" Warning [Unusable], "A security requirement that names no declared scheme.";
    UnsupportedSecurityScheme: "unsupported-security-scheme" Warning, "A security scheme that the client cannot send credentials for.";
    UnsupportedParameter: "unsupported-parameter" Warning, "A parameter whose location or style is not supported yet.";
    UnsupportedBody: "unsupported-body" Warning, "A request or response body whose media type is not supported yet.";
    UnsupportedServer: "unsupported-server" Warning, "A server of a path or an operation whose URL cannot be used.";
    UnsupportedCallback: "unsupported-callback" Warning [General], "Callbacks of a callback, which are not supported.";
    UnsupportedHeader: "unsupported-header" Warning, "A header of a response or of a part that is handed over as a string.";
    UnsupportedLink: "unsupported-link" Warning [General], "Links between operations, which are not supported yet.";
    UnsupportedFormat: "unsupported-format" Warning, "A `format` that is not checked.";
    UnsupportedSchema: "unsupported-schema" Warning, "A schema that falls back to `serde_json::Value`.";
    UnsupportedConstraint: "unsupported-constraint" Warning, "A constraint that is not enforced.";
    InvalidDefault: "invalid-default" Warning, "A default that does not match its schema.";
    InvalidExample: "invalid-example" Warning, "An example that does not match its schema.";
    InvalidEnum: "invalid-enum" Warning, "A listed value that does not match the keywords beside the list, or a nullable list without `null`.";
    InvalidDiscriminator: "invalid-discriminator" Warning, "A discriminator, or an entry of its mapping, that selects no variant.";
    ReadOnlyConstant: "read-only-constant" Warning, "A `oneOf` whose variants only a `readOnly` property tells apart, which requests do not have.";
    InvalidPagination: "invalid-pagination" Warning, "The stated pagination of an operation does not fit the operation.";
    InvalidEdit: "invalid-edit" Warning, "An edit by the caller that cannot be applied.";
    InvalidOverlay: "invalid-overlay" Error, "An overlay that cannot be applied.";
    NotConvertible: "not-convertible" Warning [AtKey], "Something that the version of OpenAPI to convert to has no equivalent for.";
    UnmatchedTarget: "unmatched-target" Warning, "An action of an overlay whose target selects nothing.";
    UnmatchedOption: "unmatched-option" Warning, "A value of a configuration option that selects nothing.";
    NameTaken: "name-taken" Warning, "A name that `names` or `x-rust-name` gives and something else has.";
    Contradiction: "contradiction" Warning, "Constraints that no value satisfies.";
}

impl Code {
    /// The page of `oasmith explain`, as Markdown: the meaning, an example and a remedy. Examples are
    /// without `openapi` and `info`.
    pub fn page(self) -> &'static str {
        pages::of(self.as_str())
    }

    /// Whether the part of the description that it is about cannot be used.
    pub(crate) fn is_about_unusable(self) -> bool {
        self.properties().contains(&Property::Unusable)
    }

    /// Whether it points to a key and not to its value.
    pub(crate) fn is_about_key(self) -> bool {
        self.properties().contains(&Property::AtKey)
    }

    /// Whether it is about the description as a whole: only the first place is reported, with the
    /// number of others.
    pub(crate) fn is_general(self) -> bool {
        self.properties().contains(&Property::General)
    }
}

/// A property of a code.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Property {
    Unusable,
    AtKey,
    General,
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl Diagnostic {
    /// A diagnostic with the default severity of its code.
    pub fn new(code: Code, location: Location, message: impl Into<String>) -> Self {
        let mut message = message.into();
        cut(&mut message, MAX_MESSAGE);
        Self {
            code,
            severity: code.severity(),
            location,
            message,
            notes: Vec::new(),
            help: None,
            related: Vec::new(),
            option: None,
            source: None,
        }
    }

    /// A key that an object has twice, by its pointer.
    pub(crate) fn duplicate_key(location: Location) -> Self {
        let key = location.pointer.rsplit('/').next().unwrap_or_default();
        let key = unescape_step(key);
        let message = format!("duplicate key `{key}`: the first one is used");
        Self::new(Code::DuplicateKey, location.clone(), message).related(location, "the first one")
    }

    /// Sets the help.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a note.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds another place, with a label.
    pub fn related(mut self, location: Location, note: impl Into<String>) -> Self {
        self.related.push((location, note.into()));
        self
    }

    /// Points it to `length` bytes of a text that is not a file of the description, such as
    /// `oasmith.toml`.
    pub fn place_in(&mut self, path: &Path, text: &str, at: usize, length: usize) {
        let before = text.get(..at).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let meant = text.get(at..at + length).unwrap_or_default();
        self.location.span = Some(Span {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
            length: meant.chars().count().max(1),
        });
        self.stand_in(path.to_owned(), text.to_owned());
    }

    /// Sets the text that it is about, if that is not a file of the description.
    pub(crate) fn stand_in(&mut self, path: PathBuf, text: String) {
        self.source = Some(Arc::new(SourceText { path, text }));
    }

    pub(crate) fn locations(&mut self) -> impl Iterator<Item = &mut Location> {
        let related = self.related.iter_mut().map(|(location, _)| location);
        std::iter::once(&mut self.location).chain(related)
    }
}

/// The longest message, in bytes: a message may quote a megabyte of the description.
const MAX_MESSAGE: usize = 2_000;

/// A pointer and the pointers of its ancestors, innermost first.
pub(crate) fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |pointer| {
        pointer.rfind('/').map(|end| &pointer[..end])
    })
}
