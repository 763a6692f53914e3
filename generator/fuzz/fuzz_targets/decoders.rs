//! A body of any bytes → the emitted decoders and validators: what is read can be written and read
//! again, and nothing panics. The first byte says which type.
#![no_main]

use libfuzzer_sys::fuzz_target;
use oasmith_cases::support::codec::{Wire, from_json, to_json};
use oasmith_cases::support::violations::Validate;
use oasmith_cases::{
    c09_required_elsewhere as required, c17_recursion as recursion,
    c18_unions_without_tag as unions, c19_discriminator as discriminator,
    c20_inheritance as inheritance, c21_open_enum as open, c23_merging as merging,
    c26_patterns as patterns, c33_numbers as numbers, c34_constraints_off_fields as constraints,
    c36_other_properties as properties, c40_bytes_in_json as bytes_in_json,
    c41_boolean_schemas as schemas,
};

fn read<T: Wire + Validate>(bytes: &[u8]) {
    let Ok(value) = from_json::<T>(bytes) else {
        return;
    };
    // What it breaks is said or not; either is an end.
    let _ = value.validate();
    let written = to_json(&value).expect("what was read can be written");
    if let Err(fault) = from_json::<T>(&written) {
        panic!("{}: {fault}", String::from_utf8_lossy(&written));
    }
}

/// A type of each kind that reading and checking tell apart.
const TYPES: &[fn(&[u8])] = &[
    read::<recursion::models::Node>,
    read::<recursion::models::Tree>,
    read::<recursion::models::Expression>,
    read::<recursion::models::Loop>,
    read::<recursion::models::Heir>,
    read::<unions::models::Any>,
    read::<unions::models::ByConstant>,
    read::<unions::models::ByProperty>,
    read::<unions::models::ByType>,
    read::<unions::models::Overlapping>,
    read::<discriminator::models::ByName>,
    read::<discriminator::models::FastApi>,
    read::<discriminator::models::Mapped>,
    read::<discriminator::models::Undeclared>,
    read::<inheritance::models::Home>,
    read::<inheritance::models::Limit>,
    read::<open::models::Run>,
    read::<merging::models::Both>,
    read::<merging::models::Never>,
    read::<patterns::models::Texts>,
    read::<numbers::models::Numbers>,
    read::<constraints::models::All>,
    read::<constraints::models::Either>,
    read::<properties::models::ClosedBranch>,
    read::<properties::models::Patterned>,
    read::<properties::models::PatternedToo>,
    read::<properties::models::Ruled>,
    read::<properties::models::Unevaluated>,
    read::<bytes_in_json::models::File>,
    read::<schemas::models::Holder>,
    read::<schemas::models::Longer>,
    read::<schemas::models::Marks>,
    read::<required::models::InUnion>,
];

fuzz_target!(|bytes: &[u8]| {
    if let Some((first, body)) = bytes.split_first() {
        TYPES[usize::from(*first) % TYPES.len()](body);
    }
});
