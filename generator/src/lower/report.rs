//! The diagnostics of lowering, and the limits on documentation and rules.

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::{Document, NameOverride, OverrideOrigin, Place, SchemaId};
use crate::lower::ledger::Ledger;
use crate::lower::limits::{MAX_DESCRIPTION, MAX_DESCRIPTIONS, MAX_RULE_COST};
use crate::model::{Api, HttpShape, KeywordUse, Outcome, Reason};
use crate::text::start;

/// Collects the diagnostics of lowering.
pub struct Report<'a> {
    pub document: &'a Document<'a>,
    pub diagnostics: Vec<Diagnostic>,
    /// The remaining bytes of documentation.
    docs_remaining: usize,
    /// Whether the limit on documentation has been reported.
    docs_limit_reported: bool,
    /// The remaining cost of rules.
    pub rules_remaining: usize,
    /// Where the assertions of the schemas end.
    pub ledger: Ledger,
}

impl<'a> Report<'a> {
    /// A report without diagnostics.
    pub fn new(document: &'a Document<'a>) -> Self {
        Self {
            document,
            diagnostics: Vec::new(),
            docs_remaining: MAX_DESCRIPTIONS,
            docs_limit_reported: false,
            rules_remaining: MAX_RULE_COST,
            ledger: Ledger::new(document),
        }
    }
}

impl Report<'_> {
    /// Adds a diagnostic at a place.
    pub fn add(&mut self, code: Code, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        let location = self.document.places.shown(place);
        self.add_at(code, location, message)
    }

    /// Closes the ledger. A lost keyword is not lost without a word.
    pub fn close_ledger(&mut self, api: &mut Api, roots: Vec<SchemaId>, trace: bool) {
        let closed = self.ledger.close(self.document, roots, trace);
        api.keyword_counts = closed.counts;
        for (place, keyword, outcome) in closed.uses {
            if outcome == Outcome::Lost {
                let message = format!("`{keyword}` is not enforced");
                self.add(Code::UnsupportedConstraint, place, message);
            }
            api.keywords.push(KeywordUse {
                location: self.document.places.shown(place),
                keyword,
                outcome,
            });
        }
    }

    /// Adds a diagnostic at a location.
    pub fn add_at(
        &mut self,
        code: Code,
        location: Location,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.diagnostics
            .push(Diagnostic::new(code, location, message));
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }

    /// Reports an override that is already taken, and the name that is used instead.
    pub fn add_name_taken(&mut self, name_override: &NameOverride, instead: &str) {
        let message = format!(
            "name `{}` is already taken, by the generated code or another item: {instead}",
            name_override.name
        );
        self.add_override(name_override, message);
    }

    /// Reports a component that loses the name that it would have to an override.
    pub fn add_name_lost(&mut self, name_override: &NameOverride, component: &str, instead: &str) {
        let message = format!(
            "the override takes the name `{}` of the component `{component}`: its type is named `{instead}`",
            name_override.name
        );
        self.add_override(name_override, message);
    }

    fn add_override(&mut self, name_override: &NameOverride, message: String) {
        let location = match name_override.origin {
            OverrideOrigin::Keyword(place) => self.document.places.shown(place),
            OverrideOrigin::Option(_) => Location::outside(),
        };
        let mut diagnostic = Diagnostic::new(Code::NameTaken, location, message);
        if let OverrideOrigin::Option(key) = &name_override.origin {
            diagnostic.option = Some(("names".to_owned(), key.clone()));
        }
        self.diagnostics.push(diagnostic);
    }

    /// Documentation for the model: the distinct texts that are not empty, cut at the limits.
    pub fn docs(&mut self, place: Place, texts: &[Option<&str>]) -> Vec<String> {
        let mut docs: Vec<String> = Vec::new();
        for text in texts.iter().flatten().map(|text| text.trim()) {
            if text.is_empty() || docs.iter().any(|known| known == text) {
                continue;
            }
            let limit = MAX_DESCRIPTION.min(self.docs_remaining);
            if text.len() > limit {
                self.report_docs(place);
            }
            let text = start(text, limit);
            self.docs_remaining -= text.len().min(self.docs_remaining);
            if !text.is_empty() {
                docs.push(text.to_owned());
            }
        }
        docs
    }

    /// Reports a text that is cut, and, once, that the limit for all texts is reached.
    fn report_docs(&mut self, place: Place) {
        if self.docs_remaining >= MAX_DESCRIPTION {
            let message = "description truncated to 64 KiB in the generated docs";
            self.add(Code::IgnoredKeyword, place, message);
        } else if !self.docs_limit_reported {
            self.docs_limit_reported = true;
            let message = "descriptions exceed 16 MiB where they are used: this one and the \
                           others are left out of the generated docs";
            self.add(Code::IgnoredKeyword, place, message);
        }
    }

    /// Reports why an operation is skipped.
    pub fn skip_operation(
        &mut self,
        code: Code,
        shape: Option<HttpShape>,
        place: Place,
        message: impl Into<String>,
    ) -> Reason {
        let message = message.into();
        self.add(code, place, format!("{message}: the operation is skipped"));
        Reason {
            code,
            shape,
            message,
        }
    }
}
