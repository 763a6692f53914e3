//! What a run reads: a file, a text, or a value → [`Tree`].

use std::ffi::{OsStr, OsString};
use std::fmt::{self, Display};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::edit::Edit;
use crate::source::{self, MAX_BYTES, Tree};

/// An OpenAPI description to generate from.
///
/// A path is one (`impl From<&Path>`). A value that is made in code, as servers make their own
/// descriptions, is written out and read like a file, so its diagnostics show lines of that text.
///
/// ```
/// use oasmith::{Config, Description};
///
/// let value = serde_json::json!({
///     "openapi": "3.1.0",
///     "info": {"title": "Pets", "version": "1"},
///     "paths": {"/pets": {"get": {"responses": {"204": {"description": "none"}}}}},
/// });
/// let generated = oasmith::generate(Description::value("pets", &value), &Config::default());
/// assert_eq!(generated.expect("it is a description").api.operations.len(), 1);
/// ```
#[derive(Clone)]
pub struct Description {
    /// The name that diagnostics show.
    name: PathBuf,
    content: Content,
    /// The folder that references to other files are relative to.
    folder: Option<PathBuf>,
    edits: Vec<Edit>,
}

#[derive(Clone, Debug)]
enum Content {
    /// The content of the file of that name.
    File,
    Text(String),
    /// It could not be read or written out.
    Failed(String),
}

impl Description {
    /// The description in a file. References to other files are relative to its folder.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self::new(path.into(), Content::File)
    }

    /// A description as JSON or YAML.
    pub fn text(name: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self::new(name.into(), Content::Text(text.into()))
    }

    /// A description as JSON or YAML from a reader, such as standard input. An error of the reader is
    /// the diagnostic of the run.
    pub fn reader(name: impl Into<PathBuf>, reader: impl Read) -> Self {
        let mut bytes = Vec::new();
        let read = reader.take(MAX_BYTES + 1).read_to_end(&mut bytes);
        let content = match read {
            Err(error) => Content::Failed(format!("cannot read the description: {error}")),
            Ok(_) if bytes.len() as u64 > MAX_BYTES => {
                Content::Failed(format!("the description has more than {MAX_BYTES} bytes"))
            }
            Ok(_) => match source::utf8(bytes) {
                Ok(text) => Content::Text(text),
                Err(message) => Content::Failed(message),
            },
        };
        Self::new(name.into(), content)
    }

    /// A description as a value: a [`serde_json::Value`], a struct of a server framework, or anything
    /// else that serialises to one. An error of serialising is the diagnostic of the run.
    pub fn value(name: impl Into<PathBuf>, value: &impl serde::Serialize) -> Self {
        Self::written(name.into(), serde_json::to_string_pretty(value))
    }

    /// A description as a value of YAML.
    #[cfg(feature = "yaml")]
    pub fn yaml(name: impl Into<PathBuf>, value: &serde_yaml::Value) -> Self {
        Self::written(name.into(), serde_yaml::to_string(value))
    }

    /// A description of OpenAPI 3.0 as typed values.
    #[cfg(feature = "openapiv3")]
    pub fn openapi3(name: impl Into<PathBuf>, value: &openapiv3::OpenAPI) -> Self {
        Self::value(name, value)
    }

    /// Sets the folder that references to other files are relative to. A text or a value has none
    /// otherwise, and such references are reported.
    pub fn in_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Edits the description as a value, after overlays and before it is read.
    ///
    /// Only the difference that an edit makes is applied, so that places, the order of keys and the
    /// text of numbers stay as they are elsewhere. Diagnostics show the values that an edit set as
    /// such. Edits are applied in their order.
    ///
    /// ```
    /// use oasmith::{Config, Description};
    ///
    /// let text = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n";
    /// let description = Description::text("t", text).edit(|value| {
    ///     value["paths"]["/pets"]["get"]["responses"]["204"]["description"] = "none".into();
    /// });
    /// let generated = oasmith::generate(description, &Config::default());
    /// assert_eq!(generated.expect("it is a description").api.operations.len(), 1);
    /// ```
    pub fn edit(self, edit: impl Fn(&mut serde_json::Value) + 'static) -> Self {
        self.with(Edit::Value(Rc::new(edit)))
    }

    /// Edits the description as a typed value of OpenAPI 3.0. Whatever that cannot hold, such as
    /// siblings of a `$ref` and keywords of later versions, stays as it is. A description that has no
    /// such value is reported, and not edited.
    #[cfg(feature = "openapiv3")]
    pub fn edit_document(self, edit: impl Fn(&mut openapiv3::OpenAPI) + 'static) -> Self {
        self.with(Edit::Document(Rc::new(edit)))
    }

    /// Edits each operation of the description's own path items, with its path and its method in
    /// lower case; otherwise like [`Self::edit_document`].
    #[cfg(feature = "openapiv3")]
    pub fn edit_operations(
        self,
        edit: impl Fn(&str, &str, &mut openapiv3::Operation) + 'static,
    ) -> Self {
        self.with(Edit::Operations(Rc::new(edit)))
    }

    /// Edits each component schema that is not a `$ref`, with its name; otherwise like
    /// [`Self::edit_document`].
    #[cfg(feature = "openapiv3")]
    pub fn edit_schemas(self, edit: impl Fn(&str, &mut openapiv3::Schema) + 'static) -> Self {
        self.with(Edit::Schemas(Rc::new(edit)))
    }

    /// Converts the description, of any version, to a typed value of OpenAPI 3.0. The report has what
    /// that version, or the value, has no equivalent for; [`convert`](crate::convert) gives a document
    /// without the limits of the value.
    ///
    /// # Errors
    ///
    /// As for [`convert`](crate::convert).
    #[cfg(feature = "openapiv3")]
    pub fn to_openapi3(
        self,
        config: &crate::Config,
    ) -> Result<(openapiv3::OpenAPI, crate::Report), crate::Report> {
        crate::convert::to_openapi3(self, config)
    }

    fn with(mut self, edit: Edit) -> Self {
        self.edits.push(edit);
        self
    }

    pub(crate) fn take_edits(&mut self) -> Vec<Edit> {
        std::mem::take(&mut self.edits)
    }

    fn new(name: PathBuf, content: Content) -> Self {
        Self {
            name,
            content,
            folder: None,
            edits: Vec::new(),
        }
    }

    fn written(name: PathBuf, text: Result<String, impl Display>) -> Self {
        let content = match text {
            Ok(text) => Content::Text(text),
            Err(error) => Content::Failed(format!("cannot serialize the description: {error}")),
        };
        Self::new(name, content)
    }

    /// The name that diagnostics show; the path of a file.
    pub fn name(&self) -> &Path {
        &self.name
    }

    /// Whether it is read from the file of its name.
    pub(crate) fn is_file(&self) -> bool {
        matches!(self.content, Content::File)
    }

    /// Reads it; the files that it refers to are still to be loaded.
    pub(crate) fn read(self) -> Result<Tree, Vec<Diagnostic>> {
        let tree = match self.content {
            Content::File => source::read(&self.name),
            Content::Text(text) => source::parse(&self.name, text),
            Content::Failed(message) => {
                let location = Location::default();
                Err(vec![Diagnostic::new(Code::Unreadable, location, message)])
            }
        };
        let tree = tree?;
        Ok(Tree {
            folder: self.folder.or(tree.folder),
            ..tree
        })
    }
}

impl fmt::Debug for Description {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            content,
            folder,
            edits,
        } = self;
        out.debug_struct("Description")
            .field("name", name)
            .field("content", content)
            .field("folder", folder)
            .field("edits", &edits.len())
            .finish()
    }
}

macro_rules! from_paths {
    ($($path:ty),*) => {
        $(
            /// The path of a file.
            impl From<$path> for Description {
                fn from(path: $path) -> Self {
                    Self::file(path)
                }
            }
        )*
    };
}

from_paths!(
    &Path, &PathBuf, PathBuf, &OsStr, OsString, &str, &String, String
);

impl From<&Description> for Description {
    fn from(description: &Description) -> Self {
        description.clone()
    }
}
