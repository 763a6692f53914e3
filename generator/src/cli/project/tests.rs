//! Small files of a project: what they say and what is wrong with them.

use std::path::{Path, PathBuf};

use super::parse;
use oasmith::Config;
use oasmith::config::{
    Callers, Dates, Enums, Formats, Lint, Modules, Nulls, Numbers, PageKind, Pagination,
    UnknownProperties, Untyped,
};
use oasmith::diagnostic::Code;

#[test]
fn every_api_is_a_job() {
    let text = "[[api]]\nspec = \"a.yaml\"\nout = \"a\"\nserver = false\n[[api]]\nspec = \"b.yaml\"\nout = \"b\"\n";
    let jobs = parse(text, Path::new("/project")).expect("it is valid");
    let paths: Vec<_> = jobs
        .iter()
        .map(|job| (job.spec.as_path(), job.config.server))
        .collect();
    assert_eq!(
        paths,
        [
            (Path::new("/project/a.yaml"), false),
            (Path::new("/project/b.yaml"), true)
        ]
    );
    let rest = Config::default();
    assert_eq!(jobs.last().map(|job| &job.config), Some(&rest));
}

#[test]
fn every_option_is_read() {
    let text = r##"
[[api]]
spec = "a.yaml"
out = "a"
name = "a"
client = false
server = false
webhooks = true
module = true
modules = "tag"
description = true
explorer = true
support = "crate::support"
root = ".."
overlays = ["one.yaml", "two.yaml"]
allow = ["missing-error"]
warn = ["unknown-keyword"]
deny = ["warnings", "invalid-default"]
include-operations = ["tag:pets", "/pets/*"]
exclude-operations = ["DELETE *"]
prune = false
include-types = ["Pet*"]
exclude-types = ["PetInternal"]
dates = "jiff"
enums = "closed"
unknown-properties = "keep"
untyped = "strict"
formats = "annotate"
nulls = "lenient"
numbers = "exact"
callers = "always"
replace = { Money = "rust_decimal::Decimal", "format:date" = "my::Date" }

[api.derives]
"*" = ["Eq", "utoipa::ToSchema"]
Pet = ["Hash"]

[api.names]
"#/components/schemas/Foo" = "Bar"
listPets = "list"

[api.pagination]
"tag:old" = false
"GET /pets/*" = { kind = "cursor", parameter = "after", id = "/id", items = "/data", more = "/more" }
"*" = { kind = "page", parameter = "page", first = 0 }
"##;
    let jobs = parse(text, Path::new("/p")).expect("it is valid");
    let parsed = |text: &str| text.parse().expect("it is valid");
    let name = |text: &str| text.parse().expect("it is valid");
    let expected = Config {
        crate_name: Some("a".to_owned()),
        client: false,
        server: false,
        webhooks: Some(true),
        module: true,
        modules: Modules::Tag,
        description: Some(true),
        explorer: true,
        support: Some(parsed("crate::support")),
        root: Some(PathBuf::from("/p/..")),
        overlays: vec![PathBuf::from("/p/one.yaml"), PathBuf::from("/p/two.yaml")],
        allow: vec![Lint::Code(Code::MissingError)],
        warn: vec![Lint::Code(Code::UnknownKeyword)],
        deny: vec![Lint::Warnings, Lint::Code(Code::InvalidDefault)],
        include_operations: vec!["tag:pets".into(), "/pets/*".into()],
        exclude_operations: vec!["DELETE *".into()],
        prune: false,
        include_types: vec!["Pet*".into()],
        exclude_types: vec!["PetInternal".into()],
        replace: vec![
            (
                "Money".to_owned(),
                "rust_decimal::Decimal".parse().expect("it is valid"),
            ),
            (
                "format:date".to_owned(),
                "my::Date".parse().expect("it is valid"),
            ),
        ],
        derives: vec![
            ("*".into(), parsed("Eq")),
            ("*".into(), parsed("utoipa::ToSchema")),
            ("Pet".into(), parsed("Hash")),
        ],
        names: vec![
            ("#/components/schemas/Foo".to_owned(), name("Bar")),
            ("listPets".to_owned(), name("list")),
        ],
        pagination: vec![
            ("tag:old".into(), None),
            (
                "GET /pets/*".into(),
                Some(Pagination {
                    parameter: Some("after".to_owned()),
                    id: Some("/id".to_owned()),
                    items: Some("/data".to_owned()),
                    more: Some("/more".to_owned()),
                    ..Pagination::default()
                }),
            ),
            (
                "*".into(),
                Some(Pagination {
                    kind: PageKind::Page,
                    parameter: Some("page".to_owned()),
                    first: Some(0),
                    ..Pagination::default()
                }),
            ),
        ],
        dates: Dates::Jiff,
        enums: Enums::Closed,
        unknown_properties: UnknownProperties::Keep,
        untyped: Untyped::Strict,
        formats: Formats::Annotate,
        nulls: Nulls::Lenient,
        numbers: Numbers::Exact,
        callers: Callers::Always,
    };
    assert_eq!(jobs.first().map(|job| &job.config), Some(&expected));
}

#[test]
fn what_the_readme_shows_is_valid() {
    let readme = include_str!("../../../../README.md");
    let blocks = readme.split("```toml\n").skip(1);
    let blocks: Vec<_> = blocks
        .filter_map(|block| block.split("```").next())
        .collect();
    assert!(!blocks.is_empty());
    for block in blocks {
        assert!(parse(block, Path::new("/")).is_ok(), "{block}");
    }
    for key in super::KEYS {
        assert!(readme.contains(&format!("`{key}`")), "{key}");
    }
}

#[test]
fn what_is_wrong_is_named() {
    let with = |line: &str| format!("[[api]]\nspec = \"a\"\nout = \"a\"\n{line}\n");
    for (text, expected) in [
        (String::new(), "1:1: expected at least one [[api]]"),
        ("api = 1".to_owned(), "1:7: expected at least one [[api]]"),
        ("api = [1]".to_owned(), "1:8: expected a table for [[api]]"),
        (
            "[[api]]\nspec = \"a\"".to_owned(),
            "1:1: missing key `out` in [[api]]",
        ),
        (
            "apis = 1\n[[api]]\nspec = \"a\"\nout = \"a\"".to_owned(),
            "1:1: unknown key `apis`, expected [[api]] for each description",
        ),
        ("[[api]\n".to_owned(), "1:7: "),
        (
            "[[api]]\nspec = 1\nout = \"a\"".to_owned(),
            "2:8: expected a string for `spec`",
        ),
        (
            with("prun = false"),
            "4:1: unknown key `prun` in [[api]], did you mean `prune`?",
        ),
        (
            with("prune = \"no\""),
            "4:9: expected true or false for `prune`",
        ),
        (with("name = \"My Shop\""), "4:8: expected a crate name"),
        (
            with("dates = \"Jiff\""),
            "4:9: expected one of `chrono`, `jiff`, `time`, `string`, found `Jiff`",
        ),
        (
            with("overlays = \"a.yaml\""),
            "4:12: expected a list of strings for `overlays`",
        ),
        (
            with("deny = [\"warnings\",\n  \"sytnax\"]"),
            "5:3: `sytnax` is not the code of a diagnostic, did you mean `syntax`?",
        ),
        (
            with("support = \"a b\""),
            "4:11: expected a Rust path such as `a::b`, found `a b`",
        ),
        (
            with("pagination = { a = { parameter = \"p\" } }"),
            "4:20: missing key `kind` in `pagination`",
        ),
        (
            with("pagination = { a = { kind = \"curser\" } }"),
            "4:29: expected one of `cursor`, `url`, `link`, `offset`, `page`, found `curser`",
        ),
        (
            with("pagination = { a = { kind = \"link\", item = \"/a\" } }"),
            "4:37: unknown key `item` in `pagination`, did you mean `items`?",
        ),
        (
            with("pagination = { a = { kind = \"page\", first = -1 } }"),
            "4:45: expected a number from 0 on for `first`",
        ),
        (
            with("pagination = { a = true }"),
            "4:20: expected a table or `false` for an entry of `pagination`",
        ),
        (
            with("replace = [\"Money\"]"),
            "4:11: expected a table for `replace`",
        ),
        (
            with("[api.replace]\nMoney = \"f64; fn main() {}\""),
            "5:9: expected a Rust type such as `a::B` or `a::B<C>`, found `f64; fn main() {}`",
        ),
        (
            with("[api.derives]\n\"*\" = \"Eq\""),
            "5:7: expected a list of strings for `derives`",
        ),
        (
            with("[api.derives]\n\"*\" = [\"Eq)] struct S; #[derive(Hash\"]"),
            "5:8: expected a Rust path such as `a::b`, found `Eq)] struct S; #[derive(Hash`",
        ),
        (
            with("[api.names]\na = \"2fa\""),
            "5:5: expected a Rust identifier, found `2fa`",
        ),
    ] {
        let faults = parse(&text, Path::new("/")).err().expect(&text);
        assert_eq!(faults.len(), 1, "{faults:?}");
        let fault = faults.first().expect("there is one");
        assert!(fault.starts_with(expected), "{text}: {fault}");
    }
}

#[test]
fn all_that_is_wrong_is_told_in_order() {
    let text = "[[api]]\nspec = \"a\"\nout = \"a\"\nzeal = 1\nclient = 1\n[[api]]\nout = true\n";
    let faults = parse(text, Path::new("/")).err().expect("it is wrong");
    let starts: Vec<_> = faults
        .iter()
        .filter_map(|fault| fault.split(": ").next())
        .collect();
    assert_eq!(starts, ["4:1", "5:10", "6:1", "7:7"], "{faults:?}");
}
