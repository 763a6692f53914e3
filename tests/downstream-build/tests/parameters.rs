//! Parameters in path, query and headers: what a client sends is what the server of the same
//! description hands over, and both check it.

use downstream_build::parameters::client::{Client, Config, Error, Failure};
use downstream_build::parameters::models::{Asked, Colour, Where};
use downstream_build::parameters::requests::{FindPetsParams, NamesParams};
use downstream_build::parameters::server::{self, Api};
use serde_json::{Value, json};

/// Answers with what it was asked.
struct Echo;

impl Api for Echo {
    async fn find_pets(
        &self,
        ids: Vec<i64>,
        name: String,
        colour: Colour,
        x_trace: String,
        params: FindPetsParams,
    ) -> Result<Asked, server::Error> {
        let all = json!({
            "ids": ids,
            "name": name,
            "colour": colour.as_str(),
            "trace": x_trace,
            "page": params.page,
            "tag": params.tag,
            "sort": params.sort,
            "near": params.near,
            "where": params.r#where.map(|it| it.weight),
            "since": params.x_since.map(|it| it.to_string()),
            "flags": params.x_flags,
        });
        let Value::Object(all) = all else {
            unreachable!("it is an object");
        };
        Ok(all.into_iter().collect())
    }

    async fn names(
        &self,
        self_: String,
        url: String,
        client: String,
        query: String,
        body: String,
        request: String,
        response: String,
        reply_query: String,
        params: String,
        params2: NamesParams,
        body2: Option<String>,
    ) -> Result<Vec<String>, server::Error> {
        let required = [
            self_,
            url,
            client,
            query,
            body,
            request,
            response,
            reply_query,
            params,
        ];
        let NamesParams {
            r#type,
            start_time,
            start_time_less,
            start_time_greater,
            start_time_header,
        } = params2;
        let optional = [
            r#type,
            start_time,
            start_time_less,
            start_time_greater,
            start_time_header,
            body2,
        ];
        Ok(required
            .into_iter()
            .chain(optional.into_iter().flatten())
            .collect())
    }
}

async fn serve() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, server::router(Echo)).await });
    format!("http://{address}{}", server::BASE_PATH)
}

fn client(base: &str, validate_requests: bool) -> Client {
    let config = Config::new(base).expect("it is an address");
    Client::new(Config {
        validate_requests,
        ..config
    })
}

/// What the server is asked when nothing optional is sent.
fn bare() -> Value {
    json!({
        "ids": [1, -2],
        "name": "a/b ü",
        "colour": "light blue",
        "trace": "tr,ce",
        "page": null,
        "tag": [],
        "sort": [],
        "near": null,
        "where": null,
        "since": null,
        "flags": [],
    })
}

fn sorted(asked: Asked) -> Value {
    asked.into_iter().collect::<serde_json::Map<_, _>>().into()
}

#[tokio::test]
async fn what_is_sent_is_what_arrives() {
    let client = client(&serve().await, true);
    let call = async |params: &FindPetsParams| {
        let colour = Colour::LightBlue;
        let asked = client.find_pets(&[1, -2], "a/b ü", &colour, "tr,ce", params);
        sorted(asked.await.expect("it is answered"))
    };
    assert_eq!(call(&FindPetsParams::default()).await, bare());

    let since = "01234567-89ab-cdef-0123-456789abcdef";
    let params = FindPetsParams {
        page: Some(3),
        tag: vec!["a&b=c".to_owned(), "+ %20".to_owned()],
        sort: vec!["x,y".to_owned(), String::new(), "ü".to_owned()],
        near: Some("a/b?c&d+e#f [g]".to_owned()),
        r#where: Some(Where { weight: 1.5 }),
        x_since: Some(since.parse().expect("it is a UUID")),
        x_flags: vec![true, false],
        secret: Some("hidden".to_owned()),
    };
    let mut expected = bare();
    for (key, value) in [
        ("page", json!(3)),
        ("tag", json!(["a&b=c", "+ %20"])),
        ("sort", json!(["x,y", "", "ü"])),
        ("near", json!("a/b?c&d+e#f [g]")),
        ("where", json!(1.5)),
        ("since", json!(since)),
        ("flags", json!([true, false])),
    ] {
        expected[key] = value;
    }
    assert_eq!(call(&params).await, expected);
    assert!(!format!("{params:?}").contains("hidden"));
}

#[tokio::test]
async fn names_of_parameters_are_their_own() {
    let client = client(&serve().await, true);
    let params = NamesParams {
        r#type: Some("type".to_owned()),
        start_time: Some("at".to_owned()),
        start_time_less: Some("before".to_owned()),
        start_time_greater: Some("after".to_owned()),
        start_time_header: Some("header".to_owned()),
    };
    let body = "text".to_owned();
    let called = client.names(
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
        &params,
        Some(&body),
    );
    assert_eq!(
        called.await.expect("it is answered"),
        [
            "1", "2", "3", "4", "5", "6", "7", "8", "9", "type", "at", "before", "after", "header",
            "text",
        ]
    );
}

#[tokio::test]
async fn both_sides_check_parameters() {
    let base = serve().await;
    let page = |page| FindPetsParams {
        page: Some(page),
        ..FindPetsParams::default()
    };
    let tags = |tags: &[&str]| FindPetsParams {
        tag: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..FindPetsParams::default()
    };
    let heavy = |weight| FindPetsParams {
        r#where: Some(Where { weight }),
        ..FindPetsParams::default()
    };
    let nothing = FindPetsParams::default;
    for (ids, name, colour, trace, params, pointers) in [
        (&[1][..], "a", "red", "ab", nothing(), &[][..]),
        (&[1], "too long a name", "red", "ab", nothing(), &["/name"]),
        (&[1], "a", "green", "ab", nothing(), &["/colour"]),
        (&[1], "a", "red", "a", nothing(), &["/X-Trace"]),
        (&[1], "a", "red", "ab", page(0), &["/page"]),
        (&[1], "a", "red", "ab", tags(&["ab", "x"]), &["/tag/1"]),
        (
            &[1],
            "a",
            "red",
            "ab",
            tags(&["ab", "cd", "e"]),
            &["/tag", "/tag/2"],
        ),
        (&[1], "a", "red", "ab", heavy(-1.0), &["/where/weight"]),
    ] {
        let colour = Colour::from(colour);
        let called = client(&base, true)
            .find_pets(ids, name, &colour, trace, &params)
            .await;
        match called {
            Ok(_) => assert!(pointers.is_empty(), "{pointers:?}"),
            Err(Error::Failure(Failure::InvalidRequest(violations))) => {
                let found: Vec<_> = violations.list.iter().map(|it| &*it.pointer).collect();
                assert_eq!(found, pointers);
            }
            Err(other) => panic!("{pointers:?}: {other}"),
        }
        let called = client(&base, false)
            .find_pets(ids, name, &colour, trace, &params)
            .await;
        match called {
            Ok(_) => assert!(pointers.is_empty(), "{pointers:?}"),
            Err(Error::Failure(Failure::Undeclared(reply))) => {
                assert_eq!(reply.status(), 400);
                let problem: Value = serde_json::from_slice(reply.body()).expect("it is JSON");
                let errors = problem["errors"]
                    .as_array()
                    .expect("they are listed")
                    .iter();
                let found: Vec<_> = errors.filter_map(|it| it["pointer"].as_str()).collect();
                assert_eq!(found, pointers);
            }
            Err(other) => panic!("{pointers:?}: {other}"),
        }
    }
    // The path has no room for an empty list.
    let client = client(&base, true);
    let called = client
        .find_pets(&[], "a", &Colour::Red, "ab", &nothing())
        .await;
    assert!(called.is_err());
}

/// What the server makes of requests that no client of ours sends.
#[tokio::test]
async fn the_server_reads_what_others_send() {
    let base = serve().await;
    let get = async |query: &str, trace: Option<&str>| -> (u16, Value) {
        let mut request = reqwest::Client::new().get(format!("{base}/pets/1,2/a.json?{query}"));
        if let Some(trace) = trace {
            request = request.header("x-trace", trace);
        }
        let response = request.send().await.expect("it is answered");
        let status = response.status().as_u16();
        let body = response.bytes().await.expect("it has a body");
        (status, serde_json::from_slice(&body).expect("it is JSON"))
    };
    let (status, asked) = get(
        "colour=light+blue&unknown=1&tag=a%2Cb&tag=cd&sort=&page=7",
        Some("ab"),
    )
    .await;
    assert_eq!(status, 200);
    assert_eq!(
        (
            &asked["colour"],
            &asked["tag"],
            &asked["sort"],
            &asked["page"]
        ),
        (
            &json!("light blue"),
            &json!(["a,b", "cd"]),
            &json!([]),
            &json!(7)
        )
    );
    for (query, trace, pointers) in [
        ("", Some("ab"), &["/colour"][..]),
        ("colour=red", None, &["/X-Trace"]),
        ("colour=red&colour=red", Some("ab"), &["/colour"]),
        (
            "colour=red&page=x&where=%7B&X-Since=1",
            Some("ab"),
            &["/page", "/where"],
        ),
        ("colour=%ff", Some("ab"), &["/colour"]),
    ] {
        let (status, problem) = get(query, trace).await;
        assert_eq!(status, 400, "{query}");
        let errors = problem["errors"]
            .as_array()
            .expect("they are listed")
            .iter();
        let found: Vec<_> = errors.filter_map(|it| it["pointer"].as_str()).collect();
        assert_eq!(found, pointers, "{query}");
    }
}
