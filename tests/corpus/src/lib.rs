//! Folders of descriptions, mutants and hard input → what holds of the generator's promises.

pub mod causes;
pub mod claims;
pub mod compile;
pub mod components;
pub mod corpus;
pub mod differential;
pub mod discriminator;
pub mod examples;
pub mod extremes;
pub mod find;
pub mod measure;
pub mod mutants;
pub mod mutate;
pub mod process;
pub mod rustc;
pub mod suite;
pub mod table;
pub mod together;
