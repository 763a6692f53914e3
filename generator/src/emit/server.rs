//! `server`: a trait with a method for each operation, and the router made from it.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::rust::{Types, count, ident, string};
use super::validate::{checks_by_function, has_own_check};
use crate::model::{
    Api, Credentials, Operation, Presence, RefusalBody, RefusalShape, Response, Rest, Scheme,
    SchemeKind, Security, Shape, Status, Told, Ty,
};

/// The file.
pub fn emit(api: &Api) -> TokenStream {
    let types = Types::outside(api);
    let title = docs::title(&api.title);
    let head = docs::inner(&[format!(
        "The server of {title}: a trait to implement, and the router made from it."
    )]);
    let secured = !api.securities.is_empty();
    let imports = imports(api);
    let base_path = string(&api.base_path);
    let api_docs = docs::attributes(&[format!("The operations of {title}.")]);
    let supertrait = if secured {
        quote!(Authenticate)
    } else {
        quote!(Send + Sync + 'static)
    };
    let methods = api
        .operations
        .iter()
        .map(|operation| trait_method(operation, types));
    let authenticate = secured.then(|| authenticate(api));
    let routes = api.operations.iter().map(|operation| {
        let (constant, name) = (ident(&operation.constant), ident(&operation.name));
        quote!(.add(&#constant, |api, call| Box::pin(#name(api, call))))
    });
    let securities = api
        .securities
        .iter()
        .map(|security| security_function(api, security));
    let operations = api
        .operations
        .iter()
        .map(|operation| operation_items(api, operation, types));
    let refusals = api.refusals.iter().map(|shape| from_refusal(api, shape));
    quote! {
        #head
        #imports

        /// The path below which the description puts the server.
        pub const BASE_PATH: &str = #base_path;

        #api_docs
        pub trait Api: #supertrait {
            #(#methods)*
        }

        #authenticate

        /// The router of an implementation, below [`BASE_PATH`].
        pub fn router<A: Api>(api: A) -> Router {
            router_with(api, Settings::default())
        }

        /// The router of an implementation, with settings of its own.
        pub fn router_with<A: Api>(api: A, settings: Settings) -> Router {
            server::Routes::new(api, BASE_PATH, settings) #(#routes)* .into_router()
        }

        #(#securities)*
        #(#operations)*
        #(#refusals)*
    }
}

fn imports(api: &Api) -> TokenStream {
    let uses =
        |wanted: fn(&SchemeKind) -> bool| api.schemes.iter().any(|scheme| wanted(&scheme.kind));
    let key = uses(|kind| !matches!(kind, SchemeKind::Bearer | SchemeKind::Basic))
        .then(|| quote!(ApiKey,));
    let basic = uses(|kind| *kind == SchemeKind::Basic).then(|| quote!(Basic,));
    let bearer = uses(|kind| *kind == SchemeKind::Bearer).then(|| quote!(Bearer,));
    let credentials = quote!(#key #basic #bearer);
    let models = names_models(api).then(|| {
        quote!(
            use super::models;
        )
    });
    let validate = checks_by_function(api).then(|| {
        quote!(
            use super::validate;
        )
    });
    quote! {
        use std::future::Future;
        use std::sync::Arc;
        #models
        use super::support::server::{self, Call};
        #validate

        pub use super::support::server::{
            #credentials Denied, FromRefusal, IntoResponse, Operation, Refusal, Response, Router, Settings
        };
    }
}

/// Whether client and server name a type of the description.
pub fn names_models(api: &Api) -> bool {
    let is_named = |ty: &&Ty| ty.any(&|ty| matches!(ty, Ty::Named(_)));
    let mut uses = api.operations.iter().flat_map(Operation::uses);
    uses.any(|ty| is_named(&ty))
}

fn trait_method(operation: &Operation, types: Types<'_>) -> TokenStream {
    let mut texts = operation.docs.clone();
    texts.push(docs::code(&format!(
        "{} {}",
        operation.method, operation.template
    )));
    let docs = docs::outer(&texts);
    let (name, response) = (ident(&operation.name), ident(&operation.response_name));
    let caller = operation.security.map(|_| quote!(caller: Self::Caller,));
    let parameters = operation.parameters.iter().map(|parameter| {
        let (name, ty) = (ident(&parameter.name), types.ty(&parameter.ty));
        quote!(#name: #ty,)
    });
    let body = operation.body.as_ref().map(|body| {
        let (name, ty) = (ident(&body.name), types.ty(&body.ty));
        if body.optional {
            quote!(#name: Option<#ty>,)
        } else {
            quote!(#name: #ty,)
        }
    });
    quote! {
        #docs
        fn #name(&self, #caller #(#parameters)* #body) -> impl Future<Output = #response> + Send;
    }
}

fn authenticate(api: &Api) -> TokenStream {
    let variants = api
        .credentials
        .iter()
        .map(|credentials| credentials_variant(api, credentials));
    quote! {
        /// What a request brings to prove who sends it.
        #[derive(Clone, Debug)]
        pub enum Credentials {
            #(#variants)*
        }

        /// Says who calls. Nobody gets in until `authenticate` is implemented.
        pub trait Authenticate: Send + Sync + 'static {
            /// Who calls: handed to every operation that asks for credentials.
            type Caller: Send;

            /// Judges the credentials of a request for an operation.
            ///
            /// # Errors
            ///
            /// They do not open it.
            fn authenticate(
                &self,
                credentials: Credentials,
                operation: &'static Operation,
            ) -> impl Future<Output = Result<Self::Caller, Denied>> + Send {
                let _ = (credentials, operation);
                async { Err(Denied::forbidden("nobody has access")) }
            }
        }
    }
}

fn credentials_variant(api: &Api, credentials: &Credentials) -> TokenStream {
    let name = ident(&credentials.variant);
    let schemes: Vec<&Scheme> = credentials
        .schemes
        .iter()
        .map(|scheme| &api.schemes[*scheme])
        .collect();
    if schemes.is_empty() {
        return quote! {
            /// None: the operation is also for those who bring nothing.
            #name,
        };
    }
    let ids: Vec<_> = schemes
        .iter()
        .map(|scheme| docs::code(&scheme.id))
        .collect();
    let docs = docs::attributes(&[format!("For the security scheme {}.", ids.join(" and "))]);
    let types = schemes.iter().map(|scheme| match scheme.kind {
        SchemeKind::Bearer => quote!(Bearer),
        SchemeKind::Basic => quote!(Basic),
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => {
            quote!(ApiKey)
        }
    });
    quote!(#docs #name(#(#types),*),)
}

/// The function that finds who calls: the first alternative whose credentials are all there.
fn security_function(api: &Api, security: &Security) -> TokenStream {
    let name = ident(&security.name);
    let mut challenges: Vec<&str> = Vec::new();
    let mut anonymous = None;
    let mut alternatives = Vec::new();
    for index in &security.alternatives {
        let credentials = &api.credentials[*index];
        if credentials.schemes.is_empty() {
            let variant = ident(&credentials.variant);
            anonymous = Some(quote!(Credentials::#variant));
            continue;
        }
        let schemes: Vec<&Scheme> = credentials
            .schemes
            .iter()
            .map(|scheme| &api.schemes[*scheme])
            .collect();
        for challenge in schemes.iter().filter_map(|scheme| challenge(&scheme.kind)) {
            if !challenges.contains(&challenge) {
                challenges.push(challenge);
            }
        }
        alternatives.push(alternative(credentials, &schemes));
    }
    let is_required = anonymous.is_none();
    let challenge = string(&challenges.join(", "));
    let otherwise =
        anonymous.unwrap_or_else(|| quote!(return Err(call.unauthenticated(#challenge));));
    let credentials = match &alternatives[..] {
        [] => otherwise,
        [
            Alternative {
                pattern,
                found,
                credentials,
            },
        ] if is_required => quote! {
            let #pattern = #found else { #otherwise };
            let credentials = #credentials;
        },
        _ => {
            let branches = alternatives.iter().map(
                |Alternative {
                     pattern,
                     found,
                     credentials,
                 }| { quote!(if let #pattern = #found { #credentials } else) },
            );
            quote!(let credentials = #(#branches)* { #otherwise };)
        }
    };
    quote! {
        async fn #name<A: Api>(api: &A, call: &Call) -> Result<A::Caller, Refusal> {
            #credentials
            let caller = api.authenticate(credentials, call.operation()).await;
            caller.map_err(|denied| call.denied(denied, #challenge))
        }
    }
}

/// How the credentials of an alternative are found: `let pattern = found` binds what they hold.
struct Alternative {
    pattern: TokenStream,
    found: TokenStream,
    credentials: TokenStream,
}

fn alternative(credentials: &Credentials, schemes: &[&Scheme]) -> Alternative {
    let variant = ident(&credentials.variant);
    let found: Vec<_> = schemes
        .iter()
        .map(|scheme| credential(&scheme.kind))
        .collect();
    if let [found] = &found[..] {
        return Alternative {
            pattern: quote!(Some(credential)),
            found: found.clone(),
            credentials: quote!(Credentials::#variant(credential)),
        };
    }
    let names: Vec<_> = (1..=found.len())
        .map(|number| ident(&format!("credential{number}")))
        .collect();
    Alternative {
        pattern: quote!((#(Some(#names)),*)),
        found: quote!((#(#found),*)),
        credentials: quote!(Credentials::#variant(#(#names),*)),
    }
}

fn challenge(kind: &SchemeKind) -> Option<&'static str> {
    match kind {
        SchemeKind::Bearer => Some("Bearer"),
        SchemeKind::Basic => Some("Basic"),
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => None,
    }
}

fn credential(kind: &SchemeKind) -> TokenStream {
    match kind {
        SchemeKind::Bearer => quote!(call.bearer()),
        SchemeKind::Basic => quote!(call.basic()),
        SchemeKind::Header(name) => {
            let name = string(name);
            quote!(call.header_value(#name).map(ApiKey::new))
        }
        SchemeKind::Query(name) => {
            let name = string(name);
            quote!(call.query_value(#name).map(ApiKey::new))
        }
        SchemeKind::Cookie(name) => {
            let name = string(name);
            quote!(call.cookie(#name).map(ApiKey::new))
        }
    }
}

fn operation_items(api: &Api, operation: &Operation, types: Types<'_>) -> TokenStream {
    let constant = constant(api, operation);
    let handler = handler(api, operation);
    let docs = docs::attributes(&[format!("The responses of {}.", docs::code(&operation.id))]);
    let name = ident(&operation.response_name);
    let declared: Vec<Response> = operation
        .successes
        .iter()
        .chain(&operation.errors)
        .cloned()
        .collect();
    let variants = declared
        .iter()
        .map(|response| response_variant(response, types));
    let arms = declared.iter().map(response_arm);
    quote! {
        #constant
        #handler
        #docs
        #[derive(Debug)]
        #[allow(clippy::large_enum_variant)]
        pub enum #name {
            #(#variants)*
            /// A response that the description does not declare.
            Undeclared(Response),
        }

        impl IntoResponse for #name {
            fn into_response(self) -> Response {
                match self {
                    #(#arms)*
                    Self::Undeclared(response) => response,
                }
            }
        }
    }
}

fn constant(api: &Api, operation: &Operation) -> TokenStream {
    let constant = ident(&operation.constant);
    let (id, method, path) = (
        string(&operation.id),
        string(&operation.method),
        string(&operation.template),
    );
    let refusals = operation.refusals.iter().map(|(status, body)| {
        let status = count((*status).into());
        let render = match body {
            RefusalBody::Declared(ty) => {
                let name = ident(&api.ty(*ty).name);
                quote!(server::refuse::<models::#name>)
            }
            RefusalBody::Empty => quote!(server::refuse_without_body),
            RefusalBody::Problem => quote!(server::problem),
        };
        quote!((#status, #render))
    });
    quote! {
        static #constant: Operation = Operation {
            id: #id,
            method: #method,
            path: #path,
            refusals: &[#(#refusals),*],
        };
    }
}

fn handler(api: &Api, operation: &Operation) -> TokenStream {
    let name = ident(&operation.name);
    let caller = operation.security.map(|index| {
        let function = ident(&api.securities[index].name);
        quote!(let caller = #function(&*api, &call).await?;)
    });
    let parameters = operation.parameters.iter().map(|parameter| {
        let (name, wire) = (ident(&parameter.name), string(&parameter.wire));
        let check = has_own_check(api, &parameter.ty).then(|| {
            let check = ident(&parameter.check);
            quote!(call.check(#wire, &#name, validate::#check)?;)
        });
        quote!(let #name = call.path(#wire)?; #check)
    });
    let body = operation.body.as_ref().map(|body| {
        let name = ident(&body.name);
        let check = ident(&body.check);
        let read = match (body.optional, has_own_check(api, &body.ty)) {
            (false, false) => quote!(json()),
            (true, false) => quote!(optional_json()),
            (false, true) => quote!(json_with(validate::#check)),
            (true, true) => quote!(optional_json_with(validate::#check)),
        };
        quote!(let #name = call.#read.await?;)
    });
    let caller_argument = operation.security.map(|_| ident("caller"));
    let names = operation.parameters.iter().map(|parameter| &parameter.name);
    let names = names
        .chain(operation.body.iter().map(|body| &body.name))
        .map(|name| ident(name));
    let arguments = caller_argument.into_iter().chain(names);
    let is_read = caller.is_some() || operation.body.is_some() || !operation.parameters.is_empty();
    let call = ident(if is_read { "call" } else { "_call" });
    quote! {
        async fn #name<A: Api>(api: Arc<A>, #call: Call) -> Result<Response, Refusal> {
            #caller
            #(#parameters)*
            #body
            let response = Api::#name(&*api, #(#arguments),*);
            Ok(response.await.into_response())
        }
    }
}

/// The variants of an enumeration of responses, as the client has them.
pub fn response_variants<'a>(
    responses: &'a [Response],
    types: Types<'a>,
    docs: fn(&Response) -> TokenStream,
) -> impl Iterator<Item = TokenStream> + 'a {
    responses.iter().map(move |response| {
        let (docs, name) = (docs(response), ident(&response.variant));
        match &response.body {
            Some(ty) => {
                let ty = types.ty(ty);
                quote!(#docs #name(#ty),)
            }
            None => quote!(#docs #name,),
        }
    })
}

/// What a variant is for: its status and the description's words.
pub fn variant_docs(response: &Response) -> TokenStream {
    let status = match response.status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "Any other status".to_owned(),
    };
    let text = match response.docs.first() {
        Some(text) => format!("{status}: {text}"),
        None => status,
    };
    docs::outer(&[text])
}

/// A variant of the server's enumeration, which has to say the status where several are meant.
fn response_variant(response: &Response, types: Types<'_>) -> TokenStream {
    let (docs, name) = (variant_docs(response), ident(&response.variant));
    let status = (!matches!(response.status, Status::Code(_))).then(|| quote!(u16,));
    match (&response.body, &status) {
        (Some(ty), _) => {
            let ty = types.ty(ty);
            quote!(#docs #name(#status #ty),)
        }
        (None, Some(_)) => quote!(#docs #name(#status),),
        (None, None) => quote!(#docs #name,),
    }
}

fn response_arm(response: &Response) -> TokenStream {
    let name = ident(&response.variant);
    match (response.status, &response.body) {
        (Status::Code(code), Some(_)) => {
            let code = count(code.into());
            quote!(Self::#name(body) => server::json(#code, &body),)
        }
        (Status::Code(code), None) => {
            let code = count(code.into());
            quote!(Self::#name => server::empty(#code),)
        }
        (_, Some(_)) => quote!(Self::#name(status, body) => server::json(status, &body),),
        (_, None) => quote!(Self::#name(status) => server::empty(status),),
    }
}

/// How a refusal is told in a type of the description.
fn from_refusal(api: &Api, shape: &RefusalShape) -> TokenStream {
    let def = api.ty(shape.ty);
    let name = ident(&def.name);
    let Shape::Struct(structure) = &def.shape else {
        return TokenStream::new();
    };
    let taken: Vec<_> = structure
        .fields
        .iter()
        .map(|field| string(&field.wire))
        .collect();
    let fields = structure
        .fields
        .iter()
        .zip(&shape.fields)
        .map(|(field, told)| {
            let name = ident(&field.name);
            let optional = field.presence != Presence::Required;
            let value = match (told, optional) {
                (Told::Nothing, _) if field.presence == Presence::Patch => {
                    quote!(super::support::patch::Patch::Absent)
                }
                (Told::Nothing, _) => quote!(None),
                (Told::Detail, true) => quote!(Some(refusal.detail())),
                (Told::Detail, false) => quote!(refusal.detail()),
                (Told::Code, true) => quote!(Some(refusal.code())),
                (Told::Code, false) => quote!(refusal.code()),
                (Told::Messages, true) if shape.by_field => {
                    quote!(refusal.general_messages(&[#(#taken),*]))
                }
                (Told::Messages, true) => quote!(Some(refusal.messages())),
                (Told::Messages, false) => quote!(refusal.messages()),
            };
            quote!(#name: #value,)
        });
    let rest = match &structure.rest {
        Rest::Keep { name, .. } => {
            let name = ident(name);
            let value = if shape.by_field {
                quote!(refusal.by_field(&[#(#taken),*]))
            } else {
                quote!(Default::default())
            };
            Some(quote!(#name: #value,))
        }
        Rest::Skip | Rest::Refuse => None,
    };
    quote! {
        impl FromRefusal for models::#name {
            fn from_refusal(refusal: &Refusal) -> Self {
                Self { #(#fields)* #rest }
            }
        }
    }
}
