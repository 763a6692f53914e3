//! The client credentials flow of OAuth 2 (RFC 6749): case 88.

use std::time::Duration;

use oasmith_cases::c88_fetched_credentials::client::{
    ACCOUNT_FLOW, Client, ClientCredentials, TokenError, TokenErrorCode,
};
use oasmith_cases::support::client::{Config, Error, Failure};

use super::scripted::{Answer, Sent, json, response, scripted};

const TOKEN: &str = r#"{"access_token":"t1","token_type":"bearer","expires_in":3600}"#;

/// The configuration of a client, its credentials, and what both servers were sent.
async fn served(
    tokens: Vec<Answer>,
    answers: Vec<Answer>,
) -> (Config, ClientCredentials, [Sent; 2]) {
    let (tokens, asked) = scripted(tokens).await;
    let (config, sent) = scripted(answers).await;
    let credentials = ClientCredentials::new(ACCOUNT_FLOW, "id:1", "s3cret ü");
    let credentials = credentials.token_url(format!("{}/token", tokens.base));
    (config, credentials, [asked, sent])
}

/// Why a call has no token, as text too.
async fn error_of(answer: Answer) -> (TokenErrorCode, String) {
    let (config, credentials, [_, sent]) = served(vec![answer], Vec::new()).await;
    let result = Client::new(config).with_account(credentials).notes().await;
    let Err(Error::Failure(Failure::Credential(error))) = result else {
        panic!("it has a token: {result:?}")
    };
    assert_eq!(sent.count(), 0);
    let text = error.to_string();
    match error.downcast_ref::<TokenError>() {
        Some(TokenError::Refused { code, .. }) => (code.clone(), text),
        Some(_) => (TokenErrorCode::Other(String::new()), text),
        None => panic!("{error:?}"),
    }
}

#[test]
fn what_the_description_has() {
    assert_eq!(
        ACCOUNT_FLOW.token_url,
        "https://notes.example.org/oauth/token"
    );
    // Not all that are declared, but those that are needed.
    assert_eq!(ACCOUNT_FLOW.scopes, ["notes:read", "notes:write"]);
}

#[tokio::test]
async fn a_token_for_several_calls() {
    let notes = vec![json(200, "[]"); 2];
    let (config, credentials, [asked, sent]) = served(vec![json(200, TOKEN)], notes).await;
    assert!(!format!("{credentials:?}").contains("s3cret"));
    let client = Client::new(config).with_account(credentials);
    client.notes().await.expect("it has notes");
    client.add(&"a".to_owned()).await.expect("it has notes");
    assert_eq!(sent.header("authorization"), ["Bearer t1"; 2]);
    assert_eq!(asked.count(), 1);
    let request = asked.all().remove(0);
    assert!(
        request.starts_with("POST /api/token HTTP/1.1\r\n"),
        "{request}"
    );
    let body = "\r\n\r\ngrant_type=client_credentials&scope=notes%3Aread+notes%3Awrite";
    assert!(request.ends_with(body), "{request}");
    assert_eq!(
        asked.header("content-type"),
        ["application/x-www-form-urlencoded"]
    );
    // `id%3A1:s3cret+%C3%BC`
    assert_eq!(
        asked.header("authorization"),
        ["Basic aWQlM0ExOnMzY3JldCslQzMlQkM="]
    );
}

#[tokio::test]
async fn credentials_in_the_body() {
    let (config, credentials, [asked, _]) =
        served(vec![json(200, TOKEN)], vec![json(200, "[]")]).await;
    let credentials = credentials.in_body().scopes(["a", "b"]);
    let credentials = credentials.parameter("audience", "https://notes.example.org");
    let client = Client::new(config).with_account(credentials);
    client.notes().await.expect("it has notes");
    let body = "grant_type=client_credentials&scope=a+b&client_id=id%3A1&client_secret=s3cret+%C3%BC\
                &audience=https%3A%2F%2Fnotes.example.org";
    let request = asked.all().remove(0);
    assert_eq!(
        request.split_once("\r\n\r\n").map(|(_, body)| body),
        Some(body)
    );
    assert_eq!(asked.header("authorization"), [""]);
}

#[tokio::test]
async fn a_401_takes_another_token() {
    let second = TOKEN.replace("t1", "t2");
    let notes = vec![json(401, "\"over\""), json(200, "[]")];
    let (config, credentials, [asked, sent]) =
        served(vec![json(200, TOKEN), json(200, &second)], notes).await;
    let client = Client::new(config).with_account(credentials);
    client.notes().await.expect("it has notes");
    assert_eq!(sent.header("authorization"), ["Bearer t1", "Bearer t2"]);
    assert_eq!(asked.count(), 2);
}

#[tokio::test]
async fn a_token_that_is_over_is_not_kept() {
    let short = TOKEN.replace("3600", "\"0\"");
    let tokens = vec![json(200, &short), json(200, TOKEN)];
    let (config, credentials, [asked, _]) = served(tokens, vec![json(200, "[]"); 3]).await;
    let client = Client::new(config).with_account(credentials);
    for _ in 0..3 {
        client.notes().await.expect("it has notes");
    }
    assert_eq!(asked.count(), 2);
}

#[tokio::test]
async fn errors_of_the_token_endpoint() {
    for (code, expected) in [
        ("invalid_request", TokenErrorCode::InvalidRequest),
        ("invalid_client", TokenErrorCode::InvalidClient),
        ("invalid_grant", TokenErrorCode::InvalidGrant),
        ("unauthorized_client", TokenErrorCode::UnauthorizedClient),
        (
            "unsupported_grant_type",
            TokenErrorCode::UnsupportedGrantType,
        ),
        ("invalid_scope", TokenErrorCode::InvalidScope),
        ("slow_down", TokenErrorCode::Other("slow_down".to_owned())),
    ] {
        let body = format!(r#"{{"error":"{code}","error_description":"no s3cret ü\n here"}}"#);
        let (found, text) = error_of(json(400, &body)).await;
        assert_eq!(found, expected);
        assert_eq!(
            text,
            format!(
                "the authorization server refused to give a token: {code}: no [redacted]\\n here"
            )
        );
    }
}

#[tokio::test]
async fn responses_that_are_no_tokens() {
    let long = format!("{{\"access_token\":\"{}\"}}", "a".repeat(70_000));
    for (answer, reason) in [
        (json(200, "{}"), "with status 200 has no `access_token`"),
        (
            response(200, "", "<html>"),
            "with status 200 has no `access_token`",
        ),
        (
            json(200, r#"{"access_token":"t","token_type":"mac"}"#),
            "with status 200 has a `token_type` that is not `Bearer`",
        ),
        (
            response(502, "", "bad gateway"),
            "with status 502 is no error of OAuth 2",
        ),
        (
            response(302, "Location: http://127.0.0.1:1/\r\n", ""),
            "with status 302 is no error of OAuth 2",
        ),
        (json(200, &long), "with status 200 has more than 64 KiB"),
    ] {
        let (_, text) = error_of(answer).await;
        assert_eq!(text, format!("the response of the token endpoint {reason}"));
    }
    assert_eq!(error_of(Answer::Close).await.1, "the token request failed");
}

#[tokio::test]
async fn a_token_endpoint_that_stalls() {
    let (config, credentials, _) = served(vec![Answer::Stall(String::new())], Vec::new()).await;
    let client = Client::new(config).with_account(credentials);
    let result = client.notes().timeout(Duration::from_millis(50)).await;
    assert!(matches!(result, Err(Error::Failure(Failure::TimedOut(_)))));
}

#[tokio::test]
async fn a_token_endpoint_that_cannot_be_called() {
    let (config, credentials, _) = served(Vec::new(), Vec::new()).await;
    for (url, reason) in [
        ("/token", "relative URL without a base"),
        ("https://h/token", "turn the feature `tls` on"),
    ] {
        let secret = credentials.clone().token_url(url);
        let result = Client::new(config.clone())
            .with_account(secret)
            .notes()
            .await;
        let Err(Error::Failure(Failure::Credential(error))) = result else {
            panic!("it has a token: {result:?}")
        };
        assert!(error.to_string().contains(reason), "{error}");
    }
}
