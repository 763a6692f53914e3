//! Callbacks: case 81. The operations that they are of, their addresses, their credentials and streams.

use std::sync::{Arc, Mutex};

use axum::Router;
use jobs::headers::XPaceHeaders;
use jobs::models::{Job, Progress};
use jobs::webhook_client::Client;
use jobs::webhook_server::{self, Api, Authenticate, Call, Credentials, Delivery, Denied, Error};
use jobs::{client, server};
use oasmith_cases::c81_callbacks as jobs;
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::client::Config;

use super::http::serve;

#[derive(Default)]
struct Receiver(Mutex<Vec<String>>);

impl Receiver {
    fn note(&self, what: String) -> Result<(), Error> {
        self.0.lock().expect("nobody panicked").push(what);
        Ok(())
    }
}

impl Authenticate for Receiver {
    type Caller = String;

    async fn authenticate(&self, credentials: Credentials, _: &Call) -> Result<String, Denied> {
        let Credentials::Basic(basic) = credentials;
        Ok(basic.user().to_owned())
    }
}

impl Api for Receiver {
    async fn verify(&self, request: &Delivery) -> Result<(), Denied> {
        match request.body().starts_with(b"forged") {
            true => Err(Denied::forbidden("forged")),
            false => Ok(()),
        }
    }

    async fn post_start_job_progress(&self, x_job: String, body: Progress) -> Result<(), Error> {
        self.note(format!("{x_job} {}", body.percent))
    }

    async fn delete_start_job_progress(&self, x_job: String) -> Result<(), Error> {
        self.note(format!("{x_job} cancelled"))
    }

    async fn job_finished(&self, body: ByteStream) -> Result<(), Error> {
        let bytes = body.collect(1 << 20).await.expect("it is there");
        self.note(format!("{} bytes", bytes.len()))
    }

    async fn retry_progress(
        &self,
        caller: String,
        body: Option<String>,
    ) -> Result<(String, XPaceHeaders), Error> {
        Ok((format!("{caller} {body:?}"), XPaceHeaders { x_pace: 5 }))
    }
}

/// Keeps the address that a job is started with, to which it sends what happens.
#[derive(Default)]
struct Jobs(Mutex<String>);

impl server::Api for Jobs {
    async fn start_job(&self, body: Job) -> Result<(), server::Error> {
        *self.0.lock().expect("nobody panicked") = body.callback_url;
        Ok(())
    }
}

#[tokio::test]
async fn an_operation_calls_back() {
    let receiver = Arc::new(Receiver::default());
    let router = webhook_server::router(Arc::clone(&receiver));
    let own = serve(Router::new().nest("/hooks", router)).await;

    // The client of the API says where it listens.
    let api = Arc::new(Jobs::default());
    let base = serve(server::router(Arc::clone(&api))).await;
    let caller = client::Client::new(Config::new(&base).expect("an address"));
    let job = Job {
        callback_url: format!("{own}/hooks/progress"),
    };
    caller.start_job(&job).await.expect("it is started");

    // The server of the API evaluates the expressions.
    let url = api.0.lock().expect("nobody panicked").clone();
    let sender = Client::new(Config::new(&own).expect("an address"));
    let progress = sender.to(&format!("{url}/progress")).expect("an address");
    let sent = progress
        .post_start_job_progress("a", &Progress { percent: 50 })
        .await;
    sent.expect("it is received");
    progress
        .post_start_job_progress("a", &Progress { percent: 101 })
        .await
        .expect_err("too much");
    progress
        .delete_start_job_progress("a")
        .await
        .expect("it is received");

    let finished = sender
        .to(&format!("{own}/hooks/finished"))
        .expect("an address");
    finished.job_finished("four").await.expect("it is received");
    finished
        .job_finished("forged")
        .await
        .expect_err("it is not let in");
    assert_eq!(
        *receiver.0.lock().expect("nobody panicked"),
        ["a 50", "a cancelled", "4 bytes"]
    );
}

#[tokio::test]
async fn a_callback_may_require_credentials() {
    let own = serve(webhook_server::router(Receiver::default())).await;
    // A segment that an expression stands for is any text.
    let url = format!("{own}/progress/progress/17");
    let sender = Client::new(Config::new(&url).expect("an address"));
    sender
        .retry_progress(Some("done"))
        .await
        .expect_err("there are no credentials");
    let sender = sender.with_basic("api", "secret");
    let response = sender.retry_progress(Some("done")).with_response().await;
    let response = response.expect("it is received");
    assert_eq!(response.body, r#"api Some("done")"#);
    assert_eq!(
        response
            .typed_headers::<XPaceHeaders>()
            .expect("they are there")
            .x_pace,
        5
    );
}
