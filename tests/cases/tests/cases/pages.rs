//! Operations whose results come in pages: case 89, against servers over real sockets.

use oasmith_cases::c89_pages as pages;
use oasmith_cases::support::client::{Config, Error, Failure, Retries};

use futures_core::Stream;
use pages::client::{Client, PagedFuture};
use pages::models::Pet;
use pages::requests::{CursorParams, OffsetParams, PageParams};

use oasmith_cases::support::media::responses::Responses;

use super::scripted::{Answer, Sent, json, response, scripted};

/// A client, and what its server is sent.
async fn served(answers: Vec<Answer>) -> (Client, Sent, Config) {
    let (config, sent) = scripted(answers).await;
    let client = Client::new(config.clone()).with_key("k").with_token("t");
    (client, sent, config)
}

/// A JSON array of pets with these names.
fn pets(names: &str) -> String {
    let pets = names.chars().map(|name| format!(r#"{{"name":"{name}"}}"#));
    format!("[{}]", pets.collect::<Vec<_>>().join(","))
}

/// The names of all items, and the error at their end.
async fn items<T, E>(call: PagedFuture<T, Pet, E>) -> (String, Option<Error<E>>)
where
    E: Responses,
{
    let mut items = call.items();
    let mut names = String::new();
    loop {
        match items.next().await {
            Some(Ok(pet)) => names.push_str(&pet.name),
            Some(Err(error)) => {
                assert!(items.next().await.is_none());
                return (names, Some(error));
            }
            None => return (names, None),
        }
    }
}

/// The targets of the requests that a server was sent.
fn targets(sent: &Sent) -> Vec<String> {
    let all = sent.all();
    let target = |request: &String| request.split(' ').nth(1).unwrap_or_default().to_owned();
    all.iter().map(target).collect()
}

fn reason<E: std::fmt::Debug>(error: Option<Error<E>>) -> String {
    match error {
        Some(Error::Failure(Failure::NoNextPage(reason))) => reason,
        other => panic!("it is another error: {other:?}"),
    }
}

fn with_cursor(names: &str, next: &str) -> Answer {
    let pets = pets(names);
    json(
        200,
        &format!(r#"{{"meta":{{"nextPageToken":{next}}},"pets":{pets}}}"#),
    )
}

#[tokio::test]
async fn pages_by_cursor() {
    let (client, sent, _) = served(vec![
        with_cursor("ab", r#""a/b&c""#),
        with_cursor("", r#""2""#),
        with_cursor("c", "null"),
    ])
    .await;
    let params = CursorParams {
        filter: Some("x&y=z".to_owned()),
        ..CursorParams::default()
    };
    let call = client.cursor(&params).header("X-Trace", "1");
    let (names, error) = items(call).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(names, "abc");
    assert_eq!(
        targets(&sent),
        [
            "/api/cursor?filter=x%26y%3Dz&key=k",
            "/api/cursor?filter=x%26y%3Dz&page_token=a%2Fb%26c&key=k",
            "/api/cursor?filter=x%26y%3Dz&page_token=2&key=k",
        ]
    );
    assert_eq!(sent.header("x-trace"), ["1"; 3]);
}

#[tokio::test]
async fn pages_are_typed_and_a_stream() {
    let last = json(200, r#"{"pets":[{"name":"c"}]}"#);
    let (client, sent, _) = served(vec![with_cursor("ab", r#""2""#), last]).await;
    let mut pages = client.cursor(&CursorParams::default()).pages();
    fn is_stream<T: Stream + Send + Unpin>(_: &T) {}
    is_stream(&pages);
    let first = pages
        .next()
        .await
        .expect("it is there")
        .expect("it is a page");
    assert_eq!(first.pets.map(|pets| pets.len()), Some(2));
    // A page is asked for when it is wanted.
    assert_eq!(sent.count(), 1);
    let second = pages
        .next()
        .await
        .expect("it is there")
        .expect("it is a page");
    assert_eq!(second.pets.map(|pets| pets.len()), Some(1));
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());
    assert_eq!(sent.count(), 2);
}

#[tokio::test]
async fn the_plain_call_is_one_page() {
    let (client, sent, _) = served(vec![with_cursor("ab", r#""2""#)]).await;
    let page = client
        .cursor(&CursorParams::default())
        .with_response()
        .await;
    assert_eq!(page.expect("it is a page").status, 200);
    assert_eq!(sent.count(), 1);
}

fn with_next(names: &str, next: &str) -> Answer {
    let pets = pets(names);
    json(
        200,
        &format!(r#"{{"count":9,"next":{next},"results":{pets}}}"#),
    )
}

#[tokio::test]
async fn pages_by_address() {
    let (config, sent) = scripted(vec![
        with_next("a", r#""/api/next-url?page=2&key=k""#),
        with_next("b", r#""?page=3&key=k""#),
        with_next("c", r#""""#),
    ])
    .await;
    let client = Client::new(config).with_key("k");
    let (names, error) = items(client.next_url(&Default::default())).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(names, "abc");
    assert_eq!(
        targets(&sent),
        [
            "/api/next-url?key=k",
            "/api/next-url?page=2&key=k",
            "/api/next-url?page=3&key=k"
        ]
    );
}

#[tokio::test]
async fn another_server_is_not_called() {
    let (other, others) = scripted(vec![with_next("x", "null")]).await;
    let elsewhere = format!("\"{}next-url\"", other.base);
    for (next, expected) in [
        (
            &*elsewhere,
            "its address is on another server, or has another scheme",
        ),
        (
            r#""//127.0.0.1:1/next-url""#,
            "its address is on another server, or has another scheme",
        ),
        (
            r#""abc""#,
            "its address is neither absolute nor begins with `/` or `?`",
        ),
        ("7.5", "`next` is no string"),
        (r#""https://[/""#, "its address: invalid IPv6 address"),
    ] {
        let page = json(
            200,
            &format!(r#"{{"count":1,"next":{next},"results":[{{"name":"a"}}]}}"#),
        );
        let (client, sent, _) = served(vec![page]).await;
        let (names, error) = items(client.next_url(&Default::default())).await;
        // A type that is wrong is so for the page as well.
        if next != "7.5" {
            assert_eq!((&*names, &*reason(error)), ("a", expected));
        }
        assert_eq!((sent.count(), others.count()), (1, 0));
    }
}

#[tokio::test]
async fn pages_by_link() {
    let link = |next: &str, names: &str| {
        let links = format!(
            "Content-Type: application/json\r\n\
             Link: </api/link?page=1>; title=\"a, <b>; rel=next\"; rel=first, <{next}>; REL=\"prefetch next\"\r\n"
        );
        response(200, &links, &pets(names))
    };
    let (client, sent, _) = served(vec![
        link("/api/link?page=2", "ab"),
        link("?page=3", ""),
        // References of any kind are relative to the address of the page (RFC 8288 §3.1).
        link("link?page=4", "c"),
        link("../api/./link?page=5", "d"),
        json(200, &pets("e")),
    ])
    .await;
    let (names, error) = items(client.link()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(names, "abcde");
    let expected = [2, 3, 4, 5].map(|page| format!("/api/link?page={page}&key=k"));
    assert_eq!(targets(&sent)[1..], expected);
    // Another server is none of them.
    let (client, sent, _) = served(vec![link("//example.org/link", "a")]).await;
    let (names, error) = items(client.link()).await;
    assert_eq!(
        (&*names, &*reason(error), sent.count()),
        (
            "a",
            "its address is on another server, or has another scheme",
            1
        )
    );
}

#[tokio::test]
async fn pages_by_offset() {
    let page = |names: &str| {
        json(
            200,
            &format!(r#"{{"data":{},"warnings":["w"]}}"#, pets(names)),
        )
    };
    let (client, sent, _) = served(vec![page("ab"), page("c"), page("")]).await;
    let params = OffsetParams {
        offset: Some(5),
        limit: Some(2),
    };
    let (names, error) = items(client.offset(&params)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(names, "abc");
    assert_eq!(
        targets(&sent),
        [
            "/api/offset?offset=5&limit=2&key=k",
            "/api/offset?limit=2&offset=7&key=k",
            "/api/offset?limit=2&offset=8&key=k"
        ]
    );
}

#[tokio::test]
async fn pages_by_number() {
    let page = |names: &str| json(200, &pets(names));
    for last in [page(""), response(404, "", "")] {
        let (client, sent, _) = served(vec![page("ab"), page("c"), last]).await;
        let (names, error) = items(client.page(3, &PageParams::default())).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(names, "abc");
        assert_eq!(
            targets(&sent),
            [
                "/api/page?page=3&key=k",
                "/api/page?page=4&key=k",
                "/api/page?page=5&key=k"
            ]
        );
    }
    // A first page that is not there is an error.
    let (client, _, _) = served(vec![response(404, "", "")]).await;
    let (_, error) = items(client.page(1, &PageParams::default())).await;
    assert_eq!(error.and_then(|error| error.status()), Some(404));
}

#[tokio::test]
async fn a_server_without_an_end() {
    let same = with_cursor("a", r#""same""#);
    let (client, sent, _) = served(vec![same; 9]).await;
    let (names, error) = items(client.cursor(&CursorParams::default())).await;
    assert_eq!(
        (&*names, &*reason(error)),
        ("aa", "the pages repeat themselves")
    );
    assert_eq!(sent.count(), 2);

    let turns = [r#""?page=2""#, r#""?page=3""#, r#""?page=2""#].map(|next| with_next("a", next));
    let (client, sent, _) = served(turns.to_vec()).await;
    let (_, error) = items(client.next_url(&Default::default())).await;
    assert_eq!(
        (&*reason(error), sent.count()),
        ("the pages repeat themselves", 3)
    );

    // The last page for every number behind it.
    let (client, sent, _) = served(vec![json(200, &pets("z")); 9]).await;
    let (names, error) = items(client.page(1, &PageParams::default())).await;
    assert_eq!(
        (&*names, &*reason(error)),
        ("zz", "the pages repeat themselves")
    );
    assert_eq!(sent.count(), 2);
}

#[tokio::test]
async fn an_error_in_the_middle_ends_the_pages() {
    let fault = json(400, r#"{"detail":"too far"}"#);
    let (client, sent, _) = served(vec![with_cursor("ab", r#""2""#), fault]).await;
    let (names, error) = items(client.cursor(&CursorParams::default())).await;
    let error = error.expect("there is one");
    assert_eq!((&*names, error.declared().map(|_| ())), ("ab", Some(())));
    assert_eq!(sent.count(), 2);

    // Each page is a call of its own, with the same retries.
    let busy = response(503, "", "");
    let (_, sent, mut config) = served(vec![
        with_cursor("ab", r#""2""#),
        busy,
        with_cursor("c", "null"),
    ])
    .await;
    config.retries = Some(Retries::default());
    let (names, error) = items(Client::new(config).cursor(&CursorParams::default())).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!((&*names, sent.count()), ("abc", 3));
}
