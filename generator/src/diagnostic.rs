//! What is wrong with a description, and where.
//!
//! Nothing is printed here: the caller gets the diagnostics and decides.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::source::{File, FileId, Mark, Tree, marks};

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
    /// What to do about it.
    pub help: Option<String>,
    /// Other places that have to do with it, and how.
    pub related: Vec<(Location, String)>,
    /// The file, when there is no tree that holds it.
    pub(crate) source: Option<Arc<File>>,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// Something is left out, or the description cannot be used.
    Error,
    /// Everything works, but perhaps not as meant.
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

/// A place in a description.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The node, as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The place in the text; known once [`locate`] has looked for it.
    pub mark: Option<Mark>,
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
            /// The stable name: `unresolved-reference`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            /// How bad it is.
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
    DuplicateKey: "duplicate-key" Error, "A key that stands twice in an object.";
    WrongType: "wrong-type" Error, "A keyword whose value has the wrong type.";
    MissingKeyword: "missing-keyword" Error, "A keyword that must be there and is not.";
    UnknownKeyword: "unknown-keyword" Warning, "A keyword that the specification does not know.";
    IgnoredKeyword: "ignored-keyword" Warning, "A keyword that has no effect where it stands.";
    OtherVersion: "other-version" Warning, "A keyword as another version of OpenAPI writes it.";
    UnresolvedReference: "unresolved-reference" Error, "A `$ref` to something that is not there.";
    CyclicReference: "cyclic-reference" Error, "References that lead only to each other.";
    UndeclaredPathParameter: "undeclared-path-parameter" Error, "A path template whose parameter no `in: path` parameter declares.";
    UnusedPathParameter: "unused-path-parameter" Warning, "An `in: path` parameter that the path template does not hold.";
    DuplicateOperationId: "duplicate-operation-id" Error, "Two operations with one `operationId`.";
    MissingOperationId: "missing-operation-id" Warning, "An operation without `operationId`.";
    InvalidPattern: "invalid-pattern" Error, "A `pattern` that is not a regular expression of ECMA-262.";
    InvalidValue: "invalid-value" Error, "A value that the specification does not allow there.";
    UnknownSecurityScheme: "unknown-security-scheme" Error, "A security requirement that names no declared scheme.";
    UnsupportedSecurityScheme: "unsupported-security-scheme" Warning, "A security scheme that is not built yet.";
    UnsupportedParameter: "unsupported-parameter" Warning, "A parameter of a place or style that is not built yet.";
    UnsupportedBody: "unsupported-body" Warning, "A request or response body of a media type that is not built yet.";
    UnsupportedServer: "unsupported-server" Warning, "Servers of a path or an operation, which are not built yet.";
    UnsupportedCallback: "unsupported-callback" Warning, "Callbacks, which are not built yet.";
    UnsupportedHeader: "unsupported-header" Warning, "Declared response headers, which are not typed yet.";
    UnsupportedFormat: "unsupported-format" Warning, "A `format` that has no type of its own yet, and is not checked.";
    UnsupportedSchema: "unsupported-schema" Warning, "A schema that is not typed yet: its values are any JSON.";
    UnsupportedConstraint: "unsupported-constraint" Warning, "A constraint that is not enforced yet.";
    Contradiction: "contradiction" Warning, "Constraints that no value satisfies.";
}

impl Code {
    /// Whether a key is at fault, and not its value.
    fn is_about_key(self) -> bool {
        matches!(
            self,
            Self::DuplicateKey | Self::UnknownKeyword | Self::IgnoredKeyword
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
        let message = message.into();
        Self {
            code,
            severity: code.severity(),
            location,
            message,
            help: None,
            related: Vec::new(),
            source: None,
        }
    }

    /// Says what to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names another place that has to do with it.
    pub fn related(mut self, location: Location, note: impl Into<String>) -> Self {
        self.related.push((location, note.into()));
        self
    }

    fn locations(&mut self) -> impl Iterator<Item = &mut Location> {
        let related = self.related.iter_mut().map(|(location, _)| location);
        std::iter::once(&mut self.location).chain(related)
    }

    /// The file that it is about.
    pub fn path<'a>(&'a self, tree: Option<&'a Tree>) -> Option<&'a Path> {
        match &self.source {
            Some(file) => Some(&file.path),
            None => tree
                .and_then(|tree| tree.files.get(self.location.file.0 as usize))
                .map(|file| &*file.path),
        }
    }
}

/// Finds line and column of every diagnostic, in one pass over each file that has any. A node that
/// is not in the text (it is missing, or came through an alias) gets the place of the nearest one
/// around it.
pub fn locate(diagnostics: &mut [Diagnostic], tree: &Tree) {
    let mut wanted: BTreeMap<FileId, HashSet<String>> = BTreeMap::new();
    for location in diagnostics.iter_mut().flat_map(Diagnostic::locations) {
        let pointers = wanted.entry(location.file).or_default();
        pointers.extend(ancestors(&location.pointer).map(str::to_owned));
    }
    for (file, pointers) in wanted {
        let Some(source) = tree.files.get(file.0 as usize) else {
            continue;
        };
        let found = marks(&source.text, &pointers.iter().map(String::as_str).collect());
        for diagnostic in diagnostics.iter_mut() {
            let at_key = diagnostic.code.is_about_key();
            for location in diagnostic
                .locations()
                .filter(|location| location.file == file)
            {
                let marks = ancestors(&location.pointer).find_map(|pointer| found.get(pointer));
                let mark = marks.map(|marks| marks.key.filter(|_| at_key).unwrap_or(marks.value));
                location.mark = location.mark.or(mark);
            }
        }
    }
}

/// A pointer and those of the nodes around it, from the inside out.
fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |pointer| {
        pointer.rfind('/').map(|end| &pointer[..end])
    })
}

/// A diagnostic as text, with the lines it is about.
pub fn render(diagnostic: &Diagnostic, tree: Option<&Tree>) -> String {
    let mut out = format!(
        "{}[{}]: {}\n",
        diagnostic.severity, diagnostic.code, diagnostic.message
    );
    let source = |location: &Location| match &diagnostic.source {
        Some(file) => Some(&**file),
        None => tree.and_then(|tree| tree.files.get(location.file.0 as usize)),
    };
    snippet(
        &mut out,
        &diagnostic.location,
        source(&diagnostic.location),
        "",
    );
    for (location, note) in &diagnostic.related {
        snippet(&mut out, location, source(location), note);
    }
    if let Some(help) = &diagnostic.help {
        out.push_str(&format!("  = help: {help}\n"));
    }
    out
}

/// Long lines are cut around the place: a minified document is a single line.
const SHOWN_COLUMNS: usize = 100;

fn snippet(out: &mut String, location: &Location, file: Option<&File>, note: &str) {
    let Some(file) = file else { return };
    let path = file.path.display();
    let Some(mark) = location.mark else {
        out.push_str(&format!("  --> {path}\n"));
        return;
    };
    let Mark {
        line,
        column,
        length,
    } = mark;
    let at = if location.pointer.is_empty() {
        String::new()
    } else {
        format!(" at {}", location.pointer)
    };
    out.push_str(&format!("  --> {path}:{line}:{column}{at}\n"));
    let Some(shown) = file.line(line) else { return };
    let shown = shown.replace('\t', " ");
    let length_of_line = shown.chars().count();
    let start = match length_of_line <= SHOWN_COLUMNS {
        true => 0,
        false => (column - 1).saturating_sub(SHOWN_COLUMNS / 2),
    };
    let before = if start > 0 { "…" } else { "" };
    let behind = if length_of_line > start + SHOWN_COLUMNS {
        "…"
    } else {
        ""
    };
    let window: String = shown.chars().skip(start).take(SHOWN_COLUMNS).collect();
    let window = format!("{before}{window}{behind}");
    let gutter = " ".repeat(line.to_string().len());
    let indent = " ".repeat(column - 1 - start + before.chars().count());
    let carets =
        "^".repeat(length.min(SHOWN_COLUMNS - (column - 1 - start).min(SHOWN_COLUMNS - 1)));
    let note = if note.is_empty() {
        String::new()
    } else {
        format!(" {note}")
    };
    out.push_str(&format!(
        "{gutter} |\n{line} | {window}\n{gutter} | {indent}{carets}{note}\n"
    ));
}
