//! Suggestions for misspelt words.

/// The first known word that is one edit away from `word`, or differs in case only.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known.into_iter().find(|known| is_near(known, word))
}

/// Whether two words differ by one edit (a letter inserted, removed or replaced, two neighbours
/// swapped), or in case only.
fn is_near(left: &str, right: &str) -> bool {
    if left.eq_ignore_ascii_case(right) {
        return true;
    }
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let start = left.iter().zip(&right).take_while(|(l, r)| l == r).count();
    let rest = left.len().min(right.len()) - start;
    let end = left
        .iter()
        .rev()
        .zip(right.iter().rev())
        .take(rest)
        .take_while(|(l, r)| l == r)
        .count();
    left.len().max(right.len()) - start - end <= 1 || {
        // Two neighbours swapped.
        left.len() == right.len()
            && left.len() - start - end == 2
            && left.get(start) == right.get(start + 1)
            && left.get(start + 1) == right.get(start)
    }
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn misspelt_words_are_near() {
        for (left, right, near) in [
            ("required", "requierd", true),
            ("required", "Required", true),
            ("maxLength", "maxLenght", true),
            ("maxLength", "maxlen", false),
            ("items", "item", true),
            ("type", "tpye", true),
            ("type", "format", false),
        ] {
            assert_eq!(is_near(left, right), near, "{left} {right}");
        }
    }
}
