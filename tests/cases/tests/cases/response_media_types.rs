//! Responses of several media types: case 65, our client against our server, and each against one by
//! hand. The first column of a table is the section of the specification that a row is for.

use std::any::Any;
use std::sync::Mutex;

use axum::Router;
use axum::http::HeaderMap;
use oasmith_cases::c65_response_media_types as cases;
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::client::{Cause, Config, Error, Failure};
use oasmith_cases::support::media::typed_bytes::TypedBytes;
use oasmith_cases::support::validate::Validate;

use cases::bodies::{
    FaultOrProblemBody, FirstOrSecondBody, JobOrEventStreamBody, JobOrPdfOrOctetStreamBody,
    JobOrTextBody, JsonOrImageOrPngBody, ReportOrCsvBody, TextOrHtmlBody,
};
use cases::client::Client;
use cases::models::{Fault, First, Job, Problem, Report, Second};
use cases::responses::{NamesError, OneError, ReportByIdError, SearchError, SearchSuccess};
use cases::server::{Accept, Settings, router, router_with};

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::http::{config, serve};

type ReportResponse = Result<ReportOrCsvBody, cases::server::Error>;
type ReportByIdResponse = Result<ReportOrCsvBody, cases::server::Error<ReportByIdError>>;
type VersionsResponse = Result<cases::bodies::FirstOrSecondBody, cases::server::Error>;
type ExportResponse = Result<cases::bodies::JobOrPdfOrOctetStreamBody, cases::server::Error>;
type PictureResponse = Result<TypedBytes, cases::server::Error>;
type ThumbnailResponse = Result<cases::bodies::JsonOrImageOrPngBody, cases::server::Error>;
type FileResponse = Result<TypedBytes, cases::server::Error>;
type SearchResponse = Result<SearchSuccess, cases::server::Error<SearchError>>;
type PageResponse = Result<cases::bodies::TextOrHtmlBody, cases::server::Error>;
type NamesResponse = Result<Job, cases::server::Error<NamesError>>;
type XmlResponse = Result<JobOrEventStreamBody, cases::server::Error>;
type OneResponse = Result<Job, cases::server::Error<OneError>>;
type DeleteOneResponse = Result<(), cases::server::Error>;

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

macro_rules! takes {
    ($($name:ident($($argument:ident: $ty:ty),*) -> $response:ty;)*) => {
        impl cases::server::Api for Prepared {
            $(async fn $name(&self, $($argument: $ty),*) -> $response {
                self.take()
            })*
        }
    };
}

takes! {
    report(_asked: String, _accept: Accept) -> ReportResponse;
    report_by_id(_id: String, _accept: Accept) -> ReportByIdResponse;
    versions(_accept: Accept) -> VersionsResponse;
    export(_accept: Accept) -> ExportResponse;
    picture(_accept: Accept) -> PictureResponse;
    thumbnail(_accept: Accept) -> ThumbnailResponse;
    file() -> FileResponse;
    search(_accept: Accept) -> SearchResponse;
    page(_accept: Accept) -> PageResponse;
    names() -> NamesResponse;
    xml(_accept: Accept) -> XmlResponse;
    one() -> OneResponse;
    delete_one() -> DeleteOneResponse;
}

/// The client of a server that answers so.
async fn client<T: Any + Send>(response: T) -> Client {
    let prepared = Prepared(Mutex::new(Some(Box::new(response))));
    Client::new(config(router(prepared)).await)
}

async fn bytes(body: ByteStream) -> Vec<u8> {
    body.collect(100).await.expect("it is short")
}

/// What an export is, with its bytes.
async fn exported(body: JobOrPdfOrOctetStreamBody) -> String {
    match body {
        JobOrPdfOrOctetStreamBody::Json(job) => format!("Json({job:?})"),
        JobOrPdfOrOctetStreamBody::Pdf(body) => format!("Pdf({:?})", bytes(body).await),
        JobOrPdfOrOctetStreamBody::OctetStream(body) => {
            format!("OctetStream({:?})", bytes(body).await)
        }
    }
}

/// What a thumbnail is, with its bytes.
async fn pictured(body: JsonOrImageOrPngBody) -> String {
    match body {
        JsonOrImageOrPngBody::Json(text) => format!("Json({text:?})"),
        JsonOrImageOrPngBody::Png(body) => format!("Png({:?})", bytes(body).await),
        JsonOrImageOrPngBody::Image(image) => {
            format!(
                "Image({:?}, {:?})",
                image.media_type,
                bytes(image.bytes).await
            )
        }
    }
}

/// A server that gives what the caller wants most.
struct Negotiating;

const JOB: Job = Job { id: 1 };

fn fault() -> Fault {
    Fault {
        message: "it is not there".to_owned(),
    }
}

fn report() -> ReportOrCsvBody {
    ReportOrCsvBody::Json(Report { rows: vec![1, 2] })
}

fn wanted(accept: &Accept) -> ReportOrCsvBody {
    match accept.best(&["application/json", "text/csv"]) {
        Some("text/csv") => ReportOrCsvBody::Csv("1\n2\n".to_owned()),
        _ => report(),
    }
}

fn image(media_type: &str) -> TypedBytes {
    TypedBytes::new(media_type, [1, 2])
}

impl cases::server::Api for Negotiating {
    async fn report(&self, _asked: String, accept: Accept) -> ReportResponse {
        ReportResponse::Ok(wanted(&accept))
    }

    async fn report_by_id(&self, _id: String, _accept: Accept) -> ReportByIdResponse {
        ReportByIdResponse::Err(ReportByIdError::NotFound(FaultOrProblemBody::Json(fault())).into())
    }

    async fn versions(&self, accept: Accept) -> VersionsResponse {
        let (first, last) = ("a".to_owned(), "b".to_owned());
        VersionsResponse::Ok(
            match accept.best(&["application/json", "application/vnd.example.v2+json"]) {
                Some("application/json") => FirstOrSecondBody::Json(First { name: first }),
                _ => FirstOrSecondBody::VndExampleV2Json(Second { first, last }),
            },
        )
    }

    async fn export(&self, _accept: Accept) -> ExportResponse {
        ExportResponse::Ok(JobOrPdfOrOctetStreamBody::Json(JOB))
    }

    async fn picture(&self, accept: Accept) -> PictureResponse {
        let wanted = accept.best(&["image/png", "image/webp"]);
        PictureResponse::Ok(image(wanted.unwrap_or("image/gif")))
    }

    async fn thumbnail(&self, _accept: Accept) -> ThumbnailResponse {
        ThumbnailResponse::Ok(JsonOrImageOrPngBody::Png([1].into()))
    }

    async fn file(&self) -> FileResponse {
        FileResponse::Ok(image("application/zip"))
    }

    async fn search(&self, accept: Accept) -> SearchResponse {
        SearchResponse::Ok(SearchSuccess::Ok(wanted(&accept)))
    }

    async fn page(&self, _accept: Accept) -> PageResponse {
        PageResponse::Ok(TextOrHtmlBody::Html("<p>".to_owned()))
    }

    async fn names(&self) -> NamesResponse {
        NamesResponse::Ok(JOB)
    }

    async fn xml(&self, _accept: Accept) -> XmlResponse {
        XmlResponse::Ok(JobOrEventStreamBody::Json(JOB))
    }

    async fn one(&self) -> OneResponse {
        OneResponse::Ok(JOB)
    }

    async fn delete_one(&self) -> DeleteOneResponse {
        DeleteOneResponse::Ok(())
    }
}

/// A request with these `Accept` headers.
async fn asked(base: &str, request: &str, accept: &[&str]) -> reqwest::Response {
    let (method, path) = request.split_once(' ').expect("a method and a path");
    let method = method.parse().expect("it is a method");
    // Without any, reqwest sends `*/*`.
    let mut request = reqwest::Client::new().request(method, format!("{base}{path}"));
    for value in accept {
        request = request.header("Accept", *value);
    }
    request.send().await.expect("it is answered")
}

/// The response to a request as it is on the wire.
async fn raw(base: &str, request: &str) -> String {
    let address = base.strip_prefix("http://").expect("it is an address");
    let mut stream = tokio::net::TcpStream::connect(address)
        .await
        .expect("it listens");
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it is sent");
    let mut response = String::new();
    stream
        .read_to_string(&mut response)
        .await
        .expect("it is answered");
    response
}

/// The status and the media type of a response.
async fn given(base: &str, request: &str, accept: &[&str]) -> String {
    let response = asked(base, request, accept).await;
    let media_type = response.headers().get("content-type");
    let media_type = media_type.map_or("", |it| it.to_str().expect("it is text"));
    format!("{} {media_type}", response.status().as_u16())
}

#[tokio::test]
async fn a_server_gives_what_is_accepted() {
    const JSON: &str = "200 application/json";
    const CSV: &str = "200 text/csv; charset=utf-8";
    const NONE: &str = "406 application/problem+json";
    let base = serve(router(Negotiating)).await;
    #[rustfmt::skip]
    let rows: &[(&str, &str, &[&str], &str)] = &[
        // What is accepted.
        ("9110 §12.5.1", "GET /report?accept=", &[], JSON),
        ("9110 §12.5.1", "GET /report?accept=", &["*/*"], JSON),
        ("9110 §12.5.1", "GET /report?accept=", &["text/csv"], CSV),
        ("9110 §12.5.1", "GET /report?accept=", &["text/*"], CSV),
        ("9110 §8.3.1", "GET /report?accept=", &["TEXT/CSV"], CSV),
        ("9110 §5.3", "GET /report?accept=", &["image/png", "text/csv"], CSV),
        ("9110 §5.6.1.2", "GET /report?accept=", &[", ,text/csv,"], CSV),
        ("9110 §5.6.1", "GET /report?accept=", &[""], JSON),
        ("9110 §5.6.6", "GET /report?accept=", &["text/csv;a=\"x,application/json\""], CSV),
        ("lenient", "GET /report?accept=", &["nonsense"], JSON),
        ("lenient", "GET /report?accept=", &["text/html, *; q=.2"], JSON),
        ("lenient", "GET /report?accept=", &["application/json; charset=utf-8"], JSON),
        // Quality values, and the most specific item.
        ("9110 §12.4.2", "GET /report?accept=", &["application/json;q=0.5, text/csv"], CSV),
        ("9110 §12.4.2", "GET /report?accept=", &["text/csv;q=0.5, application/json;q=0.4"], CSV),
        ("9110 §12.4.2", "GET /report?accept=", &["text/csv;Q=0.001, application/json;q=0"], CSV),
        ("9110 §12.4.2", "GET /report?accept=", &["text/csv;q=0, */*"], JSON),
        ("9110 §12.4.2", "GET /report?accept=", &["application/json;q=0, */*;q=0.1"], CSV),
        ("9110 §12.5.1", "GET /report?accept=", &["*/*;q=0.1, text/*;q=0.9"], CSV),
        ("9110 §12.5.1", "GET /report?accept=", &["text/*, text/csv;q=0.1, */*;q=0.2"], JSON),
        ("9110 §12.5.1", "GET /report?accept=", &["text/csv;header=present;q=0, */*;q=0.2"], JSON),
        // Nothing of what there is.
        ("9110 §15.5.7", "GET /report?accept=", &["application/xml"], NONE),
        ("9110 §15.5.7", "GET /report?accept=", &["text/html, image/*"], NONE),
        ("9110 §12.4.2", "GET /report?accept=", &["*/*;q=0"], NONE),
        ("9110 §12.4.2", "GET /report?accept=", &["*/*;q=0.0, image/png"], NONE),
        ("9110 §12.4.2", "GET /report?accept=", &["text/csv;q=0, application/json;q=0.000"], NONE),
        // One that reads some JSON is taken to read all JSON, but gets what it names.
        ("lenient", "GET /report?accept=", &["application/hal+json"], JSON),
        ("9110 §12.5.1", "GET /versions", &["application/vnd.example.v2+json"], "200 application/vnd.example.v2+json"),
        ("9110 §12.5.1", "GET /versions", &["application/vnd.example.v2+json;q=0.1, application/json"], JSON),
        ("lenient", "GET /versions", &["application/vnd.example.v3+json"], "200 application/vnd.example.v2+json"),
        // Ranges.
        ("OAS 3.1 §4.8.17", "GET /picture", &[], "200 image/png"),
        ("OAS 3.1 §4.8.17", "GET /picture", &["image/webp, image/png;q=0.5"], "200 image/webp"),
        ("OAS 3.1 §4.8.17", "GET /picture", &["image/*"], "200 image/png"),
        ("OAS 3.1 §4.8.17", "GET /picture", &["image/avif"], "200 image/gif"),
        ("9110 §12.4.2", "GET /picture", &["image/*;q=0, image/webp"], "200 image/webp"),
        ("9110 §12.4.2", "GET /picture", &["image/*;q=0, */*"], NONE),
        ("9110 §15.5.7", "GET /picture", &["text/html"], NONE),
        ("OAS 3.1 §4.8.17", "GET /file", &["application/zip"], "200 application/zip"),
        ("9110 §12.4.2", "GET /file", &["*/*;q=0"], NONE),
        // One media type.
        ("9110 §15.5.7", "GET /one", &["text/html"], "406 application/json"),
        ("9110 §9.3.2", "HEAD /one", &["text/html"], "406 application/json"),
        ("9110 §15.5.7", "GET /xml", &["text/html"], NONE),
        ("lenient", "GET /names", &["application/hal+json"], JSON),
        // A success without a body is for everybody, and so are errors.
        ("9110 §15.5.7", "DELETE /one", &["text/html"], "204 "),
        ("9110 §15.5.7", "POST /search", &["text/html"], JSON),
        ("9110 §15.5.7", "GET /reports/1", &["text/csv"], "404 application/json"),
    ];
    for (section, request, accept, expected) in rows {
        let found = given(&base, request, accept).await;
        assert_eq!(&found, expected, "{section}: {request} {accept:?}");
    }
    // A request without the header.
    let head = raw(
        &base,
        "GET /report?accept= HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(head.contains("content-type: application/json"), "{head}");
    // The reason lists what there is.
    let response = asked(&base, "GET /report?accept=", &["image/png"]).await;
    let problem = response.text().await.expect("it is text");
    assert!(
        problem.contains("`Accept` excludes all that there is: application/json, text/csv"),
        "{problem}"
    );
    // A setting leaves it to the operation.
    let settings = Settings {
        not_acceptable: false,
        ..Settings::default()
    };
    let base = serve(router_with(Negotiating, settings)).await;
    assert_eq!(
        given(&base, "GET /report?accept=", &["image/png"]).await,
        JSON
    );
}

/// The configuration of a server by hand that always answers so.
async fn by_hand(status: u16, media_type: &'static str, body: &'static [u8]) -> Config {
    let router = Router::new().fallback(move || async move {
        let mut response = axum::http::Response::builder().status(status);
        if !media_type.is_empty() {
            response = response.header("content-type", media_type);
        }
        response
            .body(axum::body::Body::from(body))
            .expect("it is a response")
    });
    config(router).await
}

/// The body of a success, or the cause of a failure.
fn outcome<T: std::fmt::Debug, E: std::fmt::Debug>(result: Result<T, Error<E>>) -> String {
    match result {
        Ok(body) => format!("{body:?}"),
        Err(Error::Failure(Failure::Undecodable(it))) => it.cause.to_string(),
        Err(error) => format!("{error:?}"),
    }
}

#[tokio::test]
async fn a_client_reads_what_the_content_type_says() {
    const JOB: &[u8] = b"{\"id\":1}";
    const REPORT: &[u8] = b"{\"rows\":[1]}";
    const SECOND: &[u8] = b"{\"name\":\"n\",\"first\":\"a\",\"last\":\"b\"}";
    const AS_FIRST: &str = "Json(First { name: \"n\" })";
    const AS_SECOND: &str = "VndExampleV2Json(Second { first: \"a\", last: \"b\" })";
    #[rustfmt::skip]
    let rows: &[(&str, &str, &str, &[u8], &str)] = &[
        ("9110 §8.3", "report", "application/json", REPORT, "Json(Report { rows: [1] })"),
        ("9110 §8.3", "report", "text/csv; charset=utf-8", REPORT, "Csv(\"{\\\"rows\\\":[1]}\")"),
        ("9110 §8.3.1", "report", "TEXT/Csv", b"a,b", "Csv(\"a,b\")"),
        ("9110 §8.3", "report", "text/csv", b"", "Csv(\"\")"),
        ("9110 §8.3", "report", "", REPORT, "Json(Report { rows: [1] })"),
        ("6839 §3.1", "report", "application/hal+json", REPORT, "Json(Report { rows: [1] })"),
        ("8259 §8.1", "report", "application/json", "\u{feff}{\"rows\":[]}".as_bytes(), "Json(Report { rows: [] })"),
        ("9110 §8.3", "report", "text/html", b"<p>Log in</p>", "its content type is \"text/html\" and not \"application/json, text/csv\""),
        ("9110 §8.3", "report", "application/json", b"", "it has no body, and JSON is declared"),
        ("9110 §8.3", "report", "text/csv", b"\xff", "its text is not in UTF-8"),
        // JSON of several schemas is told apart by its name alone.
        ("9110 §8.3", "versions", "application/json", SECOND, AS_FIRST),
        ("9110 §8.3", "versions", "application/vnd.example.v2+json", SECOND, AS_SECOND),
        ("9110 §8.3", "versions", "application/vnd.example.v2+json;a=b", SECOND, AS_SECOND),
        ("9110 §8.3", "versions", "", SECOND, AS_FIRST),
        ("9110 §8.3", "versions", "application/vnd.example.v3+json", SECOND, "its content type is \"application/vnd.example.v3+json\" and not \"application/json, application/vnd.example.v2+json\""),
        // Bytes of any kind stand behind those that have a name.
        ("9110 §8.3", "export", "application/json", JOB, "Json(Job { id: 1 })"),
        ("9110 §8.3", "export", "application/pdf", JOB, "Pdf([123, 34, 105, 100, 34, 58, 49, 125])"),
        ("9110 §8.3", "export", "application/zip", b"\x01", "OctetStream([1])"),
        // The most specific one counts, and a range keeps what came.
        ("OAS 3.1 §4.8.14", "thumbnail", "image/png", b"\x01", "Png([1])"),
        ("OAS 3.1 §4.8.14", "thumbnail", "image/webp", b"\x01", "Image(\"image/webp\", [1])"),
        ("OAS 3.1 §4.8.14", "thumbnail", "application/json", b"\"http://a\"", "Json(\"http://a\")"),
        ("OAS 3.1 §4.8.14", "page", "text/html; charset=utf-8", b"<p>", "Html(\"<p>\")"),
        ("OAS 3.1 §4.8.14", "page", "text/markdown", b"# a", "Text(\"# a\")"),
        ("OAS 3.1 §4.8.14", "page", "image/png", b"a", "its content type is \"image/png\" and not \"text/plain, text/*, text/html\""),
        // One schema under several names is one body.
        ("OAS 3.1 §4.8.17", "names", "application/hal+json", JOB, "Job { id: 1 }"),
        ("OAS 3.1 §4.8.17", "names", "text/json", JOB, "Job { id: 1 }"),
    ];
    for (section, operation, media_type, body, expected) in rows {
        let client = Client::new(by_hand(200, media_type, body).await);
        let found = match *operation {
            "report" => outcome(client.report("").await),
            "versions" => outcome(client.versions().await),
            "export" => match client.export().await {
                Ok(body) => exported(body).await,
                error => outcome(error),
            },
            "thumbnail" => match client.thumbnail().await {
                Ok(body) => pictured(body).await,
                error => outcome(error),
            },
            "page" => outcome(client.page().await),
            _ => outcome(client.names().await),
        };
        assert_eq!(&found, expected, "{section}: {operation} {media_type:?}");
    }
    let client = Client::new(by_hand(202, "text/plain", b"many").await);
    let error = client.search().await.expect_err("it is no integer");
    let Error::Failure(Failure::Undecodable(undecodable)) = error else {
        panic!("{error:?}");
    };
    assert!(matches!(undecodable.cause, Cause::Text(_)));
}

#[tokio::test]
async fn a_client_asks_for_all_that_is_declared() {
    let router = Router::new().fallback(|headers: HeaderMap| async move {
        let accept = headers.get("accept").expect("it is sent");
        let text = accept.to_str().expect("it is text").to_owned();
        (axum::http::StatusCode::IM_A_TEAPOT, text)
    });
    let config = config(router).await;
    let client = Client::new(config.clone());
    let accept = |error: Failure| match error {
        Failure::Undeclared(reply) => String::from_utf8(reply.into_body()).expect("it is text"),
        error => panic!("{error:?}"),
    };
    macro_rules! accepts {
        ($($call:expr => $expected:literal,)*) => {
            $(match $call.await {
                Err(Error::Failure(failure)) => assert_eq!(accept(failure), $expected),
                other => panic!("{other:?}"),
            })*
        };
    }
    accepts! {
        client.report("") => "application/json, text/csv",
        client.report_by_id("1") => "application/json, text/csv, application/problem+json",
        client.versions() => "application/json, application/vnd.example.v2+json",
        client.export() => "application/json, application/pdf, application/octet-stream",
        client.picture() => "image/*",
        client.file() => "*/*",
        client.page() => "text/plain, text/*, text/html",
        client.names() => "application/json, application/hal+json, text/json, application/problem+json",
        client.xml() => "application/json, text/event-stream",
        client.delete_one() => "application/json",
    }
    // The headers of the configuration narrow it.
    let mut config = config;
    config
        .headers
        .insert("accept", "text/csv".parse().expect("it is a value"));
    let client = Client::new(config);
    accepts! {
        client.report("") => "text/csv",
        // A call asks for what it wants.
        client.report("").accept("text/csv;q=0.5, application/json") => "text/csv;q=0.5, application/json",
    }
    let failure = client.report("").accept("text/csv\n").await;
    let Err(Error::Failure(Failure::Unencodable(reason))) = failure else {
        panic!("{failure:?}");
    };
    assert_eq!(reason, "the header \"Accept\" cannot be sent");
}

#[tokio::test]
async fn a_call_asks_for_what_it_wants() {
    let client = Client::new(config(router(Negotiating)).await);
    assert_eq!(client.report("").await.expect("it is there"), report());
    let csv = client.report("").accept("text/csv").with_response().await;
    let csv = csv.expect("it is there");
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    assert_eq!(csv.body, ReportOrCsvBody::Csv("1\n2\n".to_owned()));
    let error = client.report("").accept("image/png").await;
    assert_eq!(error.expect_err("it is not there").status(), Some(406));
}

#[tokio::test]
async fn each_variant_arrives() {
    let csv = ReportOrCsvBody::Csv("1,2\r\n".to_owned());
    for body in [report(), csv] {
        let client = client(ReportResponse::Ok(body.clone())).await;
        assert_eq!(client.report("").await.expect("it is there"), body);
    }
    let second = Second {
        first: "a".to_owned(),
        last: "b".to_owned(),
    };
    let second = FirstOrSecondBody::VndExampleV2Json(second);
    let client_of = client(VersionsResponse::Ok(second.clone())).await;
    let reply = client_of.versions().with_response().await;
    let reply = reply.expect("it is there");
    assert_eq!(
        reply.headers["content-type"],
        "application/vnd.example.v2+json"
    );
    assert_eq!(reply.body, second);

    for body in [
        || JobOrPdfOrOctetStreamBody::Json(JOB),
        || JobOrPdfOrOctetStreamBody::Pdf([0, 0xff].into()),
        || JobOrPdfOrOctetStreamBody::OctetStream([].into()),
    ] {
        let client = client(ExportResponse::Ok(body())).await;
        let exported_body = client.export().await.expect("it is there");
        assert_eq!(exported(exported_body).await, exported(body()).await);
    }
    for body in [
        || JsonOrImageOrPngBody::Json("abc".to_owned()),
        || JsonOrImageOrPngBody::Png([1].into()),
        || JsonOrImageOrPngBody::Image(image("image/svg+xml; charset=utf-8")),
    ] {
        let client = client(ThumbnailResponse::Ok(body())).await;
        let thumbnail = client.thumbnail().await.expect("it is there");
        assert_eq!(pictured(thumbnail).await, pictured(body()).await);
    }
    for body in [
        TextOrHtmlBody::Text("ä".to_owned()),
        TextOrHtmlBody::Html(String::new()),
    ] {
        let client = client(PageResponse::Ok(body.clone())).await;
        assert_eq!(client.page().await.expect("it is there"), body);
    }
    // Several successes, each of several media types.
    for (response, success) in [
        (
            SearchResponse::Ok(SearchSuccess::Ok(report())),
            SearchSuccess::Ok(report()),
        ),
        (
            SearchResponse::Ok(SearchSuccess::Accepted(JobOrTextBody::Text(7))),
            SearchSuccess::Accepted(JobOrTextBody::Text(7)),
        ),
        (
            SearchResponse::Ok(SearchSuccess::Accepted(JobOrTextBody::Json(JOB))),
            SearchSuccess::Accepted(JobOrTextBody::Json(JOB)),
        ),
        (
            SearchResponse::Ok(SearchSuccess::NoContent),
            SearchSuccess::NoContent,
        ),
    ] {
        let client = client(response).await;
        assert_eq!(client.search().await.expect("it is there"), success);
    }
}

#[tokio::test]
async fn errors_have_several_media_types_too() {
    let problem = Problem {
        title: "Gone".to_owned(),
        status: None,
    };
    for body in [
        FaultOrProblemBody::Json(fault()),
        FaultOrProblemBody::ProblemJson(problem),
    ] {
        let client_of = client(SearchResponse::Err(
            SearchError::Default(503, body.clone()).into(),
        ))
        .await;
        let error = client_of.search().await.expect_err("it fails");
        assert_eq!(error.status(), Some(503));
        let declared = SearchError::Default(503, body.clone());
        assert_eq!(error.declared(), Some(&declared));

        let client_of = client(ReportByIdResponse::Err(
            ReportByIdError::NotFound(body.clone()).into(),
        ))
        .await;
        let error = client_of.report_by_id("1").await.expect_err("it fails");
        let declared = ReportByIdError::NotFound(body.clone());
        assert_eq!(error.declared(), Some(&declared));

        let client_of = client(NamesResponse::Err(
            NamesError::BadRequest(body.clone()).into(),
        ))
        .await;
        let error = client_of.names().await.expect_err("it fails");
        let declared = NamesError::BadRequest(body);
        assert_eq!(error.declared(), Some(&declared));
    }
}

#[tokio::test]
async fn a_range_of_bytes_has_a_media_type() {
    let client_of = client(PictureResponse::Ok(image("image/avif"))).await;
    let reply = client_of.picture().with_response().await;
    let reply = reply.expect("it is there");
    assert_eq!(reply.body.media_type, "image/avif");
    assert_eq!(bytes(reply.body.bytes).await, [1, 2]);
    assert_eq!(reply.headers["content-type"], "image/avif");

    let client_of = client(FileResponse::Ok(image("text/x-rust;a=b"))).await;
    let reply = client_of.file().with_response().await;
    assert_eq!(
        reply.expect("it is there").headers["content-type"],
        "text/x-rust;a=b"
    );

    // What is not in the range, or is no media type, is not sent.
    for media_type in [
        "text/html",
        "image/*",
        "image",
        "",
        "image/a\r\nx: y",
        "image/\u{e4}",
    ] {
        let client_of = client(PictureResponse::Ok(image(media_type))).await;
        let error = client_of.picture().await.expect_err("it is a failure");
        assert_eq!(error.status(), Some(500), "{media_type}");
        let body = JsonOrImageOrPngBody::Image(image(media_type));
        let client_of = client(ThumbnailResponse::Ok(body)).await;
        let error = client_of.thumbnail().await.expect_err("it is a failure");
        assert_eq!(error.status(), Some(500), "{media_type}");
    }
}

#[test]
fn a_body_has_the_constraints_of_its_variant() {
    let body = ReportOrCsvBody::Json(Report { rows: vec![0; 4] });
    let violations = body.validate().expect_err("there are too many rows");
    assert_eq!(violations.to_string(), "/rows must have at most 3 items");
    let body = JsonOrImageOrPngBody::Json("a".to_owned());
    body.validate().expect_err("it is too short");
    report().validate().expect("there are few rows");
}
