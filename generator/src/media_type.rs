//! Media types and their parameters, as descriptions write them (RFC 9110 §8.3.1).

/// A media type without its parameters, in lower case.
pub fn essence(name: &str) -> String {
    let essence = split(name, &[';']).next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// The parameters of a media type that tell it from others: their names and values in lower case and in
/// order. The charset does not: what is written is UTF-8.
pub fn parameters(name: &str) -> Vec<(String, String)> {
    let parameters = split(name, &[';']).skip(1).filter_map(parameter);
    let mut distinct: Vec<_> = parameters.filter(|(name, _)| name != "charset").collect();
    distinct.sort();
    distinct
}

/// The name and the value of a parameter in lower case, the value without its quotation marks.
pub fn parameter(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once('=')?;
    let value = value.trim();
    let value = match value.strip_prefix('"') {
        Some(quoted) => unquoted(quoted),
        None => value.to_owned(),
    };
    Some((name.trim().to_ascii_lowercase(), value.to_ascii_lowercase()))
}

/// Whether a media type says which charset it has.
pub fn has_charset(name: &str) -> bool {
    let mut parameters = split(name, &[';']).skip(1).filter_map(parameter);
    parameters.any(|(name, _)| name == "charset")
}

/// A quoted string behind its first quotation mark (RFC 9110 §5.6.4).
fn unquoted(quoted: &str) -> String {
    let mut value = String::new();
    let mut chars = quoted.chars();
    while let Some(each) = chars.next() {
        match each {
            '"' => break,
            '\\' => value.extend(chars.next()),
            _ => value.push(each),
        }
    }
    value
}

/// The parts of a text between separators outside of quoted strings.
pub fn split<'a>(text: &'a str, separators: &'a [char]) -> impl Iterator<Item = &'a str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(move |each| {
        let was_escaped = std::mem::take(&mut is_escaped);
        match each {
            '\\' => is_escaped = is_quoted && !was_escaped,
            '"' => is_quoted ^= !was_escaped,
            _ => {}
        }
        separators.contains(&each) && !is_quoted
    })
}

/// Whether two media types are the same one, with the same parameters.
pub fn is_same_name(left: &str, right: &str) -> bool {
    essence(left) == essence(right) && parameters(left) == parameters(right)
}

/// Whether a media type is JSON (RFC 6839 §3.1), by its essence.
pub fn is_json(essence: &str) -> bool {
    matches!(essence, "application/json" | "text/json")
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

#[cfg(test)]
mod tests {
    use super::{essence, is_same_name, parameters};

    /// Separators in quoted strings are data.
    #[test]
    fn parameters_in_quotation_marks() {
        for (name, of_essence, expected) in [
            ("Text/Plain", "text/plain", ""),
            (
                "text/plain ; Charset=utf-8; B=2;a=1",
                "text/plain",
                "a:1 b:2",
            ),
            (
                r#"text/plain;a="x;charset=y""#,
                "text/plain",
                "a:x;charset=y",
            ),
            (r#"text/plain;a="x\";y";b=1"#, "text/plain", "a:x\";y b:1"),
            ("text/plain;flag;a=1", "text/plain", "a:1"),
            (r#"text/plain;a="open;b=1"#, "text/plain", "a:open;b=1"),
        ] {
            assert_eq!(essence(name), of_essence, "{name}");
            let found = parameters(name).into_iter();
            let found: Vec<_> = found
                .map(|(name, value)| format!("{name}:{value}"))
                .collect();
            assert_eq!(found.join(" "), expected, "{name}");
        }
        assert!(is_same_name(r#"a/b;c="d";charset=x"#, "A/B; C=D"));
        assert!(!is_same_name(r#"a/b;c="d;e=f""#, r#"a/b;c="d;e=g""#));
    }
}
