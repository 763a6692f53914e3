//! Unicode properties (`\p{…}`) → sets of characters.

use regex_syntax::hir::{Class, ClassUnicode, HirKind};

use super::Error;
use super::syntax::set;

/// The name of a property in the crate `regex`, if it has one, and the characters with the
/// property; `None` if ECMA-262 has no such property (§22.2.1.9).
///
/// The names of scripts are those of the crate, in the spelling of ECMA-262: capitalised words
/// joined by underscores.
///
/// # Errors
///
/// ECMA-262 has the property, but the crate does not.
pub(super) fn property(text: &str) -> Result<Option<(Option<String>, ClassUnicode)>, Error> {
    // No text contains surrogates, and the crate has no name for them.
    const SURROGATES: &[&str] = &["Surrogate", "Cs"];
    let name = match text.split_once('=') {
        Some(("General_Category" | "gc", value)) if CATEGORIES.contains(&value) => {
            format!("gc={value}")
        }
        Some(("Script" | "sc", value)) if is_script(value) => format!("sc={value}"),
        Some(("Script_Extensions" | "scx", value)) if is_script(value) => format!("scx={value}"),
        // The crate would take `sc`, `lc` and `cf` for other properties (UTS #18).
        None if CATEGORIES.contains(&text) => format!("gc={text}"),
        None if BINARY.contains(&text) => text.to_owned(),
        _ => return Ok(None),
    };
    let is_empty = SURROGATES.contains(&name.trim_start_matches("gc="));
    match characters(&name) {
        None if is_empty => Ok(Some((None, ClassUnicode::empty()))),
        Some(set) => Ok(Some((Some(name), set))),
        None if is_script(name.rsplit('=').next().unwrap_or_default())
            && name.starts_with("sc") =>
        {
            Ok(None)
        }
        None => Err(Error::Unsupported(format!(
            r"unsupported Unicode property `\p{{{text}}}`"
        ))),
    }
}

fn characters(name: &str) -> Option<ClassUnicode> {
    let parsed = regex_syntax::parse(&format!(r"[\p{{{name}}}]")).ok()?;
    match parsed.kind() {
        HirKind::Class(Class::Unicode(class)) => Some(class.clone()),
        // A property that one character has.
        HirKind::Literal(literal) => {
            let mut chars = std::str::from_utf8(&literal.0).ok()?.chars();
            let only = chars.next().filter(|_| chars.next().is_none())?;
            Some(set(&[(only, only)]))
        }
        _ => None,
    }
}

fn is_script(value: &str) -> bool {
    let is_word = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .is_some_and(|first| first.is_ascii_uppercase())
            && letters.all(|letter| letter.is_ascii_lowercase())
    };
    // U+1D800–U+1DAAF: the one name that is written otherwise.
    value == "SignWriting" || value.split('_').all(is_word)
}

/// The values of General_Category (ECMA-262 table 70).
const CATEGORIES: &[&str] = &[
    "Cased_Letter",
    "LC",
    "Close_Punctuation",
    "Pe",
    "Connector_Punctuation",
    "Pc",
    "Control",
    "Cc",
    "cntrl",
    "Currency_Symbol",
    "Sc",
    "Dash_Punctuation",
    "Pd",
    "Decimal_Number",
    "Nd",
    "digit",
    "Enclosing_Mark",
    "Me",
    "Final_Punctuation",
    "Pf",
    "Format",
    "Cf",
    "Initial_Punctuation",
    "Pi",
    "Letter",
    "L",
    "Letter_Number",
    "Nl",
    "Line_Separator",
    "Zl",
    "Lowercase_Letter",
    "Ll",
    "Mark",
    "M",
    "Combining_Mark",
    "Math_Symbol",
    "Sm",
    "Modifier_Letter",
    "Lm",
    "Modifier_Symbol",
    "Sk",
    "Nonspacing_Mark",
    "Mn",
    "Number",
    "N",
    "Open_Punctuation",
    "Ps",
    "Other",
    "C",
    "Other_Letter",
    "Lo",
    "Other_Number",
    "No",
    "Other_Punctuation",
    "Po",
    "Other_Symbol",
    "So",
    "Paragraph_Separator",
    "Zp",
    "Private_Use",
    "Co",
    "Punctuation",
    "P",
    "punct",
    "Separator",
    "Z",
    "Space_Separator",
    "Zs",
    "Spacing_Mark",
    "Mc",
    "Surrogate",
    "Cs",
    "Symbol",
    "S",
    "Titlecase_Letter",
    "Lt",
    "Unassigned",
    "Cn",
    "Uppercase_Letter",
    "Lu",
];

/// The binary properties (ECMA-262 table 69).
const BINARY: &[&str] = &[
    "ASCII",
    "ASCII_Hex_Digit",
    "AHex",
    "Alphabetic",
    "Alpha",
    "Any",
    "Assigned",
    "Bidi_Control",
    "Bidi_C",
    "Bidi_Mirrored",
    "Bidi_M",
    "Case_Ignorable",
    "CI",
    "Cased",
    "Changes_When_Casefolded",
    "CWCF",
    "Changes_When_Casemapped",
    "CWCM",
    "Changes_When_Lowercased",
    "CWL",
    "Changes_When_NFKC_Casefolded",
    "CWKCF",
    "Changes_When_Titlecased",
    "CWT",
    "Changes_When_Uppercased",
    "CWU",
    "Dash",
    "Default_Ignorable_Code_Point",
    "DI",
    "Deprecated",
    "Dep",
    "Diacritic",
    "Dia",
    "Emoji",
    "Emoji_Component",
    "EComp",
    "Emoji_Modifier",
    "EMod",
    "Emoji_Modifier_Base",
    "EBase",
    "Emoji_Presentation",
    "EPres",
    "Extended_Pictographic",
    "ExtPict",
    "Extender",
    "Ext",
    "Grapheme_Base",
    "Gr_Base",
    "Grapheme_Extend",
    "Gr_Ext",
    "Hex_Digit",
    "Hex",
    "IDS_Binary_Operator",
    "IDSB",
    "IDS_Trinary_Operator",
    "IDST",
    "ID_Continue",
    "IDC",
    "ID_Start",
    "IDS",
    "Ideographic",
    "Ideo",
    "Join_Control",
    "Join_C",
    "Logical_Order_Exception",
    "LOE",
    "Lowercase",
    "Lower",
    "Math",
    "Noncharacter_Code_Point",
    "NChar",
    "Pattern_Syntax",
    "Pat_Syn",
    "Pattern_White_Space",
    "Pat_WS",
    "Quotation_Mark",
    "QMark",
    "Radical",
    "Regional_Indicator",
    "RI",
    "Sentence_Terminal",
    "STerm",
    "Soft_Dotted",
    "SD",
    "Terminal_Punctuation",
    "Term",
    "Unified_Ideograph",
    "UIdeo",
    "Uppercase",
    "Upper",
    "Variation_Selector",
    "VS",
    "White_Space",
    "space",
    "XID_Continue",
    "XIDC",
    "XID_Start",
    "XIDS",
];

#[cfg(test)]
mod tests {
    use super::{BINARY, CATEGORIES, Error, characters, property};

    /// Surrogates are in no text, and one binary property is in no table of the crate.
    #[test]
    fn the_names_of_the_standard_have_characters() {
        let unknown: Vec<_> = CATEGORIES
            .iter()
            .map(|name| format!("gc={name}"))
            .chain(BINARY.iter().map(|name| (*name).to_owned()))
            .filter(|name| characters(name).is_none())
            .collect();
        let expected = [
            "gc=Surrogate",
            "gc=Cs",
            "Changes_When_NFKC_Casefolded",
            "CWKCF",
        ];
        assert_eq!(unknown, expected);
        assert!(matches!(property("CWKCF"), Err(Error::Unsupported(_))));
        assert!(matches!(property("Cs"), Ok(Some((None, set))) if set.ranges().is_empty()));
    }

    #[test]
    fn names_are_spelt_as_the_standard_spells_them() {
        for name in [
            "L",
            "Lu",
            "Script=Greek",
            "sc=Grek",
            "scx=Old_Italic",
            "Alphabetic",
            "gc=Nd",
        ] {
            assert!(matches!(property(name), Ok(Some(_))), "{name}");
        }
        for name in [
            "l",
            "Greek",
            "IsGreek",
            "Script=greek",
            "Script=Klingon",
            "Letter ",
            "^L",
            "",
            "script=Greek",
        ] {
            assert!(matches!(property(name), Ok(None)), "{name}");
        }
    }
}
