//! `server`: a trait with a method for each operation, and the router made from it.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::requests::{self, sent};
use super::rust::{Types, count, ident, string};
use super::validate::{checks_by_function, has_own_check};
use super::{credentials, docs};
use crate::model::{
    Api, Body, Content, ContentForm, Operation, Parameter, ParameterForm, Presence, RefusalBody,
    RefusalShape, Response, Rest, Shape, Status, Told, Ty,
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
    let served = || api.operations.iter().filter(|operation| operation.served);
    let methods = served().map(|operation| trait_method(operation, types));
    let authenticate = secured.then(|| credentials::items(api));
    let routes = served().map(|operation| {
        let (constant, name) = (ident(&operation.constant), ident(&operation.name));
        let handler = quote!(|api, call| Box::pin(#name(api, call)));
        match &operation.server {
            Some(server) => {
                let path = string(&server.path);
                quote!(.add_below(#path, &#constant, #handler))
            }
            None => quote!(.add(&#constant, #handler)),
        }
    });
    let used = |index: &usize| served().any(|operation| operation.security == Some(*index));
    let securities = api.securities.iter().enumerate();
    let securities = securities
        .filter(|(index, _)| used(index))
        .map(|(_, security)| credentials::function(api, security));
    let operations = served().map(|operation| operation_items(api, operation, types));
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
    let credentials = credentials::imports(api);
    let requests = requests::is_needed(api).then(|| {
        quote!(
            use super::requests;
        )
    });
    let has_parameters = api.operations.iter().any(|it| !it.parameters.is_empty());
    let place = has_parameters.then(|| {
        quote!(
            use super::support::parameter::In;
        )
    });
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
        #requests
        #place
        use super::support::server::{self, Call};
        #validate

        pub use super::support::server::{
            #credentials Denied, FromRefusal, IntoResponse, Operation, Refusal, Response, Router, Settings
        };
    }
}

/// Whether client and server name a type of the description. What `requests` holds is named there.
pub fn names_models(api: &Api) -> bool {
    let is_named = |ty: &Ty| ty.any(&|ty| matches!(ty, Ty::Named(_)));
    api.operations.iter().any(|operation| {
        let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
        let body = operation.body.iter().filter_map(Body::only);
        let responses = operation
            .responses()
            .filter_map(|response| response.body.as_ref());
        let contents = body.chain(responses).map(|content| &content.ty);
        parameters.chain(contents).any(is_named)
    })
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
    let params = operation.params.as_ref().map(|params| {
        let (name, ty) = (ident(&params.argument), ident(&params.name));
        quote!(#name: requests::#ty,)
    });
    let body = operation.body.as_ref().map(|body| {
        let name = ident(&body.name);
        let ty = match body.only() {
            Some(content) => types.ty(&content.ty),
            None => {
                let name = ident(&body.enumeration);
                quote!(requests::#name)
            }
        };
        if body.optional {
            quote!(#name: Option<#ty>,)
        } else {
            quote!(#name: #ty,)
        }
    });
    quote! {
        #docs
        fn #name(&self, #caller #(#parameters)* #params #body) -> impl Future<Output = #response> + Send;
    }
}

fn operation_items(api: &Api, operation: &Operation, types: Types<'_>) -> TokenStream {
    let constant = constant(api, operation);
    let handler = handler(api, operation);
    let docs = docs::attributes(&[format!("The responses of {}.", docs::code(&operation.id))]);
    let name = ident(&operation.response_name);
    let variants = operation
        .responses()
        .map(|response| response_variant(response, types));
    let arms = operation.responses().map(response_arm);
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
        let code = count((*status).into());
        let render = match body {
            RefusalBody::Declared(ty) => {
                let name = ident(&api.ty(*ty).name);
                let mut declared = operation.errors.iter();
                let declared = declared.find(|error| error.status.covers(*status));
                let body = declared.and_then(|error| error.body.as_ref());
                match body
                    .map(Content::sent)
                    .filter(|it| *it != "application/json")
                {
                    None => quote!(server::refuse::<models::#name>),
                    Some(media_type) => {
                        let media_type = string(media_type);
                        quote!(|refusal| server::refuse_as::<models::#name>(#media_type, refusal))
                    }
                }
            }
            RefusalBody::Empty => quote!(server::refuse_without_body),
            RefusalBody::Problem => quote!(server::problem),
        };
        quote!((#code, #render))
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
    let parameters = operation
        .parameters
        .iter()
        .map(|parameter| read_parameter(api, parameter));
    let params = operation.params.as_ref().map(|params| {
        let name = ident(&params.argument);
        quote!(let #name = call.parameters()?;)
    });
    let body = operation.body.as_ref().map(|body| {
        let (name, read) = (ident(&body.name), read_body(api, body));
        quote!(let #name = call.#read.await?;)
    });
    let caller_argument = operation.security.map(|_| ident("caller"));
    let names = operation.parameters.iter().map(|parameter| &parameter.name);
    let names = names
        .chain(operation.params.iter().map(|params| &params.argument))
        .chain(operation.body.iter().map(|body| &body.name))
        .map(|name| ident(name));
    let arguments = caller_argument.into_iter().chain(names);
    let has_parameters = params.is_some() || !operation.parameters.is_empty();
    let is_read = caller.is_some() || operation.body.is_some() || has_parameters;
    let call = ident(if is_read { "call" } else { "_call" });
    quote! {
        async fn #name<A: Api>(api: Arc<A>, #call: Call) -> Result<Response, Refusal> {
            #caller
            #(#parameters)*
            #params
            #body
            let response = Api::#name(&*api, #(#arguments),*);
            Ok(response.await.into_response())
        }
    }
}

fn read_parameter(api: &Api, parameter: &Parameter) -> TokenStream {
    let name = ident(&parameter.name);
    let (place, wire) = (ident(requests::place(parameter)), string(&parameter.wire));
    let method = match parameter.form {
        ParameterForm::Value => "value",
        ParameterForm::List => "list",
        ParameterForm::Json => "json_value",
    };
    if has_own_check(api, &parameter.ty) {
        let (method, check) = (ident(&format!("{method}_with")), ident(&parameter.check));
        return quote!(let #name = call.#method(In::#place(#wire), validate::#check)?;);
    }
    let method = ident(method);
    quote!(let #name = call.#method(In::#place(#wire))?;)
}

fn read_body(api: &Api, body: &Body) -> TokenStream {
    let Some(content) = body.only() else {
        let method = ident(if body.optional {
            "optional_contents"
        } else {
            "contents"
        });
        return quote!(#method());
    };
    let own_check = has_own_check(api, &content.ty).then(|| {
        let check = ident(&body.check);
        quote!(validate::#check)
    });
    match (content.form, body.optional, own_check) {
        (ContentForm::Json, false, None) => quote!(json()),
        (ContentForm::Json, true, None) => quote!(optional_json()),
        (ContentForm::Json, false, Some(check)) => quote!(json_with(#check)),
        (ContentForm::Json, true, Some(check)) => quote!(optional_json_with(#check)),
        (ContentForm::Text, optional, check) => {
            let method = ident(if optional { "optional_text" } else { "text" });
            let media_types = content.media_types.iter().map(|name| string(name));
            let check = check.unwrap_or_else(|| quote!(server::check));
            quote!(#method(&[#(#media_types),*], #check))
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
            Some(body) => {
                let ty = types.ty(&body.ty);
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
        (Some(body), _) => {
            let ty = types.ty(&body.ty);
            quote!(#docs #name(#status #ty),)
        }
        (None, Some(_)) => quote!(#docs #name(#status),),
        (None, None) => quote!(#docs #name,),
    }
}

fn response_arm(response: &Response) -> TokenStream {
    let name = ident(&response.variant);
    let (status, bound) = match response.status {
        Status::Code(code) => (count(code.into()).into_token_stream(), None),
        Status::Range(_) | Status::Default => (quote!(status), Some(quote!(status,))),
    };
    match (&response.body, bound) {
        (Some(body), bound) => {
            let media_type = string(&sent(body));
            let respond = match body.form {
                ContentForm::Json if body.sent() == "application/json" => {
                    quote!(json(#status, &body))
                }
                ContentForm::Json => quote!(json_as(#media_type, #status, &body)),
                ContentForm::Text => quote!(text(#media_type, #status, &body)),
            };
            quote!(Self::#name(#bound body) => server::#respond,)
        }
        (None, Some(_)) => quote!(Self::#name(status) => server::empty(status),),
        (None, None) => quote!(Self::#name => server::empty(#status),),
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
