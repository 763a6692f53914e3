//! Decodes or encodes a body many times, so that a profiler can count what a call takes: the difference
//! of two runs is that of their calls.

use std::hint::black_box;

use oasmith_benches::bodies::{self, Body};
use oasmith_benches::{derived, emitted};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Which types, what to do with them, and how often.
struct Calls {
    theirs: bool,
    encode: bool,
    count: usize,
}

fn call<T: DeserializeOwned + Serialize>(text: &str, calls: &Calls) {
    let value: T = serde_json::from_str(text).expect("it can be read");
    let mut out = Vec::with_capacity(2 * text.len());
    for _ in 0..calls.count {
        if calls.encode {
            out.clear();
            serde_json::to_writer(&mut out, black_box(&value)).expect("it can be written");
            black_box(&out);
        } else {
            drop(black_box(serde_json::from_str::<T>(black_box(text))));
        }
    }
}

fn run<Ours, Theirs>(body: &Body, calls: &Calls)
where
    Ours: DeserializeOwned + Serialize,
    Theirs: DeserializeOwned + Serialize,
{
    match calls.theirs {
        false => call::<Ours>(&body.text, calls),
        true => call::<Theirs>(&body.text, calls),
    }
}

fn main() {
    use derived::stages::{Duo, Identification, Sms};
    use emitted::stages::models as stages;

    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [body, types, action, count] = arguments.as_slice() else {
        eprintln!("calls BODY ours|derive decode|encode COUNT");
        return;
    };
    let calls = &Calls {
        theirs: types == "derive",
        encode: action == "encode",
        count: count.parse().expect("it is a number"),
    };
    match body.as_str() {
        "duo" => run::<stages::PatchedAuthenticatorDuoStageRequest, Duo>(&bodies::duo(), calls),
        "sms" => run::<stages::PatchedAuthenticatorSmsStageRequest, Sms>(&bodies::sms(), calls),
        "identification" => run::<stages::PatchedIdentificationStageRequest, Identification>(
            &bodies::identification(),
            calls,
        ),
        "items" => {
            run::<emitted::items::models::Page, derived::items::Page>(&bodies::items(), calls);
        }
        "message" => run::<emitted::messages::models::Message, derived::messages::Message>(
            &bodies::message(),
            calls,
        ),
        _ => run::<emitted::payments::models::Payment, derived::payments::Payment>(
            &bodies::payment(),
            calls,
        ),
    }
}
