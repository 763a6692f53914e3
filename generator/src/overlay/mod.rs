//! [`Tree`](crate::source::Tree) → [`Tree`](crate::source::Tree): OpenAPI Overlays 1.0 and 1.1,
//! applied before the description is read.
//!
//! Nothing here knows OpenAPI. An error in an overlay stops the run: a description with half of the
//! changes would be another one.

#[cfg(feature = "overlays")]
mod action;
#[cfg(feature = "overlays")]
mod budget;
#[cfg(feature = "overlays")]
mod change;
#[cfg(feature = "overlays")]
mod jsonpath;
#[cfg(all(test, feature = "overlays"))]
mod tests;

#[cfg(feature = "overlays")]
pub use action::apply;

/// Reports overlays as unsupported by this build.
#[cfg(not(feature = "overlays"))]
pub fn apply(
    _: &mut crate::source::Tree,
    overlays: &[std::path::PathBuf],
    diagnostics: &mut Vec<crate::diagnostic::Diagnostic>,
) -> Result<(), ()> {
    use crate::diagnostic::{Code, Diagnostic, Location};

    if overlays.is_empty() {
        return Ok(());
    }
    let message = "overlays need the feature `overlays` of the crate `oasmith`";
    let diagnostic = Diagnostic::new(Code::InvalidOverlay, Location::outside(), message);
    diagnostics.push(diagnostic);
    Err(())
}
