//! The diagnostics of lowering, and how much documentation and how many rules it may still make.

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::{Document, NameOverride, OverrideOrigin, Place};
use crate::lower::limits::{MAX_DESCRIPTION, MAX_DESCRIPTIONS, MAX_RULES};
use crate::model::{HttpShape, Reason};
use crate::text::start;

/// Where the stages of lowering report to.
pub struct Report<'a> {
    pub document: &'a Document<'a>,
    pub diagnostics: Vec<Diagnostic>,
    /// How many bytes of documentation may still be copied.
    docs_left: usize,
    /// Whether that has been reported.
    docs_full: bool,
    /// How much of rules may still be made.
    pub rules_left: usize,
}

impl<'a> Report<'a> {
    /// A report without a diagnostic.
    pub fn new(document: &'a Document<'a>) -> Self {
        Self {
            document,
            diagnostics: Vec::new(),
            docs_left: MAX_DESCRIPTIONS,
            docs_full: false,
            rules_left: MAX_RULES,
        }
    }
}

impl Report<'_> {
    /// Adds a diagnostic at a place.
    pub fn add(&mut self, code: Code, place: Place, message: impl Into<String>) -> &mut Diagnostic {
        self.diagnostics.push(Diagnostic::new(
            code,
            self.document.places.shown(place),
            message,
        ));
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }

    /// Reports a pinned name that something else has, and what is done instead.
    pub fn name_taken(&mut self, pin: &NameOverride, instead: &str) {
        let message = format!(
            "the name `{}` is used by the generated code or by something else: {instead}",
            pin.name
        );
        let location = match pin.origin {
            OverrideOrigin::Keyword(place) => self.document.places.shown(place),
            OverrideOrigin::Option(_) => Location::outside(),
        };
        let mut diagnostic = Diagnostic::new(Code::NameTaken, location, message);
        if let OverrideOrigin::Option(key) = &pin.origin {
            diagnostic.option = Some(("names".to_owned(), key.clone()));
        }
        self.diagnostics.push(diagnostic);
    }

    /// Documentation as it is kept in the model: one entry a paragraph source, empty ones and what is
    /// too long left out.
    pub fn docs(&mut self, place: Place, texts: &[Option<&str>]) -> Vec<String> {
        let mut docs: Vec<String> = Vec::new();
        for text in texts.iter().flatten().map(|text| text.trim()) {
            if text.is_empty() || docs.iter().any(|known| known == text) {
                continue;
            }
            let most = MAX_DESCRIPTION.min(self.docs_left);
            if text.len() > most {
                self.report_docs(place);
            }
            let text = start(text, most);
            self.docs_left -= text.len().min(self.docs_left);
            if !text.is_empty() {
                docs.push(text.to_owned());
            }
        }
        docs
    }

    /// Says once for each place that a text is cut, and once that there is no more room for any.
    fn report_docs(&mut self, place: Place) {
        if self.docs_left >= MAX_DESCRIPTION {
            let message = "the text is longer than 65536 bytes: the rest is not documentation";
            self.add(Code::IgnoredKeyword, place, message);
        } else if !self.docs_full {
            self.docs_full = true;
            let message = "the texts are longer than 16 MiB where they are used: this one and the \
                           others are not documentation";
            self.add(Code::IgnoredKeyword, place, message);
        }
    }

    /// Reports what an operation is left out for.
    pub fn leave_out(
        &mut self,
        code: Code,
        shape: Option<HttpShape>,
        place: Place,
        message: impl Into<String>,
    ) -> Reason {
        let message = message.into();
        self.add(code, place, format!("{message}: the operation is left out"));
        Reason {
            code,
            shape,
            message,
        }
    }
}
