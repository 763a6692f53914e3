//! What is promised of every description, and which ones break it.

use std::fmt;
use std::path::Path;

use serde::Serialize;

/// A promise.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// Every description generates; a faulty one gives a diagnostic with a place.
    Generates,
    /// What is emitted compiles without a warning.
    Compiles,
    /// No operation is left out for its schemas, and none without a reason; what the description
    /// gives a type has one.
    Covers,
    /// Examples come back as they went in.
    LosesNothing,
    /// No panic, no end that does not come.
    NeverPanics,
}

impl Claim {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Generates,
        Self::Compiles,
        Self::Covers,
        Self::LosesNothing,
        Self::NeverPanics,
    ];

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|claim| claim.to_string().replace(' ', "-") == word)
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Generates => "generates",
            Self::Compiles => "compiles",
            Self::Covers => "covers",
            Self::LosesNothing => "loses nothing",
            Self::NeverPanics => "never panics",
        })
    }
}

/// A description that breaks a claim.
#[derive(Clone, Debug, Serialize)]
pub struct Failure {
    /// Which claim.
    pub claim: Claim,
    /// Which description.
    pub document: String,
    /// How.
    pub reason: String,
}

/// A failure that is known, so that a run does not fail for it, and its reason: a line of a file,
/// `CLAIM DOCUMENT REASON`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Known {
    claim: Claim,
    document: String,
    reason: String,
}

/// Reads the lines of known failures; what follows a `#` at the start of a line is a remark.
///
/// # Errors
///
/// A line is not of that form.
pub fn read_known(path: &Path) -> Result<Vec<Known>, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    parse_known(&text)
        .map_err(|line| format!("{}: no CLAIM DOCUMENT REASON: {line}", path.display()))
}

fn parse_known(text: &str) -> Result<Vec<Known>, String> {
    let lines = text
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let known = lines.map(|line| {
        let mut words = line.splitn(3, ' ');
        let claim = words.next().and_then(Claim::from_word);
        match (claim, words.next(), words.next()) {
            (Some(claim), Some(document), Some(reason)) => Ok(Known {
                claim,
                document: document.to_owned(),
                reason: reason.to_owned(),
            }),
            _ => Err(line.to_owned()),
        }
    });
    known.collect()
}

/// The failures of a run, told apart by whether they were known.
#[derive(Debug, Default, Serialize)]
pub struct Verdict {
    /// Those that nobody knew.
    pub new: Vec<Failure>,
    /// Those that were known.
    pub known: Vec<Failure>,
    /// What is known as a failure and is none: to be taken out of the list.
    pub stale: Vec<String>,
}

impl Verdict {
    /// Sorts failures. `documents` are those of the run, and `tested` the claims that it was about.
    pub fn new(
        failures: Vec<Failure>,
        known: &[Known],
        documents: &[String],
        tested: &[Claim],
    ) -> Self {
        let (old, new) = failures
            .into_iter()
            .partition(|failure| known.iter().any(|known| known.is(failure)));
        let mut verdict = Self {
            new,
            known: old,
            stale: Vec::new(),
        };
        for entry in known {
            let concerned = tested.contains(&entry.claim)
                && documents.iter().any(|name| is_named(name, &entry.document));
            if concerned && !verdict.known.iter().any(|failure| entry.is(failure)) {
                verdict.stale.push(format!(
                    "{} {}: {}",
                    entry.claim, entry.document, entry.reason
                ));
            }
        }
        verdict
    }

    /// Whether nothing is out of order.
    pub fn passes(&self) -> bool {
        self.new.is_empty() && self.stale.is_empty()
    }

    /// Whether a claim holds, without exception.
    pub fn holds(&self, claim: Claim) -> bool {
        self.new
            .iter()
            .chain(&self.known)
            .all(|failure| failure.claim != claim)
    }
}

impl Known {
    fn is(&self, failure: &Failure) -> bool {
        self.claim == failure.claim && is_named(&failure.document, &self.document)
    }
}

/// Whether a path ends with a name.
fn is_named(path: &str, name: &str) -> bool {
    path.strip_suffix(name)
        .is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use super::{Claim, Failure, Verdict, parse_known};

    fn failure(claim: Claim, document: &str) -> Failure {
        Failure {
            claim,
            document: document.to_owned(),
            reason: String::new(),
        }
    }

    #[test]
    fn known_failures_pass_and_stale_ones_do_not() {
        let known =
            "# remark\nloses-nothing real/a.yaml numbers of 40 digits\ncompiles real/b.yaml x y\n";
        let known = parse_known(known).expect("it is well formed");
        let documents = ["/x/real/a.yaml".to_owned(), "/x/real/b.yaml".to_owned()];
        let run = |failures: Vec<Failure>, tested: &[Claim]| {
            let verdict = Verdict::new(failures, &known, &documents, tested);
            (verdict.new.len(), verdict.known.len(), verdict.stale.len())
        };
        let lost = || failure(Claim::LosesNothing, "/x/real/a.yaml");
        assert_eq!(run(vec![lost()], &[Claim::LosesNothing]), (0, 1, 0));
        assert_eq!(run(vec![], &[Claim::LosesNothing]), (0, 0, 1));
        assert_eq!(run(vec![lost()], &Claim::ALL), (0, 1, 1));
        assert_eq!(
            run(vec![failure(Claim::LosesNothing, "/x/real/aa.yaml")], &[]),
            (1, 0, 0)
        );
        assert_eq!(
            run(vec![failure(Claim::Compiles, "/x/real/a.yaml")], &[]),
            (1, 0, 0)
        );
    }

    #[test]
    fn a_line_without_a_reason_is_refused() {
        for text in ["compiles a.yaml", "shines a.yaml why", "compiles"] {
            assert!(parse_known(text).is_err(), "{text}");
        }
    }
}
