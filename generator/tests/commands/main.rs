//! The commands beside `generate`: what they print, write and return.

mod check;
mod folder;
mod init;
mod model;
