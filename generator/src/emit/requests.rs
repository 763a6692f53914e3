//! `requests`: the arguments of operations besides single values, which client and server share: the
//! optional parameters, and bodies of several media types.

use std::fmt::Write;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::bodies::{self, forms, sent};
use crate::emit::checks::body::Target;
use crate::emit::checks::{self, Call, Function, functions, value_functions};
use crate::emit::print;
use crate::emit::rust::{Types, constant, docs, ident, string};
use crate::model::{
    Api, Body, BodyEncoding, Check, Constant, Operation, Parameter, ParameterEncoding,
    ParameterPlace, ParameterShape, ParameterStyle, Params, Ty, facts,
};

/// The file.
pub fn emit(api: &Api) -> String {
    let head = docs::inner(docs::sentence(
        "The arguments of the operations of {}: optional parameters, and bodies of several media types.",
        &[docs::text(&api.title)],
    ));
    let parameters = facts::optional_params(api).flat_map(|(_, params)| &params.parameters);
    let contents = facts::body_enums(api).flat_map(|(_, body)| &body.contents);
    let parts = facts::forms(api).flat_map(|(_, parts)| &parts.fields);
    let mut uses = parameters
        .map(|parameter| &parameter.ty)
        .chain(contents.map(|content| &content.ty))
        .chain(parts.map(|part| &part.ty));
    let models = uses.any(facts::has_named_type).then(|| {
        quote!(
            use super::models;
        )
    });
    let headers = facts::parts_have_headers(api).then(|| {
        quote!(
            use super::headers;
        )
    });
    let has_bodies = facts::body_enums(api).next().is_some();
    let bodies_imports = has_bodies.then(|| body_imports(api));
    let forms_imports = forms::imports(api);
    let params_imports = facts::optional_params(api).next().is_some().then(|| {
        quote!(
            use super::support::http::parameter::{self, In, parameters};
        )
    });
    let mut text =
        print(quote!(#head #headers #models #bodies_imports #forms_imports #params_imports));
    let types = Types::outside(api);
    for operation in &api.operations {
        if let Some(params) = &operation.params {
            text.push('\n');
            text.push_str(&print(params_item(operation, params, types)));
            params_table(&mut text, params);
        }
        for parts in facts::parts_of(operation) {
            text.push('\n');
            text.push_str(&print(forms::item(api, operation, parts)));
            forms::table(&mut text, parts);
        }
        if let Some(body) = facts::body_with_alternatives(operation) {
            text.push('\n');
            text.push_str(&print(body_item(operation, body, types)));
            body_table(&mut text, body);
        }
    }
    text
}

fn params_item(operation: &Operation, params: &Params, types: Types<'_>) -> TokenStream {
    let docs = docs::outer(docs::sentence(
        "The optional parameters of {}.",
        &[docs::code(&operation.id)],
    ));
    let name = ident(&params.name);
    let fields = params.parameters.iter().map(|parameter| {
        let docs = docs::markdown(&parameter.docs).or(docs::code(&parameter.wire));
        let docs = docs::outer(docs);
        let deprecated = parameter.deprecated.then(|| quote!(#[deprecated]));
        let (name, ty) = (ident(&parameter.name), types.ty(&parameter.ty));
        let ty = match parameter.encoding.is_list() {
            true => ty,
            false => types.option(ty),
        };
        quote!(#docs #deprecated pub #name: #ty,)
    });
    let debug = debug(
        &params.name,
        params.parameters.iter().map(|parameter| Shown {
            name: &parameter.name,
            is_secret: parameter.secret,
            is_optional: !parameter.encoding.is_list(),
        }),
    );
    let derive_debug = debug.is_none().then(|| quote!(Debug,));
    let defaults = defaults(params, types);
    quote! {
        #docs
        #[derive(Clone, #derive_debug Default, PartialEq)]
        pub struct #name {
            #(#fields)*
        }
        #defaults
        #debug
    }
}

/// The constants of the defaults.
fn defaults(params: &Params, types: Types<'_>) -> Option<TokenStream> {
    let name = ident(&params.name);
    let parameters = params.parameters.iter();
    let constants = parameters.filter_map(|parameter| {
        let default = parameter.default.as_ref()?;
        let docs = docs::outer(docs::sentence(
            "The default of {}.",
            &[docs::code(&parameter.name)],
        ));
        let name = ident(&default.name);
        let ty = match &default.value {
            Constant::Text(_) => quote!(&'static str),
            _ => types.ty(&parameter.ty),
        };
        let value = constant(&default.value, &ty);
        Some(quote!(#docs pub const #name: #ty = #value;))
    });
    let constants: Vec<_> = constants.collect();
    (!constants.is_empty()).then(|| {
        quote! {
            impl #name {
                #(#constants)*
            }
        }
    })
}

/// A field, and how `Debug` shows it.
pub struct Shown<'a> {
    pub name: &'a str,
    /// Whether it is not printed.
    pub is_secret: bool,
    /// Whether it is an `Option`.
    pub is_optional: bool,
}

/// `Debug` by hand for a struct with secrets, which are not printed.
pub fn debug<'a>(
    struct_name: &str,
    fields: impl Iterator<Item = Shown<'a>> + Clone,
) -> Option<TokenStream> {
    if !fields.clone().any(|field| field.is_secret) {
        return None;
    }
    let (name, label) = (ident(struct_name), string(struct_name));
    let fields = fields.map(|field| {
        let (label, name) = (string(field.name), ident(field.name));
        match (field.is_secret, field.is_optional) {
            (false, _) => quote!(.field(#label, &self.#name)),
            (true, false) => quote!(.field(#label, &Redacted)),
            (true, true) => quote!(.field(#label, &self.#name.as_ref().map(|_| Redacted))),
        }
    });
    Some(quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                use super::support::types::secret::Redacted;
                out.debug_struct(#label) #(#fields)* .finish()
            }
        }
    })
}

/// The tables are written as text: no formatter lays the inside of a macro out.
fn params_table(text: &mut String, params: &Params) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\nparameters!({}, {{", ident(&params.name));
    for parameter in &params.parameters {
        let (name, shape) = (ident(&parameter.name), shape(parameter).unwrap_or("json"));
        let _ = writeln!(
            text,
            "    {name}: {shape} {},",
            Place::of_optional(parameter).text()
        );
    }
    text.push_str("});\n");
}

/// The method of the runtime that writes or reads a parameter; `None` for JSON.
pub fn shape(parameter: &Parameter) -> Option<&'static str> {
    parameter.encoding.shape().map(|shape| match shape {
        ParameterShape::Value => "value",
        ParameterShape::List => "list",
        ParameterShape::Object => "object",
        ParameterShape::Either => "either",
        ParameterShape::Lines => "lines",
    })
}

/// Whether a type is an array that has an item at least.
fn needs_items(ty: &Ty) -> bool {
    let is_lower_bound = |check: &Check| matches!(check, Check::MinItems(limit) if *limit > 0);
    matches!(ty, Ty::Checked(ty, checks)
        if matches!(**ty, Ty::List(_)) && checks.iter().any(is_lower_bound))
}

/// Where a parameter stands and in which style, as the calls that make an `In` of the runtime:
/// `In::query("ids").explode(false)`.
pub struct Place<'a> {
    parameter: &'a Parameter,
    location: &'static str,
    /// The methods that say what differs from the default of the location.
    methods: Vec<(&'static str, Argument<'a>)>,
}

enum Argument<'a> {
    None,
    Boolean(bool),
    Names(&'a [String]),
}

impl<'a> Place<'a> {
    /// The place of a parameter.
    pub fn of(parameter: &'a Parameter) -> Self {
        let location = match parameter.place {
            ParameterPlace::Path => "path",
            ParameterPlace::Query => "query",
            ParameterPlace::QueryString => "query_string",
            ParameterPlace::Header => "header",
            ParameterPlace::Cookie => "cookie",
        };
        let mut methods = Vec::new();
        if let ParameterEncoding::Style { style, explode, .. } = parameter.encoding {
            let (method, explodes) = match style {
                ParameterStyle::Simple => (None, false),
                ParameterStyle::Form => (None, true),
                ParameterStyle::Label => (Some("label"), false),
                ParameterStyle::Matrix => (Some("matrix"), false),
                ParameterStyle::SpaceDelimited => (Some("space_delimited"), false),
                ParameterStyle::PipeDelimited => (Some("pipe_delimited"), false),
                ParameterStyle::TabDelimited => (Some("tab_delimited"), false),
                ParameterStyle::DeepObject => (Some("deep_object"), explode),
                ParameterStyle::Cookie => (Some("cookie_style"), true),
            };
            methods.extend(method.map(|method| (method, Argument::None)));
            if explode != explodes {
                methods.push(("explode", Argument::Boolean(explode)));
            }
        }
        let others = !parameter.others.is_empty();
        let flags = [
            (parameter.reserved, "allow_reserved", Argument::None),
            (parameter.empty, "allow_empty_value", Argument::None),
            (others, "beside", Argument::Names(&parameter.others)),
        ];
        let flags = flags.into_iter().filter(|(is_set, ..)| *is_set);
        methods.extend(flags.map(|(_, method, argument)| (method, argument)));
        Self {
            parameter,
            location,
            methods,
        }
    }

    /// The place of an optional parameter. An array that is there in one text may be empty, which is not
    /// its absence if it needs items.
    fn of_optional(parameter: &'a Parameter) -> Self {
        let mut place = Self::of(parameter);
        let is_one_text = match parameter.encoding {
            ParameterEncoding::Style { explode, .. } => {
                !explode || parameter.place == ParameterPlace::Header
            }
            _ => false,
        };
        if is_one_text && needs_items(&parameter.ty) {
            place.methods.push(("not_empty", Argument::None));
        }
        place
    }

    /// As text for a table, which no formatter lays out.
    pub fn text(&self) -> String {
        let wire = string(&self.parameter.wire);
        let mut text = format!("In::{}({wire})", self.location);
        for (method, argument) in &self.methods {
            let argument = match argument {
                Argument::None => String::new(),
                Argument::Boolean(value) => value.to_string(),
                Argument::Names(names) => {
                    let names: Vec<_> = names.iter().map(|it| string(it).to_string()).collect();
                    format!("&[{}]", names.join(", "))
                }
            };
            let _ = write!(text, ".{method}({argument})");
        }
        text
    }

    /// As code.
    pub fn code(&self) -> TokenStream {
        let (location, wire) = (ident(self.location), string(&self.parameter.wire));
        let methods = self.methods.iter().map(|(method, argument)| {
            let method = ident(method);
            let argument = match argument {
                Argument::None => TokenStream::new(),
                Argument::Boolean(value) => quote!(#value),
                Argument::Names(names) => {
                    let names = names.iter().map(|name| string(name));
                    quote!(&[#(#names),*])
                }
            };
            quote!(.#method(#argument))
        });
        quote!(In::#location(#wire) #(#methods)*)
    }
}

fn body_item(operation: &Operation, body: &Body, types: Types<'_>) -> TokenStream {
    let docs = docs::outer(docs::sentence(
        "The bodies of {}, by media type.",
        &[docs::code(&operation.id)],
    ));
    let name = ident(&body.enumeration);
    let variants = body.contents.iter().map(|content| {
        let media_type = content.range_of_bytes().unwrap_or(content.sent());
        let docs = docs::outer(docs::code(media_type));
        let (name, ty) = (ident(&content.variant), bodies::content_ty(content, types));
        quote!(#docs #name(#ty),)
    });
    // A stream can be read once.
    let derives = match body.is_stream() {
        true => quote!(Debug),
        false => quote!(Clone, Debug, PartialEq),
    };
    quote! {
        #docs
        #[derive(#derives)]
        pub enum #name {
            #(#variants)*
        }
    }
}

/// The imports of the enumerations of bodies.
fn body_imports(api: &Api) -> TokenStream {
    let bodies = || facts::body_enums(api).map(|(_, body)| body);
    let has = |encoding: BodyEncoding| {
        let mut contents = bodies().flat_map(|body| &body.contents);
        contents.any(|content| content.encoding == encoding)
    };
    let content = match bodies().all(Body::is_stream) {
        true => quote!(
            use super::support::http::content;
        ),
        false => quote!(
            use super::support::http::content::{self, contents};
        ),
    };
    let uploads = bodies().any(Body::is_stream).then(|| {
        quote!(
            use super::support::body::upload::{self, uploads};
        )
    });
    let styled = bodies()
        .flat_map(|body| &body.contents)
        .any(|content| !content.styles.is_empty());
    let form = has(BodyEncoding::Form).then(|| match styled {
        true => quote!(
            use super::support::body::form::{self, Style};
        ),
        false => quote!(
            use super::support::body::form;
        ),
    });
    let contents: Vec<_> = bodies().flat_map(|body| &body.contents).collect();
    let streams = bodies::streams::imports(&contents, &[], &quote!(super));
    quote! {
        #content
        #form
        #streams
        #uploads
    }
}

fn body_table(text: &mut String, body: &Body) {
    // Writing to a string cannot fail.
    let table = match body.is_stream() {
        true => "uploads",
        false => "contents",
    };
    let _ = writeln!(text, "\n{table}!({}, {{", ident(&body.enumeration));
    for content in &body.contents {
        let form = match content.encoding {
            BodyEncoding::Json => "json".to_owned(),
            BodyEncoding::Text => "text".to_owned(),
            BodyEncoding::Form => format!("form [{}]", bodies::styles_text(content)),
            BodyEncoding::Bytes => match content.range_of_bytes() {
                Some(range) => format!("typed_bytes [{}]", string(range)),
                None => "bytes".to_owned(),
            },
            BodyEncoding::Items(format) => {
                format!("items [sequential::{}]", format.name())
            }
            BodyEncoding::Multipart => "multipart".to_owned(),
        };
        let others = content.media_types.iter().skip(1);
        let others: String = others.map(|name| format!(" or {}", string(name))).collect();
        let first = content.media_types.first().filter(|it| it.contains('*'));
        let sent = first.cloned().unwrap_or_else(|| sent(content));
        let (name, sent) = (ident(&content.variant), string(&sent));
        let _ = writeln!(text, "    {name}: {form} {sent}{others},");
    }
    text.push_str("});\n");
}

/// The validators of the types in the file, by name.
pub fn validators<'a>(api: &'a Api, constrained: &[bool]) -> Vec<(&'a str, checks::Body<'a>)> {
    let params = facts::optional_params(api)
        .map(|(_, params)| (&*params.name, params_check(api, params, constrained)));
    let bodies = facts::body_enums(api)
        .map(|(_, body)| (&*body.enumeration, body_check(api, body, constrained)));
    let forms = facts::forms(api);
    let forms = forms.map(|(_, parts)| (&*parts.name, forms::check(api, parts, constrained)));
    params.chain(forms).chain(bodies).collect()
}

fn params_check<'a>(api: &'a Api, params: &'a Params, constrained: &[bool]) -> checks::Body<'a> {
    let calls = params.parameters.iter().flat_map(|parameter| {
        let method = match parameter.encoding.is_list() {
            true => "list",
            false => "optional",
        };
        let functions = functions(api, &parameter.ty, constrained).into_iter();
        functions.map(move |function| Call {
            on: Target::Field(method, parameter.wire.clone(), &parameter.name),
            function,
        })
    });
    checks::Body::Calls(calls.collect())
}

fn body_check<'a>(api: &'a Api, body: &'a Body, constrained: &[bool]) -> checks::Body<'a> {
    let variants = body.contents.iter().map(|content| {
        let functions = match content.encoding {
            BodyEncoding::Multipart => vec![Function::Validate],
            _ => value_functions(api, content, constrained),
        };
        (&*content.variant, functions)
    });
    checks::Body::Variants {
        variants: variants.collect(),
        in_full: true,
        has_unknown: false,
    }
}
