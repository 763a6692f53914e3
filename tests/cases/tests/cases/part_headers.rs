//! Headers of parts: case 72. Our client is read by `multer`, and our server reads bytes written here.

use multer::Multipart as Multer;
use oasmith_cases::c72_headers_of_parts::client::Client;
use oasmith_cases::c72_headers_of_parts::headers::{
    XChecksumXRotationXTokenHeaders, XLangHeaders, XUnitHeaders, XVersionHeaders,
};
use oasmith_cases::c72_headers_of_parts::models::{About, SendBodyTagsXLang};
use oasmith_cases::c72_headers_of_parts::requests::SendForm;
use oasmith_cases::c72_headers_of_parts::server;
use oasmith_cases::support::body::multipart::{FilePart, Multipart, WithHeaders};
use oasmith_cases::support::server::Rejection;

use super::http::{config, posted, serve};

/// Says what came.
struct Saying;

impl server::Api for Saying {
    async fn send(
        &self,
        body: Multipart<SendForm>,
    ) -> Result<(String, XVersionHeaders), server::Error> {
        let form = body.collect().await.map_err(Rejection::from)?;
        let photo = form.photo.headers;
        let version = form.about.as_ref().and_then(|it| it.headers.x_version);
        let thumbs = form.thumbs.iter().map(|it| it.headers.x_version);
        let text = format!(
            "{} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            photo.x_checksum,
            photo.x_rotation,
            form.photo.value.headers,
            form.about.map(|it| it.value.title),
            form.tags,
            thumbs.collect::<Vec<_>>(),
            form.sizes,
            form.plain,
        );
        Ok((text, XVersionHeaders { x_version: version }))
    }
}

fn form() -> SendForm {
    let tag = |value: &str, x_lang| WithHeaders {
        value: value.to_owned(),
        headers: XLangHeaders { x_lang },
    };
    SendForm {
        photo: WithHeaders {
            value: FilePart {
                headers: vec![("X-Other".to_owned(), "y".to_owned())],
                ..FilePart::new("PNG")
            },
            headers: XChecksumXRotationXTokenHeaders {
                x_checksum: "abcd".to_owned(),
                x_rotation: Some(90),
                x_token: Some("secret".to_owned()),
            },
        },
        about: Some(WithHeaders {
            value: About {
                title: "t".to_owned(),
            },
            headers: XVersionHeaders { x_version: Some(2) },
        }),
        tags: vec![tag("ab", None), tag("cd", Some(SendBodyTagsXLang::De))],
        notes: vec![
            About {
                title: "n".to_owned(),
            }
            .into(),
        ],
        thumbs: vec![FilePart::new("x").into()],
        sizes: WithHeaders {
            value: vec![1, 2],
            headers: XUnitHeaders {
                x_unit: vec!["px".to_owned(), "dpi".to_owned()],
            },
        },
        plain: Some("text".to_owned()),
    }
}

const ALL: &str = "abcd Some(90) [(\"x-other\", \"y\")] \
     Some(\"t\") [WithHeaders { value: \"ab\", headers: XLangHeaders { x_lang: None } }, \
     WithHeaders { value: \"cd\", headers: XLangHeaders { x_lang: Some(De) } }] [None] \
     WithHeaders { value: [1, 2], headers: XUnitHeaders { x_unit: [\"px\", \"dpi\"] } } Some(\"text\")";

#[tokio::test]
async fn parts_arrive_with_their_headers() {
    let client = Client::new(config(server::router(Saying)).await);
    let reply = client
        .send(form())
        .with_response()
        .await
        .expect("it is taken");
    assert_eq!(reply.body, ALL);
    let headers: XVersionHeaders = reply.typed_headers().expect("they are as declared");
    assert_eq!(headers.x_version, Some(2));
}

#[tokio::test]
async fn what_breaks_a_constraint_is_not_sent() {
    let client = Client::new(config(server::router(Saying)).await);
    let checksum = |text: &str| {
        let mut form = form();
        form.photo.headers.x_checksum = text.to_owned();
        form
    };
    let mut version = form();
    version.thumbs[0].headers.x_version = Some(0);
    let mut tag = form();
    tag.tags[1].value = "x".to_owned();
    let mut tags = form();
    tags.tags.extend(form().tags);
    let mut repeated = form();
    repeated.tags[1].value = "ab".to_owned();
    for (form, expected) in [
        (checksum("abc"), "/photo/X-Checksum"),
        // It would end the header.
        (checksum("abcd\r\nX-Evil: 1"), "X-Checksum"),
        (version, "/thumbs/0/X-Version"),
        (tag, "/tags/1"),
        (tags, "/tags"),
        (repeated, "/tags must have unique items"),
    ] {
        let error = client.send(form).await.expect_err("it is not sent");
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn another_parser_reads_the_headers() {
    let (content_type, body) = Multipart::from(form()).send().expect("it has a form");
    let boundary = multer::parse_boundary(&*content_type).expect("it has a boundary");
    let mut found = Vec::new();
    let mut parts = Multer::new(body, boundary);
    while let Some(part) = parts.next_field().await.expect("it is well-formed") {
        let headers = part
            .headers()
            .iter()
            .filter(|(name, _)| name.as_str().starts_with("x-"));
        let headers = headers.map(|(name, value)| format!("{name}={value:?}"));
        let headers: Vec<_> = headers.collect();
        found.push(format!(
            "{} {}",
            part.name().unwrap_or_default(),
            headers.join(" ")
        ));
    }
    assert_eq!(
        found,
        [
            "photo x-checksum=\"abcd\" x-rotation=\"90\" x-token=\"secret\" x-other=\"y\"",
            "about x-version=\"2\"",
            "tags ",
            "tags x-lang=\"de\"",
            "notes ",
            "thumbs ",
            "sizes x-unit=\"px,dpi\"",
            "plain ",
        ]
    );
}

/// A body with a photo and sizes, which have these headers.
fn parts(photo: &str, sizes: &str) -> String {
    let part = |name: &str, headers: &str, content: &str| {
        format!(
            "--xYz\r\nContent-Disposition: form-data; name={name}\r\n{headers}\r\n{content}\r\n"
        )
    };
    format!(
        "{}{}--xYz--\r\n",
        part("photo", photo, "P"),
        part("sizes", sizes, "1,2")
    )
}

#[tokio::test]
async fn the_server_reads_headers_of_parts() {
    let base = serve(server::router(Saying)).await;
    for (photo, sizes, status, expected) in [
        ("x-checksum: 1234\r\n", "X-UNIT: a, b\r\n", 200, "1234 None"),
        (
            "X-Checksum: 1234\r\nX-Rotation: 9\r\n",
            "",
            200,
            "1234 Some(9)",
        ),
        ("", "", 400, "/photo/X-Checksum"),
        ("X-Checksum: 123\r\n", "", 400, "/photo/X-Checksum"),
        (
            "X-Checksum: 1234\r\nX-Rotation: x\r\n",
            "",
            400,
            "/photo/X-Rotation",
        ),
    ] {
        let content_type = "multipart/form-data; boundary=xYz";
        let body = parts(photo, sizes);
        let (found, text) = posted("POST", &base, "/photos", content_type, body.into()).await;
        assert_eq!(found, status, "{text}");
        assert!(text.contains(expected), "{text}");
    }
}

#[tokio::test]
async fn secret_headers_are_not_printed() {
    let (content_type, body) = Multipart::from(form()).send().expect("it has a form");
    let text = body.collect(1 << 20).await.expect("it is held");
    let base = serve(server::router(Printing)).await;
    let (_, text) = posted("POST", &base, "/photos", &content_type, text.to_vec()).await;
    assert!(text.contains("abcd") && !text.contains("secret"), "{text}");
}

/// Says what `Debug` prints.
struct Printing;

impl server::Api for Printing {
    async fn send(
        &self,
        body: Multipart<SendForm>,
    ) -> Result<(String, XVersionHeaders), server::Error> {
        let form = body.collect().await.map_err(Rejection::from)?;
        Ok((format!("{form:?}"), XVersionHeaders::default()))
    }
}

/// The headers are not checked where requests are not.
#[tokio::test]
async fn unchecked_headers_are_sent() {
    let mut form = form();
    form.photo.headers.x_checksum = "a".to_owned();
    assert!(Multipart::from(form).send().is_ok());
}
