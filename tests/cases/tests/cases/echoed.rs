//! Parameters as other clients write them: case 94, over a real socket.

#[path = "../../examples/interop/parameters.rs"]
mod parameters;

use oasmith_cases::c94_parameters_echoed::server;

use super::http::{posted, serve};

#[tokio::test]
async fn a_percent_encoded_comma_is_a_delimiter_where_nothing_else_can_be_read() {
    let base = serve(server::router(parameters::Echo)).await;
    for (target, expected) in [
        ("/delimited?commas=1%2C2", r#"{"commas":[1,2]}"#),
        ("/delimited?commas=1,2%2c3", r#"{"commas":[1,2,3]}"#),
        (
            "/form?number=1&array=a%2Cb",
            r#"{"array":["a,b"],"number":1.0}"#,
        ),
        (
            "/form?number=1&object=x%2C1%2Cy%2C2",
            r#"{"number":1.0,"object":{"x":1,"y":2}}"#,
        ),
        (
            "/label/.1/.2%2C3/.x=1.y=2",
            r#"{"array":[2,3],"number":1,"object":{"x":1,"y":2}}"#,
        ),
    ] {
        let target = format!("/parameters{target}");
        let (status, body) = posted("GET", &base, &target, "", Vec::new()).await;
        assert_eq!((status, body.as_str()), (200, expected), "{target}");
    }
}

#[tokio::test]
async fn an_array_that_is_there_has_the_items_it_needs() {
    let base = serve(server::router(parameters::Echo)).await;
    for (query, status) in [
        ("", 200),
        ("commas=", 400),
        ("commas=1", 200),
        ("pipes=", 400),
    ] {
        let target = format!("/parameters/delimited?{query}");
        let (actual, body) = posted("GET", &base, &target, "", Vec::new()).await;
        assert_eq!(actual, status, "{query}: {body}");
        assert_eq!(body.contains("must not be empty"), status == 400, "{body}");
    }
}
