//! Names: the one place that makes identifiers and keeps them unique.
//!
//! A name depends on its item and the place of that alone. Only for equal names does one get a number:
//! the one that differs from the spelling in the description, else the later one. Items that several
//! operations share are named after the first of them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::identifier::Case;
use crate::lower::name::words::{compared, spelt_out};

/// The name that an item should get.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DesiredName {
    pub name: String,
    /// Whether it is spelt like this in the description.
    pub is_exact: bool,
}

impl DesiredName {
    /// A name made from a text of the description.
    pub fn from_text(text: &str, name: String) -> Self {
        Self {
            is_exact: name == text,
            name,
        }
    }

    /// A derived name, which the description does not spell.
    pub fn derived(name: String) -> Self {
        Self {
            name,
            is_exact: false,
        }
    }

    /// The name with a suffix.
    pub fn with_suffix(&self, suffix: &str) -> Self {
        Self {
            name: format!("{}{suffix}", self.name),
            is_exact: self.is_exact && suffix.is_empty(),
        }
    }
}

/// The names that are reserved in a scope, all short enough for an identifier.
#[derive(Debug)]
pub struct Scope {
    case: Case,
    taken: HashSet<String>,
    /// The last number that was appended to a name, so that lower ones are not tried again.
    last: HashMap<String, usize>,
}

impl Scope {
    /// A scope without reserved names.
    pub fn new(case: Case) -> Self {
        Self {
            case,
            taken: HashSet::new(),
            last: HashMap::new(),
        }
    }

    /// A scope with some names reserved.
    pub fn with_reserved<T: Into<String>>(
        case: Case,
        reserved: impl IntoIterator<Item = T>,
    ) -> Self {
        Self {
            taken: reserved.into_iter().map(Into::into).collect(),
            ..Self::new(case)
        }
    }

    /// Whether a name is not reserved.
    pub fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name)
    }

    /// Reserves `name`, else the first free numbered variant.
    pub fn reserve(&mut self, name: String) -> String {
        let name = self.case.limited(&name).into_owned();
        if self.taken.insert(name.clone()) {
            return name;
        }
        let mut number = self.last.get(&name).map_or(2, |last| last + 1);
        let mut free = format!("{name}{number}");
        while !self.taken.insert(free.clone()) {
            number += 1;
            free = format!("{name}{number}");
        }
        self.last.insert(name, number);
        free
    }

    /// Reserves names for items of equal rank. Those spelt like in the description come first, and
    /// numbers are given only when every name without one is reserved, so that neither depends on the
    /// order.
    pub fn reserve_all(&mut self, wanted: Vec<DesiredName>) -> Vec<String> {
        let mut reserved = vec![None; wanted.len()];
        for exact in [true, false] {
            for (each, reserved) in wanted.iter().zip(&mut reserved) {
                let name = self.case.limited(&each.name);
                if each.is_exact == exact && self.taken.insert(name.clone().into_owned()) {
                    *reserved = Some(name.into_owned());
                }
            }
        }
        let names = wanted.into_iter().zip(reserved);
        names
            .map(|(each, reserved)| reserved.unwrap_or_else(|| self.reserve(each.name)))
            .collect()
    }

    /// Reserves `name`, else `name` with a qualifier, else the first free numbered variant.
    pub fn reserve_qualified(&mut self, name: String, word: &str) -> String {
        if self.is_free(&name) {
            return self.reserve(name);
        }
        self.reserve(joined(&name, word))
    }
}

/// The name of a type or a variant: `FlowSet`.
pub fn type_name(text: &str) -> String {
    let name = Case::Camel.convert(&spelt_out(text));
    // A lower case letter without an upper case needs a prefix.
    let starts_badly = |first: char| !unicode_ident::is_xid_start(first) || first.is_lowercase();
    match &*name {
        "" => "Empty".to_owned(),
        "Self" => "SelfType".to_owned(),
        _ if name.starts_with(starts_badly) => format!("N{name}"),
        _ => name,
    }
}

/// The name of a field, a parameter or a method: `flow_set`.
pub fn value_name(text: &str) -> String {
    let name = Case::Snake.convert(&compared(&spelt_out(text)));
    match &*name {
        "" => "empty".to_owned(),
        // These cannot be raw identifiers.
        "self" | "super" | "crate" => format!("{name}_"),
        _ if name.starts_with(|first| !unicode_ident::is_xid_start(first)) => format!("n{name}"),
        _ => name,
    }
}

/// The name of a constant: `FLOW_SET`.
pub fn constant_name(text: &str) -> String {
    // Some scripts have no upper case, which constants need.
    let text: String = text.chars().filter(char::is_ascii).collect();
    let name = Case::Shouty.convert(&spelt_out(&text));
    match &*name {
        "" => "EMPTY".to_owned(),
        _ if name.starts_with(|first| !unicode_ident::is_xid_start(first)) => format!("N{name}"),
        _ => name,
    }
}

/// Joins two names of values.
pub fn joined(first: &str, second: &str) -> String {
    // rustc warns about two underscores in a row.
    let (first, second) = (first.trim_end_matches('_'), second.trim_start_matches('_'));
    format!("{first}_{second}")
}

/// A type name, cut so that longer names can be made from it.
pub fn owner(name: &str) -> Cow<'_, str> {
    Case::Camel.part(name)
}

/// The name of the variant for a media type: `Json`, `Text`, `MergePatchJson`.
pub fn media_name(essence: &str) -> String {
    let (_, name) = essence.split_once('/').unwrap_or(("", essence));
    match name {
        "plain" => "Text".to_owned(),
        name => type_name(name.trim_start_matches("x-")),
    }
}

/// The name of the variant for the status of a response: `NotFound`, `ClientError`, `Default`.
pub fn response_name(status: &str) -> String {
    match status.parse() {
        Ok(code) => status_name(code),
        Err(_) => match status.as_bytes().first() {
            Some(b'1') => "Informational".to_owned(),
            Some(b'2') => "Success".to_owned(),
            Some(b'3') => "Redirection".to_owned(),
            Some(b'4') => "ClientError".to_owned(),
            Some(b'5') => "ServerError".to_owned(),
            _ => "Default".to_owned(),
        },
    }
}

/// The name of the variant for a status: `NotFound`.
fn status_name(code: u16) -> String {
    let known = STATUSES.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| format!("Status{code}"), |(_, name)| (*name).to_owned())
}

const STATUSES: &[(u16, &str)] = &[
    (200, "Ok"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "NonAuthoritative"),
    (204, "NoContent"),
    (205, "ResetContent"),
    (206, "PartialContent"),
    (207, "MultiStatus"),
    (300, "MultipleChoices"),
    (301, "MovedPermanently"),
    (302, "Found"),
    (303, "SeeOther"),
    (304, "NotModified"),
    (307, "TemporaryRedirect"),
    (308, "PermanentRedirect"),
    (400, "BadRequest"),
    (401, "Unauthorized"),
    (402, "PaymentRequired"),
    (403, "Forbidden"),
    (404, "NotFound"),
    (405, "MethodNotAllowed"),
    (406, "NotAcceptable"),
    (407, "ProxyAuthenticationRequired"),
    (408, "RequestTimeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "LengthRequired"),
    (412, "PreconditionFailed"),
    (413, "ContentTooLarge"),
    (414, "UriTooLong"),
    (415, "UnsupportedMediaType"),
    (416, "RangeNotSatisfiable"),
    (417, "ExpectationFailed"),
    (418, "ImATeapot"),
    (421, "MisdirectedRequest"),
    (422, "UnprocessableContent"),
    (423, "Locked"),
    (424, "FailedDependency"),
    (425, "TooEarly"),
    (426, "UpgradeRequired"),
    (428, "PreconditionRequired"),
    (429, "TooManyRequests"),
    (431, "RequestHeaderFieldsTooLarge"),
    (451, "UnavailableForLegalReasons"),
    (500, "InternalServerError"),
    (501, "NotImplemented"),
    (502, "BadGateway"),
    (503, "ServiceUnavailable"),
    (504, "GatewayTimeout"),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Case, DesiredName, Scope, constant_name, joined, type_name, value_name};
    use crate::identifier::MAX_LENGTH;

    #[test]
    fn types_are_camel_case() {
        for (text, expected) in [
            ("AuthenticatorSMSStage", "AuthenticatorSmsStage"),
            ("flow-set", "FlowSet"),
            ("flow set", "FlowSet"),
            ("", "Empty"),
            ("+1", "Plus1"),
            ("-created_at", "MinusCreatedAt"),
            ("2fa", "N2fa"),
            ("Self", "SelfType"),
            ("größe", "Größe"),
            ("x²", "X2"),
            ("½", "N12"),
            ("paʿʿel", "Pael"),
            ("ʿbool", "Bool"),
            ("²std", "N2std"),
            ("ｆｕｌｌ width", "FullWidth"),
            ("ﬁ", "Fi"),
            ("cafe\u{301}", "Café"),
            ("ანა", "Ანა"),
            ("ĸ", "Empty"),
            ("猫 кот", "猫Кот"),
            ("*", "Asterisk"),
            ("**", "AsteriskAsterisk"),
            ("<=", "LessEquals"),
            (" ", "Space"),
            ("\"); panic!(\"", "Panic"),
        ] {
            assert_eq!(type_name(text), expected, "{text}");
        }
    }

    #[test]
    fn values_are_snake_case() {
        for (text, expected) in [
            ("flowSet", "flow_set"),
            ("self", "self_"),
            ("type", "type"),
            ("@id", "id"),
            ("123", "n123"),
            ("_", "underscore"),
            ("StartTime<", "start_time_less"),
            ("StartTime>", "start_time_greater"),
            ("StartTime>=", "start_time_from"),
            ("<", "less"),
            ("", "empty"),
            ("ids[]", "ids"),
        ] {
            assert_eq!(value_name(text), expected, "{text}");
        }
    }

    #[test]
    fn constants_are_upper_case() {
        for (text, expected) in [
            ("flowSet", "FLOW_SET"),
            ("2fa", "N2FA"),
            ("größe", "GRE"),
            ("猫", "EMPTY"),
            ("ĸ", "EMPTY"),
        ] {
            assert_eq!(constant_name(text), expected, "{text}");
        }
    }

    #[test]
    fn joined_names_have_no_two_underscores() {
        for (first, second, expected) in [
            ("get", "id", "get_id"),
            ("self_", "query", "self_query"),
            ("self_", "_id", "self_id"),
        ] {
            assert_eq!(joined(first, second), expected);
        }
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let long = |end: &str| "word ".repeat(1_000) + end;
        for name in [type_name, value_name, constant_name] {
            let (first, second) = (name(&long("a")), name(&long("b")));
            assert!(first.len() <= MAX_LENGTH, "{first}");
            assert_ne!(first, second);
            assert_eq!(first, name(&long("a")));
        }
        // Longer names made from it are cut again.
        for case in [Case::Camel, Case::Snake, Case::Shouty] {
            let mut scope = Scope::new(case);
            let reserved = ["a", "b", "a"].map(|end| scope.reserve("x".repeat(1_000) + end));
            let all: HashSet<&String> = reserved.iter().collect();
            assert_eq!(all.len(), 3, "{reserved:?}");
            assert!(reserved.iter().all(|name| name.len() <= MAX_LENGTH + 1));
        }
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let mut scope = Scope::with_reserved(Case::Camel, ["Unknown"]);
        let names = ["A", "A", "Unknown", "A"].map(|name| scope.reserve(name.to_owned()));
        assert_eq!(names, ["A", "A2", "Unknown2", "A3"]);
    }

    #[test]
    fn a_name_that_is_spelt_so_goes_before_one_that_is_made_so() {
        for (texts, expected) in [
            (
                ["foo_bar", "FooBar", "fooBar"],
                ["FooBar2", "FooBar", "FooBar3"],
            ),
            (["a", "A2", "A"], ["A3", "A2", "A"]),
            (["a", "a2", "A"], ["A3", "A2", "A"]),
        ] {
            let wanted = texts.map(|text| DesiredName::from_text(text, type_name(text)));
            assert_eq!(
                Scope::new(Case::Camel).reserve_all(wanted.to_vec()),
                expected
            );
        }
    }
}
