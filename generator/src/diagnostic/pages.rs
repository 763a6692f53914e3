//! Codes → the pages that `oasmith explain` prints.

macro_rules! pages {
    ($($code:literal)*) => {
        const PAGES: &[(&str, &str)] =
            &[$(($code, include_str!(concat!("pages/", $code, ".md")))),*];
    };
}

// In the order of the alphabet.
pages! {
    "ambiguous-path"
    "backtracking-pattern"
    "contradiction"
    "cyclic-reference"
    "duplicate-key"
    "duplicate-operation-id"
    "ignored-header"
    "ignored-keyword"
    "ignored-parameter"
    "inferred-type"
    "invalid-default"
    "invalid-discriminator"
    "invalid-edit"
    "invalid-enum"
    "invalid-example"
    "invalid-overlay"
    "invalid-pagination"
    "invalid-pattern"
    "invalid-value"
    "missing-error"
    "missing-keyword"
    "missing-operation-id"
    "missing-success"
    "misspelt-name"
    "name-taken"
    "not-convertible"
    "not-openapi"
    "other-version"
    "read-only-constant"
    "suspicious-pattern"
    "syntax"
    "undeclared-path-parameter"
    "unknown-keyword"
    "unknown-security-scheme"
    "unmatched-option"
    "unmatched-target"
    "unreadable"
    "unresolved-reference"
    "unsupported-body"
    "unsupported-callback"
    "unsupported-constraint"
    "unsupported-format"
    "unsupported-header"
    "unsupported-link"
    "unsupported-parameter"
    "unsupported-schema"
    "unsupported-security-scheme"
    "unsupported-server"
    "unused-path-parameter"
    "wrong-type"
}

/// The page about a code.
pub fn of(code: &str) -> &'static str {
    let page = PAGES.iter().find(|(known, _)| *known == code);
    page.map_or("", |(_, page)| page)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{PAGES, of};
    use crate::config::Word;
    use crate::diagnostic::Code;
    use crate::{Config, Report};

    const HEAD: &str = "openapi: 3.0.3\ninfo: {title: Example, version: \"1\"}\n";

    #[test]
    fn every_code_has_a_page_and_every_page_a_code() {
        for code in Code::ALL {
            let name = code.as_str();
            assert!(!of(name).is_empty(), "write pages/{name}.md, and list it");
        }
        let codes: Vec<_> = PAGES.iter().map(|(code, _)| *code).collect();
        assert!(codes.is_sorted(), "the list is in order");
        for code in codes {
            assert!(code.parse::<Code>().is_ok(), "{code}");
        }
    }

    /// The fenced examples of a page, each with the words behind its fence.
    fn examples(page: &str) -> Vec<(&str, &str)> {
        let mut parts = page.split("```");
        let mut examples = Vec::new();
        while let (Some(_), Some(fenced)) = (parts.next(), parts.next()) {
            examples.extend(fenced.split_once('\n'));
        }
        examples
    }

    fn report(kind: &str, example: &str) -> Report {
        let path = Path::new("example.yaml");
        let plain = format!("{HEAD}paths: {{}}");
        let mut config = Config {
            prune: false,
            ..Config::default()
        };
        let generated = match kind {
            "sh" => crate::generate(Path::new("nowhere.yaml"), &config),
            "toml" => {
                let words = example.split('"').skip(1).step_by(2);
                config.include_operations = words.map(Word::from).collect();
                crate::generate_text(path, plain, &config)
            }
            "yaml" => crate::generate_text(path, format!("{HEAD}{example}"), &config),
            "yaml edit" => {
                let edited = crate::Description::text(path, format!("{HEAD}{example}"));
                #[cfg(feature = "openapiv3")]
                let edited = edited.edit_operations(|_, _, _| {});
                crate::generate(edited, &config)
            }
            #[cfg(feature = "openapiv3")]
            "yaml convert" => {
                let text = format!("{}{example}", HEAD.replace("3.0.3", "3.1.0"));
                let description = crate::Description::text(path, text);
                let converted = crate::convert(description, crate::Target::V3_0, &config);
                return converted.map_or_else(|report| report, |converted| converted.report);
            }
            "yaml whole" => crate::generate_text(path, example.to_owned(), &config),
            "yaml overlay" => {
                let name = format!("oasmith-page-{}.yaml", std::process::id());
                let overlay = std::env::temp_dir().join(name);
                std::fs::write(&overlay, example).expect("it can be written");
                config.overlays.push(overlay.clone());
                let generated = crate::generate_text(path, plain, &config);
                std::fs::remove_file(overlay).expect("it is there");
                generated
            }
            _ => panic!("no example is a {kind}"),
        };
        generated.map_or_else(|report| report, |generated| generated.report)
    }

    #[test]
    fn the_example_of_a_page_gives_its_code_and_no_other() {
        let mut wrong = Vec::new();
        for (code, page) in PAGES {
            let examples = examples(page);
            assert!(!examples.is_empty(), "{code}");
            for (kind, example) in examples {
                // One takes a feature to show, and one a thousand schemas.
                if (kind == "yaml overlay" && !cfg!(feature = "overlays"))
                    || (["yaml edit", "yaml convert"].contains(&kind)
                        && !cfg!(feature = "openapiv3"))
                    || (kind, *code) == ("text", "unsupported-schema")
                {
                    continue;
                }
                let report = report(kind, example);
                let found: Vec<_> = report
                    .diagnostics
                    .iter()
                    .map(|diagnostic| diagnostic.code.as_str())
                    // The examples are short: they declare no errors.
                    .filter(|found| found == code || *found != "missing-error")
                    .collect();
                if found.is_empty() || found.iter().any(|found| found != code) {
                    wrong.push(format!("{code}: {found:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
