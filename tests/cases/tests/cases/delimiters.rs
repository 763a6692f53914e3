//! Commas in values: case 68. A value that may be an array as well comes back as it was or is not sent,
//! and percent-encoded commas separate what has no commas.

use std::fmt::Debug;

use delimiters::models::{Came, Colour, ColourOrNumber, OneOrMore, SendFormBody};
use delimiters::requests::{FindListedParams, FindSingleParams};
use delimiters::responses::{FindListedError, FindSingleError, SendFormError};
use oasmith_cases::c68_delimiters_in_values as delimiters;
use oasmith_cases::support::client::Error;

use super::http::{config, posted, serve};

/// Gives what it was called with.
struct Echo;

fn came(values: impl IntoIterator<Item = String>) -> Came {
    Came {
        values: values.into_iter().collect(),
    }
}

fn shown(value: impl Debug) -> String {
    format!("{value:?}")
}

impl delimiters::server::Api for Echo {
    async fn find_single(
        &self,
        either: OneOrMore,
        params: FindSingleParams,
    ) -> Result<Came, delimiters::server::Error<FindSingleError>> {
        let optional = [
            params.reserved,
            params.piped,
            params.x_either,
            params.cookie,
        ];
        let optional = optional.into_iter().flatten();
        Ok(came([either].into_iter().chain(optional).map(shown)))
    }

    async fn find_listed(
        &self,
        simple: Vec<Colour>,
        params: FindListedParams,
    ) -> Result<Came, delimiters::server::Error<FindListedError>> {
        Ok(came([
            shown(simple),
            shown(params.nullable),
            shown(params.either),
            shown(params.union),
        ]))
    }

    async fn send_form(
        &self,
        body: SendFormBody,
    ) -> Result<Came, delimiters::server::Error<SendFormError>> {
        Ok(came([shown(body)]))
    }
}

fn text(text: &str) -> OneOrMore {
    OneOrMore::String(text.to_owned())
}

fn texts(texts: &[&str]) -> OneOrMore {
    OneOrMore::List(texts.iter().map(|&text| text.to_owned()).collect())
}

fn single() -> FindSingleParams {
    FindSingleParams {
        reserved: None,
        piped: None,
        x_either: None,
        cookie: None,
    }
}

#[tokio::test]
async fn a_text_does_not_become_an_array() {
    let client = delimiters::client::Client::new(config(delimiters::server::router(Echo)).await);
    let params = FindSingleParams {
        reserved: Some(text("a,b;c=d")),
        piped: Some(text("a,b")),
        x_either: Some(text("a b")),
        cookie: Some(text("a b")),
    };
    let found = client.find_single(&text("a,b:c"), &params).await;
    let values = found.expect("it is found").values;
    assert_eq!(
        values,
        [
            r#"String("a,b:c")"#,
            r#"String("a,b;c=d")"#,
            r#"String("a,b")"#,
            r#"String("a b")"#,
            r#"String("a b")"#,
        ]
    );
    let params = FindSingleParams {
        reserved: Some(texts(&["a,b", "c:"])),
        piped: Some(texts(&["a,b", "c"])),
        x_either: Some(texts(&["a", "b"])),
        cookie: Some(texts(&["a", "b"])),
    };
    let found = client.find_single(&texts(&["a,b", "c@"]), &params).await;
    let values = found.expect("it is found").values;
    assert_eq!(
        values,
        [
            r#"List(["a,b", "c@"])"#,
            r#"List(["a,b", "c:"])"#,
            r#"List(["a,b", "c"])"#,
            r#"List(["a", "b"])"#,
            r#"List(["a", "b"])"#,
        ]
    );
}

#[tokio::test]
async fn a_text_that_would_become_an_array_is_not_sent() {
    let client = delimiters::client::Client::new(config(delimiters::server::router(Echo)).await);
    let (one, of) = (text("one"), |value: &str| Some(text(value)));
    for (params, why) in [
        (
            FindSingleParams {
                x_either: of("a,b"),
                ..single()
            },
            r#"the parameter "X-Either" has a value with a comma"#,
        ),
        (
            FindSingleParams {
                piped: of("a|b"),
                ..single()
            },
            r#"the parameter "piped" has a value with a vertical line"#,
        ),
        (
            FindSingleParams {
                cookie: of("a,b"),
                ..single()
            },
            r#"the parameter "cookie" has a value with a comma"#,
        ),
        (
            FindSingleParams {
                reserved: of(""),
                ..single()
            },
            r#"the parameter "reserved" is an empty text, which would be read as an empty array"#,
        ),
    ] {
        let Err(Error::Failure(failure)) = client.find_single(&one, &params).await else {
            panic!("{params:?} is sent");
        };
        assert!(failure.to_string().contains(why), "{failure}");
    }
}

#[tokio::test]
async fn encoded_commas_separate_listed_values_of_all_types() {
    let base = serve(delimiters::server::router(Echo)).await;
    for (path, index, expected) in [
        ("/listed/red%2Cgreen", 0, "[Red, Green]"),
        ("/listed/dark%2Cred,red", 0, "[DarkRed, Red]"),
        ("/listed/red?nullable=red%2Cgreen", 1, "[Red, Green]"),
        ("/listed/red?nullable=dark%2Cred", 1, "[DarkRed]"),
        (
            "/listed/red?either=red%2Cgreen",
            2,
            "Some(Colours(Colours([Red, Green])))",
        ),
        ("/listed/red?either=dark%2Cred", 2, "Some(Colour(DarkRed))"),
        (
            "/listed/red?either=dark%2Cred,red",
            2,
            "Some(Colours(Colours([DarkRed, Red])))",
        ),
        ("/listed/red?union=red%2C1", 3, "[Colour(Red), Integer(1)]"),
        (
            "/listed/red?union=dark%2Cred,1",
            3,
            "[Colour(DarkRed), Integer(1)]",
        ),
    ] {
        let (status, body) = posted("GET", &base, path, "", Vec::new()).await;
        assert_eq!(status, 200, "{path}: {body}");
        let came: Came = serde_json::from_str(&body).expect("it is JSON");
        assert_eq!(came.values[index], expected, "{path}");
    }
    for path in [
        "/listed/red?nullable=red%2Cblue",
        "/listed/red?union=blue%2C1",
    ] {
        let (status, body) = posted("GET", &base, path, "", Vec::new()).await;
        assert_eq!(status, 400, "{path}: {body}");
    }
}

#[tokio::test]
async fn listed_values_with_commas_come_back() {
    let client = delimiters::client::Client::new(config(delimiters::server::router(Echo)).await);
    let params = FindListedParams {
        nullable: Vec::new(),
        either: None,
        union: vec![
            ColourOrNumber::Colour(Colour::DarkRed),
            ColourOrNumber::Integer(2),
        ],
    };
    let found = client
        .find_listed(&[Colour::DarkRed, Colour::Red], &params)
        .await;
    let values = found.expect("it is found").values;
    let expected = [
        "[DarkRed, Red]",
        "[]",
        "None",
        "[Colour(DarkRed), Integer(2)]",
    ];
    assert_eq!(values, expected);
}

#[tokio::test]
async fn encoded_commas_in_a_form_separate_where_they_have_to() {
    let base = serve(delimiters::server::router(Echo)).await;
    let form = "application/x-www-form-urlencoded";
    for (body, expected) in [
        (
            "colours=red%2Cgreen&names=a%2Cb,c",
            r#"colours: Some([Red, Green]), names: Some(["a,b", "c"]), counts: None, pairs: None"#,
        ),
        (
            "colours=dark%2Cred&counts=1%2C2&names=a%2Cb",
            r#"colours: Some([DarkRed]), names: Some(["a,b"]), counts: Some([1, 2]), pairs: None"#,
        ),
        (
            "colours=red%2Cgreen&counts=1%2C2&pairs=a%2C1&names=a%2Cb",
            r#"colours: Some([Red, Green]), names: Some(["a,b"]), counts: Some([1, 2]), pairs: Some({"a": 1})"#,
        ),
        (
            "pairs=a%2C1,b%2C2&names=%2C",
            r#"colours: None, names: Some([","]), counts: None, pairs: Some({"a": 1, "b": 2})"#,
        ),
        (
            "pairs=a%2Cb,1&colours=red",
            r#"colours: Some([Red]), names: None, counts: None, pairs: Some({"a,b": 1})"#,
        ),
    ] {
        let (status, found) = posted("POST", &base, "/form", form, body.into()).await;
        assert_eq!(status, 200, "{body}: {found}");
        let came: Came = serde_json::from_str(&found).expect("it is JSON");
        assert_eq!(
            came.values[0],
            format!("SendFormBody {{ {expected} }}"),
            "{body}"
        );
    }
    for body in ["colours=red%2Cblue", "counts=1%2Ca"] {
        let (status, found) = posted("POST", &base, "/form", form, body.into()).await;
        assert_eq!(status, 400, "{body}: {found}");
    }
    let client = delimiters::client::Client::new(config(delimiters::server::router(Echo)).await);
    let body = SendFormBody {
        colours: Some(vec![Colour::DarkRed, Colour::Green]),
        names: Some(vec!["a,b".to_owned(), "c".to_owned()]),
        counts: Some(vec![1]),
        pairs: None,
    };
    let found = client.send_form(&body).await.expect("it is as described");
    assert_eq!(found.values, [shown(body)]);
}
