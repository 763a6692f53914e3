//! Bodies that are bytes, and forms: cases 55 and 56.

use std::io;

use oasmith_cases::c55_bytes::client::Client as Bytes;
use oasmith_cases::c55_bytes::models::{PutEitherBody as Json, PutEitherBody2 as Form};
use oasmith_cases::c55_bytes::requests::PutEitherBody;
use oasmith_cases::c55_bytes::server::{self as bytes, *};
use oasmith_cases::c56_forms::client::Client as Forms;
use oasmith_cases::c56_forms::models::*;
use oasmith_cases::c56_forms::server::{self as forms};
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::media::typed_bytes::TypedBytes;
use oasmith_cases::support::server::Rejection;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::http::{config, posted, serve};

struct Counting;

/// How many bytes there are, which are never there at once.
async fn count(mut body: ByteStream) -> io::Result<i64> {
    let mut length = 0;
    while let Some(chunk) = body.chunk().await? {
        length += i64::try_from(chunk.len()).expect("it is not that long");
    }
    Ok(length)
}

impl bytes::Api for Counting {
    async fn put_blob(&self, body: ByteStream) -> Result<i64, bytes::Error> {
        match count(body).await {
            Ok(length) => Ok(length),
            Err(error) => Err(Rejection::from(error).into()),
        }
    }

    async fn put_image(&self, body: Option<TypedBytes>) -> Result<Option<i64>, bytes::Error> {
        Ok(match body {
            Some(body) => count(body.bytes).await.ok(),
            None => None,
        })
    }

    async fn put_archive(&self, body: ByteStream) -> Result<i64, bytes::Error> {
        match body.collect(5).await {
            Ok(body) => Ok(body.len().try_into().expect("it fits")),
            Err(error) => Err(Rejection::from(error).into()),
        }
    }

    async fn put_limited(&self, _: ByteStream) -> Result<i64, bytes::Error> {
        Ok(0)
    }

    async fn put_either(&self, body: PutEitherBody) -> Result<String, bytes::Error> {
        Ok(match body {
            PutEitherBody::OctetStream(body) => {
                format!("{:?}", body.collect(100).await.expect("it is short"))
            }
            other => format!("{other:?}"),
        })
    }
}

#[tokio::test]
async fn bytes_arrive_from_memory_a_reader_and_a_stream() {
    let client = Bytes::new(config(bytes::router(Counting)).await);
    assert_eq!(client.put_blob("12345").await.expect("it is taken"), 5);
    assert_eq!(client.put_blob(Vec::new()).await.expect("it is taken"), 0);
    let reader = ByteStream::from_reader(tokio::io::repeat(7).take(1 << 20));
    assert_eq!(client.put_blob(reader).await.expect("it is taken"), 1 << 20);
    let known = ByteStream::from_reader(&b"1234"[..]).with_length(4);
    assert_eq!(client.put_archive(known).await.expect("it is taken"), 4);
    let image = TypedBytes::new("image/png", &b"\x89PNG"[..]);
    let image = client.put_image(Some(image)).await;
    assert_eq!(image.expect("it is taken"), Some(4));
    assert_eq!(client.put_image(None).await.expect("it is taken"), None);
    let video = client.put_image(Some(TypedBytes::new("video/mp4", "a")));
    let error = video.await.expect_err("it is no image").to_string();
    assert!(error.contains("not in the range \"image/*\""), "{error}");
    // A length that is not that of the bytes is no request.
    let wrong = ByteStream::from_reader(&b"1234"[..]).with_length(9);
    client.put_blob(wrong).await.expect_err("it fails");
    // More than the operation collects.
    client.put_archive("123456").await.expect_err("it is more");
}

#[tokio::test]
async fn a_stream_has_limits_and_a_media_type() {
    let settings = Settings {
        upload_limit: 10,
        body_timeout: Some(std::time::Duration::from_millis(200)),
        ..Settings::default()
    };
    let base = serve(bytes::router_with(Counting, settings)).await;
    let octets = "application/octet-stream";
    for (path, media_type, body, status) in [
        ("/blob", octets, "0123456789", 200),
        ("/blob", octets, "0123456789a", 413),
        ("/blob", "APPLICATION/Octet-Stream; x=1", "", 200),
        ("/blob", "text/plain", "0", 415),
        ("/blob", "", "0", 200),
        ("/blob", "", "", 400),
        ("/image", "image/webp", "0", 200),
        ("/image", octets, "0", 415),
        ("/image", "", "0", 415),
        ("/image", "video/mp4", "0", 415),
        ("/image", "", "", 200),
        ("/archive", "application/x-archive", "123456", 413),
    ] {
        let (found, text) = posted("PUT", &base, path, media_type, body.into()).await;
        assert_eq!(found, status, "{path} {media_type} {body}: {text}");
    }
    // Without an announced length, what is too much shows on the way.
    let chunked = |text: &'static str| ByteStream::from_reader(text.as_bytes());
    let client =
        Bytes::new(oasmith_cases::support::client::Config::new(&base).expect("it is an address"));
    assert_eq!(
        client
            .put_blob(chunked("0123456789"))
            .await
            .expect("it fits"),
        10
    );
    let error = client.put_blob(chunked("0123456789a")).await;
    assert!(error.expect_err("it is more").to_string().contains("413"));
    let (reader, mut writer) = tokio::io::duplex(8);
    writer.write_all(b"012").await.expect("there is room");
    let silent = client.put_blob(ByteStream::from_reader(reader)).await;
    drop(writer);
    assert!(
        silent
            .expect_err("it is silent")
            .to_string()
            .contains("408")
    );
}

#[tokio::test]
async fn one_of_several_media_types_is_chosen() {
    let client = Bytes::new(config(bytes::router(Counting)).await);
    let sent = client
        .put_either(PutEitherBody::OctetStream("ab".into()))
        .await;
    assert_eq!(sent.expect("it is taken"), "[97, 98]");
    let sent = client
        .put_either(PutEitherBody::Json(Json { size: 1 }))
        .await;
    assert_eq!(
        sent.expect("it is taken"),
        "Json(PutEitherBody { size: 1 })"
    );
    let form = PutEitherBody::WwwFormUrlencoded(Form { sizes: vec![1, 2] });
    let sent = client.put_either(form).await.expect("it is taken");
    assert_eq!(sent, "WwwFormUrlencoded(PutEitherBody2 { sizes: [1, 2] })");
    let sent = client.put_either(PutEitherBody::Text("ü".to_owned())).await;
    assert_eq!(sent.expect("it is taken"), "Text(\"ü\")");
    let invalid = PutEitherBody::Json(Json { size: 0 });
    client.put_either(invalid).await.expect_err("it is checked");
    let base = serve(bytes::router(Counting)).await;
    for (media_type, body, status) in [
        ("application/json", "{\"size\":0}", 400),
        ("application/json", "{\"size\":", 400),
        ("application/x-www-form-urlencoded", "sizes=1&sizes=x", 400),
        ("application/x-www-form-urlencoded", "sizes=1", 200),
        ("multipart/form-data", "", 415),
    ] {
        let (found, text) = posted("POST", &base, "/either", media_type, body.into()).await;
        assert_eq!(found, status, "{media_type} {body}: {text}");
    }
}

struct Echo;

impl forms::Api for Echo {
    async fn charge(&self, body: Charge) -> Result<Charge, forms::Error> {
        Ok(body)
    }

    async fn token(&self, _: Option<TokenBody>) -> Result<(), forms::Error> {
        Ok(())
    }
}

fn charge(json: &str) -> Charge {
    crate::read(json)
}

#[tokio::test]
async fn a_form_holds_what_its_styles_can() {
    let client = Forms::new(config(forms::router(Echo)).await);
    for rest in [
        "",
        r#","card":{"number":"4242","month":5,"holders":[{"name":"a b"},{"name":"[x]&=+%"}]}"#,
        r#","metadata":{"a":"1","b c":"true","ü":""}"#,
        r#","metadata":"""#,
        r#","expand":["a","b","c","d","e","f","g","h","i","j","k"]"#,
        r#","each":[1],"tags":["a","b,c"],"words":["a","b"],"bars":["1","2"]"#,
        r#","each":[1,-2,3],"tags":["a"]"#,
        r#","tags":["a,b"],"range":{"from":1,"to":2}"#,
        r#","range":{"from":1,"to":20}"#,
        r#","address":{"city":"[Köln]"},"lines":[{"n":1},{}]"#,
        r#","limit":5"#,
        r#","limit":"five"#,
        r#","flag":true"#,
    ] {
        let end = if rest.ends_with("five") { "\"}" } else { "}" };
        let json = format!(r#"{{"amount":1,"reference":"12","captured":true{rest}{end}"#);
        let value = charge(&json);
        let echoed = client.charge(&value).await;
        assert_eq!(echoed.expect("it is taken"), value, "{json}");
    }
    for rest in [
        r#","each":[]"#,
        r#","words":["a b"]"#,
        r#","bars":[""]"#,
        r#","metadata":{}"#,
        r#","each":[1,2,3,4]"#,
    ] {
        let json = format!(r#"{{"amount":1,"reference":"12","captured":true{rest}}}"#);
        let sent = client.charge(&charge(&json)).await;
        sent.expect_err("the form cannot hold it");
    }
}

#[tokio::test]
async fn forms_are_read_as_browsers_and_libraries_write_them() {
    let settings = Settings {
        item_limit: 12,
        depth_limit: 4,
        ..Settings::default()
    };
    let base = serve(forms::router_with(Echo, settings)).await;
    for (form, status, expected) in [
        // Of curl, of a browser, of Python's `urlencode` and of Stripe's libraries.
        ("", 200, r#"{"amount":1,"reference":"12","captured":true}"#),
        (
            "&card[number]=0042&card%5Bmonth%5D=7",
            200,
            r#""card":{"number":"0042","month":7}"#,
        ),
        ("&expand[]=a&expand[]=b", 200, r#""expand":["a","b"]"#),
        ("&expand[1]=b&expand[0]=a", 200, r#""expand":["a","b"]"#),
        // `[]` is behind the highest index, as in PHP.
        ("&expand[1]=b&expand[]=a", 200, r#""expand":["b","a"]"#),
        ("&expand[5]=x&expand[]=y", 200, r#""expand":["x","y"]"#),
        ("&expand=a&expand=b", 200, r#""expand":["a","b"]"#),
        ("&expand=a", 200, r#""expand":["a"]"#),
        ("&metadata[x+y]=1", 200, r#""metadata":{"x y":"1"}"#),
        ("&metadata=", 200, r#""metadata":"""#),
        ("&tags=a,b%2Cc", 200, r#""tags":["a","b,c"]"#),
        // An encoded comma is data, as in a query (RFC 6570 §3.2.1).
        ("&tags=a%2Cb", 200, r#""tags":["a,b"]"#),
        (
            "&words=a+b&bars=1%7c2",
            200,
            r#""words":["a","b"],"bars":["1","2"]"#,
        ),
        (
            "&address=%7B%22city%22%3A%22x%22%7D",
            200,
            r#""address":{"city":"x"}"#,
        ),
        ("&each=1&unknown=2", 200, r#""each":[1]"#),
        ("&each=1&each=2&each=3&each=4", 400, "/each"),
        ("&each=x", 400, "/each/0"),
        ("&amount=2", 400, "/amount"),
        ("&card[month]=7", 400, "/card/number"),
        ("&card[number]=x", 400, "/card/number"),
        ("&card[number]=1&card[number]=2", 400, "/card"),
        ("&card=1&card=2", 400, "/card"),
        ("&metadata=&metadata=", 400, "/metadata"),
        ("&card[number=1", 400, "/card"),
        ("&card[number]=1&card=2", 400, "/card"),
        ("&address=%FF", 400, "UTF-8"),
        ("&card[holders][0][name][x]=1", 413, "levels"),
        ("&a&b&c&d&e&f&g&h&i&j", 413, "fields"),
        // Twelve items, and thirteen.
        ("&tags=,,,,,,,,,,,", 200, r#""tags":["","#),
        ("&tags=,,,,,,,,,,,,", 413, "more than 12 items"),
        ("&words=++++++++++++", 413, "more than 12 items"),
        ("&bars=||||||||||||", 413, "more than 12 items"),
        (
            "&range=,,,,,,,,,,,,,,,,,,,,,,,,,",
            413,
            "more than 12 items",
        ),
    ] {
        let body = format!("amount=1&reference=12&captured=true{form}");
        let media_type = "application/x-www-form-urlencoded";
        let (found, text) = posted("POST", &base, "/charges", media_type, body.into()).await;
        assert_eq!(found, status, "{form}: {text}");
        assert!(text.contains(expected), "{form}: {text}");
    }
    let form = "application/x-www-form-urlencoded";
    for (media_type, body, status) in [
        (form, "grant_type=password&scope=a", 204),
        (form, "grant_type=password&scope=abcdef", 400),
        (form, "grant_type=password&other=a", 400),
        (form, "grant_type=other", 400),
        (form, "", 400),
        ("", "", 204),
        ("application/json", "{}", 415),
    ] {
        let (found, text) = posted("POST", &base, "/token", media_type, body.into()).await;
        assert_eq!(found, status, "{media_type} {body}: {text}");
    }
}
