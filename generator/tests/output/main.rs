//! What is emitted: it parses, it is the same every time, and no text of a description becomes
//! code. The crates compile without a warning too; these tests take minutes, and are ignored.

mod compile;
mod crossed;
mod documents;
mod features;
mod names;
mod precision;

use std::path::Path;

use oasmith::config::Modules;
use oasmith::{Config, File, Generated};

use documents::{DOCUMENTS, HOSTILE};

fn generate(text: &str, config: &Config) -> Generated {
    oasmith::generate_text(Path::new("t.yaml"), text.to_owned(), config)
        .expect("it is a description")
}

fn paths(files: &[File]) -> Vec<&str> {
    files.iter().map(|file| &*file.path).collect()
}

#[test]
fn every_file_parses() {
    for (name, text) in DOCUMENTS {
        let generated = generate(text, &Config::default());
        for file in &generated.files {
            if file.path.ends_with(".rs") {
                let parsed = syn::parse_file(&file.content);
                assert!(parsed.is_ok(), "{name}: {}", file.path);
            }
        }
        assert!(!generated.api.operations.is_empty(), "{name}");
    }
}

#[test]
fn the_same_description_gives_the_same_bytes() {
    for (name, text) in DOCUMENTS {
        let first = generate(text, &Config::default()).files;
        let again = generate(text, &Config::default()).files;
        assert!(first == again, "{name}");
    }
}

#[test]
fn a_crate_has_these_files() {
    let files = generate(DOCUMENTS[0].1, &Config::default()).files;
    let (support, own): (Vec<_>, Vec<_>) = paths(&files)
        .into_iter()
        .partition(|path| path.starts_with("src/support/"));
    assert_eq!(
        own,
        [
            "Cargo.toml",
            "openapi.yaml",
            "src/client.rs",
            "src/codec.rs",
            "src/lib.rs",
            "src/models.rs",
            "src/responses.rs",
            "src/server.rs",
            "src/validate.rs",
        ]
    );
    // The support files are those that the roots of their folders declare.
    let modules = |folder: &str| -> Vec<String> {
        let lines = content(&files, &format!("{folder}/mod.rs")).lines();
        let declared = lines.filter_map(|line| Some(line.strip_suffix(';')?.split_once("mod ")?.1));
        declared.map(|name| format!("{folder}/{name}")).collect()
    };
    let folders = modules("src/support");
    let mut declared = vec!["src/support/mod.rs".to_owned()];
    for folder in folders {
        let modules = modules(&folder).into_iter();
        declared.extend(modules.map(|module| format!("{module}.rs")));
        declared.push(format!("{folder}/mod.rs"));
    }
    declared.sort();
    assert_eq!(support, declared);
}

#[test]
fn operations_are_divided_by_their_tags() {
    let config = Config {
        modules: Modules::Tag,
        ..Config::default()
    };
    let (_, text) = DOCUMENTS.last().expect("it is there");
    let generated = generate(text, &config);
    let modules: Vec<_> = paths(&generated.files)
        .into_iter()
        .filter_map(|path| path.strip_prefix("src/server/"))
        .collect();
    assert_eq!(
        modules,
        ["owners_of_pets.rs", "pets.rs", "type.rs", "untagged.rs"]
    );
    let client = content(&generated.files, "src/client/pets.rs");
    assert!(client.contains("pub fn list_pets("), "{client}");
    let root = content(&generated.files, "src/client.rs");
    assert!(
        root.contains("\npub mod owners_of_pets;\npub mod pets;\npub mod r#type;\n"),
        "{root}"
    );
    assert!(!root.contains("list_pets"), "{root}");
    for (name, text) in DOCUMENTS {
        for file in generate(text, &config).files {
            let is_rust = file.path.ends_with(".rs");
            assert!(
                !is_rust || syn::parse_file(&file.content).is_ok(),
                "{name}: {}",
                file.path
            );
        }
    }
}

#[test]
fn what_a_type_derives_anyway_is_not_derived_twice() {
    let path = |text: &str| text.parse().expect("it is a path");
    let config = Config {
        derives: [
            "Clone",
            "Debug",
            "std::cmp::Eq",
            "a::Eq",
            "::core::default::Default",
        ]
        .map(|text| ("*".into(), path(text)))
        .into(),
        ..Config::default()
    };
    let files = generate(DOCUMENTS[0].1, &config).files;
    let models = content(&files, "src/models.rs");
    for (derives, item) in [
        (
            "Clone, PartialEq, std::cmp::Eq, a::Eq, ::core::default::Default",
            "struct Pet ",
        ),
        (
            "Clone, Debug, Default, PartialEq, std::cmp::Eq, a::Eq",
            "struct Change ",
        ),
        (
            "Clone, Debug, Eq, Hash, PartialEq, a::Eq, ::core::default::Default",
            "enum PetKind ",
        ),
    ] {
        let expected = format!("#[derive({derives})]\npub {item}");
        assert!(models.contains(&expected), "{expected}\n{models}");
    }
}

fn content<'a>(files: &'a [File], path: &str) -> &'a str {
    let file = files.iter().find(|file| file.path == path);
    &file.expect("it is there").content
}

#[test]
fn what_a_description_does_not_need_is_left_out() {
    let plain = "openapi: 3.0.3\ninfo: {title: t, version: \"1\"}\npaths:\n  /t: {get: {operationId: t, responses: {\"204\": {description: x}}}}\n";
    let files = generate(plain, &Config::default()).files;
    for module in [
        "types/formats_uuid",
        "validate/backtracking",
        "validate/matcher",
        "validate/numbers",
        "validate/pattern",
        "validate/regex",
    ] {
        let path = format!("src/support/{module}.rs");
        assert!(!paths(&files).contains(&&*path), "{path}");
    }
    let manifest = &files[0].content;
    for dependency in ["uuid", "regex"] {
        assert!(!manifest.contains(dependency), "{manifest}");
    }
}

#[test]
fn modules_are_those_of_the_crate() {
    let module = Config {
        module: true,
        ..Config::default()
    };
    for (name, text) in DOCUMENTS {
        let (whole, modules) = (
            generate(text, &Config::default()).files,
            generate(text, &module).files,
        );
        for file in &modules {
            let with_features = [
                "mod.rs",
                "support/body/mod.rs",
                "support/exchange/mod.rs",
                "support/platform/mod.rs",
                "support/mod.rs",
                "support/server/mod.rs",
                "support/webhooks/mod.rs",
            ];
            if with_features.contains(&&*file.path) {
                continue;
            }
            let path = format!("src/{}", file.path);
            let other = whole.iter().find(|other| other.path == path);
            assert_eq!(
                other.map(|other| &other.content),
                Some(&file.content),
                "{name}"
            );
        }
        // The manifest, the description, and `gzip`, `layer`, `serve`, `spans` and `blocking`, which need
        // features of their own.
        let is_blocking = |file: &&File| file.path.starts_with("src/support/blocking/");
        let blocking = whole.iter().filter(is_blocking).count();
        assert_eq!(modules.len() + 6 + blocking, whole.len(), "{name}");
    }
}

#[test]
fn no_file_says_when_or_where_it_was_made() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let spec = root.join("../specs/authentik-stages.yaml");
    let generated = oasmith::generate(&spec, &Config::default()).expect("it is a description");
    let version = concat!("oasmith ", env!("CARGO_PKG_VERSION"));
    // The description is what somebody wrote, with the version and dates that it has.
    let files = generated.files.iter();
    for file in files.filter(|file| file.path != "openapi.yaml") {
        for text in [
            version,
            "/work",
            "/home",
            "authentik-stages.yaml",
            "2024.2.2",
        ] {
            assert!(!file.content.contains(text), "{}: {text}", file.path);
        }
        let root = root.display().to_string();
        assert!(!file.content.contains(&root), "{}", file.path);
        assert!(!has_date(&file.content), "{}", file.path);
    }
}

/// Whether a text holds a date of this century, as `2024-05-17`.
fn has_date(text: &str) -> bool {
    let shape = |part: &[u8]| -> String {
        let digit = |byte: &u8| {
            if byte.is_ascii_digit() {
                '0'
            } else {
                char::from(*byte)
            }
        };
        part.iter().map(digit).collect()
    };
    text.as_bytes()
        .windows(10)
        .any(|part| part.starts_with(b"20") && shape(part) == "0000-00-00")
}

#[test]
fn the_marker_stands_in_the_first_line_of_every_file() {
    let config = Config {
        explorer: true,
        ..Config::default()
    };
    for file in generate(DOCUMENTS[0].1, &config).files {
        let first = file.content.lines().next().unwrap_or_default();
        assert!(first.contains("generated by oasmith"), "{}", file.path);
        assert!(file.content.ends_with('\n'), "{}", file.path);
    }
}

/// Everything that would be code if it got out of its literal or its comment.
#[test]
fn hostile_text_stays_text() {
    let config = Config {
        explorer: true,
        ..Config::default()
    };
    let generated = generate(HOSTILE, &config);
    assert_eq!(generated.api.operations.len(), 1);
    for file in &generated.files {
        if !file.path.ends_with(".rs") {
            continue;
        }
        let tokens: proc_macro2::TokenStream =
            file.content.parse().expect("it is a stream of tokens");
        assert!(!is_evil(tokens), "{}", file.path);
    }
    let codec = content(&generated.files, "src/codec.rs");
    for literal in [
        r#""x\"); std::process::exit(evil); (\"""#,
        r#""quote\" back\\slash\nline""#,
    ] {
        assert!(codec.contains(literal), "{literal}:\n{codec}");
    }
}

#[test]
fn a_hostile_title_is_a_name_in_the_manifest() {
    let manifest = |text: &str| {
        let files = generate(text, &Config::default()).files;
        content(&files, "Cargo.toml").to_owned()
    };
    let hostile =
        manifest(&HOSTILE.replace("hostile TURN", "x\\\"\\n[dependencies]\\nevil = \\\"1\\\""));
    let harmless = manifest(&HOSTILE.replace("hostile TURN", "x"));
    let others = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.starts_with("name = "));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(others(&hostile), others(&harmless));
    let name = hostile
        .lines()
        .find_map(|line| line.strip_prefix("name = "));
    let name = name.expect("it has one").trim_matches('"');
    assert!(
        name.chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
        "{name}"
    );
}

/// Whether there is a name that only hostile text holds. Names made from text are written otherwise.
fn is_evil(tokens: proc_macro2::TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        proc_macro2::TokenTree::Group(group) => is_evil(group.stream()),
        proc_macro2::TokenTree::Ident(ident) => {
            let name = ident.to_string();
            name == "evil" || name.ends_with("_evil")
        }
        proc_macro2::TokenTree::Punct(_) | proc_macro2::TokenTree::Literal(_) => false,
    })
}

#[test]
fn no_character_turns_the_direction_of_the_text() {
    let text = HOSTILE.replace("TURN", "\u{202e}");
    let config = Config {
        explorer: true,
        ..Config::default()
    };
    for file in generate(&text, &config).files {
        assert!(!file.content.contains('\u{202e}'), "{}", file.path);
    }
}

/// The types of errors, each a message inside an object of its own, whose rejections a file implements.
fn rejections(files: &[File], path: &str) -> Vec<String> {
    let file = files.iter().find(|file| file.path == path);
    let lines = file.map(|file| file.content.lines());
    let heads = lines.into_iter().flatten().filter_map(|line| {
        let (name, _) = line
            .strip_prefix("impl FromRejection for models::")?
            .split_once(' ')?;
        Some(name.to_owned())
    });
    let mut names: Vec<_> = heads.collect();
    names.sort();
    names
}

#[test]
fn rejections_are_those_of_the_operations_of_a_server() {
    let operation = |name: &str| {
        format!(
            "{{post: {{operationId: {name}, responses: {{'204': {{description: d}}, default: {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}Error'}}}}}}}}}}}}}}"
        )
    };
    let mut text = format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths: {{/one: {}, /both: {}}}\nwebhooks: {{a: {}, b: {}}}\ncomponents:\n  schemas:\n",
        operation("One"),
        operation("Both"),
        operation("Hook"),
        operation("Both").replace("Id: Both", "Id: BothHook"),
    );
    for name in ["One", "Both", "Hook"] {
        text += &format!(
            "    {name}Error: {{type: object, properties: {{error: {{$ref: '#/components/schemas/{name}Inner'}}}}}}\n    {name}Inner: {{type: object, properties: {{message: {{type: string}}}}}}\n"
        );
    }
    let hook = ["HookError", "HookInner"];
    let both = ["BothError", "BothInner", "HookError", "HookInner"];
    let paths = ["BothError", "BothInner", "OneError", "OneInner"];
    for (client, server, of_server, of_webhooks) in [
        (true, false, &[][..], &both[..]),
        (true, true, &paths, &hook),
        (false, true, &paths, &[]),
    ] {
        let config = Config {
            client,
            server,
            ..Config::default()
        };
        let files = generate(&text, &config).files;
        assert_eq!(rejections(&files, "src/server.rs"), of_server);
        assert_eq!(rejections(&files, "src/webhook_server.rs"), of_webhooks);
    }
}
