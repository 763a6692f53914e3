//! A crate that generates its bindings in `build.rs` and keeps them nowhere.

/// The API, as the build script wrote it.
pub mod stages {
    include!(concat!(env!("OUT_DIR"), "/stages/mod.rs"));
}

/// Another one, with constraints wherever they may stand.
pub mod constraints {
    include!(concat!(env!("OUT_DIR"), "/constraints/mod.rs"));
}

/// Parameters of every form that is built.
pub mod parameters {
    include!(concat!(env!("OUT_DIR"), "/parameters/mod.rs"));
}

/// Bodies of several media types.
pub mod media_types {
    include!(concat!(env!("OUT_DIR"), "/media_types/mod.rs"));
}

/// Paths, servers and security schemes out of the ordinary.
pub mod places {
    include!(concat!(env!("OUT_DIR"), "/places/mod.rs"));
}

/// What APIs share.
pub mod common {
    /// The support code.
    pub mod support {
        include!(concat!(env!("OUT_DIR"), "/support/mod.rs"));
    }
}

/// An API with a module for each tag, and the support code of [`common`].
pub mod tags {
    include!(concat!(env!("OUT_DIR"), "/tags/mod.rs"));
}

/// An API with the support code of [`common`].
pub mod sharing {
    include!(concat!(env!("OUT_DIR"), "/sharing/mod.rs"));
}
