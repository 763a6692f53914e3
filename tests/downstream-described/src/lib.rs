//! Servers that describe themselves, and the clients that are generated from that.

pub mod dropshot_api;
pub mod utoipa_api;

/// The client of [`dropshot_api`].
pub mod ships {
    include!(concat!(env!("OUT_DIR"), "/ships/mod.rs"));
}

/// The client of [`utoipa_api`].
pub mod notes {
    include!(concat!(env!("OUT_DIR"), "/notes/mod.rs"));
}
