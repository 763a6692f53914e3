//! What other dialects write in regular expressions, and ECMA-262 takes for something else or refuses.

/// A construct of another dialect.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Foreign {
    /// What it is in ECMA-262.
    pub what: String,
    /// Its index in the pattern, in characters.
    pub at: usize,
    /// What ECMA-262 has for it.
    pub help: String,
}

/// Escapes of other dialects, each with what ECMA-262 has for it. ECMA-262 takes them for letters.
const ESCAPES: &[(char, &str)] = &[
    ('A', "write `^` for the start of the text"),
    ('Z', "write `$` for the end of the text"),
    ('z', "write `$` for the end of the text"),
    ('G', "write `^` for the start of the text"),
    (
        'Q',
        "write a backslash in front of each character that is syntax",
    ),
    ('h', "write `[ \\t]` for a space or a tab"),
    ('H', "write `[^ \\t]` for anything but a space or a tab"),
    ('R', "write `(?:\\r\\n|[\\n\\r])` for the end of a line"),
    ('a', "write `\\x07` for the character of a bell"),
    ('e', "write `\\x1B` for the character of an escape"),
];

/// Classes of POSIX, each with the characters that it has.
const CLASSES: &[(&str, &str)] = &[
    ("alnum", "A-Za-z0-9"),
    ("alpha", "A-Za-z"),
    ("blank", " \\t"),
    ("cntrl", "\\x00-\\x1F\\x7F"),
    ("digit", "0-9"),
    ("graph", "!-~"),
    ("lower", "a-z"),
    ("print", " -~"),
    ("punct", "!-\\/:-@[-`{-~"),
    ("space", "\\s"),
    ("upper", "A-Z"),
    ("word", "\\w"),
    ("xdigit", "0-9A-Fa-f"),
];

/// Constructs that ECMA-262 refuses, each with what it has for them.
const GROUPS: &[(&str, &str)] = &[
    ("(?P<", "write `(?<` for a group with a name"),
    ("(?P=", "write `\\k<` and `>` around the name of a group"),
    ("(?>", "write `(?:` for a group without a number"),
    ("(?#", "leave the comment out"),
];

/// The first construct of another dialect in a pattern of ECMA-262, which matches something else than
/// its author means.
pub fn misread(source: &str, is_unicode: bool) -> Option<Foreign> {
    if let Some(found) = delimiters(source) {
        return Some(found);
    }
    let chars: Vec<char> = source.chars().collect();
    let (mut at, mut in_class) = (0, false);
    while let Some(next) = chars.get(at) {
        match next {
            '\\' => {
                if let Some(found) = escape(&chars, at, is_unicode, in_class) {
                    return Some(found);
                }
                at += 1;
            }
            '[' => {
                if let Some(found) = posix_class(&chars, at) {
                    return Some(found);
                }
                in_class = true;
            }
            ']' => in_class = false,
            _ => {}
        }
        at += 1;
    }
    None
}

/// What to write for the first construct of a pattern that ECMA-262 refuses and another dialect has.
pub fn help(source: &str) -> Option<String> {
    let chars: Vec<char> = source.chars().collect();
    let (mut at, mut in_class) = (0, false);
    while let Some(next) = chars.get(at) {
        let is_quantifier = matches!(next, '*' | '+' | '?' | '}');
        match next {
            '\\' => at += 1,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => {
                if let Some(help) = group(&chars[at..]) {
                    return Some(help);
                }
            }
            _ if is_quantifier && !in_class && at > 0 && chars.get(at + 1) == Some(&'+') => {
                return Some("leave out the `+` of a possessive quantifier".to_owned());
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// What to write for a group of another dialect: `(?i)` that is for the rest of the pattern, and others.
fn group(chars: &[char]) -> Option<String> {
    let start: String = chars.iter().take(12).collect();
    if let Some((_, help)) = GROUPS.iter().find(|(group, _)| start.starts_with(group)) {
        return Some((*help).to_owned());
    }
    let (flags, _) = start.strip_prefix("(?")?.split_once(')')?;
    let is_flags = !flags.is_empty() && flags.chars().all(|flag| "imsxuUJ-".contains(flag));
    let help = format!("write `(?{flags}:` and `)` around what the flags are for");
    is_flags.then_some(help)
}

/// `/…/` and `/…/i`: the slashes of a literal of JavaScript or Perl around a pattern. Slashes inside such
/// a literal have a backslash, unlike those of a path.
fn delimiters(source: &str) -> Option<Foreign> {
    let inner = source.strip_prefix('/')?;
    let (inner, flags) = inner.rsplit_once('/')?;
    let is_flags = flags.chars().all(|flag| "dgimsuvy".contains(flag));
    let is_anchored = inner.starts_with('^') || (inner.ends_with('$') && !inner.ends_with("\\$"));
    let mut before = ' ';
    let has_slash = inner.chars().any(|next| {
        let is_slash = next == '/' && before != '\\';
        before = next;
        is_slash
    });
    let has_syntax = inner.contains(['[', '(', '+', '*', '{', '\\']);
    if !is_flags || has_slash || !(is_anchored || (has_syntax && !inner.is_empty())) {
        return None;
    }
    Some(Foreign {
        what: "slashes around a pattern are part of the text that it matches".to_owned(),
        at: 0,
        help: match flags {
            "" => "leave the slashes out".to_owned(),
            flags if flags.contains('i') => {
                "leave the slashes and flags out, and write `(?i:` and `)` around the pattern"
                    .to_owned()
            }
            _ => "leave the slashes and flags out".to_owned(),
        },
    })
}

/// An escape at a backslash that ECMA-262 takes for the letter behind it.
fn escape(chars: &[char], at: usize, is_unicode: bool, in_class: bool) -> Option<Foreign> {
    let escaped = *chars.get(at + 1)?;
    let is_braced = chars.get(at + 2) == Some(&'{');
    let found = |what: String, help: String| Some(Foreign { what, at, help });
    let letter = |help: &str| {
        let what = format!("`\\{escaped}` is the letter `{escaped}` in ECMA-262");
        found(what, help.to_owned())
    };
    if is_unicode {
        return None;
    }
    match escaped {
        'p' | 'P' if is_braced => found(
            format!("`\\{escaped}{{` is the letter `{escaped}` in this pattern"),
            "remove backslashes in front of characters that are no syntax: only then ECMA-262 has \
             properties of Unicode"
                .to_owned(),
        ),
        'p' | 'P' => letter("write the property of Unicode in braces: `\\p{L}`"),
        'x' if is_braced => letter("write `\\u` and four digits for a character"),
        _ if in_class && escaped != 'h' => None,
        _ => {
            let (_, help) = ESCAPES.iter().find(|(known, _)| *known == escaped)?;
            letter(help)
        }
    }
}

/// A class of POSIX, as `[:alpha:]`, at a bracket.
fn posix_class(chars: &[char], at: usize) -> Option<Foreign> {
    let rest: String = chars.iter().skip(at).take(12).collect();
    let (name, _) = rest.strip_prefix("[:")?.split_once(":]")?;
    let name = name.strip_prefix('^').unwrap_or(name);
    let (_, set) = CLASSES.iter().find(|(known, _)| *known == name)?;
    Some(Foreign {
        what: format!("`[:{name}:]` is a set of a colon and letters in ECMA-262"),
        at,
        help: format!("write `{set}` between brackets"),
    })
}
