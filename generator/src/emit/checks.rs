//! Constraints of a type → the functions of the support code that check them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::rust::{Types, count, ident, string};
use crate::model::{Api, Bound, Check, Field, Presence, Rule, Scalar, Shape, Ty, facts};

/// A call for each constraint: a line that comes or goes with it.
pub fn field_checks(api: &Api, field: &Field, constrained: &[bool]) -> Vec<TokenStream> {
    let (key, name) = (string(&field.wire), ident(&field.name));
    let method = match field.presence {
        Presence::Required => ident("required"),
        Presence::Optional | Presence::NullOrAbsent => ident("optional"),
        Presence::Patch => ident("patch"),
    };
    let checks = checks(api, &field.ty, constrained);
    checks
        .iter()
        .map(|check| quote!(report.#method(#key, &self.#name, #check);))
        .collect()
}

/// The functions that check a value of a type.
pub fn checks(api: &Api, ty: &Ty, constrained: &[bool]) -> Vec<TokenStream> {
    let nested = |method: &str, inner: &Ty| {
        let (method, checks) = (ident(method), checks(api, inner, constrained));
        checks.iter().map(|check| quote!(#method(#check))).collect()
    };
    match ty {
        Ty::Checked(inner, own) => {
            let own = own
                .iter()
                .map(|check| wrapped(check, inner, function(api, check)));
            own.chain(checks(api, inner, constrained)).collect()
        }
        Ty::Tuple(items) => {
            let calls: Vec<TokenStream> = items
                .iter()
                .enumerate()
                .flat_map(|(index, item)| {
                    let place = Literal::usize_unsuffixed(index);
                    let checks = checks(api, item, constrained);
                    let calls = checks
                        .into_iter()
                        .map(move |check| quote!(report.below(#place, &value.#place, #check);));
                    calls.collect::<Vec<_>>()
                })
                .collect();
            if calls.is_empty() {
                return Vec::new();
            }
            let ty = Types::outside(api).ty(ty);
            vec![quote!((|value: &#ty, report: &mut Report| { #(#calls)* }))]
        }
        Ty::List(item) => nested("items", item),
        Ty::Map(value) => nested("values", value),
        Ty::Nullable(inner) => nested("nullable", inner),
        Ty::Boxed(inner) if facts::is_constrained(inner, constrained) => {
            vec![quote!(Validate::check)]
        }
        Ty::Named(id) => match &api.ty(*id).shape {
            // Another name is no type of its own, to which constraints could be bound.
            Shape::Alias(ty) => checks(api, ty, constrained),
            _ if constrained[id.0] => vec![quote!(Validate::check)],
            _ => Vec::new(),
        },
        Ty::Any | Ty::Scalar(_) | Ty::Boxed(_) | Ty::Never | Ty::Foreign(_) => Vec::new(),
    }
}

/// A check as it is for a type: one that is made for another is reached through it.
fn wrapped(check: &Check, ty: &Ty, function: TokenStream) -> TokenStream {
    match (check, ty) {
        (Check::MinLength(_) | Check::MaxLength(_) | Check::Pattern(_), Ty::Scalar(scalar))
            if *scalar != Scalar::Text =>
        {
            quote!(as_text(#function))
        }
        (
            Check::MinLength(_) | Check::MaxLength(_) | Check::Pattern(_) | Check::Format(_),
            Ty::Any,
        ) => quote!(if_text(#function)),
        (Check::Minimum(_) | Check::Maximum(_) | Check::MultipleOf(_), Ty::Any) => {
            quote!(if_number(#function))
        }
        (Check::MinItems(_) | Check::MaxItems(_) | Check::UniqueItems, Ty::Any) => {
            quote!(if_list(#function))
        }
        (
            Check::MinProperties(_) | Check::MaxProperties(_) | Check::DependentRequired(..),
            Ty::Any,
        ) => quote!(if_object(#function)),
        _ => function,
    }
}

pub fn function(api: &Api, check: &Check) -> TokenStream {
    let name = ident(function_name(check));
    match check {
        Check::MinLength(limit)
        | Check::MaxLength(limit)
        | Check::MinItems(limit)
        | Check::MaxItems(limit)
        | Check::MinProperties(limit)
        | Check::MaxProperties(limit) => {
            let limit = count(*limit);
            quote!(#name(#limit))
        }
        Check::UniqueItems => quote!(#name()),
        Check::Pattern(index) => {
            let pattern = ident(&api.patterns[*index].name);
            quote!(#name(&#pattern))
        }
        Check::Format(format) => {
            let format = ident(format.variant());
            quote!(#name(Format::#format))
        }
        Check::Minimum(Bound { number, .. })
        | Check::Maximum(Bound { number, .. })
        | Check::MultipleOf(number) => {
            let number = string(number);
            quote!(#name(#number))
        }
        Check::DependentRequired(key, others) => {
            let (key, others) = (string(key), others.iter().map(|other| string(other)));
            quote!(#name(#key, &[#(#others),*]))
        }
        Check::Rule(keyword, rule) => match &**rule {
            Rule::Names(rule) => {
                let rule = self::rule(api, rule);
                quote!(property_names(#rule))
            }
            rule => {
                let (keyword, rule) = (string(keyword), self::rule(api, rule));
                quote!(#name(#keyword, #rule))
            }
        },
    }
}

fn function_name(check: &Check) -> &'static str {
    match check {
        Check::MinLength(_) => "min_length",
        Check::MaxLength(_) => "max_length",
        Check::MinItems(_) => "min_items",
        Check::MaxItems(_) => "max_items",
        Check::MinProperties(_) => "min_properties",
        Check::MaxProperties(_) => "max_properties",
        Check::UniqueItems => "unique_items",
        Check::Pattern(_) => "pattern",
        Check::Format(_) => "format",
        Check::Minimum(Bound {
            exclusive: false, ..
        }) => "minimum",
        Check::Minimum(Bound {
            exclusive: true, ..
        }) => "exclusive_minimum",
        Check::Maximum(Bound {
            exclusive: false, ..
        }) => "maximum",
        Check::Maximum(Bound {
            exclusive: true, ..
        }) => "exclusive_maximum",
        Check::MultipleOf(_) => "multiple_of",
        Check::DependentRequired(..) => "dependent_required",
        Check::Rule(..) => "rule",
    }
}

/// Whether a name matches a pattern, as a function.
fn matching(api: &Api, index: usize) -> TokenStream {
    let pattern = ident(&api.patterns[index].name);
    quote!(|name: &str| matches(&#pattern, name))
}

/// A rule as calls of the functions that it is made of.
fn rule(api: &Api, rule: &Rule) -> TokenStream {
    let strings = |texts: &[String]| -> Vec<_> { texts.iter().map(|text| string(text)).collect() };
    let all =
        |rules: &[Rule]| -> Vec<_> { rules.iter().map(|rule| self::rule(api, rule)).collect() };
    match rule {
        Rule::Anything => quote!(rules::anything),
        Rule::Nothing => quote!(rules::nothing),
        Rule::Types(names) => {
            let names = names.iter().map(|name| string(name));
            quote!(rules::types(&[#(#names),*]))
        }
        Rule::Listed(values) => {
            let values = strings(values);
            quote!(rules::listed(&[#(#values),*]))
        }
        Rule::Holds(check) => {
            let check = wrapped(check, &Ty::Any, function(api, check));
            quote!(rules::holds(#check))
        }
        Rule::Required(names) => {
            let names = strings(names);
            quote!(rules::required(&[#(#names),*]))
        }
        Rule::Only(names) => {
            let names = strings(names);
            quote!(rules::only(&[#(#names),*]))
        }
        Rule::Property(name, rule) => {
            let (name, rule) = (string(name), self::rule(api, rule));
            quote!(rules::property(#name, #rule))
        }
        Rule::Matching(index, rule) => {
            let (names, rule) = (matching(api, *index), self::rule(api, rule));
            quote!(rules::matching(#names, #rule))
        }
        Rule::Others {
            names,
            patterns,
            rule,
        } => {
            let (names, rule) = (strings(names), self::rule(api, rule));
            let patterns = patterns.iter().map(|index| matching(api, *index));
            quote!(rules::others(&[#(#names),*], &[#(&#patterns),*], #rule))
        }
        Rule::Items(first, rest) => {
            let (first, rest) = (all(first), self::rule(api, rest));
            quote!(rules::prefix_items(&[#(&#first),*], #rest))
        }
        Rule::Names(rule) => {
            let rule = self::rule(api, rule);
            quote!(rules::names(#rule))
        }
        Rule::Each(rule) => {
            let rule = self::rule(api, rule);
            quote!(rules::each(#rule))
        }
        Rule::Contains { rule, min, max } => {
            let (rule, min) = (self::rule(api, rule), count(*min));
            let max = max.map_or_else(
                || quote!(usize::MAX),
                |max| {
                    let max = count(max);
                    quote!(#max)
                },
            );
            quote!(rules::contains(#min, #max, #rule))
        }
        Rule::Not(rule) => {
            let rule = self::rule(api, rule);
            quote!(rules::not(#rule))
        }
        Rule::All(rules) => {
            let rules = all(rules);
            quote!(rules::all(&[#(&#rules),*]))
        }
        Rule::Any(rules) => {
            let rules = all(rules);
            quote!(rules::any(&[#(&#rules),*]))
        }
        Rule::One(rules) => {
            let rules = all(rules);
            quote!(rules::one(&[#(&#rules),*]))
        }
        Rule::When(rules) => {
            let rules = all(&rules[..]);
            quote!(rules::when(#(#rules),*))
        }
    }
}
