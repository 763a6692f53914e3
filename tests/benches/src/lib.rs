//! Types that `oasmith` writes, the same types by hand, and bodies to read as both; a server of each.

pub mod bodies;
pub mod derived;
pub mod server;

/// The types of `descriptions`, as the build script wrote them.
pub mod emitted {
    /// A page of items.
    pub mod items {
        include!(concat!(env!("OUT_DIR"), "/items/mod.rs"));
    }

    /// A message with components inside each other.
    pub mod messages {
        include!(concat!(env!("OUT_DIR"), "/messages/mod.rs"));
    }

    /// A payment with its method.
    pub mod payments {
        include!(concat!(env!("OUT_DIR"), "/payments/mod.rs"));
    }

    pub use authentik_stages as stages;
}
