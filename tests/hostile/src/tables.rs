//! The two tables: hostile texts (`payloads.txt`), and the positions of texts in descriptions
//! (`templates/*.yaml`). A line of either file is a row; nothing else lists them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

const PAYLOADS: &str = include_str!("../payloads.txt");

/// The descriptions, and the files that are written beside each of them.
const DESCRIPTIONS: &[(&str, &str)] = &[
    ("texts", include_str!("../templates/texts.yaml")),
    ("http", include_str!("../templates/http.yaml")),
    ("security", include_str!("../templates/security.yaml")),
    ("schemas", include_str!("../templates/schemas.yaml")),
];

/// The description that refers to the other files, and that the overlay is for.
const WITH_FILES: &str = "schemas";
const FILES: &[(&str, &str)] = &[
    ("other.yaml", include_str!("../templates/other.yaml")),
    ("self.yaml", include_str!("../templates/self.yaml")),
    (OVERLAY, include_str!("../templates/overlay.yaml")),
];

/// The file of the overlay.
pub const OVERLAY: &str = "overlay.yaml";

/// The file of the description.
pub const SPEC: &str = "openapi.yaml";

/// A text that is put into positions.
#[derive(Clone, Debug)]
pub struct Payload {
    /// As `payloads.txt` calls it.
    pub name: String,
    /// What it says.
    pub text: Text,
}

/// What a payload says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Text {
    /// Unicode.
    Unicode(String),
    /// The escapes of a JSON string that no text has, such as half of a surrogate pair.
    Escapes(String),
}

impl Text {
    /// The text, unless it is none.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Unicode(text) => Some(text),
            Self::Escapes(_) => None,
        }
    }

    /// As it stands in a double-quoted string of YAML.
    fn quoted(&self, raw: Raw) -> String {
        match self {
            Self::Unicode(text) => quoted(text, raw),
            Self::Escapes(escapes) => escapes.clone(),
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::Unicode(text.to_owned())
    }
}

/// Which characters stand as they are in a description.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Raw {
    /// Letters, digits and ASCII signs.
    Printable,
    /// Whatever YAML allows in a string on one line: the lines that diagnostics show hold it then.
    Allowed,
}

/// A position: where a text stands in a description.
#[derive(Clone, Debug)]
pub struct Position {
    /// As its template calls it.
    pub name: String,
    /// What stands there when another position is tried.
    pub harmless: String,
    /// Texts besides that make something else of the position, and may.
    pub others: Vec<Text>,
    /// Whether the text is sent over the network, so that the output must hold it.
    pub on_wire: bool,
    /// The description, as an index.
    pub description: usize,
    /// Whether it is tried at all.
    pub is_kept: bool,
}

/// A description with positions, and the files beside it.
#[derive(Clone, Debug)]
pub struct Description {
    /// The name of its template.
    pub name: &'static str,
    files: Vec<(&'static str, Vec<Part>)>,
}

#[derive(Clone, Debug)]
enum Part {
    Fixed(String),
    /// A position, as an index.
    Position(usize),
}

/// Everything that is tried.
#[derive(Clone, Debug)]
pub struct Tables {
    /// In the order of the file.
    pub payloads: Vec<Payload>,
    /// In the order of the templates.
    pub positions: Vec<Position>,
    /// Each with positions of its own.
    pub descriptions: Vec<Description>,
}

impl Tables {
    /// Reads the tables.
    ///
    /// # Errors
    ///
    /// A line is no row, or a name stands twice.
    pub fn read() -> Result<Self, String> {
        let mut tables = Self {
            payloads: payloads(PAYLOADS)?,
            positions: Vec::new(),
            descriptions: Vec::new(),
        };
        for (index, (name, text)) in DESCRIPTIONS.iter().enumerate() {
            let beside = FILES.iter().filter(|_| *name == WITH_FILES);
            let own = (SPEC, *text);
            let files = std::iter::once(&own).chain(beside);
            let files = files
                .map(|(file, text)| Ok((*file, parts(text, index, &mut tables.positions)?)))
                .collect::<Result<_, String>>()?;
            tables.descriptions.push(Description { name, files });
        }
        Ok(tables)
    }

    /// The files of a description, with a text in each position: the harmless one where `text` gives
    /// none.
    pub fn fill<'a>(
        &self,
        description: usize,
        raw: Raw,
        text: impl Fn(usize) -> Option<&'a Text>,
    ) -> Vec<(&'static str, String)> {
        let description = &self.descriptions[description];
        let fill = |part: &Part| match part {
            Part::Fixed(fixed) => fixed.clone(),
            Part::Position(index) => match text(*index) {
                Some(text) => text.quoted(raw),
                None => quoted(&self.positions[*index].harmless, raw),
            },
        };
        let files = description.files.iter();
        files
            .map(|(name, parts)| (*name, parts.iter().map(fill).collect()))
            .collect()
    }

    /// The names of all payloads and positions.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let payloads = self.payloads.iter().map(|payload| &*payload.name);
        payloads.chain(self.positions.iter().map(|position| &*position.name))
    }

    /// Leaves out what has other names than these, of the payloads and of the positions, if there is
    /// one that has: to look into a failure.
    pub fn keep(&mut self, names: &[String]) {
        let is_kept = |name: &String| names.contains(name);
        if self.payloads.iter().any(|payload| is_kept(&payload.name)) {
            self.payloads.retain(|payload| is_kept(&payload.name));
        }
        if self
            .positions
            .iter()
            .any(|position| is_kept(&position.name))
        {
            let positions = self.positions.iter_mut();
            positions.for_each(|position| position.is_kept = is_kept(&position.name));
        }
    }

    /// The positions of a description, as indices.
    pub fn positions_of(&self, description: usize) -> impl Iterator<Item = usize> {
        let positions = self.positions.iter().enumerate();
        positions
            .filter(move |(_, position)| position.description == description)
            .map(|(index, _)| index)
    }
}

fn payloads(text: &str) -> Result<Vec<Payload>, String> {
    let mut payloads = BTreeMap::new();
    let mut order = Vec::new();
    for line in text.lines() {
        if line.is_empty() || line.starts_with(['#', '[']) {
            continue;
        }
        let payload = payload(line).ok_or(format!("this is no payload: {line}"))?;
        order.push(payload.name.clone());
        if let Some(other) = payloads.insert(payload.name.clone(), payload) {
            return Err(format!("two payloads are called {}", other.name));
        }
    }
    Ok(order
        .iter()
        .filter_map(|name| payloads.remove(name))
        .collect())
}

/// `name: "text"`, or `name: "text" * count`.
fn payload(line: &str) -> Option<Payload> {
    let (name, rest) = line.split_once(": ")?;
    let end = rest.rfind('"')? + 1;
    let (literal, behind) = rest.split_at(end);
    let count = match behind.trim() {
        "" => 1,
        behind => behind.strip_prefix('*')?.trim().parse().ok()?,
    };
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let text = match text_of(inner) {
        Text::Unicode(text) => Text::Unicode(text.repeat(count)),
        Text::Escapes(escapes) => Text::Escapes(escapes),
    };
    Some(Payload {
        name: name.to_owned(),
        text,
    })
}

/// What stands in a string of JSON.
fn text_of(inner: &str) -> Text {
    match serde_json::from_str(&format!("\"{inner}\"")) {
        Ok(text) => Text::Unicode(text),
        Err(_) => Text::Escapes(inner.to_owned()),
    }
}

/// Takes a template apart. A position is `«name»`, `«=name»` if its text is sent over the network,
/// and `«name|text|other»` where its name is no harmless text for it, or there are others of which
/// the generator makes something else; they are strings of JSON.
fn parts(
    text: &str,
    description: usize,
    positions: &mut Vec<Position>,
) -> Result<Vec<Part>, String> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    let mut rest = &*text;
    let mut parts = Vec::new();
    while let Some((before, behind)) = rest.split_once('«') {
        let (position, behind) = behind
            .split_once('»')
            .ok_or(format!("a position has no end: {behind:.20}"))?;
        rest = behind;
        let (on_wire, position) = match position.strip_prefix('=') {
            Some(position) => (true, position),
            None => (false, position),
        };
        let mut texts = position.split('|');
        let name = texts.next().unwrap_or_default();
        let harmless = texts.next().map_or(name.replace(' ', "-"), str::to_owned);
        parts.push(Part::Fixed(before.to_owned()));
        let known = positions.iter().position(|known| known.name == name);
        if let Some(known) = known.filter(|known| positions[*known].description != description) {
            let name = &positions[known].name;
            return Err(format!("two descriptions have a position {name}"));
        }
        parts.push(Part::Position(known.unwrap_or(positions.len())));
        if known.is_none() {
            positions.push(Position {
                name: name.to_owned(),
                harmless,
                others: texts.map(text_of).collect(),
                on_wire,
                description,
                is_kept: true,
            });
        }
    }
    parts.push(Part::Fixed(rest.to_owned()));
    Ok(parts)
}

/// A text within a double-quoted string of YAML 1.2 (§7.3.1).
fn quoted(text: &str, raw: Raw) -> String {
    let mut quoted = String::with_capacity(text.len());
    for character in text.chars() {
        let code = u32::from(character);
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            // Control characters, and breaks of lines, are not allowed; surrogates do not exist.
            '\0'..'\u{20}' => write_escape(&mut quoted, format_args!("\\x{code:02x}")),
            _ if raw == Raw::Allowed
                && !matches!(character, '\u{feff}' | '\u{fffe}'..='\u{ffff}') =>
            {
                quoted.push(character);
            }
            ' '..='~' => quoted.push(character),
            _ if character.is_alphanumeric() => quoted.push(character),
            _ => write_escape(&mut quoted, format_args!("\\U{code:08x}")),
        }
    }
    quoted
}

fn write_escape(text: &mut String, escape: std::fmt::Arguments<'_>) {
    // Writing to a `String` cannot fail.
    let _ = text.write_fmt(escape);
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use oasmith::source;

    use super::{Raw, Tables, Text};

    fn tables() -> Tables {
        Tables::read().expect("the tables can be read")
    }

    #[test]
    fn the_tables_are_as_large_as_they_have_to_be() {
        let tables = tables();
        assert!(tables.payloads.len() >= 99, "{}", tables.payloads.len());
        assert!(tables.positions.len() >= 99, "{}", tables.positions.len());
        assert!(tables.positions.iter().any(|position| position.on_wire));
    }

    /// What is read from a filled description is the payload, so it is the payload that is tried.
    #[test]
    fn a_filled_description_holds_the_payload() {
        let tables = tables();
        let title = tables
            .positions
            .iter()
            .position(|position| position.name == "title")
            .expect("there is one");
        for payload in &tables.payloads {
            let Some(expected) = payload.text.as_str() else {
                continue;
            };
            for raw in [Raw::Printable, Raw::Allowed] {
                let files = tables.fill(0, raw, |index| (index == title).then_some(&payload.text));
                let tree = source::parse(Path::new("t.yaml"), files[0].1.clone())
                    .unwrap_or_else(|_| panic!("{}: {raw:?}", payload.name));
                let info = tree.files[0].root.get("info").expect("it is there");
                let Some(source::Node::String(title)) = info.get("title") else {
                    panic!("{}: the title is no string", payload.name);
                };
                assert_eq!(&**title, expected, "{}: {raw:?}", payload.name);
            }
        }
    }

    #[test]
    fn half_a_surrogate_pair_stays_an_escape() {
        let tables = tables();
        let escapes = tables
            .payloads
            .iter()
            .filter(|payload| matches!(payload.text, Text::Escapes(_)));
        assert_eq!(escapes.count(), 3);
    }
}
