use std::time::Duration;

use serde_json::{Value, json};

use crate::runtime::body::stream::ByteStream;
use crate::runtime::sequential::items::Format;
use crate::runtime::sequential::records::{Framing, Records};
use crate::runtime::sequential::{ItemError, Items, JsonSequence};

/// The records of chunks, and how many chunks had come before each.
fn records(framing: Framing, chunks: &[&[u8]]) -> Vec<(usize, String)> {
    let mut records = Records::new(framing, 100);
    let mut found = Vec::new();
    for (index, chunk) in chunks.iter().enumerate() {
        records.push(chunk);
        while let Some(record) = records.next_record().unwrap() {
            found.push((index + 1, String::from_utf8(record.data).unwrap()));
        }
    }
    records.finish();
    while let Some(record) = records.next_record().unwrap() {
        found.push((chunks.len() + 1, String::from_utf8(record.data).unwrap()));
    }
    found
}

/// The items of a sequence; `None` for one that cannot be read.
async fn items(body: &'static str) -> Vec<Option<Value>> {
    let mut items = Items::<Value>::read(ByteStream::from(body), JsonSequence, 1000);
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        assert!(matches!(item, Ok(_) | Err(ItemError::Unreadable(_))));
        found.push(item.ok());
    }
    found
}

#[test]
fn a_text_of_a_sequence_ends_at_its_line_feed() {
    let chunks: &[&[u8]] = &[
        b"\x1e{\"a\":\"}\\\"\\\\\",\n",
        b"\"b\":[\n{}]}\n",
        b"\x1e\n 1\n\x1e\"\n",
        b"\"\n",
        b"\x1e[1\n\x1e",
        b"2",
    ];
    let expected = [
        (2, "{\"a\":\"}\\\"\\\\\",\n\"b\":[\n{}]}\n"),
        (3, "\n 1\n"),
        (4, "\"\n\"\n"),
        (5, "[1\n"),
        (7, "2"),
    ];
    let expected = expected.map(|(chunk, text)| (chunk, text.to_owned()));
    assert_eq!(records(Framing::Sequence, chunks), expected);
    // Wherever the chunks end.
    let all = chunks.concat();
    for size in 1..all.len() {
        let chunks: Vec<&[u8]> = all.chunks(size).collect();
        let found = records(Framing::Sequence, &chunks).into_iter();
        let found: Vec<_> = found.map(|(_, text)| text).collect();
        assert_eq!(found, expected.clone().map(|(_, text)| text), "{size}");
    }
}

#[tokio::test]
async fn a_number_or_a_literal_that_may_be_cut_off_is_no_item() {
    for cut in ["12", "-1", "1e5", "true", "null", "fals"] {
        let body = format!("\x1e{cut}\x1e[3]\n\x1e{cut}").leak();
        assert_eq!(items(body).await, [None, Some(json!([3])), None], "{cut}");
    }
    // White space behind it says that it is whole; other values say so themselves.
    let found = items("\x1e12 \x1etrue\t\x1enull\r\n\x1e[1]\x1e\"a\"\x1e{}").await;
    let expected = [
        json!(12),
        json!(true),
        json!(null),
        json!([1]),
        json!("a"),
        json!({}),
    ];
    assert_eq!(found, expected.map(Some));
    // What is written is read.
    let record = JsonSequence::write(&json!(12)).unwrap();
    let written = record.written(Framing::Sequence).unwrap();
    let body = String::from_utf8(written).unwrap().leak();
    assert_eq!(items(body).await, [Some(json!(12))]);
}

#[test]
fn fields_without_data_are_for_the_next_connection() {
    for (body, last_id, retry) in [
        ("retry: 10000\n\n", None, Some(10_000)),
        // The time to wait is set at the field, the ID at the end of its event.
        ("retry: 5\nid: 5\n", None, Some(5)),
        ("id: 5\n\n", Some("5"), None),
        ("id: 5\n\nid: 6\ndata: x\n", Some("5"), None),
        ("id: 5\n\nid\n\n", Some(""), None),
        ("id: 5\n\ndata: x\n\n: z\n\n", Some("5"), None),
        ("retry: 5\n\nretry: x\n\nid: \0\n\n", None, Some(5)),
    ] {
        let mut records = Records::new(Framing::Events, 100);
        records.push(body.as_bytes());
        while records.next_record().unwrap().is_some() {}
        let resumption = records.resumption();
        assert_eq!(resumption.last_id.as_deref(), last_id, "{body}");
        let retry = retry.map(Duration::from_millis);
        assert_eq!(resumption.retry, retry, "{body}");
    }
}
