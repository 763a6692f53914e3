//! The distinct patterns of a description, and the diagnostics about each.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Code;
use crate::document::Place;
use crate::identifier::Case;
use crate::lower::limits::MAX_AUTOMATA_COST;
use crate::lower::name::scopes::{Scope, constant_name};
use crate::lower::report::Report;
use crate::model::Pattern;
use crate::pattern::{Error, Foreign, Obstacle, check_syntax, foreign, help, parse_within};

/// The distinct patterns of a description.
pub struct Patterns {
    scope: Scope,
    pub list: Vec<Pattern>,
    known: HashMap<String, Known>,
    cost: usize,
    /// The places of patterns with a diagnostic.
    reported: HashSet<Place>,
    /// Whether patterns are only parsed for their diagnostics.
    diagnostics_only: bool,
}

/// The result for a pattern: its index and the construct that requires backtracking, or the reason
/// why it is not enforced.
type Known = Result<(usize, Option<Obstacle>), Error>;
impl Default for Patterns {
    fn default() -> Self {
        Self {
            scope: Scope::new(Case::Shouty),
            list: Vec::new(),
            known: HashMap::new(),
            cost: 0,
            reported: HashSet::new(),
            diagnostics_only: false,
        }
    }
}

impl Patterns {
    /// Patterns that are only parsed for their diagnostics.
    pub fn diagnostics_only() -> Self {
        Self {
            diagnostics_only: true,
            ..Self::default()
        }
    }

    /// The index of an enforced pattern, whose constant is named after its first place. Reports
    /// patterns that are not enforced, and those that require backtracking.
    pub fn index(
        &mut self,
        source: &str,
        name: &str,
        place: Place,
        report: &mut Report<'_>,
    ) -> Option<usize> {
        let known = match self.known.get(source) {
            Some(known) => known.clone(),
            None => self.add(source, name),
        };
        if self.reported.insert(place) {
            if known.is_ok() {
                report_foreign(source, place, report);
            }
            match &known {
                Ok((_, None)) => {}
                Ok(_) if self.diagnostics_only => {}
                Ok((_, Some(obstacle))) => report_backtracking(source, obstacle, place, report),
                Err(error) => report_error(source, error, place, report),
            }
        }
        known.ok().map(|(index, _)| index)
    }

    fn add(&mut self, source: &str, name: &str) -> Known {
        let remaining = MAX_AUTOMATA_COST.saturating_sub(self.cost);
        let known = parse_within(source, remaining).map(|parsed| {
            self.cost += parsed.cost;
            self.list.push(Pattern {
                name: self.scope.reserve(constant_name(name)),
                source: source.to_owned(),
                engine: parsed.engine,
            });
            (self.list.len() - 1, parsed.obstacle)
        });
        self.known.insert(source.to_owned(), known.clone());
        known
    }
}

/// Reports a syntax error in a pattern without effect.
pub fn report_unused(source: &str, place: Place, report: &mut Report<'_>) {
    if let Err(error) = check_syntax(source) {
        report_error(source, &error, place, report);
    }
}

fn report_error(source: &str, error: &Error, place: Place, report: &mut Report<'_>) {
    match error {
        Error::Invalid(why) => {
            let message = format!("invalid regular expression: {why}");
            report.add(Code::InvalidPattern, place, message).help = help(source);
        }
        Error::Unsupported(why) => {
            let message = format!("`pattern` is not enforced: {why}");
            report.add(Code::UnsupportedConstraint, place, message);
        }
    }
}

/// Reports what another dialect means in a pattern, and ECMA-262 does not.
fn report_foreign(source: &str, place: Place, report: &mut Report<'_>) {
    if let Some(Foreign { what, at, help }) = foreign(source) {
        let message = format!("{what} (at character {})", at + 1);
        report.add(Code::SuspiciousPattern, place, message).help = Some(help);
    }
}

fn report_backtracking(source: &str, obstacle: &Obstacle, place: Place, report: &mut Report<'_>) {
    let Obstacle { what, at, help } = obstacle;
    let start: String = source.chars().skip(*at).take(MAX_SHOWN).collect();
    let message = format!(
        "`pattern` requires backtracking for {what}: `{start}` at character {}; values that take too \
         many steps are rejected",
        at + 1
    );
    report.add(Code::BacktrackingPattern, place, message).help = Some((*help).to_owned());
}

/// The number of characters of the construct to show.
const MAX_SHOWN: usize = 20;
