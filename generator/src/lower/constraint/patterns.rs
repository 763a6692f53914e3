//! The distinct patterns of a description, and what there is to say about each.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Code;
use crate::document::Place;
use crate::identifier::Case;
use crate::lower::limits::MAX_AUTOMATA_COST;
use crate::lower::name::scopes::{Scope, constant_name};
use crate::lower::report::Report;
use crate::model::Pattern;
use crate::pattern::{Error, Obstacle, check_syntax, parse_within};

/// The distinct patterns of a description.
pub struct Patterns {
    scope: Scope,
    pub list: Vec<Pattern>,
    known: HashMap<String, Known>,
    weight: usize,
    /// The places of patterns that have been reported.
    reported: HashSet<Place>,
    /// Whether they are read to be judged, and no check comes of them.
    not_enforced: bool,
}

/// What is known about a pattern: its index, and what only backtracking can match; or why it is not
/// enforced.
type Known = Result<(usize, Option<Obstacle>), Error>;
impl Default for Patterns {
    fn default() -> Self {
        Self {
            scope: Scope::new(Case::Shouty),
            list: Vec::new(),
            known: HashMap::new(),
            weight: 0,
            reported: HashSet::new(),
            not_enforced: false,
        }
    }
}

impl Patterns {
    /// Patterns that are read to be judged, and of which no check comes.
    pub fn not_enforced() -> Self {
        Self {
            not_enforced: true,
            ..Self::default()
        }
    }

    /// The index of a pattern that is enforced; a new one is named after where it stands first.
    /// Reports one that is not, and one that takes backtracking.
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
            match &known {
                Ok((_, None)) => {}
                Ok(_) if self.not_enforced => {}
                Ok((_, Some(obstacle))) => report_backtracking(source, obstacle, place, report),
                Err(error) => report_error(error, place, report),
            }
        }
        known.ok().map(|(index, _)| index)
    }

    fn add(&mut self, source: &str, name: &str) -> Known {
        let left = MAX_AUTOMATA_COST.saturating_sub(self.weight);
        let known = parse_within(source, left).map(|parsed| {
            self.weight += parsed.cost;
            self.list.push(Pattern {
                name: self.scope.claim(constant_name(name)),
                source: source.to_owned(),
                engine: parsed.engine,
            });
            (self.list.len() - 1, parsed.obstacle)
        });
        self.known.insert(source.to_owned(), known.clone());
        known
    }
}

/// Reports what there is to say about a pattern that has no effect where it stands.
pub fn report_unused(source: &str, place: Place, report: &mut Report<'_>) {
    if let Err(error) = check_syntax(source) {
        report_error(&error, place, report);
    }
}

fn report_error(error: &Error, place: Place, report: &mut Report<'_>) {
    match error {
        Error::Invalid(why) => {
            let message = format!("the pattern is not a regular expression: {why}");
            report.add(Code::InvalidPattern, place, message);
        }
        Error::Unsupported(why) => {
            let message = format!("the pattern is not enforced: {why}");
            report.add(Code::UnsupportedConstraint, place, message);
        }
    }
}

fn report_backtracking(source: &str, obstacle: &Obstacle, place: Place, report: &mut Report<'_>) {
    let Obstacle { what, at, help } = obstacle;
    let start: String = source.chars().skip(*at).take(SHOWN).collect();
    let message = format!(
        "the pattern is matched by backtracking, since it has {what}: `{start}` at character {}; a text \
         that takes too many steps is refused",
        at + 1
    );
    report.add(Code::BacktrackingPattern, place, message).help = Some((*help).to_owned());
}

/// How many characters of the construct are shown.
const SHOWN: usize = 20;
