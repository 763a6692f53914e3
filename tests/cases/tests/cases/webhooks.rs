//! Webhooks: cases 80 and 82. What the emitted client sends and the emitted server receives, and each
//! of them against requests and routes by hand.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use oasmith_cases::c80_webhooks as shop;
use oasmith_cases::c82_x_webhooks as old;
use oasmith_cases::support::client::{Config, Error, Failure};
use shop::models::{
    Order, OrderCreatedBody, OrderCreatedBodyType, OrderPaidBody, OrderPaidOk, PaidByCard, Problem,
};
use shop::requests::OrderCreatedParams;
use shop::responses::{OrderCreatedError, OrderPaidError};
use shop::webhook_client::Client;
use shop::webhook_server::{self, Api, Delivery, Denied, Settings, operations};

use super::http::{posted, serve};

/// Not safe, but for a test as good as an HMAC.
fn signature(body: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    ("secret", body).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Keeps what it received.
#[derive(Default)]
struct Shop {
    received: Mutex<Vec<String>>,
}

impl Shop {
    fn note(&self, what: String) {
        self.received.lock().expect("nobody panicked").push(what);
    }

    fn received(&self) -> Vec<String> {
        std::mem::take(&mut self.received.lock().expect("nobody panicked"))
    }
}

impl Api for Shop {
    async fn verify(&self, request: &Delivery) -> Result<(), Denied> {
        let sent = request.headers().get("X-Signature");
        match sent {
            None => Err(Denied::unauthenticated("there is no signature")),
            Some(sent) if *sent == "panic" => panic!("on purpose"),
            Some(sent) if *sent == "down" => Err(Denied::unavailable("the keys are not there")),
            Some(sent) if *sent == signature(request.body()) => Ok(()),
            Some(_) => Err(Denied::forbidden("the signature is wrong")),
        }
    }

    async fn order_created(
        &self,
        x_delivery: i64,
        params: OrderCreatedParams,
        body: OrderCreatedBody,
    ) -> Result<(), webhook_server::Error<OrderCreatedError>> {
        let (id, item) = (body.order.id, body.order.item);
        self.note(format!("{x_delivery} {:?} {id} {item}", params.attempt));
        match x_delivery {
            13 => Err(OrderCreatedError::BadRequest(problem()))?,
            _ => Ok(()),
        }
    }

    async fn order_paid(
        &self,
        body: OrderPaidBody,
    ) -> Result<OrderPaidOk, webhook_server::Error<OrderPaidError>> {
        let receipt = matches!(body, OrderPaidBody::PaidByCard(_));
        self.note(format!("paid, {receipt}"));
        Ok(OrderPaidOk { receipt })
    }
}

fn created() -> OrderCreatedBody {
    OrderCreatedBody {
        r#type: OrderCreatedBodyType::OrderCreated,
        order: Order::new(7, "tea"),
    }
}

fn problem() -> Problem {
    Problem {
        message: "unlucky".to_owned(),
    }
}

/// A client that signs what it sends.
fn signing(base: &str) -> Client {
    let mut config = Config::new(base).expect("it is an address");
    config.on_request = Some(Arc::new(|request| {
        let body = request.body().and_then(|body| body.as_bytes());
        let signature = signature(body.unwrap_or_default());
        let signature = signature.parse().expect("it is a header");
        request.headers_mut().insert("X-Signature", signature);
    }));
    Client::new(config)
}

#[tokio::test]
async fn what_is_sent_is_received() {
    let service = Arc::new(Shop::default());
    let paths = serve(webhook_server::router(Arc::clone(&service))).await;
    let one = serve(webhook_server::endpoint("/hooks", Arc::clone(&service))).await;
    let client = signing(&paths);
    for (created_at, paid_at) in [
        (
            format!("{paths}/order.created"),
            format!("{paths}/order.paid"),
        ),
        (format!("{one}/hooks"), format!("{one}/hooks?tenant=a")),
    ] {
        let to = |url: &str| client.to(url).expect("it is an address");
        let params = OrderCreatedParams { attempt: Some(2) };
        let sent = to(&created_at).order_created(1, &params, &created()).await;
        sent.expect("it is received");
        let failed = to(&created_at).order_created(13, &params, &created()).await;
        let Err(Error::Declared(declared)) = failed else {
            panic!("{failed:?}");
        };
        assert_eq!(declared.body, OrderCreatedError::BadRequest(problem()));
        let card = OrderPaidBody::PaidByCard(PaidByCard::new("1234"));
        let paid = to(&paid_at).order_paid(&card).await;
        assert_eq!(paid.expect("it is received"), OrderPaidOk { receipt: true });
        assert_eq!(
            service.received(),
            ["1 Some(2) 7 tea", "13 Some(2) 7 tea", "paid, true"]
        );
    }
}

#[tokio::test]
async fn nothing_is_read_of_what_is_not_signed() {
    let service = Arc::new(Shop::default());
    let paths = serve(webhook_server::router(Arc::clone(&service))).await;
    let one = serve(webhook_server::endpoint("/hooks", Arc::clone(&service))).await;
    let settings = Settings {
        base_path: Some("/in".to_owned()),
        ..Settings::default()
    };
    let below = webhook_server::router_with(Arc::clone(&service), settings);
    let below = serve(below).await;
    let valid = r#"{"type":"order.paid.cash"}"#;
    for url in [
        format!("{paths}/order.paid"),
        format!("{one}/hooks"),
        format!("{below}/in/order.paid"),
        // What axum does not find leads to the same operation.
        format!("{below}/in/order%2Epaid"),
    ] {
        for (body, sent, expected) in [
            (valid, signature(valid.as_bytes()), 200),
            (valid, String::new(), 401),
            (valid, "wrong".to_owned(), 403),
            (valid, "panic".to_owned(), 500),
            (valid, "down".to_owned(), 503),
            // It would be a 400 if it were read, and a 404 if the webhook were looked up.
            ("{", "wrong".to_owned(), 403),
            (r#"{"type":"unknown"}"#, "wrong".to_owned(), 403),
        ] {
            let request = reqwest::Client::new().post(&url).body(body);
            let request = request.header("Content-Type", "application/json");
            let request = match sent.is_empty() {
                true => request,
                false => request.header("X-Signature", sent),
            };
            let response = request.send().await.expect("it is answered");
            assert_eq!(response.status().as_u16(), expected, "{url}: {body}");
        }
        assert_eq!(service.received(), ["paid, false"]);
    }
}

/// The status, and the body of a response to signed bytes.
async fn sent(url: &str, method: &str, body: &str) -> (u16, String) {
    let method = method.parse().expect("it is a method");
    let request = reqwest::Client::new().request(method, url);
    let request = request
        .header("Content-Type", "application/json")
        .header("X-Signature", signature(body.as_bytes()))
        .header("X-Delivery", "1")
        .body(body.to_owned());
    let response = request.send().await.expect("it is answered");
    let status = response.status().as_u16();
    (status, response.text().await.expect("it is text"))
}

#[tokio::test]
async fn what_is_signed_is_held_to_the_description() {
    let service = Arc::new(Shop::default());
    let paths = serve(webhook_server::router(Arc::clone(&service))).await;
    let one = serve(webhook_server::endpoint("/hooks", Arc::clone(&service))).await;
    let (created, paid) = (
        format!("{paths}/order.created"),
        format!("{paths}/order.paid"),
    );
    let one = format!("{one}/hooks");
    let empty = r#"{"type":"order.created","order":{"id":1,"item":""}}"#;
    let card = r#"{"type":"order.paid.card","last4":"12"}"#;
    for (url, method, body, expected) in [
        (&created, "POST", empty, 400),
        (&one, "POST", empty, 400),
        (&paid, "POST", card, 400),
        (&one, "POST", card, 400),
        // Another webhook, at the path of one.
        (&created, "POST", card, 400),
        (&format!("{paths}/order.lost"), "POST", card, 404),
        (&one, "POST", r#"{"type":"order.lost"}"#, 404),
        (&one, "POST", r#"{"type":7}"#, 404),
        (&one, "POST", "[]", 404),
        (&one, "POST", "{", 404),
        (&format!("{one}/more"), "POST", empty, 404),
        (&created, "PUT", empty, 405),
        (&one, "PUT", empty, 405),
    ] {
        let (status, text) = sent(url, method, body).await;
        assert_eq!(status, expected, "{method} {url} {body}: {text}");
    }
    // The rejection has the shape that the webhook declares.
    let (_, text) = sent(&one, "POST", empty).await;
    assert!(text.starts_with(r#"{"message":""#), "{text}");
    assert_eq!(service.received(), [""; 0]);
}

#[tokio::test]
async fn an_expectation_is_refused_before_a_signature_is_verified() {
    let service = Arc::new(Shop::default());
    let paths = serve(webhook_server::router(Arc::clone(&service))).await;
    let one = serve(webhook_server::endpoint("/hooks", Arc::clone(&service))).await;
    for url in [format!("{paths}/order.created"), format!("{one}/hooks")] {
        let request = reqwest::Client::new().post(&url).header("Expect", "more");
        let response = request.body("{}").send().await.expect("it is answered");
        assert_eq!(response.status().as_u16(), 417, "{url}");
    }
    assert_eq!(sent(&one, "POST", "{}").await.0, 404);
}

#[tokio::test]
async fn a_function_of_the_user_tells_webhooks_apart() {
    let settings = Settings {
        body_limit: 64,
        rejections: Some(Arc::new(|_, rejection| {
            use shop::webhook_server::IntoResponse;
            (rejection.status == 404).then(|| "ignored".into_response())
        })),
        ..Settings::default()
    };
    let router = webhook_server::endpoint_with("/", Shop::default(), settings, |request| {
        let event = request.headers().get("X-Delivery")?;
        (event == "1" && request.body().len() > 2).then_some(&operations::ORDER_PAID)
    });
    let url = serve(router).await;
    let cash = r#"{"type":"order.paid.cash"}"#;
    assert_eq!(
        sent(&url, "POST", cash).await,
        (200, r#"{"receipt":false}"#.to_owned())
    );
    assert_eq!(sent(&url, "POST", "{}").await, (200, "ignored".to_owned()));
    assert_eq!(sent(&url, "POST", &" ".repeat(65)).await.0, 413);
}

#[tokio::test]
async fn a_subscriber_by_hand_gets_what_is_described() {
    let log: Arc<Mutex<Vec<String>>> = Arc::default();
    let seen = Arc::clone(&log);
    let router = Router::new().fallback(any(move |request: Request| {
        let seen = Arc::clone(&seen);
        async move {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(body, 1 << 20).await;
            let body = body.expect("it is short");
            let is_signed = parts.headers["X-Signature"] == *signature(&body);
            let body = String::from_utf8_lossy(&body);
            let line = format!("{} {} {is_signed} {body}", parts.method, parts.uri);
            seen.lock().expect("nobody panicked").push(line);
            axum::http::StatusCode::NO_CONTENT
        }
    }));
    let base = serve(router).await;
    let client = signing(&base);
    let params = OrderCreatedParams { attempt: Some(1) };
    for url in ["", "/", "/in/box/", "/in?", "/in?token=a%20b"] {
        let client = client.to(&format!("{base}{url}")).expect("an address");
        let sent = client.order_created(1, &params, &created()).await;
        sent.expect("it is received");
    }
    let body = r#"{"type":"order.created","order":{"id":7,"item":"tea"}}"#;
    let lines = [
        "/?attempt=1",
        "/?attempt=1",
        "/in/box/?attempt=1",
        "/in?attempt=1",
        "/in?token=a%20b&attempt=1",
    ];
    assert_eq!(
        *log.lock().expect("nobody panicked"),
        lines.map(|target| format!("POST {target} true {body}"))
    );
    for url in ["ftp://a", "https://a:b@c", "http://a#b", "a"] {
        client.to(url).expect_err(url);
    }
    // What breaks a constraint is not sent.
    let refused = client.order_created(0, &params, &created()).await;
    let Err(Error::Failure(Failure::InvalidRequest(_))) = refused else {
        panic!("{refused:?}");
    };
}

/// Answers a challenge.
struct Old;

impl old::webhook_server::Api for Old {
    async fn verify(&self, _: &Delivery) -> Result<(), Denied> {
        Ok(())
    }

    async fn get_ping(&self, challenge: String) -> Result<String, old::webhook_server::Error> {
        Ok(challenge)
    }
}

#[tokio::test]
async fn webhooks_of_one_name_have_a_method_each() {
    let base = serve(old::webhook_server::router(Old)).await;
    let config = Config::new(&format!("{base}/ping")).expect("it is an address");
    let client = old::webhook_client::Client::new(config);
    assert_eq!(client.get_ping("a b").await.expect("it is there"), "a b");
    let post = posted("POST", &base, "/ping", "application/json", b"{}".to_vec()).await;
    assert_eq!(post.0, 501, "{}", post.1);
}
