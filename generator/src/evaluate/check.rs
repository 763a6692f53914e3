//! The values that a description gives — defaults, examples, listed ones — against their schemas.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Document, Example, Part, Place, SchemaId, Used};
use crate::evaluate::{Checker, Misfit, Verdict};
use crate::source::{MAX_POINTER, Node};

/// Reports the values of used parts that do not fit their schemas.
pub fn check(document: &Document<'_>, used: &Used) -> Vec<Diagnostic> {
    let mut checker = Checker::new(document);
    let mut found = Found {
        document,
        diagnostics: Vec::new(),
    };
    for (index, schema) in document.schemas.iter().enumerate() {
        let id = SchemaId(index as u32);
        if !used.contains(Part::Schema(id)) {
            continue;
        }
        if let Some(default) = schema.default
            && let Verdict::Misfit(misfit) = checker.check(default.node, id)
        {
            found.add(Code::InvalidDefault, "the default", default, &misfit, 0);
        }
        for example in &schema.examples {
            found.add_example(&mut checker, *example, id);
        }
        let listed = schema.enumeration.iter().flatten().chain(&schema.constant);
        let mut misfits = listed.filter_map(|value| match checker.check_listed(value.node, id) {
            Verdict::Misfit(misfit) => Some((value, misfit)),
            Verdict::Fits | Verdict::Unknown => None,
        });
        if let Some((value, misfit)) = misfits.next() {
            let others = misfits.count();
            found.add(
                Code::InvalidEnum,
                "the listed value",
                *value,
                &misfit,
                others,
            );
        }
        let lists_null = |values: &Vec<At<'_>>| values.iter().any(|it| *it.node == Node::Null);
        if schema.nullable
            && schema
                .enumeration
                .as_ref()
                .is_some_and(|it| !lists_null(it))
        {
            found.add_missing_null(schema.place);
        }
    }
    for Example { at, schema, parts } in &document.examples {
        if parts.iter().any(|part| used.contains(*part)) {
            found.add_example(&mut checker, *at, *schema);
        }
    }
    found.diagnostics
}

/// What has been found.
struct Found<'a> {
    document: &'a Document<'a>,
    diagnostics: Vec<Diagnostic>,
}

impl Found<'_> {
    fn add_example(&mut self, checker: &mut Checker<'_>, example: At<'_>, id: SchemaId) {
        if let Verdict::Misfit(misfit) = checker.check(example.node, id) {
            self.add(Code::InvalidExample, "the example", example, &misfit, 0);
        }
    }

    /// By the letter `enum` refuses `null` (OAS proposal "Clarify nullable"); authors mean to allow it.
    fn add_missing_null(&mut self, place: Place) {
        let mut location = self.document.places.shown(place);
        location.pointer.push_str("/enum");
        let message = "`nullable` allows `null`, which is not listed: it is read as allowed";
        let mut diagnostic = Diagnostic::new(Code::InvalidEnum, location, message.to_owned());
        diagnostic.help = Some("list `null` as well, or leave `nullable` out".to_owned());
        self.diagnostics.push(diagnostic);
    }

    fn add(&mut self, code: Code, what: &str, value: At<'_>, misfit: &Misfit, others: usize) {
        let pointer = misfit.pointer();
        let mut location = self.document.places.shown(value.place);
        if location.pointer.len() + pointer.len() < MAX_POINTER {
            location.pointer.push_str(&pointer);
        }
        let at = match pointer.is_empty() {
            true => String::new(),
            false => format!("at {pointer}, "),
        };
        let others = match others {
            0 => String::new(),
            1 => ", and neither does another one".to_owned(),
            others => format!(", and neither do {others} others"),
        };
        let message = format!(
            "{what} does not fit its schema{others}: {at}{}",
            misfit.reason
        );
        let mut diagnostic = Diagnostic::new(code, location, message);
        diagnostic.help = misfit.help.map(str::to_owned);
        self.diagnostics.push(diagnostic);
    }
}
