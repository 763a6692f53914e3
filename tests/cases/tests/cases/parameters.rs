//! Parameters in every style, over real sockets: cases 52 and 53. What our client puts on the wire is
//! compared to the tables of the specification, and what arrives to what was sent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use oasmith_cases::c52_parameters as styles;
use oasmith_cases::c53_collection_formats as formats;
use oasmith_cases::support::client::{Config, Error, Failure};
use styles::client::Client;
use styles::models::{Filter, FilterEither, FilterPointsItem, FilterRange, Names, Rgb};
use styles::requests::{
    ContentParams, CookieParams, CookieStyleParams, DeepParams, DelimitedParams, EitherParams,
    FormParams, HeaderParams, MapParams, WholeJsonParams,
};

use super::http::serve;

/// A server that says what it has got.
struct Seen;

macro_rules! says {
    ($module:ident: $($method:ident($($argument:ident: $type:ty),*) $response:ident;)*) => {
        impl $module::server::Api for Seen {
            $(
                async fn $method(&self, $($argument: $type),*) -> $module::server::$response {
                    $module::server::$response::Ok(said(&[$(&$argument),*]))
                }
            )*
        }
    };
}

fn said(arguments: &[&dyn std::fmt::Debug]) -> String {
    let arguments: Vec<_> = arguments.iter().map(|it| format!("{it:?}")).collect();
    arguments.join(" ")
}

says! {
    styles:
    simple(value: String, array: Vec<String>, object: Rgb) SimpleResponse;
    simple_exploded(array: Vec<String>, object: Rgb) SimpleExplodedResponse;
    label(value: String, array: Vec<String>, object: Rgb) LabelResponse;
    label_exploded(array: Vec<String>, object: Rgb) LabelExplodedResponse;
    matrix(value: String, array: Vec<String>, object: Rgb) MatrixResponse;
    matrix_exploded(array: Vec<String>, object: Rgb) MatrixExplodedResponse;
    form(params: FormParams) FormResponse;
    delimited(params: DelimitedParams) DelimitedResponse;
    deep(params: DeepParams) DeepResponse;
    required_deep(filter: Filter) RequiredDeepResponse;
    map(params: MapParams) MapResponse;
    header(params: HeaderParams) HeaderResponse;
    cookie(params: CookieParams) CookieResponse;
    cookie_style(params: CookieStyleParams) CookieStyleResponse;
    either(indices: Names, params: EitherParams) EitherResponse;
    content(json: Rgb, params: ContentParams) ContentResponse;
    whole_form(whole: Rgb) WholeFormResponse;
    whole_json(params: WholeJsonParams) WholeJsonResponse;
    nested() NestedResponse;
}

says! {
    formats:
    formats(
        csv: Vec<String>,
        ssv: Vec<String>,
        tsv: Vec<String>,
        pipes: Vec<String>,
        params: formats::requests::FormatsParams
    ) FormatsResponse;
}

/// What stood on the wire: the address, then the cookies and the headers that are parameters.
type Wire = Arc<Mutex<String>>;

/// Serves a router that notes what stands on the wire.
async fn listen(router: axum::Router) -> (String, Wire) {
    let wire = Wire::default();
    let kept = Arc::clone(&wire);
    let note = move |request: Request, next: Next| {
        let mut line = request.uri().to_string();
        let headers = request.headers().iter();
        let shown =
            headers.filter(|(name, _)| *name == "cookie" || name.as_str().starts_with("x-"));
        let mut shown: Vec<_> = shown
            .map(|(name, value)| format!(" {name}: {}", String::from_utf8_lossy(value.as_bytes())))
            .collect();
        shown.sort();
        line.extend(shown);
        *kept.lock().expect("nobody panicked with it") = line;
        next.run(request)
    };
    (serve(router.layer(from_fn(note))).await, wire)
}

type Called = Result<String, Error<std::convert::Infallible>>;

/// The call put this on the wire, and these arguments have arrived.
fn check(
    section: &str,
    wire: &Wire,
    called: Called,
    line: &str,
    arguments: &[&dyn std::fmt::Debug],
) {
    let called = called.unwrap_or_else(|error| panic!("{section}: {error}"));
    assert_eq!(*wire.lock().expect("nobody panicked"), line, "{section}");
    assert_eq!(called, said(arguments), "{section}");
}

fn colours() -> Vec<String> {
    ["blue", "black", "brown"].map(str::to_owned).to_vec()
}

fn rgb() -> Rgb {
    Rgb {
        r: 100,
        g: 200,
        b: 150,
    }
}

async fn client() -> (Client, Wire, String) {
    let (base, wire) = listen(styles::server::router(Seen)).await;
    let config = Config::new(&base).expect("it is an address");
    (Client::new(config), wire, base)
}

/// The rows of the path in the table of OAS 3.1.1 §4.8.12.5, with the names of the case in place of
/// `color`.
#[tokio::test]
async fn a_path_is_that_of_the_table() {
    let (client, wire, _) = client().await;
    let (array, object) = (colours(), rgb());
    let value = "blue".to_owned();
    let seen: [&dyn std::fmt::Debug; 3] = [&value, &array, &object];
    check(
        "OAS 3.1.1 §4.8.12.5 simple, explode: false",
        &wire,
        client.simple(&value, &array, &object).await,
        "/simple/blue/blue,black,brown/R,100,G,200,B,150",
        &seen,
    );
    check(
        "OAS 3.1.1 §4.8.12.5 simple, explode: true",
        &wire,
        client.simple_exploded(&array, &object).await,
        "/simple-exploded/blue,black,brown/R=100,G=200,B=150",
        &seen[1..],
    );
    check(
        "OAS 3.1.1 §4.8.12.5 label, explode: false",
        &wire,
        client.label(&value, &array, &object).await,
        "/label/.blue/.blue,black,brown/.R,100,G,200,B,150",
        &seen,
    );
    check(
        "OAS 3.1.1 §4.8.12.5 label, explode: true",
        &wire,
        client.label_exploded(&array, &object).await,
        "/label-exploded/.blue.black.brown/.R=100.G=200.B=150",
        &seen[1..],
    );
    check(
        "OAS 3.1.1 §4.8.12.5 matrix, explode: false",
        &wire,
        client.matrix(&value, &array, &object).await,
        "/matrix/;value=blue/;array=blue,black,brown/;object=R,100,G,200,B,150",
        &seen,
    );
    check(
        "OAS 3.1.1 §4.8.12.5 matrix, explode: true",
        &wire,
        client.matrix_exploded(&array, &object).await,
        "/matrix-exploded/;array=blue;array=black;array=brown/;R=100;G=200;B=150",
        &seen[1..],
    );
    let value = String::new();
    check(
        "OAS 3.1.1 §4.8.12.5 matrix, empty string",
        &wire,
        client.matrix(&value, &array, &object).await,
        "/matrix/;value/;array=blue,black,brown/;object=R,100,G,200,B,150",
        &[&value, &array, &object],
    );
}

/// What separates the parts of a value is percent-encoded within one (RFC 6570 §3.2.1).
#[tokio::test]
async fn delimiters_in_a_part_are_part_of_it() {
    let (client, wire, _) = client().await;
    let value = "a,b;c=d.e/f?g&h [é]+%7C|{}".to_owned();
    let array = vec![value.clone(), "x.y".to_owned(), ",".to_owned()];
    let object = rgb();
    let arguments: [&dyn std::fmt::Debug; 3] = [&value, &array, &object];
    for (called, count) in [
        (client.simple(&value, &array, &object).await, 0),
        (client.simple_exploded(&array, &object).await, 1),
        (client.label(&value, &array, &object).await, 0),
        (client.label_exploded(&array, &object).await, 1),
        (client.matrix(&value, &array, &object).await, 0),
        (client.matrix_exploded(&array, &object).await, 1),
    ] {
        assert_eq!(called.expect("it is answered"), said(&arguments[count..]));
    }
    let params = FormParams {
        value: Some(value.clone()),
        array: array.clone(),
        array_joined: array.clone(),
        ..FormParams::default()
    };
    let called = client.form(&params).await.expect("it is answered");
    assert_eq!(called, said(&[&params]));
    let params = CookieParams {
        value: Some(value),
        array: array.clone(),
        array_joined: array,
        ..CookieParams::default()
    };
    let called = client.cookie(&params).await.expect("it is answered");
    assert_eq!(called, said(&[&params]), "{wire:?}");
}

/// The rows of the query.
#[tokio::test]
async fn a_query_is_that_of_the_table() {
    let (client, wire, _) = client().await;
    let params = FormParams {
        value: Some("blue".to_owned()),
        array: colours(),
        object: Some(rgb()),
        array_joined: colours(),
        object_joined: Some(rgb()),
        page: Some(7),
        callback: Some("https://example.com/a?b=c&d#e".to_owned()),
    };
    let line = [
        "/form?value=blue",
        "array=blue&array=black&array=brown",
        "R=100&G=200&B=150",
        "arrayJoined=blue,black,brown",
        "objectJoined=R,100,G,200,B,150",
        "page=7",
        "callback=https://example.com/a?b=c%26d%23e",
    ];
    check(
        "OAS 3.1.1 §4.8.12.5 form; §4.8.12.2.2 allowReserved",
        &wire,
        client.form(&params).await,
        &line.join("&"),
        &[&params],
    );
    let params = FormParams {
        value: Some(String::new()),
        ..FormParams::default()
    };
    check(
        "OAS 3.1.1 §4.8.12.5 form, empty string",
        &wire,
        client.form(&params).await,
        "/form?value=",
        &[&params],
    );
    let params = DelimitedParams {
        spaces: colours(),
        spaces_object: Some(rgb()),
        pipes: colours(),
        pipes_object: Some(rgb()),
        repeated: colours(),
    };
    let line = [
        "/delimited?spaces=blue%20black%20brown",
        "spacesObject=R%20100%20G%20200%20B%20150",
        "pipes=blue%7Cblack%7Cbrown",
        "pipesObject=R%7C100%7CG%7C200%7CB%7C150",
        "repeated=blue&repeated=black&repeated=brown",
    ];
    check(
        "OAS 3.1.1 §4.8.12.5 spaceDelimited, pipeDelimited",
        &wire,
        client.delimited(&params).await,
        &line.join("&"),
        &[&params],
    );
}

fn filter() -> Filter {
    let inside = Filter {
        name: Some("b&c".to_owned()),
        ..Filter::default()
    };
    Filter {
        name: Some("12".to_owned()),
        range: Some(FilterRange {
            from: Some(1),
            to: None,
        }),
        tags: Some(vec!["x".to_owned(), "y z".to_owned()]),
        points: Some(vec![
            FilterPointsItem { x: 0.5 },
            FilterPointsItem { x: -1.0 },
        ]),
        either: Some(FilterEither::Integer(3)),
        inside: Some(Box::new(inside)),
    }
}

/// The row of `deepObject`, and what the specification leaves open as clients of it write it.
#[tokio::test]
async fn deep_objects_are_those_of_the_table() {
    let (client, wire, _) = client().await;
    let params = DeepParams {
        object: Some(rgb()),
        filter: Some(filter()),
        map: Some(BTreeMap::from([("7".to_owned(), 1), ("8".to_owned(), 2)])),
        expand: vec!["data".to_owned(), "total".to_owned()],
    };
    let line = [
        "/deep?object%5BR%5D=100&object%5BG%5D=200&object%5BB%5D=150",
        "filter%5Bname%5D=12",
        "filter%5Brange%5D%5Bfrom%5D=1",
        "filter%5Btags%5D%5B%5D=x&filter%5Btags%5D%5B%5D=y%20z",
        "filter%5Bpoints%5D%5B0%5D%5Bx%5D=0.5&filter%5Bpoints%5D%5B1%5D%5Bx%5D=-1.0",
        "filter%5Beither%5D=3",
        "filter%5Binside%5D%5Bname%5D=b%26c",
        "map%5B7%5D=1&map%5B8%5D=2",
        "expand%5B%5D=data&expand%5B%5D=total",
    ];
    check(
        "OAS 3.1.1 §4.8.12.5 deepObject, explode: true",
        &wire,
        client.deep(&params).await,
        &line.join("&"),
        &[&params],
    );
}

#[tokio::test]
async fn headers_and_cookies_are_those_of_the_table() {
    let (client, wire, _) = client().await;
    let params = HeaderParams {
        x_value: Some(5),
        x_array: colours(),
        x_object: Some(rgb()),
        x_exploded: Some(rgb()),
    };
    check(
        "OAS 3.1.1 §4.8.12.5 simple, of a header",
        &wire,
        client.header(&params).await,
        "/header x-array: blue,black,brown x-exploded: R=100,G=200,B=150 x-object: R,100,G,200,B,150 x-value: 5",
        &[&params],
    );
    let params = CookieParams {
        value: Some("blue".to_owned()),
        array: colours(),
        object: Some(rgb()),
        array_joined: colours(),
        object_joined: Some(rgb()),
    };
    let line = [
        "/cookie cookie: value=blue",
        "array=blue&array=black&array=brown",
        "R=100&G=200&B=150",
        "arrayJoined=blue,black,brown",
        "objectJoined=R,100,G,200,B,150",
    ];
    check(
        "OAS 3.1.1 §4.8.12.5 form, of a cookie",
        &wire,
        client.cookie(&params).await,
        &line.join("; "),
        &[&params],
    );
    let params = CookieStyleParams {
        value: Some("blue & \"é\"".to_owned()),
        array: colours(),
        object: Some(rgb()),
        array_joined: colours(),
        object_joined: Some(rgb()),
    };
    let line = [
        "/cookie-style cookie: value=blue & \"é\"",
        "array=blue; array=black; array=brown",
        "R=100; G=200; B=150",
        "arrayJoined=blue,black,brown",
        "objectJoined=R,100,G,200,B,150",
    ];
    check(
        "OAS 3.2.0 §4.12.4 cookie",
        &wire,
        client.cookie_style(&params).await,
        &line.join("; "),
        &[&params],
    );
}

#[tokio::test]
async fn unions_maps_and_content() {
    let (client, wire, _) = client().await;
    let both = Names::List(vec!["a".to_owned(), "b,c".to_owned()]);
    let params = EitherParams {
        fields: Some(both.clone()),
        sort: Some(both.clone()),
        x_names: Some(Names::String("one".to_owned())),
    };
    check(
        "OAS 3.1.1 §4.8.12.5 an array of a union",
        &wire,
        client.either(&both, &params).await,
        "/either/a,b%2Cc?fields=a&fields=b%2Cc&sort=a,b%2Cc x-names: one",
        &[&both, &params],
    );
    let one = Names::String("a,b".to_owned());
    let params = EitherParams {
        fields: Some(one.clone()),
        sort: Some(one.clone()),
        x_names: None,
    };
    check(
        "OAS 3.1.1 §4.8.12.5 a string of a union",
        &wire,
        client.either(&one, &params).await,
        "/either/a%2Cb?fields=a%2Cb&sort=a%2Cb",
        &[&one, &params],
    );
    let params = MapParams {
        limit: Some(3),
        labels: Some(BTreeMap::from([
            ("a b".to_owned(), "1".to_owned()),
            ("c".to_owned(), "&".to_owned()),
        ])),
    };
    check(
        "OAS 3.1.1 §4.8.12.5 form, a map beside another parameter",
        &wire,
        client.map(&params).await,
        "/map?limit=3&a%20b=1&c=%26",
        &[&params],
    );
    let (json, plain) = (
        "%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
        r#"{"R":100,"G":200,"B":150}"#,
    );
    let params = ContentParams {
        query: Some(rgb()),
        x_json: Some(rgb()),
        cookie: Some(rgb()),
    };
    check(
        "OAS 3.1.1 §4.8.12.2.3 content",
        &wire,
        client.content(&rgb(), &params).await,
        &format!("/content/{json}?query={json} cookie: cookie={json} x-json: {plain}"),
        &[&rgb(), &params],
    );
    check(
        "OAS 3.2.0 §4.12 querystring, urlencoded",
        &wire,
        client.whole_form(&rgb()).await,
        "/whole-form?R=100&G=200&B=150",
        &[&rgb()],
    );
    let params = WholeJsonParams { whole: Some(rgb()) };
    check(
        "OAS 3.2.0 §4.12 querystring, JSON",
        &wire,
        client.whole_json(&params).await,
        &format!("/whole-json?{json}"),
        &[&params],
    );
}

/// OAS 2.0, Parameter Object, `collectionFormat`.
#[tokio::test]
async fn every_collection_format() {
    let (base, wire) = listen(formats::server::router(Seen)).await;
    let config = Config::new(&base).expect("it is an address");
    let client = formats::client::Client::new(config);
    let numbers = vec![1, -2];
    let params = formats::requests::FormatsParams {
        csv: numbers.clone(),
        ssv: numbers.clone(),
        tsv: numbers.clone(),
        pipes: numbers.clone(),
        multi: numbers.clone(),
        x_csv: numbers.clone(),
        x_ssv: numbers.clone(),
        x_tsv: numbers.clone(),
        x_pipes: numbers,
    };
    let array = colours();
    let line = [
        "/formats/blue,black,brown/blue%20black%20brown/blue%09black%09brown/blue%7Cblack%7Cbrown",
        "?csv=1,-2&ssv=1%20-2&tsv=1%09-2&pipes=1%7C-2&multi=1&multi=-2",
        " x-csv: 1,-2 x-pipes: 1|-2 x-ssv: 1 -2 x-tsv: 1\t-2",
    ];
    let called = client.formats(&array, &array, &array, &array, &params);
    check(
        "OAS 2.0 collectionFormat",
        &wire,
        called.await,
        &line.concat(),
        &[&array, &array, &array, &array, &params],
    );
}

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
        ("/required-deep", "/filter", "query", "is missing"),
        (
            "/whole-form",
            "/whole/R",
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
            "the parameter \"spaces\" has an item with a space",
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
