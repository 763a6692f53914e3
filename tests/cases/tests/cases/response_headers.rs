//! Headers of responses: cases 62 and 63, our client against our server, and each against one by hand.

// One header of the case is deprecated.
#![allow(deprecated)]

use std::any::Any;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::response::IntoResponse;
use oasmith_cases::c62_response_headers as cases;
use oasmith_cases::c63_headers_of_20 as of_20;
use oasmith_cases::support::client::{Config, Error};
use oasmith_cases::support::validate::Validate;

use cases::client::Client;
use cases::headers::{
    ConflictOkHeaders, ContentLengthETagHeaders, LinkHeaders, LinkXTotalHeaders, LocationHeaders,
    LoginNoContentHeaders, RetryAfterHeaders, XColourAnd12OthersHeaders as Shapes,
    XNestedXUnknownXXmlHeaders,
};
use cases::models::{Colour, Fault, Rgb, ShapesOkXEither};
use cases::responses::*;

use super::http::{config, serve};

type ShapesResponse =
    Result<(String, cases::headers::XColourAnd12OthersHeaders), cases::server::Error<ShapesError>>;
type PagesResponse = Result<PagesSuccess, cases::server::Error<PagesError>>;
type OthersResponse = Result<cases::headers::LinkXTotalHeaders, cases::server::Error<OthersError>>;
type LoginResponse =
    Result<cases::headers::LoginNoContentHeaders, cases::server::Error<LoginError>>;
type ConflictResponse =
    Result<cases::headers::ConflictOkHeaders, cases::server::Error<ConflictError>>;
type SizeResponse =
    Result<cases::headers::ContentLengthETagHeaders, cases::server::Error<SizeError>>;
type TextsResponse =
    Result<cases::headers::XNestedXUnknownXXmlHeaders, cases::server::Error<TextsError>>;
type HeadersResponse = Result<
    (
        String,
        of_20::headers::XCsvXExpiresXPipesXRateXSsvXTsvHeaders,
    ),
    of_20::server::Error<of_20::responses::HeadersError>,
>;

/// A server that sends a prepared response, once.
struct Prepared(Mutex<Option<Box<dyn Any + Send>>>);

impl Prepared {
    fn take<T: 'static>(&self) -> T {
        let prepared = self.0.lock().expect("nobody panicked with it").take();
        *prepared
            .expect("it is asked once")
            .downcast()
            .expect("the operation is that of the response")
    }
}

fn prepared<T: Any + Send>(response: T) -> Prepared {
    Prepared(Mutex::new(Some(Box::new(response))))
}

impl cases::server::Api for Prepared {
    async fn shapes(&self) -> ShapesResponse {
        self.take()
    }

    async fn pages(&self) -> PagesResponse {
        self.take()
    }

    async fn others(&self) -> OthersResponse {
        self.take()
    }

    async fn login(&self) -> LoginResponse {
        self.take()
    }

    async fn conflict(&self) -> ConflictResponse {
        self.take()
    }

    async fn size(&self) -> SizeResponse {
        self.take()
    }

    async fn texts(&self) -> TextsResponse {
        self.take()
    }
}

impl of_20::server::Api for Prepared {
    async fn headers(&self) -> HeadersResponse {
        self.take()
    }
}

/// The client of a server that answers so.
async fn client<T: Any + Send>(response: T) -> Client {
    Client::new(config(cases::server::router(prepared(response))).await)
}

/// The client of a server by hand that always answers with these headers and a JSON text.
async fn by_hand(status: u16, headers: &'static [(&'static str, &'static [u8])]) -> Client {
    let router = Router::new().fallback(move || async move {
        let mut response = axum::http::Response::builder().status(status);
        response = response.header("content-type", "application/json");
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        let body = match status {
            429 => "{\"message\":\"slower\"}",
            _ => "\"body\"",
        };
        response.body(Body::from(body)).expect("it is a response")
    });
    Client::new(config(router).await)
}

/// Without an optional header.
fn required() -> Shapes {
    Shapes {
        x_integer: 1,
        x_text: None,
        x_flag: None,
        x_time: None,
        x_colour: None,
        x_list: Vec::new(),
        x_required_list: vec!["a".to_owned()],
        x_object: None,
        x_exploded: None,
        x_either: None,
        x_json: None,
        x_plain: None,
        x_secret: None,
    }
}

fn rgb() -> Rgb {
    Rgb {
        r: Some(1),
        g: Some(2),
    }
}

#[tokio::test]
async fn every_shape_arrives_typed_and_in_style_simple() {
    let time = chrono::DateTime::parse_from_rfc3339("2026-11-27T12:00:00+01:00");
    let sent = Shapes {
        x_text: Some("a, b; \"ü\"".to_owned()),
        x_flag: Some(true),
        x_time: Some(time.expect("it is a time")),
        x_colour: Some(Colour::Red),
        x_list: vec![3, -4],
        x_required_list: vec!["a".to_owned(), "b c".to_owned()],
        x_object: Some(rgb()),
        x_exploded: Some(rgb()),
        x_either: Some(ShapesOkXEither::List(vec![1, 2])),
        x_json: Some(rgb()),
        x_plain: Some(String::new()),
        x_secret: Some("hidden".to_owned()),
        ..required()
    };
    let response = client(ShapesResponse::Ok(("body".to_owned(), sent.clone()))).await;
    let response = response.shapes().with_response().await;
    let response = response.expect("it is a success");
    assert_eq!((response.status, &*response.body), (200, "body"));
    assert_eq!(response.typed_headers(), Ok(sent.clone()));
    // (section, header, text)
    let rows = [
        ("OAS 3.1 §4.8.21, integer", "x-integer", "1"),
        ("RFC 9110 §5.5, a text as it is", "x-text", "a, b; \"ü\""),
        ("OAS 3.1 §4.8.21, boolean", "x-flag", "true"),
        ("RFC 3339, date-time", "x-time", "2026-11-27T12:00:00+01:00"),
        ("OAS 3.1 §4.8.21, enum", "x-colour", "red"),
        ("OAS 3.1 §4.8.12.5, simple array", "x-list", "3,-4"),
        (
            "OAS 3.1 §4.8.12.5, simple array",
            "x-required-list",
            "a,b c",
        ),
        ("OAS 3.1 §4.8.12.5, simple object", "x-object", "R,1,G,2"),
        (
            "OAS 3.1 §4.8.12.5, simple object, exploded",
            "x-exploded",
            "R=1,G=2",
        ),
        ("OAS 3.1 §4.8.12.5, simple array", "x-either", "1,2"),
        ("OAS 3.1 §4.8.21, content", "x-json", "{\"R\":1,\"G\":2}"),
        ("RFC 9110 §5.5, an empty text", "x-plain", ""),
        // Declared as a header, it has no effect (OAS 3.1 §4.8.17).
        (
            "OAS 3.1 §4.8.17, content type",
            "content-type",
            "application/json",
        ),
    ];
    for (section, name, text) in rows {
        let value = response.headers.get(name).map(|value| value.as_bytes());
        assert_eq!(value, Some(text.as_bytes()), "{section}: {name}");
    }
    let shown = format!("{sent:?} {response:?}");
    assert!(!shown.contains("hidden"), "{shown}");
}

#[tokio::test]
async fn a_call_gives_its_body_and_optional_headers_may_be_absent() {
    let of_body = client(ShapesResponse::Ok(("body".to_owned(), required()))).await;
    assert_eq!(of_body.shapes().await.expect("it is a success"), "body");
    let response = client(ShapesResponse::Ok(("body".to_owned(), required()))).await;
    let response = response.shapes().with_response().await;
    let response = response.expect("it is a success");
    assert_eq!(response.typed_headers(), Ok(required()));
    assert_eq!(response.headers.get("x-list"), None);
}

#[tokio::test]
async fn each_status_has_its_headers() {
    let page = LinkXTotalHeaders {
        link: Some("</pages?2>; rel=\"next\"".to_owned()),
        x_total: 7,
    };
    let response = client(PagesResponse::Ok(PagesSuccess::Ok(
        vec!["a".to_owned()],
        Ok(page.clone()),
    )))
    .await;
    let response = response.pages().with_response().await.expect("a success");
    assert_eq!(
        response.body,
        PagesSuccess::Ok(vec!["a".to_owned()], Ok(page.clone()))
    );
    assert_eq!(response.typed_headers(), Ok(page.clone()));

    let location = LocationHeaders {
        location: "/jobs/1".to_owned(),
    };
    let response = client(PagesResponse::Ok(PagesSuccess::Accepted(Ok(
        location.clone()
    ))))
    .await;
    let response = response.pages().with_response().await.expect("a success");
    assert_eq!(
        (response.status, response.body.clone()),
        (202, PagesSuccess::Accepted(Ok(location.clone())))
    );
    assert_eq!(response.typed_headers(), Ok(location));

    // Another operation has the same headers, in another order.
    let response = client(OthersResponse::Ok(page.clone())).await;
    let response = response.others().with_response().await.expect("a success");
    assert_eq!(response.typed_headers(), Ok(page));
}

#[tokio::test]
async fn declared_errors_have_their_headers() {
    let fault = || Fault {
        message: "slower".to_owned(),
    };
    let retry = RetryAfterHeaders { retry_after: 30 };
    let failed = client(PagesResponse::Err(
        PagesError::TooManyRequests(fault(), Ok(retry.clone())).into(),
    ))
    .await;
    match failed.pages().await {
        Err(Error::Declared(declared)) => {
            assert_eq!(declared.status, 429);
            assert_eq!(declared.typed_headers(), Ok(retry.clone()));
            let body = PagesError::TooManyRequests(fault(), Ok(retry));
            assert_eq!(declared.body, body);
        }
        other => panic!("it is a declared error: {other:?}"),
    }
    // OAS 3.1 §4.8.16.2, a range of statuses.
    let link = LinkHeaders {
        link: Some("</status>; rel=\"help\"".to_owned()),
    };
    let failed = client(PagesResponse::Err(
        PagesError::ServerError(503, fault(), Ok(link.clone())).into(),
    ))
    .await;
    match failed.pages().with_response().await {
        Err(Error::Declared(declared)) => {
            assert_eq!(declared.status, 503);
            assert_eq!(declared.typed_headers(), Ok(link));
        }
        other => panic!("it is a declared error: {other:?}"),
    }
}

type Lines = &'static [(&'static str, &'static [u8])];

/// (section, what comes, what is wrong with it)
const MALFORMED: [(&str, Lines, &str); 11] = [
    (
        "OAS 3.1 §4.8.21, required",
        &[],
        "X-Integer is missing; X-Required-List is missing",
    ),
    (
        "OAS 3.1 §4.8.21, required",
        &[("x-integer", b"1")],
        "X-Required-List is missing",
    ),
    (
        "OAS 3.1 §4.8.21, schema",
        &[("x-integer", b"many"), ("x-required-list", b"a")],
        "X-Integer expected an integer of 64 bits",
    ),
    (
        "OAS 3.1 §4.8.21, each header by itself",
        &[
            ("x-flag", b"yes"),
            ("x-time", b"today"),
            ("x-required-list", b"a"),
        ],
        "X-Integer is missing; X-Flag expected a boolean",
    ),
    (
        "OAS 3.1 §4.8.21, items",
        &[
            ("x-integer", b"1"),
            ("x-required-list", b"a"),
            ("x-list", b"1,b"),
        ],
        "X-List/1 expected an integer",
    ),
    (
        "OAS 3.1 §4.8.12.5, simple object",
        &[
            ("x-integer", b"1"),
            ("x-required-list", b"a"),
            ("x-object", b"R,1,G"),
        ],
        "X-Object has a name without a value",
    ),
    (
        "OAS 3.1 §4.8.12.5, simple object, exploded",
        &[
            ("x-integer", b"1"),
            ("x-required-list", b"a"),
            ("x-exploded", b"R,1"),
        ],
        "X-Exploded has a property without `=`",
    ),
    (
        "OAS 3.1 §4.8.21, content",
        &[
            ("x-integer", b"1"),
            ("x-required-list", b"a"),
            ("x-json", b"{\"R\":"),
        ],
        "X-Json/R EOF while parsing",
    ),
    (
        "RFC 9110 §5.3, a field that is no list",
        &[
            ("x-integer", b"1"),
            ("x-integer", b"2"),
            ("x-required-list", b"a"),
        ],
        "X-Integer is there more than once",
    ),
    (
        "RFC 9110 §5.5, other bytes",
        &[
            ("x-integer", b"1"),
            ("x-required-list", b"a"),
            ("x-text", b"\xff"),
        ],
        "X-Text is not UTF-8",
    ),
    (
        "RFC 9110 §5.5, other bytes",
        &[("x-integer", b"1"), ("x-required-list", b"\xff")],
        "X-Required-List is not UTF-8",
    ),
];

#[tokio::test]
async fn a_malformed_header_is_an_error_of_its_own_and_loses_no_body() {
    for (section, lines, message) in MALFORMED {
        let client = by_hand(200, lines).await;
        assert_eq!(client.shapes().await.expect(section), "body");
        let response = client.shapes().with_response().await.expect(section);
        assert_eq!(response.body, "body", "{section}");
        let error = response.typed_headers::<Shapes>().expect_err(section);
        let shown = error.to_string();
        let start = "the headers of the response are not as declared: ";
        let shown = shown.strip_prefix(start).expect("it says so");
        assert!(shown.starts_with(message), "{section}: {shown}");
        for (name, value) in lines {
            let mut raw = response.headers.get_all(*name).iter();
            assert!(raw.any(|it| it.as_bytes() == *value), "{section}: {name}");
        }
    }
    let error = by_hand(429, &[("retry-after", b"soon")]).await;
    match error.pages().await {
        Err(Error::Declared(declared)) => {
            assert!(declared.typed_headers::<RetryAfterHeaders>().is_err());
            assert_eq!(declared.headers["retry-after"], "soon");
        }
        other => panic!("it is a declared error: {other:?}"),
    }
}

/// RFC 9110 §5.1, §5.3 and §5.6.1: the case of names, lists over several lines, empty items.
#[tokio::test]
async fn lists_and_names_are_read_as_http_has_them() {
    let client = by_hand(
        200,
        &[
            ("X-INTEGER", b"1"),
            ("x-required-list", b"a , b,, c"),
            ("X-Required-List", b"d"),
            ("x-list", b"1"),
            ("x-list", b"2"),
            // A string may be a list that the description does not take apart.
            ("x-text", b"a"),
            ("x-text", b"b, c"),
        ],
    )
    .await;
    let response = client.shapes().with_response().await.expect("a success");
    let headers: Shapes = response.typed_headers().expect("they are as declared");
    assert_eq!(headers.x_required_list, ["a", "b", "c", "d"]);
    assert_eq!(headers.x_list, [1, 2]);
    assert_eq!(headers.x_text.as_deref(), Some("a, b, c"));
}

/// As for bodies, what comes is read whatever its constraints are, which `validate` checks.
#[tokio::test]
async fn the_client_checks_constraints_when_asked() {
    let lines: Lines = &[
        ("x-integer", b"-1"),
        ("x-required-list", b"a"),
        ("x-colour", b"green"),
    ];
    let response = by_hand(200, lines).await.shapes().with_response().await;
    let response = response.expect("a success");
    let headers: Shapes = response.typed_headers().expect("they are typed");
    let violations = headers.validate().expect_err("they break constraints");
    let places: Vec<_> = violations.list.iter().map(|it| &*it.pointer).collect();
    assert_eq!(places, ["/X-Integer", "/X-Colour"]);
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused() {
    let text = |text: &str| Shapes {
        x_text: Some(text.to_owned()),
        ..required()
    };
    let list = |items: &[&str]| Shapes {
        x_required_list: items.iter().map(|&item| item.to_owned()).collect(),
        ..required()
    };
    // (section, headers, why)
    let rows = [
        (
            "RFC 9110 §5.5, CR and LF",
            text("a\r\nX-Injected: 1"),
            "the header \"X-Text\" cannot be sent",
        ),
        (
            "RFC 9110 §5.5, NUL",
            text("a\0"),
            "the header \"X-Text\" cannot be sent",
        ),
        (
            "RFC 9110 §5.5, spaces around",
            text(" a"),
            "the header \"X-Text\" starts or ends with a space",
        ),
        (
            "RFC 9110 §5.6.1, a comma",
            list(&["a,b"]),
            "the header \"X-Required-List\" has a value with a comma",
        ),
        (
            "RFC 9110 §5.6.1, an empty item",
            list(&["a", ""]),
            "the header \"X-Required-List\" has an item that is empty",
        ),
        (
            "JSON Schema, minimum",
            Shapes {
                x_integer: -1,
                ..required()
            },
            "the headers are invalid: /X-Integer must be at least 0",
        ),
        (
            "JSON Schema, maxItems",
            Shapes {
                x_list: vec![1, 2, 3, 4],
                ..required()
            },
            "the headers are invalid: /X-List must have at most 3 items",
        ),
    ];
    for (section, headers, reason) in rows {
        let response = ShapesResponse::Ok(("body".to_owned(), headers));
        // The description has no body for it: the hook is told the reason.
        let settings = cases::server::Settings {
            rejections: Some(Arc::new(|_, it| Some(it.clone().into_response()))),
            ..cases::server::Settings::default()
        };
        let base = serve(cases::server::router_with(prepared(response), settings)).await;
        let response = reqwest::get(format!("{base}/shapes")).await;
        let response = response.expect("it is answered");
        assert_eq!(response.status(), 500, "{section}");
        for name in ["x-injected", "x-integer", "x-text"] {
            assert_eq!(response.headers().get(name), None, "{section}");
        }
        let body = response.text().await.expect("it is text");
        let body = body.replace("\\\"", "\"");
        assert!(body.contains(reason), "{section}: {body}");
    }
}

/// RFC 6265 §3: each cookie has a header of its own.
#[tokio::test]
async fn a_cookie_is_a_line_and_there_may_be_several() {
    let sent = LoginNoContentHeaders {
        set_cookie: vec![
            "a=1; Expires=Fri, 27 Nov 2026 12:00:00 GMT".to_owned(),
            "b=2".to_owned(),
        ],
    };
    let response = client(LoginResponse::Ok(sent.clone())).await;
    let response = response.login().with_response().await.expect("a success");
    let lines: Vec<_> = response.headers.get_all("set-cookie").iter().collect();
    assert_eq!(lines, ["a=1; Expires=Fri, 27 Nov 2026 12:00:00 GMT", "b=2"]);
    assert_eq!(response.typed_headers(), Ok(sent.clone()));
    assert!(!format!("{sent:?}").contains("Expires"));

    // A required one has to be there, and each keeps to the constraints.
    for cookies in [vec![], vec!["a".to_owned()]] {
        let sent = LoginNoContentHeaders {
            set_cookie: cookies,
        };
        let failed = client(LoginResponse::Ok(sent)).await.login().await;
        assert_eq!(failed.expect_err("it is refused").status(), Some(500));
    }
    let none = by_hand(204, &[]).await.login().with_response().await;
    let none = none
        .expect("a success")
        .typed_headers::<LoginNoContentHeaders>();
    let message = "the headers of the response are not as declared: Set-Cookie is missing";
    assert_eq!(none.expect_err("it is required").to_string(), message);

    // An array of texts is the same, and may be absent.
    let sent = ConflictOkHeaders {
        set_cookie: Vec::new(),
    };
    let response = client(ConflictResponse::Ok(sent.clone())).await;
    let response = response.conflict().with_response().await;
    assert_eq!(response.expect("a success").typed_headers(), Ok(sent));
}

/// RFC 9110 §8.6: a response to HEAD has the length of what it would have sent.
#[tokio::test]
async fn a_length_is_that_of_the_body() {
    let sent = ContentLengthETagHeaders {
        content_length: Some(1234),
        e_tag: Some("\"1\"".to_owned()),
    };
    let response = client(SizeResponse::Ok(sent.clone())).await;
    let response = response.size().with_response().await.expect("a success");
    assert_eq!(response.typed_headers(), Ok(sent));
}

#[tokio::test]
async fn what_has_no_typed_form_is_a_string() {
    let sent = XNestedXUnknownXXmlHeaders {
        x_nested: Some("list,1,2".to_owned()),
        x_xml: Some("<a/>".to_owned()),
        x_unknown: Some("1".to_owned()),
    };
    let response = client(TextsResponse::Ok(sent.clone())).await;
    let response = response.texts().with_response().await.expect("a success");
    assert_eq!(response.typed_headers(), Ok(sent));
}

/// OAS 2.0, Header Object, `collectionFormat`.
#[tokio::test]
async fn every_collection_format() {
    use of_20::headers::XCsvXExpiresXPipesXRateXSsvXTsvHeaders as Headers;
    let time = chrono::DateTime::parse_from_rfc3339("2026-11-27T12:00:00Z");
    let sent = Headers {
        x_rate: Some(60),
        x_expires: Some(time.expect("it is a time")),
        x_csv: vec![1, -2],
        x_ssv: vec![1, -2],
        x_tsv: vec![1, -2],
        x_pipes: vec![1, -2],
    };
    let response = HeadersResponse::Ok(("body".to_owned(), sent.clone()));
    let base = serve(of_20::server::router(prepared(response))).await;
    let client = of_20::client::Client::new(Config::new(&base).expect("it is an address"));
    let response = client.headers().with_response().await.expect("a success");
    assert_eq!(response.body, "body");
    assert_eq!(response.typed_headers(), Ok(sent));
    for (name, text) in [
        ("x-rate", "60"),
        ("x-csv", "1,-2"),
        ("x-ssv", "1 -2"),
        ("x-tsv", "1\t-2"),
        ("x-pipes", "1|-2"),
    ] {
        assert_eq!(response.headers[name], text);
    }
}
