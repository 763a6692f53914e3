//! The emitted clients of cases 93 to 97 against a mock that Prism makes of the description.
//!
//! ```text
//! cargo run -p oasmith-cases --example prism -- catalogue http://127.0.0.1:PORT
//! ```
//!
//! Prism checks each request; this program checks that each response arrives as the type that the
//! description declares for its status.

mod bodies;
mod explained;
mod parameters;

use std::error::Error as _;
use std::fmt::Debug;
use std::future::IntoFuture;
use std::process::ExitCode;

use oasmith_cases::support::client::{Config, Error};
use oasmith_cases::support::codec::{Wire, from_json};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(name), Some(base)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: prism NAME http://127.0.0.1:PORT");
        return ExitCode::FAILURE;
    };
    let mut calls = Calls::new(base);
    match name.as_str() {
        "catalogue" => bodies::catalogue(&mut calls).await,
        "parameters" => parameters::parameters(&mut calls).await,
        "submissions" => bodies::submissions(&mut calls).await,
        "representations" => bodies::representations(&mut calls).await,
        "guarded" => bodies::guarded(&mut calls).await,
        _ => calls
            .failures
            .push(format!("there is no description `{name}`")),
    }
    for failure in &calls.failures {
        eprintln!("{failure}");
    }
    let Calls {
        count,
        explained,
        failures,
        ..
    } = &calls;
    println!(
        "{name}: {count} calls, {} failures, {explained} explained",
        failures.len()
    );
    match calls.failures.is_empty() && calls.count > 0 {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

/// The calls of a description, and what was wrong with them.
struct Calls {
    base: String,
    count: usize,
    /// How many calls had only violations that are Prism's.
    explained: usize,
    failures: Vec<String>,
}

impl Calls {
    fn new(base: String) -> Self {
        Self {
            base,
            count: 0,
            explained: 0,
            failures: Vec::new(),
        }
    }

    /// The configuration of a client that asks the mock for a response, such as `code=404`.
    fn config(&self, preferred: Option<&str>) -> Config {
        let mut config = Config::new(&self.base).expect("it is an address");
        if let Some(preferred) = preferred {
            let preferred = HeaderValue::from_str(preferred).expect("it is the text of a header");
            config
                .headers
                .insert(HeaderName::from_static("prefer"), preferred);
        }
        config
    }

    /// A call that succeeds.
    async fn succeed<C, T, E>(&mut self, name: &str, call: C)
    where
        C: IntoFuture<Output = Result<T, Error<E>>>,
        E: Debug,
    {
        self.count += 1;
        let Err(error) = call.await else {
            return;
        };
        let violations = violations(error.headers());
        let (explained, others): (Vec<_>, Vec<_>) = violations
            .into_iter()
            .partition(|violation| explained::is_explained(name, violation));
        match others.is_empty() && !explained.is_empty() {
            true => self.explained += 1,
            false => self
                .failures
                .push(format!("{name}: {} {others:?}", described(&error))),
        }
    }

    /// A call that gives a declared error of a status.
    async fn fail<C, T, E>(&mut self, name: &str, status: u16, call: C)
    where
        C: IntoFuture<Output = Result<T, Error<E>>>,
        E: Debug,
    {
        self.count += 1;
        match call.await {
            Err(Error::Declared(declared)) if declared.status == status => {}
            Err(error) => self.failures.push(format!("{name}: {}", described(&error))),
            Ok(_) => self
                .failures
                .push(format!("{name}: a success instead of a {status}")),
        }
    }
}

/// What Prism found wrong, each as its place and a message.
fn violations(headers: Option<&HeaderMap>) -> Vec<String> {
    let text = headers.and_then(|headers| headers.get("sl-violations"));
    let text = text.and_then(|text| text.to_str().ok()).unwrap_or("[]");
    let list: Vec<Value> = serde_json::from_str(text).unwrap_or_default();
    let described = |violation: &Value| {
        let place = violation["location"].as_array().into_iter().flatten();
        let place: Vec<_> = place.filter_map(Value::as_str).collect();
        format!(
            "{}: {}",
            place.join("."),
            violation["message"].as_str().unwrap_or_default()
        )
    };
    list.iter().map(described).collect()
}

/// An error and its causes.
fn described<E: Debug>(error: &Error<E>) -> String {
    let mut text = format!("{error} ({error:?})");
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// The value of a JSON text.
fn json<T: Wire>(text: &str) -> T {
    match from_json(text.as_bytes()) {
        Ok(value) => value,
        Err(fault) => panic!("{text}: {fault}"),
    }
}
