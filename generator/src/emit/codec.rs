//! `codec`: the wire form of the types, as tables that macros of the support code expand.
//!
//! The tables are written as text: no formatter lays the inside of a macro out.

use std::fmt::Write;

use super::rust::{ident, string};
use crate::model::{Api, Presence, Rest, Shape, Struct, Variant};

/// The file.
pub fn emit(api: &Api) -> String {
    let structs = api
        .types
        .iter()
        .any(|def| matches!(def.shape, Shape::Struct(_)));
    let enums = api
        .types
        .iter()
        .any(|def| matches!(def.shape, Shape::Enum(_)));
    let mut text =
        "//! The wire form of the types: for each property its presence and its name there.\n"
            .to_owned();
    let imports = match (structs, enums) {
        (true, true) => "{self, object, string_enum}",
        (true, false) => "{self, object}",
        (false, true) => "{self, string_enum}",
        (false, false) => return text,
    };
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "\nuse super::models;\nuse super::support::codec::{imports};\n"
    );
    for def in &api.types {
        let name = ident(&def.name);
        match &def.shape {
            Shape::Struct(structure) => {
                let _ = write!(
                    text,
                    "\nobject!(models::{name}, {}, {{\n{}}});\n",
                    rest(structure),
                    fields(structure)
                );
            }
            Shape::Enum(variants) => {
                let _ = write!(
                    text,
                    "\nstring_enum!(models::{name}, {{\n{}}});\n",
                    values(variants)
                );
            }
            Shape::Alias(_) => {}
        }
    }
    text
}

fn rest(structure: &Struct) -> String {
    match &structure.rest {
        Rest::Skip => "skip".to_owned(),
        Rest::Refuse => "refuse".to_owned(),
        Rest::Keep { name, .. } => format!("keep in {}", ident(name)),
    }
}

fn fields(structure: &Struct) -> String {
    let lines = structure.fields.iter().map(|field| {
        let presence = match field.presence {
            Presence::Required => "required",
            Presence::Optional => "optional",
            Presence::Patch => "patch",
            Presence::Lenient => "lenient",
        };
        format!(
            "    {}: {presence} {},\n",
            ident(&field.name),
            string(&field.wire)
        )
    });
    lines.collect()
}

fn values(variants: &[Variant]) -> String {
    let lines = variants
        .iter()
        .map(|variant| format!("    {}: {},\n", ident(&variant.name), string(&variant.wire)));
    lines.collect()
}
