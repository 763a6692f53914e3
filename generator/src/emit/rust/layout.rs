//! Blank lines between items, which the formatter leaves out.

/// Puts a blank line between two items, and between the imports and what follows them.
pub fn space(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() + text.len() / 32);
    let mut before = "";
    for line in text.lines() {
        if needs_space(before, line) {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        before = line;
    }
    spaced
}

fn needs_space(before: &str, line: &str) -> bool {
    if before.is_empty() || indent(before) != indent(line) {
        return false;
    }
    let (before, line) = (before.trim_start(), line.trim_start());
    if before.starts_with("//!") {
        return !line.starts_with("//!");
    }
    let is_import = |line: &str| line.starts_with("use ");
    if before.starts_with("//") {
        return false;
    }
    if before.starts_with("use std::") && line.starts_with("use super::") {
        return true;
    }
    if is_import(line) {
        return !before.ends_with(';') && !before.starts_with('}');
    }
    let is_module = |line: &str| line.starts_with("pub mod ");
    if is_module(before) && is_module(line) {
        return false;
    }
    let ends_item = before.ends_with('}') || before.ends_with(';');
    let starts_item = ITEMS.iter().any(|start| line.starts_with(start));
    ends_item && starts_item
}

/// How items start; statements do not.
const ITEMS: &[&str] = &[
    "///",
    "#[",
    "pub ",
    "pub(",
    "impl",
    "fn ",
    "async fn ",
    "static ",
    "const ",
    "enum ",
    "struct ",
    "type ",
    "trait ",
];

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::space;

    #[test]
    fn items_stand_apart_and_statements_do_not() {
        let text = "//! Docs.\nuse a;\nuse b::{\n    c,\n};\nuse d;\n/// A.\nfn a() {\n    let x = 1;\n    x;\n}\nimpl A {\n    \
                    fn b() {}\n    /// C.\n    fn c() {}\n}\npub(super) static D: u8 = 1;\n";
        let expected = "//! Docs.\n\nuse a;\nuse b::{\n    c,\n};\nuse d;\n\n/// A.\nfn a() {\n    let x = 1;\n    x;\n}\n\n\
                        impl A {\n    fn b() {}\n\n    /// C.\n    fn c() {}\n}\n\npub(super) static D: u8 = 1;\n";
        assert_eq!(space(text), expected);
    }
}
