//! A rule as calls of the functions that it is made of.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::checks::{Function, Imports};
use crate::emit::rust::{count, ident, string};
use crate::model::{Api, NamedRule, Rule, Ty};

/// The rule as an expression.
pub fn code(api: &Api, rule: &Rule) -> TokenStream {
    let strings = |texts: &[String]| -> Vec<_> { texts.iter().map(|text| string(text)).collect() };
    let all = |rules: &[Rule]| -> Vec<_> { rules.iter().map(|rule| code(api, rule)).collect() };
    match rule {
        Rule::Anything => quote!(rules::anything),
        Rule::Nothing => quote!(rules::nothing),
        Rule::Types(names) => {
            let names = names.iter().map(|name| string(name));
            quote!(rules::types(&[#(#names),*]))
        }
        Rule::Listed(values) => {
            let values = strings(values);
            quote!(rules::listed(&[#(#values),*]))
        }
        Rule::Holds(check) => {
            let check = Function::of_check(check, &Ty::Any).code(api);
            quote!(rules::holds(#check))
        }
        Rule::Required(names) => {
            let names = strings(names);
            quote!(rules::required(&[#(#names),*]))
        }
        Rule::Only(names) => {
            let names = strings(names);
            quote!(rules::only(&[#(#names),*]))
        }
        Rule::Property(name, rule) => {
            let (name, rule) = (string(name), code(api, rule));
            quote!(rules::property(#name, #rule))
        }
        Rule::Matching(index, rule) => {
            let (names, rule) = (matching(api, *index), code(api, rule));
            quote!(rules::matching(#names, #rule))
        }
        Rule::Others {
            names,
            patterns,
            rule,
        } => {
            let (names, rule) = (strings(names), code(api, rule));
            let patterns = patterns.iter().map(|index| matching(api, *index));
            quote!(rules::others(&[#(#names),*], &[#(&#patterns),*], #rule))
        }
        Rule::Items(first, rest) => {
            let (first, rest) = (all(first), code(api, rest));
            quote!(rules::prefix_items(&[#(&#first),*], #rest))
        }
        Rule::Names(rule) => {
            let rule = code(api, rule);
            quote!(rules::names(#rule))
        }
        Rule::Each(rule) => {
            let rule = code(api, rule);
            quote!(rules::each(#rule))
        }
        Rule::Contains { rule, min, max } => {
            let (rule, min) = (code(api, rule), count(*min));
            let max = max.map_or_else(
                || quote!(usize::MAX),
                |max| {
                    let max = count(max);
                    quote!(#max)
                },
            );
            quote!(rules::contains(#min, #max, #rule))
        }
        Rule::Not(rule) => {
            let rule = code(api, rule);
            quote!(rules::not(#rule))
        }
        Rule::All(rules) => {
            let rules = all(rules);
            quote!(rules::all(&[#(&#rules),*]))
        }
        Rule::Any(rules) => {
            let rules = all(rules);
            quote!(rules::any(&[#(&#rules),*]))
        }
        Rule::One(rules) => {
            let rules = all(rules);
            quote!(rules::one(&[#(&#rules),*]))
        }
        Rule::When(rules) => {
            let rules = all(&rules[..]);
            quote!(rules::when(#(#rules),*))
        }
        Rule::OtherProperties(rules) => {
            let rules = all(&rules[..]);
            quote!(rules::other_properties(#(#rules),*))
        }
        Rule::OtherItems(rules) => {
            let rules = all(&rules[..]);
            quote!(rules::other_items(#(#rules),*))
        }
        Rule::Named(index) => {
            let name = ident(&api.rules[*index].name);
            quote!(#name)
        }
    }
}

/// The function of a rule that is used by others, or by the codec of a union.
pub fn function(api: &Api, named: &NamedRule, is_shared: bool) -> TokenStream {
    let (name, rule) = (ident(&named.name), code(api, &named.rule));
    let visibility = is_shared.then(|| quote!(pub(super)));
    quote! {
        #visibility fn #name(value: &serde_json::Value, seen: &mut rules::Seen) -> Option<bool> {
            rules::call(value, seen, #rule)
        }
    }
}

/// Whether a name matches a pattern, as a function.
fn matching(api: &Api, index: usize) -> TokenStream {
    let pattern = ident(&api.patterns[index].name);
    quote!(|name: &str| matches(&#pattern, name))
}

/// Adds the checks and patterns of a rule.
pub fn add_imports(rule: &Rule, imports: &mut Imports) {
    let mut add_pattern = |index| {
        imports.add("matches");
        imports.add_pattern(index);
    };
    match rule {
        Rule::Matching(index, _) => add_pattern(*index),
        Rule::Named(index) => imports.add_rule(*index),
        Rule::Others { patterns, .. } => patterns.iter().copied().for_each(add_pattern),
        Rule::Holds(check) => Function::of_check(check, &Ty::Any).imports(imports),
        _ => {}
    }
    rule.parts()
        .into_iter()
        .for_each(|part| add_imports(part, imports));
}
