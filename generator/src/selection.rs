//! [`Document`] → [`Document`]: what the configuration wants of it, under the names that it gives.

use std::collections::BTreeSet;

use crate::Config;
use crate::config::Word;
use crate::diagnostic::{Code, Diagnostic, Location, ancestors, nearest};
use crate::document::{Document, NameOverride, Operation, OverrideOrigin, Place, Schema};
use crate::source::FileId;

/// Leaves out what the configuration leaves out, and what was reported about it. A word that
/// selects nothing is reported.
pub fn select(document: &mut Document<'_>, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let mut unmatched = Vec::new();
    let mut dropped = Vec::new();
    dropped.extend(select_operations(document, config, &mut unmatched));
    dropped.extend(select_types(document, config, &mut unmatched));
    let keys = config.names.iter().map(|(key, _)| key.as_str());
    let mut unnamed: BTreeSet<&str> = keys.collect();
    name_operations(document, config, &mut unnamed);
    check_names(document, config, unnamed, &mut unmatched);
    check_replaced(document, config, &mut unmatched);
    forget(document, &dropped, diagnostics);
    diagnostics.extend(unmatched);
}

/// The operations and webhooks that stay; the places of the others are returned.
fn select_operations(
    document: &mut Document<'_>,
    config: &Config,
    unmatched: &mut Vec<Diagnostic>,
) -> Vec<Place> {
    for (option, words) in [
        ("include-operations", &config.include_operations),
        ("exclude-operations", &config.exclude_operations),
    ] {
        for word in words {
            let mut operations = document.operations.iter().chain(&document.webhooks);
            if !operations.any(|operation| is_meant(word, operation)) {
                let operations = &document.operations;
                unmatched.push(unmatched_operation(option, word.as_str(), operations));
            }
        }
    }
    let is_wanted = |operation: &Operation<'_>| {
        let any = |words: &[Word]| words.iter().any(|word| is_meant(word, operation));
        (config.include_operations.is_empty() || any(&config.include_operations))
            && !any(&config.exclude_operations)
    };
    let mut dropped = Vec::new();
    for operations in [&mut document.operations, &mut document.webhooks] {
        let (wanted, others): (Vec<_>, Vec<_>) =
            std::mem::take(operations).into_iter().partition(is_wanted);
        // A path may be another name for one: what is reported about it is about both.
        let stays = |place: &Place| wanted.iter().any(|operation| operation.place == *place);
        let others = others.into_iter().map(|operation| operation.place);
        dropped.extend(others.filter(|place| !stays(place)));
        *operations = wanted;
    }
    dropped
}

/// Whether a word of the configuration is about an operation.
fn is_meant(word: &Word, operation: &Operation<'_>) -> bool {
    let text = word.as_str();
    if let Some(tag) = text.strip_prefix("tag:") {
        let tag = Word::from(tag);
        return operation.tags.iter().any(|known| tag.matches(known));
    }
    if text.starts_with('/') {
        return word.matches(operation.path);
    }
    match text.split_once(' ') {
        Some((method, path)) if path.starts_with(['/', '*']) => {
            let method = Word::from(method.to_ascii_uppercase());
            method.matches(operation.method) && Word::from(path).matches(operation.path)
        }
        _ => word.matches(operation.id.map_or("", |(id, _)| id)),
    }
}

fn unmatched_operation(option: &str, word: &str, operations: &[Operation<'_>]) -> Diagnostic {
    let ids = operations.iter().filter_map(|operation| operation.id);
    let paths = operations.iter().map(|operation| operation.path);
    let tags = operations.iter().flat_map(|operation| &operation.tags);
    let near = match word.strip_prefix("tag:") {
        Some(tag) => nearest(tag, tags.copied()).map(|tag| format!("tag:{tag}")),
        None if word.starts_with('/') => nearest(word, paths).map(str::to_owned),
        None => nearest(word, ids.map(|(id, _)| id)).map(str::to_owned),
    };
    self::unmatched(option, word, "no operation", near.as_deref())
}

/// Reports a word of the configuration that selects nothing.
pub fn unmatched(option: &str, word: &str, nothing: &str, near: Option<&str>) -> Diagnostic {
    let message = format!("`{word}` of `{option}` selects {nothing}");
    let mut diagnostic = Diagnostic::new(Code::UnmatchedOption, Location::outside(), message);
    diagnostic.help = near.map(|near| format!("`{near}` may be meant"));
    diagnostic.option = Some((option.to_owned(), word.to_owned()));
    diagnostic
}

/// The types that are wanted although no operation uses them, and those that are not wanted at all,
/// whose places are returned.
fn select_types(
    document: &mut Document<'_>,
    config: &Config,
    reports: &mut Vec<Diagnostic>,
) -> Vec<Place> {
    let components = document.components.clone();
    for (option, words) in [
        ("include-types", &config.include_types),
        ("exclude-types", &config.exclude_types),
    ] {
        for word in words.iter().map(Word::as_str) {
            let names = components.iter().map(|(name, _)| *name);
            if !names.clone().any(|name| Word::from(word).matches(name)) {
                let near = nearest(word, names);
                reports.push(unmatched(option, word, "no schema of the components", near));
            }
        }
    }
    let any = |words: &[Word], name: &str| words.iter().any(|word| word.matches(name));
    let mut dropped = Vec::new();
    document.components.clear();
    for (name, id) in components {
        if any(&config.exclude_types, name) {
            if let Some(schema) = document.schemas.get_mut(id.0 as usize) {
                dropped.push(schema.place);
                *schema = Schema::documented_any(schema);
            }
            continue;
        }
        document.components.push((name, id));
        if !config.prune || any(&config.include_types, name) {
            document.kept.push(id);
        }
    }
    dropped
}

/// Gives operations the names that the configuration gives them; the keys that others than these
/// have are left.
fn name_operations(document: &mut Document<'_>, config: &Config, unnamed: &mut BTreeSet<&str>) {
    for (key, name) in &config.names {
        for operation in &mut document.operations {
            let location = document.places.location(operation.place);
            let pointer = key.strip_prefix('#');
            let is_there =
                location.file == FileId::default() && pointer == Some(location.pointer.as_str());
            if is_there || operation.id.is_some_and(|(id, _)| id == key) {
                operation.rust_name = Some(NameOverride {
                    name: name.clone(),
                    origin: OverrideOrigin::Option(key.clone()),
                });
                unnamed.remove(key.as_str());
            }
        }
    }
}

/// Reports the keys of `names` that no schema is at, either.
fn check_names(
    document: &Document<'_>,
    config: &Config,
    mut unnamed: BTreeSet<&str>,
    reports: &mut Vec<Diagnostic>,
) {
    if unnamed.iter().any(|key| key.starts_with('#')) {
        for schema in &document.schemas {
            let Location { pointer, .. } = document.places.location(schema.place);
            unnamed.remove(format!("#{pointer}").as_str());
        }
    }
    // In the order of the configuration.
    let keys = config.names.iter().map(|(key, _)| key.as_str());
    for key in keys.filter(|key| unnamed.contains(key)) {
        let (nothing, near) = match key.strip_prefix("#/components/schemas/") {
            Some(name) => {
                let names = document.components.iter().map(|(name, _)| *name);
                let near = nearest(name, names);
                let near = near.map(|near| format!("#/components/schemas/{near}"));
                ("no schema and no operation", near)
            }
            None if key.starts_with('#') => ("no schema and no operation", None),
            None => {
                let operations = &document.operations;
                let ids = operations.iter().filter_map(|operation| operation.id);
                let near = nearest(key, ids.map(|(id, _)| id));
                ("no operation", near.map(str::to_owned))
            }
        };
        reports.push(unmatched("names", key, nothing, near.as_deref()));
    }
}

/// Reports the keys of `replace` that nothing is called.
fn check_replaced(document: &Document<'_>, config: &Config, reports: &mut Vec<Diagnostic>) {
    for (key, _) in &config.replace {
        let names = document.components.iter().map(|(name, _)| *name);
        let (is_there, nothing, near) = match key.strip_prefix("format:") {
            Some(format) => {
                let formats = || document.schemas.iter().filter_map(|schema| schema.format);
                let near = nearest(format, formats()).map(|near| format!("format:{near}"));
                let is_there = formats().any(|known| known == format);
                (is_there, "no format of a schema", near)
            }
            None => {
                let near = nearest(key, names.clone()).map(str::to_owned);
                let is_there = names.clone().any(|name| name == key);
                (is_there, "no schema of the components", near)
            }
        };
        if !is_there {
            reports.push(unmatched("replace", key, nothing, near.as_deref()));
        }
    }
}

/// Takes out what was reported about the nodes at these places.
fn forget(document: &Document<'_>, places: &[Place], diagnostics: &mut Vec<Diagnostic>) {
    let locations = places.iter().map(|place| document.places.location(*place));
    let dropped: BTreeSet<(FileId, String)> = locations
        .map(|location| (location.file, location.pointer))
        .collect();
    diagnostics.retain(|Diagnostic { location, .. }| {
        let mut around = ancestors(&location.pointer);
        !around.any(|pointer| dropped.contains(&(location.file, pointer.to_owned())))
    });
}
