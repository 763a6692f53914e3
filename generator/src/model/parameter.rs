//! Parameters of operations and headers of responses and parts: where they stand, and how their values become
//! text.

use super::{Constant, Ty};

/// A parameter of an operation.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Parameter {
    /// The name in Rust, without `r#`.
    pub name: String,
    /// The name on the wire.
    pub wire: String,
    /// Documentation, as paragraphs of plain text.
    pub docs: Vec<String>,
    /// Its location in the request.
    pub place: ParameterPlace,
    /// The encoding of its value.
    pub encoding: ParameterEncoding,
    /// Whether reserved characters are left unencoded (`allowReserved`).
    pub reserved: bool,
    /// Whether a text of length 0 stands for a value that is not there (`allowEmptyValue`).
    pub empty: bool,
    /// The names of other parameters of its location that are no properties of it, if its properties
    /// stand there side by side and may have any name.
    pub others: Vec<String>,
    /// The type of its value.
    pub ty: Ty,
    /// The name of the function that checks it, if the constraints are not those of a named type.
    pub check: String,
    /// Whether `Debug` redacts it.
    pub secret: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The default of an optional parameter, if its type has a constant for it.
    pub default: Option<DefaultConstant>,
}

/// The default of an optional parameter, which its absence stands for.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct DefaultConstant {
    /// The name of the constant in Rust.
    pub name: String,
    /// The value.
    pub value: Constant,
}

/// The declared headers of a response or of a part, a struct that all with the same ones share.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Headers {
    /// The name of the struct.
    pub name: String,
    /// The headers, in the order of the description.
    pub headers: Vec<Header>,
}

/// A declared header of a response or of a part.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Header {
    /// The header, as if it were one of a request.
    pub parameter: Parameter,
    /// Whether the response has it in any case.
    pub required: bool,
}

/// The location of a parameter in a request.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// The query as a whole.
    QueryString,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How the value of a parameter becomes text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum ParameterEncoding {
    /// JSON (`content`).
    Json,
    /// In a style (OAS 3.1 §4.8.12.3).
    Style {
        /// What stands between the parts of the value.
        style: ParameterStyle,
        /// Whether each item or property is a text of its own.
        explode: bool,
        /// What the value is.
        shape: ParameterShape,
    },
}

/// A `style`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum ParameterStyle {
    /// `simple`
    Simple,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
    /// `form`
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `collectionFormat: tsv` of OpenAPI 2.0
    TabDelimited,
    /// `deepObject`
    DeepObject,
    /// `cookie`
    Cookie,
}

/// What the value of a parameter with a `style` is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum ParameterShape {
    /// A scalar.
    Value,
    /// An array.
    List,
    /// An object.
    Object,
    /// A scalar or an array, or an array whose items have types of their own.
    Either,
    /// An array whose items are headers of the same name: `Set-Cookie`.
    Lines,
}

impl ParameterStyle {
    /// Its name in the description.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Label => "label",
            Self::Matrix => "matrix",
            Self::Form => "form",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::TabDelimited => "tsv",
            Self::DeepObject => "deepObject",
            Self::Cookie => "cookie",
        }
    }
}

impl ParameterEncoding {
    /// Whether it is that of a scalar.
    pub fn is_value(self) -> bool {
        self.shape() == Some(ParameterShape::Value)
    }

    /// Whether it is that of an array.
    pub fn is_list(self) -> bool {
        matches!(
            self.shape(),
            Some(ParameterShape::List | ParameterShape::Lines)
        )
    }

    /// Whether its style is `deepObject`, in which values nest.
    pub fn is_deep(self) -> bool {
        matches!(
            self,
            Self::Style {
                style: ParameterStyle::DeepObject,
                ..
            }
        )
    }

    /// Whether its properties stand beside other parameters, with nothing that says whose they are.
    pub fn is_beside_others(self) -> bool {
        matches!(
            self,
            Self::Style {
                style: ParameterStyle::Form | ParameterStyle::Cookie,
                explode: true,
                shape: ParameterShape::Object,
            }
        )
    }

    /// What the value is; `None` for JSON, which may be anything.
    pub fn shape(self) -> Option<ParameterShape> {
        match self {
            Self::Json => None,
            Self::Style { shape, .. } => Some(shape),
        }
    }
}
