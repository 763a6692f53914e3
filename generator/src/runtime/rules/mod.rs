//! Rules over whole values, where no type can hold a constraint: `not`, `if`, `contains` and the like.
//!
//! A rule is a function of any JSON; a value is brought to that once for each rule that it has. It is
//! `None` where a pattern takes too many steps (Kleene's logic of three values), so
//! that not knowing is rejected, under `not` as well. A rule that holds notes which properties and
//! items it has looked at, and one that does not hold why, if somebody asks ([`Seen`]).

mod check;
mod predicates;
mod seen;

pub use check::{property_names, rule};
pub use predicates::{
    AnyNames, AnyRule, all, any, anything, call, contains, decide, each, holds, listed, matching,
    names, not, nothing, one, only, other_items, other_properties, others, prefix_items, property,
    required, types, when,
};
pub use seen::Seen;
