//! What descriptions say and clients and servers used to pass over: cases 105 to 108. Reserved characters
//! in a path and a cookie, the statuses of ranges, what a challenge says of a token, and parameters of
//! media types.

use std::sync::Mutex;

use oasmith_cases::c105_reserved_characters as reserved;
use oasmith_cases::c106_status_ranges as ranges;
use oasmith_cases::c107_scopes as scopes;
use oasmith_cases::c108_media_type_parameters as parameters;
use oasmith_cases::support::client::{Error, Failure};
use ranges::responses::{AnythingError, ElsewhereError, ElsewhereSuccess, RangesError};

use super::http::{config, posted, serve};
use super::scripted::{json, response, scripted};

/// Gives what it was called with.
struct Echo;

impl reserved::server::Api for Echo {
    async fn find_file(
        &self,
        name: String,
        tags: Vec<String>,
        params: reserved::requests::FindFileParams,
    ) -> Result<reserved::models::Found, reserved::server::Error<reserved::responses::FindFileError>>
    {
        let any = params.any.iter().map(|it| it.as_str().to_owned());
        Ok(reserved::models::Found {
            place: params.place,
            any: Some(any.collect()).filter(|it: &Vec<_>| !it.is_empty()),
            colours: Some(params.colours).filter(|it| !it.is_empty()),
            id: params.x_id,
            ..reserved::models::Found::new(name, tags)
        })
    }
}

fn params() -> reserved::requests::FindFileParams {
    reserved::requests::FindFileParams {
        place: Some("a/b:c;d=e,f g".to_owned()),
        colours: Vec::new(),
        any: Vec::new(),
        x_id: Some("one".to_owned()),
    }
}

#[tokio::test]
async fn reserved_characters_stay_where_they_end_nothing() {
    let name = "a:b@c!$'()*,;=/?#[]&+ %41";
    let tags = ["x,y".to_owned(), "z@".to_owned()];
    let (scripted, sent) = scripted(vec![json(200, r#"{"name": "", "tags": []}"#)]).await;
    let client = reserved::client::Client::new(scripted);
    client
        .find_file(name, &tags, &params())
        .await
        .expect("it is as described");
    let request = &sent.all()[0];
    let first = request.lines().next().unwrap_or_default();
    assert_eq!(
        first,
        "GET /api/files/a:b@c!$'()*,;=%2F%3F%23%5B%5D%26%2B%20%41/x%2Cy,z@ HTTP/1.1"
    );
    assert_eq!(sent.header("cookie"), ["place=a/b:c%3Bd=e%2Cf%20g"]);
    // What is percent-encoded already arrives as what it stands for.
    let client = reserved::client::Client::new(config(reserved::server::router(Echo)).await);
    let found = client.find_file(name, &tags, &params()).await;
    let found = found.expect("it is found");
    assert_eq!(found.name, "a:b@c!$'()*,;=/?#[]&+ A");
    assert_eq!(found.tags, tags);
    assert_eq!((found.place, found.id), (params().place, params().x_id));
}

#[tokio::test]
async fn encoded_commas_separate_values_that_are_listed() {
    let base = serve(reserved::server::router(Echo)).await;
    for (query, expected) in [
        ("colours=red,green", r#""colours":["red","green"]"#),
        ("colours=red%2Cgreen", r#""colours":["red","green"]"#),
        // It is listed as it is.
        ("colours=dark%2Cred", r#""colours":["dark,red"]"#),
        // Every string is a value.
        ("any=red%2Cgreen", r#""any":["red,green"]"#),
    ] {
        let path = format!("/files/a/b?{query}");
        let (status, body) = posted("GET", &base, &path, "", Vec::new()).await;
        assert_eq!(
            (status, body.contains(expected)),
            (200, true),
            "{query}: {body}"
        );
    }
    for query in ["colours=red%2Cblue", "colours=blue"] {
        let path = format!("/files/a/b?{query}");
        let (status, body) = posted("GET", &base, &path, "", Vec::new()).await;
        assert_eq!(status, 400, "{query}: {body}");
    }
}

type RangesResponse = Result<u16, ranges::server::Error<RangesError>>;
type AnythingResponse = Result<(u16, ranges::models::Fault), ranges::server::Error<AnythingError>>;
type ElsewhereResponse = Result<ElsewhereSuccess, ranges::server::Error<ElsewhereError>>;

/// Gives what is prepared, once.
#[derive(Default)]
struct Prepared {
    ranges: Mutex<Option<RangesResponse>>,
    elsewhere: Mutex<Option<ElsewhereResponse>>,
    anything: Mutex<Option<AnythingResponse>>,
}

fn take<T>(prepared: &Mutex<Option<T>>) -> T {
    let prepared = prepared.lock().expect("nobody panicked with it").take();
    prepared.expect("it is asked once")
}

impl ranges::server::Api for Prepared {
    async fn ranges(&self) -> RangesResponse {
        take(&self.ranges)
    }

    async fn elsewhere(&self) -> ElsewhereResponse {
        take(&self.elsewhere)
    }

    async fn anything(&self) -> AnythingResponse {
        take(&self.anything)
    }
}

fn fault() -> ranges::models::Fault {
    ranges::models::Fault {
        reason: "r".to_owned(),
    }
}

/// The status of the response of an operation of a server with what it gives.
async fn status_of(path: &str, prepared: Prepared) -> u16 {
    let base = serve(ranges::server::router(prepared)).await;
    posted("GET", &base, path, "", Vec::new()).await.0
}

#[tokio::test]
async fn a_response_has_a_status_of_its_own() {
    for (given, status) in [
        (RangesResponse::Ok(201), 201),
        // Neither is a 2XX.
        (RangesResponse::Ok(404), 500),
        (RangesResponse::Ok(101), 500),
        (RangesResponse::Err(RangesError::NotFound.into()), 404),
        (
            RangesResponse::Err(RangesError::ClientError(409, fault()).into()),
            409,
        ),
        (
            RangesResponse::Err(RangesError::ClientError(503, fault()).into()),
            500,
        ),
        // It has a response of its own, without a body.
        (
            RangesResponse::Err(RangesError::ClientError(404, fault()).into()),
            500,
        ),
        (
            RangesResponse::Err(RangesError::Default(503, fault()).into()),
            503,
        ),
        (
            RangesResponse::Err(RangesError::Default(409, fault()).into()),
            500,
        ),
        // A client would read it as a success.
        (
            RangesResponse::Err(RangesError::Default(200, fault()).into()),
            500,
        ),
        (
            RangesResponse::Err(RangesError::Default(100, fault()).into()),
            500,
        ),
        (
            RangesResponse::Err(RangesError::Default(0, fault()).into()),
            500,
        ),
    ] {
        let shown = format!("{given:?}");
        let prepared = Prepared {
            ranges: Mutex::new(Some(given)),
            ..Prepared::default()
        };
        assert_eq!(status_of("/ranges", prepared).await, status, "{shown}");
    }
}

#[tokio::test]
async fn default_is_for_what_no_other_response_is_for() {
    for (given, status) in [
        (Ok(ElsewhereSuccess::SeeOther), 303),
        (Ok(ElsewhereSuccess::Default(201, fault())), 201),
        (Ok(ElsewhereSuccess::Default(303, fault())), 500),
        // A client would read it as the success that is declared.
        (Err(ElsewhereError::Default(303, fault()).into()), 500),
        (Err(ElsewhereError::Default(307, fault()).into()), 307),
        (Err(ElsewhereError::Default(404, fault()).into()), 404),
    ] {
        let shown = format!("{given:?}");
        let prepared = Prepared {
            elsewhere: Mutex::new(Some(given)),
            ..Prepared::default()
        };
        assert_eq!(status_of("/elsewhere", prepared).await, status, "{shown}");
    }
}

#[tokio::test]
async fn default_is_a_success_where_no_2xx_is_declared() {
    let body = r#"{"reason": "r"}"#;
    let answers = vec![
        json(200, body),
        json(204, body),
        response(303, "", ""),
        json(404, body),
        json(200, body),
        json(404, body),
    ];
    let (scripted, _) = scripted(answers).await;
    let client = ranges::client::Client::new(scripted);
    let success = client.elsewhere().await.expect("it is a success");
    assert_eq!(success, ElsewhereSuccess::Default(200, fault()));
    // A 204 has no body.
    let failure = client
        .elsewhere()
        .await
        .expect_err("it is not as described");
    assert!(
        matches!(failure, Error::Failure(Failure::Undecodable(_))),
        "{failure:?}"
    );
    let success = client.elsewhere().await.expect("it is a success");
    assert_eq!(success, ElsewhereSuccess::SeeOther);
    let Err(Error::Declared(declared)) = client.elsewhere().await else {
        panic!("it is an error");
    };
    assert_eq!(declared.body, ElsewhereError::Default(404, fault()));
    assert_eq!(client.anything().await.expect("it is a success"), fault());
    let Err(Error::Declared(declared)) = client.anything().await else {
        panic!("it is an error");
    };
    assert_eq!(declared.body, AnythingError::Default(404, fault()));
    let success = |status| Prepared {
        elsewhere: Mutex::new(Some(Ok(ElsewhereSuccess::Default(status, fault())))),
        anything: Mutex::new(Some(Ok((status, fault())))),
        ..Prepared::default()
    };
    for (given, status) in [(200, 200), (303, 500), (404, 500)] {
        assert_eq!(status_of("/elsewhere", success(given)).await, status);
        assert_eq!(status_of("/anything", success(given)).await, status);
    }
}

/// Knows the token `all`, the token `some` without `write`, and no key.
struct Notes;

impl scopes::server::Authenticate for Notes {
    type Caller = ();

    async fn authenticate(
        &self,
        credentials: scopes::server::Credentials,
        call: &scopes::server::Call,
    ) -> Result<(), scopes::server::Denied> {
        use scopes::server::{Credentials, Denied};
        match &credentials {
            Credentials::Oauth(token) => match token.token() {
                "all" => Ok(()),
                "some" => call
                    .operation()
                    .require(&["oauth"], |scope| scope == "read"),
                "banned" => Err(Denied::forbidden("no")),
                _ => Err(Denied::unauthenticated("unknown token")),
            },
            Credentials::Key(_) => Err(Denied::unauthenticated("unknown key")),
        }
    }
}

impl scopes::server::Api for Notes {
    async fn notes(
        &self,
        (): (),
    ) -> Result<(), scopes::server::Error<scopes::responses::NotesError>> {
        Ok(())
    }
}

#[tokio::test]
async fn a_challenge_says_what_is_wrong_with_a_token() {
    let base = serve(scopes::server::router(Notes)).await;
    let plain = "ApiKey name=\"X-Key\", Bearer realm=\"scopes\"";
    let invalid = format!("{plain}, error=\"invalid_token\"");
    let insufficient = format!("{plain}, error=\"insufficient_scope\", scope=\"read write\"");
    for (name, value, status, challenge) in [
        ("Authorization", "Bearer all", 204, None),
        ("Authorization", "Bearer some", 403, Some(&*insufficient)),
        ("Authorization", "Bearer banned", 403, None),
        ("Authorization", "Bearer wrong", 401, Some(&*invalid)),
        // There is no token.
        ("Authorization", "Basic YTpi", 401, Some(plain)),
        ("X-Key", "wrong", 401, Some(plain)),
        ("X-Other", "", 401, Some(plain)),
    ] {
        let request = reqwest::Client::new().get(format!("{base}/notes"));
        let response = request.header(name, value).send().await;
        let response = response.expect("it is answered");
        let found = response.headers().get("www-authenticate");
        let found = found.map(|it| it.to_str().expect("it is text"));
        assert_eq!(
            (response.status().as_u16(), found),
            (status, challenge),
            "{value}"
        );
    }
}

/// Gives what it gets, as the caller wants it.
struct Entities;

impl parameters::server::Api for Entities {
    async fn add_entity(
        &self,
        body: parameters::requests::AddEntityBody,
        accept: parameters::server::Accept,
    ) -> Result<
        parameters::bodies::VerboseOrPlainBody,
        parameters::server::Error<parameters::responses::AddEntityError>,
    > {
        use parameters::bodies::VerboseOrPlainBody;
        use parameters::requests::AddEntityBody;
        let plain = match body {
            AddEntityBody::JsonVerbose(verbose) => verbose.d,
            AddEntityBody::JsonNometadata(plain) => plain,
        };
        let known = [
            "application/json;odata=verbose",
            "application/json;odata=nometadata",
        ];
        Ok(match accept.best(&known) {
            Some("application/json;odata=nometadata") => VerboseOrPlainBody::JsonNometadata(plain),
            _ => VerboseOrPlainBody::JsonVerbose(parameters::models::Verbose { d: plain }),
        })
    }

    async fn add_any(
        &self,
        body: parameters::models::Plain,
    ) -> Result<String, parameters::server::Error<parameters::responses::AddAnyError>> {
        Ok(body.name)
    }

    async fn add_named(
        &self,
        body: Option<parameters::models::Plain>,
    ) -> Result<String, parameters::server::Error<parameters::responses::AddNamedError>> {
        Ok(body.map(|it| it.name).unwrap_or_default())
    }
}

fn plain() -> parameters::models::Plain {
    parameters::models::Plain {
        name: "n".to_owned(),
    }
}

#[tokio::test]
async fn parameters_tell_media_types_apart() {
    use parameters::bodies::VerboseOrPlainBody;
    use parameters::requests::AddEntityBody;
    let verbose = || parameters::models::Verbose { d: plain() };
    let client =
        parameters::client::Client::new(config(parameters::server::router(Entities)).await);
    for body in [
        AddEntityBody::JsonVerbose(verbose()),
        AddEntityBody::JsonNometadata(plain()),
    ] {
        let added = client.add_entity(&body).await.expect("it is added");
        assert_eq!(added, VerboseOrPlainBody::JsonVerbose(verbose()));
        let call = client
            .add_entity(&body)
            .accept("application/json;odata=nometadata");
        assert_eq!(
            call.await.expect("it is added"),
            VerboseOrPlainBody::JsonNometadata(plain())
        );
    }
    // By hand: names and values have no case, and more parameters change nothing.
    let base = serve(parameters::server::router(Entities)).await;
    for (media_type, body, status) in [
        (
            "application/json; OData=\"NoMetadata\"; charset=utf-8",
            r#"{"name":"n"}"#,
            200,
        ),
        (
            "application/json;odata=verbose;streaming=true",
            r#"{"d":{"name":"n"}}"#,
            200,
        ),
        // The first one stands for those that are not declared.
        ("application/json", r#"{"d":{"name":"n"}}"#, 200),
        (
            "application/json;odata=fullmetadata",
            r#"{"d":{"name":"n"}}"#,
            200,
        ),
        (
            "application/json;odata=nometadata",
            r#"{"d":{"name":"n"}}"#,
            400,
        ),
        ("text/json", r#"{"name":"n"}"#, 415),
    ] {
        let (found, body) = posted("POST", &base, "/entities", media_type, body.into()).await;
        assert_eq!(found, status, "{media_type}: {body}");
    }
}

#[tokio::test]
async fn a_call_names_the_media_type_of_a_range() {
    let answers = vec![response(200, "Content-Type: text/plain\r\n", "n"); 2];
    let (scripted, sent) = scripted(answers).await;
    let client = parameters::client::Client::new(scripted);
    let vendor = "application/vnd.api+json";
    client.add_any(&plain()).await.expect("it is added");
    let call = client.add_any(&plain()).header("Content-Type", vendor);
    call.await.expect("it is added");
    assert_eq!(sent.header("content-type"), ["application/json", vendor]);
    let base = serve(parameters::server::router(Entities)).await;
    for (path, media_type, status) in [
        ("/ranges", vendor, 200),
        ("/ranges", "application/json", 200),
        ("/ranges", "application/xml", 415),
        ("/named", vendor, 200),
        ("/named", "text/json", 200),
        ("/named", "text/csv", 415),
    ] {
        let body = r#"{"name":"n"}"#.into();
        let (found, body) = posted("POST", &base, path, media_type, body).await;
        assert_eq!(found, status, "{path} {media_type}: {body}");
    }
}
