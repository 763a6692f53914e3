//! `server`: a trait with a method for each operation, and the router made from it.

use std::fmt::Write;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::package::tags;
use crate::emit::package::tags::ModuleFile;
use crate::emit::requests;
use crate::emit::responses::{self, headers, operation_docs, variant_docs};
use crate::emit::rust::{Types, docs, ident, method_lint, string};
use crate::emit::{bodies, credentials, print, rejections};
use crate::model::{
    Api, Body, Content, Module, Operation, Parameter, RejectionBody, Response, Security, Status,
    Ty, facts,
};

/// The file, and where the operations are divided into modules those of the modules.
pub fn files(api: &Api) -> Vec<ModuleFile> {
    tags::divided(api, "server", served_modules(api), emit, part)
}

fn emit(api: &Api) -> String {
    let head = docs::inner(docs::sentence(
        "The server of {}: a trait to implement, and the router made from it.",
        &[docs::text(&api.title)],
    ));
    let (base_path, reexports) = (string(&api.base_path), reexports(api));
    let parts: Vec<&Module> = served_modules(api).collect();
    let is_divided = !parts.is_empty();
    let declarations = tags::declarations(parts.iter().copied());
    let (imports, own_trait) = if is_divided {
        (imports_of_sum(api), sum_of_traits(api, &parts))
    } else {
        let docs = docs::outer(tags::operations_of(docs::text(&api.title)));
        (imports(api, &quote!(super)), operations_trait(api, docs))
    };
    let authenticate = is_secured(api).then(|| credentials::items(api));
    let routes = routes(api).into_iter();
    let routes = routes.filter_map(|path| path.parse::<TokenStream>().ok());
    let mut text = print(quote! {
        #head
        #imports
        #reexports

        #(#declarations)*

        /// The base path of the server in the description.
        pub const BASE_PATH: &str = #base_path;

        #own_trait

        #authenticate

        /// The router of an implementation, below [`BASE_PATH`].
        pub fn router<A: Api>(api: A) -> Router {
            router_with(api, Settings::default())
        }

        /// The router of an implementation, with settings of its own.
        pub fn router_with<A: Api>(api: A, settings: Settings) -> Router {
            let mut all = server::Routes::new(api, BASE_PATH, settings);
            #(#routes(&mut all);)*
            all.into_router()
        }
    });
    if !is_divided {
        operations_table(&mut text, api);
    }
    for security in securities(api) {
        text.push('\n');
        text.push_str(&print(credentials::function(api, security)));
    }
    if !is_divided {
        responses_items(&mut text, api);
    }
    for shape in &api.rejections {
        text.push('\n');
        text.push_str(&print(rejections::from_rejection(api, shape)));
    }
    text
}

/// The credentials of the operations that are served.
fn securities(api: &Api) -> impl Iterator<Item = &Security> {
    let used = |index: usize| served(api).any(|operation| operation.security == Some(index));
    let securities = api.securities.iter().enumerate();
    let securities = securities.filter(move |(index, _)| used(*index));
    securities.map(|(_, security)| security)
}

/// The file of the operations of a module, which are all that the model has.
fn part(api: &Api, module: &Module) -> String {
    let head = tags::head(module);
    let imports = imports(api, &quote!(super::super));
    let securities = securities(api).map(|security| ident(&security.name));
    let authenticate = is_secured(api).then(|| quote!(Authenticate,));
    let own_trait = operations_trait(api, tags::outer_docs(module));
    let mut text = print(quote! {
        #head
        #imports
        use super::{#authenticate IntoResponse, Response, #(#securities),*};

        #own_trait
    });
    operations_table(&mut text, api);
    responses_items(&mut text, api);
    text
}

/// The functions that add the operations to a router.
pub fn routes(api: &Api) -> Vec<String> {
    let modules = served_modules(api);
    let of_modules: Vec<_> = modules
        .map(|module| format!("{}::routes", ident(&module.name)))
        .collect();
    match of_modules.is_empty() {
        true => vec!["routes".to_owned()],
        false => of_modules,
    }
}

/// The modules with operations that are served.
fn served_modules(api: &Api) -> impl Iterator<Item = &Module> {
    let is_served = |index: &usize| api.operations.get(*index).is_some_and(|it| it.served);
    let modules = api.modules.iter();
    modules.filter(move |module| module.operations.iter().any(is_served))
}

fn served(api: &Api) -> impl Iterator<Item = &Operation> {
    api.operations.iter().filter(|operation| operation.served)
}

fn is_secured(api: &Api) -> bool {
    !api.securities.is_empty()
}

fn supertrait(api: &Api) -> TokenStream {
    if is_secured(api) {
        quote!(Authenticate)
    } else {
        quote!(Send + Sync + 'static)
    }
}

/// The trait with a method for each operation.
fn operations_trait(api: &Api, docs: TokenStream) -> TokenStream {
    let types = Types::outside(api);
    let supertrait = supertrait(api);
    let methods = served(api).map(|operation| trait_method(operation, types));
    quote! {
        #docs
        pub trait Api: #supertrait {
            #(#methods)*
        }
    }
}

/// The trait of all types that implement those of the modules.
fn sum_of_traits(api: &Api, parts: &[&Module]) -> TokenStream {
    let docs = tags::operations_of(docs::text(&api.title)).and(docs::words(
        "Whatever implements the traits of the modules implements it.",
    ));
    let docs = docs::outer(docs);
    let traits: Vec<_> = parts
        .iter()
        .map(|module| {
            let name = ident(&module.name);
            quote!(#name::Api)
        })
        .collect();
    quote! {
        #docs
        pub trait Api: #(#traits)+* {}

        impl<A: #(#traits)+*> Api for A {}
    }
}

fn operations_table(text: &mut String, api: &Api) {
    text.push_str("\noperations!({\n");
    for operation in served(api) {
        operation_lines(text, api, operation);
    }
    text.push_str("});\n");
}

fn responses_items(text: &mut String, api: &Api) {
    let types = Types::outside(api);
    for operation in served(api) {
        text.push('\n');
        text.push_str(&print(responses_item(api, operation, types)));
        responses_table(text, operation);
    }
}

/// The imports of operations, from a module with this path.
fn imports(api: &Api, parent: &TokenStream) -> TokenStream {
    let requests = facts::has_request_types(api).then(|| quote!(use #parent::requests;));
    let has_parameters = api.operations.iter().any(|it| !it.parameters.is_empty());
    let place = has_parameters.then(|| quote!(use #parent::support::http::parameter::In;));
    let bodies = bodies::server_imports(api, parent);
    let models = names_models(api).then(|| quote!(use #parent::models;));
    let validate = facts::has_inline_checks(api).then(|| quote!(use #parent::validate;));
    let own_bodies = responses::bodies::are_named(api).then(|| quote!(use #parent::bodies;));
    let headers = facts::have_headers(api).then(|| {
        quote! {
            use #parent::headers;
            use #parent::support::http::header;
        }
    });
    quote! {
        use std::future::Future;
        #own_bodies
        #headers
        #models
        #requests
        #place
        #bodies
        use #parent::support::server::{self, Call, operations, responses};
        #validate
    }
}

/// The imports of the root where the operations are in modules of their own.
fn imports_of_sum(api: &Api) -> TokenStream {
    let future = is_secured(api).then(|| {
        quote!(
            use std::future::Future;
        )
    });
    let call = is_secured(api).then(|| quote!(, Call));
    let models = (!api.rejections.is_empty()).then(|| {
        quote!(
            use super::models;
        )
    });
    quote! {
        #future
        #models
        use super::support::server::{self #call};
    }
}

fn reexports(api: &Api) -> TokenStream {
    let credentials = credentials::imports(api);
    let accept = api.operations.iter().any(|it| it.accept_argument.is_some());
    let accept = accept.then(|| quote!(Accept,));
    let typed_bytes = responses::bodies::has_typed_bytes(api).then(|| quote!(, TypedBytes));
    quote! {
        pub use super::support::server::{
            #accept #credentials Denied, FromRejection, IntoResponse, Operation, Rejection, Response, Router, Settings #typed_bytes
        };
    }
}

/// Whether client and server name a type of the description. The types of `requests` name theirs there.
fn names_models(api: &Api) -> bool {
    api.operations.iter().any(|operation| {
        let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
        let body = operation.body.iter().filter_map(Body::only);
        let responses = operation
            .responses()
            .filter_map(|response| response.body.as_ref()?.only());
        let contents = body.chain(responses).map(|content| &content.ty);
        let is_declared =
            |(_, body): &(u16, RejectionBody)| matches!(body, RejectionBody::Declared(_));
        parameters.chain(contents).any(facts::has_named_type)
            || operation.rejections.iter().any(is_declared)
    })
}

fn trait_method(operation: &Operation, types: Types<'_>) -> TokenStream {
    let docs = docs::outer(operation_docs(operation));
    let (name, response) = (ident(&operation.name), ident(&operation.response_name));
    let lint = method_lint(&operation.name);
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
        let ty = bodies::server_ty(body, types);
        quote!(#name: #ty,)
    });
    let accept = operation.accept_argument.as_ref().map(|name| {
        let name = ident(name);
        quote!(#name: server::Accept,)
    });
    quote! {
        #docs
        #lint
        fn #name(&self, #caller #(#parameters)* #params #body #accept) -> impl Future<Output = #response> + Send;
    }
}

/// The lines of an operation in the table, which is text: no formatter lays the inside of a macro
/// out.
fn operation_lines(text: &mut String, api: &Api, operation: &Operation) {
    let (name, id) = (ident(&operation.name), string(&operation.id));
    let (method, path) = (string(&operation.method), string(&operation.path));
    // Writing to a string cannot fail.
    let _ = write!(text, "    {name}({id}: {method} {path}");
    if let Some(server) = &operation.server {
        let _ = write!(text, " below {}", string(&server.path));
    }
    if let Some(index) = operation.security {
        let _ = write!(text, " by {}", ident(&api.securities[index].name));
    }
    if let Some(body) = &operation.body {
        let _ = write!(text, " takes {}", bodies::takes(body));
    }
    match &operation.given_media_types()[..] {
        [] => {}
        ["application/json"] => text.push_str(" gives json"),
        given => {
            let given: Vec<_> = given.iter().map(|name| string(name).to_string()).collect();
            let _ = write!(text, " gives [{}]", given.join(", "));
        }
    }
    text.push_str(") ");
    let mut arguments = String::new();
    for parameter in &operation.parameters {
        let (name, read) = (ident(&parameter.name), read_parameter(api, parameter));
        let _ = writeln!(arguments, "        {name}: {read},");
    }
    if let Some(params) = &operation.params {
        let _ = writeln!(
            arguments,
            "        {}: parameters(),",
            ident(&params.argument)
        );
    }
    if let Some(body) = &operation.body {
        let (name, read) = (ident(&body.name), bodies::read_body(api, body));
        let _ = writeln!(arguments, "        {name}: {read},");
    }
    if let Some(name) = &operation.accept_argument {
        let _ = writeln!(arguments, "        {}: accept(),", ident(name));
    }
    let arguments = if arguments.is_empty() {
        "{}".to_owned()
    } else {
        format!("{{\n{arguments}    }}")
    };
    let refusals = operation.rejections.iter();
    let refusals: Vec<_> = refusals
        .map(|(status, body)| refusal(api, operation, *status, *body))
        .collect();
    let _ = writeln!(text, "{arguments} [{}];", refusals.join(", "));
}

fn refusal(api: &Api, operation: &Operation, status: u16, body: RejectionBody) -> String {
    let id = match body {
        RejectionBody::Empty => return format!("{status}: ()"),
        RejectionBody::Problem => return format!("{status}: server::Problem"),
        RejectionBody::Declared(id) => id,
    };
    let ty = ident(&api.ty(id).name);
    let mut declared = operation.errors.iter();
    let declared = declared.find(|error| error.status.covers(status));
    let mut contents = declared.into_iter().flat_map(Response::contents);
    let content = contents.find(|content| content.ty == Ty::Named(id));
    match content.map_or("application/json", Content::sent) {
        "application/json" => format!("{status}: models::{ty}"),
        media_type => format!("{status}: models::{ty} as {}", string(media_type)),
    }
}

fn read_parameter(api: &Api, parameter: &Parameter) -> String {
    let place = requests::Place::of(parameter).text();
    let method = requests::shape(parameter).unwrap_or("json_value");
    if facts::has_inline_check(api, &parameter.ty) {
        let check = ident(&parameter.check);
        return format!("{method}_with({place}, validate::{check})");
    }
    format!("{method}({place})")
}

fn responses_item(api: &Api, operation: &Operation, types: Types<'_>) -> TokenStream {
    let docs = docs::outer(docs::sentence(
        "The responses of {}.",
        &[docs::code(&operation.id)],
    ));
    let name = ident(&operation.response_name);
    let variants = operation
        .responses()
        .map(|response| response_variant(api, response, types));
    quote! {
        #docs
        #[derive(Debug)]
        pub enum #name {
            #(#variants)*
            /// A response that the description does not declare.
            Undeclared(Response),
        }
    }
}

fn responses_table(text: &mut String, operation: &Operation) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\nresponses!({}, {{", ident(&operation.response_name));
    for response in operation.responses() {
        let status = match response.status {
            Status::Code(code) => code.to_string(),
            Status::Range(_) | Status::Default => "status".to_owned(),
        };
        let form = response.body.as_ref().map(responses::bodies::form);
        let form = form.unwrap_or_else(|| "empty".to_owned());
        let headers = response.headers.map_or("", |_| " + headers");
        let variant = ident(&response.variant);
        let _ = writeln!(text, "    {variant}: {status} {form}{headers},");
    }
    text.push_str("});\n");
}

/// A variant of the server's enumeration: the status where several are meant, the body, the headers.
fn response_variant(api: &Api, response: &Response, types: Types<'_>) -> TokenStream {
    let (docs, name) = (variant_docs(response), ident(&response.variant));
    let status = (!matches!(response.status, Status::Code(_))).then(|| quote!(u16));
    let body = response.body.as_ref();
    let body = body.map(|body| responses::bodies::server_ty(body, types));
    let parts = status.into_iter().chain(body);
    let parts: Vec<_> = parts.chain(headers::ty(api, response)).collect();
    match &parts[..] {
        [] => quote!(#docs #name,),
        parts => quote!(#docs #name(#(#parts),*),),
    }
}
