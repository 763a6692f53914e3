//! The constraints of a description, as functions that check values.

pub mod backtracking;
mod checks;
pub mod format;
mod hostname;
pub mod matcher;
pub mod numbers;
pub mod pattern;
pub mod regex;
mod report;
pub mod text_formats;
mod violations;

pub use checks::{as_text, if_list, if_object, if_text, items, nullable, object, values};
pub use checks::{dependent_required, max_properties, min_properties};
pub use checks::{max_items, max_length, min_items, min_length, unique_items};
pub use report::{DEFAULT_LIMIT, Report, Unions, Valid, Validate};
pub use violations::{Limit, Violation, Violations};

#[allow(unused_imports)]
pub(crate) use report::{enumerations, unconstrained};
#[allow(unused_imports)]
pub(crate) use violations::Listed;
