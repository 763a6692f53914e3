//! Decodes, encodes or validates a body many times, so that a profiler can count what a call takes: the
//! difference of two runs is that of their calls.

use std::hint::black_box;

use oasmith_benches::bodies::{self, Body};
use oasmith_benches::{derived, emitted};
use serde::Serialize;
use serde::de::DeserializeOwned;

const USAGE: &str = "calls BODY ours decode|encode|validate COUNT
calls BODY derive decode|encode COUNT
calls BODY garde|validator validate COUNT";

/// What to do, how often.
struct Calls {
    types: String,
    action: String,
    count: usize,
}

fn repeat<T>(count: usize, run: impl Fn() -> T) {
    for _ in 0..count {
        drop(black_box(run()));
    }
}

fn decode_or_encode<T: DeserializeOwned + Serialize>(text: &str, calls: &Calls) {
    let value: T = serde_json::from_str(text).expect("it can be read");
    match calls.action.as_str() {
        "decode" => repeat(calls.count, || serde_json::from_str::<T>(black_box(text))),
        "encode" => {
            let mut out = Vec::with_capacity(2 * text.len());
            for _ in 0..calls.count {
                out.clear();
                serde_json::to_writer(&mut out, black_box(&value)).expect("it can be written");
                black_box(&out);
            }
        }
        _ => eprintln!("{USAGE}"),
    }
}

/// `check` is the validation of ours, which every output has a trait of its own for.
fn run<Ours, Theirs>(body: &Body, calls: &Calls, check: impl Fn(&Ours) -> bool)
where
    Ours: DeserializeOwned + Serialize,
    Theirs: DeserializeOwned + Serialize + garde::Validate<Context = ()> + validator::Validate,
{
    let text = &*body.text;
    let ours = || serde_json::from_str::<Ours>(text).expect("it can be read");
    let theirs = || serde_json::from_str::<Theirs>(text).expect("it can be read");
    match (calls.types.as_str(), calls.action.as_str()) {
        ("ours", "validate") => {
            let value = ours();
            repeat(calls.count, || check(black_box(&value)));
        }
        ("garde", "validate") => {
            let value = theirs();
            repeat(calls.count, || garde::Validate::validate(black_box(&value)));
        }
        ("validator", "validate") => {
            let value = theirs();
            repeat(calls.count, || {
                validator::Validate::validate(black_box(&value))
            });
        }
        ("ours", _) => decode_or_encode::<Ours>(text, calls),
        ("derive", _) => decode_or_encode::<Theirs>(text, calls),
        _ => eprintln!("{USAGE}"),
    }
}

fn main() {
    use derived::stages::{Duo, Identification, Sms};
    use emitted::items::support::violations::Validate as _;
    use emitted::messages::support::violations::Validate as _;
    use emitted::payments::support::violations::Validate as _;
    use emitted::stages::models as stages;
    use emitted::stages::support::violations::Validate as _;
    use emitted::{items, messages, payments};

    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [body, types, action, count] = arguments.as_slice() else {
        eprintln!("{USAGE}");
        return;
    };
    let calls = &Calls {
        types: types.clone(),
        action: action.clone(),
        count: count.parse().expect("it is a number"),
    };
    match body.as_str() {
        "duo" => {
            run::<stages::PatchedAuthenticatorDuoStageRequest, Duo>(&bodies::duo(), calls, |it| {
                it.validate().is_ok()
            });
        }
        "sms" => {
            run::<stages::PatchedAuthenticatorSmsStageRequest, Sms>(&bodies::sms(), calls, |it| {
                it.validate().is_ok()
            });
        }
        "identification" => run::<stages::PatchedIdentificationStageRequest, Identification>(
            &bodies::identification(),
            calls,
            |it| it.validate().is_ok(),
        ),
        "items" => {
            run::<items::models::Page, derived::items::Page>(&bodies::items(), calls, |it| {
                it.validate().is_ok()
            });
        }
        "message" => run::<messages::models::Message, derived::messages::Message>(
            &bodies::message(),
            calls,
            |it| it.validate().is_ok(),
        ),
        _ => {
            let body = match body.as_str() {
                "payment" => bodies::payment(),
                _ => bodies::payment_without_type(),
            };
            run::<payments::models::Payment, derived::payments::Payment>(&body, calls, |it| {
                it.validate().is_ok()
            });
        }
    }
}
