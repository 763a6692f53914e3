//! `validate`: the constraints of the types, as calls of the support code.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;

use super::rust::{Types, count, ident, string};
use super::{docs, print, requests};
use crate::model::{
    Api, Body, Check, Content, Field, Limit, Operation, ParameterForm, Params, Pattern, Presence,
    Rest, Run, Shape, Struct, Ty, TypeDef,
};

/// The file.
pub fn emit(api: &Api) -> String {
    let constrained = constrained(api);
    let head = docs::inner(&["The constraints of the types.".to_owned()]);
    let mut tables: Vec<(&str, Vec<String>)> =
        vec![("enumerations", Vec::new()), ("unconstrained", Vec::new())];
    let mut impls = Vec::new();
    for (def, constrained_def) in api.types.iter().zip(&constrained) {
        match &def.shape {
            Shape::Struct(structure) if *constrained_def => {
                impls.push(implementation(api, def, structure, &constrained));
            }
            Shape::Struct(_) => tables[1].1.push(format!("models::{}", ident(&def.name))),
            Shape::Enum(_) => tables[0].1.push(format!("models::{}", ident(&def.name))),
            Shape::Alias(_) => {}
        }
    }
    for (_, params) in requests::params(api) {
        match params_check(api, params, &constrained) {
            Some(item) => impls.push(item),
            None => tables[1]
                .1
                .push(format!("requests::{}", ident(&params.name))),
        }
    }
    for (_, body) in requests::bodies(api) {
        match body_check(api, body, &constrained) {
            Some(item) => impls.push(item),
            None => tables[1]
                .1
                .push(format!("requests::{}", ident(&body.enumeration))),
        }
    }
    let functions = api
        .operations
        .iter()
        .flat_map(|operation| own_checks(api, operation));
    impls.extend(functions.map(|own| own_check(api, own, &constrained)));
    tables.retain(|(_, names)| !names.is_empty());
    if impls.is_empty() && tables.is_empty() {
        return print(head);
    }
    let code = quote!(#(#impls)*);
    let called = called(&code);
    let names = |candidates: &[&str]| -> Vec<_> {
        candidates
            .iter()
            .filter(|name| called.contains(**name))
            .map(|name| ident(name))
            .collect()
    };
    let mut violations = names(VIOLATIONS);
    violations.extend(tables.iter().map(|(table, _)| ident(table)));
    violations.sort();
    let numbers = import("numbers", names(NUMBERS));
    let patterns: Vec<&Pattern> = api
        .patterns
        .iter()
        .filter(|pattern| called.contains(&pattern.name))
        .collect();
    let runs = patterns.iter().any(|pattern| pattern.runs.is_some());
    let engines = patterns.iter().any(|pattern| pattern.runs.is_none());
    let runs = runs.then(|| quote!(Run, Runs,));
    let statics = patterns.iter().map(|pattern| self::pattern(pattern));
    let patterns =
        (!patterns.is_empty()).then(|| quote!(use super::support::pattern::{#runs pattern};));
    let engines = engines.then(|| {
        quote!(
            use super::support::regex::Engine;
        )
    });
    let validate = (called.contains("Validate") || !tables.is_empty()).then(|| quote!(Validate,));
    let is_listed = |module: &str| {
        let mut names = tables.iter().flat_map(|(_, names)| names);
        called.contains(module) || names.any(|name| name.starts_with(module))
    };
    let models = is_listed("models").then(|| {
        quote!(
            use super::models;
        )
    });
    let requests = is_listed("requests").then(|| {
        quote!(
            use super::requests;
        )
    });
    let mut text = print(quote! {
        #head
        #models
        #requests
        #numbers
        #patterns
        #engines
        use super::support::violations::{Report, #validate #(#violations),*};
        #code
        #(#statics)*
    });
    for (table, names) in tables {
        let lines: String = names.iter().map(|name| format!("    {name},\n")).collect();
        text.push_str(&format!("\n{table}!(\n{lines});\n"));
    }
    text
}

/// The functions of the support code that checks are made of, by their modules.
const VIOLATIONS: &[&str] = &[
    "items",
    "max_items",
    "max_length",
    "max_properties",
    "min_items",
    "min_length",
    "min_properties",
    "nullable",
    "unique_items",
    "values",
];
const NUMBERS: &[&str] = &[
    "exclusive_maximum",
    "exclusive_minimum",
    "maximum",
    "minimum",
    "multiple_of",
];

fn import(module: &str, names: Vec<Ident>) -> Option<TokenStream> {
    let module = ident(module);
    (!names.is_empty()).then(|| quote!(use super::support::#module::{#(#names),*};))
}

/// The functions that code calls, and the constants that it refers to.
fn called(code: &TokenStream) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut open = vec![code.clone()];
    while let Some(tokens) = open.pop() {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => open.push(group.stream()),
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    let is_call = matches!(tokens.peek(), Some(TokenTree::Group(_)));
                    if is_call
                        || name.starts_with(char::is_uppercase)
                        || ["models", "requests"].contains(&&*name)
                    {
                        found.insert(name);
                    }
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    found
}

/// For each type, whether a value of it can break anything: to a fixed point, since types nest.
fn constrained(api: &Api) -> Vec<bool> {
    let mut constrained = vec![false; api.types.len()];
    loop {
        let mut changed = false;
        for (index, def) in api.types.iter().enumerate() {
            let now = match &def.shape {
                Shape::Enum(_) => true,
                Shape::Alias(ty) => is_constrained(ty, &constrained),
                Shape::Struct(structure) => {
                    structure
                        .fields
                        .iter()
                        .any(|field| is_constrained(&field.ty, &constrained))
                        || matches!(&structure.rest, Rest::Keep { ty, .. } if is_constrained(ty, &constrained))
                }
            };
            changed |= now != constrained[index];
            constrained[index] = now;
        }
        if !changed {
            return constrained;
        }
    }
}

fn is_constrained(ty: &Ty, constrained: &[bool]) -> bool {
    super::rust::any_ty(ty, &|ty| match ty {
        Ty::Checked(..) => true,
        Ty::Named(id) => constrained[id.0],
        _ => false,
    })
}

fn implementation(
    api: &Api,
    def: &TypeDef,
    structure: &Struct,
    constrained: &[bool],
) -> TokenStream {
    let name = ident(&def.name);
    let fields = structure
        .fields
        .iter()
        .flat_map(|field| field_checks(api, field, constrained));
    let rest = match &structure.rest {
        Rest::Keep { name, ty } => {
            let name = ident(name);
            let checks = checks(api, ty, constrained);
            checks
                .iter()
                .map(|check| quote!(values(#check)(&self.#name, report);))
                .collect()
        }
        Rest::Skip | Rest::Refuse => Vec::new(),
    };
    quote! {
        impl Validate for models::#name {
            fn check(&self, report: &mut Report) {
                #(#fields)*
                #(#rest)*
            }
        }
    }
}

/// A call for each constraint: a line that comes or goes with it.
fn field_checks(api: &Api, field: &Field, constrained: &[bool]) -> Vec<TokenStream> {
    let (key, name) = (string(&field.wire), ident(&field.name));
    let method = match field.presence {
        Presence::Required => ident("required"),
        Presence::Optional | Presence::Lenient => ident("optional"),
        Presence::Patch => ident("patch"),
    };
    let checks = checks(api, &field.ty, constrained);
    checks
        .iter()
        .map(|check| quote!(report.#method(#key, &self.#name, #check);))
        .collect()
}

/// The constraints of optional parameters; `None` if there are none.
fn params_check(api: &Api, params: &Params, constrained: &[bool]) -> Option<TokenStream> {
    let name = ident(&params.name);
    let lines = params.parameters.iter().flat_map(|parameter| {
        let (key, name) = (string(&parameter.wire), ident(&parameter.name));
        let method = ident(match parameter.form {
            ParameterForm::List => "list",
            ParameterForm::Value | ParameterForm::Json => "optional",
        });
        let checks = checks(api, &parameter.ty, constrained).into_iter();
        checks.map(move |check| quote!(report.#method(#key, &self.#name, #check);))
    });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| {
        quote! {
            impl Validate for requests::#name {
                fn check(&self, report: &mut Report) {
                    #(#lines)*
                }
            }
        }
    })
}

/// The constraints of bodies of several media types; `None` if there are none.
fn body_check(api: &Api, body: &Body, constrained: &[bool]) -> Option<TokenStream> {
    let name = ident(&body.enumeration);
    let is_checked = |content: &Content| !checks(api, &content.ty, constrained).is_empty();
    let arms = body.contents.iter().map(|content| {
        let variant = ident(&content.variant);
        let checks = checks(api, &content.ty, constrained);
        match checks.is_empty() {
            true => quote!(Self::#variant(_) => {}),
            false => quote!(Self::#variant(body) => { #(#checks(body, report);)* }),
        }
    });
    body.contents.iter().any(is_checked).then(|| {
        quote! {
            impl Validate for requests::#name {
                fn check(&self, report: &mut Report) {
                    match self { #(#arms)* }
                }
            }
        }
    })
}

/// The functions that check a value of a type.
fn checks(api: &Api, ty: &Ty, constrained: &[bool]) -> Vec<TokenStream> {
    let nested = |method: &str, inner: &Ty| {
        let (method, checks) = (ident(method), checks(api, inner, constrained));
        checks.iter().map(|check| quote!(#method(#check))).collect()
    };
    match ty {
        Ty::Checked(inner, own) => {
            let own = own.iter().map(|check| function(api, check));
            own.chain(checks(api, inner, constrained)).collect()
        }
        Ty::List(item) => nested("items", item),
        Ty::Map(value) => nested("values", value),
        Ty::Nullable(inner) => nested("nullable", inner),
        Ty::Boxed(inner) if is_constrained(inner, constrained) => vec![quote!(Validate::check)],
        Ty::Named(id) => match &api.ty(*id).shape {
            // Another name is no type of its own, to which constraints could be bound.
            Shape::Alias(ty) => checks(api, ty, constrained),
            Shape::Struct(_) | Shape::Enum(_) if constrained[id.0] => vec![quote!(Validate::check)],
            Shape::Struct(_) | Shape::Enum(_) => Vec::new(),
        },
        Ty::Any | Ty::Scalar(_) | Ty::Boxed(_) => Vec::new(),
    }
}

/// Whether a type that stands in an operation has constraints that are not those of types with a
/// name: these are bound to the type.
pub fn has_own_check(api: &Api, ty: &Ty) -> bool {
    super::rust::any_ty(ty, &|ty| match ty {
        Ty::Checked(..) => true,
        Ty::Named(id) => matches!(&api.ty(*id).shape, Shape::Alias(ty) if has_own_check(api, ty)),
        _ => false,
    })
}

/// Whether any operation has such constraints.
pub fn checks_by_function(api: &Api) -> bool {
    api.operations
        .iter()
        .any(|operation| own_checks(api, operation).next().is_some())
}

/// What stands in an operation with constraints of its own: the functions that check it, by name.
fn own_checks<'a>(
    api: &'a Api,
    operation: &'a Operation,
) -> impl Iterator<Item = (&'a str, &'a Ty)> {
    let parameters = operation
        .parameters
        .iter()
        .map(|parameter| (&*parameter.check, &parameter.ty));
    let body = operation.body.iter();
    let body = body.filter_map(|body| Some((&*body.check, &body.only()?.ty)));
    parameters
        .chain(body)
        .filter(|(_, ty)| has_own_check(api, ty))
}

fn own_check(api: &Api, (name, ty): (&str, &Ty), constrained: &[bool]) -> TokenStream {
    let checks = checks(api, ty, constrained);
    let (name, ty) = (ident(name), Types::outside(api).ty(ty));
    // A build without client and server has no use for it, and checks are for owned types.
    quote! {
        #[allow(clippy::ptr_arg, dead_code)]
        pub(super) fn #name(value: &#ty, report: &mut Report) {
            #(#checks(value, report);)*
        }
    }
}

fn function(api: &Api, check: &Check) -> TokenStream {
    let name = ident(function_name(check));
    match check {
        Check::MinLength(limit)
        | Check::MaxLength(limit)
        | Check::MinItems(limit)
        | Check::MaxItems(limit)
        | Check::MinProperties(limit)
        | Check::MaxProperties(limit) => {
            let limit = count(*limit);
            quote!(#name(#limit))
        }
        Check::UniqueItems => quote!(#name()),
        Check::Pattern(index) => {
            let pattern = ident(&api.patterns[*index].name);
            quote!(#name(&#pattern))
        }
        Check::Minimum(Limit { number, .. })
        | Check::Maximum(Limit { number, .. })
        | Check::MultipleOf(number) => {
            let number = string(number);
            quote!(#name(#number))
        }
    }
}

fn function_name(check: &Check) -> &'static str {
    match check {
        Check::MinLength(_) => "min_length",
        Check::MaxLength(_) => "max_length",
        Check::MinItems(_) => "min_items",
        Check::MaxItems(_) => "max_items",
        Check::MinProperties(_) => "min_properties",
        Check::MaxProperties(_) => "max_properties",
        Check::UniqueItems => "unique_items",
        Check::Pattern(_) => "pattern",
        Check::Minimum(Limit {
            exclusive: false, ..
        }) => "minimum",
        Check::Minimum(Limit {
            exclusive: true, ..
        }) => "exclusive_minimum",
        Check::Maximum(Limit {
            exclusive: false, ..
        }) => "maximum",
        Check::Maximum(Limit {
            exclusive: true, ..
        }) => "exclusive_maximum",
        Check::MultipleOf(_) => "multiple_of",
    }
}

/// The constant of a pattern.
fn pattern(pattern: &Pattern) -> TokenStream {
    let (name, source) = (ident(&pattern.name), string(&pattern.source));
    let Some(runs) = &pattern.runs else {
        return quote!(static #name: Engine = Engine::new(#source););
    };
    let runs = runs.iter().map(run);
    quote!(static #name: Runs = Runs { source: #source, runs: &[#(#runs),*] };)
}

fn run(run: &Run) -> TokenStream {
    let ranges = run.ranges.iter().map(|(from, to)| quote!((#from, #to)));
    let min = count(run.min.into());
    let max = match run.max {
        Some(max) => {
            let max = count(max.into());
            quote!(#max)
        }
        None => quote!(usize::MAX),
    };
    quote!(Run { ranges: &[#(#ranges),*], min: #min, max: #max })
}
