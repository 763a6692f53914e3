//! `validate`: the constraints of the types, as calls of the support code.

use std::collections::{BTreeMap, HashSet};

use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use quote::quote;

use super::rust::{Types, count, ident, string};
use super::{docs, print};
use crate::model::{
    Api, Check, Enumeration, Field, Limit, Operation, Others, Pattern, Presence, Rest, Run, Scalar,
    Shape, Struct, Tuple, Ty, TypeDef, Union,
};

/// The file.
pub fn emit(api: &Api) -> String {
    let constrained = constrained(api);
    let head = docs::inner(&["The constraints of the types.".to_owned()]);
    let mut tables = Tables::default();
    let mut impls = Vec::new();
    for (def, is_constrained) in api.types.iter().zip(&constrained) {
        match &def.shape {
            Shape::Alias(_) => {}
            Shape::Enum(Enumeration {
                others: Others::Unknown,
                ..
            }) => tables.add("enumerations", def),
            Shape::Union(union) if *is_constrained => {
                impls.push(arms(api, def, union, &constrained));
                tables.add(
                    if union.exclusive {
                        "exclusive_unions"
                    } else {
                        "unions"
                    },
                    def,
                );
            }
            Shape::Union(_) => tables.add("unconstrained_unions", def),
            _ if *is_constrained => impls.push(implementation(api, def, &constrained)),
            _ => tables.add("unconstrained", def),
        }
    }
    let functions = api
        .operations
        .iter()
        .flat_map(|operation| own_checks(api, operation));
    impls.extend(functions.map(|own| own_check(api, own, &constrained)));
    let tables = tables.0;
    if impls.is_empty() && tables.is_empty() && matched(api).next().is_none() {
        return print(head);
    }
    let code = quote!(#(#impls)*);
    let mut called = called(&code);
    called.extend(matched(api).map(|index| api.patterns[index].name.clone()));
    let names = |candidates: &[&str]| -> Vec<_> {
        candidates
            .iter()
            .filter(|name| called.contains(**name))
            .map(|name| ident(name))
            .collect()
    };
    let mut violations = names(VIOLATIONS);
    violations.extend(tables.iter().map(|(table, _)| ident(table)));
    let has_arms = called.contains("Arms") || tables.contains_key("unconstrained_unions");
    violations.extend(has_arms.then(|| ident("Arms")));
    violations.extend(
        tables
            .contains_key("exclusive_unions")
            .then(|| ident("exclusive")),
    );
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
    let shared: HashSet<usize> = matched(api).collect();
    let statics = api
        .patterns
        .iter()
        .enumerate()
        .filter_map(|(index, pattern)| {
            let is_shared = shared.contains(&index);
            called
                .contains(&pattern.name)
                .then(|| self::pattern(pattern, is_shared))
        });
    let has_checks = called.contains("pattern").then(|| quote!(pattern));
    let patterns = (runs.is_some() || has_checks.is_some())
        .then(|| quote!(use super::support::pattern::{#runs #has_checks};));
    let engines = engines.then(|| {
        quote!(
            use super::support::regex::Engine;
        )
    });
    let validate = (called.contains("Validate") || !tables.is_empty()).then(|| quote!(Validate,));
    let models = (called.contains("models") || !tables.is_empty()).then(|| {
        quote!(
            use super::models;
        )
    });
    let report = called.contains("Report").then(|| quote!(Report,));
    let report = report.or_else(|| (!tables.is_empty()).then(|| quote!(Report,)));
    let imports = (report.is_some() || validate.is_some() || !violations.is_empty())
        .then(|| quote!(use super::support::violations::{#report #validate #(#violations),*};));
    let mut text = print(quote! {
        #head
        #models
        #numbers
        #patterns
        #engines
        #imports
        #code
        #(#statics)*
    });
    for (table, names) in tables {
        let lines: String = names
            .iter()
            .map(|name| format!("    models::{},\n", ident(name)))
            .collect();
        text.push_str(&format!("\n{table}!(\n{lines});\n"));
    }
    text
}

/// Types that a macro of the support code makes validators of, by the macro.
#[derive(Default)]
struct Tables<'a>(BTreeMap<&'static str, Vec<&'a str>>);

impl<'a> Tables<'a> {
    fn add(&mut self, table: &'static str, def: &'a TypeDef) {
        self.0.entry(table).or_default().push(&def.name);
    }
}

/// The patterns that tell properties apart.
fn matched(api: &Api) -> impl Iterator<Item = usize> {
    api.types.iter().flat_map(|def| match &def.shape {
        Shape::Struct(structure) => structure
            .patterns
            .iter()
            .map(|fields| fields.pattern)
            .collect(),
        _ => Vec::new(),
    })
}

/// The functions of the support code that checks are made of, by their modules.
const VIOLATIONS: &[&str] = &[
    "as_text",
    "dependent_required",
    "if_list",
    "if_object",
    "if_text",
    "items",
    "max_items",
    "max_length",
    "max_properties",
    "min_items",
    "min_length",
    "min_properties",
    "names",
    "nullable",
    "object",
    "unique_items",
    "values",
];
const NUMBERS: &[&str] = &[
    "exclusive_maximum",
    "exclusive_minimum",
    "if_number",
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
                    if is_call || name.starts_with(char::is_uppercase) || name == "models" {
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
                Shape::Enum(enumeration) => enumeration.others == Others::Unknown,
                Shape::Struct(structure) if !structure.checks.is_empty() => true,
                Shape::Union(union) if union.exclusive => true,
                shape => shape
                    .uses()
                    .iter()
                    .any(|ty| is_constrained(ty, &constrained)),
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
    ty.any(&|ty| match ty {
        Ty::Checked(..) => true,
        Ty::Named(id) => constrained[id.0],
        _ => false,
    })
}

fn implementation(api: &Api, def: &TypeDef, constrained: &[bool]) -> TokenStream {
    let name = ident(&def.name);
    let body: Vec<TokenStream> = match &def.shape {
        Shape::Struct(structure) => structure_checks(api, structure, constrained),
        Shape::Tuple(tuple) => tuple_checks(api, tuple, constrained),
        Shape::Newtype(ty) => {
            let checks = checks(api, ty, constrained);
            checks
                .iter()
                .map(|check| quote!(#check(&self.0, report);))
                .collect()
        }
        // These are not checked by an implementation of their own.
        Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => Vec::new(),
    };
    quote! {
        impl Validate for models::#name {
            fn check(&self, report: &mut Report) {
                #(#body)*
            }
        }
    }
}

fn structure_checks(api: &Api, structure: &Struct, constrained: &[bool]) -> Vec<TokenStream> {
    let fields = structure
        .fields
        .iter()
        .flat_map(|field| field_checks(api, field, constrained));
    let rest = match &structure.rest {
        Rest::Keep { name, ty } => Some((name, ty)),
        Rest::Skip | Rest::Refuse => None,
    };
    let patterns = structure
        .patterns
        .iter()
        .map(|fields| (&fields.name, &fields.ty));
    let maps = patterns.chain(rest).flat_map(|(name, ty)| {
        let name = ident(name);
        let checks = checks(api, ty, constrained);
        let calls = checks
            .into_iter()
            .map(move |check| quote!(values(#check)(&self.#name, report);));
        calls.collect::<Vec<_>>()
    });
    let whole = structure.checks.iter().map(|check| {
        let check = function(api, check);
        quote!(object(#check)(self, report);)
    });
    fields.chain(maps).chain(whole).collect()
}

fn tuple_checks(api: &Api, tuple: &Tuple, constrained: &[bool]) -> Vec<TokenStream> {
    let mut calls = Vec::new();
    for (index, item) in tuple.items.iter().enumerate() {
        let (step, name) = (string(&index.to_string()), ident(&item.name));
        let method = ident(if item.required {
            "required"
        } else {
            "optional"
        });
        for check in checks(api, &item.ty, constrained) {
            calls.push(quote!(report.#method(#step, &self.#name, #check);));
        }
    }
    if let Some((name, ty)) = &tuple.rest {
        let name = ident(name);
        for check in checks(api, ty, constrained) {
            calls.push(quote!(items(#check)(&self.#name, report);));
        }
    }
    calls
}

/// The constraints of what each arm of a union holds.
fn arms(api: &Api, def: &TypeDef, union: &Union, constrained: &[bool]) -> TokenStream {
    let name = ident(&def.name);
    let mut free = false;
    let mut arms = Vec::new();
    for arm in &union.arms {
        let variant = ident(&arm.name);
        let checks = checks(api, &arm.ty, constrained);
        match &checks[..] {
            [] => free = true,
            [only] => arms.push(quote!(Self::#variant(value) => #only(value, report),)),
            _ => arms.push(quote!(Self::#variant(value) => { #(#checks(value, report);)* })),
        }
    }
    let body = if arms.is_empty() {
        quote!(let _ = report;)
    } else {
        let others = free.then(|| quote!(_ => {}));
        quote!(match self { #(#arms)* #others })
    };
    quote! {
        impl Arms for models::#name {
            fn check_arm(&self, report: &mut Report) {
                #body
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

/// The functions that check a value of a type.
fn checks(api: &Api, ty: &Ty, constrained: &[bool]) -> Vec<TokenStream> {
    let nested = |method: &str, inner: &Ty| {
        let (method, checks) = (ident(method), checks(api, inner, constrained));
        checks.iter().map(|check| quote!(#method(#check))).collect()
    };
    match ty {
        Ty::Checked(inner, own) => {
            let own = own
                .iter()
                .map(|check| wrapped(check, inner, function(api, check)));
            own.chain(checks(api, inner, constrained)).collect()
        }
        Ty::Tuple(items) => {
            let calls: Vec<TokenStream> = items
                .iter()
                .enumerate()
                .flat_map(|(index, item)| {
                    let place = Literal::usize_unsuffixed(index);
                    let checks = checks(api, item, constrained);
                    let calls = checks
                        .into_iter()
                        .map(move |check| quote!(report.below(#place, &value.#place, #check);));
                    calls.collect::<Vec<_>>()
                })
                .collect();
            if calls.is_empty() {
                return Vec::new();
            }
            let ty = Types::outside(api).ty(ty);
            vec![quote!((|value: &#ty, report: &mut Report| { #(#calls)* }))]
        }
        Ty::List(item) => nested("items", item),
        Ty::Map(value) => nested("values", value),
        Ty::Nullable(inner) => nested("nullable", inner),
        Ty::Boxed(inner) if is_constrained(inner, constrained) => vec![quote!(Validate::check)],
        Ty::Named(id) => match &api.ty(*id).shape {
            // Another name is no type of its own, to which constraints could be bound.
            Shape::Alias(ty) => checks(api, ty, constrained),
            _ if constrained[id.0] => vec![quote!(Validate::check)],
            _ => Vec::new(),
        },
        Ty::Any | Ty::Scalar(_) | Ty::Boxed(_) | Ty::Never | Ty::Foreign(_) => Vec::new(),
    }
}

/// Whether a type that stands in an operation has constraints that are not those of types with a
/// name: these are bound to the type.
pub fn has_own_check(api: &Api, ty: &Ty) -> bool {
    ty.any(&|ty| match ty {
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
    let body = operation.body.iter().map(|body| (&*body.check, &body.ty));
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

/// A check as it is for a type: one that is made for another is reached through it.
fn wrapped(check: &Check, ty: &Ty, function: TokenStream) -> TokenStream {
    match (check, ty) {
        (Check::MinLength(_) | Check::MaxLength(_) | Check::Pattern(_), Ty::Scalar(scalar))
            if *scalar != Scalar::Text =>
        {
            quote!(as_text(#function))
        }
        (Check::MinLength(_) | Check::MaxLength(_) | Check::Pattern(_), Ty::Any) => {
            quote!(if_text(#function))
        }
        (Check::Minimum(_) | Check::Maximum(_) | Check::MultipleOf(_), Ty::Any) => {
            quote!(if_number(#function))
        }
        (Check::MinItems(_) | Check::MaxItems(_) | Check::UniqueItems, Ty::Any) => {
            quote!(if_list(#function))
        }
        (
            Check::MinProperties(_)
            | Check::MaxProperties(_)
            | Check::DependentRequired(..)
            | Check::PropertyNames(_),
            Ty::Any,
        ) => quote!(if_object(#function)),
        _ => function,
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
        Check::DependentRequired(key, others) => {
            let (key, others) = (string(key), others.iter().map(|other| string(other)));
            quote!(#name(#key, &[#(#others),*]))
        }
        Check::PropertyNames(checks) => {
            let checks = checks.iter().map(|check| function(api, check));
            quote!(#name(|name, report| { #(#checks(name, report);)* }))
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
        Check::DependentRequired(..) => "dependent_required",
        Check::PropertyNames(_) => "names",
    }
}

/// The constant of a pattern.
fn pattern(pattern: &Pattern, is_shared: bool) -> TokenStream {
    let visibility = is_shared.then(|| quote!(pub(super)));
    let (name, source) = (ident(&pattern.name), string(&pattern.source));
    let Some(runs) = &pattern.runs else {
        return quote!(#visibility static #name: Engine = Engine::new(#source););
    };
    let runs = runs.iter().map(run);
    quote!(#visibility static #name: Runs = Runs { source: #source, runs: &[#(#runs),*] };)
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
