//! What is around the HTTP client of a configuration: case 83.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame};
use oasmith_cases::c83_calls as calls;
use oasmith_cases::support::client::{Attempt, Error, Failure, Retries};
use tower_layer::Layer;
use tower_service::Service;

use calls::client::Client;

use super::scripted::{Answer, json, response, scripted};

const THING: &str = r#"{"name":"a"}"#;

/// A layer that counts, names itself in a header, and hands on a body of its own.
#[derive(Clone, Default)]
struct Named {
    name: &'static str,
    attempts: Arc<Mutex<Vec<Attempt>>>,
}

#[derive(Clone)]
struct NamedService<S> {
    inner: S,
    layer: Named,
    /// Whether it was polled before it was called.
    is_ready: bool,
}

struct OwnBody(reqwest::Body);

impl Body for OwnBody {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, reqwest::Error>>> {
        Pin::new(&mut self.0).poll_frame(context)
    }
}

impl<S> Layer<S> for Named {
    type Service = NamedService<S>;

    fn layer(&self, inner: S) -> NamedService<S> {
        NamedService {
            inner,
            layer: self.clone(),
            is_ready: false,
        }
    }
}

impl<S> Service<http::Request<reqwest::Body>> for NamedService<S>
where
    S: Service<http::Request<reqwest::Body>, Response = http::Response<reqwest::Body>>,
    S::Future: Send + 'static,
{
    type Response = http::Response<OwnBody>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.is_ready = true;
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: http::Request<reqwest::Body>) -> Self::Future {
        assert!(self.is_ready);
        let attempt = request.extensions().get::<Attempt>().copied();
        let attempts = self.layer.attempts.lock();
        attempts.expect("nobody panicked with it").extend(attempt);
        let name = self.layer.name.parse().expect("it is a value");
        request.headers_mut().append("x-layer", name);
        let response = self.inner.call(request);
        Box::pin(async move { Ok(response.await?.map(OwnBody)) })
    }
}

#[tokio::test]
async fn layers_of_tower_see_each_attempt() {
    let (mut config, sent) = scripted(vec![Answer::Close, json(200, THING)]).await;
    let (inner, outer) = (Named::default(), Named::default());
    let attempts = Arc::clone(&outer.attempts);
    config.http = config
        .http
        .layer(Named {
            name: "inner",
            ..inner
        })
        .layer(Named {
            name: "outer",
            ..outer
        });
    config.retries = Some(Retries::default());
    let thing = Client::new(config).thing("1").await.expect("it is a thing");
    assert_eq!(thing.name, "a");
    assert_eq!(sent.header("x-layer"), ["outer", "outer"]);
    let template = Some("/things/{id}");
    let expected = [0, 1].map(|resends| Attempt { template, resends });
    assert_eq!(*attempts.lock().expect("nobody panicked with it"), expected);
}

#[tokio::test]
async fn a_wrapper_may_answer_or_fail() {
    let (mut config, sent) = scripted(Vec::new()).await;
    let calls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&calls);
    config.http = config.http.wrap(move |_, _| {
        let call = count.fetch_add(1, Ordering::Relaxed);
        async move {
            if call == 0 {
                let mut response = http::Response::new(THING);
                let json = http::HeaderValue::from_static("application/json");
                response.headers_mut().insert("content-type", json);
                return Ok(response.into());
            }
            Err("the wrapper does not want to".into())
        }
    });
    config.retries = Some(Retries::default());
    let client = Client::new(config);
    let thing = client.thing("1").await.expect("it is a thing");
    assert_eq!(thing.name, "a");
    let error = client.thing("1").await.expect_err("the wrapper fails");
    let Error::Failure(Failure::Wrapper(error)) = error else {
        panic!("it is not of the wrapper: {error:?}");
    };
    assert_eq!(error.to_string(), "the wrapper does not want to");
    // What a wrapper refuses is not sent again, unless the wrapper does.
    assert_eq!((calls.load(Ordering::Relaxed), sent.count()), (2, 0));
}

/// The fields of the spans, in the order of the spans.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<BTreeMap<&'static str, String>>>>);

struct Fields<'a>(&'a mut BTreeMap<&'static str, String>);

impl tracing::field::Visit for Fields<'_> {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn std::fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl tracing::Subscriber for Recorder {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target().starts_with("oasmith_cases")
    }

    fn new_span(&self, span: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        let mut spans = self.0.lock().expect("nobody panicked with it");
        let mut fields = BTreeMap::new();
        span.record(&mut Fields(&mut fields));
        spans.push(fields);
        tracing::span::Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &tracing::span::Id, values: &tracing::span::Record<'_>) {
        let mut spans = self.0.lock().expect("nobody panicked with it");
        let index = span.into_u64() as usize - 1;
        values.record(&mut Fields(&mut spans[index]));
    }

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn event(&self, _: &tracing::Event<'_>) {}
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}

#[tokio::test]
async fn spans_have_the_names_of_opentelemetry() {
    let recorder = Recorder::default();
    let _guard = tracing::subscriber::set_default(recorder.clone());
    let answers = vec![response(503, "", ""), json(200, THING), Answer::Close];
    let (mut config, _) = scripted(answers).await;
    let port = config.base.port().expect("it is bound").to_string();
    config.http = config.http.traced();
    config.retries = Some(Retries::default());
    let client = Client::new(config).with_key("k3y");
    client.thing("1").await.expect("it is a thing");
    let request = client.undeclared("POST", "/beta").query("key", "k3y");
    request.send().await.expect_err("the connection is closed");

    let spans = recorder.0.lock().expect("nobody panicked with it");
    assert!(!format!("{spans:?}").contains("k3y"));
    let shared = [
        ("otel.kind", "\"client\""),
        ("server.address", "\"127.0.0.1\""),
        ("server.port", &port),
        ("url.scheme", "\"http\""),
    ];
    let get = [
        ("http.request.method", "\"GET\""),
        ("otel.name", "\"GET /things/{id}\""),
        ("url.template", "\"/things/{id}\""),
    ];
    let expected: [Vec<(&str, &str)>; 3] = [
        [
            &get[..],
            &[
                ("error.type", "\"503\""),
                ("http.response.status_code", "503"),
                ("otel.status_code", "\"ERROR\""),
            ],
        ]
        .concat(),
        [
            &get[..],
            &[
                ("http.request.resend_count", "1"),
                ("http.response.status_code", "200"),
            ],
        ]
        .concat(),
        vec![
            ("error.type", "\"transport\""),
            ("http.request.method", "\"POST\""),
            ("otel.name", "\"POST\""),
            ("otel.status_code", "\"ERROR\""),
        ],
    ];
    assert_eq!(spans.len(), expected.len());
    for (span, expected) in spans.iter().zip(expected) {
        let expected: BTreeMap<_, _> = expected.into_iter().chain(shared).collect();
        let found: BTreeMap<_, _> = span.iter().map(|(name, text)| (*name, &**text)).collect();
        assert_eq!(found, expected);
    }
}
