//! Patterns of other dialects.

use crate::pattern::{check_syntax, foreign, help};

#[test]
fn what_another_dialect_means_is_found() {
    for (source, at, part) in [
        (r"/^[a-z]+$/", 0, "slashes"),
        (r"/^[a-z]+$/i", 0, "(?i:"),
        (r"/[a-z]+/", 0, "slashes"),
        (r"/a\/b+/", 0, "slashes"),
        (r"\A\d+\z", 0, "`^`"),
        (r"^\d+\Z", 4, "`$`"),
        (r"^[[:alpha:]_]+$", 2, "A-Za-z"),
        (r"^[[:^digit:]]+$", 2, "0-9"),
        (r"^[:alnum:]+$", 1, "A-Za-z0-9"),
        (r"^\pL+$", 1, r"\p{L}"),
        (r"^\p{L}\_$", 1, "backslashes"),
        (r"^\x{41}$", 1, r"\u"),
        (r"^a\hb$", 2, r"[ \t]"),
        (r"^\Qa.b\E$", 1, "backslash"),
    ] {
        assert_eq!(check_syntax(source), Ok(()), "{source}");
        let found = foreign(source).unwrap_or_else(|| panic!("{source}"));
        assert_eq!(found.at, at, "{source}");
        let text = format!("{} {}", found.what, found.help);
        assert!(text.contains(part), "{source}: {text}");
    }
}

#[test]
fn what_is_meant_is_not_reported() {
    for source in [
        "",
        "/",
        "//",
        "^/[a-z]+/$",
        "/users/[0-9]+/",
        "/api/",
        "/etc/i",
        r"^\/[a-z]+\/$",
        r"^\p{L}+$",
        r"^\u{41}$",
        r"^[\p{L}\-]+$",
        r"[:;]+:]",
        r"^[a:alpha:]$",
        r"\\A",
        r"[\\]z",
        r"^\-\@\_$",
        r"[\]a]",
        r"\x41\b\B\d",
        r"^(?i:a)$",
    ] {
        assert_eq!(foreign(source), None, "{source}");
    }
}

#[test]
fn what_ecma_262_refuses_has_another_spelling() {
    for (source, part) in [
        ("(?i)a", "(?i:"),
        ("(?i-s)a", "(?i-s:"),
        ("a++", "possessive"),
        ("a{1,2}+", "possessive"),
        ("(?P<a>b)", "(?<"),
        ("(?>a)", "(?:"),
        ("a(?#b)", "comment"),
    ] {
        assert!(check_syntax(source).is_err(), "{source}");
        let help = help(source).unwrap_or_else(|| panic!("{source}"));
        assert!(help.contains(part), "{source}: {help}");
    }
    for source in ["(a", "[a++]", r"\++", "a{2"] {
        assert_eq!(help(source), None, "{source}");
    }
}
