//! How many allocations decoding takes: about as many as with serde's derive.

use allocation_counter::measure;
use oasmith_benches::bodies::{self, Body};
use oasmith_benches::{derived, emitted};
use serde::de::DeserializeOwned;

/// How many allocations it takes to read a text; the value that is read has been dropped.
fn allocations<T: DeserializeOwned>(text: &str) -> u64 {
    let read = || serde_json::from_str::<T>(text).map(drop);
    let mut result = Ok(());
    let counted = measure(|| result = read());
    result.expect("it can be read");
    counted.count_total
}

/// Compares a type of ours with the same type by hand.
fn compare<Ours: DeserializeOwned, Theirs: DeserializeOwned>(body: &Body) {
    let (ours, theirs) = (
        allocations::<Ours>(&body.text),
        allocations::<Theirs>(&body.text),
    );
    eprintln!("{}: {ours} allocations against {theirs}", body.name);

    assert!(
        theirs > 0 && ours * 5 <= theirs * 6,
        "{}: {ours} allocations against {theirs}",
        body.name
    );
}

#[test]
fn decoding_takes_at_most_a_fifth_more_allocations_than_the_derive() {
    use derived::stages::{Duo, Identification, Sms};
    use emitted::stages::models as stages;

    compare::<stages::PatchedAuthenticatorDuoStageRequest, Duo>(&bodies::duo());
    compare::<stages::PatchedAuthenticatorSmsStageRequest, Sms>(&bodies::sms());
    compare::<stages::PatchedIdentificationStageRequest, Identification>(&bodies::identification());
    compare::<emitted::items::models::Page, derived::items::Page>(&bodies::items());
    compare::<emitted::messages::models::Message, derived::messages::Message>(&bodies::message());
    for body in [bodies::payment(), bodies::payment_without_type()] {
        compare::<emitted::payments::models::Payment, derived::payments::Payment>(&body);
    }
}
