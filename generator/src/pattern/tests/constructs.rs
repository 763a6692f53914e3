//! The matches of each construct, by every engine that supports it.

use crate::pattern::matcher::Matcher;
use crate::pattern::{Error, parse, parse::parse as tree, program};

#[track_caller]
fn check(source: &str, found: &[&str], not_found: &[&str]) {
    let matcher = Matcher::new(source).unwrap_or_else(|error| panic!("{source}: {error:?}"));
    let tree = tree(source).expect("it is valid");
    let backtracking = Matcher::backtracking(program::compile(&tree));
    for (texts, expected) in [(found, true), (not_found, false)] {
        for text in texts {
            for matcher in [&matcher, &backtracking] {
                let (answer, _) = matcher.is_found(text);
                assert_eq!(answer, Some(expected), "{source} in {text:?}");
            }
        }
    }
}

#[test]
fn classes_are_those_of_ecma_262() {
    check(r"^\d$", &["0", "9"], &["٣", "a", ""]);
    check(r"^\w$", &["a", "_", "9"], &["é", "ſ", "-"]);
    check(r"^\W$", &["é", "-", "😀"], &["a"]);
    check(
        r"^\s$",
        &[
            " ", "\t", "\u{B}", "\n", "\u{A0}", "\u{FEFF}", "\u{2028}", "\u{3000}",
        ],
        &["\u{200B}", "\u{85}", "a"],
    );
    check(r"^[\s\S]$", &["\n", "a", "😀"], &["", "ab"]);
    check(
        "^.$",
        &["a", "😀", "\u{85}"],
        &["\n", "\r", "\u{2028}", "\u{2029}", ""],
    );
    check("[]", &[], &["", "a"]);
    check("^[^]$", &["a", "\n"], &[""]);
    check(r"^[^\d\s]$", &["a"], &["1", " "]);
    check(r"^[\w-]$", &["-", "a"], &["\\"]);
    check(r"^[a\-z]$", &["-", "a", "z"], &["b"]);
    check(r"^\p{Lu}\P{Lu}$", &["Éé"], &["éÉ"]);
    check(r"^[\p{sc=Greek}_]$", &["λ", "_"], &["a"]);
}

#[test]
fn anchors_are_the_edges_of_the_text_and_of_ascii_words() {
    check("^a$", &["a"], &["a\n", "\na", "b\na"]);
    check(r"\ba\b", &["a", "éa", "-a-"], &["ab", "_a"]);
    check(r"\Ba\B", &["bab"], &["a", "éaé", "ab"]);
    check(r"\B", &["", "é", "ab"], &["a", "aéb"]);
    check("(?m:^b$)", &["b", "a\nb\u{2028}c"], &["ab"]);
    check("(?s:a.b)", &["a\nb"], &["a\n\nb"]);
    check("a.b", &["axb"], &["a\nb"]);
}

#[test]
fn escapes_stand_for_characters() {
    check(r"^\x41\u0042\u{43}\cA\0$", &["ABC\u{1}\0"], &["ABC"]);
    check(r"^\uD83D\uDE00$", &["😀"], &["\u{FFFD}"]);
    check(r"^[\uD83D\uDE00]$", &["😀"], &[]);
    check(r"^[\uD800-\uDFFF]$", &[], &["😀", "a"]);
    check(
        r"^[\uD000-\uFFFF]$",
        &["\u{D000}", "\u{E000}"],
        &["a", "😀"],
    );
    check(r"^[\b]\t\n\v\f\r$", &["\u{8}\t\n\u{B}\u{C}\r"], &[]);
    check(
        r"^\/\^\$\.\*\+\?\(\)\[\]\{\}\|\\$",
        &[r"/^$.*+?()[]{}|\"],
        &[],
    );
}

/// Patterns that are only valid without the `u` flag (Annex B).
#[test]
fn annex_b_holds_where_the_flag_does_not() {
    check(r"^\-\_\a$", &["-_a"], &[]);
    check("^a{,2}]}{$", &["a{,2}]}{"], &["aa"]);
    check("x{", &["x{"], &["x"]);
    check(r"^\101\07\8\_$", &["A\u{7}8_"], &[]);
    check(r"^\c\_$", &[r"\c_"], &[]);
    check(r"^[\c1\_]$", &["\u{11}", "_"], &["c"]);
    check(r"^[a-\d_\_]$", &["a", "-", "5"], &["b"]);
    check(r"^\p{L}\_$", &["p{L}_"], &["a_"]);
    check(r"(?=a)*\_", &["_"], &["a"]);
    check(r"^\k\_$", &["k_"], &[]);
    // `regress` takes it for one character, which is not valid there.
    check(r"^\u{2}\_$", &["uu_"], &["\u{2}_"]);
    // `regress` looks for the halves, which no text has.
    check(r"^\uD83D\uDE00\_$", &["😀_"], &[]);
}

#[test]
fn quantifiers_count() {
    check("^a{2,3}$", &["aa", "aaa"], &["a", "aaaa"]);
    check("^(?:ab){2}$", &["abab"], &["ab"]);
    check("^a+?b*?$", &["a", "ab"], &["b"]);
    check("^(a*)*$", &["", "aaa"], &["b"]);
    check("^(?:){3}a{0}$", &[""], &["a"]);
    check("^(?:a|ab)(?:c|bcd)$", &["abcd", "abc"], &["abd"]);
}

#[test]
fn groups_capture_as_the_standard_says() {
    check(r"^(\w+)(,\1)*$", &["a", "a,a,a"], &["a,b"]);
    check(r"^(?:(a)|b)\1$", &["aa", "b"], &["ab", "ba"]);
    // An iteration resets the captures of the one before.
    check(r"^(?:(a)|b)*\1$", &["ab", "aaa"], &[]);
    check(r"^\1(a)$", &["a"], &["aa"]);
    check(r"^(a\1)$", &["a"], &["aa"]);
    check(r"^(?<n>a|b)\k<n>$", &["aa", "bb"], &["ab"]);
    check(r"^(?:(?<n>a)|(?<n>b))\k<n>$", &["aa", "bb"], &["ab"]);
    check(r"(?=(a+))a*b\1", &["baaabac", "abaa"], &["b"]);
    check(r"(?!(a)b)\1a", &["a"], &["b"]);
}

#[test]
fn look_arounds_look_and_stay() {
    // Both edges together are found in the empty text only, whatever stands between them.
    check("^(?!x)$", &[""], &["a", "x", "ax"]);
    check("^(?=x)$", &[], &["", "x"]);
    check("^(?<!x)$", &[""], &["a", "x"]);
    check("^(?!a)(?<!b)$", &[""], &["c", "a", "b"]);
    check("^(?!https://).*$", &["http://", ""], &["https://x"]);
    check(
        r"^(?=.*\d)(?=.*[a-z]).{3,}$",
        &["a1x"],
        &["abc", "12", "a1"],
    );
    check("^[a-z-]+(?<!-)$", &["a-b"], &["a-", ""]);
    check("(?<=a)b", &["ab"], &["b", "cb"]);
    check("(?<![a-c])b", &["b", "db"], &["ab"]);
    // A look-behind matches from its end, so that the last group takes what it can.
    check(r"(?<=(\d+)(\d+))x\1$", &["1053x1"], &["1053x105"]);
    check("a(?=b)(?!bc)", &["ab", "abd"], &["abc", "a"]);
    check("(?=(?!a).)b", &["b"], &["a"]);
    check("(?!.*a)", &["", "ab"], &[]);
}

#[test]
fn case_is_ignored_where_it_is_asked_for() {
    check("^(?i:ab)c$", &["ABc", "abc"], &["abC"]);
    check("^(?i:[^x])$", &["a"], &["x", "X"]);
    check("^(?i:k)$", &["k", "K", "\u{212A}"], &["c"]);
    check("^(?i:a(?-i:b))$", &["Ab"], &["aB"]);
}

#[test]
fn what_is_no_regular_expression_is_an_error() {
    for source in [
        "[",
        "(",
        ")",
        "a{2,1}",
        "*a",
        "a**",
        "+",
        "{2}",
        "a{2}{3}",
        r"\",
        "(?i)a",
        r"(?a)",
        "(?:",
        "[b-a]",
        "(?<a>x)(?<a>y)",
        "(?:(?<a>x)|b)(?:(?<a>y)|c)",
        "(?<1>x)",
        r"(?<n>a)\k<m>",
        r"(?<n>a)\k",
        "^*",
        "(?<=a)*",
        "(?-:a)",
        r"(?P<n>a)",
        "a++",
    ] {
        assert!(
            matches!(parse(source), Err(Error::Invalid(_))),
            "{source}: {:?}",
            parse(source)
        );
    }
}

#[test]
fn patterns_beyond_the_limits_are_not_enforced() {
    for (source, expected) in [
        (
            format!("{}a{}", "(".repeat(600), ")".repeat(600)),
            "nested deeper than 250 levels",
        ),
        (
            format!("{}a{}", "(?=".repeat(450), ")".repeat(450)),
            "nested deeper than 250 levels",
        ),
        ("a|".repeat(1_001), "longer than 2000 characters"),
        (
            "((a{100}){100}){100}".to_owned(),
            "more than 2000 characters",
        ),
        (
            "(?:a{4000000000}){4000000000}b|".to_owned(),
            "more than 2000 characters",
        ),
        (r"(?:\p{L}{30}x){60}".to_owned(), "takes too much memory"),
        (r"(?i:\-)".to_owned(), "`(?i:…)`"),
        (r"(?i:(a)\1)".to_owned(), "`(?i:…)`"),
    ] {
        match parse(&source) {
            Err(Error::Unsupported(why)) => assert!(why.contains(expected), "{why}"),
            other => panic!("{source}: {other:?}"),
        }
    }
}
