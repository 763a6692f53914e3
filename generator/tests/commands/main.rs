//! The commands beside `generate`: what they print, write and return.

mod check;
mod folder;
mod init;
#[cfg(target_os = "linux")]
mod input;
mod model;
