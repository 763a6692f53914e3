//! [`Document`] → [`Document`]: the operations and types that the configuration selects, with its names.

use std::collections::{BTreeSet, HashSet};

use crate::Config;
use crate::config::Word;
use crate::diagnostic::{Code, Diagnostic, Location, nearest};
use crate::document::{
    Document, NameOverride, Operation, Origin, OverrideOrigin, Place, Schema, SchemaId,
    StatedPagination, Used, places,
};
use crate::source::FileId;

/// Drops the operations and schemas that the configuration excludes. Returns the parts that are used
/// then, and the diagnostics about values that match nothing.
pub fn select(document: &mut Document<'_>, config: &Config) -> (Used, Vec<Diagnostic>) {
    let mut unmatched = Vec::new();
    let places = places(document);
    select_operations(document, config, &mut unmatched);
    state_pagination(document, config, &mut unmatched);
    let excluded = select_types(document, config, &mut unmatched);
    let keys = config.names.iter().map(|(key, _)| key.as_str());
    let mut unnamed: BTreeSet<&str> = keys.collect();
    name_operations(document, config, &mut unnamed);
    check_names(document, config, unnamed, &mut unmatched);
    check_replaced(document, config, &mut unmatched);
    let mut used = Used::find(document, places);
    used.exclude(&excluded);
    (used, unmatched)
}

/// Keeps the operations and webhooks that are wanted, and the callbacks of those.
fn select_operations(
    document: &mut Document<'_>,
    config: &Config,
    unmatched: &mut Vec<Diagnostic>,
) {
    for (option, words) in [
        ("include-operations", &config.include_operations),
        ("exclude-operations", &config.exclude_operations),
    ] {
        for word in words {
            let mut operations = document.operations.iter().chain(&document.webhooks);
            if !operations.any(|operation| is_selected(word, operation)) {
                let operations = document.operations.iter().chain(&document.webhooks);
                unmatched.push(unmatched_operation(option, word.as_str(), operations));
            }
        }
    }
    let is_excluded = |operation: &Operation<'_>| {
        let mut words = config.exclude_operations.iter();
        words.any(|word| is_selected(word, operation))
    };
    let is_included = |operation: &Operation<'_>| {
        let mut words = config.include_operations.iter();
        words.any(|word| is_selected(word, operation))
    };
    let is_wanted = |operation: &Operation<'_>| {
        (config.include_operations.is_empty() || is_included(operation)) && !is_excluded(operation)
    };
    let is_callback = |operation: &Operation<'_>| matches!(operation.origin, Origin::Callback(..));
    let all = document.operations.iter().chain(&document.webhooks);
    let wanted = all.filter(|it| !is_callback(it) && is_wanted(it));
    let wanted: HashSet<Place> = wanted.map(|operation| operation.place).collect();
    document.operations.retain(is_wanted);
    document
        .webhooks
        .retain(|operation| match operation.origin {
            Origin::Callback(_, of) => {
                (wanted.contains(&of) || is_included(operation)) && !is_excluded(operation)
            }
            Origin::Path | Origin::Webhook => is_wanted(operation),
        });
}

/// Applies the entries of `pagination`, of which the first that selects an operation counts.
fn state_pagination(document: &mut Document<'_>, config: &Config, unmatched: &mut Vec<Diagnostic>) {
    let entries = &config.pagination;
    let mut applied = BTreeSet::new();
    for operation in &mut document.operations {
        let entry = entries
            .iter()
            .enumerate()
            .find(|(_, (word, _))| is_selected(word, operation));
        if let Some((index, (word, pagination))) = entry {
            applied.insert(index);
            operation.pagination = Some(StatedPagination {
                pagination: pagination.clone(),
                origin: OverrideOrigin::Option(word.as_str().to_owned()),
            });
        }
    }
    let operations = &document.operations;
    for (index, (word, _)) in entries.iter().enumerate() {
        let text = word.as_str();
        if !operations.iter().any(|it| is_selected(word, it)) {
            unmatched.push(unmatched_operation("pagination", text, operations.iter()));
        } else if !applied.contains(&index) && text != "*" {
            let mut shadowed = self::unmatched("pagination", text, "no operation", None);
            shadowed.message.push_str(" that no earlier entry matches");
            unmatched.push(shadowed);
        }
    }
}

/// Whether a word of the configuration selects an operation.
fn is_selected(word: &Word, operation: &Operation<'_>) -> bool {
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
        _ => {
            let id = operation.id.map_or("", |(id, _)| id);
            word.matches(id) || called(operation).is_some_and(|name| word.matches(name))
        }
    }
}

/// The name of a webhook or a callback, whether it has an `operationId` or not.
fn called<'a>(operation: &Operation<'a>) -> Option<&'a str> {
    match operation.origin {
        Origin::Path => None,
        Origin::Webhook => Some(operation.path),
        Origin::Callback(name, _) => Some(name),
    }
}

fn unmatched_operation<'a>(
    option: &str,
    word: &str,
    operations: impl Iterator<Item = &'a Operation<'a>> + Clone,
) -> Diagnostic {
    let ids = operations.clone().filter_map(|operation| operation.id);
    let names = operations.clone().filter_map(called);
    let paths = operations.clone().map(|operation| operation.path);
    let tags = operations.flat_map(|operation| &operation.tags);
    let near = match word.strip_prefix("tag:") {
        Some(tag) => nearest(tag, tags.copied()).map(|tag| format!("tag:{tag}")),
        None if word.starts_with('/') => nearest(word, paths).map(str::to_owned),
        None => nearest(word, ids.map(|(id, _)| id).chain(names)).map(str::to_owned),
    };
    self::unmatched(option, word, "no operation", near.as_deref())
}

/// Reports a word of the configuration that selects nothing.
pub fn unmatched(option: &str, word: &str, nothing: &str, near: Option<&str>) -> Diagnostic {
    let message = format!("`{word}` in `{option}` matches {nothing}");
    let mut diagnostic = Diagnostic::new(Code::UnmatchedOption, Location::outside(), message);
    diagnostic.help = near.map(|near| format!("did you mean `{near}`?"));
    diagnostic.option = Some((option.to_owned(), word.to_owned()));
    diagnostic
}

/// Keeps the schemas of components that are wanted although no operation uses them. Those that are
/// excluded allow any value from here on, and are returned.
fn select_types(
    document: &mut Document<'_>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<SchemaId> {
    let components = document.components.clone();
    for (option, words) in [
        ("include-types", &config.include_types),
        ("exclude-types", &config.exclude_types),
    ] {
        for word in words.iter().map(Word::as_str) {
            let names = components.iter().map(|(name, _)| *name);
            if !names.clone().any(|name| Word::from(word).matches(name)) {
                let near = nearest(word, names);
                diagnostics.push(unmatched(option, word, "no component schema", near));
            }
        }
    }
    let any = |words: &[Word], name: &str| words.iter().any(|word| word.matches(name));
    let mut excluded = Vec::new();
    document.components.clear();
    for (name, id) in components {
        if any(&config.exclude_types, name) {
            if let Some(schema) = document.schemas.get_mut(id.0 as usize) {
                excluded.push(id);
                *schema = Schema::documented_any(schema);
            }
            continue;
        }
        document.components.push((name, id));
        if !config.prune || any(&config.include_types, name) {
            document.kept.push(id);
        }
    }
    excluded
}

/// Applies the overrides of `names` to operations, and removes their keys from `unnamed`.
fn name_operations(document: &mut Document<'_>, config: &Config, unnamed: &mut BTreeSet<&str>) {
    for (key, name) in &config.names {
        let operations = document.operations.iter_mut();
        for operation in operations.chain(&mut document.webhooks) {
            let location = document.places.location(operation.place);
            let pointer = key.strip_prefix('#');
            let is_at =
                location.file == FileId::default() && pointer == Some(location.pointer.as_str());
            if is_at || operation.id.is_some_and(|(id, _)| id == key) {
                operation.rust_name = Some(NameOverride {
                    name: name.clone(),
                    origin: OverrideOrigin::Option(key.clone()),
                });
                unnamed.remove(key.as_str());
            }
        }
    }
}

/// Reports the keys of `names` that match no schema, either.
fn check_names(
    document: &Document<'_>,
    config: &Config,
    mut unnamed: BTreeSet<&str>,
    diagnostics: &mut Vec<Diagnostic>,
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
        let nothing = match key.starts_with('#') {
            true => "no schema or operation",
            false => "no operation",
        };
        let near = nearest_named(document, key);
        diagnostics.push(unmatched("names", key, nothing, near.as_deref()));
    }
}

/// The key of `names` for the operation or the component schema that a key may mean.
fn nearest_named(document: &Document<'_>, key: &str) -> Option<String> {
    let operations = document.operations.iter();
    let ids = operations.filter_map(|operation| Some(operation.id?.0));
    if let Some(near) = nearest(key, ids) {
        return Some(near.to_owned());
    }
    let last = key.rsplit('/').next().unwrap_or(key);
    let components = || document.components.iter();
    let name = nearest(last, components().map(|(name, _)| *name))?;
    let (_, id) = components().find(|(known, _)| *known == name)?;
    let location = document.places.location(document.schema(*id).place);
    (location.file == FileId::default()).then(|| format!("#{}", location.pointer))
}

/// Reports the keys of `replace` that match no component and no format.
fn check_replaced(document: &Document<'_>, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    for (key, _) in &config.replace {
        let names = document.components.iter().map(|(name, _)| *name);
        let (is_there, nothing, near) = match key.strip_prefix("format:") {
            Some(format) => {
                let formats = || document.schemas.iter().filter_map(|schema| schema.format);
                let near = nearest(format, formats()).map(|near| format!("format:{near}"));
                let is_there = formats().any(|known| known == format);
                (is_there, "no `format` of a schema", near)
            }
            None => {
                let near = nearest(key, names.clone()).map(str::to_owned);
                let is_there = names.clone().any(|name| name == key);
                (is_there, "no component schema", near)
            }
        };
        if !is_there {
            diagnostics.push(unmatched("replace", key, nothing, near.as_deref()));
        }
    }
}
