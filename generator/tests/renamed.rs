//! What an edit that renames one operation changes in the output.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use oasmith::{Config, Description, File, Generated};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// An `operationId` that no description has.
const NEW: &str = "qzRenamedOperation";

/// The letters and digits of a name or text, so that `listPets`, `list_pets` and `ListPets` are the same.
fn letters(text: &str) -> String {
    let signs = text.chars().filter(|it| it.is_alphanumeric());
    signs.flat_map(char::to_lowercase).collect()
}

/// The text with each paragraph of its documentation in a line: where one wraps follows from the names.
fn unwrapped(text: &str) -> String {
    let mut found = String::new();
    let mut before = "";
    for line in text.lines() {
        let line = line.trim_start();
        let (mark, rest) = line.split_at_checked(4).unwrap_or((line, ""));
        match matches!(mark, "/// " | "//! ") && before == mark {
            true => found.extend([" ", rest]),
            false => found.extend(["\n", line]),
        }
        before = mark;
    }
    found
}

/// The tokens of a file without its layout, from which commas follow. Those of `use` items come apart from
/// the others: their order follows from the names.
fn tokens(text: &str) -> [Vec<String>; 2] {
    fn walk(stream: TokenStream, found: &mut Vec<String>) {
        for token in stream {
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::None => ("", ""),
                    };
                    found.push(open.to_owned());
                    walk(group.stream(), found);
                    found.push(close.to_owned());
                }
                TokenTree::Punct(sign) if sign.as_char() == ',' => {}
                other => found.push(other.to_string()),
            }
        }
    }
    let mut found = Vec::new();
    walk(unwrapped(text).parse().expect("it is Rust"), &mut found);
    let (mut rest, mut imports, mut is_import) = (Vec::new(), Vec::new(), false);
    for token in found {
        is_import |= token == "use";
        let is_end = token == ";";
        match is_import {
            true => imports.push(token),
            false => rest.push(token),
        }
        is_import &= !is_end;
    }
    [rest, imports]
}

/// The parts of a file that are compared: those that have an order, and those that do not.
fn parts(file: &File) -> [Vec<String>; 2] {
    match file.path.ends_with(".rs") {
        true => tokens(&file.content),
        false => [
            file.content.lines().map(str::to_owned).collect(),
            Vec::new(),
        ],
    }
}

/// Takes the items that both have from both.
fn without_common(old: Vec<String>, now: Vec<String>) -> (Vec<String>, Vec<String>) {
    let (mut left, mut counts) = (Vec::new(), BTreeMap::new());
    for item in now {
        *counts.entry(item).or_insert(0) += 1;
    }
    for item in old {
        match counts.get_mut(&item) {
            Some(count) if *count > 0 => *count -= 1,
            _ => left.push(item),
        }
    }
    let added = counts.into_iter();
    let added = added.flat_map(|(item, count)| std::iter::repeat_n(item, count));
    (left, added.collect())
}

/// The parts that differ, each of which has to name the operation: before by one of its names, and now by
/// its new one. What does not is an error.
fn compare(before: &Generated, after: &Generated, names: &[String]) -> Result<usize, String> {
    let new = letters(NEW);
    let is_named = |(old, now): (&String, &String)| {
        let (old, now) = (letters(old), letters(now));
        // A text that mentions a type is marked as code while there is that type.
        let is_new = now.contains(&new) || now == old;
        is_new && names.iter().any(|name| old.contains(name))
    };
    let mut differences = 0;
    if before.files.len() != after.files.len() {
        return Err("the number of files".to_owned());
    }
    for (old, now) in before.files.iter().zip(&after.files) {
        if old.path != now.path && !is_named((&old.path, &now.path)) {
            return Err(format!("{} is {}", old.path, now.path));
        }
        let ([old_parts, old_imports], [parts, imports]) = (parts(old), parts(now));
        let (old_imports, imports) = without_common(old_imports, imports);
        for (old_parts, parts) in [(old_parts, parts), (old_imports, imports)] {
            if old_parts.len() != parts.len() {
                return Err(format!("{}: {old_parts:?} {parts:?}", old.path));
            }
            let differing = old_parts.iter().zip(&parts).filter(|(old, now)| old != now);
            for pair in differing {
                if !is_named(pair) {
                    return Err(format!("{}: {} is {}", old.path, pair.0, pair.1));
                }
                differences += 1;
            }
        }
    }
    Ok(differences)
}

fn generate(description: Description) -> Option<Generated> {
    oasmith::generate(description, &Config::default()).ok()
}

/// Renames the first operation that can be edited, and compares; nothing if there is none.
fn rename(path: &Path) -> Option<Result<usize, String>> {
    let before = generate(Description::file(path))?;
    let first: &'static RefCell<Option<(String, String, String)>> = Box::leak(Box::default());
    let edited = Description::file(path).edit_operations(move |path, method, operation| {
        let mut first = first.borrow_mut();
        if let (None, Some(id)) = (&*first, &operation.operation_id) {
            *first = Some((path.to_owned(), method.to_owned(), id.clone()));
            operation.operation_id = Some(NEW.to_owned());
        }
    });
    let after = generate(edited).expect("it is a description");
    let (address, method, id) = first.take()?;
    let mut operations = before.api.operations.iter();
    let operation =
        operations.find(|it| it.path == address && it.method.eq_ignore_ascii_case(&method));
    let mut names = vec![letters(&id)];
    names.extend(operation.map(|it| letters(&it.name)));
    let compared = compare(&before, &after, &names);
    Some(compared.map_err(|error| format!("{} {names:?}: {error:.200}", path.display())))
}

fn descriptions(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the corpus is there") {
        let entry = entry.expect("it can be read");
        let path = entry.path();
        let is_small = || entry.metadata().is_ok_and(|it| it.len() < 2_000_000);
        let extension = path.extension().and_then(|it| it.to_str());
        if path.is_dir() {
            descriptions(&path, found);
        } else if matches!(extension, Some("json" | "yaml" | "yml")) && is_small() {
            found.push(path);
        }
    }
}

#[test]
#[ignore = "reads ../shared"]
fn a_renamed_operation_changes_only_its_names() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let mut found = Vec::new();
    for folder in ["edge", "real", "swagger2"] {
        descriptions(&corpus.join(folder), &mut found);
    }
    found.sort();
    let (mut changed, mut wrong) = (0, Vec::new());
    for compared in found.iter().filter_map(|path| rename(path)) {
        match compared {
            Ok(differences) => changed += usize::from(differences > 0),
            Err(error) => wrong.push(error),
        }
    }
    println!("{changed} descriptions changed in the names of an operation alone");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(changed > 150, "{changed}");
}
