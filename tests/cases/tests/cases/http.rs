//! Operations: cases 1, 2, 13, 14, 16, 30, 32. The others that are about HTTP are shown by the
//! descriptions beside the cases and `downstream-build`.

use std::sync::Mutex;

use oasmith_cases::c01_responses as responses;
use oasmith_cases::c13_parameter_names as names;
use oasmith_cases::c16_operation_ids as ids;
use oasmith_cases::c32_optional_body as bodies;
use oasmith_cases::support::client::{Config, Error, Failure};
use responses::models::{Conflict, Job, Missing, Problem, Thing};

type SeveralResponse = Result<
    responses::responses::SeveralSuccess,
    responses::server::Error<responses::responses::SeveralError>,
>;
type SingleResponse = Result<Thing, responses::server::Error<responses::responses::SingleError>>;
type DefaultOnlyResponse =
    Result<(u16, Problem), responses::server::Error<responses::responses::DefaultOnlyError>>;
type NoSuccessResponse =
    Result<u16, responses::server::Error<responses::responses::NoSuccessError>>;

/// Where a router is served.
pub async fn serve(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

pub async fn config(router: axum::Router) -> Config {
    Config::new(&serve(router).await).expect("it is an address")
}

/// The status and the body of the response to a request with a body, of a media type if it has one.
pub async fn posted(
    method: &str,
    base: &str,
    path: &str,
    media_type: &str,
    body: Vec<u8>,
) -> (u16, String) {
    let method = method.parse().expect("it is a method");
    let mut request = reqwest::Client::new().request(method, format!("{base}{path}"));
    if !media_type.is_empty() {
        request = request.header("Content-Type", media_type);
    }
    let response = request.body(body).send().await.expect("it is answered");
    let status = response.status().as_u16();
    (status, response.text().await.expect("it is text"))
}

/// A server that gives what it is told to, once each.
struct Told {
    several: Mutex<Vec<SeveralResponse>>,
    single: Mutex<Vec<SingleResponse>>,
    default_only: Mutex<Vec<DefaultOnlyResponse>>,
    no_success: Mutex<Vec<NoSuccessResponse>>,
}

fn next<T>(answers: &Mutex<Vec<T>>) -> T {
    let mut answers = answers.lock().expect("nobody panicked with it");
    answers.remove(0)
}

impl responses::server::Api for Told {
    async fn several(&self) -> SeveralResponse {
        next(&self.several)
    }

    async fn single(&self) -> SingleResponse {
        next(&self.single)
    }

    async fn default_only(&self) -> DefaultOnlyResponse {
        next(&self.default_only)
    }

    async fn no_success(&self) -> NoSuccessResponse {
        next(&self.no_success)
    }
}

#[tokio::test]
async fn a_body_is_that_of_its_status() {
    use responses::client::Client;
    use responses::responses::{SeveralError, SeveralSuccess, SingleError};
    let problem = |why: &str| Problem {
        why: Some(why.to_owned()),
    };
    let api = Told {
        several: Mutex::new(vec![
            SeveralResponse::Ok(responses::responses::SeveralSuccess::Ok(Thing { id: 1 })),
            SeveralResponse::Ok(responses::responses::SeveralSuccess::Accepted(Job {
                job: "j".to_owned(),
            })),
            SeveralResponse::Ok(responses::responses::SeveralSuccess::NoContent),
            SeveralResponse::Err(
                responses::responses::SeveralError::NotFound(Missing {
                    what: "w".to_owned(),
                })
                .into(),
            ),
            SeveralResponse::Err(
                responses::responses::SeveralError::Conflict(Conflict { with: 2 }).into(),
            ),
            SeveralResponse::Err(
                responses::responses::SeveralError::ServerError(503, problem("full")).into(),
            ),
        ]),
        single: Mutex::new(vec![
            SingleResponse::Ok(Thing { id: 3 }),
            SingleResponse::Err(
                responses::responses::SingleError::Default(418, problem("tea")).into(),
            ),
        ]),
        default_only: Mutex::default(),
        no_success: Mutex::default(),
    };
    let client = Client::new(config(responses::server::router(api)).await);
    for expected in [
        SeveralSuccess::Ok(Thing { id: 1 }),
        SeveralSuccess::Accepted(Job {
            job: "j".to_owned(),
        }),
        SeveralSuccess::NoContent,
    ] {
        assert_eq!(client.several().await.expect("it is a success"), expected);
    }
    for (status, expected) in [
        (
            404,
            SeveralError::NotFound(Missing {
                what: "w".to_owned(),
            }),
        ),
        (409, SeveralError::Conflict(Conflict { with: 2 })),
        (503, SeveralError::ServerError(503, problem("full"))),
    ] {
        let Err(Error::Declared(declared)) = client.several().await else {
            panic!("{status} is declared")
        };
        assert_eq!((declared.status, declared.body), (status, expected));
    }
    assert_eq!(
        client.single().await.expect("it is a success"),
        Thing { id: 3 }
    );
    let Err(Error::Declared(declared)) = client.single().await else {
        panic!("any other is declared")
    };
    assert_eq!(
        (declared.status, declared.body),
        (418, SingleError::Default(418, problem("tea")))
    );
}

#[tokio::test]
async fn what_default_alone_declares_is_success_or_error_by_its_status() {
    use responses::client::Client;
    use responses::responses::{DefaultOnlyError, NoSuccessError};
    let problem = || Problem {
        why: Some("w".to_owned()),
    };
    let missing = || Missing {
        what: "it".to_owned(),
    };
    let api = Told {
        several: Mutex::default(),
        single: Mutex::default(),
        default_only: Mutex::new(vec![
            DefaultOnlyResponse::Ok((201, problem())),
            DefaultOnlyResponse::Err(DefaultOnlyError::Default(500, problem()).into()),
        ]),
        no_success: Mutex::new(vec![
            NoSuccessResponse::Ok(204),
            NoSuccessResponse::Err(
                responses::responses::NoSuccessError::NotFound(missing()).into(),
            ),
        ]),
    };
    let client = Client::new(config(responses::server::router(api)).await);
    let success = client.default_only().await.expect("it is a success");
    assert_eq!(success, problem());
    let Err(Error::Declared(declared)) = client.default_only().await else {
        panic!("it is an error")
    };
    assert_eq!(
        (declared.status, declared.body),
        (500, DefaultOnlyError::Default(500, problem()))
    );
    // A success that nobody declares is one without a body.
    client.no_success().await.expect("it is a success");
    let Err(Error::Declared(declared)) = client.no_success().await else {
        panic!("it is declared")
    };
    assert_eq!(declared.body, NoSuccessError::NotFound(missing()));
}

/// Implements nothing.
struct Bare;

impl responses::server::Api for Bare {}

#[tokio::test]
async fn a_method_that_is_not_implemented_is_a_501() {
    let client = responses::client::Client::new(config(responses::server::router(Bare)).await);
    // A range of the description has it, and `default` of another operation.
    let Err(Error::Declared(declared)) = client.several().await else {
        panic!("5XX is declared")
    };
    assert_eq!(declared.status, 501);
    let Err(Error::Declared(declared)) = client.single().await else {
        panic!("any other is declared")
    };
    assert_eq!(declared.status, 501);
    let Err(Error::Failure(Failure::Undeclared(reply))) = client.no_success().await else {
        panic!("it is not declared")
    };
    assert_eq!(reply.status(), 501);
    let body = String::from_utf8_lossy(reply.body()).into_owned();
    assert!(body.contains("the operation is not implemented"), "{body}");
}

#[test]
fn operations_are_constants() {
    use responses::server::operations::{NO_SUCCESS, SEVERAL};
    assert_eq!((SEVERAL.id, SEVERAL.method), ("several", "POST"));
    assert_eq!(NO_SUCCESS.rejections.len(), 1);
}

#[tokio::test]
async fn a_status_that_is_not_declared_keeps_its_bytes() {
    let router =
        axum::Router::new().fallback(|| async { (axum::http::StatusCode::IM_A_TEAPOT, "tea") });
    let client = responses::client::Client::new(config(router).await);
    let Err(Error::Failure(Failure::Undeclared(reply))) = client.several().await else {
        panic!("it is not declared")
    };
    assert_eq!((reply.status(), reply.body()), (418, &b"tea"[..]));
}

/// Keeps what it was asked.
struct Asked(std::sync::Arc<Mutex<Vec<String>>>);

impl names::server::Api for Asked {
    async fn calls(
        &self,
        self_: String,
        url: String,
        client: String,
        query: String,
        params: names::requests::CallsParams,
    ) -> Result<(), names::server::Error> {
        let asked = format!("{self_} {url} {client} {query} {params:?}");
        self.0.lock().expect("nobody panicked with it").push(asked);
        Ok(())
    }

    async fn post(
        &self,
        self_: String,
        url: String,
        body: String,
        params: names::requests::PostParams,
        body2: names::models::PostBody,
    ) -> Result<(), names::server::Error> {
        let asked = format!("{self_} {url} {body} {params:?} {body2:?}");
        self.0.lock().expect("nobody panicked with it").push(asked);
        Ok(())
    }
}

#[tokio::test]
async fn parameters_keep_their_names_and_do_not_get_in_the_way() {
    let asked = std::sync::Arc::default();
    let router = names::server::router(Asked(std::sync::Arc::clone(&asked)));
    let client = names::client::Client::new(config(router).await);
    let params = names::requests::CallsParams {
        start_time: Some(1),
        start_time_less: Some(2),
        start_time_greater: Some(3),
        request: Some("r".to_owned()),
        response: Some("s".to_owned()),
        body: Some("b".to_owned()),
        parameters: Some("p".to_owned()),
        path: Some("/".to_owned()),
        call: Some("c".to_owned()),
        report: Some("abc".to_owned()),
        r#type: Some("t".to_owned()),
    };
    client
        .calls("me", "a/b", "c", "q&d", &params)
        .await
        .expect("it is done");
    let body = names::models::PostBody {
        body: Some("inner".to_owned()),
    };
    let other = names::requests::PostParams {
        start_time: Some("now".to_owned()),
    };
    client
        .post("me", "u", "outer", &other, &body)
        .await
        .expect("it is done");
    let asked = asked.lock().expect("nobody panicked with it");
    assert_eq!(asked[0], format!("me a/b c q&d {params:?}"));
    assert_eq!(asked[1], format!("me u outer {other:?} {body:?}"));
}

#[tokio::test]
async fn parameters_have_their_spelling_on_the_wire() {
    let router = axum::Router::new().fallback(|uri: axum::http::Uri| async move {
        let found = ["StartTime=1", "StartTime%3C=2", "StartTime%3E=3"];
        let query = uri.query().unwrap_or_default();
        let all = found
            .iter()
            .all(|part| query.split('&').any(|other| other == *part));
        if all {
            axum::http::StatusCode::NO_CONTENT
        } else {
            axum::http::StatusCode::IM_A_TEAPOT
        }
    });
    let client = names::client::Client::new(config(router).await);
    let params = names::requests::CallsParams {
        start_time: Some(1),
        start_time_less: Some(2),
        start_time_greater: Some(3),
        ..names::requests::CallsParams::default()
    };
    client
        .calls("a", "b", "c", "d", &params)
        .await
        .expect("all are there");
    let long = names::requests::CallsParams {
        report: Some("long".to_owned()),
        ..params
    };
    let Err(Error::Failure(Failure::InvalidRequest(found))) =
        client.calls("a", "b", "c", "d", &long).await
    else {
        panic!("it is too long")
    };
    assert_eq!(
        found.to_string(),
        "/report in the query must have at most 3 characters"
    );
}

struct Pets;

impl ids::server::Api for Pets {
    async fn get_pets(&self) -> Result<(), ids::server::Error> {
        Ok(())
    }

    async fn post_pets(&self) -> Result<(), ids::server::Error> {
        Ok(())
    }

    async fn get_pets_by_id_toys_json(&self, id: i64) -> Result<(), ids::server::Error> {
        assert_eq!(id, 7);
        Ok(())
    }

    async fn put_pets_by_id_toys_json(&self, _: i64) -> Result<(), ids::server::Error> {
        Ok(())
    }

    async fn delete_pets_by_id_toys_json(&self, _: i64) -> Result<(), ids::server::Error> {
        Ok(())
    }
}

#[tokio::test]
async fn operations_without_a_name_of_their_own_are_called_after_their_path() {
    let client = ids::client::Client::new(config(ids::server::router(Pets)).await);
    client.get_pets().await.expect("it is done");
    client.post_pets().await.expect("it is done");
    client
        .get_pets_by_id_toys_json(7)
        .await
        .expect("it is done");
    client
        .put_pets_by_id_toys_json(7)
        .await
        .expect("it is done");
    client
        .delete_pets_by_id_toys_json(7)
        .await
        .expect("it is done");
}

struct Notes;

impl bodies::server::Api for Notes {
    async fn optional(
        &self,
        body: Option<bodies::models::Note>,
    ) -> Result<bool, bodies::server::Error> {
        Ok(body.is_some())
    }

    async fn required(&self, body: bodies::models::Note) -> Result<bool, bodies::server::Error> {
        Ok(body.text.is_some())
    }
}

#[tokio::test]
async fn a_body_that_need_not_be_there_need_not_be_there() {
    let base = serve(bodies::server::router(Notes)).await;
    let client = bodies::client::Client::new(Config::new(&base).expect("it is an address"));
    let note = bodies::models::Note { text: None };
    assert!(!client.optional(None).await.expect("it is done"));
    assert!(client.optional(Some(&note)).await.expect("it is done"));
    assert!(!client.required(&note).await.expect("it is done"));
    // Neither a body nor a `Content-Type`.
    let http = reqwest::Client::new();
    let status = async |path: &str| {
        let sent = http.post(format!("{base}{path}")).send().await;
        sent.expect("it is answered").status().as_u16()
    };
    assert_eq!(status("/optional").await, 200);
    assert_eq!(status("/required").await, 400);
}
