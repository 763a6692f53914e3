//! `client`: a method for each operation, thin over the transport of the support code.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::rust::{Types, ident, string};
use super::server::{response_variants, variant_docs};
use super::validate::{checks_by_function, has_own_check};
use crate::model::{Api, Operation, Response, Scalar, Scheme, SchemeKind, Segment, Status, Ty};

/// The file.
pub fn emit(api: &Api) -> TokenStream {
    let types = Types::outside(api);
    let title = docs::title(&api.title);
    let head = docs::inner(&[format!(
        "The client of {title}: a method for each operation."
    )]);
    let client_docs = docs::attributes(&[format!("A client of {title}.")]);
    let models = super::server::names_models(api).then(|| {
        quote!(
            use super::models;
        )
    });
    let credential = (!api.schemes.is_empty()).then(|| quote!(Credential,));
    let has_keys = api
        .schemes
        .iter()
        .any(|scheme| !matches!(scheme.kind, SchemeKind::Bearer | SchemeKind::Basic));
    let key_place = has_keys.then(|| quote!(KeyPlace,));
    let validate = checks_by_function(api).then(|| {
        quote!(
            use super::validate;
        )
    });
    let setters = api.schemes.iter().map(setter);
    let methods = api
        .operations
        .iter()
        .map(|operation| method_item(api, operation, types));
    let enums = api
        .operations
        .iter()
        .map(|operation| enums(operation, types));
    quote! {
        #head
        #models
        use super::support::client::{#credential #key_place Transport};
        #validate

        pub use super::support::client::{
            Cause, Config, Declared, Error, Failure, InvalidBase, Reply, Undecodable
        };

        #client_docs
        #[derive(Clone, Debug)]
        pub struct Client {
            transport: Transport,
        }

        impl Client {
            /// A client without credentials.
            pub fn new(config: Config) -> Self {
                Self { transport: Transport::new(config) }
            }

            #(#setters)*
            #(#methods)*
        }

        #(#enums)*
    }
}

fn setter(scheme: &Scheme) -> TokenStream {
    let (name, id) = (ident(&scheme.setter), string(&scheme.id));
    let (what, arguments, credential) = match &scheme.kind {
        SchemeKind::Bearer => (
            "a bearer token",
            quote!(token: impl Into<String>),
            quote!(Credential::Bearer(token.into())),
        ),
        SchemeKind::Basic => (
            "a name and a password",
            quote!(user: impl Into<String>, password: impl Into<String>),
            quote!(Credential::Basic {
                user: user.into(),
                password: password.into()
            }),
        ),
        SchemeKind::Header(name) => key(quote!(KeyPlace::Header), name),
        SchemeKind::Query(name) => key(quote!(KeyPlace::Query), name),
        SchemeKind::Cookie(name) => key(quote!(KeyPlace::Cookie), name),
    };
    let mut texts = vec![format!(
        "With {what} for the security scheme {}.",
        docs::code(&scheme.id)
    )];
    texts.extend(scheme.docs.iter().cloned());
    let docs = docs::outer(&texts);
    quote! {
        #docs
        pub fn #name(mut self, #arguments) -> Self {
            self.transport.set_credential(#id, #credential);
            self
        }
    }
}

fn key(place: TokenStream, name: &str) -> (&'static str, TokenStream, TokenStream) {
    let name = string(name);
    let credential = quote!(Credential::ApiKey { place: #place, name: #name, key: key.into() });
    ("a key", quote!(key: impl Into<String>), credential)
}

fn method_item(api: &Api, operation: &Operation, types: Types<'_>) -> TokenStream {
    let docs = method_docs(operation);
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let name = ident(&operation.name);
    let parameters = operation.parameters.iter().map(|parameter| {
        let name = ident(&parameter.name);
        match parameter.ty.bare() {
            Ty::Scalar(Scalar::Text) => quote!(#name: &str),
            Ty::Scalar(_) => {
                let ty = types.ty(&parameter.ty);
                quote!(#name: #ty)
            }
            _ => {
                let ty = types.ty(&parameter.ty);
                quote!(#name: &#ty)
            }
        }
    });
    let body = operation.body.as_ref().map(|body| {
        let (name, ty) = (ident(&body.name), types.ty(&body.ty));
        if body.optional {
            quote!(#name: Option<&#ty>)
        } else {
            quote!(#name: &#ty)
        }
    });
    let arguments = parameters.chain(body);
    let success_ty = success_ty(operation, types);
    let error = error_ty(operation);
    let request = request(api, operation);
    // In the order of the statuses: what is exact comes before what it is a part of.
    let successes = operation
        .successes
        .iter()
        .map(|response| (response.status, success(operation, response)));
    let errors = operation
        .errors
        .iter()
        .map(|response| (response.status, failure(operation, response)));
    let mut arms: Vec<_> = successes.chain(errors).collect();
    arms.sort_by_key(|(status, _)| *status);
    let arms = arms.into_iter().map(|(status, result)| {
        let pattern = status_pattern(status);
        quote!(#pattern => #result,)
    });
    let has_default = operation
        .successes
        .iter()
        .chain(&operation.errors)
        .any(|response| response.status == Status::Default);
    let others = (!has_default).then(|| quote!(_ => Err(reply.undeclared()),));
    let result = match (&operation.successes[..], &operation.errors[..]) {
        ([Response { body: None, .. }], []) if has_default => quote!(#request; Ok(())),
        ([only], []) if has_default => {
            let success = success(operation, only);
            quote!(let reply = #request; #success)
        }
        _ => quote! {
            let reply = #request;
            match reply.status() { #(#arms)* #others }
        },
    };
    quote! {
        #docs
        #deprecated
        pub async fn #name(&self, #(#arguments),*) -> Result<#success_ty, Error<#error>> {
            #result
        }
    }
}

fn method_docs(operation: &Operation) -> TokenStream {
    let mut texts = operation.docs.clone();
    texts.push(docs::code(&format!(
        "{} {}",
        operation.method, operation.template
    )));
    let mut lines = docs::lines(&texts);
    lines.extend([String::new(), "# Errors".to_owned(), String::new()]);
    if operation.errors.is_empty() {
        lines.push(
            "[`Error`] tells what may go wrong; the description declares no error.".to_owned(),
        );
    } else {
        lines.push(format!(
            "[`{}`] for what the description declares,",
            operation.error_name
        ));
        lines.push("[`Error`] for the rest.".to_owned());
    }
    docs::attributes(&lines)
}

/// What a call brings: the body of the one success, or one of several.
fn success_ty(operation: &Operation, types: Types<'_>) -> TokenStream {
    match &operation.successes[..] {
        [] => quote!(()),
        [only] => only
            .body
            .as_ref()
            .map_or_else(|| quote!(()), |ty| types.ty(ty)),
        _ => {
            let name = ident(&operation.success_name);
            quote!(#name)
        }
    }
}

fn error_ty(operation: &Operation) -> TokenStream {
    if operation.errors.is_empty() {
        return quote!(std::convert::Infallible);
    }
    let name = ident(&operation.error_name);
    quote!(#name)
}

fn request(api: &Api, operation: &Operation) -> TokenStream {
    let method = string(&operation.method);
    let path = operation.path.iter().map(|segment| match segment {
        Segment::Text(text) => {
            let text = string(text);
            quote!(.path(#text))
        }
        Segment::Parameter(index) => {
            let parameter = &operation.parameters[*index];
            let (wire, name) = (string(&parameter.wire), ident(&parameter.name));
            let by_reference = match parameter.ty.bare() {
                Ty::Scalar(Scalar::Text) => quote!(#name),
                Ty::Scalar(_) => quote!(&#name),
                _ => quote!(#name),
            };
            let check = has_own_check(api, &parameter.ty).then(|| {
                let check = ident(&parameter.check);
                match parameter.ty.bare() {
                    Ty::Scalar(Scalar::Text) => {
                        quote!(.check(#wire, &#name.to_owned(), validate::#check))
                    }
                    _ => quote!(.check(#wire, #by_reference, validate::#check)),
                }
            });
            quote!(#check .path_parameter(#wire, #by_reference))
        }
    });
    let body = operation.body.as_ref().map(|body| {
        let name = ident(&body.name);
        let check = ident(&body.check);
        match (body.optional, has_own_check(api, &body.ty)) {
            (false, false) => quote!(.json(#name)),
            (true, false) => quote!(.optional_json(#name)),
            (false, true) => quote!(.json_with(#name, validate::#check)),
            (true, true) => quote!(.optional_json_with(#name, validate::#check)),
        }
    });
    let security = operation.security.map(|index| {
        let alternatives = api.securities[index]
            .alternatives
            .iter()
            .map(|credentials| {
                let schemes = api.credentials[*credentials]
                    .schemes
                    .iter()
                    .map(|scheme| string(&api.schemes[*scheme].id));
                quote!(&[#(#schemes),*])
            });
        quote!(.security(&[#(#alternatives),*]))
    });
    quote!(self.transport.request(#method) #(#path)* #body #security .send().await?)
}

/// What a successful response brings.
fn success(operation: &Operation, response: &Response) -> TokenStream {
    let (name, variant) = (ident(&operation.success_name), ident(&response.variant));
    match (operation.successes.len(), &response.body) {
        (1, Some(_)) => quote!(reply.json()),
        (1, None) => quote!(Ok(())),
        (_, Some(_)) => quote!(reply.json().map(#name::#variant)),
        (_, None) => quote!(Ok(#name::#variant)),
    }
}

/// What a declared error brings.
fn failure(operation: &Operation, response: &Response) -> TokenStream {
    let (error, variant) = (ident(&operation.error_name), ident(&response.variant));
    match response.body {
        Some(_) => quote!(Err(reply.error(#error::#variant))),
        None => quote!(Err(reply.error_without_body(#error::#variant))),
    }
}

fn status_pattern(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = super::rust::count(code.into());
            quote!(#code)
        }
        Status::Range(digit) => {
            let (from, to) = (
                super::rust::count(u64::from(digit) * 100),
                super::rust::count(u64::from(digit) * 100 + 99),
            );
            quote!(#from..=#to)
        }
        Status::Default => quote!(_),
    }
}

/// The enumerations that an operation needs: of its errors, and of its successes if there are several.
fn enums(operation: &Operation, types: Types<'_>) -> TokenStream {
    let errors = (!operation.errors.is_empty()).then(|| {
        let docs = docs::attributes(&[format!(
            "The errors that the description declares for {}.",
            docs::code(&operation.id)
        )]);
        enumeration(&docs, &operation.error_name, &operation.errors, types)
    });
    let successes = (operation.successes.len() > 1).then(|| {
        let docs = docs::attributes(&[format!(
            "What a successful call of {} brings.",
            docs::code(&operation.id)
        )]);
        enumeration(&docs, &operation.success_name, &operation.successes, types)
    });
    quote!(#successes #errors)
}

fn enumeration(
    docs: &TokenStream,
    name: &str,
    responses: &[Response],
    types: Types<'_>,
) -> TokenStream {
    let name = ident(name);
    let variants = response_variants(responses, types, variant_docs);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant)]
        pub enum #name {
            #(#variants)*
        }
    }
}
