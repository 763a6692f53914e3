//! What the types of the cases do on the wire: JSON → value → JSON, what is refused, and what
//! validation reports.

mod cases {
    pub mod absence;
    pub mod bases;
    pub mod blocking;
    pub mod bodies;
    pub mod callbacks;
    pub mod callers;
    pub mod calls;
    pub mod charsets;
    pub mod coded_requests;
    pub mod collection_formats;
    pub mod combined_lists;
    pub mod constraints;
    pub mod delimiters;
    pub mod described;
    pub mod digits;
    pub mod dynamic;
    pub mod echoed;
    pub mod exchanges;
    pub mod expectations;
    pub mod failures;
    pub mod faulty_parts;
    pub mod fetched_credentials;
    pub mod forms_of_20;
    pub mod hostile;
    pub mod http;
    pub mod idempotency_keys;
    pub mod judged;
    pub mod keywords;
    pub mod letter;
    pub mod many_variants;
    pub mod names;
    pub mod oauth2;
    pub mod other_names;
    pub mod pages;
    pub mod parameter_defaults;
    pub mod parameter_faults;
    pub mod parameters;
    pub mod part_headers;
    pub mod parts;
    pub mod parts_written;
    pub mod places;
    pub mod presets;
    pub mod read_only;
    pub mod reasons;
    pub mod reconnecting;
    pub mod rejections;
    pub mod replies;
    pub mod response_headers;
    pub mod response_media_types;
    pub mod retries;
    pub mod routes;
    pub mod scalars;
    pub mod scripted;
    pub mod secrets;
    pub mod security;
    pub mod selection;
    pub mod several;
    pub mod several_unions;
    pub mod shapes;
    pub mod stated_pages;
    pub mod streams;
    pub mod styles;
    pub mod text_parameters;
    pub mod together;
    pub mod undeclared;
    pub mod unevaluated;
    pub mod unions;
    pub mod webhooks;
    pub mod wide_integers;
    pub mod work;
    pub mod wrappers;
}

use std::fmt::Debug;

use oasmith_cases::support::codec::{Wire, from_json, to_json};
use oasmith_cases::support::violations::Validate;

/// The value of a text.
fn read<T: Wire>(text: &str) -> T {
    from_json(text.as_bytes()).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

fn written<T: Wire>(value: &T) -> String {
    let text = to_json(value).expect("it has a JSON form");
    String::from_utf8(text).expect("JSON is UTF-8")
}

/// The text is read and written as it was.
fn same<T: Wire>(text: &str) {
    becomes::<T>(text, text);
}

/// The text is read, and written as another.
fn becomes<T: Wire>(text: &str, other: &str) {
    assert_eq!(written(&read::<T>(text)), other);
}

/// The text is not read, with this message at this pointer.
fn refused<T: Wire + Debug>(text: &str, pointer: &str, message: &str) {
    match from_json::<T>(text.as_bytes()) {
        Ok(value) => panic!("{text} is {value:?}"),
        Err(fault) => assert_eq!(
            (&*fault.pointer, &*fault.message),
            (pointer, message),
            "{text}"
        ),
    }
}

/// The text is read, and validation reports just this, joined by `; `; nothing if there is nothing.
fn reports<T: Wire + Validate>(text: &str, violations: &str) {
    let found = match read::<T>(text).validate() {
        Ok(()) => String::new(),
        Err(found) => found.to_string(),
    };
    assert_eq!(found, violations, "{text}");
}
