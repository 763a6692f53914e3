//! Parameters of OpenAPI 2.0: case 53.

use oasmith_cases::c53_collection_formats as formats;
use oasmith_cases::support::client::Config;

use super::parameters::{Seen, check, colours, listen, said, says};

says! {
    formats:
    formats(
        csv: Vec<String>,
        ssv: Vec<String>,
        tsv: Vec<String>,
        pipes: Vec<String>,
        params: formats::requests::FormatsParams
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
