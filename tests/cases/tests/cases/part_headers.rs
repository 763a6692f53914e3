//! Headers of parts: case 72. Our client is read by `multer`, and our server reads bytes written here.

use multer::Multipart as Multer;
use oasmith_cases::c72_headers_of_parts::client::Client;
use oasmith_cases::c72_headers_of_parts::headers::{
    XChecksumXRotationXTokenHeaders, XLangHeaders, XScaleHeaders, XUnitHeaders, XVersionHeaders,
};
use oasmith_cases::c72_headers_of_parts::models::{About, SendBodyTagsXLang};
use oasmith_cases::c72_headers_of_parts::requests::{ScannedForm, SendForm};
use oasmith_cases::c72_headers_of_parts::{server, webhook_client, webhook_server};
use oasmith_cases::support::body::multipart::{FilePart, Multipart, WithHeaders};
use oasmith_cases::support::client::Config;
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
        // All of them are named.
        ("X-Rotation: x\r\n", "", 400, "/photo/X-Checksum"),
        ("X-Rotation: x\r\n", "", 400, "/photo/X-Rotation"),
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

/// RFC 5322 §2.2.3: a line that starts with white space continues the header before it.
#[tokio::test]
async fn a_folded_header_is_one() {
    let base = serve(server::router(Saying)).await;
    let all = |more: &str| {
        let photo = format!("X-Checksum:\r\n 1234\r\nX-Other: a \r\n\t b{more}\r\n");
        parts(&photo, "").replace("form-data; name", "form-data;\r\n \tname")
    };
    let expected = "1234 None [(\"x-other\", \"a b\")]";
    for (body, status, expected) in [
        (all(""), 200, expected),
        (all("\r\n \r\n\t"), 200, expected),
        (all(&"\r\n c".repeat(3000)), 413, "headers"),
        (
            all("").replace("Content-Disposition", " Content-Disposition"),
            400,
            "white space",
        ),
    ] {
        let content_type = "multipart/form-data; boundary=xYz";
        let (found, text) = posted("POST", &base, "/photos", content_type, body.into()).await;
        assert_eq!(found, status, "{text}");
        assert!(text.contains(expected), "{text}");
    }
}

#[tokio::test]
async fn joined_items_have_a_limit() {
    let settings = server::Settings {
        item_limit: 3,
        ..server::Settings::default()
    };
    let base = serve(server::router_with(Saying, settings)).await;
    for (sizes, status, expected) in [
        ("1,2,3", 200, "[1, 2, 3]"),
        ("1,2,3,4", 400, "has more than 3 items"),
    ] {
        let body = parts("X-Checksum: 1234\r\n", "").replace("1,2", sizes);
        let content_type = "multipart/form-data; boundary=xYz";
        let (found, text) = posted("POST", &base, "/photos", content_type, body.into()).await;
        assert_eq!(found, status, "{text}");
        assert!(text.contains(expected), "{text}");
    }
}

#[tokio::test]
async fn a_list_of_faults_has_an_end() {
    let base = serve(server::router(Saying)).await;
    let sizes = vec!["x"; 100_000].join(",");
    let body = parts("X-Checksum: 1234\r\n", "").replace("1,2", &sizes);
    let content_type = "multipart/form-data; boundary=xYz";
    let (status, text) = posted("POST", &base, "/photos", content_type, body.into()).await;
    assert!(
        status == 400 && text.contains("/sizes/9"),
        "{status} {text}"
    );
    assert!(text.len() < 10_000, "{}", text.len());
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

/// Reads files as they come, and their headers once the form is there.
struct Archive;

impl webhook_server::Api for Archive {
    async fn verify(&self, _: &webhook_server::Delivery) -> Result<(), webhook_server::Denied> {
        Ok(())
    }

    async fn scanned(&self, mut body: Multipart<ScannedForm>) -> Result<(), webhook_server::Error> {
        let mut files = 0;
        while let Some(mut file) = body.next_file().await.map_err(Rejection::from)? {
            while let Some(chunk) = file.chunk().await.map_err(Rejection::from)? {
                files += chunk.len();
            }
        }
        let form = body.finish().await.map_err(Rejection::from)?;
        let versions = form.pages.iter().map(|it| it.headers.x_version);
        let found = (
            files,
            form.cover.headers.x_scale,
            versions.collect::<Vec<_>>(),
        );
        // The only response has no body.
        match found == (6, "mm".to_owned(), vec![Some(1), None]) {
            true => Ok(()),
            false => Err(Rejection::new(409, "other", format!("{found:?}")))?,
        }
    }
}

#[tokio::test]
async fn webhooks_have_parts_with_headers() {
    let base = serve(webhook_server::router(Archive)).await;
    let config = Config::new(&format!("{base}/scanned")).expect("it is a URL");
    let client = webhook_client::Client::new(config);
    let page = |text: &'static str, x_version| WithHeaders {
        value: FilePart::new(text),
        headers: XVersionHeaders { x_version },
    };
    let form = || ScannedForm {
        title: None,
        cover: WithHeaders {
            value: FilePart::new("PNG"),
            headers: XScaleHeaders {
                x_scale: "mm".to_owned(),
            },
        },
        pages: vec![page("p1", Some(1)), page("2", None)],
    };
    client.scanned(form()).await.expect("it is kept");
    let mut broken = form();
    broken.pages[1].headers.x_version = Some(0);
    let error = client.scanned(broken).await.expect_err("it is not sent");
    assert!(error.to_string().contains("/pages/1/X-Version"), "{error}");

    let part = |name: &str, headers: &str| {
        format!("--xYz\r\nContent-Disposition: form-data; name={name}\r\n{headers}\r\nP\r\n")
    };
    let (cover, bare) = (part("cover", "X-Scale: mm\r\n"), part("cover", ""));
    for (parts, expected) in [
        (cover.clone(), "/pages"),
        (bare + &part("pages", ""), "/cover/X-Scale"),
        (
            cover + &part("pages", "X-Version: 0\r\n"),
            "/pages/0/X-Version",
        ),
    ] {
        let content_type = "multipart/form-data; boundary=xYz";
        let body = format!("{parts}--xYz--\r\n");
        let (status, text) = posted("POST", &base, "/scanned", content_type, body.into()).await;
        assert!(status == 400 && text.contains(expected), "{status} {text}");
    }
}

/// The headers are not checked where requests are not.
#[tokio::test]
async fn unchecked_headers_are_sent() {
    let mut form = form();
    form.photo.headers.x_checksum = "a".to_owned();
    assert!(Multipart::from(form).send().is_ok());
}
