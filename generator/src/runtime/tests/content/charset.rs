use std::borrow::Cow;
use std::cell::Cell;

use crate::runtime::body::charset::Charset;
use crate::runtime::http::content::parameters;
use crate::runtime::media::incoming::{Cause, Incoming};

#[test]
fn charsets_by_their_labels() {
    let (utf8, latin) = (Ok(Charset::Utf8), Ok(Charset::Windows1252));
    for (content_type, expected) in [
        ("", utf8.clone()),
        ("text/plain", utf8.clone()),
        ("text/plain; charset=", utf8.clone()),
        ("text/plain; format=flowed; Charset=\"UTF-8\"", utf8.clone()),
        ("text/plain;charset=us-ascii", utf8.clone()),
        ("text/plain; charset=ISO-8859-1", latin.clone()),
        ("text/html; charset=windows-1252", latin.clone()),
        ("application/xml; charset=latin1", latin),
        ("text/plain; charset=utf-16", Err("utf-16".to_owned())),
        (
            "text/plain; charset=\"Shift_JIS\"; x=y",
            Err("Shift_JIS".to_owned()),
        ),
        // The media type has no such parameter.
        ("application/json; charset=utf-16", utf8.clone()),
        ("application/x-www-form-urlencoded; charset=utf-16", utf8),
    ] {
        assert_eq!(Charset::of(content_type), expected, "{content_type}");
    }
}

#[test]
fn bytes_in_a_charset() {
    let bytes = b"\xe9 \x80\x9f\x81\xff";
    assert_eq!(Charset::Utf8.decode(&bytes[..]), None);
    let text = Charset::Windows1252.decode(bytes.to_vec());
    assert_eq!(text.as_deref(), Some("é €Ÿ\u{81}ÿ"));
    let text = Charset::Utf8.decode("é".as_bytes());
    assert!(matches!(text, Some(Cow::Borrowed("é"))));
}

fn text(content_type: &str, body: &[u8]) -> Result<String, Cause> {
    let incoming = Incoming {
        status: 200,
        content_type: Some(content_type),
        headers: &|_| Vec::new(),
        body,
        stream: &Cell::new(None),
        memory_limit: 1000,
    };
    let any = incoming.any::<String>().ok();
    let read = incoming.text("text/html");
    assert_eq!(any.as_ref(), read.as_ref().ok());
    read
}

#[test]
fn a_client_reads_texts_in_their_charset() {
    let charset = |label: &str| format!("text/html; charset={label}");
    assert_eq!(text("text/html", "é".as_bytes()), Ok("é".to_owned()));
    assert_eq!(text(&charset("ISO-8859-1"), b"\xe9"), Ok("é".to_owned()));
    assert_eq!(text(&charset("utf-8"), b"\xe9"), Err(Cause::Encoding));
    let error = text(&charset("utf-16"), b"a\0").unwrap_err();
    assert_eq!(
        error.to_string(),
        "its charset is \"utf-16\", which is not supported"
    );
}

/// Names with what ends a text in quotation marks, as RFC 2183 and as browsers have it.
#[test]
fn parameters_of_headers() {
    for (header, expected) in [
        ("form-data; name=a; FileName=\"b;c\"", "name:a filename:b;c"),
        (
            r#"form-data; filename="a\"b\\c"; name=x"#,
            r#"filename:a"b\c name:x"#,
        ),
        // A header of a browser, whose file is named `a\`.
        (
            r#"form-data; name="x"; filename="a\""#,
            r"name:x filename:a\",
        ),
        (
            r#"form-data; name="x\"; filename="a""#,
            r"name:x\ filename:a",
        ),
        (
            r#"form-data; name="x"; filename="C:\a\b""#,
            r"name:x filename:C:\a\b",
        ),
        (r#"form-data; name="open"#, "name:open"),
        ("form-data; flag; name=a;;b=c;", "name:a b:c"),
        ("form-data", ""),
    ] {
        let found = parameters(header).into_iter();
        let found: Vec<_> = found
            .map(|(name, value)| format!("{name}:{value}"))
            .collect();
        assert_eq!(found.join(" "), expected, "{header}");
    }
}
