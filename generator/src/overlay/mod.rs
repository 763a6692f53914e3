//! OpenAPI Overlays, applied to the nodes of a description before it is read (Overlay 1.0 and 1.1).
//!
//! An overlay with a fault stops the run: with half of its changes it would be another description.

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

/// Refuses overlays.
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
