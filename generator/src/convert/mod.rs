//! The bundle of a description of any version → one of OpenAPI 3.0 or 3.1.
//!
//! Nodes are converted to nodes, keyword by keyword, each with its pointer in the source. Whatever the
//! target has no equivalent for is reported at its place, with what is written instead. A description
//! of OpenAPI 3.0 is one that `openapiv3` can read.

mod converter;
mod document;
mod hooks;
mod node;
mod schema;
mod swagger;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod typed;

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::str::FromStr;

use crate::config::InvalidWord;
use crate::convert::converter::Converter;
use crate::convert::node::{Entry, find, get, steps};
use crate::convert::typed::Refused;
use crate::diagnostic::{Code, Diagnostic, FileId, Location, Severity};
use crate::document::Version;
use crate::source::{MAX_DEPTH, Node, Origins, deeply, measure};
use crate::{Config, Description, Report, bundle};

/// The version of OpenAPI that a description is converted to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Target {
    /// OpenAPI 3.0
    V3_0,
    /// OpenAPI 3.1
    V3_1,
}

impl Target {
    /// The version that a converted description declares.
    fn version(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.4",
            Self::V3_1 => "3.1.1",
        }
    }

    /// Whether a version is one of the target already.
    fn is(self, version: &str) -> bool {
        let mut parts = version.split('.');
        let minor = if self == Self::V3_0 { "0" } else { "1" };
        parts.next() == Some("3") && parts.next() == Some(minor) && parts.next().is_some()
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
        })
    }
}

impl FromStr for Target {
    type Err = InvalidWord;

    fn from_str(text: &str) -> Result<Self, InvalidWord> {
        match text {
            "3.0" => Ok(Self::V3_0),
            "3.1" => Ok(Self::V3_1),
            _ => Err(InvalidWord(format!(
                "expected one of `3.0`, `3.1`, found `{text}`"
            ))),
        }
    }
}

/// A converted description.
#[derive(Debug)]
pub struct Converted {
    /// The description.
    pub root: Node,
    /// The diagnostics of the run: [`Code::NotConvertible`] for each thing that the target has no
    /// equivalent for.
    pub report: Report,
}

impl Converted {
    /// The description as JSON.
    pub fn to_json(&self) -> String {
        bundle::write::to_json(&self.root)
    }

    /// The description as YAML.
    #[cfg(feature = "yaml")]
    pub fn to_yaml(&self) -> String {
        bundle::write::to_yaml(&self.root)
    }
}

/// Converts a description of OpenAPI 2.0, 3.0, 3.1 or 3.2 to another version.
///
/// ```
/// use oasmith::{Config, Description, Target};
///
/// let text = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n\
///             components: {schemas: {Name: {type: [string, 'null']}}}\n";
/// let converted = oasmith::convert(Description::text("t", text), Target::V3_0, &Config::default());
/// let converted = converted.expect("it is a description");
/// assert!(converted.report.diagnostics.is_empty());
/// assert!(converted.to_json().contains(r#""nullable": true"#));
/// ```
///
/// # Errors
///
/// The description cannot be used at all, or [`Config::deny`] makes a diagnostic an error. The report
/// says why, and where.
pub fn convert(
    description: impl Into<Description>,
    target: Target,
    config: &Config,
) -> Result<Converted, Report> {
    let (tree, mut diagnostics) = crate::load(description.into(), config)?;
    let bundled = bundle::select_and_bundle(&tree, config).map(|(root, origins, found)| {
        diagnostics.extend(found);
        let (root, found) = nodes(&root, target);
        diagnostics.extend(found.into_iter().map(|it| placed(it, &origins)));
        root
    });
    let root = bundled.map_err(|found| diagnostics.extend(found)).ok();
    let report = Report::new(diagnostics, Some(tree), config);
    match root {
        Some(root) if report.count(Severity::Error) == 0 => Ok(Converted { root, report }),
        _ => Err(report),
    }
}

/// Converts a description to a typed value of OpenAPI 3.0, and reports what that cannot hold, too.
///
/// # Errors
///
/// As for [`convert`].
pub fn to_openapi3(
    description: Description,
    config: &Config,
) -> Result<(openapiv3::OpenAPI, Report), Report> {
    let (tree, mut diagnostics) = crate::load(description, config)?;
    let mut value = None;
    match bundle::select_and_bundle(&tree, config) {
        Ok((root, origins, found)) => {
            diagnostics.extend(found);
            let (converted, mut found) = nodes(&root, Target::V3_0);
            match typed::value_of::<openapiv3::OpenAPI>(&tables::DESCRIPTION, &converted) {
                Ok(read) => {
                    if let Some(Ok(written)) = deeply(|| serde_json::to_string(&read)) {
                        let mut converter = Converter::new(&root, version(&root), Target::V3_0);
                        typed::compare(&mut converter, &converted, &written);
                        found.append(&mut converter.diagnostics);
                    }
                    value = Some(read);
                }
                // The reason has been reported, unless this is a fault of the conversion.
                Err(refused) if found.iter().all(|it| it.code.severity() != Severity::Error) => {
                    let Refused { name, error, .. } = refused;
                    let message = format!("not {name} of OpenAPI 3.0: {error}");
                    let error = Diagnostic::new(Code::NotOpenApi, Location::default(), message);
                    found.push(error);
                }
                Err(_) => {}
            }
            diagnostics.extend(found.into_iter().map(|it| placed(it, &origins)));
        }
        Err(found) => diagnostics.extend(found),
    }
    let report = Report::new(diagnostics, Some(tree), config);
    match value {
        Some(value) if report.count(Severity::Error) == 0 => Ok((value, report)),
        _ => Err(report),
    }
}

/// A diagnostic about a node of a bundle, at the place that the node comes from.
fn placed(mut diagnostic: Diagnostic, origins: &Origins) -> Diagnostic {
    for location in diagnostic.locations() {
        let origin = origins.find(FileId::default(), &location.pointer);
        (location.file, location.pointer) = (origin.file, origin.pointer);
    }
    diagnostic
}

/// The version of a description that has one.
fn version(root: &Node) -> Version {
    let text = match root.get("openapi").or_else(|| root.get("swagger")) {
        Some(Node::String(text)) => text.to_string(),
        Some(Node::Number(number)) => number.0.to_string(),
        _ => String::new(),
    };
    let mut parts = text.split('.').map(|part| part.parse::<u32>().ok());
    match (parts.next().flatten(), parts.next().flatten()) {
        (Some(2), _) => Version::V2_0,
        (_, Some(0) | None) => Version::V3_0,
        (_, Some(1)) => Version::V3_1,
        _ => Version::V3_2,
    }
}

/// Converts the root of a description.
fn nodes(root: &Node, target: Target) -> (Node, Vec<Diagnostic>) {
    let converter = Converter::new(root, version(root), target);
    let converted = deeply(move || {
        let (converted, mut converter) = passes(converter);
        let converted = checked(&mut converter, converted);
        (converted, converter.diagnostics)
    });
    converted.unwrap_or_else(|| {
        let message = "the conversion failed: please report this description";
        let diagnostic = Diagnostic::new(Code::NotOpenApi, Location::default(), message);
        (Node::Null, vec![diagnostic])
    })
}

/// Converts everything, and once more if schemas have to become components.
fn passes(mut converter: Converter<'_>) -> (Node, Converter<'_>) {
    let converted = converter.document();
    let lifted = names(&mut converter, &converted);
    if lifted.is_empty() {
        return (converted, converter);
    }
    let mut converter = converter.again(lifted);
    let mut converted = converter.document();
    let mut schemas: Vec<Entry> = Vec::new();
    for (pointer, name) in converter.lifted.clone() {
        let Some(node) = find(converter.root, &pointer) else {
            continue;
        };
        if converter.may_copy(node) {
            let schema = converter.schema(node, &pointer);
            schemas.push((name.into(), schema));
        } else {
            converter.lost(&pointer, "place for so many schemas", "it is left out");
        }
    }
    add_schemas(&mut converted, schemas);
    (converted, converter)
}

fn add_schemas(root: &mut Node, schemas: Vec<Entry>) {
    let Node::Object(root) = root else { return };
    if get(root, "components").is_none() {
        root.push(("components".into(), Node::Object(Vec::new())));
    }
    for (key, components) in root {
        if let ("components", Node::Object(components)) = (&**key, components) {
            let known = components.iter_mut().find(|(key, _)| &**key == "schemas");
            match known {
                Some((_, Node::Object(known))) => known.extend(schemas),
                _ => components.push(("schemas".into(), Node::Object(schemas))),
            }
            return;
        }
    }
}

/// Names for the schemas that have to become components: those of `$defs`, and the targets of
/// references that would not be found where they were.
fn names(converter: &mut Converter<'_>, converted: &Node) -> BTreeMap<String, String> {
    let mut lifted = BTreeMap::new();
    let mut seen = HashSet::new();
    let mut taken = HashSet::new();
    for kind in ["components", "definitions"] {
        let root = converter.root.get(kind);
        let schemas = root.and_then(|it| {
            if kind == "components" {
                it.get("schemas")
            } else {
                Some(it)
            }
        });
        if let Some(Node::Object(entries)) = schemas {
            taken.extend(
                entries
                    .iter()
                    .map(|(name, _)| converter.component(name).to_owned()),
            );
        }
    }
    loop {
        let open = converter.deep.iter().chain(&converter.definitions);
        let open: Vec<String> = open
            .filter(|pointer| seen.insert((*pointer).clone()))
            .cloned()
            .collect();
        if open.is_empty() {
            return lifted;
        }
        for pointer in open {
            let Some(node) = find(converter.root, &pointer) else {
                continue;
            };
            if !converter.may_copy(node) {
                continue;
            }
            let schema = converter.quietly(|converter| converter.schema(node, &pointer));
            let is_definition = converter.definitions.contains(&pointer);
            if is_definition || find(converted, &pointer) != Some(&schema) {
                let name = free_name(&pointer, &mut taken);
                lifted.insert(pointer, name);
            }
        }
    }
}

/// The last step of a pointer, as the name of a component.
fn free_name(pointer: &str, taken: &mut HashSet<String>) -> String {
    let is_allowed = |sign: &char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_' | '-');
    let steps: Vec<String> = steps(pointer).collect();
    let is_name = |step: &&String| step.parse::<usize>().is_err();
    let last = steps.iter().rev().find(is_name);
    let plain: String = last
        .map_or("", |it| it)
        .chars()
        .filter(is_allowed)
        .collect();
    let plain = if plain.is_empty() {
        "Schema".to_owned()
    } else {
        plain
    };
    let mut name = plain.clone();
    let mut number = 2;
    while !taken.insert(name.clone()) {
        name = format!("{plain}_{number}");
        number += 1;
    }
    name
}

/// Makes sure that a document of OpenAPI 3.0 is one.
fn checked(converter: &mut Converter<'_>, mut root: Node) -> Node {
    if measure(&root).1 > MAX_DEPTH {
        let message =
            format!("the converted description would be nested more than {MAX_DEPTH} levels deep");
        let error = Diagnostic::new(Code::Syntax, Location::default(), message);
        converter.diagnostics.push(error);
        return root;
    }
    if converter.target == Target::V3_0 {
        let count = converter.diagnostics.len();
        let mut refused = Vec::new();
        let is_one = typed::repair(&tables::DESCRIPTION, &mut root, "", &mut refused);
        for Refused { at, name, error } in refused {
            let message = format!("not {name} of OpenAPI 3.0, and left out: {error}");
            converter.report_converted(&at, message);
        }
        if !is_one {
            for diagnostic in converter.diagnostics.drain(count..).collect::<Vec<_>>() {
                let (location, message) = (diagnostic.location, diagnostic.message);
                let error = Diagnostic::new(Code::NotOpenApi, location, message);
                converter.diagnostics.push(error);
            }
        }
    }
    root
}

impl Converter<'_> {
    /// Converts the root.
    fn document(&mut self) -> Node {
        match self.version {
            Version::V2_0 => self.swagger(),
            _ => self.object(&tables::DESCRIPTION, self.root, ""),
        }
    }

    /// Reports something about a node of the converted document, at the node that it was made from, or
    /// at the nearest ancestor of that.
    fn report_converted(&mut self, at: &str, message: String) {
        let source = match (self.version, at.strip_prefix("/components/schemas")) {
            (Version::V2_0, Some(rest)) => format!("/definitions{rest}"),
            _ => match at.strip_prefix("/components") {
                Some(rest) if self.version == Version::V2_0 => rest.to_owned(),
                _ => at.to_owned(),
            },
        };
        let mut ancestors = crate::diagnostic::ancestors(&source);
        let there = ancestors.find(|at| find(self.root, at).is_some());
        let there = there.unwrap_or_default().to_owned();
        self.report(&there, message);
    }
}
