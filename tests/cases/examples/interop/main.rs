//! The servers of cases 93 to 97 and 99, which the tools of `tests/interop` call: each keeps or echoes what it
//! is sent.
//!
//! ```text
//! cargo run -p oasmith-cases --example interop -- 127.0.0.1:8080 TOKEN
//! ```

mod catalogue;
mod completions;
mod guarded;
mod parameters;
mod representations;
mod submissions;

use oasmith_cases::{
    c93_catalogue, c94_parameters_echoed, c95_submissions, c96_representations, c97_guarded,
    c99_completions,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(address), Some(token)) = (arguments.next(), arguments.next()) else {
        return Err("usage: interop ADDRESS TOKEN, as in: interop 127.0.0.1:8080 secret".into());
    };
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let settings = c99_completions::server::Settings {
        // `openai` asks for the content of a file as `application/binary`, whatever it is.
        not_acceptable: false,
        ..Default::default()
    };
    let service = completions::Service::new(token.clone());
    let completions = c99_completions::server::router_with(service, settings);
    let router = c93_catalogue::server::router(catalogue::Store::default())
        .merge(c94_parameters_echoed::server::router(parameters::Echo))
        .merge(c95_submissions::server::router(submissions::Echo))
        .merge(c96_representations::server::router(representations::Server))
        .merge(completions)
        .merge(c97_guarded::server::router(guarded::Guard { token }));
    axum::serve(listener, router).await?;
    Ok(())
}
