use serde_json::{Value, json};

use crate::runtime::body::boundary::PartReader;
use crate::runtime::body::form::{Style, Styles, read, write};
use crate::runtime::body::multipart::{FilePart, Kind, PartSpec, PartsWritten};
use crate::runtime::http::content::Bounds;

const BOUNDS: Bounds = Bounds {
    depth: 10,
    items: 100,
};

/// What a form with one property of a style is on the wire, and that it comes back.
fn written(style: Style, value: &Value) -> Result<String, String> {
    let styles: &Styles = &[("p", style)];
    let value = json!({"p": value});
    let text = String::from_utf8(write(&value, styles)?).unwrap();
    assert_eq!(
        read::<Value>(&text, styles, BOUNDS).unwrap(),
        value,
        "{text}"
    );
    Ok(text)
}

/// OAS 3.1 §4.8.15 and RFC 6570 §3.2.1: an encoded comma is a part of an item.
#[test]
fn an_item_may_hold_a_comma() {
    for (style, value, expected) in [
        (Style::Commas, json!(["a,b"]), "p=a%2Cb"),
        (Style::Commas, json!(["a,b", "c", ""]), "p=a%2Cb,c,"),
        (Style::Pairs, json!({"a,b": "c,d"}), "p=a%2Cb,c%2Cd"),
        (Style::Spaces, json!(["a,b", "c"]), "p=a%2Cb%20c"),
        (Style::Pipes, json!(["a,b", "c d"]), "p=a%2Cb%7Cc%20d"),
    ] {
        assert_eq!(written(style, &value).as_deref(), Ok(expected));
    }
    for (style, value) in [
        (Style::Commas, json!([""])),
        (Style::Spaces, json!(["a b"])),
        (Style::Pipes, json!(["a|b"])),
    ] {
        written(style, &value).unwrap_err();
    }
    // As other clients write it.
    let styles: &Styles = &[("p", Style::Commas)];
    let value: Value = read("p=a%2cb,c+d", styles, BOUNDS).unwrap();
    assert_eq!(value, json!({"p": ["a,b", "c d"]}));
}

const SPEC: PartSpec = PartSpec {
    name: "file",
    kind: Kind::file,
    media_types: &[],
};

#[tokio::test]
async fn names_of_files_come_back() {
    for (name, expected) in [
        ("plain.txt", "plain.txt"),
        (r"a\", r"a\\"),
        (r"a\b", r"a\b"),
        (r"a\\b", r"a\\\b"),
        (r"a\\", r"a\\\\"),
        (r"\\\x\", r"\\\\\x\\"),
        (r#"a\"b"#, r"a\%22b"),
        (r#"""#, "%22"),
        ("a; name=\"x\"", "a; name=%22x%22"),
        ("a\r\nb", "a%0D%0Ab"),
        ("ü;,=", "ü;,="),
    ] {
        let mut parts = PartsWritten::new("xYz");
        parts.file(&SPEC, FilePart::named(name, "P"));
        let body = parts.finish().unwrap();
        let bytes = body.into_bytes().expect("the file is in memory");
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let line = format!("form-data; name=\"file\"; filename=\"{expected}\"\r\n");
        assert!(text.contains(&line), "{text}");
        let mut reader = PartReader::new(bytes.into(), "xYz", 1);
        let head = reader.next_part().await.unwrap().expect("a part");
        assert_eq!(
            (&*head.name, head.filename.as_deref()),
            ("file", Some(name))
        );
    }
}
