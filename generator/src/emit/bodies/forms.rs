//! The parts of bodies of `multipart/form-data`: a struct for each operation, and its table.

use std::fmt::Write;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::checks::body::Target;
use crate::emit::checks::{self, Call, Function, functions};
use crate::emit::rust::{Types, docs, ident, string};
use crate::model::{
    Api, BodyEncoding, Check, Headers, Operation, Part, PartEncoding, PartPresence, Parts, Shape,
    Ty, facts,
};

/// The imports of the structs and of bodies that hold them.
pub fn imports(api: &Api) -> Option<TokenStream> {
    facts::forms(api).next()?;
    let mut parts = facts::forms(api).flat_map(|(_, parts)| &parts.fields);
    let file = parts
        .any(|part| part.encoding == PartEncoding::File)
        .then(|| quote!(FilePart,));
    let with_headers = facts::parts_have_headers(api).then(|| quote!(WithHeaders,));
    let mut contents = facts::body_enums(api).flat_map(|(_, body)| &body.contents);
    let multipart = contents
        .any(|content| content.encoding == BodyEncoding::Multipart)
        .then(|| quote!(Multipart,));
    Some(quote! {
        use super::support::body::multipart::{self, #file #multipart #with_headers form};
    })
}

/// The struct.
pub fn item(api: &Api, operation: &Operation, parts: &Parts) -> TokenStream {
    let types = Types::outside(api);
    let docs = docs::outer(docs::sentence(
        "The parts of the body of {}.",
        &[docs::code(&operation.id)],
    ));
    let name = ident(&parts.name);
    let fields = parts.fields.iter().map(|part| {
        let docs = docs::outer(docs::markdown(&part.docs).or(docs::code(&part.wire)));
        let deprecated = part.deprecated.then(|| quote!(#[deprecated]));
        let (name, ty) = (ident(&part.name), field_ty(api, part, types));
        quote!(#docs #deprecated pub #name: #ty,)
    });
    let debug = debug(parts);
    let derive = debug.is_none().then(|| quote!(#[derive(Debug)]));
    quote! {
        #docs
        #derive
        pub struct #name {
            #(#fields)*
        }
        #debug
    }
}

fn field_ty(api: &Api, part: &Part, types: Types<'_>) -> TokenStream {
    let is_list = part.presence.is_list();
    let headers = headers_of(api, part).map(|set| ident(&set.name));
    let ty = match part.encoding {
        PartEncoding::File => quote!(FilePart),
        _ => match api.plain(&part.ty) {
            Ty::List(item) if is_list && headers.is_some() => types.ty(item),
            _ => types.ty(&part.ty),
        },
    };
    let is_item = part.encoding == PartEncoding::File || headers.is_some();
    let ty = match headers {
        Some(headers) => quote!(WithHeaders<#ty, headers::#headers>),
        None => ty,
    };
    match part.presence {
        PartPresence::Optional => types.option(ty),
        PartPresence::List | PartPresence::RequiredList if is_item => types.list(ty),
        _ => ty,
    }
}

/// The declared headers of a part.
fn headers_of<'a>(api: &'a Api, part: &Part) -> Option<&'a Headers> {
    part.headers.and_then(|index| api.headers.get(index))
}

/// `Debug` by hand for parts with secrets, which are not printed.
fn debug(parts: &Parts) -> Option<TokenStream> {
    if !parts.fields.iter().any(|part| part.secret) {
        return None;
    }
    let (name, label) = (ident(&parts.name), string(&parts.name));
    let fields = parts.fields.iter().map(|part| {
        let (label, name) = (string(&part.name), ident(&part.name));
        match (part.secret, part.presence) {
            (false, _) => quote!(.field(#label, &self.#name)),
            (true, PartPresence::Optional) => {
                quote!(.field(#label, &self.#name.as_ref().map(|_| Redacted)))
            }
            (true, _) => quote!(.field(#label, &Redacted)),
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

/// The table, which is text: no formatter lays the inside of a macro out.
pub fn table(text: &mut String, parts: &Parts) {
    let others = if parts.closed { "deny" } else { "skip" };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\nform!({}, {others}, {{", ident(&parts.name));
    for part in &parts.fields {
        let presence = match part.presence {
            PartPresence::Required => "required",
            PartPresence::Optional => "optional",
            PartPresence::List => "list",
            PartPresence::RequiredList => "required_list",
        };
        let kind = match part.encoding {
            PartEncoding::Value => "value",
            PartEncoding::Commas => "commas",
            PartEncoding::Json => "json",
            PartEncoding::File => "file",
        };
        let media_types = part.media_types.iter();
        let media_types: Vec<_> = media_types.map(|it| string(it).to_string()).collect();
        let (name, wire) = (ident(&part.name), string(&part.wire));
        let media_types = media_types.join(" ");
        let headers = part.headers.map_or("", |_| " with_headers");
        let _ = writeln!(
            text,
            "    {name}: {presence} {kind} {wire} [{media_types}]{headers},"
        );
    }
    text.push_str("});\n");
}

/// The validator of the struct.
pub fn check<'a>(api: &'a Api, parts: &'a Parts, constrained: &[bool]) -> checks::Body<'a> {
    let calls = parts.fields.iter().flat_map(|part| {
        let method = match part.presence {
            PartPresence::Required | PartPresence::RequiredList => "required",
            PartPresence::Optional => "optional",
            PartPresence::List => "list",
        };
        let functions = part_functions(api, part, constrained).into_iter();
        functions.map(move |function| Call {
            on: Target::Field(method, part.wire.clone(), &part.name),
            function,
        })
    });
    checks::Body::Calls(calls.collect())
}

/// The functions that check a part, with its headers if it has some.
fn part_functions<'a>(api: &'a Api, part: &'a Part, constrained: &[bool]) -> Vec<Function<'a>> {
    let Some(set) = headers_of(api, part) else {
        return functions(api, &part.ty, constrained);
    };
    let is_list = part.presence.is_list();
    let (own, value) = match api.plain(&part.ty) {
        Ty::List(item) if is_list => (list_functions(api, &part.ty), &**item),
        _ => (Vec::new(), &part.ty),
    };
    let values = functions(api, value, constrained).into_iter();
    let values = values.map(|it| Function::around("value_with", it));
    let mut types = set.headers.iter().map(|header| &header.parameter.ty);
    let is_constrained = types.any(|ty| !functions(api, ty, constrained).is_empty());
    let of_headers = is_constrained.then(|| Function::around("headers_with", Function::Validate));
    let each = values.chain(of_headers).map(|function| match is_list {
        true => Function::around("items", function),
        false => function,
    });
    own.into_iter().chain(each).collect()
}

/// The functions that check an array of parts with headers as a whole: most take an array of the values.
fn list_functions<'a>(api: &'a Api, ty: &'a Ty) -> Vec<Function<'a>> {
    match ty {
        Ty::Checked(inner, checks) => {
            let own = checks.iter().map(|check| {
                let function = Function::of_check(check, inner);
                match check {
                    Check::MinItems(_) | Check::MaxItems(_) => function,
                    _ => Function::around("values_with", function),
                }
            });
            own.chain(list_functions(api, inner)).collect()
        }
        Ty::Named(id) => match &api.ty(*id).shape {
            Shape::Alias(inner) => list_functions(api, inner),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}
