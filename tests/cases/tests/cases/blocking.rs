//! Calls that block, against servers over real sockets: cases 88, 89 and 91.

use std::future::pending;
use std::io::Read;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use oasmith_cases::c88_fetched_credentials as notes;
use oasmith_cases::c89_pages as pages;
use oasmith_cases::c91_streams as streams;
use oasmith_cases::support::client::{Config, Error, Failure, Retries, Secret, TimeLimit};
use pages::client::Client;
use pages::requests::CursorParams;
use tokio::runtime::{Builder, Runtime};

use super::scripted::{Answer, Sent, json, response, scripted};

/// A server on a thread of its own, which stays until the tests end.
fn served(answers: Vec<Answer>) -> (Config, Sent) {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        one_thread().block_on(async {
            drop(send.send(scripted(answers).await));
            pending::<()>().await;
        });
    });
    receive.recv().expect("the server starts")
}

fn one_thread() -> Runtime {
    let mut builder = Builder::new_current_thread();
    builder.enable_all().build().expect("there is a runtime")
}

fn page(names: &str, next: &str) -> Answer {
    let pets = names.chars().map(|name| format!(r#"{{"name":"{name}"}}"#));
    let pets = pets.collect::<Vec<_>>().join(",");
    json(
        200,
        &format!(r#"{{"meta":{{"nextPageToken":{next}}},"pets":[{pets}]}}"#),
    )
}

#[test]
fn a_call_and_its_response() {
    let fault = json(400, r#"{"detail":"too far"}"#);
    let (config, sent) = served(vec![page("ab", "null"), page("c", "null"), fault]);
    let client = Client::new(config);
    let call = || client.cursor(&CursorParams::default());
    let first = call().blocking().expect("it is a page");
    assert_eq!(first.pets.map(|pets| pets.len()), Some(2));
    let second = call().with_response().blocking().expect("it is a page");
    assert_eq!(
        (second.status, second.body.pets.map(|pets| pets.len())),
        (200, Some(1))
    );
    let error = call().blocking().expect_err("it is a fault");
    assert_eq!(error.status(), Some(400));
    assert!(error.declared().is_some());
    assert_eq!(sent.count(), 3);
}

#[test]
fn items_and_pages_are_iterators() {
    let answers = vec![page("ab", r#""2""#), page("c", "null")];
    let (config, sent) = served(answers.clone());
    let client = Client::new(config);
    let mut items = client.cursor(&CursorParams::default()).items().blocking();
    let names: Result<String, _> = items.by_ref().map(|pet| pet.map(|pet| pet.name)).collect();
    assert_eq!(names.expect("they are pages"), "abc");
    assert!(items.next().is_none());
    assert_eq!(sent.count(), 2);

    // Those that nobody wants are not asked for, and the client goes on.
    let (config, sent) = served(answers);
    let client = Client::new(config);
    let mut pages = client.cursor(&CursorParams::default()).pages().blocking();
    assert!(pages.next().is_some_and(|page| page.is_ok()));
    drop(pages);
    assert_eq!(sent.count(), 1);
    assert!(client.cursor(&CursorParams::default()).blocking().is_ok());
}

#[test]
fn bytes_are_a_reader() {
    let head = "Content-Type: application/octet-stream\r\n";
    let stalled = Answer::Stall(format!(
        "HTTP/1.1 200 OK\r\n{head}Content-Length: 99\r\n\r\nabc"
    ));
    let (config, sent) = served(vec![
        response(200, head, "abcdef"),
        stalled.clone(),
        stalled,
        response(200, head, "z"),
    ]);
    let client = streams::client::Client::new(config);
    let open = || match client.download("a").blocking() {
        Ok(streams::responses::DownloadSuccess::Ok(stream, ..)) => stream.blocking(),
        _ => panic!("it is a download"),
    };
    let mut text = String::new();
    open().read_to_string(&mut text).expect("it is text");
    assert_eq!(text, "abcdef");

    // A stream that is dropped midway leaves nothing behind that another call waits for.
    let mut buffer = [0; 3];
    let mut stalled = open();
    stalled.read_exact(&mut buffer).expect("they are there");
    assert_eq!(&buffer, b"abc");
    drop(stalled);

    // A reader on another thread is one of its own.
    let mut stalled = open();
    let reading = thread::spawn(move || stalled.read_exact(&mut buffer).map(|()| buffer));
    assert_eq!(
        &reading
            .join()
            .expect("it does not panic")
            .expect("they are there"),
        b"abc"
    );
    text.clear();
    open().read_to_string(&mut text).expect("it is text");
    assert_eq!((&*text, sent.count()), ("z", 4));
}

#[test]
fn items_of_a_body_are_an_iterator() {
    let lines = "{\"value\":1}\n{\"value\":2}\n";
    let (config, _) = served(vec![response(
        200,
        "Content-Type: application/jsonl\r\n",
        lines,
    )]);
    let client = streams::client::Client::new(config);
    let items = client
        .lines()
        .blocking()
        .expect("they are lines")
        .blocking();
    let values: Result<Vec<_>, _> = items.map(|item| item.map(|item| item.value)).collect();
    assert_eq!(values.expect("they are readings"), [1, 2]);
}

#[test]
fn time_limits_and_retries_hold() {
    let (config, _) = served(vec![Answer::Stall(String::new())]);
    let call = Client::new(config).cursor(&CursorParams::default());
    match call.timeout(Duration::from_millis(50)).blocking() {
        Err(Error::Failure(Failure::TimedOut(TimeLimit::Call(_)))) => {}
        other => panic!("it is in time: {other:?}"),
    }
    let (mut config, sent) = served(vec![response(503, "", ""), page("a", "null")]);
    config.retries = Some(Retries::default());
    let client = Client::new(config);
    assert!(client.cursor(&CursorParams::default()).blocking().is_ok());
    assert_eq!(sent.count(), 2);
}

#[test]
fn credentials_are_fetched() {
    let (config, sent) = served(vec![page("a", "null")]);
    let token = Secret::fetched(|| async {
        tokio::time::sleep(Duration::from_millis(1)).await;
        Ok::<_, std::io::Error>("fetched")
    });
    let client = Client::new(config).with_token(token);
    assert!(client.cursor(&CursorParams::default()).blocking().is_ok());
    assert_eq!(sent.header("authorization"), ["Bearer fetched"]);
}

#[test]
fn threads_share_a_client() {
    const THREADS: usize = 16;
    let (config, sent) = served(vec![page("a", "null"); THREADS]);
    let client = Client::new(config);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                client
                    .cursor(&CursorParams::default())
                    .blocking()
                    .expect("it is a page")
            });
        }
    });
    assert_eq!(sent.count(), THREADS);
}

/// Whether a call that blocks is refused, without being sent.
fn is_refused(client: &Client) -> bool {
    let result = client.cursor(&CursorParams::default()).blocking();
    let mut items = client.cursor(&CursorParams::default()).items().blocking();
    let item = items.next();
    // The iterator is at its end then, and no loop over it is endless.
    let is_over = items.next().is_none();
    let is_failure = |error: &Error<_>| matches!(error, Error::Failure(Failure::CannotBlock(_)));
    match (result, item) {
        (Err(call), Some(Err(item))) => is_failure(&call) && is_failure(&item) && is_over,
        _ => false,
    }
}

#[test]
fn async_code_does_not_block() {
    let (config, sent) = served(vec![page("a", "null"); 4]);
    let client = Client::new(config);
    let several = Builder::new_multi_thread().enable_all().build();
    for runtime in [one_thread(), several.expect("there is a runtime")] {
        runtime.block_on(async {
            assert!(is_refused(&client));
            let other = client.clone();
            let task = tokio::spawn(async move { is_refused(&other) });
            assert!(task.await.expect("it does not panic"));
            assert_eq!(sent.count() % 2, 0);
            // Where tokio lets code block, it may.
            let other = client.clone();
            let task = tokio::task::spawn_blocking(move || {
                other.cursor(&CursorParams::default()).blocking().is_ok()
            });
            assert!(task.await.expect("it does not panic"));
        });
        // A thread that knows a runtime is no task of it.
        let _entered = runtime.enter();
        assert!(client.cursor(&CursorParams::default()).blocking().is_ok());
    }
    assert_eq!(sent.count(), 4);
}

#[test]
fn the_error_says_what_to_do() {
    let (config, _) = served(Vec::new());
    let client = notes::client::Client::new(config);
    let error = one_thread().block_on(async { client.undeclared("GET", "/a").send().blocking() });
    let error = error.expect_err("it is async code");
    assert_eq!(
        error.to_string(),
        "the call cannot block: async code of tokio would block its thread: await the call, or block \
         in `tokio::task::spawn_blocking`"
    );
}

#[test]
fn block_in_place_may_block() {
    let (config, _) = served(vec![page("a", "null")]);
    let client = Client::new(config);
    let runtime = Builder::new_multi_thread().enable_all().build();
    runtime.expect("there is a runtime").block_on(async {
        let call = client.cursor(&CursorParams::default());
        assert!(tokio::task::block_in_place(|| call.blocking()).is_ok());
    });
}
