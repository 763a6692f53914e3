//! An API whose support code is elsewhere, and whose types derive more than others.

use std::collections::HashSet;

use downstream_build::common::support::violations::Violations;
use downstream_build::sharing::models::{FlowDesignation, FlowSetRequest};
use downstream_build::sharing::{Patch, Validate};

#[test]
fn the_support_code_is_that_of_the_other_module() {
    let flow = FlowSetRequest::new("Login", "log in", "Hi", FlowDesignation::Authentication);
    let violations: Violations = flow.validate().expect_err("a slug has no space");
    assert_eq!(violations.to_string(), "/slug must match ^[-a-zA-Z0-9_]+$");
    let patch: downstream_build::common::support::patch::Patch<i32> = Patch::Value(1);
    assert_eq!(patch.value(), Some(&1));
}

#[test]
fn types_derive_what_they_are_told_to() {
    let flow = FlowSetRequest::new("Login", "login", "Hi", FlowDesignation::Authentication);
    let set: HashSet<_> = [flow.clone(), flow].into_iter().collect();
    assert_eq!(set.len(), 1);
}
