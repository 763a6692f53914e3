//! Each way out of the generator is one module, and no text of a description acts there: no control
//! character reaches a terminal, no literal of the output holds one.

mod literals;
mod sources;
mod terminal;

/// What a terminal acts on, hides or reorders, and what would start a line of its own.
const HOSTILE: &str = "\u{1b}[2J\u{7}\u{9b}31m\u{7f}\0\r\u{202e}\u{2066}\u{200b}\u{2028}\u{85}\u{e0041}\nerror[fake]: x";

/// Whether a character may stand in what is printed; listed here once more, so that the rule of the
/// generator is held against another.
fn is_harmless(character: char) -> bool {
    !character.is_control()
        && !matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
        )
}
