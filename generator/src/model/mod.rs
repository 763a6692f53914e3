//! [`Api`]: the model of all that is emitted.
//!
//! An `Api` is valid by construction: every reference is resolved, every name is a Rust identifier
//! that is unique in its scope, and no type of the document remains. Its indices and ids are valid for
//! the lists that they point into.

mod body;
mod constraint;
pub(crate) mod facts;
pub(crate) mod format;
mod http;
mod parameter;
mod print;
mod print_types;
mod scalar;
#[cfg(feature = "serialize")]
mod serialize;
mod types;

pub use crate::pattern::{Condition, Engine, Program, Run, Step};
pub use body::{
    Body, BodyEncoding, Content, FormStyle, ItemFormat, Part, PartEncoding, PartPresence, Parts,
    ResponseBody,
};
pub use constraint::{Argument, Check, NamedRule, Pattern, Rule, Subject};
pub use format::Format;
pub use http::security::{
    ClientCredentialsFlow, Credentials, Scheme, SchemeKind, Scopes, Security,
};
pub use http::{
    Callback, DeclaredServer, HttpShape, Operation, PageStep, Pagination, Params, Reason,
    RejectionBody, RejectionField, RejectionShape, Response, Server, Skipped, Status, StreamMethod,
    Webhook, WebhookSelector,
};
pub use parameter::{
    DefaultConstant, Header, Headers, Parameter, ParameterEncoding, ParameterPlace, ParameterShape,
    ParameterStyle,
};
pub use print::print;
pub use scalar::Scalar;
pub use types::{
    Base, Constant, DiscriminatorValue, EnumVariant, Enumeration, Field, JsonType, Others,
    PatternFields, Presence, Rest, RestItems, Selector, Shape, Struct, Tuple, TupleItem, Ty,
    TypeDef, TypeId, Union, UnionOthers, UnionVariant,
};

use crate::config::Dates;
use crate::diagnostic::Location;

/// A description, ready to be emitted.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Api {
    /// The title of the description.
    pub title: String,
    /// The path of the first server, without a trailing slash: `/api/v3`.
    pub base_path: String,
    /// The servers of the description, in its order.
    pub servers: Vec<DeclaredServer>,
    /// The types, in the order of emission.
    pub types: Vec<TypeDef>,
    /// The distinct patterns.
    pub patterns: Vec<Pattern>,
    /// The rules that others refer to.
    pub rules: Vec<NamedRule>,
    /// The operations of paths, in the order of the description, then those that the API calls.
    pub operations: Vec<Operation>,
    /// The property by which webhooks are told apart, if there is one.
    pub webhook_selector: Option<WebhookSelector>,
    /// The distinct sets of headers of their responses.
    pub headers: Vec<Headers>,
    /// The modules of client and server; none if they are not divided.
    pub modules: Vec<Module>,
    /// The security schemes that operations use.
    pub schemes: Vec<Scheme>,
    /// The distinct sets of schemes that go together.
    pub credentials: Vec<Credentials>,
    /// The distinct security requirements of the operations.
    pub securities: Vec<Security>,
    /// The types that represent rejections.
    pub rejections: Vec<RejectionShape>,
    /// The crate for dates and times.
    pub dates: Dates,
    /// The operations that are skipped.
    pub skipped: Vec<Skipped>,
    /// The number of uses of schemas that are any JSON because they have no assertion.
    pub unconstrained_count: usize,
    /// The schemas that fall back to any JSON although they have assertions.
    pub untyped: Vec<Location>,
    /// The types of the schemas, if a trace was requested.
    pub typed: Vec<Typed>,
    /// Where the assertions of the schemas in use end: those that are lost, and all if a trace was
    /// requested.
    pub keywords: Vec<KeywordUse>,
    /// How many assertions end where, in the order of the keywords.
    pub keyword_counts: Vec<KeywordCount>,
}

/// How many schemas in use have a keyword, by where it ends.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct KeywordCount {
    /// The name of the keyword.
    pub keyword: &'static str,
    /// In how many schemas the type holds it.
    pub typed: usize,
    /// In how many a check enforces it.
    pub checked: usize,
    /// In how many it is not enforced, which a diagnostic says.
    pub not_enforced: usize,
}

/// Where a keyword of a schema ends.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct KeywordUse {
    /// The schema.
    pub location: Location,
    /// The name of the keyword.
    pub keyword: &'static str,
    /// Where it ends.
    pub outcome: Outcome,
}

/// Where an assertion ends. The uses of a schema may differ.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Outcome {
    /// The type holds it.
    Type,
    /// A check enforces it.
    Check,
    /// It is not enforced, and a diagnostic says so.
    Diagnostic,
    /// Nowhere, which is an error of the generator.
    Lost,
}

/// The type of a schema, for tests that compare an output with its description.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Typed {
    /// The schema where it is used, or the target of a reference.
    pub location: Location,
    /// The direction in which its values travel.
    pub direction: Direction,
    /// The type.
    pub ty: Ty,
}

/// Whether values travel in requests, in responses or in both.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(
    feature = "serialize",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Direction {
    /// In both, or the type is the same in both.
    Any,
    /// In requests.
    Request,
    /// In responses.
    Response,
}

impl Direction {
    /// The direction, or the other one where requests and responses are exchanged.
    pub(crate) fn exchanged_if(self, is_exchanged: bool) -> Self {
        match (is_exchanged, self) {
            (true, Self::Request) => Self::Response,
            (true, Self::Response) => Self::Request,
            _ => self,
        }
    }
}

/// The operations of a tag.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
pub struct Module {
    /// The name in Rust.
    pub name: String,
    /// The tag; `None` for operations without a tag.
    pub tag: Option<String>,
    /// Indices into [`Api::operations`].
    pub operations: Vec<usize>,
}

impl Api {
    /// Whether a condition holds for any use of a type.
    pub fn any_use(&self, condition: &dyn Fn(&Ty) -> bool) -> bool {
        let types = self.types.iter().flat_map(|def| def.shape.uses());
        let operations = self.operations.iter().flat_map(Operation::uses);
        let headers = facts::headers(self).map(|header| &header.parameter.ty);
        let mut all = types.chain(operations).chain(headers);
        all.any(|ty| ty.any(condition))
    }

    /// Whether a condition holds for any constraint.
    pub fn any_check(&self, condition: &dyn Fn(&Check) -> bool) -> bool {
        let holds = |checks: &[Check]| checks.iter().any(|check| check.any(condition));
        let of_struct =
            |def: &TypeDef| matches!(&def.shape, Shape::Struct(it) if holds(&it.checks));
        self.types.iter().any(of_struct)
            || self
                .rules
                .iter()
                .any(|named| named.rule.any_check(condition))
            || self.any_use(&|ty| matches!(ty, Ty::Checked(_, checks) if holds(checks)))
    }

    /// The type behind constraints and aliases.
    pub fn plain<'a>(&'a self, ty: &'a Ty) -> &'a Ty {
        let mut plain = ty;
        // Lowering leaves no alias that is recursive.
        for _ in 0..=self.types.len() {
            plain = match plain {
                Ty::Checked(inner, _) => inner,
                Ty::Named(id) => match &self.ty(*id).shape {
                    Shape::Alias(ty) => ty,
                    _ => return plain,
                },
                _ => return plain,
            };
        }
        plain
    }

    /// The type with this id; ids come only from this model.
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }
}
