//! `codec`: the wire form of the types, as tables that macros of the runtime expand.
//!
//! The tables are written as text: no formatter lays the inside of a macro out.

use std::collections::BTreeSet;

use crate::emit::rust::{Types, ident, string};
use crate::model::{
    Api, Base, DiscriminatorValue, Enumeration, JsonType, Others, Presence, Rest, Shape, Struct,
    Tuple, Ty, TypeDef, Union, UnionOthers, UnionVariant, facts,
};

/// The file.
pub fn emit(api: &Api) -> String {
    let head =
        "//! The wire form of the types: for each property its presence and its name there.\n";
    let mut macros = BTreeSet::new();
    let mut tables = String::new();
    let mut newtypes = Vec::new();
    for def in &api.types {
        if let Shape::Newtype(_) = def.shape {
            newtypes.push(def.name.as_str());
        }
        if let Some((name, table)) = table(api, def) {
            macros.insert(name);
            tables.push_str(&format!("\n{name}!({table});\n"));
        }
    }
    if !newtypes.is_empty() {
        macros.insert("newtypes");
        let lines = newtypes
            .iter()
            .map(|name| format!("    models::{},\n", ident(name)));
        tables.push_str(&format!("\nnewtypes!(\n{});\n", lines.collect::<String>()));
    }
    let boxed = boxed(api);
    if !boxed.is_empty() {
        macros.insert("boxes");
        let lines: String = boxed.iter().map(|ty| format!("    {ty},\n")).collect();
        tables.push_str(&format!("\nboxes!(\n{lines});\n"));
    }
    let foreign = facts::replacement_types(api);
    if !foreign.is_empty() {
        macros.insert("foreign");
        let lines: String = foreign
            .iter()
            .map(|path| format!("    {path},\n"))
            .collect();
        tables.push_str(&format!("\nforeign!(\n{lines});\n"));
    }
    if macros.is_empty() {
        return head.to_owned();
    }
    let imports = imports(&macros);
    let validators = validators(api);
    let models = if tables.contains("models::") {
        "use super::models;\n"
    } else {
        ""
    };
    format!("{head}\n{models}{imports}{validators}{tables}")
}

/// The boxed types, each once, whatever its names are.
fn boxed(api: &Api) -> BTreeSet<String> {
    let types = Types::outside(api);
    let found = facts::all_uses(api).into_iter().filter_map(|ty| match ty {
        Ty::Boxed(inner) => Some(types.ty(api.plain(inner)).to_string().replace(' ', "")),
        _ => None,
    });
    found.collect()
}

/// Where the macros come from, by their modules.
const MACROS: &[(&str, &[&str])] = &[
    ("codec", &["boxes", "foreign", "newtypes", "object"]),
    (
        "codec::enums",
        &["integer_enum", "string_enum", "value_enum"],
    ),
    ("codec::tuples", &["tuple"]),
    ("unions", &["discriminated_union", "undiscriminated_union"]),
];

/// Imports macros, each with the module that its expansion names. All expansions name `codec`.
fn imports(macros: &BTreeSet<&str>) -> String {
    let mut imports = String::new();
    for (module, names) in MACROS {
        let used: Vec<_> = names
            .iter()
            .filter(|name| macros.contains(*name))
            .copied()
            .collect();
        let names_module = *module != "codec::enums" || used.contains(&"value_enum");
        match (&used[..], names_module) {
            ([], _) if *module == "codec" => imports.push_str("use super::support::codec;\n"),
            ([], _) => {}
            (used, true) => {
                let used = used.join(", ");
                imports.push_str(&format!(
                    "use super::support::{module}::{{self, {used}}};\n"
                ));
            }
            ([only], false) => {
                imports.push_str(&format!("use super::support::{module}::{only};\n"));
            }
            (used, false) => {
                let used = used.join(", ");
                imports.push_str(&format!("use super::support::{module}::{{{used}}};\n"));
            }
        }
    }
    imports
}

/// The patterns that tell properties apart, and the rules that tell variants apart, are those of the
/// validators.
fn validators(api: &Api) -> String {
    let has_patterns = facts::property_patterns(api).next().is_some();
    let has_rules = facts::variant_rules(api).next().is_some();
    let imports = [
        (has_rules, "use super::support::rules;\n"),
        (has_patterns, "use super::support::validate::pattern;\n"),
        (has_patterns || has_rules, "use super::validate;\n"),
    ];
    let imports = imports.into_iter().filter(|(is_needed, _)| *is_needed);
    imports.map(|(_, import)| import).collect()
}

/// The table of a type: the name of the macro, and its arguments.
fn table(api: &Api, def: &TypeDef) -> Option<(&'static str, String)> {
    let name = format!("models::{}", ident(&def.name));
    Some(match &def.shape {
        Shape::Struct(structure) => (
            "object",
            format!(
                "{name}, {}{}, {{\n{}}}",
                matched(api, structure),
                rest(structure),
                fields(structure)
            ),
        ),
        Shape::Enum(enumeration) => enum_table(&name, enumeration),
        Shape::Union(union) => union_table(api, &name, union),
        Shape::Tuple(tuple) => ("tuple", tuple_table(&name, tuple)),
        Shape::Newtype(_) | Shape::Alias(_) => return None,
    })
}

fn matched(api: &Api, structure: &Struct) -> String {
    let patterns = structure.patterns.iter().map(|fields| {
        let pattern = ident(&api.patterns[fields.pattern].name);
        format!("[{}: validate::{pattern}] ", ident(&fields.name))
    });
    patterns.collect()
}

fn rest(structure: &Struct) -> String {
    match &structure.rest {
        Rest::Skip => "skip".to_owned(),
        Rest::Forbid => "deny".to_owned(),
        Rest::Keep {
            name,
            declared: true,
            ..
        } => format!("keep in {}", ident(name)),
        Rest::Keep { name, .. } => format!("retain in {}", ident(name)),
    }
}

fn fields(structure: &Struct) -> String {
    let lines = structure.fields.iter().map(|field| {
        let presence = match field.presence {
            Presence::Required => "required",
            Presence::Optional => "optional",
            Presence::Patch => "patch",
            Presence::NullOrAbsent => "lenient",
        };
        format!(
            "    {}: {presence} {},\n",
            ident(&field.name),
            string(&field.wire)
        )
    });
    lines.collect()
}

fn enum_table(name: &str, enumeration: &Enumeration) -> (&'static str, String) {
    let others = match enumeration.others {
        Others::Unknown => "",
        Others::Allowed => " others in Other,",
        Others::Forbidden => " no others,",
    };
    let lines = enumeration.variants.iter().map(|variant| {
        let wire = match enumeration.base {
            Base::Text | Base::Any => string(&variant.wire).to_string(),
            Base::Integer => variant.wire.clone(),
        };
        format!("    {}: {wire},\n", ident(&variant.name))
    });
    let lines: String = lines.collect();
    let macro_name = match enumeration.base {
        Base::Text => "string_enum",
        Base::Integer => "integer_enum",
        Base::Any => "value_enum",
    };
    (macro_name, format!("{name},{others} {{\n{lines}}}"))
}

fn union_table(api: &Api, name: &str, union: &Union) -> (&'static str, String) {
    let Some(discriminator) = &union.discriminator else {
        return ("undiscriminated_union", undiscriminated(api, name, union));
    };
    let others = match &union.others {
        UnionOthers::Unknown => String::new(),
        UnionOthers::Variant(name) => format!(" others in {},", ident(name)),
        UnionOthers::Forbidden => " no others,".to_owned(),
    };
    let lines = union.variants.iter();
    let line = |it: &UnionVariant| {
        let values = discriminator_values(&it.discriminator_values);
        format!("    {}: {values},\n", ident(&it.name))
    };
    let lines = lines.map(line);
    let (key, lines) = (string(discriminator), lines.collect::<String>());
    let table = format!("{name}, {key},{others} {{\n{lines}}}");
    ("discriminated_union", table)
}

fn undiscriminated(api: &Api, name: &str, union: &Union) -> String {
    let line = |(index, variant): (usize, &UnionVariant)| {
        let selector = union.selector.as_ref();
        let values = selector.and_then(|selector| selector.values.get(index));
        let values = values.map(|values| format!(" = {}", discriminator_values(values)));
        let values = values.unwrap_or_default();
        let rule = variant.rule.and_then(|rule| api.rules.get(rule));
        let rule = rule.map(|rule| format!(" [by validate::{}]", ident(&rule.name)));
        format!(
            "    {}: {}{}{values},\n",
            ident(&variant.name),
            json_types(variant),
            rule.unwrap_or_default()
        )
    };
    let lines: String = union.variants.iter().enumerate().map(line).collect();
    let selector = union.selector.as_ref();
    let selector = selector.map(|it| format!(" selected by {},", string(&it.property)));
    format!("{name},{} {{\n{lines}}}", selector.unwrap_or_default())
}

fn discriminator_values(values: &[DiscriminatorValue]) -> String {
    if values.is_empty() {
        return "_".to_owned();
    }
    let values = values.iter();
    let values = values.map(|value| match value {
        DiscriminatorValue::Text(text) => string(text).to_string(),
        value => value.to_string(),
    });
    values.collect::<Vec<_>>().join(" | ")
}

fn json_types(variant: &UnionVariant) -> String {
    let types = variant.json_types.iter().map(|json_type| match json_type {
        JsonType::Null => "null",
        JsonType::Boolean => "boolean",
        JsonType::Number => "number",
        JsonType::Text => "text",
        JsonType::Array => "array",
        JsonType::Object => "object",
    });
    types.collect::<Vec<_>>().join(" ")
}

fn tuple_table(name: &str, tuple: &Tuple) -> String {
    let rest = tuple
        .rest
        .as_ref()
        .map(|rest| format!(", rest in {}", ident(&rest.name)))
        .unwrap_or_default();
    let lines = tuple.items.iter().map(|item| {
        let presence = if item.required {
            "required"
        } else {
            "optional"
        };
        format!("    {}: {presence},\n", ident(&item.name))
    });
    format!("{name}{rest}, {{\n{}}}", lines.collect::<String>())
}
