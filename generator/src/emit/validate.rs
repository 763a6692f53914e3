//! `validate`: the constraints of the types, as calls of the runtime.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::checks::body::Target;
use crate::emit::checks::{Body, Call, Function, Imports, functions};
use crate::emit::responses::{bodies, headers};
use crate::emit::rust::{Types, docs, ident, string};
use crate::emit::{print, requests};
use crate::model::{
    Api, Check, Enumeration, Others, Rest, RestItems, Shape, Struct, Tuple, Ty, TypeDef, Union,
    UnionOthers, facts,
};

/// The file.
pub fn emit(api: &Api) -> String {
    let head = docs::inner(docs::words("The constraints of the types."));
    let mut tables = Tables::default();
    let validators = validators(api, &mut tables);
    let mut imports = Imports::default();
    for (subject, body) in &validators {
        subject.imports(&mut imports);
        body.imports(&mut imports);
    }
    tables.imports(&mut imports);
    let rules = imports.rules(api);
    let constants = imports.constants(api);
    let imports = imports.items();
    let items = validators.iter();
    let items = items.map(|(subject, body)| subject.code(api, body));
    format!(
        "{}{}",
        print(quote!(#head #imports #(#items)* #rules #constants)),
        tables.text()
    )
}

/// What is validated, with its constraints. The types and requests without any are in the tables.
fn validators<'a>(api: &'a Api, tables: &mut Tables) -> Vec<(Subject<'a>, Body<'a>)> {
    let constrained = facts::constrained_types(api);
    let mut validators = Vec::new();
    for (def, is_constrained) in api.types.iter().zip(&constrained) {
        match &def.shape {
            Shape::Alias(_) => {}
            Shape::Enum(Enumeration {
                others: Others::Unknown,
                ..
            }) => tables.add("enumerations", def),
            Shape::Union(union) if has_constraints(union, &constrained) => {
                let body = variants(api, union, &constrained);
                validators.push((Subject::Union(&def.name), body));
                let table = if union.exclusive {
                    "exclusive_unions"
                } else {
                    "unions"
                };
                tables.add(table, def);
            }
            Shape::Union(_) => tables.add("unconstrained_unions", def),
            shape if *is_constrained => {
                let calls = calls(api, shape, &constrained);
                validators.push((Subject::Type(def), Body::Calls(calls)));
            }
            _ => tables.add(UNCONSTRAINED, def),
        }
    }
    let requests = requests::validators(api, &constrained).into_iter();
    let requests = requests.map(|(name, body)| ("requests", name, body));
    let headers = headers::validators(api, &constrained).into_iter();
    let headers = headers.map(|(name, body)| ("headers", name, body));
    let bodies = bodies::validators(api, &constrained).into_iter();
    let bodies = bodies.map(|(name, body)| ("bodies", name, body));
    for (module, name, body) in requests.chain(headers).chain(bodies) {
        match body.is_empty() {
            true => tables.add_of_operations(UNCONSTRAINED, module, name),
            false => validators.push((Subject::OfOperations(module, name), body)),
        }
    }
    for path in facts::replacement_types(api) {
        tables.add_foreign(path);
    }
    let operations = api.operations.iter();
    let own = operations.flat_map(|operation| facts::inline_checks(api, operation));
    validators.extend(own.map(|(name, ty)| {
        let calls = functions(api, ty, &constrained).into_iter();
        let calls = calls.map(|function| Call {
            on: Target::Argument,
            function,
        });
        (Subject::Own(name, ty), Body::Calls(calls.collect()))
    }));
    validators
}

/// Whether a variant of a union has constraints, or a value may match several.
fn has_constraints(union: &Union, constrained: &[bool]) -> bool {
    let mut variants = union.variants.iter();
    union.exclusive || variants.any(|it| facts::is_constrained(&it.ty, constrained))
}

/// The subject of a validator.
enum Subject<'a> {
    /// A type of the description.
    Type(&'a TypeDef),
    /// A union of the description, whose variants are checked.
    Union(&'a str),
    /// A type of operations: its module and its name.
    OfOperations(&'static str, &'a str),
    /// A parameter or a body with constraints that no type brings along: the function that checks it.
    Own(&'a str, &'a Ty),
}

impl Subject<'_> {
    fn code(&self, api: &Api, body: &Body<'_>) -> TokenStream {
        let body = body.code(api);
        match self {
            Self::Type(def) => {
                let (name, schema) = (ident(&def.name), string(&def.schema));
                quote! {
                    impl Validate for models::#name {
                        const SCHEMA: &'static str = #schema;

                        fn constraints(&self, report: &mut Report) {
                            #body
                        }
                    }
                }
            }
            Self::OfOperations(module, name) => {
                let (module, name) = (ident(module), ident(name));
                quote! {
                    impl Validate for #module::#name {
                        fn constraints(&self, report: &mut Report) {
                            #body
                        }
                    }
                }
            }
            Self::Union(name) => {
                let name = ident(name);
                quote! {
                    impl Variants for models::#name {
                        fn check_variant(&self, report: &mut Report) {
                            #body
                        }
                    }
                }
            }
            Self::Own(name, ty) => {
                let (name, ty) = (ident(name), Types::outside(api).ty(ty));
                // A build without client and server has no use for it, and checks are for owned types.
                quote! {
                    #[allow(clippy::ptr_arg, dead_code)]
                    pub(super) fn #name(value: &#ty, report: &mut Report) {
                        #body
                    }
                }
            }
        }
    }

    /// Adds the names outside the body.
    fn imports(&self, imports: &mut Imports) {
        imports.add("Report");
        match self {
            Self::Type(_) => {
                imports.add("Validate");
                imports.add_module("models");
            }
            Self::Union(_) => {
                imports.add("Variants");
                imports.add_module("models");
            }
            Self::OfOperations(module, _) => {
                imports.add("Validate");
                imports.add_module(module);
            }
            Self::Own(_, ty) => imports.add_type(ty),
        }
    }
}

/// Types that a macro of the runtime makes validators of, as lines by the macro.
#[derive(Default)]
struct Tables(BTreeMap<&'static str, Vec<String>>);

/// The macro for types without constraints, which need no place in the description.
const UNCONSTRAINED: &str = "unconstrained";

impl Tables {
    fn add(&mut self, table: &'static str, def: &TypeDef) {
        let mut line = format!("models::{}", ident(&def.name));
        if table != UNCONSTRAINED {
            line.push_str(&format!(": {}", string(&def.schema)));
        }
        self.0.entry(table).or_default().push(line);
    }

    fn add_foreign(&mut self, path: &str) {
        self.0
            .entry(UNCONSTRAINED)
            .or_default()
            .push(path.to_owned());
    }

    fn add_of_operations(&mut self, table: &'static str, module: &str, name: &str) {
        let name = format!("{module}::{}", ident(name));
        self.0.entry(table).or_default().push(name);
    }

    /// Adds the macros, and what their expansions name.
    fn imports(&self, imports: &mut Imports) {
        for (table, names) in &self.0 {
            imports.add(table);
            imports.add("Report");
            imports.add("Validate");
            for module in ["bodies", "headers", "models", "requests"] {
                let mut paths = names.iter().filter_map(|name| name.split_once("::"));
                if paths.any(|(first, _)| first == module) {
                    imports.add_module(module);
                }
            }
        }
    }

    fn text(&self) -> String {
        let tables = self.0.iter().map(|(table, names)| {
            let lines = names.iter().map(|name| format!("    {name},\n"));
            format!("\n{table}!(\n{});\n", lines.collect::<String>())
        });
        tables.collect()
    }
}

fn calls<'a>(api: &'a Api, shape: &'a Shape, constrained: &[bool]) -> Vec<Call<'a>> {
    match shape {
        Shape::Struct(structure) => of_struct(api, structure, constrained),
        Shape::Tuple(tuple) => of_tuple(api, tuple, constrained),
        Shape::Newtype(ty) => {
            let functions = functions(api, ty, constrained).into_iter();
            let on_inner = |function| Call {
                on: Target::Inner,
                function,
            };
            functions.map(on_inner).collect()
        }
        // These are not checked by an implementation of their own.
        Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => Vec::new(),
    }
}

fn of_struct<'a>(api: &'a Api, structure: &'a Struct, constrained: &[bool]) -> Vec<Call<'a>> {
    let fields = structure.fields.iter();
    let fields = fields.flat_map(|field| Call::of_field(api, field, constrained));
    let rest = match &structure.rest {
        Rest::Keep { name, ty, .. } => Some((name, ty)),
        Rest::Skip | Rest::Forbid => None,
    };
    let patterns = structure
        .patterns
        .iter()
        .map(|fields| (&fields.name, &fields.ty));
    let maps = patterns.chain(rest).flat_map(|(name, ty)| {
        let functions = functions(api, ty, constrained).into_iter();
        functions.map(|function| Call {
            on: Target::Rest(name),
            function: Function::around("values", function),
        })
    });
    let whole = structure.checks.iter().map(of_whole);
    fields.chain(maps).chain(whole).collect()
}

/// A constraint of a whole value, which sees it as it is on the wire.
fn of_whole(check: &Check) -> Call<'_> {
    let function = Function::Check(check);
    Call {
        on: Target::Whole,
        function: match check {
            Check::Rule(..) => function,
            _ => Function::around("object", function),
        },
    }
}

fn of_tuple<'a>(api: &'a Api, tuple: &'a Tuple, constrained: &[bool]) -> Vec<Call<'a>> {
    let items = tuple.items.iter().enumerate().flat_map(|(index, item)| {
        let method = if item.required {
            "required"
        } else {
            "optional"
        };
        let functions = functions(api, &item.ty, constrained).into_iter();
        functions.map(move |function| Call {
            on: Target::Field(method, index.to_string(), &item.name),
            function,
        })
    });
    let rest = tuple.rest.iter().flat_map(|RestItems { name, ty, .. }| {
        let functions = functions(api, ty, constrained).into_iter();
        functions.map(|function| Call {
            on: Target::Rest(name),
            function: Function::around("items", function),
        })
    });
    let whole = tuple.checks.iter().map(of_whole);
    items.chain(rest).chain(whole).collect()
}

/// The constraints of the variants of a union.
fn variants<'a>(api: &'a Api, union: &'a Union, constrained: &[bool]) -> Body<'a> {
    let variants = union.variants.iter().map(|variant| {
        let functions = functions(api, &variant.ty, constrained);
        (&*variant.name, functions)
    });
    Body::Variants {
        variants: variants.collect(),
        in_full: false,
        has_unknown: union.others == UnionOthers::Unknown,
    }
}
