//! What reading and checking a value may take.

mod budget;

pub use budget::{
    Exceeded, Scope, allocate, allocated, exceeded, grow, hold, insert, left, nest, push, release,
    reserve, spend, steps_for,
};
