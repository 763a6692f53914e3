//! What is wrong with a description, and where.
//!
//! Nothing is printed here: the caller gets the diagnostics and decides.

mod near;
mod pages;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use near::nearest;

use crate::text::cut;

/// Something that a description's author should know.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What kind of thing it is.
    pub code: Code,
    /// Whether the result suffers.
    pub severity: Severity,
    /// Where.
    pub location: Location,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// What follows from it, each in a sentence without a full stop.
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// Other places that have to do with it, and how.
    pub related: Vec<(Location, String)>,
    /// The option of the configuration that it is about, and its word.
    pub option: Option<(String, String)>,
    /// The text, when there is no tree that holds it.
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
pub struct FileId(pub u32);

/// A place in a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Mark {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// How many characters of the line are meant; 1 at least.
    pub length: usize,
}

/// A text that is no file of a description that was read.
#[derive(Debug)]
pub(crate) struct SourceText {
    pub path: PathBuf,
    pub text: String,
}

/// A place in a description.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The node, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The place in the text; known once a [`Report`](crate::Report) has looked for it.
    pub mark: Option<Mark>,
}

impl Location {
    /// A place outside of every file of the description, as that of an option is.
    pub fn outside() -> Self {
        Self {
            file: FileId(u32::MAX),
            ..Self::default()
        }
    }
}

macro_rules! codes {
    ($($variant:ident: $code:literal $severity:ident, $docs:literal;)*) => {
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

            /// What it is, in a line.
            pub fn summary(self) -> &'static str {
                match self {
                    $(Self::$variant => $docs,)*
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
    NotOpenApi: "not-openapi" Error, "A document that is not an OpenAPI description, or of a version that is not read.";
    DuplicateKey: "duplicate-key" Warning, "A key that stands twice in an object.";
    WrongType: "wrong-type" Warning, "A keyword whose value has the wrong type.";
    MissingKeyword: "missing-keyword" Warning, "A keyword that must be there and is not.";
    UnknownKeyword: "unknown-keyword" Warning, "A keyword that the specification does not know.";
    IgnoredKeyword: "ignored-keyword" Warning, "A keyword that has no effect where it stands.";
    OtherVersion: "other-version" Warning, "A keyword as another version of OpenAPI writes it.";
    UnresolvedReference: "unresolved-reference" Warning, "A `$ref` to something that is not there.";
    CyclicReference: "cyclic-reference" Warning, "References that lead only to each other.";
    UndeclaredPathParameter: "undeclared-path-parameter" Warning, "A path template whose parameter no `in: path` parameter declares.";
    UnusedPathParameter: "unused-path-parameter" Warning, "An `in: path` parameter that the path template does not hold.";
    AmbiguousPath: "ambiguous-path" Warning, "Two operations whose requests look the same.";
    IgnoredParameter: "ignored-parameter" Warning, "A header parameter that has no effect, as the specification says.";
    DuplicateOperationId: "duplicate-operation-id" Warning, "Two operations with one `operationId`.";
    MissingOperationId: "missing-operation-id" Warning, "An operation without `operationId`.";
    MissingSuccess: "missing-success" Warning, "An operation that declares responses, and none of a success.";
    MissingError: "missing-error" Warning, "An operation that declares a success, and no response of an error.";
    InvalidPattern: "invalid-pattern" Warning, "A `pattern` that is not a regular expression of ECMA-262.";
    BacktrackingPattern: "backtracking-pattern" Warning, "A `pattern` that cannot be matched in linear time.";
    InvalidValue: "invalid-value" Warning, "A value that the specification does not allow there.";
    UnknownSecurityScheme: "unknown-security-scheme" Warning, "A security requirement that names no declared scheme.";
    UnsupportedSecurityScheme: "unsupported-security-scheme" Warning, "A security scheme for which a client cannot send anything.";
    UnsupportedParameter: "unsupported-parameter" Warning, "A parameter of a place or style that is not built yet.";
    UnsupportedBody: "unsupported-body" Warning, "A request or response body of a media type that is not built yet.";
    UnsupportedServer: "unsupported-server" Warning, "A server of a path or an operation that cannot be called as it stands.";
    UnsupportedCallback: "unsupported-callback" Warning, "Callbacks, which are not built yet.";
    UnsupportedHeader: "unsupported-header" Warning, "Declared response headers, which are not typed yet.";
    UnsupportedLink: "unsupported-link" Warning, "Links between operations, which are not built yet.";
    UnsupportedFormat: "unsupported-format" Warning, "A `format` that is not checked.";
    UnsupportedSchema: "unsupported-schema" Warning, "A schema that is not typed yet: its values are any JSON.";
    UnsupportedConstraint: "unsupported-constraint" Warning, "A constraint that is not enforced.";
    InvalidDefault: "invalid-default" Warning, "A default that does not fit its schema.";
    InvalidExample: "invalid-example" Warning, "An example that does not fit its schema.";
    InvalidEnum: "invalid-enum" Warning, "A listed value that does not fit what is said beside the list, or a list without the `null` that is allowed there.";
    InvalidOverlay: "invalid-overlay" Error, "An overlay that cannot be applied.";
    UnmatchedTarget: "unmatched-target" Warning, "An action of an overlay that selects nothing.";
    UnmatchedOption: "unmatched-option" Warning, "A word of the configuration that selects nothing.";
    NameTaken: "name-taken" Warning, "A name that was asked for and that something else has.";
    Contradiction: "contradiction" Warning, "Constraints that no value satisfies.";
}

impl Code {
    /// What it means, a description that gives it, and what to do, as Markdown. `openapi` and `info`
    /// are left out of the descriptions.
    pub fn page(self) -> &'static str {
        pages::of(self.as_str())
    }

    /// Whether the part of the description that it is about cannot be used.
    pub(crate) fn is_about_unusable(self) -> bool {
        matches!(
            self,
            Self::CyclicReference
                | Self::DuplicateKey
                | Self::InvalidPattern
                | Self::InvalidValue
                | Self::MissingKeyword
                | Self::UnknownSecurityScheme
                | Self::UnresolvedReference
                | Self::WrongType
        )
    }

    /// Whether a key is at fault, and not its value.
    pub(crate) fn is_about_key(self) -> bool {
        matches!(
            self,
            Self::DuplicateKey | Self::UnknownKeyword | Self::IgnoredKeyword
        )
    }
}

impl Code {
    /// Whether it is about the output as a whole and not about a place: it is told once.
    pub(crate) fn is_general(self) -> bool {
        matches!(
            self,
            Self::IgnoredParameter
                | Self::MissingError
                | Self::UnsupportedCallback
                | Self::UnsupportedHeader
                | Self::UnsupportedLink
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl Diagnostic {
    /// A diagnostic of the severity that its code has.
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

    /// A key that stands twice in an object.
    pub(crate) fn duplicate_key(location: Location) -> Self {
        let message = "the key stands here twice; the first one counts";
        Self::new(Code::DuplicateKey, location, message)
    }

    /// Says what to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what follows from it.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Names another place that has to do with it.
    pub fn related(mut self, location: Location, note: impl Into<String>) -> Self {
        self.related.push((location, note.into()));
        self
    }

    /// Says that it is about so many bytes at a byte of a text that is no file of the description, as
    /// a configuration is.
    pub fn place_in(&mut self, path: &Path, text: &str, at: usize, length: usize) {
        let before = text.get(..at).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let meant = text.get(at..at + length).unwrap_or_default();
        self.location.mark = Some(Mark {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
            length: meant.chars().count().max(1),
        });
        self.stand_in(path.to_owned(), text.to_owned());
    }

    /// Says which text it is about, where no tree holds that.
    pub(crate) fn stand_in(&mut self, path: PathBuf, text: String) {
        self.source = Some(Arc::new(SourceText { path, text }));
    }

    pub(crate) fn locations(&mut self) -> impl Iterator<Item = &mut Location> {
        let related = self.related.iter_mut().map(|(location, _)| location);
        std::iter::once(&mut self.location).chain(related)
    }
}

/// How many bytes of a message are kept: what it quotes may be a megabyte, a million times.
const MAX_MESSAGE: usize = 2_000;

/// A pointer and those of the nodes around it, from the inside out.
pub(crate) fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |pointer| {
        pointer.rfind('/').map(|end| &pointer[..end])
    })
}
