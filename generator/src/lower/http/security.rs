//! Security: which schemes are supported, and which alternatives an operation accepts.

use std::collections::{HashMap, HashSet};

use crate::config::Callers;
use crate::diagnostic::Code;
use crate::document;
use crate::document::{Document, Origin, ParameterLocation, Place};
use crate::identifier::Case;
use crate::lower::http::plan::Plan;
use crate::lower::http::servers;
use crate::lower::limits::MAX_SCHEMES;
use crate::lower::name::scopes::{Scope, constant_name, joined, type_name, value_name};
use crate::lower::report::Report;
use crate::model::{
    Api, ClientCredentialsFlow, Credentials, Reason, Scheme, SchemeKind, Scopes, Security,
};

/// A declared scheme, and the kind of its credentials.
pub struct Supported<'a> {
    scheme: &'a document::Scheme<'a>,
    kind: SchemeKind,
}

/// The declared schemes, by name.
pub type Schemes<'a> = HashMap<&'a str, Supported<'a>>;

/// The declared schemes; the first of several with the same name.
pub fn schemes<'a>(document: &'a Document<'a>) -> Schemes<'a> {
    let schemes = document.schemes.iter().rev().map(|scheme| {
        let kind = match scheme.kind {
            document::SchemeKind::Http(name) if name.eq_ignore_ascii_case("bearer") => {
                SchemeKind::Bearer
            }
            document::SchemeKind::Http(name) if name.eq_ignore_ascii_case("basic") => {
                SchemeKind::Basic
            }
            document::SchemeKind::Http(name) => SchemeKind::Authorization(name.to_owned()),
            // Both use bearer tokens (RFC 6750 §2.1).
            document::SchemeKind::OAuth2 | document::SchemeKind::OpenIdConnect => {
                SchemeKind::Bearer
            }
            document::SchemeKind::ApiKey(ParameterLocation::Header, name) => {
                SchemeKind::Header(name.to_owned())
            }
            document::SchemeKind::ApiKey(ParameterLocation::Query, name) => {
                SchemeKind::Query(name.to_owned())
            }
            document::SchemeKind::ApiKey(ParameterLocation::Cookie, name) => {
                SchemeKind::Cookie(name.to_owned())
            }
            document::SchemeKind::ApiKey(
                ParameterLocation::Path | ParameterLocation::QueryString,
                _,
            )
            | document::SchemeKind::MutualTls
            | document::SchemeKind::Unknown(_) => SchemeKind::OutOfBand,
        };
        (scheme.name, Supported { scheme, kind })
    });
    schemes.collect()
}

/// Reports required schemes that are unknown, or whose credentials are out of band. The server rejects
/// requests for them unless the user implements them.
pub fn check(
    operation: &document::Operation<'_>,
    schemes: &Schemes<'_>,
    reasons: &mut Vec<Reason>,
    report: &mut Report<'_>,
) {
    if operation
        .security
        .iter()
        .map(|it| it.len().max(1))
        .sum::<usize>()
        > MAX_SCHEMES
    {
        let message = format!("more than {MAX_SCHEMES} security schemes are required");
        let (code, place) = (Code::UnsupportedSecurityScheme, operation.place);
        reasons.push(report.skip_operation(code, None, place, message));
        return;
    }
    for alternative in operation.security.iter() {
        report_conflicts(alternative, schemes, report);
    }
    for document::RequiredScheme { name, place, .. } in operation.security.iter().flatten() {
        match schemes.get(name) {
            Some(known) if known.kind != SchemeKind::OutOfBand => {}
            Some(known) if known.scheme.kind == document::SchemeKind::MutualTls => {}
            Some(_) => {
                let message = format!(
                    "security scheme `{name}` is not supported yet: the client sends no credentials for it"
                );
                report.add(Code::UnsupportedSecurityScheme, *place, message);
            }
            None => {
                report.add(
                    Code::UnknownSecurityScheme,
                    *place,
                    format!(
                        "unknown security scheme `{name}`: the client sends no credentials for it"
                    ),
                );
            }
        }
    }
}

/// Reports schemes that are required together and need one header for different credentials.
fn report_conflicts(
    alternative: &[document::RequiredScheme<'_>],
    schemes: &Schemes<'_>,
    report: &mut Report<'_>,
) {
    let mut known: Vec<(&str, &SchemeKind)> = Vec::new();
    for document::RequiredScheme { name, place, .. } in alternative {
        let Some(kind) = schemes.get(name).map(|known| &known.kind) else {
            continue;
        };
        if !is_in_authorization(kind) {
            continue;
        }
        match known.iter().find(|(_, other)| *other != kind) {
            Some((other, _)) => {
                let message = format!(
                    "security schemes `{other}` and `{name}` are required together, but share the header `Authorization`: no request has both"
                );
                let code = Code::UnsupportedSecurityScheme;
                report.add(code, *place, message).help =
                    Some("if one of them is enough, make them items of `security`".to_owned());
            }
            None => known.push((name, kind)),
        }
    }
}

fn is_in_authorization(kind: &SchemeKind) -> bool {
    match kind {
        SchemeKind::Bearer | SchemeKind::Basic | SchemeKind::Authorization(_) => true,
        SchemeKind::Header(name) => name.eq_ignore_ascii_case("authorization"),
        SchemeKind::Query(_) | SchemeKind::Cookie(_) | SchemeKind::OutOfBand => false,
    }
}

/// The requirements of an operation with their scopes, if there are any.
pub fn scopes(operation: &document::Operation<'_>) -> Vec<Vec<Scopes>> {
    let security = &operation.security;
    if security.iter().flatten().all(|it| it.scopes.is_empty()) {
        return Vec::new();
    }
    let scopes = |it: &document::RequiredScheme<'_>| Scopes {
        scheme: it.name.to_owned(),
        names: it.scopes.iter().map(|&name| name.to_owned()).collect(),
    };
    let alternatives = security.iter();
    let alternatives = alternatives.map(|schemes| schemes.iter().map(scopes).collect());
    alternatives.collect()
}

/// Collects the security requirements of the operations.
pub struct Requirements<'a> {
    declared: Schemes<'a>,
    schemes: Vec<Scheme>,
    credentials: Vec<Credentials>,
    securities: Vec<Security>,
    /// Interned schemes, credentials and requirements.
    by_name: HashMap<String, usize>,
    by_schemes: HashMap<Vec<usize>, usize>,
    by_alternatives: HashMap<Vec<usize>, usize>,
    setters: Scope,
    variants: Scope,
    functions: Scope,
    callers: Callers,
    constants: Scope,
}

impl<'a> Requirements<'a> {
    /// No requirements. Setters of the client and functions of the server may not be named like an
    /// operation.
    pub fn new(declared: Schemes<'a>, plans: &[Plan<'_>], callers: Callers) -> Self {
        let methods: Vec<&str> = plans.iter().map(|plan| &*plan.names.method).collect();
        Self {
            declared,
            schemes: Vec::new(),
            credentials: Vec::new(),
            securities: Vec::new(),
            by_name: HashMap::new(),
            by_schemes: HashMap::new(),
            by_alternatives: HashMap::new(),
            setters: Scope::with_reserved(Case::Snake, methods.clone()),
            variants: Scope::new(Case::Camel),
            functions: Scope::with_reserved(Case::Snake, methods),
            callers,
            constants: Scope::new(Case::Shouty),
        }
    }

    /// The index of the requirement of an operation; `None` if it is public, and its callers are not
    /// identified.
    pub fn requirement(
        &mut self,
        operation: &document::Operation<'_>,
        report: &mut Report<'_>,
    ) -> Option<usize> {
        let mut alternatives = Vec::new();
        let mut seen = HashSet::new();
        if operation.security.iter().all(Vec::is_empty) {
            if self.callers == Callers::Required || operation.origin != Origin::Path {
                return None;
            }
            let anonymous = self.credentials(Vec::new());
            seen.insert(anonymous);
            alternatives.push(anonymous);
        }
        for alternative in operation.security.iter() {
            let schemes = alternative
                .iter()
                .map(|required| self.scheme(required, report))
                .collect();
            let index = self.credentials(schemes);
            if seen.insert(index) {
                alternatives.push(index);
            }
        }
        if let Some(known) = self.by_alternatives.get(&alternatives) {
            return Some(*known);
        }
        let variants = alternatives
            .iter()
            .filter_map(|index| self.credentials.get(*index));
        let names: Vec<_> = variants
            .map(|credentials| value_name(&credentials.variant))
            .collect();
        // rustc warns about two underscores in a row.
        let names: Vec<_> = names
            .iter()
            .map(|name| name.trim_end_matches('_'))
            .collect();
        let name = format!("caller_by_{}", names.join("_or_"));
        let name = self.functions.reserve(name);
        let index = self.securities.len();
        self.by_alternatives.insert(alternatives.clone(), index);
        self.securities.push(Security { name, alternatives });
        Some(index)
    }

    fn scheme(
        &mut self,
        required: &document::RequiredScheme<'_>,
        report: &mut Report<'_>,
    ) -> usize {
        let index = self.scheme_index(required.name, required.place, report);
        if let Some(flow) = &mut self.schemes[index].flow {
            for scope in &required.scopes {
                if !flow.scopes.iter().any(|known| known == scope) {
                    flow.scopes.push((*scope).to_owned());
                }
            }
        }
        index
    }

    fn scheme_index(&mut self, name: &str, place: Place, report: &mut Report<'_>) -> usize {
        if let Some(known) = self.by_name.get(name) {
            return *known;
        }
        let declared = self.declared.get(name);
        let token_url = declared.and_then(|known| known.scheme.client_credentials);
        let flow = token_url.map(|token_url| ClientCredentialsFlow {
            constant: self.constants.reserve(format!(
                "{}_FLOW",
                constant_name(name).trim_end_matches('_')
            )),
            token_url: servers::absolute(token_url, report.document),
            scopes: Vec::new(),
        });
        self.schemes.push(Scheme {
            flow,
            id: name.to_owned(),
            setter: self.setters.reserve(joined("with", &value_name(name))),
            docs: report.docs(
                place,
                &[declared.and_then(|known| known.scheme.description)],
            ),
            deprecated: declared.is_some_and(|known| known.scheme.deprecated),
            kind: declared.map_or(SchemeKind::OutOfBand, |known| known.kind.clone()),
        });
        let index = self.schemes.len() - 1;
        self.by_name.insert(name.to_owned(), index);
        index
    }

    fn credentials(&mut self, schemes: Vec<usize>) -> usize {
        if let Some(known) = self.by_schemes.get(&schemes) {
            return *known;
        }
        let names: Vec<_> = schemes
            .iter()
            .filter_map(|index| self.schemes.get(*index))
            .map(|scheme| type_name(&scheme.id))
            .collect();
        let name = if names.is_empty() {
            "Anonymous".to_owned()
        } else {
            names.join("And")
        };
        let index = self.credentials.len();
        self.by_schemes.insert(schemes.clone(), index);
        self.credentials.push(Credentials {
            variant: self.variants.reserve(name),
            schemes,
        });
        index
    }

    /// Moves the requirements into the model.
    pub fn finish(self, api: &mut Api) {
        api.schemes = self.schemes;
        api.credentials = self.credentials;
        api.securities = self.securities;
    }
}
