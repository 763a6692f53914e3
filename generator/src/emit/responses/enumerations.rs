//! `responses`: the enumerations of responses, which client and server share, and for each operation
//! the name of its errors.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::emit::bodies::streams;
use crate::emit::print;
use crate::emit::responses::{bodies, headers, status_docs, variant_docs};
use crate::emit::rust::docs::{self, Docs};
use crate::emit::rust::{Types, count, ident, string};
use crate::model::{Api, Operation, Response, ResponseBody, Status, facts};

/// The file.
pub fn emit(api: &Api) -> String {
    let head = docs::inner(docs::sentence(
        "The responses of {}, which their status tells apart.",
        &[docs::text(&api.title)],
    ));
    let responses = || facts::enumerated_responses(api);
    let imports = imports(api, &responses);
    let shared = facts::shared_errors(api).map(|operation| shared(api, operation));
    let own = api.operations.iter().flat_map(|it| own(api, it));
    print(quote! {
        #head
        #imports
        #(#shared)*
        #(#own)*
    })
}

fn imports<'a, I: Iterator<Item = &'a Response>>(
    api: &'a Api,
    responses: &dyn Fn() -> I,
) -> TokenStream {
    let mut named = responses().filter_map(|it| it.body.as_ref()?.only());
    let models = named.any(|content| facts::has_named_type(&content.ty));
    let models = models.then(|| {
        quote!(
            use super::models;
        )
    });
    let bodies = bodies::are_named(responses()).then(|| {
        quote!(
            use super::bodies;
        )
    });
    let headers = responses().any(|it| headers::ty(api, it).is_some());
    let headers = headers.then(|| {
        quote! {
            use super::headers;
            use super::support::http::header::{self, InvalidHeaders};
        }
    });
    let contents = responses().filter_map(|it| it.body.as_ref()?.only());
    let streams = streams::imports(&[], &contents.collect::<Vec<_>>(), &quote!(super));
    let successes = || api.operations.iter().map(|it| &it.successes[..]);
    let several = || successes().filter(|it| it.len() > 1).flatten();
    let of_several = |wanted: fn(&ResponseBody) -> bool| {
        let mut bodies = several().filter_map(|it| it.body.as_ref());
        bodies.any(|body| body.is_stream() && wanted(body))
    };
    let may_be = of_several(|body| body.only().is_some()).then(|| quote!(, may_be));
    let one_of = of_several(|body| body.only().is_none()).then(|| {
        quote!(
            use super::support::media::one_of;
        )
    });
    quote! {
        #bodies
        #headers
        #models
        #one_of
        #streams
        use super::support::media::responses::{Cause, Incoming, Outgoing, Responses #may_be};
    }
}

/// The enumeration of errors that operations share. Their descriptions differ from operation to
/// operation.
fn shared(api: &Api, operation: &Operation) -> TokenStream {
    let errors = operation.errors.iter().map(|error| Response {
        docs: Vec::new(),
        ..error.clone()
    });
    let docs = "The errors of all operations that declare these, and no others.";
    let name = operation.shared_errors.as_deref().unwrap_or_default();
    enumeration(
        api,
        (name, docs::words(docs).into()),
        (&errors.collect::<Vec<_>>(), &[]),
        (false, None),
    )
}

/// The enumerations of an operation: of its successes, if there are several, and of its errors, which
/// may be another name for those that it shares.
fn own(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let mut items = Vec::new();
    let of = |docs: &'static str| docs::sentence(docs, &[docs::code(&operation.id)]);
    if operation.successes.len() > 1 {
        let successes = of_successes(&operation.successes);
        let head = (&*operation.success_name, of("The success responses of {}."));
        let known = has_default(operation).then_some(&successes[..]);
        let or_unknown = known.and_then(ok_for_unknown);
        let beside = (&*successes, &[][..]);
        items.push(enumeration(api, head, beside, (true, or_unknown)));
    }
    let docs = of("The errors that the description declares for {}.");
    match &operation.shared_errors {
        Some(shared) => {
            let docs = match documented(operation) {
                Some(statuses) => docs.and(statuses),
                None => docs,
            };
            let (docs, name, shared) = (
                docs::outer(docs),
                ident(&operation.error_name),
                ident(shared),
            );
            items.push(quote!(#docs pub type #name = #shared;));
        }
        None if operation.errors.is_empty() => {}
        None => items.push(enumeration(
            api,
            (&*operation.error_name, docs),
            (&operation.errors, &operation.successes),
            (false, None),
        )),
    }
    items
}

/// The descriptions of the errors of an operation.
fn documented(operation: &Operation) -> Option<Docs> {
    let errors = operation.errors.iter();
    let errors = errors.filter(|error| !error.docs.is_empty());
    let errors: Vec<_> = errors.map(status_docs).collect();
    (!errors.is_empty()).then(|| Docs::list(errors))
}

/// Whether a `default` stands for the errors of an operation.
pub fn has_default(operation: &Operation) -> bool {
    let mut errors = operation.errors.iter();
    errors.any(|it| it.status == Status::Default)
}

/// The success that stands for unknown ones: they are like a 200 (RFC 9110 §15).
fn ok_for_unknown(successes: &[Response]) -> Option<&Response> {
    let covers_all = |it: &Response| matches!(it.status, Status::Range(2) | Status::Default);
    let ok = successes.iter().find(|it| it.status == Status::Code(200));
    ok.filter(|_| !successes.iter().any(covers_all))
}

/// An enumeration of responses beside others, and how it is read and written. One of the responses may
/// be for unknown successes as well.
fn enumeration(
    api: &Api,
    (name, docs): (&str, Docs),
    (responses, others): (&[Response], &[Response]),
    (is_of_successes, or_unknown): (bool, Option<&Response>),
) -> TokenStream {
    let (name, docs) = (ident(name), docs::outer(docs));
    let types = Types::outside(api);
    let variants = responses.iter().map(|it| variant(api, it, types));
    let reads = reads(api, responses, or_unknown);
    let declared = responses.iter().chain(others).map(|it| it.status);
    let declared: Vec<_> = declared.collect();
    let writes = responses.iter().map(|it| write(api, it, &declared));
    // Those of errors are in memory when they are read.
    let is_stream = unread(responses, or_unknown).filter(|_| is_of_successes);
    let derives = bodies::derives(responses.iter().filter_map(|it| it.body.as_ref()));
    quote! {
        #docs
        #[derive(#derives)]
        pub enum #name {
            #(#variants)*
        }

        impl Responses for #name {
            fn read(response: &Incoming<'_>) -> Option<Result<Self, Cause>> {
                #reads
            }

            #is_stream

            fn write(self) -> Result<Outgoing, String> {
                match self {
                    #(#writes)*
                }
            }
        }
    }
}

/// The response of each status.
fn reads(api: &Api, responses: &[Response], or_unknown: Option<&Response>) -> TokenStream {
    if let [only] = responses
        && only.status == Status::Default
    {
        return read(api, only);
    }
    let known = responses.iter().map(|it| (pattern(it.status), it));
    let unknown = or_unknown.map(|it| (quote!(200..=299), it));
    let rows = known.chain(unknown).map(|(pattern, it)| {
        let read = read(api, it);
        quote!(#pattern => #read,)
    });
    let covers_all = responses.iter().any(|it| it.status == Status::Default);
    let others = (!covers_all).then(|| quote!(_ => None,));
    quote! {
        match response.status {
            #(#rows)*
            #others
        }
    }
}

/// A variant: the status unless there is only one, the body, and the headers.
fn variant(api: &Api, response: &Response, types: Types<'_>) -> TokenStream {
    let (docs, name) = (variant_docs(response), ident(&response.variant));
    let status = has_status(response).then(|| quote!(u16));
    let body = response.body.as_ref().map(|body| bodies::ty(body, types));
    let headers = headers::ty(api, response).map(|ty| quote!(Result<#ty, InvalidHeaders>));
    let fields = fields([status, body, headers]);
    quote!(#docs #name #fields,)
}

/// Whether a variant holds the status.
pub fn has_status(response: &Response) -> bool {
    !matches!(response.status, Status::Code(_))
}

/// The fields of a variant.
fn fields(fields: [Option<TokenStream>; 3]) -> Option<TokenStream> {
    let fields: Vec<_> = fields.into_iter().flatten().collect();
    (!fields.is_empty()).then(|| quote!((#(#fields),*)))
}

/// The successes of an operation. Their `default` is for a 2XX.
fn of_successes(successes: &[Response]) -> Vec<Response> {
    let mut successes = successes.to_vec();
    for success in &mut successes {
        if success.status == Status::Default {
            success.status = Status::Range(2);
        }
    }
    successes
}

/// The ranges of the statuses that a response is sent with: none that another response has.
fn statuses(status: Status, declared: &[Status]) -> Vec<(u16, u16)> {
    let (first, last) = match status {
        Status::Code(code) => return vec![(code, code)],
        Status::Range(digit) => (digit * 100, digit * 100 + 99),
        // An unknown success is read as a success.
        Status::Default => (300, 599),
    };
    let is_other = |code: u16| {
        declared.iter().any(|it| match *it {
            Status::Code(other) => other == code,
            Status::Range(digit) => *it != status && code / 100 == digit,
            Status::Default => false,
        })
    };
    let mut ranges: Vec<(u16, u16)> = Vec::new();
    for code in (first..=last).filter(|code| !is_other(*code)) {
        match ranges.last_mut().filter(|(_, end)| *end + 1 == code) {
            Some((_, end)) => *end = code,
            None => ranges.push((code, code)),
        }
    }
    ranges
}

fn pattern(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => count(code.into()).into_token_stream(),
        Status::Range(digit) => {
            let first = u64::from(digit) * 100;
            let (first, last) = (count(first), count(first + 99));
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}

fn read(api: &Api, response: &Response) -> TokenStream {
    let name = ident(&response.variant);
    let status = has_status(response).then(|| quote!(response.status));
    let headers = headers::ty(api, response);
    let headers = headers.map(|_| quote!(header::read(response.headers)));
    let plain = status.is_none() && headers.is_none();
    let Some(body) = &response.body else {
        let fields = fields([status, None, headers]);
        return quote!(Some(Ok(Self::#name #fields)));
    };
    let read = match body.only() {
        Some(content) => bodies::read(content),
        None => quote!(one_of()),
    };
    let variant = match plain {
        true => quote!(Self::#name),
        false => {
            let fields = fields([status, Some(quote!(body)), headers]);
            quote!(|body| Self::#name #fields)
        }
    };
    quote!(Some(response.#read.map(#variant)))
}

fn write(api: &Api, response: &Response, declared: &[Status]) -> TokenStream {
    let name = ident(&response.variant);
    let has_headers = headers::ty(api, response).is_some();
    let pattern = fields([
        has_status(response).then(|| quote!(status)),
        response.body.as_ref().map(|_| quote!(body)),
        has_headers.then(|| quote!(headers)),
    ]);
    let outgoing = outgoing(response, declared);
    let with = has_headers.then(|| quote!(?.with(header::written_if_read(headers))));
    quote!(Self::#name #pattern => #outgoing #with,)
}

/// The response that is sent by a method with one success.
pub fn outgoing_success(success: &Response) -> TokenStream {
    let successes = of_successes(std::slice::from_ref(success));
    successes
        .iter()
        .map(|it| outgoing(it, &[it.status]))
        .collect()
}

/// The response that is sent, made of `status`, where that is one of several, and `body`.
fn outgoing(response: &Response, declared: &[Status]) -> TokenStream {
    let status = match response.status {
        Status::Code(code) => count(code.into()).into_token_stream(),
        Status::Range(_) | Status::Default => quote!(status),
    };
    let outgoing = match response.body.as_ref().map(ResponseBody::only) {
        None => quote!(Outgoing::empty(#status)),
        Some(None) => quote!(Outgoing::one_of(#status, body)),
        Some(Some(content)) => bodies::outgoing(content, &status),
    };
    if !has_status(response) {
        return outgoing;
    }
    let statuses = statuses(response.status, declared).into_iter();
    let ranges = statuses.map(|(first, last)| {
        let (first, last) = (count(first.into()), count(last.into()));
        quote!(#first..=#last)
    });
    quote!(#outgoing?.within(&[#(#ranges),*]))
}

/// Whether the body of a response is a stream, as an expression of its `content_type`; `None` if it
/// never is.
fn is_stream(body: &ResponseBody) -> Option<TokenStream> {
    if !body.is_stream() {
        return None;
    }
    Some(match body.only() {
        Some(only) => {
            let media_type = string(bodies::widest(only));
            quote!(may_be(content_type, #media_type))
        }
        None => {
            let name = ident(&body.enumeration);
            quote!(one_of::is_stream::<bodies::#name>(content_type))
        }
    })
}

/// The function that says which successes are streams, if any are. A response before the last of them
/// may have a status of its range.
fn unread(successes: &[Response], or_unknown: Option<&Response>) -> Option<TokenStream> {
    let known = successes.iter().map(|it| (it.status, it));
    let unknown = or_unknown.map(|it| (Status::Range(2), it));
    let mut rows: Vec<_> = known
        .chain(unknown)
        .map(|(status, it)| (status, it.body.as_ref().and_then(is_stream)))
        .collect();
    let last = rows
        .iter()
        .rposition(|(_, is_stream)| is_stream.is_some())?;
    rows.truncate(last + 1);
    let rows = rows.into_iter().map(|(status, is_stream)| {
        let (pattern, is_stream) = (pattern(status), is_stream.unwrap_or_else(|| quote!(false)));
        quote!(#pattern => #is_stream,)
    });
    Some(quote! {
        fn is_stream(status: u16, content_type: Option<&str>) -> bool {
            match status {
                #(#rows)*
                _ => false,
            }
        }
    })
}
