//! Parameters as others write them, and what is refused on either side: case 52.

use std::collections::BTreeMap;

use oasmith_cases::c52_parameters as styles;
use oasmith_cases::support::client::{Error, Failure};
use styles::models::Filter;
use styles::requests::{CookieStyleParams, DeepParams, DelimitedParams, HeaderParams};

use super::parameters::client;

/// What other clients write for the same values.
#[tokio::test]
async fn other_spellings_are_read() {
    let (_, _, base) = client().await;
    for (target, expected) in [
        // qs and others: indices in any order, brackets as they are, a name again.
        (
            "/deep?filter[tags][1]=b&filter[tags][0]=a&filter[tags][10]=c",
            r#"tags: Some(["a", "b", "c"])"#,
        ),
        (
            "/deep?filter[tags]=a&filter[tags]=b",
            r#"tags: Some(["a", "b"])"#,
        ),
        ("/deep?filter[tags]=a", r#"tags: Some(["a"])"#),
        ("/deep?filter[tags][]=a", r#"tags: Some(["a"])"#),
        ("/deep?expand[0]=a&expand[1]=b", r#"expand: ["a", "b"]"#),
        ("/deep?expand=a", r#"expand: ["a"]"#),
        ("/deep?filter[either]=x", r#"either: Some(String("x"))"#),
        ("/deep?map[x]=1&map[2]=2", r#"map: Some({"2": 2, "x": 1})"#),
        ("/deep?filters[name]=x", "filter: None"),
        ("/delimited?spaces=a+b%20c", r#"spaces: ["a", "b", "c"]"#),
        ("/delimited?pipes=a|b%7cc", r#"pipes: ["a", "b", "c"]"#),
        ("/form?array=a", r#"array: ["a"]"#),
        ("/form?page=", "page: None"),
        ("/form?page", "page: None"),
        (
            "/form?G=2&B=3&R=1",
            "object: Some(Rgb { r: 1, g: 2, b: 3 })",
        ),
        ("/form?arrayJoined=", "array_joined: []"),
        ("/map?limit=1", "labels: None"),
        // An object without properties has no text.
        ("/required-deep", "Filter { name: None"),
    ] {
        let response = reqwest::get(format!("{base}{target}"))
            .await
            .expect("it is answered");
        let status = response.status().as_u16();
        let text = response.text().await.expect("it is a text");
        let text: String = serde_json::from_str(&text).unwrap_or(text);
        assert_eq!(status, 200, "{target}: {text}");
        assert!(text.contains(expected), "{target}: {text}");
    }
}

/// What is wrong with a request, and where.
#[tokio::test]
async fn faults_are_refused_with_their_place() {
    let (_, _, base) = client().await;
    let deep = format!("/deep?filter{}=1", "[inside]".repeat(40));
    for (target, pointer, location, detail) in [
        (
            "/form?value=a&value=b",
            "/value",
            "query",
            "is there more than once",
        ),
        (
            "/form?R=1&G=2",
            "/object/B",
            "query",
            "the property is missing",
        ),
        (
            "/form?R=1&R=2&G=2&B=3",
            "/object/R",
            "query",
            "expected an integer of 64 bits, found an array",
        ),
        (
            "/form?R=1&G=2&B=300",
            "/object/B",
            "query",
            "must be at most 255",
        ),
        (
            "/form?R=x&G=2&B=3",
            "/object/R",
            "query",
            "expected an integer of 64 bits",
        ),
        (
            "/form?objectJoined=R,1,G",
            "/objectJoined",
            "query",
            "has a name without a value",
        ),
        (
            "/form?page=x",
            "/page",
            "query",
            "expected an integer of 64 bits",
        ),
        (
            "/form?value=%ff",
            "/value",
            "query",
            "is not UTF-8 in percent-encoding",
        ),
        (
            "/deep?filter[range][from]=x",
            "/filter/range/from",
            "query",
            "expected an integer of 64 bits",
        ),
        (
            "/deep?filter[range]=x",
            "/filter/range",
            "query",
            "expected an object, found a string",
        ),
        (
            "/deep?filter[points][0][y]=1",
            "/filter/points/0/x",
            "query",
            "the property is missing",
        ),
        (
            "/deep?filter[name]=1&filter[name][a]=2",
            "/filter",
            "query",
            "has both a text and properties",
        ),
        (
            "/deep?filter[name=1",
            "/filter",
            "query",
            "has brackets that do not match",
        ),
        (
            "/deep?filter[a[b]]=1",
            "/filter",
            "query",
            "has brackets that do not match",
        ),
        (&deep, "/filter", "query", "nests more than 32 levels deep"),
        ("/whole-form", "/whole", "query", "is missing"),
        (
            "/whole-form?R=1",
            "/whole/G",
            "query",
            "the property is missing",
        ),
        ("/map?limit=101", "/limit", "query", "must be at most 100"),
        (
            "/label/blue/.a/.R,1,G,2,B,3",
            "/value",
            "path",
            "does not start with `.`",
        ),
        (
            "/matrix/;other=1/;array=a/;object=R,1,G,2,B,3",
            "/value",
            "path",
            "does not start with `;value`",
        ),
        (
            "/simple/a/b/R,1,G",
            "/object",
            "path",
            "has a name without a value",
        ),
        (
            "/simple-exploded/a/R=1,G",
            "/object",
            "path",
            "has a property without `=`",
        ),
        (
            "/content/%7B",
            "/json",
            "path",
            "EOF while parsing an object",
        ),
    ] {
        let response = reqwest::get(format!("{base}{target}"))
            .await
            .expect("it is answered");
        assert_eq!(response.status().as_u16(), 400, "{target}");
        let text = response.text().await.expect("it is a text");
        let problem: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        let expected = serde_json::json!({ "pointer": pointer, "in": location, "detail": detail });
        assert_eq!(problem["errors"][0], expected, "{target}");
    }
    for (name, value, pointer, location) in [
        ("X-Value", "0", "/X-Value", "header"),
        ("X-Object", "R,1", "/X-Object/G", "header"),
        ("X-Exploded", "R=1,G=2,B=x", "/X-Exploded/B", "header"),
        ("Cookie", "value=a; value=b", "/value", "cookie"),
        ("Cookie", "R=1&G=2", "/object/B", "cookie"),
    ] {
        let path = if name == "Cookie" {
            "/cookie"
        } else {
            "/header"
        };
        let request = reqwest::Client::new().get(format!("{base}{path}"));
        let response = request
            .header(name, value)
            .send()
            .await
            .expect("it is answered");
        assert_eq!(response.status().as_u16(), 400, "{name}: {value}");
        let text = response.text().await.expect("it is a text");
        let problem: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        let error = &problem["errors"][0];
        assert_eq!(
            (error["pointer"].as_str(), error["in"].as_str()),
            (Some(pointer), Some(location))
        );
    }
}

/// What would arrive as another value is not sent.
#[tokio::test]
async fn what_has_no_text_is_not_sent() {
    let (client, ..) = client().await;
    let of_spaces = DelimitedParams {
        spaces: vec!["a b".to_owned(), "c".to_owned()],
        ..DelimitedParams::default()
    };
    let empty = DeepParams {
        filter: Some(Filter {
            tags: Some(Vec::new()),
            ..Filter::default()
        }),
        ..DeepParams::default()
    };
    let of_map = DeepParams {
        map: Some(BTreeMap::from([("a]".to_owned(), 1)])),
        ..DeepParams::default()
    };
    let cookie = CookieStyleParams {
        value: Some("a;b".to_owned()),
        ..CookieStyleParams::default()
    };
    let header = HeaderParams {
        x_value: Some(0),
        ..HeaderParams::default()
    };
    for (called, reason) in [
        (
            client.delimited(&of_spaces).await,
            "the parameter \"spaces\" has a value with a space",
        ),
        (
            client.deep(&empty).await,
            "has no text for an empty array in \"filter[tags]\"",
        ),
        (
            client.deep(&of_map).await,
            "has no text for the name \"a]\" in \"map\"",
        ),
        (
            client.cookie_style(&cookie).await,
            "has a character that no cookie can have",
        ),
        (
            client.header(&header).await,
            "/X-Value in the header must be at least 1",
        ),
    ] {
        match called {
            Err(Error::Failure(
                failure @ (Failure::Unencodable(_) | Failure::InvalidRequest(_)),
            )) => {
                let text = failure.to_string();
                assert!(text.contains(reason), "{text}");
            }
            other => panic!("{reason}: {other:?}"),
        }
    }
}
