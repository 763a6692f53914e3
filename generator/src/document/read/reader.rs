//! Nodes → values of keywords. A value of the wrong type is reported and skipped; the other
//! keywords are read.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet, VecDeque};

use crate::config::InvalidWord;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::document::keywords::{self, Schema};
use crate::document::name_override::{NameOverride, OverrideOrigin};
use crate::document::part::{Example, Found, Part};
pub use crate::document::place::{At, Place, Places, Step};
use crate::document::read::dynamic::DynamicReference;
use crate::document::read::reference::References;
use crate::document::read::version;
use crate::document::schema::SchemaId;
use crate::document::version::Version;
use crate::source::{FileId, Node, NodeMap, NodeSet, Number, Tree};

/// The state of reading a document.
pub struct Reader<'t> {
    pub tree: &'t Tree,
    pub references: References<'t>,
    pub version: Version,
    /// The version of each file, if there are several.
    versions: Vec<Version>,
    /// The keywords of other versions: the first place of each, and its count.
    other_versions: BTreeMap<&'t str, (Place, usize)>,
    pub places: Places<'t>,
    pub found: Vec<Found>,
    /// The part of the description that is being read.
    pub part: Part,
    pub schemas: Vec<Schema<'t>>,
    /// The examples outside of schemas.
    pub examples: Vec<Example<'t>>,
    /// The index of each example by its node: operations share components.
    known_examples: NodeMap<u32>,
    interned: NodeMap<SchemaId>,
    /// The number of ids given to schemas.
    ids: u32,
    /// Schemas with an id that are still to be read. A queue in place of recursion: a chain of
    /// references may be deeper than the stack.
    pending: VecDeque<Pending<'t>>,
    /// The parameters of OpenAPI 2.0 that are schemas themselves.
    parameters: NodeSet,
    /// The targets of references between schemas.
    referred: Vec<(SchemaId, At<'t>)>,
    pub dynamic: Vec<DynamicReference<'t>>,
}

/// A schema that is still to be read.
pub enum Pending<'t> {
    At(At<'t>),
    Form(Place, Vec<Field<'t>>),
    /// A schema that is the reference of this keyword.
    Reference(&'static str, At<'t>),
}

/// A `formData` parameter (OAS 2.0, Parameter Object).
pub struct Field<'t> {
    pub name: &'t str,
    pub required: bool,
    pub schema: SchemaId,
}

impl<'t> Reader<'t> {
    pub fn new(tree: &'t Tree) -> Self {
        Self {
            tree,
            references: References::default(),
            version: Version::V3_0,
            versions: Vec::new(),
            other_versions: BTreeMap::new(),
            places: Places::default(),
            found: Vec::new(),
            part: Part::Description,
            schemas: Vec::new(),
            examples: Vec::new(),
            known_examples: NodeMap::default(),
            interned: NodeMap::default(),
            ids: 0,
            pending: VecDeque::new(),
            parameters: NodeSet::default(),
            referred: Vec::new(),
            dynamic: Vec::new(),
        }
    }

    /// Everything that has been reported.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        let found = self.found.into_iter();
        found.map(|found| found.diagnostic).collect()
    }

    /// Reads a part of the description.
    pub fn within<T>(&mut self, part: Part, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.part, part);
        let value = read(self);
        self.part = outer;
        value
    }

    /// Sets the version of the description, and of files that do not declare one.
    pub fn set_version(&mut self, version: Version) {
        self.version = version;
        if self.tree.files.len() > 1 {
            let roots = self.tree.files.iter().map(|file| &file.root);
            self.versions = roots
                .map(|root| version::of_part(root).unwrap_or(version))
                .collect();
        }
    }

    /// The root of a file.
    pub fn root(&mut self, file: FileId) -> Option<At<'t>> {
        let node = &self.tree.files.get(file.0 as usize)?.root;
        let place = self.places.root(file);
        Some(At { node, place })
    }

    /// Reports a diagnostic at a place.
    pub fn report(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let diagnostic = Diagnostic::new(code, self.places.shown(place), message);
        self.found.push(Found {
            part: self.part,
            diagnostic,
        });
        let last = self.found.len() - 1;
        &mut self.found[last].diagnostic
    }

    /// The code and message of the last diagnostic about an unusable part.
    pub fn last_error(&self) -> Option<(Code, String)> {
        let mut last = self.found.iter().rev().map(|found| &found.diagnostic);
        let error = last.find(|it| it.code.is_about_unusable())?;
        Some((error.code, error.message.clone()))
    }

    /// The entries of an object. Any other value is reported: `what` is a keyword, or a noun with
    /// its article (`a schema`).
    pub fn entries(&mut self, at: At<'t>, what: &str) -> Vec<(&'t str, At<'t>)> {
        let Node::Object(entries) = at.node else {
            self.wrong_type::<()>(at, what, "an object");
            return Vec::new();
        };
        let entries = entries.iter().map(|(key, node)| {
            let place = self.places.push(at.place, Step::Key(key));
            (&**key, At { node, place })
        });
        entries.collect()
    }

    /// The items of an array. Any other value is reported.
    pub fn items(&mut self, at: At<'t>, what: &str) -> Vec<At<'t>> {
        let Node::Array(items) = at.node else {
            self.wrong_type::<()>(at, what, "an array");
            return Vec::new();
        };
        let items = items.iter().enumerate().map(|(index, node)| {
            let place = self.places.push(at.place, Step::Index(index));
            At { node, place }
        });
        items.collect()
    }

    /// The value of a key of an object.
    pub fn child(&mut self, at: At<'t>, key: &'t str) -> Option<At<'t>> {
        let node = at.node.get(key)?;
        Some(At {
            node,
            place: self.places.push(at.place, Step::Key(key)),
        })
    }

    /// A string. Any other value is reported.
    pub fn string(&mut self, at: At<'t>, what: &str) -> Option<&'t str> {
        match at.node {
            Node::String(text) => Some(text),
            _ => self.wrong_type(at, what, "a string"),
        }
    }

    /// A boolean. Any other value is reported, and `false`.
    pub fn boolean(&mut self, at: At<'t>, what: &str) -> bool {
        match at.node {
            Node::Bool(flag) => *flag,
            _ => self.wrong_type(at, what, "a boolean").unwrap_or_default(),
        }
    }

    /// A number. Any other value is reported.
    pub fn number(&mut self, at: At<'t>, what: &str) -> Option<&'t Number> {
        match at.node {
            Node::Number(number) => Some(number),
            _ => self.wrong_type(at, what, "a number"),
        }
    }

    /// A non-negative integer. Any other value is reported.
    pub fn non_negative_integer(&mut self, at: At<'t>, what: &str) -> Option<u64> {
        match at.node {
            Node::Number(number) if number.as_count().is_some() => number.as_count(),
            _ => self.wrong_type(at, what, "a non-negative integer"),
        }
    }

    /// The strings of an array. Any other value or item is reported.
    pub fn strings(&mut self, at: At<'t>, what: &str) -> Vec<&'t str> {
        let items = self.items(at, what).into_iter();
        items
            .filter_map(|item| self.item_string(item, what))
            .collect()
    }

    /// A string that is an item of an array. Any other value is reported.
    pub fn item_string(&mut self, at: At<'t>, what: &str) -> Option<&'t str> {
        match at.node {
            Node::String(text) => Some(text),
            _ => self.string(at, &format!("an item of {}", quoted(what))),
        }
    }

    /// The value of `x-rust-name`.
    pub fn rust_name(&mut self, at: At<'t>) -> Option<NameOverride> {
        match self.string(at, "x-rust-name")?.parse() {
            Ok(name) => Some(NameOverride {
                name,
                origin: OverrideOrigin::Keyword(at.place),
            }),
            Err(error) => {
                let error: InvalidWord = error;
                self.report(Code::InvalidValue, at.place, error.to_string());
                None
            }
        }
    }

    /// Reports a value of the wrong type.
    pub fn wrong_type<T>(&mut self, at: At<'t>, what: &str, expected: &str) -> Option<T> {
        let found = match at.node {
            Node::Number(number) => format!("the number {}", number.0),
            other => other.kind().to_owned(),
        };
        let what = quoted(what);
        let message = format!("expected {what} to be {expected}, found {found}");
        self.report(Code::WrongType, at.place, message);
        None
    }

    /// Reports a keyword whose value is not one of those that the specification lists.
    pub fn not_one_of(&mut self, at: At<'t>, keyword: &str, options: &[&str]) {
        let found = match at.node {
            Node::String(text) => format!("`{text}`"),
            other => other.kind().to_owned(),
        };
        let options = options.join("`, `");
        let message = format!("expected `{keyword}` to be one of `{options}`, found {found}");
        self.report(Code::InvalidValue, at.place, message);
    }

    /// Reports an unknown keyword, and the known one that it resembles; extensions are ignored.
    pub fn unknown_keyword(&mut self, at: At<'t>, key: &str, what: &str, known: &[&str]) {
        if key.starts_with("x-") {
            return;
        }
        let nearest = nearest(key, known.iter().copied());
        let diagnostic = self.report(
            Code::UnknownKeyword,
            at.place,
            format!("unknown keyword `{key}` in {}", quoted(what)),
        );
        diagnostic.help = nearest.map(|nearest| format!("did you mean `{nearest}`?"));
    }

    /// Notes a keyword of another version, which is read all the same.
    pub fn other_version(&mut self, keyword: &'t str, place: Place) {
        let (_, count) = self.other_versions.entry(keyword).or_insert((place, 0));
        *count += 1;
    }

    /// Notes a keyword that a version has introduced, if the description is of an earlier one.
    pub fn since(&mut self, version: Version, keyword: &'t str, place: Place) {
        if self.version < version {
            self.other_version(keyword, place);
        }
    }

    /// Reports a keyword of OpenAPI 2.0 that another one has replaced.
    pub fn replaced_keyword(&mut self, at: At<'t>, key: &str, what: &str, new: &str) {
        let message = format!("unknown keyword `{key}` in {}", quoted(what));
        let diagnostic = self.report(Code::UnknownKeyword, at.place, message);
        diagnostic.help = Some(format!("use `{new}`, which replaces it since OpenAPI 3.0"));
    }

    /// Reports the keywords of other versions, once each.
    pub fn report_other_versions(&mut self) {
        for (keyword, (place, count)) in std::mem::take(&mut self.other_versions) {
            let times = if count == 1 {
                String::new()
            } else {
                format!(" ({count} uses)")
            };
            let message =
                format!("`{keyword}` is syntax of another OpenAPI version{times}: accepting it");
            self.report(Code::OtherVersion, place, message);
        }
    }

    /// The component schema of a name, in the file of a place.
    pub fn component(&mut self, name: &str, place: Place) -> Option<At<'t>> {
        if name.contains(['/', '#']) {
            return None;
        }
        let root = self.root(self.places.location(place).file)?;
        let schemas = match self.child(root, "components") {
            Some(components) => self.child(components, "schemas"),
            None => self.child(root, "definitions"),
        };
        self.step(schemas?, name)
    }

    /// Reports a required keyword that is missing.
    pub fn missing_keyword(&mut self, place: Place, what: &str, keyword: &str) {
        self.report(
            Code::MissingKeyword,
            place,
            format!("missing keyword `{keyword}` in {}", quoted(what)),
        );
    }

    /// Adds an example of a schema.
    pub fn example(&mut self, at: At<'t>, schema: SchemaId) {
        let node = std::ptr::from_ref(at.node);
        let known = self.known_examples.get(&node);
        let Some(index) = known.map(|index| *index as usize) else {
            self.known_examples.insert(node, self.examples.len() as u32);
            self.examples.push(Example {
                at,
                schema,
                part: self.part,
                other_parts: Vec::new(),
            });
            return;
        };
        let Some(example) = self.examples.get_mut(index) else {
            return;
        };
        if *example.other_parts.last().unwrap_or(&example.part) != self.part {
            example.other_parts.push(self.part);
        }
    }

    /// The id of the schema at a node; one node has one id.
    pub fn schema(&mut self, at: At<'t>) -> SchemaId {
        if let Some(id) = self.interned.get(&std::ptr::from_ref(at.node)) {
            return *id;
        }
        let id = self.enqueue(Pending::At(at));
        self.interned.insert(std::ptr::from_ref(at.node), id);
        id
    }

    /// The id of the target of a reference, which may get a name from its place.
    pub fn referred_schema(&mut self, at: At<'t>) -> SchemaId {
        let known = self.ids;
        let id = self.schema(at);
        if id.0 == known {
            self.referred.push((id, at));
        }
        id
    }

    /// The id of the schema that a parameter of OpenAPI 2.0 is itself.
    pub fn schema_of_parameter(&mut self, at: At<'t>) -> SchemaId {
        self.parameters.insert(std::ptr::from_ref(at.node));
        self.schema(at)
    }

    /// Whether a schema is a parameter of OpenAPI 2.0.
    pub fn is_parameter(&self, at: At<'t>) -> bool {
        self.parameters.contains(&std::ptr::from_ref(at.node))
    }

    /// The id of an object schema with the fields of a form as properties.
    pub fn form(&mut self, place: Place, fields: Vec<Field<'t>>) -> SchemaId {
        self.enqueue(Pending::Form(place, fields))
    }

    /// The id of a schema that is still to be read.
    pub fn enqueue(&mut self, schema: Pending<'t>) -> SchemaId {
        let id = SchemaId(self.ids);
        self.ids += 1;
        self.pending.push_back(schema);
        id
    }

    /// The next schema to be read. Sets the version to that of its file.
    pub fn next_pending(&mut self) -> Option<Pending<'t>> {
        let next = self.pending.pop_front()?;
        if let Pending::At(at) = &next
            && !self.versions.is_empty()
        {
            let file = self.places.file(at.place).0 as usize;
            self.version = self.versions.get(file).copied().unwrap_or(self.version);
        }
        Some(next)
    }

    /// The named targets of references that are no components of the description: those of other
    /// files, and those inside other schemas.
    pub fn named_targets(&mut self, known: &[(&'t str, SchemaId)]) -> Vec<(&'t str, SchemaId)> {
        let known: HashSet<_> = known.iter().map(|(_, id)| *id).collect();
        let referred = std::mem::take(&mut self.referred).into_iter();
        referred
            .filter(|(id, _)| !known.contains(id))
            .filter_map(|(id, at)| Some((self.name_at(at.place)?, id)))
            .collect()
    }

    /// The name of the schema at a place: its key in a map of schemas, or the name of a file that
    /// is a single schema.
    fn name_at(&self, place: Place) -> Option<&'t str> {
        let file = self.places.file(place);
        let keys = self.places.keys(place)?;
        let is_of_schema = |key: &&str| keywords::describes_schema(key);
        match &*keys {
            [] if file != FileId::default() => {
                let name = self.tree.files.get(file.0 as usize)?.path.file_name()?;
                name.to_str()?.split('.').next()
            }
            [.., "schemas" | "definitions" | "$defs", name] => Some(*name),
            [first, .., name] | [first @ name] => {
                let is_list = file != FileId::default()
                    && !matches!(*first, "paths" | "webhooks" | "x-webhooks" | "components")
                    && !keys.iter().any(is_of_schema);
                is_list.then_some(*name)
            }
            [] => None,
        }
    }
}

/// The name of an object in a message: a keyword in backticks, or a noun with its article.
fn quoted(what: &str) -> Cow<'_, str> {
    match what.contains(' ') {
        true => Cow::Borrowed(what),
        false => Cow::Owned(format!("`{what}`")),
    }
}
