//! Checks the defaults, examples and listed values of a description against their schemas.

use crate::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{At, Document, Part, Place, SchemaId, TypeSet, Used};
use crate::evaluate::{Evaluator, Verdict, Violation};
use crate::source::{MAX_POINTER, Node};

/// Reports the values of used parts that violate their schemas.
pub fn check(document: &Document<'_>, used: &Used, config: &Config) -> Vec<Diagnostic> {
    let mut evaluator = Evaluator::new(document, config.formats);
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
            && let Verdict::Invalid(violation) = evaluator.evaluate(default.node, id)
        {
            found.add(Code::InvalidDefault, "default", default, &violation, 0);
        }
        for example in &schema.examples {
            found.add_example(&mut evaluator, *example, id);
        }
        let listed = schema.enumeration.iter().flatten().chain(&schema.constant);
        let mut violations =
            listed.filter_map(|value| match evaluator.evaluate_listed(value.node, id) {
                Verdict::Invalid(violation) => Some((value, violation)),
                Verdict::Valid | Verdict::Unknown => None,
            });
        if let Some((value, violation)) = violations.next() {
            let others = violations.count();
            found.add(
                Code::InvalidEnum,
                "listed value",
                *value,
                &violation,
                others,
            );
        }
        let lists_null = |values: &Vec<At<'_>>| values.iter().any(|it| *it.node == Node::Null);
        let allows_null = schema.types.is_some_and(|types| types.meets(TypeSet::NULL));
        if (schema.nullable || allows_null)
            && schema
                .enumeration
                .as_ref()
                .is_some_and(|it| !lists_null(it))
        {
            found.add_missing_null(schema.place, schema.nullable);
        }
    }
    for example in &document.examples {
        if example.is_used(used) {
            found.add_example(&mut evaluator, example.at, example.schema);
        }
    }
    found.diagnostics
}

/// The diagnostics so far.
struct Found<'a> {
    document: &'a Document<'a>,
    diagnostics: Vec<Diagnostic>,
}

impl Found<'_> {
    fn add_example(&mut self, evaluator: &mut Evaluator<'_>, example: At<'_>, id: SchemaId) {
        if let Verdict::Invalid(violation) = evaluator.evaluate(example.node, id) {
            self.add(Code::InvalidExample, "example", example, &violation, 0);
        }
    }

    /// By the letter `enum` excludes `null` (OAS proposal "Clarify nullable"); authors mean to allow it.
    fn add_missing_null(&mut self, place: Place, is_nullable: bool) {
        let mut location = self.document.places.shown(place);
        location.pointer.push_str("/enum");
        let (beside, removed) = match is_nullable {
            true => ("`nullable: true`", "`nullable`"),
            false => ("a `type` with it", "it from `type`"),
        };
        let message = format!("`null` is missing in `enum` beside {beside}: it is allowed anyway");
        let mut diagnostic = Diagnostic::new(Code::InvalidEnum, location, message);
        diagnostic.help = Some(format!("add `null` to `enum`, or remove {removed}"));
        self.diagnostics.push(diagnostic);
    }

    fn add(&mut self, code: Code, what: &str, value: At<'_>, violation: &Violation, others: usize) {
        let pointer = violation.pointer();
        let mut location = self.document.places.shown(value.place);
        if location.pointer.len() + pointer.len() < MAX_POINTER {
            location.pointer.push_str(&pointer);
        }
        let at = match pointer.is_empty() {
            true => String::new(),
            false => format!(" at `{pointer}`"),
        };
        let others = match others {
            0 => String::new(),
            1 => " (1 more value)".to_owned(),
            others => format!(" ({others} more values)"),
        };
        let message = format!(
            "{what} does not match its schema{at}: {}{others}",
            violation.reason
        );
        let mut diagnostic = Diagnostic::new(code, location, message);
        diagnostic.help = violation.help.map(str::to_owned);
        self.diagnostics.push(diagnostic);
    }
}
