//! Texts cut at a limit of bytes, and steps of JSON pointers.

/// Cuts a text at a limit, and appends an ellipsis.
pub fn cut(text: &mut String, limit: usize) {
    if text.len() > limit {
        text.truncate(start(text, limit).len());
        text.push('…');
    }
}

/// The longest start of a text within a limit.
pub fn start(text: &str, limit: usize) -> &str {
    let mut ends = (0..=limit.min(text.len())).rev();
    ends.find_map(|end| text.get(..end)).unwrap_or_default()
}

/// A step of a JSON pointer without its escapes (RFC 6901 §4).
pub fn unescape_step(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// A name as a step of a JSON pointer (RFC 6901 §3).
pub fn escape_step(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
