//! Pages that extensions say, and rules that take a second property: case 87, over real sockets.

use oasmith_cases::c87_stated_pages as pages;
use oasmith_cases::support::client::{Error, Failure};
use oasmith_cases::support::media::responses::Responses;

use pages::client::{Client, PagedFuture};
use pages::models::Pet;

use super::scripted::{Answer, Sent, json, scripted};

async fn served(answers: Vec<Answer>) -> (Client, Sent) {
    let (config, sent) = scripted(answers).await;
    (Client::new(config), sent)
}

/// A JSON array of pets with these ids.
fn pets(ids: &str) -> String {
    let pets = ids.chars().map(|id| format!(r#"{{"id":"{id}"}}"#));
    format!("[{}]", pets.collect::<Vec<_>>().join(","))
}

/// The ids of all items, and why there are no more.
async fn items<T, E: Responses>(call: PagedFuture<T, Pet, E>) -> (String, Option<String>) {
    let mut items = call.items();
    let mut ids = String::new();
    loop {
        match items.next().await {
            Some(Ok(pet)) => ids.push_str(&pet.id),
            Some(Err(Error::Failure(Failure::NoNextPage(why)))) => return (ids, Some(why)),
            Some(Err(_)) => panic!("it is another error"),
            None => return (ids, None),
        }
    }
}

/// The targets of the requests that a server was sent.
fn targets(sent: &Sent) -> Vec<String> {
    let all = sent.all();
    let target = |request: &String| request.split(' ').nth(1).unwrap_or_default().to_owned();
    all.iter().map(target).collect()
}

fn list(ids: &str, has_more: &str) -> Answer {
    json(
        200,
        &format!(r#"{{"has_more":{has_more},"data":{}}}"#, pets(ids)),
    )
}

#[tokio::test]
async fn the_cursor_is_a_part_of_the_last_item() {
    let (client, sent) = served(vec![list("ab", "true"), list("c", "false")]).await;
    assert_eq!(
        items(client.last_item(&Default::default())).await,
        ("abc".to_owned(), None)
    );
    assert_eq!(
        targets(&sent),
        ["/api/last-item", "/api/last-item?starting_after=b"]
    );

    // A page without items has nothing that leads on.
    let (client, _) = served(vec![list("a", "true"), list("", "true")]).await;
    let why = "the page says that there are more, but has no cursor".to_owned();
    assert_eq!(
        items(client.last_item(&Default::default())).await,
        ("a".to_owned(), Some(why))
    );

    let (client, sent) = served(vec![list("a", "true"); 9]).await;
    let why = "the pages repeat themselves".to_owned();
    assert_eq!(
        items(client.last_item(&Default::default())).await,
        ("aa".to_owned(), Some(why))
    );
    assert_eq!(sent.count(), 2);
}

#[tokio::test]
async fn a_page_says_whether_there_is_another() {
    let page = |ids: &str, more: bool, cursor: &str| {
        let nodes = pets(ids);
        json(
            200,
            &format!(
                r#"{{"nodes":{nodes},"pageInfo":{{"hasNextPage":{more},"endCursor":{cursor}}}}}"#
            ),
        )
    };
    let (client, sent) = served(vec![page("a", true, r#""x""#), page("b", false, r#""y""#)]).await;
    assert_eq!(
        items(client.edges(&Default::default())).await,
        ("ab".to_owned(), None)
    );
    assert_eq!(targets(&sent), ["/api/edges", "/api/edges?after=x"]);

    let (client, _) = served(vec![page("a", true, "null")]).await;
    let why = "the page says that there are more, but has no cursor".to_owned();
    assert_eq!(
        items(client.edges(&Default::default())).await,
        ("a".to_owned(), Some(why))
    );
}

#[tokio::test]
async fn the_token_is_the_next_page() {
    let page = |ids: &str, next: &str| {
        json(
            200,
            &format!(r#"{{"items":{},"next_page":{next}}}"#, pets(ids)),
        )
    };
    let (client, sent) = served(vec![page("a", r#""t""#), page("b", "null")]).await;
    assert_eq!(
        items(client.next_page(&Default::default())).await,
        ("ab".to_owned(), None)
    );
    assert_eq!(
        targets(&sent),
        ["/api/next-page", "/api/next-page?page_token=t"]
    );
}

#[tokio::test]
async fn the_first_page_may_be_0() {
    let answers = || ["a", "b", ""].map(|ids| json(200, &pets(ids))).to_vec();
    let (client, sent) = served(answers()).await;
    assert_eq!(
        items(client.default_page(&Default::default())).await,
        ("ab".to_owned(), None)
    );
    assert_eq!(
        targets(&sent),
        [
            "/api/default-page",
            "/api/default-page?page=1",
            "/api/default-page?page=2"
        ]
    );
    let (client, sent) = served(answers()).await;
    assert_eq!(
        items(client.stated_page(&Default::default())).await,
        ("ab".to_owned(), None)
    );
    assert_eq!(
        targets(&sent),
        [
            "/api/stated/page",
            "/api/stated/page?p=1",
            "/api/stated/page?p=2"
        ]
    );
}

#[tokio::test]
async fn a_cursor_of_a_post_with_items_inside() {
    let page = |result: &str, then: &str, more: bool| {
        json(
            200,
            &format!(r#"{{{result}"paging":{{"then":{then},"more":{more}}}}}"#),
        )
    };
    let result = format!(r#""result":{{"rows":{}}},"#, pets("ab"));
    let (client, sent) = served(vec![page(&result, "7", true), page("", "8", false)]).await;
    let pet = Pet { id: "p".to_owned() };
    let call = client.stated_cursor(&Default::default(), &pet);
    assert_eq!(items(call).await, ("ab".to_owned(), None));
    assert_eq!(
        targets(&sent),
        ["/api/stated/cursor", "/api/stated/cursor?from=7"]
    );
    assert!(
        sent.all()
            .iter()
            .all(|request| request.ends_with(r#"{"id":"p"}"#))
    );
}

#[tokio::test]
async fn the_number_of_all_items_ends_the_pages() {
    let page = |ids: &str| json(200, &format!(r#"{{"pets":{},"total":3}}"#, pets(ids)));
    let (client, sent) = served(vec![page("ab"), page("c"), page("x")]).await;
    assert_eq!(
        items(client.stated_total(&Default::default())).await,
        ("abc".to_owned(), None)
    );
    assert_eq!(
        targets(&sent),
        ["/api/stated/total", "/api/stated/total?skip=2"]
    );
}

#[tokio::test]
async fn items_are_counted_from_1_on() {
    let page = |ids: &str| {
        let pets = pets(ids);
        json(200, &format!(r#"{{"Resources":{pets},"totalResults":4}}"#))
    };
    // The third page begins with item 4, which is there, too.
    let (client, sent) = served(vec![page("ab"), page("c"), page("d"), page("x")]).await;
    assert_eq!(
        items(client.stated_from_one(&Default::default())).await,
        ("abcd".to_owned(), None)
    );
    assert_eq!(
        targets(&sent),
        [
            "/api/stated/from-one",
            "/api/stated/from-one?startIndex=3",
            "/api/stated/from-one?startIndex=4"
        ]
    );

    let answers = ["ab", "c", ""].map(|ids| json(200, &pets(ids))).to_vec();
    let (client, sent) = served(answers).await;
    assert_eq!(
        items(client.offset_from_one(&Default::default())).await,
        ("abc".to_owned(), None)
    );
    assert_eq!(
        targets(&sent),
        [
            "/api/offset-from-one",
            "/api/offset-from-one?Offset=3",
            "/api/offset-from-one?Offset=4"
        ]
    );
}

#[tokio::test]
async fn a_page_without_items_may_not_be_the_last_one() {
    let page = |ids: &str, more: bool| {
        let pets = pets(ids);
        json(200, &format!(r#"{{"pets":{pets},"more":{more}}}"#))
    };
    let (client, sent) = served(vec![page("a", true), page("", true), page("b", false)]).await;
    assert_eq!(
        items(client.stated_more(&Default::default())).await,
        ("ab".to_owned(), None)
    );
    assert_eq!(
        targets(&sent),
        [
            "/api/stated/more",
            "/api/stated/more?p=2",
            "/api/stated/more?p=3"
        ]
    );

    // Such pages one after the other would not end.
    let (client, sent) = served(vec![page("", true); 9]).await;
    let why = "the pages repeat themselves".to_owned();
    assert_eq!(
        items(client.stated_more(&Default::default())).await,
        (String::new(), Some(why))
    );
    assert_eq!(sent.count(), 2);

    // No item leads to another offset.
    let (client, _) = served(vec![page("a", true), page("", true)]).await;
    let why = "the page says that there are more, but has no items".to_owned();
    assert_eq!(
        items(client.stated_more_items(&Default::default())).await,
        ("a".to_owned(), Some(why))
    );
}

#[tokio::test]
async fn a_page_may_be_null() {
    let page = format!(r#"{{"pets":{},"next_cursor":"n"}}"#, pets("ab"));
    let (client, sent) = served(vec![json(200, &page), json(200, "null")]).await;
    assert_eq!(
        items(client.null_page(&Default::default())).await,
        ("ab".to_owned(), None)
    );
    assert_eq!(
        targets(&sent),
        ["/api/null-page", "/api/null-page?cursor=n"]
    );

    let (client, sent) = served(vec![json(200, &pets("ab")), json(200, "null")]).await;
    assert_eq!(
        items(client.stated_null_array(&Default::default())).await,
        ("ab".to_owned(), None)
    );
    assert_eq!(
        targets(&sent),
        ["/api/stated/null-array", "/api/stated/null-array?p=2"]
    );
}

#[tokio::test]
async fn a_call_with_pages_can_be_made_once_more() {
    let answers = || ["a", "b", ""].map(|ids| json(200, &pets(ids)));
    let (client, sent) = served([answers(), answers()].concat()).await;
    let call = client.default_page(&Default::default());
    let again = call.try_clone().expect("it has no body");
    assert_eq!(items(call).await, ("ab".to_owned(), None));
    assert_eq!(items(again).await, ("ab".to_owned(), None));
    assert_eq!(sent.count(), 6);
}

#[tokio::test]
async fn pages_as_autorest_has_them() {
    let page = |ids: &str, rest: &str| json(200, &format!(r#"{{"pets":{}{rest}}}"#, pets(ids)));
    let (client, sent) = served(vec![
        page("a", r#","rest":"/api/pageable?s=1""#),
        page("b", ""),
    ])
    .await;
    assert_eq!(items(client.pageable()).await, ("ab".to_owned(), None));
    assert_eq!(targets(&sent), ["/api/pageable", "/api/pageable?s=1"]);
}

#[tokio::test]
async fn what_is_no_pagination_has_the_plain_call() {
    // It has no `items`: their types say so.
    use oasmith_cases::support::client::ResponseFuture;
    fn is_plain<T, E>(_: ResponseFuture<T, E>) {}
    let (client, _) = served(Vec::new()).await;
    is_plain(client.one_page());
    is_plain(client.no_pages());
    is_plain(client.id_alone(&Default::default()));
    is_plain(client.cursor_or_page(&Default::default()));
    is_plain(client.faulty_pages());
    is_plain(client.inner_list(&Default::default()));
    is_plain(client.page_of_path("p", &Default::default()));
    is_plain(client.unknown_offset(&Default::default()));
}
