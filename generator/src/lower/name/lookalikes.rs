//! Renames identifiers that trigger rustc's lints about lookalikes: a pass over the finished model.
//!
//! `confusable_idents` finds two names that look alike, `mixed_script_confusables` a script of which a
//! crate has only letters that look like those of another one. Both can only be allowed at the root of
//! a crate, which may be the user's.

use std::collections::{HashMap, HashSet};

use proc_macro2::{TokenStream, TokenTree};
use unicode_security::mixed_script::AugmentedScriptSet;
use unicode_security::{is_potential_mixed_script_confusable_char, skeleton};

use crate::identifier::Case;
use crate::lower::name::scopes::{Scope, type_name, value_name};
use crate::model::{Api, Operation, ResponseBody, Rest, Shape};
use crate::{Config, reserved};

/// Spells names in ASCII that would trigger the lints. A script counts as known only if the names of
/// types have it, since not every output has those of operations.
pub fn rename(api: &mut Api, config: &Config) {
    let mut all = Vec::new();
    each_in_types(api, &mut |case, name| all.push((case, name.clone())));
    let known: HashSet<_> = all.iter().flat_map(|(_, name)| scripts(name)).collect();
    each_in_operations(api, &mut |case, name| all.push((case, name.clone())));
    if all.iter().all(|(_, name)| name.is_ascii()) {
        return;
    }
    let ascii = all.iter().map(|(_, name)| name).filter(|it| it.is_ascii());
    let taken: HashSet<String> = ascii.cloned().chain(emitted_anyway(config)).collect();
    let looks = taken.iter().map(|name| (look(name), name.clone()));
    let mut looks: HashMap<String, String> = looks.collect();
    let mut scope = Scope::with_reserved(Case::Snake, taken);
    let mut renamed: HashMap<(Case, String), String> = HashMap::new();
    for (case, name) in all.into_iter().filter(|(_, name)| !name.is_ascii()) {
        if renamed.contains_key(&(case, name.clone())) {
            continue;
        }
        if has_known_scripts(&name, &known) {
            let first = looks.entry(look(&name)).or_insert_with(|| name.clone());
            if *first == name {
                continue;
            }
        }
        let by_look = spelt_by_look(case, &name).map(|spelt| scope.reserve(spelt));
        let by_look = by_look.filter(|free| !looks.contains_key(&look(free)));
        let free = by_look.unwrap_or_else(|| scope.reserve(spelt_by_number(case, &name)));
        looks.entry(look(&free)).or_insert_with(|| free.clone());
        renamed.insert((case, name), free);
    }
    let mut rename = |case, name: &mut String| {
        if name.is_ascii() {
            return;
        }
        if let Some(new) = renamed.get(&(case, name.clone())) {
            name.clone_from(new);
        }
    };
    each_in_types(api, &mut rename);
    each_in_operations(api, &mut rename);
}

/// The identifiers of every output, whatever the description.
fn emitted_anyway(config: &Config) -> impl Iterator<Item = String> {
    let runtime = crate::emit::RUNTIME_SOURCES
        .iter()
        .flat_map(|(_, source)| identifiers(source));
    let reserved = reserved::all().map(str::to_owned);
    runtime.chain(reserved).chain(reserved::modules(config))
}

fn identifiers(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<TokenStream> = source.parse().into_iter().collect();
    while let Some(tokens) = open.pop() {
        for token in tokens {
            match token {
                TokenTree::Group(group) => open.push(group.stream()),
                TokenTree::Ident(name) => found.push(name.to_string()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    found
}

/// Calls a function with the names of types and their members.
fn each_in_types(api: &mut Api, with: &mut dyn FnMut(Case, &mut String)) {
    for def in &mut api.types {
        with(Case::Camel, &mut def.name);
        match &mut def.shape {
            Shape::Struct(structure) => {
                let fields = structure.fields.iter_mut().map(|field| &mut field.name);
                let patterns = structure.patterns.iter_mut().map(|fields| &mut fields.name);
                fields
                    .chain(patterns)
                    .for_each(|name| with(Case::Snake, name));
                if let Rest::Keep { name, .. } = &mut structure.rest {
                    with(Case::Snake, name);
                }
            }
            Shape::Enum(enumeration) => {
                let variants = enumeration.variants.iter_mut();
                variants.for_each(|variant| with(Case::Camel, &mut variant.name));
            }
            Shape::Union(union) => {
                let variants = union.variants.iter_mut();
                variants.for_each(|variant| with(Case::Camel, &mut variant.name));
            }
            // Items of tuples are numbered.
            Shape::Tuple(_) | Shape::Newtype(_) | Shape::Alias(_) => {}
        }
    }
}

/// Calls a function with the names of the body of a response.
fn each_in_response(body: &mut ResponseBody, with: &mut dyn FnMut(Case, &mut String)) {
    with(Case::Camel, &mut body.enumeration);
    for content in &mut body.contents {
        with(Case::Camel, &mut content.variant);
    }
}

/// Calls a function with the names of operations and their members.
fn each_in_operations(api: &mut Api, with: &mut dyn FnMut(Case, &mut String)) {
    for operation in &mut api.operations {
        with(Case::Shouty, &mut operation.constant);
        let Operation {
            name,
            parameters,
            params,
            body,
            successes,
            success_name,
            errors,
            error_name,
            shared_errors,
            ..
        } = operation;
        with(Case::Snake, name);
        for name in [success_name, error_name].into_iter().chain(shared_errors) {
            with(Case::Camel, name);
        }
        let responses = successes.iter_mut().chain(errors);
        for body in responses.filter_map(|response| response.body.as_mut()) {
            each_in_response(body, with);
        }
        if let Some(body) = body {
            with(Case::Snake, &mut body.check);
            with(Case::Camel, &mut body.enumeration);
            for content in &mut body.contents {
                with(Case::Camel, &mut content.variant);
                if let Some(parts) = &mut content.parts {
                    with(Case::Camel, &mut parts.name);
                    let fields = parts.fields.iter_mut();
                    fields.for_each(|part| with(Case::Snake, &mut part.name));
                }
            }
        }
        let optional = params.iter_mut().flat_map(|params| {
            with(Case::Camel, &mut params.name);
            &mut params.parameters
        });
        let optional: Vec<_> = optional.collect();
        for parameter in parameters.iter_mut().chain(optional) {
            with(Case::Snake, &mut parameter.name);
            with(Case::Snake, &mut parameter.check);
        }
    }
    for set in &mut api.headers {
        with(Case::Camel, &mut set.name);
        let headers = set.headers.iter_mut();
        headers.for_each(|header| with(Case::Snake, &mut header.parameter.name));
    }
    for scheme in &mut api.schemes {
        with(Case::Snake, &mut scheme.setter);
    }
    for credentials in &mut api.credentials {
        with(Case::Camel, &mut credentials.variant);
    }
    for security in &mut api.securities {
        with(Case::Snake, &mut security.name);
    }
}

/// The skeleton of a name, equal for names that look alike (UTS 39 §4).
fn look(name: &str) -> String {
    skeleton(name).collect()
}

/// The scripts of the letters of a name that are not confusable with another script.
fn scripts(name: &str) -> impl Iterator<Item = AugmentedScriptSet> {
    let own = name.chars().filter(|letter| !letter.is_ascii());
    let own = own.filter(|letter| !is_potential_mixed_script_confusable_char(*letter));
    own.map(AugmentedScriptSet::for_char)
}

/// Whether the script of each letter is known from other letters of the name or of another name.
fn has_known_scripts(name: &str, known: &HashSet<AugmentedScriptSet>) -> bool {
    // Every crate has ASCII letters.
    let own: Vec<_> = scripts(name)
        .chain([AugmentedScriptSet::for_char('A')])
        .collect();
    name.chars()
        .filter(|letter| !letter.is_ascii())
        .all(|letter| {
            let script = AugmentedScriptSet::for_char(letter);
            let meets = |other: &AugmentedScriptSet| {
                let mut both = *other;
                both.intersect_with(script);
                !both.is_empty() && !both.is_all()
            };
            script.is_all() || known.iter().chain(&own).any(meets)
        })
}

/// The name with each letter replaced by the ASCII letter that it looks like, if all have one.
fn spelt_by_look(case: Case, name: &str) -> Option<String> {
    let spelt = name.chars().map(|letter| match letter.is_ascii() {
        true => Some(letter.to_string()),
        false => Some(look(&letter.to_string())).filter(|look| look.is_ascii()),
    });
    let spelt: Option<String> = spelt.collect();
    spelt.map(|spelt| named(case, &spelt))
}

/// The name with each letter outside ASCII replaced by its code point.
fn spelt_by_number(case: Case, name: &str) -> String {
    let spelt = name.chars().map(|letter| match letter.is_ascii() {
        true => letter.to_string(),
        false => format!("u{:x}", u32::from(letter)),
    });
    named(case, &spelt.collect::<String>())
}

fn named(case: Case, spelt: &str) -> String {
    match case {
        Case::Camel => type_name(spelt),
        Case::Snake | Case::Shouty => value_name(spelt),
    }
}
