//! `oasmith init`: a configuration that generates as it is.

use std::fs;

use super::folder::Folder;

/// A description with a title.
fn spec(title: &str) -> String {
    format!("openapi: 3.1.0\ninfo: {{title: {title}, version: \"1\"}}\npaths: {{}}\n")
}

#[test]
fn what_is_written_generates_unchanged() {
    for (title, spec_path, out, name, shown) in [
        (
            "Pet shop",
            "pets.yaml",
            None,
            "pet-shop",
            "spec = \"pets.yaml\"",
        ),
        (
            "\"\"",
            "a b/\u{e9}'#.json",
            None,
            "api",
            "spec = \"a b/\u{e9}'#.json\"",
        ),
        (
            "serde",
            "x/y.yaml",
            Some("x/oasmith.toml"),
            "api-serde",
            "spec = \"y.yaml\"",
        ),
        (
            "\"日本 \\e[2J\\n[[api]]\"",
            "z.yaml",
            None,
            "api-2j-api",
            "spec = \"z.yaml\"",
        ),
        (
            "a",
            "b.yaml",
            Some("c/d/oasmith.toml"),
            "a",
            "spec = \"../../b.yaml\"",
        ),
    ] {
        let folder = Folder::new("init");
        folder.write(spec_path, &spec(title));
        folder.write("c/d/other", "");
        let mut arguments = vec!["init", spec_path];
        arguments.extend(out.iter().flat_map(|out| ["--out", out]));
        let run = folder.run(&arguments);
        assert_eq!((run.code, &*run.err), (0, ""), "{title}");
        let out = out.unwrap_or("oasmith.toml");
        assert!(
            run.out.starts_with(&format!("wrote `{out}`")),
            "{}",
            run.out
        );
        let text = fs::read_to_string(folder.0.join(out)).expect("it is there");
        assert!(text.contains(shown), "{text}");
        assert!(text.contains(&format!("\nname = \"{name}\"\n")), "{text}");
        let below = out.trim_end_matches("oasmith.toml");
        let run = folder.run_below(below, &["generate"]);
        assert_eq!(run.code, 0, "{title}: {}", run.err);
        assert!(
            folder.0.join(below).join(name).join("Cargo.toml").exists(),
            "{title}"
        );
        let run = folder.run_below(below, &["generate", "--check"]);
        assert_eq!(run.code, 0, "{title}: {}", run.err);
    }
}

#[test]
fn what_exists_is_kept() {
    let folder = Folder::new("init-exists");
    folder.write("pets.yaml", &spec("Pets"));
    folder.write("pets/mine", "");
    folder.write("oasmith.toml", "mine");
    let run = folder.run(&["init", "pets.yaml"]);
    assert_eq!((run.code, &*run.out), (2, ""));
    assert_eq!(
        run.err,
        "error: `oasmith.toml` exists, and stays as it is\n"
    );
    let text = |path| fs::read_to_string(folder.0.join(path)).expect("it is there");
    assert_eq!(text("oasmith.toml"), "mine");
    let run = folder.run(&["init", "pets.yaml", "--out", "other.toml"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(text("other.toml").contains("\nout = \"pets-2\"\n"));
}

#[test]
fn without_a_description_nothing_is_written() {
    let folder = Folder::new("init-nothing");
    folder.write("broken.yaml", "openapi: [");
    for (spec, code, expected) in [
        ("broken.yaml", 1, "error[syntax]"),
        ("no.yaml", 1, "error[unreadable]"),
        ("-", 2, "error: give the file of the description"),
    ] {
        let run = folder.run(&["init", spec]);
        assert_eq!((run.code, &*run.out), (code, ""), "{}", run.err);
        assert!(run.err.starts_with(expected), "{}", run.err);
    }
    let run = folder.run(&["init", "broken.yaml", "--out", "no/oasmith.toml"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(!folder.0.join("oasmith.toml").exists());
}
