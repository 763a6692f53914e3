//! Texts → identifiers that rustc's lints and file systems accept.
//!
//! rustc warns about uncommon characters and confusable names. These lints can only be allowed at
//! the crate root, which emitted modules do not own, so no identifier triggers them.

use std::borrow::Cow;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::GeneralSecurityProfile;

use crate::text::start;

/// The most bytes of an identifier. rustdoc writes a file for each type, and a file name has at
/// most 255 bytes: this leaves room for `struct.`, `.html` and a number.
pub const MAX_LENGTH: usize = 160;

/// The most bytes of a name that is part of a longer one.
const MAX_PART: usize = 128;

/// The case of an identifier.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Case {
    /// `FlowSet`: types and variants.
    Camel,
    /// `flow_set`: fields, parameters, methods and modules.
    Snake,
    /// `FLOW_SET`: constants.
    Shouty,
}

impl Case {
    /// The words of a text in this case, without characters that no identifier has. The result may
    /// be empty or start with a digit.
    pub fn convert(self, text: &str) -> String {
        let text = letters(text);
        let name = match self {
            Self::Camel => text.to_upper_camel_case(),
            Self::Snake => text.to_snake_case(),
            Self::Shouty => text.to_shouty_snake_case(),
        };
        if name.is_ascii() {
            return name;
        }
        // The other case of a letter may not be allowed.
        let allowed = name.nfkc().flat_map(|each| {
            let lower = each.to_lowercase().filter(|_| !is_allowed(each));
            std::iter::once(each)
                .chain(lower)
                .find(|it| is_allowed(*it))
        });
        let fits = |each: &char| match self {
            Self::Camel => true,
            Self::Snake => !each.is_uppercase(),
            Self::Shouty => !each.is_lowercase(),
        };
        allowed.filter(fits).nfc().collect()
    }

    /// A name within [`MAX_LENGTH`].
    pub fn limited(self, name: &str) -> Cow<'_, str> {
        self.shortened(name, MAX_LENGTH)
    }

    /// A name within [`MAX_PART`], to be part of a longer one.
    pub fn part(self, name: &str) -> Cow<'_, str> {
        self.shortened(name, MAX_PART)
    }

    /// The start of a long name and a hash of the whole, which keeps names distinct.
    fn shortened(self, name: &str, limit: usize) -> Cow<'_, str> {
        if name.len() <= limit {
            return Cow::Borrowed(name);
        }
        let hash = hash(name);
        let start = start(name, limit - HASH_LENGTH - 1);
        Cow::Owned(match self {
            Self::Camel => format!("{start}{hash}"),
            Self::Snake => format!("{}_{hash}", start.trim_end_matches('_')),
            Self::Shouty => format!("{}_{}", start.trim_end_matches('_'), hash.to_uppercase()),
        })
    }
}

/// The start of a long text and a hash of the whole, as two words.
pub fn shortened(text: &str, limit: usize) -> Cow<'_, str> {
    match text.len() <= limit {
        true => Cow::Borrowed(text),
        false => Cow::Owned(format!(
            "{} {}",
            start(text, limit.saturating_sub(HASH_LENGTH + 1)),
            hash(text)
        )),
    }
}

const HASH_LENGTH: usize = 8;

/// FNV-1a of 32 bits in hexadecimal: names must be the same in every run and on every machine.
fn hash(text: &str) -> String {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("{hash:08x}")
}

/// A text in NFKC, the form of identifiers, without the letters that rustc warns about. Separators
/// of words are kept.
fn letters(text: &str) -> Cow<'_, str> {
    let text = shortened(text, MAX_PART);
    if text.is_ascii() {
        return text;
    }
    let is_letter = |each: char| each.is_alphanumeric() || is_combining_mark(each);
    let kept = text.nfkc().filter(|it| !is_letter(*it) || is_allowed(*it));
    Cow::Owned(kept.collect())
}

/// Whether a character is allowed in identifiers, also by `uncommon_codepoints` (UAX 31, UTS 39).
pub fn is_allowed(each: char) -> bool {
    let is_common = each.identifier_allowed() && !NOT_IN_ALL_VERSIONS.contains(&each);
    unicode_ident::is_xid_continue(each) && is_common
}

/// The characters that UTS 39 allows in some versions of Unicode and not in those of all compilers.
const NOT_IN_ALL_VERSIONS: &[char] = &[
    'Ɓ',
    'Ɔ',
    'Ɖ',
    'Ɗ',
    'Ǝ',
    'Ɛ',
    'Ƒ',
    'ƒ',
    'Ɣ',
    'Ɩ',
    'Ɨ',
    'Ƙ',
    'ƙ',
    'Ɲ',
    'Ʋ',
    'Ƴ',
    'ƴ',
    'Ʒ',
    'ǝ',
    'Ʉ',
    'Ɍ',
    'ɍ',
    'ɓ',
    'ɔ',
    'ɖ',
    'ɗ',
    'ɛ',
    'ɣ',
    'ɨ',
    'ɩ',
    'ɲ',
    'ʉ',
    'ʋ',
    'ʒ',
    '\u{68e}',
    '\u{88f}',
    '\u{da6}',
    '\u{11b0a}',
];

/// Whether a name is in NFKC.
pub fn is_normalized(name: &str) -> bool {
    name.is_ascii() || name.nfkc().eq(name.chars())
}

/// A name in NFKC.
pub fn normalized(name: &str) -> String {
    name.nfkc().collect()
}

/// Whether `non_camel_case_types` accepts the name of a type.
pub fn is_camel_case(name: &str) -> bool {
    let name = name.trim_matches('_');
    let letters: Vec<char> = name.chars().collect();
    let has_case = |each: char| each.is_lowercase() || each.is_uppercase();
    let is_apart = |pair: &[char]| {
        pair == ['_', '_']
            || (has_case(pair[0]) && pair[1] == '_')
            || (pair[0] == '_' && has_case(pair[1]))
    };
    !name.starts_with(char::is_lowercase) && !letters.windows(2).any(is_apart)
}

/// Whether `non_snake_case` accepts the name of a function.
pub fn is_snake_case(name: &str) -> bool {
    !name.trim_matches('_').contains("__") && !name.contains(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::process::Command;

    use super::{Case, hash, is_allowed, is_camel_case, is_normalized, is_snake_case, shortened};
    use crate::source::Folder;

    #[test]
    fn rustc_has_nothing_to_say_about_any_letter_that_is_allowed() {
        let mut source = "#![deny(uncommon_codepoints)]\n".to_owned();
        for letter in (0x80..=0x10_ffff).filter_map(char::from_u32) {
            let name = format!("a{letter}");
            if is_allowed(letter) && is_normalized(&name) {
                writeln!(source, "fn {name}() {{}}").expect("it can be written");
            }
        }
        let folder = Folder::new(&[("letters.rs", &source)]);
        let mut rustc = Command::new("rustc");
        rustc.args(["--edition=2024", "--crate-type=lib", "--emit=metadata"]);
        // With other warnings the output would be too long to read.
        rustc.args(["-Adead_code", "-Anonstandard_style", "-Aconfusable_idents"]);
        rustc.arg("-Amixed_script_confusables").arg("letters.rs");
        let output = rustc.current_dir(&folder.path).output();
        let output = output.expect("it can be started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said:.2000}");
    }

    #[test]
    fn the_lints_have_nothing_to_say_about_these() {
        for (name, is_camel, is_snake) in [
            ("FlowSet", true, false),
            ("flow_set", false, true),
            ("flowSet", false, false),
            ("Flow_set", false, false),
            ("X86_64", true, false),
            ("N1_2", true, false),
            ("a__b", false, false),
            ("__", true, true),
            ("_a_", false, true),
            ("猫", true, true),
            ("ა", false, true),
        ] {
            assert_eq!(
                (is_camel_case(name), is_snake_case(name)),
                (is_camel, is_snake),
                "{name}"
            );
        }
    }

    /// The vectors of the authors of FNV.
    #[test]
    fn a_hash_is_the_same_everywhere() {
        for (text, expected) in [("", "811c9dc5"), ("a", "e40c292c"), ("foobar", "bf9cf968")] {
            assert_eq!(hash(text), expected);
        }
    }

    #[test]
    fn a_long_name_ends_with_a_hash_of_all_of_it() {
        let long = "ab_".repeat(100);
        for (case, expected) in [
            (Case::Camel, "ab_ab_ab_a"),
            (Case::Snake, "ab_ab_ab_a"),
            (Case::Shouty, "ab_ab_ab_a"),
        ] {
            let (name, part) = (case.limited(&long), case.part(&long));
            assert!(name.starts_with(expected) && name.len() <= 160, "{name}");
            assert!(part.len() <= 128, "{part}");
            assert!(!name.contains("__"), "{name}");
            assert_eq!(case.limited("short"), "short");
        }
        assert_eq!(
            shortened("0123456789abcdef", 12),
            format!("012 {}", hash("0123456789abcdef"))
        );
        // A cut never falls within a letter.
        assert!(shortened(&"猫".repeat(100), 20).starts_with("猫猫猫 "));
    }
}
