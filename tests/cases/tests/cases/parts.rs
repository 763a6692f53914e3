//! Bodies of parts: case 57. Our client is read by `multer`, which nobody here wrote, and our
//! server reads what curl, browsers and Python's `requests` write.

use multer::Multipart as Multer;
use oasmith_cases::c57_parts::client::Client;
use oasmith_cases::c57_parts::models::{About, EitherBody as Json, UploadBodyKind};
use oasmith_cases::c57_parts::requests::{ClosedForm, EitherBody, EitherForm, UploadForm};
use oasmith_cases::c57_parts::server::{self, *};
use oasmith_cases::support::body::multipart::{FilePart, Form as _, FormError, Multipart};
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::server::Rejection;
use tokio::io::AsyncReadExt;

use super::http::{config, posted, serve};

/// Says what came; `files` reads the parts one by one, and holds no file.
struct Saying;

async fn described(form: UploadForm) -> String {
    let mut text = format!(
        "{:?} {} {:?} {:?} {:?} {:?}",
        form.about, form.count, form.flag, form.tags, form.notes, form.kind
    );
    let settings = form.settings.map(|settings| settings.len());
    text.push_str(&format!(" {settings:?} {}", form.lines.len()));
    let files = std::iter::once(form.file)
        .chain(form.more)
        .chain(form.image);
    for file in files {
        let content = file.content.collect(1 << 20).await.expect("it is held");
        text.push_str(&format!(
            " {:?} {:?} {}",
            file.filename,
            file.content_type,
            String::from_utf8_lossy(&content)
        ));
    }
    text
}

async fn streamed(mut body: Multipart<ClosedForm>) -> Result<String, FormError> {
    let mut text = String::new();
    while let Some(mut file) = body.next_file().await? {
        let (name, filename) = (file.name(), file.head().filename.clone());
        let headers = file.head().headers.clone();
        let mut length = 0;
        while let Some(chunk) = file.chunk().await? {
            length += chunk.len();
        }
        text.push_str(&format!("{name} {filename:?} {headers:?} {length} "));
    }
    let form = body.finish().await?;
    Ok(format!("{text}{:?}", form.password))
}

impl server::Api for Saying {
    async fn upload(&self, body: Multipart<UploadForm>) -> Result<String, server::Error> {
        match body.collect().await {
            Ok(form) => Ok(described(form).await),
            Err(error) => Err(Rejection::from(error).into()),
        }
    }

    async fn closed(&self, body: Option<Multipart<ClosedForm>>) -> Result<String, server::Error> {
        let Some(body) = body else {
            return Ok("nothing".to_owned());
        };
        match streamed(body).await {
            Ok(text) => Ok(text),
            Err(error) => Err(Rejection::from(error).into()),
        }
    }

    async fn either(&self, body: EitherBody) -> Result<String, server::Error> {
        Ok(match body {
            EitherBody::Json(body) => body.text,
            EitherBody::FormData(form) => match form.collect().await {
                Ok(form) => format!("{:?}", form.file.filename),
                Err(error) => {
                    return Err(Rejection::from(error).into());
                }
            },
        })
    }
}

fn form() -> UploadForm {
    let about = || About {
        title: "é".to_owned(),
    };
    UploadForm {
        file: FilePart::named("a \"b\"\r\nü.png", "PNG").of_type("image/png"),
        more: vec![FilePart::new(ByteStream::from_reader(&b"one"[..]))],
        about: about(),
        count: 2,
        flag: Some(true),
        tags: vec!["1".to_owned(), "a,b".to_owned()],
        notes: Some(vec![1, 2]),
        settings: Some(Vec::new()),
        lines: vec![about(), about()],
        kind: Some(UploadBodyKind::B),
        image: vec![
            FilePart::named("c", "\r\n--form-\r\n"),
            FilePart::named("d", ""),
        ],
        id: None,
    }
}

#[tokio::test]
async fn parts_arrive_as_they_were_sent() {
    let client = Client::new(config(server::router(Saying)).await);
    let text = client.upload(form()).await.expect("it is taken");
    assert_eq!(
        text,
        "About { title: \"é\" } 2 Some(true) [\"1\", \"a,b\"] Some([1, 2]) Some(B) Some(0) 2 \
         Some(\"a \\\"b\\\"\\r\\nü.png\") Some(\"image/png\") PNG \
         None Some(\"application/octet-stream\") one \
         Some(\"c\") Some(\"application/octet-stream\") \r\n--form-\r\n \
         Some(\"d\") Some(\"application/octet-stream\") "
    );
    let large = ByteStream::from_reader(tokio::io::repeat(b'-').take(5 << 20));
    let closed = ClosedForm {
        password: Some("secret".to_owned()),
        data: Some(FilePart {
            headers: vec![("X-Checksum".to_owned(), "12".to_owned())],
            ..FilePart::new(large)
        }),
        avatar: None,
        once: None,
    };
    assert!(!format!("{closed:?}").contains("secret"));
    let text = client.closed(Some(closed)).await.expect("it is taken");
    let expected = "data None [(\"x-checksum\", \"12\")] 5242880 Some(\"secret\")";
    assert_eq!(text, expected);
    assert_eq!(client.closed(None).await.expect("it is taken"), "nothing");
    let file = FilePart::named("x", "y");
    let either = EitherBody::FormData(EitherForm { file }.into());
    assert_eq!(
        client.either(either).await.expect("it is taken"),
        "Some(\"x\")"
    );
    let text = "z".to_owned();
    let either = client.either(EitherBody::Json(Json { text })).await;
    assert_eq!(either.expect("it is taken"), "z");
}

#[tokio::test]
async fn a_form_is_checked_before_it_is_sent() {
    let client = Client::new(config(server::router(Saying)).await);
    let three = || vec![FilePart::new(""), FilePart::new(""), FilePart::new("")];
    for broken in [
        UploadForm { count: 0, ..form() },
        UploadForm {
            more: three(),
            ..form()
        },
        UploadForm {
            tags: vec!["long".to_owned()],
            ..form()
        },
        UploadForm {
            file: FilePart::new("").of_type("image/png\r\nX: y"),
            ..form()
        },
    ] {
        client.upload(broken).await.expect_err("it is not sent");
    }
}

/// What an independent parser makes of the bytes of our client.
#[tokio::test]
async fn another_parser_reads_what_the_client_writes() {
    let (content_type, body) = Multipart::from(form()).send().expect("it has a form");
    let boundary = multer::parse_boundary(&*content_type).expect("it has a boundary");
    let mut found = Vec::new();
    let mut parts = Multer::new(body, boundary);
    while let Some(part) = parts.next_field().await.expect("it is well-formed") {
        let name = part.name().unwrap_or_default().to_owned();
        let media_type = part.content_type().map(ToString::to_string);
        let text = part.text().await.expect("it is text");
        found.push(format!("{name} {} {text}", media_type.unwrap_or_default()));
    }
    assert_eq!(
        found,
        [
            "file image/png PNG",
            "more application/octet-stream one",
            "about application/json {\"title\":\"é\"}",
            "count  2",
            "flag  true",
            "tags  1",
            "tags  a,b",
            "notes  1,2",
            "settings application/json []",
            "lines application/json {\"title\":\"é\"}",
            "lines application/json {\"title\":\"é\"}",
            "kind  b",
            "image application/octet-stream \r\n--form-\r\n",
            "image application/octet-stream ",
        ]
    );
    assert!(UploadForm::PARTS.len() == 12 && UploadForm::SKIPS_OTHERS);
}

const TYPE: &str = "multipart/form-data; boundary=xYz";

/// A body of parts, each with its headers and its content.
fn parts(parts: &[(&str, &str)]) -> String {
    let parts = parts.iter().map(|(head, content)| {
        format!("--xYz\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
    });
    format!("{}--xYz--\r\n", parts.collect::<String>())
}

const FILE: (&str, &str) = (
    "name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png",
    "P",
);
const ABOUT: (&str, &str) = ("name=\"about\"", "{\"title\":\"t\"}");
const COUNT: (&str, &str) = ("name=\"count\"", "1");

#[tokio::test]
async fn the_server_reads_what_others_write() {
    let base = serve(server::router(Saying)).await;
    let start = "About { title: \"t\" } 1 None";
    for (content_type, body, expected) in [
        // curl: `-F file=@a.png;type=image/png -F about={…} -F count=1`
        (TYPE, parts(&[FILE, ABOUT, COUNT]), start),
        // Python's `requests`: fields first.
        (TYPE, parts(&[COUNT, ABOUT, FILE]), start),
        // A browser: a quoted boundary, percent-encoded quotation marks, a preamble and an epilogue.
        (
            "Multipart/Form-Data; charset=utf-8; boundary=\"xYz\"",
            format!("preamble\r\n{}epilogue", parts(&[FILE, ABOUT, COUNT])),
            start,
        ),
        (
            TYPE,
            parts(&[
                ("name=\"file\"; filename=\"a%22b\\\"c.png\"", "P"),
                ABOUT,
                COUNT,
            ]),
            "Some(\"a\\\"b\\\"c.png\") None P",
        ),
        (
            TYPE,
            parts(&[
                ("filename*=UTF-8''%C3%BC.png; filename=u; name=file", "P"),
                ABOUT,
                COUNT,
            ]),
            "Some(\"ü.png\") None P",
        ),
        // White space behind a boundary (RFC 2046 §5.1.1), and headers in another case.
        (
            TYPE,
            parts(&[FILE, ABOUT, COUNT]).replace("--xYz\r\nC", "--xYz \t\r\nc"),
            start,
        ),
        (
            TYPE,
            parts(&[
                FILE,
                (
                    "name=\"about\"\r\nContent-Type: application/json; charset=utf-8",
                    "{\"title\":\"t\"}",
                ),
                COUNT,
                ("name=\"unknown\"", "x"),
            ]),
            start,
        ),
    ] {
        let (status, text) = posted("POST", &base, "/files", content_type, body.into()).await;
        assert_eq!(status, 200, "{text}");
        assert!(text.contains(expected), "{text}");
    }
}

#[tokio::test]
async fn each_fault_of_a_form_has_its_status() {
    let settings = Settings {
        part_limit: 6,
        body_limit: 3000,
        upload_limit: 9000,
        ..Settings::default()
    };
    let base = serve(server::router_with(Saying, settings)).await;
    let all = || parts(&[FILE, ABOUT, COUNT]);
    let (long, longer) = ("x".repeat(4000), "x".repeat(9000));
    for (content_type, body, status, expected) in [
        (TYPE, all(), 200, ""),
        ("application/json", all(), 415, "takes"),
        ("multipart/mixed; boundary=xYz", all(), 415, "takes"),
        ("multipart/form-data", all(), 400, "boundary"),
        ("multipart/form-data; boundary=", all(), 400, "boundary"),
        ("multipart/form-data; boundary=a", all(), 400, "ends"),
        (TYPE, String::new(), 400, "ends"),
        (TYPE, "--xYz--".to_owned(), 400, "/file"),
        (TYPE, parts(&[FILE, ABOUT]), 400, "/count"),
        (
            TYPE,
            parts(&[FILE, ABOUT, COUNT, COUNT]),
            400,
            "more than once",
        ),
        (
            TYPE,
            parts(&[FILE, ABOUT, ("name=\"count\"", "x")]),
            400,
            "/count",
        ),
        (
            TYPE,
            parts(&[FILE, ABOUT, ("name=\"count\"", "0")]),
            400,
            "/count",
        ),
        (
            TYPE,
            parts(&[FILE, COUNT, ("name=\"about\"", "{\"title\":1}")]),
            400,
            "/about/title",
        ),
        (
            TYPE,
            parts(&[FILE, COUNT, ("name=\"about\"", "{\"title\":")]),
            400,
            "/about",
        ),
        (
            TYPE,
            parts(&[FILE, COUNT, ("name=\"about\"", "{\"title\":\"\"}")]),
            400,
            "/about/title",
        ),
        (
            TYPE,
            parts(&[
                ("name=\"file\"\r\nContent-Type: text/html", ""),
                ABOUT,
                COUNT,
            ]),
            415,
            "file",
        ),
        (
            TYPE,
            parts(&[
                FILE,
                ("name=\"about\"\r\nContent-Type: text/xml", ""),
                COUNT,
            ]),
            415,
            "about",
        ),
        (
            TYPE,
            parts(&[
                FILE,
                ABOUT,
                (
                    "name=\"count\"\r\nContent-Type: text/plain; charset=utf-16",
                    "1",
                ),
            ]),
            415,
            "count",
        ),
        (
            TYPE,
            parts(&[FILE, ABOUT, COUNT, ("filename=\"x\"", "")]),
            400,
            "no name",
        ),
        (
            TYPE,
            parts(&[FILE, ABOUT, COUNT, ("name=\"tags\"\r\nno colon", "")]),
            400,
            "no colon",
        ),
        (TYPE, all().replace("--xYz--\r\n", ""), 400, "ends"),
        (
            TYPE,
            all().replace("1\r\n--xYz--", "1\r\n--xYzw\r\n"),
            400,
            "something else",
        ),
        (
            TYPE,
            parts(&[
                FILE,
                ABOUT,
                COUNT,
                ("name=u", ""),
                ("name=u", ""),
                ("name=u", ""),
                ("name=u", ""),
            ]),
            413,
            "too many parts",
        ),
        (
            TYPE,
            parts(&[FILE, ABOUT, COUNT, ("name=tags", &long)]),
            413,
            "bytes",
        ),
        (
            TYPE,
            parts(&[FILE, ABOUT, COUNT, ("name=u", &longer)]),
            413,
            "bytes",
        ),
        (
            TYPE,
            parts(&[
                FILE,
                ABOUT,
                (&format!("name=count\r\nX: {}", "x".repeat(8200)), "1"),
            ]),
            413,
            "headers",
        ),
    ] {
        let shown = body
            .get(..body.len().min(200))
            .unwrap_or_default()
            .to_owned();
        let (found, text) = posted("POST", &base, "/files", content_type, body.into()).await;
        assert_eq!(found, status, "{content_type} {shown}: {text}");
        assert!(text.contains(expected), "{content_type} {shown}: {text}");
    }
    for (body, status, expected) in [
        (parts(&[("name=other", "")]), 400, "/other"),
        (
            parts(&[("name=password", "p"), ("name=data; filename=d", &long)]),
            200,
            "4000",
        ),
        (
            parts(&[("name=data", "1"), ("name=data", "2")]),
            400,
            "more than once",
        ),
        (parts(&[]), 200, "None"),
    ] {
        let (found, text) = posted("POST", &base, "/closed", TYPE, body.into()).await;
        assert_eq!(found, status, "{text}");
        assert!(text.contains(expected), "{text}");
    }
    let (status, _) = posted("POST", &base, "/closed", "", Vec::new()).await;
    assert_eq!(status, 200);
    let (status, _) = posted("POST", &base, "/files", "", Vec::new()).await;
    assert_eq!(status, 400);
}

/// Wherever a body is cut into chunks, its parts are the same.
#[tokio::test]
async fn chunks_of_any_size_are_the_same_body() {
    use oasmith_cases::support::body::boundary::PartReader;
    let body = parts(&[
        FILE,
        ("name=a", "\r\n--xY\r\r\n--x"),
        ("name=b", ""),
        ("name=c", "\r\n"),
    ]);
    for size in 1..=body.len() {
        let (mut writer, reader) = tokio::io::duplex(size);
        let written = body.clone();
        tokio::spawn(async move {
            use tokio::io::AsyncWriteExt;
            for chunk in written.as_bytes().chunks(size) {
                writer.write_all(chunk).await.expect("it is read");
            }
        });
        let mut parts = PartReader::new(ByteStream::from_reader(reader), "xYz", 10);
        let mut found = Vec::new();
        while let Some(head) = parts.next_part().await.expect("it is well-formed") {
            let mut content = Vec::new();
            while let Some(chunk) = parts.chunk().await.expect("it is whole") {
                content.extend_from_slice(&chunk);
            }
            found.push(format!(
                "{} {:?}",
                head.name,
                String::from_utf8_lossy(&content)
            ));
        }
        let expected = [
            "file \"P\"",
            "a \"\\r\\n--xY\\r\\r\\n--x\"",
            "b \"\"",
            "c \"\\r\\n\"",
        ];
        assert_eq!(found, expected, "{size}");
    }
}
