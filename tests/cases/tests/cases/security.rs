//! Security: case 38.

use oasmith_cases::c38_security::client::Client;
use oasmith_cases::c38_security::server::{self, Api, Authenticate, Call, Credentials, Denied};
use oasmith_cases::support::client::{Config, Error};

use super::http::serve;
use super::scripted::{json, scripted};

/// Tells who called.
struct Who;

impl Authenticate for Who {
    type Caller = String;

    async fn authenticate(&self, credentials: Credentials, _: &Call) -> Result<String, Denied> {
        Ok(match credentials {
            Credentials::Token(token) => format!("token {}", token.token()),
            Credentials::KeyAndSecret(key, secret) => {
                format!("key {} and secret {}", key.key(), secret.key())
            }
            Credentials::Anonymous => "nobody".to_owned(),
            Credentials::Bot(key) => format!("bot {}", key.key()),
            Credentials::Dsn(dsn) => format!("dsn {}", dsn.key()),
            Credentials::Agent(agent) => format!("agent {}", agent.key()),
            Credentials::Session(session) => format!("session {}", session.key()),
        })
    }
}

impl Api for Who {
    async fn usual(&self, caller: String) -> Result<String, server::Error> {
        Ok(caller)
    }

    async fn open(&self) -> Result<String, server::Error> {
        Ok("all".to_owned())
    }

    async fn either(&self, caller: String) -> Result<String, server::Error> {
        Ok(caller)
    }

    async fn bot(&self, caller: String) -> Result<String, server::Error> {
        Ok(caller)
    }

    async fn odd(&self, caller: String) -> Result<String, server::Error> {
        Ok(caller)
    }

    async fn session(&self, caller: String) -> Result<String, server::Error> {
        Ok(caller)
    }
}

/// Who the server says called, or the status of its refusal.
fn who<E>(called: Result<String, Error<E>>) -> Result<String, Option<u16>> {
    called.map_err(|error| error.status())
}

fn is(name: &str) -> Result<String, Option<u16>> {
    Ok(name.to_owned())
}

async fn client() -> Client {
    let base = serve(server::router(Who)).await;
    Client::new(Config::new(&base).expect("it is an address"))
}

#[tokio::test]
async fn what_holds_for_all_can_be_lifted() {
    let client = client().await;
    assert_eq!(who(client.usual().await), Err(Some(401)));
    assert_eq!(who(client.open().await), is("all"));
    let client = client.with_token("t");
    assert_eq!(who(client.usual().await), is("token t"));
}

#[tokio::test]
async fn one_of_the_alternatives_is_enough_and_all_of_it_is_needed() {
    let client = client().await;
    assert_eq!(who(client.either().await), is("nobody"));
    let key = client.clone().with_key("k");
    assert_eq!(who(key.either().await), is("nobody"));
    assert_eq!(
        who(key.clone().with_token("t").either().await),
        is("token t")
    );
    assert_eq!(
        who(key.with_secret("s&").either().await),
        is("key k and secret s&")
    );
}

#[tokio::test]
async fn a_key_in_authorization_does_not_hide_a_token() {
    let client = client().await;
    assert_eq!(who(client.bot().await), Err(Some(401)));
    let bot = client.clone().with_bot("Bot b");
    assert_eq!(who(bot.bot().await), is("bot Bot b"));
    assert_eq!(who(client.with_token("t").bot().await), is("token t"));
}

#[tokio::test]
async fn schemes_that_nobody_knows_are_schemes() {
    let client = client().await;
    assert_eq!(who(client.odd().await), Err(Some(401)));
    let with_token = client.clone().with_token("t");
    assert_eq!(who(with_token.odd().await), Err(Some(401)));
    let dsn = client.clone().with_dsn("https://k@e.org/1");
    assert_eq!(who(dsn.odd().await), is("dsn https://k@e.org/1"));
    let agent = client.with_agent("a");
    assert_eq!(who(agent.odd().await), is("agent a"));
}

/// Names of cookies are not percent-encoded (RFC 6265 §4.1.1), and browsers guard `__Host-` as it is
/// spelled.
#[tokio::test]
async fn a_cookie_of_another_spelling_is_no_credential() {
    let base = serve(server::router(Who)).await;
    for (cookies, expected) in [
        ("__Host-session=good", Ok("\"session good\"")),
        ("__%48ost-session=bad", Err(401)),
        (
            "__%48ost-session=bad; __Host-session=good",
            Ok("\"session good\""),
        ),
        ("__Host-session=a; __Host-session=b", Err(401)),
        ("__Host-session=", Err(401)),
    ] {
        let request = reqwest::Client::new().get(format!("{base}/session"));
        let response = request.header("cookie", cookies).send().await;
        let response = response.expect("it answers");
        let status = response.status().as_u16();
        let text = response.text().await.expect("it is text");
        match expected {
            Ok(caller) => assert_eq!(text, caller, "{cookies}"),
            Err(expected) => assert_eq!(status, expected, "{cookies}"),
        }
    }
    let client = client().await.with_session("k%");
    assert_eq!(who(client.session().await), is("session k%"));
}

/// Frameworks repeat the address that they do not know.
#[tokio::test]
async fn a_key_in_the_query_is_in_no_message() {
    let said =
        r#"{"message":"Cannot GET /either?secret=a%2Bb%2Fc+d%3D%3D or a%2Bb%2Fc%20d%3D%3D"}"#;
    let (config, sent) = scripted(vec![json(404, said)]).await;
    let client = Client::new(config).with_key("k").with_secret("a+b/c d==");
    let error = client.either().await.expect_err("it is an error");
    assert!(sent.all()[0].contains("secret=a%2Bb%2Fc+d%3D%3D"));
    let message = error.to_string();
    assert!(
        message.ends_with(": Cannot GET /either?secret=[redacted] or [redacted]"),
        "{message}"
    );
}

#[tokio::test]
async fn the_explorer_lets_nobody_in() {
    let explorer = server::Explorer::default();
    let router = server::router_with_explorer(Who, server::Settings::default(), &explorer);
    let base = serve(router.expect("no operation has the paths")).await;
    let get = |path: &'static str| {
        let url = format!("{base}{path}");
        async move { reqwest::get(url).await.expect("it answers") }
    };
    assert_eq!(get("/usual").await.status(), 401);
    assert_eq!(get("/explorer").await.status(), 200);
    let described = get("/openapi.json").await.text().await.expect("it is text");
    let described: serde_json::Value = serde_json::from_str(&described).expect("it is JSON");
    assert_eq!(described["servers"][0]["url"], base.trim_end_matches('/'));
    assert_eq!(described["info"]["title"], "security");
    assert!(described["paths"]["/usual"]["get"].is_object());
}
