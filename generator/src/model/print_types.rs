//! The types of a model as text.

use super::{
    Api, Argument, Base, Check, DiscriminatorValue, Engine, Enumeration, Field, Others, Presence,
    Rest, Rule, Scalar, Shape, Tuple, Ty, TypeDef, Union, UnionOthers,
};
use crate::config::RustPath;
use crate::printable;

/// Adds a line; quoted line breaks are escaped.
pub(super) fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.push_str(&printable::line(&text.to_string()));
    out.push('\n');
}

pub(super) fn type_def(out: &mut String, api: &Api, def: &TypeDef) {
    let mut notes = String::new();
    if def.deprecated {
        notes.push_str(" (deprecated)");
    }
    if !def.derives.is_empty() {
        let derives: Vec<_> = def.derives.iter().map(RustPath::as_str).collect();
        notes.push_str(&format!(" (derives {})", derives.join(", ")));
    }
    notes.push_str(secret(def.secret));
    match &def.shape {
        Shape::Alias(ty) => line(
            out,
            format_args!("type {} = {}{notes}", def.name, show(api, ty)),
        ),
        Shape::Newtype(ty) => line(
            out,
            format_args!("newtype {} = {}{notes}", def.name, show(api, ty)),
        ),
        Shape::Enum(enumeration) => enum_block(out, &def.name, &notes, enumeration),
        Shape::Union(union) => union_block(out, api, &def.name, &notes, union),
        Shape::Tuple(tuple) => tuple_block(out, api, &def.name, &notes, tuple),
        Shape::Struct(structure) => {
            line(out, format_args!("struct {}{notes}", def.name));
            for field in &structure.fields {
                field_line(out, api, field);
            }
            for fields in &structure.patterns {
                let pattern = show_check(api, &Check::Pattern(fields.pattern));
                let (ty, secret) = (show(api, &fields.ty), secret(fields.secret));
                line(
                    out,
                    format_args!("    {}: {pattern}, {ty}{secret}", fields.name),
                );
            }
            for check in &structure.checks {
                line(out, format_args!("    {}", show_check(api, check)));
            }
            match &structure.rest {
                Rest::Skip => {}
                Rest::Forbid => line(out, format_args!("    no other properties")),
                Rest::Keep {
                    name,
                    ty,
                    secret: is_secret,
                    declared,
                } => {
                    let of = if *declared { "others" } else { "undeclared" };
                    let (ty, secret) = (show(api, ty), secret(*is_secret));
                    line(out, format_args!("    {name}: {of}, {ty}{secret}"))
                }
            }
        }
    }
}

fn enum_block(out: &mut String, name: &str, deprecated: &str, enumeration: &Enumeration) {
    let of = match enumeration.base {
        Base::Text => "",
        Base::Integer => " of integers",
        Base::Any => " of any values",
    };
    let others = match enumeration.others {
        Others::Unknown => "",
        Others::Allowed => ", others allowed",
        Others::Forbidden => ", closed",
    };
    line(out, format_args!("enum {name}{of}{others}{deprecated}"));
    for variant in &enumeration.variants {
        line(out, format_args!("    {} {:?}", variant.name, variant.wire));
    }
}

fn union_block(out: &mut String, api: &Api, name: &str, deprecated: &str, union: &Union) {
    let discriminator = union
        .discriminator
        .as_ref()
        .map(|property| format!(" by {property:?}"))
        .unwrap_or_default();
    let selector = union
        .selector
        .as_ref()
        .map(|selector| format!(" by {:?} if there", selector.property))
        .unwrap_or_default();
    let exclusive = if union.exclusive { ", exclusive" } else { "" };
    let others = match &union.others {
        UnionOthers::Forbidden if union.discriminator.is_some() => ", closed".to_owned(),
        UnionOthers::Variant(name) => format!(", others in {name}"),
        UnionOthers::Unknown | UnionOthers::Forbidden => String::new(),
    };
    line(
        out,
        format_args!("union {name}{discriminator}{selector}{exclusive}{others}{deprecated}"),
    );
    for (index, variant) in union.variants.iter().enumerate() {
        let selecting = union.selector.as_ref().and_then(|it| it.values.get(index));
        let values = selecting.unwrap_or(&variant.discriminator_values).iter();
        let values = values.map(|value| match value {
            DiscriminatorValue::Text(text) => format!(" {text:?}"),
            value => format!(" {value}"),
        });
        let values: String = values.collect();
        let (ty, secret) = (show(api, &variant.ty), secret(variant.secret));
        line(
            out,
            format_args!("    {}{values}: {ty}{secret}", variant.name),
        );
    }
}

fn tuple_block(out: &mut String, api: &Api, name: &str, notes: &str, tuple: &Tuple) {
    line(out, format_args!("tuple {name}{notes}"));
    for item in &tuple.items {
        let optional = if item.required { "" } else { " optional" };
        let (ty, secret) = (show(api, &item.ty), secret(item.secret));
        line(
            out,
            format_args!("    {}: {ty}{optional}{secret}", item.name),
        );
    }
    for check in &tuple.checks {
        line(out, format_args!("    {}", show_check(api, check)));
    }
    if let Some(rest) = &tuple.rest {
        let (ty, secret) = (show(api, &rest.ty), secret(rest.secret));
        line(out, format_args!("    {}: others, {ty}{secret}", rest.name));
    }
}

/// The word for what `Debug` redacts.
fn secret(is_secret: bool) -> &'static str {
    if is_secret { " secret" } else { "" }
}

fn field_line(out: &mut String, api: &Api, field: &Field) {
    let presence = match field.presence {
        Presence::Required => "",
        Presence::Optional => " optional",
        Presence::Patch => " optional or null",
        Presence::NullOrAbsent => " optional or null, alike",
    };
    let wire = if field.wire == field.name {
        String::new()
    } else {
        format!(" {:?}", field.wire)
    };
    let secret = secret(field.secret);
    let deprecated = if field.deprecated { " deprecated" } else { "" };
    let preset = field.preset.as_ref().map(|preset| format!(" = {preset}"));
    let preset = preset.unwrap_or_default();
    let ty = show(api, &field.ty);
    line(
        out,
        format_args!(
            "    {}{wire}: {ty}{preset}{presence}{secret}{deprecated}",
            field.name
        ),
    );
}

pub(super) fn show(api: &Api, ty: &Ty) -> String {
    match ty {
        Ty::Any => "any".to_owned(),
        Ty::Scalar(scalar) => show_scalar(*scalar).to_owned(),
        Ty::Never => "never".to_owned(),
        Ty::Foreign(ty) => format!("foreign {ty}"),
        Ty::Tuple(items) => {
            let items: Vec<_> = items.iter().map(|item| show(api, item)).collect();
            format!("({})", items.join(", "))
        }
        Ty::List(item) => format!("[{}]", show(api, item)),
        Ty::Map(value) => format!("{{{}}}", show(api, value)),
        Ty::Nullable(inner) => format!("{} or null", show(api, inner)),
        Ty::Boxed(inner) => format!("boxed {}", show(api, inner)),
        Ty::Named(id) => api.ty(*id).name.clone(),
        Ty::Checked(inner, checks) => {
            let checks: Vec<_> = checks.iter().map(|check| show_check(api, check)).collect();
            format!("{}({})", show(api, inner), checks.join(", "))
        }
    }
}

fn show_scalar(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Null => "null",
        Scalar::Boolean => "boolean",
        Scalar::I8 => "i8",
        Scalar::I16 => "i16",
        Scalar::I32 => "i32",
        Scalar::I64 => "i64",
        Scalar::I128 => "i128",
        Scalar::U8 => "u8",
        Scalar::U16 => "u16",
        Scalar::U32 => "u32",
        Scalar::U64 => "u64",
        Scalar::F32 => "f32",
        Scalar::F64 => "f64",
        Scalar::ExactInteger => "exact integer",
        Scalar::ExactNumber => "exact number",
        Scalar::Text => "string",
        Scalar::Uuid => "uuid",
        Scalar::Bytes => "bytes",
        Scalar::Binary => "binary",
        Scalar::DateTime => "date-time",
        Scalar::Date => "date",
        Scalar::Ipv4 => "ipv4",
        Scalar::Ipv6 => "ipv6",
    }
}

pub(super) fn show_rule(api: &Api, rule: &Rule) -> String {
    let show_all = |rules: &[Rule]| {
        let rules: Vec<_> = rules.iter().map(|rule| show_rule(api, rule)).collect();
        rules.join(", ")
    };
    match rule {
        Rule::Anything => "anything".to_owned(),
        Rule::Nothing => "nothing".to_owned(),
        Rule::Types(names) => names.join(" or "),
        Rule::Listed(values) => format!("one of {}", values.join(", ")),
        Rule::Holds(check) => show_check(api, check),
        Rule::Required(names) => format!("has {names:?}"),
        Rule::Only(names) => format!("has only {names:?}"),
        Rule::Property(name, rule) => format!("{name:?} is {}", show_rule(api, rule)),
        Rule::Matching(index, rule) => {
            let pattern = &api.patterns[*index].source;
            format!("names like {pattern:?} are {}", show_rule(api, rule))
        }
        Rule::Others {
            names,
            patterns,
            rule,
        } => {
            let patterns = patterns.iter().map(|index| &*api.patterns[*index].source);
            let patterns: Vec<&str> = patterns.collect();
            let rule = show_rule(api, rule);
            format!("names beside {names:?} and like {patterns:?} are {rule}")
        }
        Rule::Items(first, rest) => {
            let rest = show_rule(api, rest);
            format!("items are ({}), then each is {rest}", show_all(first))
        }
        Rule::Names(rule) => format!("names are {}", show_rule(api, rule)),
        Rule::Each(rule) => format!("each is {}", show_rule(api, rule)),
        Rule::Contains { rule, min, max } => match max {
            Some(max) => format!("{min} to {max} are {}", show_rule(api, rule)),
            None => format!("{min} at least are {}", show_rule(api, rule)),
        },
        Rule::Not(rule) => format!("not ({})", show_rule(api, rule)),
        Rule::All(rules) => format!("all of ({})", show_all(rules)),
        Rule::Any(rules) => format!("any of ({})", show_all(rules)),
        Rule::One(rules) => format!("one of ({})", show_all(rules)),
        Rule::When(rules) => format!("if, then, else ({})", show_all(&rules[..])),
        Rule::OtherProperties(rules) => {
            format!("rule, then other properties ({})", show_all(&rules[..]))
        }
        Rule::OtherItems(rules) => format!("rule, then other items ({})", show_all(&rules[..])),
        Rule::Named(index) => api.rules[*index].name.clone(),
    }
}

fn show_check(api: &Api, check: &Check) -> String {
    let keyword = check.keyword();
    match check.argument() {
        Argument::None => keyword.to_owned(),
        Argument::Count(limit) => format!("{keyword} {limit}"),
        Argument::Number(number) => format!("{keyword} {number}"),
        Argument::Pattern(index) => {
            let pattern = &api.patterns[index];
            let how = match &pattern.engine {
                Engine::Runs(_) => "",
                Engine::Linear(_) => " in linear time",
                Engine::Backtracking(_) => " by backtracking",
            };
            format!("{keyword} {:?}{how}", pattern.source)
        }
        Argument::Format(format) => format!("{keyword} {}", format.name()),
        Argument::Dependency(key, others) => format!("with {key:?} also {others:?}"),
        Argument::Rule(rule) => format!("{keyword}: {}", show_rule(api, rule)),
    }
}
