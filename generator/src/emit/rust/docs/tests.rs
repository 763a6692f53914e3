//! Documentation has the text and structure of its source, and is inert.

use super::tree::{Block, Inline, Kind, Style, Text};
use super::{Docs, code, markdown, sentence, text, words};

mod hostile;

/// The lines of documentation for a description.
fn lines(text: &str) -> Vec<String> {
    super::write::lines(&markdown(&[text.to_owned()]).0)
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(lines(text), expected, "{text:?}");
}

#[test]
fn what_has_no_markup_stays_as_it_is() {
    for text in [
        "snake_case, 5 * 3, a < b > c, C#, #1, a | b, 100%, ~5, R&D x^2; AT&T, [0, 1)",
        "- a\n- b\n  - c\n\n    d\n\n1) a\n2) b",
        "# A\nb\n## C",
        "a\n- b\n\n> c\n> d",
        "* *a* _b_ **c** __d__ ~~e~~ `f`",
        "[a](https://b.c/(d)) <https://e.f> <g@h.i>",
        "| a | b |\n| --- | :-: |\n| c |\n| `d\\|e` | f \\| g |",
        "a\\\nb",
        "3. a\n4. b",
        "- [ ] a\n- [x] b",
        "the file C:\\dir, the pattern ^\\d+$, *a footnote",
        "a\n\n---\n\nb",
    ] {
        let expected: Vec<&str> = text.split('\n').collect();
        check(text, &expected);
    }
}

/// Some versions of the parser see `[x]` at the end of a line as a link.
#[test]
fn a_task_marker_stays_on_the_line_of_its_text() {
    for marker in ["- [x]", "1. [ ]"] {
        let words = "word ".repeat(30);
        let code = format!("{marker} `{words}end`");
        check(&code, &[&code]);
        let long = "w".repeat(120);
        let indent = " ".repeat(marker.len() - 3);
        check(
            &format!("{marker} {long} {long}"),
            &[&format!("{marker} {long}"), &format!("{indent}{long}")],
        );
    }
}

#[test]
fn code_is_plain_text() {
    for text in [
        "- ~~~\n  x\n  ~~~",
        "1. ~~~\n   x",
        "-      x",
        "- -      x",
        "+ ~~~should_panic\n  x",
        "> ~~~ignore\n> x",
        "> > - ```rust,no_run\n> >   x\n> >   ```",
        "*\t\tx\n\n\t\ty",
        "a\n\n\tx",
        "* a\n\n      x",
        "10)      x",
        "```compile_fail,E0308\nx\n",
        "````\n```\nx\n```\n````",
        "[^1]: a\n\n        x",
        "\u{feff}    x",
        "- ```\u{202e}\n  x",
        "```text,rust\nx\n```",
        "~~~ text rust\nx\n~~~",
        "-\n\n      x\n-\n      x",
        "- a\r\r      x",
        "<div>\n\n    x\n\n</div>",
    ] {
        hostile::check(text);
        let lines = lines(text);
        let fences = lines.iter().filter(|line| line.contains("```"));
        assert!(fences.count() >= 2, "{lines:?}");
    }
    check("- ~~~\n  x", &["- ```text", "  x", "  ```"]);
    check("    x\n\n      y", &["```text", "x", "", "  y", "```"]);
    check("````\n```\n````", &["````text", "```", "````"]);
    check(
        "```json\n{\"a\": 1}\n```",
        &["```text", "{\"a\": 1}", "```"],
    );
}

#[test]
fn html_is_text() {
    for text in [
        r"\<img src=x onerror=alert(1)//>",
        r"\\<img src=x onerror=alert(1)//>",
        "``<img src=x onerror=alert(1)//>`",
        "`` a `<script>alert(1)</script>` ``` b",
        "<!-- a\n\n-->\n<svg/onload=alert(1)>",
        "<a\nhref='javascript:alert(1)'>b</a>",
        "| <b> | `<i>\\|` |\n|-|-|\n| <?php | <![CDATA[x]]> |",
        "<script>\n\n- a\n\n</script>",
        "&lt;b&gt; &#60;i&#62; &amp;lt;",
        "[<b>](https://c.d) ![<i>](https://c.d)",
        "*<b*>",
        "a <b\n\nc>",
        "<x@y.z <b>>",
    ] {
        hostile::check(text);
    }
    check("a <b>c</b> < d", &[r"a \<b>c\</b> < d"]);
    check(r"\<b> \\<b>", &[r"\<b> \\\<b>"]);
    check("``a` `b`", &[r"\`\`a` `b\`"]);
    check("`` a`b ``", &["``a`b``"]);
    check("&lt;b> &amp;lt; &copy;", &[r"\<b> \&lt; ©"]);
}

#[test]
fn links_lead_to_the_web() {
    for text in [
        "[a](javascript:alert(1))",
        "[a](JAVASCRIPT:alert(1)) [a](data:text/html,b) [a](file:///b) [a](//b.c) [a](#b) [a](b)",
        "[id] [Vec<T>] [`String`] [a][b] [c][]",
        "[id]: https://a.b\n\n[id]",
        "[a]: javascript:b\n\n[a] [a][] [c][a]",
        "<javascript:alert(1)> <vbscript:a> <x:y>",
        "![a](https://b.c/d.png) ![a](javascript:b) ![](https://b.c)",
        "[![a](https://b.c/d.png)](https://e.f)",
        "[^1]\n\n[^1]: a\n    b\n\n[^2]: https://c.d",
        "[a](<https://b.c/d e> \"f \\\"g\\\" `h` <i>\")",
        "[a\\](https://b.c) [a](https://b.c\\)",
        "[a]&#40;javascript:b&#41; &#91;c](d:e)",
        "[https://a.b](https://c.d) https://e.f/`g` https://h.i/<j>",
    ] {
        hostile::check(text);
    }
    check("see [id] and Vec<T>", &[r"see \[id] and Vec\<T>"]);
    check(
        "at https://example.org/a.",
        &["at <https://example.org/a>."],
    );
    check("[a](x) [b](https://c.d)", &["a [b](https://c.d)"]);
    check("![a](https://b.c/d.png)", &["[a](https://b.c/d.png)"]);
    check("[a]\n\n[a]: https://b.c", &["[a](https://b.c)"]);
    check("![](https://b.c)", &["<https://b.c>"]);
    check("a [^1]\n\n[^1]: b", &[r"a \[^1]", "", r"\[^1]: b"]);
}

#[test]
fn characters_that_hide_or_reorder_text_go() {
    let text = "a\u{202e}b\u{2066}c\u{7f}\u{0}d\re\u{85}f &#x202e;&#7;g\u{200b}h `i\u{feff}`";
    check(text, &["abcd", "ef gh `i`"]);
    check("👩‍👧 é", &["👩‍👧 é"]);
}

#[test]
fn lines_are_broken_between_words_and_start_no_block() {
    let words = "word ".repeat(18);
    for sign in [
        "```", "~~~", "---", "===", "- b", "1. b", "# b", "| b", "> b", ":-:", "***",
    ] {
        let text = format!("{words}{sign} c {words}");
        let lines = lines(&text);
        assert!(
            lines.iter().all(|line| line.chars().count() <= 96),
            "{lines:?}"
        );
        hostile::check(&text);
    }
    check(
        "a\n    - b\n    # c\n    > d",
        &["a", r"\- b", r"\# c", r"\> d"],
    );
    check(r"\1. a", &[r"\1. a"]);
    check(r"1\. a", &[r"1\. a"]);
    check("a\\\n    ===", &["a\\", r"\==="]);
}

#[test]
fn nesting_is_kept_up_to_a_depth() {
    check("> - a\n>   > b", &["> - a", ">   > b"]);
    let deep = format!("{}a", ">".repeat(60));
    let lines = lines(&deep);
    assert_eq!(lines, [format!("{}a", "> ".repeat(12))]);
}

/// The descriptions of errors become items of a list.
#[test]
fn a_list_of_texts_keeps_their_blocks() {
    let deep = format!("{}a\\\nb", "> ".repeat(12));
    for (item, expected) in [
        ("a\n\nb", vec!["- 404: a", "", "  b"]),
        ("- a", vec!["- 404:", "  - a"]),
        ("", vec!["- 404:"]),
        ("```rust\na", vec!["- 404:", "  ```text", "  a", "  ```"]),
        (&deep, vec!["- 404:"]),
    ] {
        let item = markdown(&[item.to_owned()]).labelled(text("404: "));
        let lines = super::write::lines(&Docs::list(vec![item]).0);
        assert_eq!(lines[..expected.len()], expected);
        assert!(
            !lines.iter().any(|line| line.starts_with("```")),
            "{lines:?}"
        );
    }
}

/// No parser makes such a tree, so only a defect of the writer would get here.
#[test]
fn what_cannot_be_written_is_shown_as_code() {
    let text = Inline::Text(Text(" a ".to_owned()));
    let styled = Inline::Styled(Style::Emphasis('*'), vec![text]);
    let paragraph = |inline| Block {
        gap: false,
        kind: Kind::Paragraph(vec![inline]),
    };
    let blocks = [paragraph(styled), paragraph(Inline::Code("b".to_owned()))];
    let lines = super::write::lines(&blocks);
    assert_eq!(lines, ["```text", r"\* a *", "```", "", "`b`"]);
}

#[test]
fn two_lists_in_a_row_stay_two() {
    let texts = ["- a".to_owned(), "- b".to_owned()];
    let lines = super::write::lines(&markdown(&texts).0);
    assert_eq!(lines, ["- a", "", "* b"]);
}

#[test]
fn what_is_not_markdown_is_shown_as_it_is() {
    let check = |docs: Docs, expected: &str| {
        assert_eq!(super::write::lines(&docs.0), [expected]);
    };
    check(sentence("A {} b.", &[code("a`b")]), "A ``a`b`` b.");
    check(
        sentence("A {} b.", &[text("*x* [y](z:a) <b> {}\nc")]),
        r"A \*x\* \[y](z:a) \<b> {} c b.",
    );
    check(text("~~~").into(), r"\~~~");
    check(text("~~~rust").into(), r"\~~~rust");
    check(text("    ~~~\n    x").into(), r"\~~~     x");
    check(text("# a").into(), r"\# a");
    check(text("- a").into(), r"\- a");
    check(words("See [`Error`].").into(), "See [`Error`].");
    check(code("\u{202e}").into(), "`\"\"`");
    check(markdown(&["[a]: b".to_owned()]).or(code("c")), "`c`");
}

/// No other module makes documentation attributes or comment lines from variables.
#[test]
fn only_this_module_makes_documentation() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/emit");
    for entry in std::fs::read_dir(folder).expect("there is a folder") {
        let path = entry.expect("it can be read").path();
        let Ok(source) = std::fs::read_to_string(&path) else {
            continue;
        };
        for (index, line) in source.lines().enumerate() {
            let is_comment = line.trim_start().starts_with("//");
            let makes = ["#[doc", "#![doc", "format!(\"//"]
                .iter()
                .any(|it| line.contains(it));
            assert!(
                is_comment || !makes,
                "{}:{}: {line}",
                path.display(),
                index + 1
            );
        }
    }
}
