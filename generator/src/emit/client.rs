//! `client`: a method for each operation, thin over the transport of the support code.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::modules::Part;
use super::requests::{self, sent};
use super::rust::{Types, ident, string};
use super::server::{response_variants, variant_docs};
use super::validate::{checks_by_function, has_own_check};
use super::{docs, modules, print};
use crate::model::{
    Api, Body, ContentForm, Module, Operation, Parameter, ParameterForm, Response, Scalar, Scheme,
    SchemeKind, Status, Ty,
};

/// The file, and where the operations are divided into modules those of the modules.
pub fn files(api: &Api) -> Vec<Part> {
    modules::divided(api, "client", api.modules.iter(), emit, part)
}

fn emit(api: &Api) -> String {
    if api.modules.is_empty() {
        let (imports, methods, enums) = operations(api, &quote!(super));
        return print(root(api, imports, &[], methods, enums));
    }
    let parts = modules::declarations(api.modules.iter());
    let none = Vec::new;
    print(root(api, TokenStream::new(), &parts, none(), none()))
}

/// The file of the operations of a module, which are all that the model has.
fn part(api: &Api, module: &Module) -> String {
    let head = modules::head(module);
    let (imports, methods, enums) = operations(api, &quote!(super::super));
    print(quote! {
        #head
        #imports
        use super::{Client, Error};

        impl Client {
            #(#methods)*
        }

        #(#enums)*
    })
}

/// What operations import, from a module with this path, their methods and their enumerations.
fn operations(
    api: &Api,
    parent: &TokenStream,
) -> (TokenStream, Vec<TokenStream>, Vec<TokenStream>) {
    let types = Types::outside(api);
    let models = super::server::names_models(api).then(|| quote!(use #parent::models;));
    let requests = requests::is_needed(api).then(|| quote!(use #parent::requests;));
    let has_parameters = api.operations.iter().any(|it| !it.parameters.is_empty());
    let place = has_parameters.then(|| quote!(use #parent::support::parameter::In;));
    let validate = checks_by_function(api).then(|| quote!(use #parent::validate;));
    let operations = || api.operations.iter();
    (
        quote!(#models #requests #place #validate),
        operations()
            .map(|operation| method_item(api, operation, types))
            .collect(),
        operations()
            .map(|operation| enums(operation, types))
            .collect(),
    )
}

fn root(
    api: &Api,
    imports: TokenStream,
    parts: &[TokenStream],
    methods: Vec<TokenStream>,
    enums: Vec<TokenStream>,
) -> TokenStream {
    let title = docs::title(&api.title);
    let head = docs::inner(&[format!(
        "The client of {title}: a method for each operation."
    )]);
    let client_docs = docs::attributes(&[
        format!("A client of {title}."),
        String::new(),
        "An operation fails with an [`Error`]: one that the description declares for it, or a"
            .to_owned(),
        "[`Failure`].".to_owned(),
    ]);
    let sends = |wanted: fn(&SchemeKind) -> bool| api.schemes.iter().any(|it| wanted(&it.kind));
    let credential = sends(|kind| *kind != SchemeKind::Unseen).then(|| quote!(Credential,));
    let has_keys = sends(|kind| {
        matches!(
            kind,
            SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_)
        )
    });
    let key_place = has_keys.then(|| quote!(KeyPlace,));
    let setters = api.schemes.iter().filter_map(setter);
    quote! {
        #head
        #imports
        use super::support::client::{#credential #key_place Transport};

        pub use super::support::client::{
            Cause, Config, Declared, Error, Failure, InvalidBase, Reply, Undecodable
        };

        #(#parts)*

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

fn setter(scheme: &Scheme) -> Option<TokenStream> {
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
        SchemeKind::Authorization(scheme) => {
            let scheme = string(scheme);
            (
                "what follows the scheme in the `Authorization` header",
                quote!(value: impl Into<String>),
                quote!(Credential::Authorization { scheme: #scheme, value: value.into() }),
            )
        }
        SchemeKind::Unseen => return None,
    };
    let mut texts = vec![format!(
        "With {what} for the security scheme {}.",
        docs::code(&scheme.id)
    )];
    texts.extend(scheme.docs.iter().cloned());
    let docs = docs::outer(&texts);
    Some(quote! {
        #docs
        pub fn #name(mut self, #arguments) -> Self {
            self.transport.set_credential(#id, #credential);
            self
        }
    })
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
        let (name, ty) = (ident(&parameter.name), argument_ty(api, parameter, types));
        quote!(#name: #ty)
    });
    let params = operation.params.iter().map(|params| {
        let (name, ty) = (ident(&params.argument), ident(&params.name));
        quote!(#name: &requests::#ty)
    });
    let body = operation.body.iter().map(|body| {
        let (name, ty) = (ident(&body.name), body_ty(api, body, types));
        if body.optional {
            quote!(#name: Option<#ty>)
        } else {
            quote!(#name: #ty)
        }
    });
    let arguments = parameters.chain(params).chain(body);
    let success_ty = success_ty(operation, types);
    let error = error_ty(operation);
    let (call, send) = request(api, operation);
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
    let long = has_long_errors(operation).then(|| {
        let name = ident(&operation.error_name);
        quote!(use #name as E;)
    });
    let result = match (&operation.successes[..], &operation.errors[..]) {
        ([Response { body: None, .. }], []) if has_default => quote!(#call #send; Ok(())),
        ([only], []) if has_default => {
            let success = success(operation, only);
            quote!(#call let reply = #send; #success)
        }
        _ => quote! {
            #long
            #call
            let reply = #send;
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

/// A text as `&str`, what is copied by value, anything else by reference.
fn argument_ty(api: &Api, parameter: &Parameter, types: Types<'_>) -> TokenStream {
    let ty = types.ty(&parameter.ty);
    match (parameter.form, api.plain(&parameter.ty)) {
        (ParameterForm::Value, Ty::Scalar(Scalar::Text)) => quote!(&str),
        (ParameterForm::Value, Ty::Scalar(scalar)) if scalar.is_copy() => ty,
        (ParameterForm::List, Ty::List(item)) => {
            let item = types.ty(item);
            quote!(&[#item])
        }
        _ => quote!(&#ty),
    }
}

fn body_ty(api: &Api, body: &Body, types: Types<'_>) -> TokenStream {
    let Some(content) = body.only() else {
        let name = ident(&body.enumeration);
        return quote!(&requests::#name);
    };
    let ty = types.ty(&content.ty);
    match (content.form, api.plain(&content.ty)) {
        (ContentForm::Text, Ty::Scalar(Scalar::Text)) => quote!(&str),
        _ => quote!(&#ty),
    }
}

fn method_docs(operation: &Operation) -> TokenStream {
    let mut texts = operation.docs.clone();
    texts.push(docs::code(&format!(
        "{} {}",
        operation.method, operation.path
    )));
    docs::outer(&texts)
}

/// What a call brings: the body of the one success, or one of several.
fn success_ty(operation: &Operation, types: Types<'_>) -> TokenStream {
    match &operation.successes[..] {
        [] => quote!(()),
        [only] => only
            .body
            .as_ref()
            .map_or_else(|| quote!(()), |body| types.ty(&body.ty)),
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

/// The statement that puts a request together, and the expression that sends it.
fn request(api: &Api, operation: &Operation) -> (TokenStream, TokenStream) {
    let method = string(&operation.method);
    let server = operation.server.as_ref().map(|server| {
        let url = string(&server.url);
        quote!(.server(#url))
    });
    let path = string(&operation.path);
    let required = operation.parameters.iter();
    let required = required.map(|parameter| sent_parameter(api, parameter));
    let params = operation.params.as_ref().map(|params| {
        let name = ident(&params.argument);
        quote!(.parameters(#name))
    });
    let body = operation.body.as_ref().map(|body| sent_body(api, body));
    let accept = (operation.accept != "application/json").then(|| {
        let accept = string(&operation.accept);
        quote!(.accept(#accept))
    });
    let security = operation.security.map(|index| {
        let alternatives = api.securities[index]
            .alternatives
            .iter()
            .map(|credentials| {
                let schemes = api.credentials[*credentials].schemes.iter();
                let schemes = schemes.map(|scheme| &api.schemes[*scheme]);
                let sent = schemes.filter(|scheme| scheme.kind != SchemeKind::Unseen);
                sent.map(|scheme| string(&scheme.id)).collect::<Vec<_>>()
            })
            .filter(|schemes| !schemes.is_empty())
            .map(|schemes| quote!(&[#(#schemes),*]))
            .collect::<Vec<_>>();
        (!alternatives.is_empty()).then(|| quote!(.security(&[#(#alternatives),*])))
    });
    let security = security.flatten();
    let call = quote! {
        let call = self.transport.request(#method, #path) #server #(#required)* #params
            #body #accept;
    };
    (call, quote!(call #security .send().await?))
}

/// A parameter on its way into a request: with the constraints of its type, or those that it alone
/// has, for which owned types are needed.
fn sent_parameter(api: &Api, parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.name);
    let (place, wire) = (ident(requests::place(parameter)), string(&parameter.wire));
    let place = quote!(In::#place(#wire));
    let plain = api.plain(&parameter.ty);
    let method = match parameter.form {
        ParameterForm::Value => "value",
        ParameterForm::List => "list",
        ParameterForm::Json => "json_value",
    };
    let is_text = parameter.form == ParameterForm::Value && *plain == Ty::Scalar(Scalar::Text);
    let is_copied = matches!(plain, Ty::Scalar(scalar) if scalar.is_copy());
    let by_value = parameter.form == ParameterForm::Value && is_copied;
    if !has_own_check(api, &parameter.ty) {
        let method = ident(method);
        let value = if by_value {
            quote!(&#name)
        } else {
            quote!(#name)
        };
        return quote!(.#method(#place, #value));
    }
    let (method, check) = (ident(&format!("{method}_with")), ident(&parameter.check));
    let value = match (parameter.form, plain) {
        _ if is_text => quote!(&#name.to_owned()),
        (ParameterForm::List, Ty::List(_)) => quote!(&#name.to_vec()),
        _ if by_value => quote!(&#name),
        _ => quote!(#name),
    };
    quote!(.#method(#place, #value, validate::#check))
}

fn sent_body(api: &Api, body: &Body) -> TokenStream {
    let (name, check) = (ident(&body.name), ident(&body.check));
    let Some(content) = body.only() else {
        return if body.optional {
            quote!(.optional(#name, |request, body| request.contents(body)))
        } else {
            quote!(.contents(#name))
        };
    };
    let media_type = string(&sent(content));
    let own_check = has_own_check(api, &content.ty);
    if content.form == ContentForm::Text {
        let is_text = *api.plain(&content.ty) == Ty::Scalar(Scalar::Text);
        let text = |name: &TokenStream| match (own_check, is_text) {
            (false, _) => quote!(text(#media_type, #name)),
            (true, false) => quote!(text_with(#media_type, #name, validate::#check)),
            (true, true) => quote!(text_with(#media_type, &#name.to_owned(), validate::#check)),
        };
        if body.optional {
            let text = text(&quote!(body));
            return quote!(.optional(#name, |request, body| request.#text));
        }
        let text = text(&quote!(#name));
        return quote!(.#text);
    }
    let json = match (body.optional, own_check) {
        (false, false) => quote!(.json(#name)),
        (true, false) => quote!(.optional_json(#name)),
        (false, true) => quote!(.json_with(#name, validate::#check)),
        (true, true) => quote!(.optional_json_with(#name, validate::#check)),
    };
    let media_type =
        (content.sent() != "application/json").then(|| quote!(.media_type(#media_type)));
    quote!(#json #media_type)
}

/// What a successful response brings.
fn success(operation: &Operation, response: &Response) -> TokenStream {
    let (name, variant) = (ident(&operation.success_name), ident(&response.variant));
    let form = response.body.as_ref().map(|body| match body.form {
        ContentForm::Json => quote!(json),
        ContentForm::Text => quote!(text),
    });
    match (operation.successes.len(), form) {
        (1, Some(form)) => quote!(reply.#form()),
        (1, None) => quote!(Ok(())),
        (_, Some(form)) => quote!(reply.#form().map(#name::#variant)),
        (_, None) => quote!(Ok(#name::#variant)),
    }
}

/// What the arms of a match call the errors: where that makes a line too long, a short name.
fn error_word(operation: &Operation) -> Ident {
    ident(if has_long_errors(operation) {
        "E"
    } else {
        &operation.error_name
    })
}

fn has_long_errors(operation: &Operation) -> bool {
    let longest = operation
        .errors
        .iter()
        .map(|error| error.variant.len())
        .max();
    // Without errors there is no such enumeration.
    longest.is_some_and(|longest| operation.error_name.len() + longest > 48)
}

/// What a declared error brings.
fn failure(operation: &Operation, response: &Response) -> TokenStream {
    let (error, variant) = (error_word(operation), ident(&response.variant));
    match response.body.as_ref().map(|body| body.form) {
        Some(ContentForm::Json) => quote!(Err(reply.error(#error::#variant))),
        Some(ContentForm::Text) => quote!(Err(reply.text_error(#error::#variant))),
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
        pub enum #name {
            #(#variants)*
        }
    }
}
