//! Names that would mean something else in emitted code, that are too long, or that rustc warns about.

use std::collections::HashSet;

use oasmith::config::Modules;
use oasmith::{Config, File, Generated};
use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Value, json};

use super::compile::{apart, together};
use super::generate;

/// Words that mean something where emitted code stands, and letters that rustc warns about.
const WORDS: &[&str] = &[
    // Primitive types.
    "bool",
    "char",
    "str",
    "i64",
    "u8",
    "u16",
    "usize",
    "f64",
    // Crates.
    "std",
    "core",
    "alloc",
    "serde",
    "serde_json",
    "chrono",
    "uuid",
    "axum",
    "reqwest",
    "regress",
    "test",
    // The prelude.
    "Option",
    "Some",
    "None",
    "Ok",
    "Err",
    "Vec",
    "String",
    "Box",
    "Result",
    "Default",
    "Clone",
    "Copy",
    "Drop",
    "Send",
    "Sync",
    "From",
    "Into",
    "Fn",
    "Debug",
    "PartialEq",
    "drop",
    // What emitted modules are called, hold and import.
    "codec",
    "models",
    "support",
    "validate",
    "client",
    "server",
    "requests",
    "content",
    "parameter",
    "Patch",
    "Redacted",
    "Report",
    "Validate",
    "Format",
    "Arms",
    "In",
    "Call",
    "Client",
    "Error",
    "Future",
    "Operation",
    "Response",
    "Router",
    "Unknown",
    "Undeclared",
    "new",
    "router",
    "routes",
    "api",
    "caller",
    "min",
    "format",
    "pattern",
    "items",
    "rule",
    // Macros.
    "object",
    "tuple",
    "operations",
    "replies",
    "derive",
    "matches",
    // Keywords, and words that are some in places.
    "Self",
    "self",
    "crate",
    "super",
    "async",
    "gen",
    "try",
    "dyn",
    "true",
    "union",
    "auto",
    "macro_rules",
    "main",
    // What clippy has an opinion on.
    "clone",
    "cmp",
    "into_it",
    "from_it",
    "New",
    "foo",
    // Letters.
    "²bool",
    "ʿstd",
    "猫",
    "ﬁ",
    "ſtd",
    "e\u{301}",
    "ĸ",
    "ｆｕｌｌ",
    "Ⅷ",
    "größe",
    "ანა",
];

/// Names that rustc takes for others, or for a trick.
const STRANGE: [&str; 18] = [
    "α", "β", "кот", "кoт", "аbс", "abc", "adı", "adi", "yıl", "ıd", "һ", "ο", "о", "o", "ρ", "猫",
    "ニ", "二",
];

/// A description where a word stands wherever a name comes from; types and methods have it pinned.
fn document(word: &str, is_pinned: bool) -> Value {
    let pin = |name: &str, mut node: Value| {
        if is_pinned {
            node["x-rust-name"] = name.into();
        }
        node
    };
    let named = |name: &str| {
        if is_pinned {
            format!("Subject{}", name.len())
        } else {
            name.to_owned()
        }
    };
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let (subject, nested) = (named(word), named(&format!("{word}_")));
    let text = json!({"type": "string", "maxLength": 9, "pattern": "^(a|b)+$"});
    let content = |schema: Value| json!({"application/json": {"schema": schema}});
    let error = json!({"description": "x", "content": content(reference("Fault"))});
    json!({
        "openapi": "3.1.0",
        "info": {"title": word, "version": "1"},
        "components": {
            "securitySchemes": {word: {"type": "apiKey", "in": "header", "name": "k"}, "token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                &subject: pin(word, json!({"type": "object", "required": ["id", word], "properties": {
                    "id": {"type": "integer"}, "when": {"type": "string", "format": "date-time"}, "key": {"type": "string", "format": "uuid"},
                    "any": {}, "flag": {"type": ["boolean", "null"]}, "bytes": {"type": "string", "format": "byte"},
                    "secret": {"type": "string", "format": "password"}, "number": {"type": "number"}, "list": {"type": "array", "items": {"type": "string"}},
                    "kind": {"enum": [word, "other", null]}, word: text}})),
                &nested: pin(&format!("{word}_"), json!({"type": "array", "items": reference(&nested)})),
                "Holder": {"type": "object", "additionalProperties": true, "required": [format!("{word}_")], "properties": {
                    format!("{word}_"): reference(&nested), "optional": reference(&subject),
                    "either": {"oneOf": [reference(&subject), {"type": "string"}]}}},
                "Pet": {"oneOf": [reference("Cat"), reference("Dog")], "discriminator": {"propertyName": "t", "mapping": {word: "#/components/schemas/Cat"}}},
                "Cat": {"type": "object", "required": ["t"], "properties": {"t": {"type": "string"}, "cat": {"type": "string"}}},
                "Dog": {"type": "object", "required": ["t"], "properties": {"t": {"type": "string"}, "dog": {"type": "string"}}},
                "Fault": {"type": "object", "properties": {"detail": {"type": "string"}}},
            },
        },
        "paths": {
            format!("/a/{{{word}}}"): {"post": pin(word, json!({
                "operationId": named(word), "tags": [word],
                "security": [{word: []}, {"token": [], word: []}],
                "parameters": [
                    {"name": word, "in": "path", "required": true, "schema": text},
                    {"name": word, "in": "query", "required": true, "schema": {"type": "array", "maxItems": 3, "items": {"type": "string"}}},
                    {"name": "length", "in": "query", "required": true, "schema": text},
                    {"name": "values", "in": "query", "schema": {"type": "integer", "minimum": 1}},
                ],
                "requestBody": {"required": true, "content": {"application/json": {"schema": reference(&subject)}, "text/plain": {"schema": {"type": "string"}}}},
                "responses": {"200": {"description": "x", "content": content(reference("Holder"))}, "201": {"description": "x", "content": content(reference("Pet"))}, "4XX": error},
            }))},
            "/b": {"get": {
                "operationId": "second", "tags": [word],
                "parameters": [{"name": word, "in": "query", "schema": {"type": "string"}}],
                "responses": {"204": {"description": "x"}, "4XX": error},
            }},
        },
    })
}

fn generated(document: &Value, modules: Modules) -> Generated {
    let config = Config {
        modules,
        module: true,
        support: Some("crate::support".parse().expect("it is a path")),
        ..Config::default()
    };
    generate(&document.to_string(), &config)
}

#[test]
fn every_word_may_be_a_name() {
    assert_eq!(words().len(), 2 * WORDS.len());
}

#[test]
fn long_names_are_cut() {
    assert_eq!(long_names().len(), 10);
}

#[test]
#[ignore = "compiles emitted crates, in minutes"]
fn no_word_means_something_else_in_emitted_code() {
    check_together("words", &words());
    check_together("long", &long_names());
}

#[test]
#[ignore = "compiles emitted crates, in minutes"]
fn names_in_other_scripts_compile_without_a_warning() {
    for (name, files) in other_scripts() {
        check_together(&name.clone(), &[(name, files)]);
    }
}

#[test]
#[ignore = "compiles emitted crates, in minutes"]
fn titles_compile() {
    apart("titles", &titles());
}

/// Outputs in which a word stands in every place of a name.
fn words() -> Vec<(String, Vec<File>)> {
    let mut all = Vec::new();
    for (index, word) in WORDS.iter().enumerate() {
        for is_pinned in [false, true] {
            // Each way to divide an output is in both editions.
            let modules = if index % 2 == usize::from(is_pinned) {
                Modules::Tag
            } else {
                Modules::One
            };
            let generated = generated(&document(word, is_pinned), modules);
            assert_eq!(generated.api.operations.len(), 2, "{word}");
            all.push((format!("word_{index}_{is_pinned}"), generated.files));
        }
    }
    all
}

/// Outputs with names of 3,000 letters.
fn long_names() -> Vec<(String, Vec<File>)> {
    let mut all = Vec::new();
    for (index, letter) in ["a", "B", "猫", "ß", "a_"].iter().enumerate() {
        let long = letter.repeat(3_000);
        for modules in [Modules::One, Modules::Tag] {
            let mut document = document(&long, false);
            // Others that differ at the end alone.
            let other = format!("{long}z");
            let mut second = document["components"]["schemas"][&long].clone();
            second["properties"][&other] = json!({"type": "string", "enum": [long, other]});
            document["components"]["schemas"][&other] = second;
            document["components"]["schemas"]["Holder"]["properties"][&other] =
                json!({"$ref": format!("#/components/schemas/{other}")});
            document["paths"]["/b"]["get"]["operationId"] = other.clone().into();
            document["paths"]["/b"]["get"]["tags"] = json!([other]);
            let generated = generated(&document, modules);
            for file in &generated.files {
                assert!(file.path.len() < 200, "{}", file.path);
            }
            let longest = identifiers(&generated.files).map(|name| name.len()).max();
            assert!(longest.is_some_and(|longest| longest < 200), "{longest:?}");
            all.push((
                format!("long_{index}_{modules:?}").to_lowercase(),
                generated.files,
            ));
        }
    }
    all
}

fn identifiers(files: &[File]) -> impl Iterator<Item = String> {
    let rust = files.iter().filter(|file| file.path.ends_with(".rs"));
    rust.flat_map(|file| {
        let mut open = vec![file.content.parse().expect("it is a stream of tokens")];
        let mut found = Vec::new();
        while let Some(tokens) = open.pop() {
            for token in TokenStream::into_iter(tokens) {
                match token {
                    TokenTree::Group(group) => open.push(group.stream()),
                    TokenTree::Ident(name) => found.push(name.to_string()),
                    TokenTree::Punct(_) | TokenTree::Literal(_) => {}
                }
            }
        }
        found
    })
}

/// Compiles outputs as modules of one crate, whose support code is that of any of these documents.
#[track_caller]
fn check_together(name: &str, outputs: &[(String, Vec<File>)]) {
    let whole = generate(&document("t", false).to_string(), &Config::default());
    together(name, &whole.files, outputs);
}

#[test]
fn names_that_look_alike_are_spelt_out() {
    other_scripts();
}

/// Outputs with letters that look like others, alone and in pairs, and of a script that has letters of
/// its own.
fn other_scripts() -> [(String, Vec<File>); 3] {
    let properties = |names: &[&str]| -> Value {
        let all = names.iter().map(|name| {
            (
                (*name).to_owned(),
                json!({"type": "string", "enum": [name, "x"]}),
            )
        });
        Value::Object(all.collect())
    };
    let with = |names: &[&str]| {
        let mut document = document("t", false);
        document["components"]["schemas"]["Fault"]["properties"] = properties(names);
        document["paths"]["/b"]["get"]["parameters"][0]["name"] = names[0].into();
        document["paths"]["/b"]["get"]["operationId"] = names[1].into();
        generated(&document, Modules::One)
    };
    let (strange, russian) = (with(&STRANGE), with(&["жук", "сорт", "рост"]));
    let models = |generated: &Generated| {
        let file = generated.files.iter().find(|file| file.path == "models.rs");
        file.expect("it is there").content.clone()
    };
    // What a language has letters for keeps them.
    for name in ["жук", "сорт", "рост"] {
        assert!(
            models(&russian).contains(&format!("pub {name}: ")),
            "{name}"
        );
    }
    for name in ["yıl", "adi", "adi2", "猫", "abc", "abc2"] {
        assert!(
            models(&strange).contains(&format!("pub {name}: ")),
            "{name}:\n{}",
            models(&strange)
        );
    }
    // Greek letters are known here, so it is the Cyrillic name that would look like another.
    let greek = with(&["ψω", "αbc", "аbc"]);
    for name in ["ψω", "αbc", "u430bc"] {
        assert!(models(&greek).contains(&format!("pub {name}: ")), "{name}");
    }
    [("strange", strange), ("greek", greek), ("russian", russian)]
        .map(|(name, generated)| (name.to_owned(), generated.files))
}

#[test]
fn a_title_gives_a_name_that_cargo_takes() {
    titles();
}

/// Crates with titles that are no names of crates.
fn titles() -> Vec<(String, Vec<File>)> {
    let long = "x".repeat(300);
    let titles = [
        "std",
        "core",
        "test",
        "serde_json",
        "self",
        "type",
        "deps",
        "build",
        "bool",
        "con",
        "1",
        "",
        &long,
        &format!("{long}y"),
        &format!("{} z", "long ".repeat(60)),
    ];
    let outputs = titles.map(|title| {
        let text = json!({
            "openapi": "3.1.0", "info": {"title": title, "version": "1"},
            "paths": {"/a": {"get": {"operationId": "a", "responses": {"204": {"description": "x"}}}}},
        });
        let files = generate(&text.to_string(), &Config::default()).files;
        let manifest = files.iter().find(|file| file.path == "Cargo.toml");
        let mut lines = manifest.expect("it is there").content.lines();
        let name = lines.find_map(|line| line.strip_prefix("name = "));
        (name.expect("it has one").trim_matches('"').to_owned(), files)
    });
    let names: HashSet<&str> = outputs.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names.len(), titles.len(), "{names:?}");
    assert!(names.iter().all(|name| name.len() <= 64), "{names:?}");
    for name in [
        "api-std",
        "api-serde-json",
        "api-type",
        "api-con",
        "api-1",
        "api",
    ] {
        assert!(names.contains(name), "{name}: {names:?}");
    }
    outputs.into()
}
