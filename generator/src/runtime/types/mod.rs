//! Types that have both a wire form and constraints: dates and other formats, no value at all.

pub mod bytes;
mod date_time;
pub mod exact;
mod formats;
mod formats_chrono;
mod formats_jiff;
mod formats_time;
mod formats_uuid;
pub mod never;
pub mod secret;
