//! What the client writes of parts: case 57.

use oasmith_cases::c57_parts::client::Client;
use oasmith_cases::c57_parts::requests::ClosedForm;
use oasmith_cases::support::body::multipart::{FilePart, Multipart};
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::client::Retries;

use super::scripted::{response, scripted};

/// A form without files that are streams is in memory, so that its request can be sent again.
#[tokio::test]
async fn a_form_in_memory_is_sent_again() {
    let closed = |content: ByteStream| ClosedForm {
        password: Some("p".to_owned()),
        data: Some(FilePart::new(content)),
        avatar: None,
        once: None,
    };
    let passing = || response(503, "Retry-After: 0\r\n", "");
    let done = || response(200, "Content-Type: text/plain\r\n", "done");
    for (content, count) in [
        (ByteStream::from("bytes"), 2),
        (ByteStream::from_reader(&b"bytes"[..]), 1),
        (ByteStream::from_reader(&b"bytes"[..]).with_length(5), 1),
    ] {
        let (mut config, sent) = scripted(vec![passing(), done()]).await;
        config.retries = Some(Retries::default());
        let call = Client::new(config).closed(Some(closed(content))).retry();
        assert_eq!(call.try_clone().is_some(), count == 2);
        assert_eq!(call.await.is_ok(), count == 2);
        assert_eq!(sent.count(), count);
        let all = sent.all();
        assert!(all.iter().all(|request| request.contains("bytes")));
    }
}

/// A parser that knows no escapes reads names with backslashes as they are.
#[tokio::test]
async fn another_parser_reads_names_with_backslashes() {
    let name = r"C:\a\b.png";
    let form = ClosedForm {
        password: None,
        data: Some(FilePart::named(name, "P")),
        avatar: None,
        once: None,
    };
    let (content_type, body) = Multipart::from(form).send().expect("it has a form");
    let boundary = multer::parse_boundary(&*content_type).expect("it has a boundary");
    let mut parts = multer::Multipart::new(body, boundary);
    let part = parts.next_field().await.expect("it is well-formed");
    let part = part.expect("one part");
    assert_eq!((part.name(), part.file_name()), (Some("data"), Some(name)));
}
