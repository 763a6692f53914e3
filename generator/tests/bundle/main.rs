//! Bundles: one document that says the same as all files of a description.

mod command;
mod corpus;
mod files;
mod many;
mod meaning;
mod nodes;
mod selection;
mod support;
