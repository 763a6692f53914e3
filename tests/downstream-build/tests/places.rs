//! Paths that a router finds hard, operations with servers of their own, and security schemes out of
//! the ordinary.

use downstream_build::places::client::{Client, Config, Error, Failure, HttpClient};
use downstream_build::places::server::{self, Api, Authenticate, Call, Credentials, Denied};

struct Places;

impl Authenticate for Places {
    type Caller = String;

    async fn authenticate(&self, credentials: Credentials, _: &Call) -> Result<String, Denied> {
        match credentials {
            Credentials::Token(token) => Ok(token.token().to_owned()),
            Credentials::Dsn(dsn) => Ok(dsn.key().to_owned()),
            Credentials::Certificate => Ok("certificate".to_owned()),
            Credentials::Missing => Err(Denied::forbidden("nobody knows how")),
        }
    }
}

impl Api for Places {
    async fn twice(&self, id: i64) -> Result<String, server::Error> {
        Ok(format!("twice {id}"))
    }

    async fn mixed(&self, a: String, b: String, e: String) -> Result<String, server::Error> {
        Ok(format!("mixed {a} {b} {e}"))
    }

    async fn get_pets_by_id(&self, id: String) -> Result<String, server::Error> {
        Ok(format!("get {id}"))
    }

    async fn gone(&self, id: String) -> Result<String, server::Error> {
        Ok(format!("gone {id}"))
    }

    async fn mine(&self) -> Result<String, server::Error> {
        Ok("mine".to_owned())
    }

    async fn put_pets_by_name(&self, name: String) -> Result<String, server::Error> {
        Ok(format!("put {name}"))
    }

    async fn token(&self) -> Result<String, server::Error> {
        Ok("token".to_owned())
    }

    async fn upload(&self) -> Result<String, server::Error> {
        Ok("upload".to_owned())
    }

    async fn replace(&self) -> Result<String, server::Error> {
        Ok("replace".to_owned())
    }

    async fn by_dsn(&self, caller: String) -> Result<String, server::Error> {
        Ok(caller)
    }

    async fn by_certificate(&self, caller: String) -> Result<String, server::Error> {
        Ok(caller)
    }

    async fn by_nothing(&self, _: String) -> Result<String, server::Error> {
        Ok(String::new())
    }
}

/// A client that stays with the server that is started here.
async fn client() -> Client {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let base = format!(
        "http://{}{}",
        listener.local_addr().expect("it is bound"),
        server::BASE_PATH
    );
    tokio::spawn(async move { axum::serve(listener, server::router(Places)).await });
    let config = Config::new(&base).expect("it is an address");
    Client::new(Config {
        pinned: true,
        ..config
    })
}

fn text<E: std::fmt::Debug>(called: Result<String, Error<E>>) -> String {
    called.expect("it is answered")
}

#[tokio::test]
async fn every_path_reaches_its_operation() {
    let client = client().await;
    assert_eq!(text(client.twice(7).await), "twice 7");
    assert_eq!(
        text(client.mixed("1", "2.", "x:y/z ü").await),
        "mixed 1 2. x:y/z ü"
    );
    assert_eq!(text(client.get_pets_by_id("a").await), "get a");
    assert_eq!(text(client.mine().await), "mine");
    // `/pets/mine` has no DELETE and no PUT, so these are about the pet of that name.
    assert_eq!(text(client.gone("mine").await), "gone mine");
    assert_eq!(text(client.put_pets_by_name("mine").await), "put mine");
    // On the wire they are one.
    assert_eq!(text(client.token().await), "token");
    assert_eq!(text(client.refresh().await), "token");
}

#[tokio::test]
async fn operations_are_below_the_paths_of_their_servers() {
    let client = client().await;
    assert_eq!(text(client.upload().await), "upload");
    assert_eq!(text(client.replace().await), "replace");
}

/// Without a pin, they are called where the description says.
#[tokio::test]
async fn an_operation_is_called_at_its_own_server() {
    let config = Config::new("http://127.0.0.1:9/v1").expect("it is an address");
    let dns = std::net::SocketAddr::from(([127, 0, 0, 1], 9));
    let http = reqwest::Client::builder()
        .resolve("upload.example.org", dns)
        .no_proxy();
    let http = HttpClient::new(http).expect("there is a client");
    let error = Client::new(Config { http, ..config }).upload().await;
    // There is no TLS in this crate, which only an address with `https` asks for.
    match error.expect_err("nobody is there") {
        Error::Failure(Failure::Unencodable(reason)) => {
            assert!(
                reason.contains("https") && reason.contains("`tls`"),
                "{reason}"
            );
        }
        other => panic!("it is not sent: {other:?}"),
    }
}

#[tokio::test]
async fn schemes_out_of_the_ordinary() {
    let client = client().await;
    let denied = |error: Error<std::convert::Infallible>| error.status();
    assert_eq!(client.by_dsn().await.map_err(denied), Err(Some(401)));
    let with_dsn = client.clone().with_dsn("https://key@example.org/1");
    assert_eq!(text(with_dsn.by_dsn().await), "https://key@example.org/1");
    // What a request shows comes before what it does not.
    assert_eq!(text(client.by_certificate().await), "certificate");
    assert_eq!(
        text(client.clone().with_token("t").by_certificate().await),
        "t"
    );
    assert_eq!(client.by_nothing().await.map_err(denied), Err(Some(403)));
}
