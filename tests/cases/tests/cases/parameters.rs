//! Parameters in every style, over real sockets: case 52. What our client puts on the wire is
//! compared to the tables of the specification, and what arrives to what was sent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use oasmith_cases::c52_parameters as styles;
use oasmith_cases::support::client::{Config, Error};
use styles::client::Client;
use styles::models::{Filter, FilterEither, FilterPointsItem, FilterRange, Names, Rgb};
use styles::requests::{
    ContentParams, CookieParams, CookieStyleParams, DeepParams, DelimitedParams, EitherParams,
    FormParams, HeaderParams, MapParams, WholeJsonParams,
};

use super::http::serve;

/// A server that says what it has got.
pub struct Seen;

macro_rules! says {
    ($module:ident: $($method:ident($($argument:ident: $type:ty),*);)*) => {
        impl $module::server::Api for Seen {
            $(
                async fn $method(&self, $($argument: $type),*) -> Result<String, $module::server::Error> {
                    Ok(said(&[$(&$argument),*]))
                }
            )*
        }
    };
}

pub fn said(arguments: &[&dyn std::fmt::Debug]) -> String {
    let arguments: Vec<_> = arguments.iter().map(|it| format!("{it:?}")).collect();
    arguments.join(" ")
}

pub(super) use says;

says! {
    styles:
    simple(value: String, array: Vec<String>, object: Rgb);
    simple_exploded(array: Vec<String>, object: Rgb);
    label(value: String, array: Vec<String>, object: Rgb);
    label_exploded(array: Vec<String>, object: Rgb);
    matrix(value: String, array: Vec<String>, object: Rgb);
    matrix_exploded(array: Vec<String>, object: Rgb);
    form(params: FormParams);
    delimited(params: DelimitedParams);
    deep(params: DeepParams);
    required_deep(filter: Filter);
    map(params: MapParams);
    header(params: HeaderParams);
    cookie(params: CookieParams);
    cookie_style(params: CookieStyleParams);
    either(indices: Names, params: EitherParams);
    content(json: Rgb, params: ContentParams);
    whole_form(whole: Rgb);
    whole_json(params: WholeJsonParams);
    nested();
}

/// What stood on the wire: the address, then the cookies and the headers that are parameters.
pub type Wire = Arc<Mutex<String>>;

/// Serves a router that notes what stands on the wire.
pub async fn listen(router: axum::Router) -> (String, Wire) {
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
pub fn check(
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

pub fn colours() -> Vec<String> {
    ["blue", "black", "brown"].map(str::to_owned).to_vec()
}

fn rgb() -> Rgb {
    Rgb {
        r: 100,
        g: 200,
        b: 150,
    }
}

pub async fn client() -> (Client, Wire, String) {
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
