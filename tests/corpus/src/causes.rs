//! Diagnostics → the most frequent kinds of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::corpus::Run;

/// A kind of diagnostic, over all descriptions.
#[derive(Debug, Eq, PartialEq, Serialize)]
pub struct Cause {
    /// The code of the diagnostics.
    pub code: String,
    /// Their message, with what differs from one to the next taken out.
    pub message: String,
    /// How often they are given.
    pub count: usize,
    /// In how many descriptions.
    pub documents: usize,
    /// Where one of them is.
    pub example: String,
}

/// The kinds, the most frequent first.
pub fn causes(run: &Run) -> Vec<Cause> {
    let mut found: BTreeMap<(String, String), (usize, BTreeSet<&str>, String)> = BTreeMap::new();
    for row in &run.rows {
        for said in row
            .measured
            .iter()
            .flat_map(|measured| &measured.diagnostics)
        {
            let entry = found
                .entry((said.code.clone(), general(&said.message)))
                .or_default();
            entry.0 += 1;
            entry.1.insert(&row.name);
            if entry.2.is_empty() {
                entry.2 = format!("{}#{}", row.name, said.pointer);
            }
        }
    }
    let causes = found
        .into_iter()
        .map(|((code, message), (count, documents, example))| Cause {
            code,
            message,
            count,
            documents: documents.len(),
            example,
        });
    let mut causes: Vec<_> = causes.collect();
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.count));
    causes
}

/// Why examples do not come back, the most frequent first: how often, why, and one of them.
pub fn losses(run: &Run) -> Vec<(usize, String, String)> {
    let mut found: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for row in &run.rows {
        for lost in row.examples.iter().flat_map(|examples| &examples.lost) {
            let entry = found.entry(without_names(&lost.how)).or_default();
            entry.0 += 1;
            if entry.1.is_empty() {
                entry.1 = format!(
                    "{}#{} into {}: {}",
                    row.name, lost.pointer, lost.ty, lost.how
                );
            }
        }
    }
    let losses = found
        .into_iter()
        .map(|(how, (count, example))| (count, how, example));
    let mut losses: Vec<_> = losses.collect();
    losses.sort_by_key(|loss| std::cmp::Reverse(loss.0));
    losses
}

/// How an example was lost, without where and which.
fn without_names(how: &str) -> String {
    let how = how.split(" at /").next().unwrap_or_default();
    let mut out = String::new();
    for (index, part) in general(how).split('"').enumerate() {
        out.push_str(if index % 2 == 1 { "_" } else { part });
    }
    out
}

/// For each shape of HTTP that is not built yet, how many operations are left out for it, and in how
/// many descriptions; those without a shape are faulty.
pub fn shapes(run: &Run) -> Vec<(String, usize, usize)> {
    let mut found: BTreeMap<String, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for row in &run.rows {
        for skip in row.measured.iter().flat_map(|measured| &measured.skipped) {
            let fault = || vec!["a fault of the description".to_owned()];
            let shapes = if skip.shapes.is_empty() {
                fault()
            } else {
                skip.shapes.clone()
            };
            for shape in shapes {
                let entry = found.entry(shape).or_default();
                entry.0 += 1;
                entry.1.insert(&row.name);
            }
        }
    }
    let shapes = found
        .into_iter()
        .map(|(shape, (count, documents))| (shape, count, documents.len()));
    let mut shapes: Vec<_> = shapes.collect();
    shapes.sort_by_key(|shape| std::cmp::Reverse(shape.1));
    shapes
}

/// A message without its names: what stands between backquotes, unless it is a media type, a format
/// or a keyword of few characters that tells kinds apart.
fn general(message: &str) -> String {
    let mut out = String::new();
    for (index, part) in message.split('`').enumerate() {
        let is_name = index % 2 == 1;
        let kept = ["bodies of ", "format ", "keyword "]
            .iter()
            .any(|before| out.ends_with(before));
        out.push_str(if is_name && !kept { "_" } else { part });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::general;

    #[test]
    fn names_do_not_tell_kinds_apart() {
        for (message, expected) in [
            ("parameter `limit` is a cookie", "parameter _ is a cookie"),
            (
                "bodies of `text/plain` are not supported yet",
                "bodies of text/plain are not supported yet",
            ),
            ("no name", "no name"),
        ] {
            assert_eq!(general(message), expected);
        }
    }
}
