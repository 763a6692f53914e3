//! Texts that are cut between characters.

/// Leaves out what is behind so many bytes of a text, and says so.
pub fn cut(text: &mut String, most: usize) {
    if text.len() > most {
        text.truncate(start(text, most).len());
        text.push('…');
    }
}

/// The characters of a text that so many bytes hold.
pub fn start(text: &str, most: usize) -> &str {
    let mut ends = (0..=most.min(text.len())).rev();
    ends.find_map(|end| text.get(..end)).unwrap_or_default()
}
