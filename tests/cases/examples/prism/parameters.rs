//! Parameters of every style, but for those of paths: Prism cannot take them (`tests/interop/prism/described.mjs`).

use oasmith_cases::c94_parameters_echoed::client::Client;
use oasmith_cases::c94_parameters_echoed::models::{Colour, Filter, Point};
use oasmith_cases::c94_parameters_echoed::requests::*;

use super::{Calls, json};

/// Prism takes integers that JavaScript holds exactly.
const LARGE: i64 = 9_007_199_254_740_991;

const NUMBERS: [&[i64]; 4] = [&[0], &[-1, LARGE], &[1, 2, 3, 4], &[-LARGE]];

fn texts() -> [Option<String>; 4] {
    let text = |text: &str| Some(text.to_owned());
    [None, text("a b"), text("é/?&=+%,;#"), text("\"|.~")]
}

pub async fn parameters(calls: &mut Calls) {
    let client = Client::new(calls.config(None));
    let points = [Point { x: 0, y: 0 }, Point { x: -7, y: 1 }];
    for (index, numbers) in NUMBERS.into_iter().enumerate() {
        let point = &points[index % 2];
        let numbers = numbers.to_vec();
        let params = DelimitedParams {
            commas: numbers.clone(),
            spaces: numbers.clone(),
            pipes: numbers.clone(),
        };
        calls.succeed("delimited", client.delimited(&params)).await;
        let params = ExplodedParams {
            object: Some(point.clone()),
        };
        calls.succeed("exploded", client.exploded(&params)).await;
        // The process of Prism ends where an array or an object is not in a header.
        let params = HeaderParams {
            x_text: (index % 2 == 0).then(|| "text".to_owned()),
            x_flag: Some(index % 2 == 0),
            x_array: numbers.clone(),
            x_object: Some(point.clone()),
            x_exploded: Some(point.clone()),
        };
        calls
            .succeed("header", client.header(1 + index as u8, &params))
            .await;
        let params = CookieParams {
            text: params.x_text,
            array: numbers,
        };
        calls
            .succeed("cookie", client.cookie(-LARGE, &params))
            .await;
    }
    calls
        .succeed("exploded", client.exploded(&ExplodedParams::default()))
        .await;
    calls
        .succeed("delimited", client.delimited(&DelimitedParams::default()))
        .await;
    calls
        .succeed("cookie", client.cookie(-1, &CookieParams::default()))
        .await;
    objects(calls, &client, &points).await;
    let client = Client::new(calls.config(Some("code=400")));
    calls
        .fail("exploded", 400, client.exploded(&ExplodedParams::default()))
        .await;
}

async fn objects(calls: &mut Calls, client: &Client, points: &[Point]) {
    for text in texts() {
        let params = FormParams {
            array: text
                .clone()
                .into_iter()
                .map(|text| text.chars().take(8).collect())
                .collect(),
            text: text.clone(),
            flag: Some(true),
            colour: Some(Colour::DarkBlue),
            object: points.last().cloned(),
            id: Some(uuid::Uuid::from_u128(1)),
            time: text
                .is_some()
                .then(|| json("\"2026-01-02T03:04:05.6+07:00\"")),
        };
        calls.succeed("form", client.form(1e-7, &params)).await;
        let filter = Filter {
            name: text.clone(),
            limit: Some(-100),
            colour: Some(Colour::Green),
        };
        let numbers = text.map(|text| vec![text.len() as i64]);
        let params = JsonParams { numbers };
        calls.succeed("json", client.json(&filter, &params)).await;
        let params = DeepParams {
            filter: Some(filter),
        };
        calls
            .succeed("deep", client.deep(&points[0], &params))
            .await;
    }
    calls
        .succeed("form", client.form(-1.0, &FormParams::default()))
        .await;
    calls
        .succeed("deep", client.deep(&points[1], &DeepParams::default()))
        .await;
}
