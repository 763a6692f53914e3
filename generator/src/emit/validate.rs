//! `validate`: the constraints of the types, as calls of the support code.

use std::collections::{BTreeMap, HashSet};

use proc_macro2::{Ident, Spacing, TokenStream, TokenTree};
use quote::quote;

use crate::emit::checks::{checks, field_checks, function};
use crate::emit::rust::{Types, docs, ident, string};
use crate::emit::{patterns, print, requests};
use crate::model::{
    Api, Check, Enumeration, Others, Rest, Shape, Struct, Tuple, Ty, TypeDef, Union, facts,
};

/// The file.
pub fn emit(api: &Api) -> String {
    let constrained = facts::constrained(api);
    let head = docs::inner(docs::words("The constraints of the types."));
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
                let table = if union.exclusive {
                    "exclusive_unions"
                } else {
                    "unions"
                };
                tables.add(table, def);
            }
            Shape::Union(_) => tables.add("unconstrained_unions", def),
            _ if *is_constrained => impls.push(implementation(api, def, &constrained)),
            _ => tables.add("unconstrained", def),
        }
    }
    for (name, item) in requests::validators(api, &constrained) {
        match item {
            Some(item) => impls.push(item),
            None => tables.add_request("unconstrained", name),
        }
    }
    for path in facts::foreign(api) {
        tables.add_foreign(path);
    }
    let functions = api
        .operations
        .iter()
        .flat_map(|operation| facts::own_checks(api, operation));
    impls.extend(functions.map(|own| own_check(api, own, &constrained)));
    let code = quote!(#(#impls)*);
    let mut used = used(&code);
    used.extend(facts::matched_patterns(api).map(|index| api.patterns[index].name.clone()));
    let shared: HashSet<usize> = facts::matched_patterns(api).collect();
    let all = api.patterns.iter().enumerate();
    let statics = all
        .filter(|(_, pattern)| used.contains(&pattern.name))
        .map(|(index, pattern)| patterns::constant(pattern, shared.contains(&index)));
    let statics = quote!(#(#statics)*);
    used.extend(self::used(&statics));
    used.extend(tables.uses());
    let imports = imports(&used);
    format!(
        "{}{}",
        print(quote!(#head #imports #code #statics)),
        tables.text()
    )
}

/// What validators are made of, by the modules of the support code.
const SUPPORT: &[(&str, &[&str])] = &[
    ("validate::backtracking", &["Backtracking", "Step"]),
    ("validate::matcher", &["Run", "Runs"]),
    (
        "validate::numbers",
        &[
            "exclusive_maximum",
            "exclusive_minimum",
            "if_number",
            "maximum",
            "minimum",
            "multiple_of",
        ],
    ),
    ("validate::pattern", &["matches", "pattern"]),
    ("validate::regex", &["Linear"]),
    ("validate::rules", &["property_names", "rule"]),
    ("validate::text_formats", &["Format", "format"]),
    (
        "types::unions",
        &["Arms", "exclusive_unions", "unconstrained_unions", "unions"],
    ),
    (
        "validate",
        &[
            "Report",
            "Validate",
            "as_text",
            "dependent_required",
            "enumerations",
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
            "nullable",
            "object",
            "unconstrained",
            "unique_items",
            "values",
        ],
    ),
];

/// Whatever validators may import.
pub fn imported() -> impl Iterator<Item = &'static str> {
    let support = SUPPORT.iter().flat_map(|(_, names)| names.iter().copied());
    support.chain(["models", "requests"])
}

fn imports(used: &HashSet<String>) -> TokenStream {
    let models = used.contains("models").then(|| {
        quote!(
            use super::models;
        )
    });
    let requests = used.contains("requests").then(|| {
        quote!(
            use super::requests;
        )
    });
    let support = SUPPORT.iter().filter_map(|(module, names)| {
        let names: Vec<_> = names.iter().filter(|name| used.contains(**name)).collect();
        // The macros for unions name their module, and so do rules.
        let own = names
            .iter()
            .any(|name| name.ends_with("unions") || *module == "validate::rules");
        let own = own.then(|| quote!(self,));
        let module = module.split("::").map(ident);
        let module = quote!(#(#module)::*);
        let names = names.iter().map(|name| ident(name)).collect::<Vec<_>>();
        (!names.is_empty()).then(|| quote!(use super::support::#module::{#own #(#names),*};))
    });
    quote!(#models #requests #(#support)*)
}

/// The functions that code calls, and the types and constants that it names without a path.
fn used(code: &TokenStream) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut open = vec![code.clone()];
    while let Some(tokens) = open.pop() {
        let mut tokens = tokens.into_iter().peekable();
        // Behind `::` or `.` stands what belongs to something else.
        let (mut is_within, mut is_path_open) = (false, false);
        while let Some(token) = tokens.next() {
            match &token {
                TokenTree::Group(group) => open.push(group.stream()),
                TokenTree::Ident(ident) if !is_within => {
                    let name = ident.to_string();
                    let is_call = matches!(tokens.peek(), Some(TokenTree::Group(_)));
                    let is_module = ["models", "requests"].contains(&&*name);
                    if is_call || is_module || name.starts_with(char::is_uppercase) {
                        found.insert(name);
                    }
                }
                TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            // The second colon of two is alone.
            let is_path = std::mem::take(&mut is_path_open);
            is_within = match token {
                TokenTree::Punct(punct) => {
                    is_path_open = punct.as_char() == ':' && punct.spacing() == Spacing::Joint;
                    punct.as_char() == '.' || (punct.as_char() == ':' && is_path)
                }
                _ => false,
            };
        }
    }
    found
}

/// Types that a macro of the support code makes validators of, by the macro.
#[derive(Default)]
struct Tables(BTreeMap<&'static str, Vec<String>>);

impl Tables {
    fn add(&mut self, table: &'static str, def: &TypeDef) {
        let name = format!("models::{}", ident(&def.name));
        self.0.entry(table).or_default().push(name);
    }

    fn add_foreign(&mut self, path: &str) {
        self.0
            .entry("unconstrained")
            .or_default()
            .push(path.to_owned());
    }

    fn add_request(&mut self, table: &'static str, name: &str) {
        let name = format!("requests::{}", ident(name));
        self.0.entry(table).or_default().push(name);
    }

    /// What their expansions name.
    fn uses(&self) -> impl Iterator<Item = String> {
        let all: &[&str] = if self.0.is_empty() {
            &[]
        } else {
            &["Report", "Validate"]
        };
        let names = self.0.values().flatten();
        let modules = names.filter_map(|name| Some(name.split_once("::")?.0));
        let words = self.0.keys().chain(all).copied().chain(modules);
        words.map(str::to_owned)
    }

    fn text(&self) -> String {
        let tables = self.0.iter().map(|(table, names)| {
            let lines = names.iter().map(|name| format!("    {name},\n"));
            format!("\n{table}!(\n{});\n", lines.collect::<String>())
        });
        tables.collect()
    }
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
    let whole = whole_checks(api, &structure.checks);
    fields.chain(maps).chain(whole).collect()
}

/// The constraints of a whole value, which see it as it is on the wire.
fn whole_checks(api: &Api, checks: &[Check]) -> impl Iterator<Item = TokenStream> {
    checks.iter().map(|check| {
        let function = function(api, check);
        match check {
            Check::Rule(..) => quote!(#function(self, report);),
            _ => quote!(object(#function)(self, report);),
        }
    })
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
    calls.extend(whole_checks(api, &tuple.checks));
    calls
}

/// The constraints of what each arm of a union holds.
fn arms(api: &Api, def: &TypeDef, union: &Union, constrained: &[bool]) -> TokenStream {
    let name = ident(&def.name);
    let checked: Vec<(Ident, Vec<TokenStream>)> = union
        .arms
        .iter()
        .map(|arm| (ident(&arm.name), checks(api, &arm.ty, constrained)))
        .filter(|(_, checks)| !checks.is_empty())
        .collect();
    let is_rest_free = checked.len() < union.arms.len();
    let body = match &checked[..] {
        [] => quote!(let _ = report;),
        [(variant, checks)] if is_rest_free => quote! {
            if let Self::#variant(value) = self { #(#checks(value, report);)* }
        },
        _ => {
            let arms = checked.iter().map(|(variant, checks)| match &checks[..] {
                [only] => quote!(Self::#variant(value) => #only(value, report),),
                _ => quote!(Self::#variant(value) => { #(#checks(value, report);)* }),
            });
            let others = is_rest_free.then(|| quote!(_ => {}));
            quote!(match self { #(#arms)* #others })
        }
    };
    quote! {
        impl Arms for models::#name {
            fn check_arm(&self, report: &mut Report) {
                #body
            }
        }
    }
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
