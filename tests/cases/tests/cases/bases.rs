//! Bases whose discriminator stands in a part of them: case 70.

use oasmith_cases::c70_parts_of_bases::models::Contact;
use oasmith_cases::support::codec::{self, Fault};
use oasmith_cases::support::validate::Validate;

fn read(json: &str) -> Result<Contact, Fault> {
    codec::from_json(json.as_bytes())
}

#[test]
fn the_discriminator_of_a_part_selects_the_subtype() {
    let json = r#"{"type":"phone","label":"work","country":49}"#;
    let contact = read(json).expect("a phone");
    assert!(matches!(&contact, Contact::Phone(phone) if phone.country == 49));
    assert_eq!(
        codec::to_json(&contact).expect("it is sent"),
        json.as_bytes()
    );
    // Without what the subtype requires, it is no other.
    assert!(read(r#"{"type":"phone","label":"work"}"#).is_err());
}

#[test]
fn a_value_of_no_subtype_is_of_the_base() {
    let contact = read(r#"{"type":"pager","label":"work"}"#).expect("a contact");
    assert!(matches!(contact, Contact::Other(_)));
    let contact = read(r#"{"type":"letter","label":"work"}"#).expect("a contact");
    assert!(contact.validate().is_err());
}
