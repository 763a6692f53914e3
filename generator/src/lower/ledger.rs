//! The ledger of keywords: where each assertion of each schema in use ends, in a type, in a check or in
//! a diagnostic. An assertion that ends nowhere is lost without a word.

use crate::config::Formats;
use crate::document::{Document, Keyword, KeywordSet, Place, Schema, SchemaId, TypeSet};
use crate::model::{KeywordCount, Outcome};
use crate::source::Node;

/// The keywords that the ledger is about: assertions, with the unions.
pub const ASSERTIONS: KeywordSet =
    KeywordSet::ASSERTIONS.or(KeywordSet::of(&[Keyword::OneOf, Keyword::AnyOf]));

/// Where the keywords of a schema end. One that is in no set is lost.
#[derive(Clone, Copy, Debug)]
pub struct Ends {
    /// In the type.
    pub typed: KeywordSet,
    /// In checks.
    pub checked: KeywordSet,
    /// In diagnostics.
    pub reported: KeywordSet,
    /// Those whose subschemas end with them.
    pub whole: KeywordSet,
}

impl Ends {
    /// Nowhere.
    pub const NOWHERE: Self = Self {
        typed: KeywordSet::NONE,
        checked: KeywordSet::NONE,
        reported: KeywordSet::NONE,
        whole: KeywordSet::NONE,
    };

    /// In the type, while subschemas have types of their own.
    pub const TYPED: Self = Self {
        typed: ASSERTIONS,
        ..Self::NOWHERE
    };

    /// In a type that leaves the schema out, with all that is in it.
    pub const NO_VALUES: Self = Self {
        whole: KeywordSet::ALL,
        ..Self::TYPED
    };

    /// In a diagnostic about the schema.
    pub const REPORTED: Self = Self {
        reported: ASSERTIONS,
        whole: KeywordSet::ALL,
        ..Self::NOWHERE
    };
}

/// The entries of a schema, from all of its uses.
#[derive(Clone, Copy)]
struct Row {
    is_used: bool,
    /// Whether a diagnostic is about all of it.
    is_whole: bool,
    ends: Ends,
    /// The keywords without an end in a use.
    lost: KeywordSet,
    /// The keywords whose subschemas have ends of their own.
    open: KeywordSet,
}

/// The entries of all schemas.
#[derive(Clone)]
pub struct Ledger {
    /// By their ids.
    rows: Vec<Row>,
    /// The keywords that are reported of the intersection at hand.
    pub reported: KeywordSet,
    /// The keywords of the intersection at hand whose rules no value breaks, as those of an `if` without
    /// a branch that refuses one.
    pub vacuous: KeywordSet,
    /// The keywords that are annotations by the configuration, and need no end.
    annotations: KeywordSet,
}

impl Ledger {
    /// Without entries.
    pub fn new(document: &Document<'_>) -> Self {
        let row = Row {
            is_used: false,
            is_whole: false,
            ends: Ends::NOWHERE,
            lost: KeywordSet::NONE,
            open: KeywordSet::NONE,
        };
        Self {
            rows: vec![row; document.schemas.len()],
            reported: KeywordSet::NONE,
            vacuous: KeywordSet::NONE,
            annotations: KeywordSet::NONE,
        }
    }

    /// Takes formats as the configuration does.
    pub fn set_formats(&mut self, formats: Formats) {
        self.annotations = match formats {
            Formats::Assert => KeywordSet::NONE,
            Formats::Annotate => KeywordSet::of(&[Keyword::Format, Keyword::ContentEncoding]),
        };
    }

    /// Notes keywords of the intersection at hand as reported.
    pub fn add_reported(&mut self, keywords: KeywordSet) {
        self.reported = self.reported.or(keywords);
    }

    /// Enters the ends of the assertions of a schema in one of its uses.
    pub fn enter(&mut self, id: SchemaId, assertions: KeywordSet, ends: Ends) {
        let Some(row) = self.rows.get_mut(id.0 as usize) else {
            return;
        };
        if row.is_whole {
            return;
        }
        let found = ends.typed.or(ends.checked).or(ends.reported);
        row.is_used = true;
        row.is_whole = ends.reported == ASSERTIONS;
        row.lost = row.lost.or(assertions.without(found));
        row.open = match row.is_whole {
            true => KeywordSet::NONE,
            false => row.open.or(KeywordSet::ALL.without(ends.whole)),
        };
        // One that is checked is no part of the type.
        let typed = ends.typed.without(ends.checked.or(ends.reported));
        let known = &mut row.ends;
        known.typed = known.typed.or(assertions.and(typed));
        known.checked = known.checked.or(assertions.and(ends.checked));
        known.reported = known.reported.or(assertions.and(ends.reported));
    }

    /// Counts the entries of the schemas that some schemas lead to, by keyword, and lists them: those of
    /// lost keywords, and with a trace all of them.
    pub fn close(&self, document: &Document<'_>, roots: Vec<SchemaId>, trace: bool) -> Closed {
        let mut uses = Vec::new();
        let mut counts: Vec<(Keyword, [usize; OUTCOMES.len()])> = Vec::new();
        let mut visited = vec![false; self.rows.len()];
        let mut open = roots;
        while let Some(id) = open.pop() {
            let Some(row) = self.rows.get(id.0 as usize) else {
                continue;
            };
            if std::mem::replace(&mut visited[id.0 as usize], true) {
                continue;
            }
            let schema = document.schema(id);
            let (lost, below) = match row.is_used {
                true => (row.lost, row.open),
                // As a variant it is the `null` of the type.
                false if is_null(schema) => (KeywordSet::NONE, KeywordSet::NONE),
                false => (schema.keywords().and(ASSERTIONS), KeywordSet::ALL),
            };
            let lost = lost.without(self.annotations);
            let below = below.without(without_effect(document, schema));
            let ends = [row.ends.typed, row.ends.checked, row.ends.reported, lost];
            for (index, (keywords, outcome)) in ends.into_iter().zip(OUTCOMES).enumerate() {
                for keyword in keywords.iter() {
                    let known = counts.iter().position(|(known, _)| *known == keyword);
                    let at = known.unwrap_or(counts.len());
                    if at == counts.len() {
                        counts.push((keyword, [0; OUTCOMES.len()]));
                    }
                    counts[at].1[index] += 1;
                    if trace || outcome == Outcome::Lost {
                        uses.push((schema.place, keyword.name(), outcome));
                    }
                }
            }
            open.extend(schema.subschemas_of(below).iter().rev());
        }
        counts.sort_unstable_by_key(|(keyword, _)| *keyword as u8);
        let counts = counts.into_iter().map(|(keyword, counts)| KeywordCount {
            keyword: keyword.name(),
            typed: counts[0],
            checked: counts[1],
            not_enforced: counts[2] + counts[3],
        });
        Closed {
            uses,
            counts: counts.collect(),
        }
    }
}

/// The branches that never apply: both without an `if`, and one beside an `if` of `true` or `false`.
fn without_effect(document: &Document<'_>, schema: &Schema<'_>) -> KeywordSet {
    let condition = schema.rare().if_schema;
    let condition = condition.map(|condition| document.schema(condition).boolean);
    match condition {
        None => KeywordSet::of(&[Keyword::Then, Keyword::Else]),
        Some(Some(true)) => KeywordSet::of(&[Keyword::Else]),
        Some(Some(false)) => KeywordSet::of(&[Keyword::Then]),
        Some(None) => KeywordSet::NONE,
    }
}

/// Whether `null` is the only value that a schema allows.
fn is_null(schema: &Schema<'_>) -> bool {
    let listed = schema.enumeration.iter().flatten().chain(&schema.constant);
    let mut listed = listed.map(|at| *at.node == Node::Null).peekable();
    schema.types == Some(TypeSet::NULL) || listed.peek().is_some() && listed.all(|it| it)
}

/// The outcomes, in the order of the sets of [`Ends`].
const OUTCOMES: [Outcome; 4] = [
    Outcome::Type,
    Outcome::Check,
    Outcome::Diagnostic,
    Outcome::Lost,
];

/// The entries of a description.
pub struct Closed {
    /// The schemas, with a keyword and where it ends.
    pub uses: Vec<(Place, &'static str, Outcome)>,
    /// The counts by keyword.
    pub counts: Vec<KeywordCount>,
}
