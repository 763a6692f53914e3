//! Decoding and validating bodies: types of ours against the same types by hand, as ratios.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::Criterion;
use oasmith_benches::bodies::{self, Body};
use oasmith_benches::{derived, emitted};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// What ours and theirs cost: the shortest time of a call, and its allocations.
#[derive(Clone, Copy)]
struct Cost {
    nanoseconds: f64,
    allocations: u64,
}

/// Ours against one of theirs.
struct Row {
    body: &'static str,
    action: &'static str,
    theirs: &'static str,
    time: f64,
    allocations: Option<f64>,
}

fn measure<T>(criterion: &mut Criterion, name: &str, run: impl Fn() -> T) -> Cost {
    let mut nanoseconds = f64::INFINITY;
    criterion.bench_function(name, |bencher| {
        bencher.iter_custom(|iterations| {
            let start = Instant::now();
            for _ in 0..iterations {
                drop(black_box(run()));
            }
            let took = start.elapsed();
            #[allow(clippy::cast_precision_loss)]
            let each = took.as_nanos() as f64 / iterations as f64;
            nanoseconds = nanoseconds.min(each);
            took
        });
    });
    let allocations = allocation_counter::measure(|| drop(black_box(run()))).count_total;
    Cost {
        nanoseconds,
        allocations,
    }
}

impl Row {
    #[allow(clippy::cast_precision_loss)]
    fn new(
        body: &Body,
        action: &'static str,
        theirs: &'static str,
        (our, their): (Cost, Cost),
    ) -> Self {
        let ratio = || our.allocations as f64 / their.allocations as f64;
        Self {
            body: body.name,
            action,
            theirs,
            time: our.nanoseconds / their.nanoseconds,
            allocations: (their.allocations > 0).then(ratio),
        }
    }
}

/// Measures a body as `Ours` and as `Theirs`. `check` is the validation of ours, which every output has
/// a trait of its own for.
fn compare<Ours, Theirs>(
    criterion: &mut Criterion,
    body: &Body,
    check: impl Fn(&Ours) -> bool,
) -> Vec<Row>
where
    Ours: DeserializeOwned,
    Theirs: DeserializeOwned + garde::Validate<Context = ()> + validator::Validate,
{
    let text = &*body.text;
    let mut schema: Value = serde_json::from_str(body.description).expect("it is JSON");
    let pointer = format!("#/components/schemas/{}", body.schema);
    schema["$ref"] = json!(pointer);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    write_out_nullable(&mut schema);
    let schema = jsonschema::validator_for(&schema).expect("it is a schema");
    let our: Ours = serde_json::from_str(text).expect("it can be read");
    let their: Theirs = serde_json::from_str(text).expect("it can be read");
    let value: Value = serde_json::from_str(text).expect("it can be read");
    assert!(check(&our), "{} is not valid", body.name);
    assert!(garde::Validate::validate(&their).is_ok());
    assert!(validator::Validate::validate(&their).is_ok());
    if let Some(error) = schema.iter_errors(&value).next() {
        panic!(
            "{} is not valid: {error} at {}",
            body.name,
            error.instance_path()
        );
    }

    let read = || serde_json::from_str::<Ours>(text).expect("it can be read");
    let read_theirs = || serde_json::from_str::<Theirs>(text).expect("it can be read");
    let read_any = || serde_json::from_str::<Value>(text).expect("it can be read");
    let mut cost = |action: &str, run: &dyn Fn() -> bool| {
        measure(criterion, &format!("{}/{action}", body.name), run)
    };
    let decode = cost("decode/ours", &|| check_nothing(&read()));
    let derive = cost("decode/derive", &|| check_nothing(&read_theirs()));
    let ours = cost("validate/ours", &|| check(&our));
    let garde = cost("validate/garde", &|| {
        garde::Validate::validate(&their).is_ok()
    });
    let validator = cost("validate/validator", &|| {
        validator::Validate::validate(&their).is_ok()
    });
    let jsonschema = cost("validate/jsonschema", &|| schema.is_valid(&value));
    let both = cost("both/ours", &|| check(&read()));
    let both_garde = cost("both/garde", &|| {
        garde::Validate::validate(&read_theirs()).is_ok()
    });
    let both_validator = cost("both/validator", &|| {
        validator::Validate::validate(&read_theirs()).is_ok()
    });
    let both_jsonschema = cost("both/jsonschema", &|| schema.is_valid(&read_any()));
    vec![
        Row::new(body, "decode", "derive", (decode, derive)),
        Row::new(body, "validate", "garde", (ours, garde)),
        Row::new(body, "validate", "validator", (ours, validator)),
        Row::new(body, "validate", "jsonschema", (ours, jsonschema)),
        Row::new(body, "both", "derive, garde", (both, both_garde)),
        Row::new(body, "both", "derive, validator", (both, both_validator)),
        Row::new(body, "both", "jsonschema", (both, both_jsonschema)),
    ]
}

/// Says in the words of JSON Schema what `nullable` of OpenAPI 3.0 says.
fn write_out_nullable(schema: &mut Value) {
    if schema.get("nullable") == Some(&Value::Bool(true)) && schema["type"].is_string() {
        schema["type"] = json!([schema["type"], "null"]);
    }
    match schema {
        Value::Array(items) => items.iter_mut().for_each(write_out_nullable),
        Value::Object(members) => members.values_mut().for_each(write_out_nullable),
        _ => {}
    }
}

/// Keeps the compiler from leaving the reading out.
fn check_nothing<T>(value: &T) -> bool {
    black_box(value);
    true
}

fn main() {
    use derived::stages::{Duo, Identification, Sms};
    use emitted::items::support::violations::Validate as _;
    use emitted::messages::support::violations::Validate as _;
    use emitted::payments::support::violations::Validate as _;
    use emitted::stages::models as stages;
    use emitted::stages::support::violations::Validate as _;
    use emitted::{items, messages, payments};

    let mut criterion = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .configure_from_args();
    let c = &mut criterion;
    let mut rows = Vec::new();
    rows.extend(compare::<stages::PatchedAuthenticatorDuoStageRequest, Duo>(
        c,
        &bodies::duo(),
        |it| it.validate().is_ok(),
    ));
    rows.extend(compare::<stages::PatchedAuthenticatorSmsStageRequest, Sms>(
        c,
        &bodies::sms(),
        |it| it.validate().is_ok(),
    ));
    rows.extend(compare::<
        stages::PatchedIdentificationStageRequest,
        Identification,
    >(c, &bodies::identification(), |it| {
        it.validate().is_ok()
    }));
    rows.extend(compare::<items::models::Page, derived::items::Page>(
        c,
        &bodies::items(),
        |it| it.validate().is_ok(),
    ));
    rows.extend(compare::<
        messages::models::Message,
        derived::messages::Message,
    >(c, &bodies::message(), |it| it.validate().is_ok()));
    for body in [bodies::payment(), bodies::payment_without_type()] {
        rows.extend(compare::<
            payments::models::Payment,
            derived::payments::Payment,
        >(c, &body, |it| it.validate().is_ok()));
    }
    criterion.final_summary();
    println!("\nours / theirs, less is better for ours; `-` where theirs does not allocate\n");
    println!("| body | | against | time | allocations |\n|---|---|---|---|---|");
    for row in rows.iter().filter(|row| row.time.is_finite()) {
        let allocations = row.allocations.map_or("-".into(), |it| format!("{it:.2}"));
        println!(
            "| {} | {} | {} | {:.2} | {allocations} |",
            row.body, row.action, row.theirs, row.time
        );
    }
}
