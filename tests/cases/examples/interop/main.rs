//! The servers of cases 93 to 97, which the tools of `tests/interop` call: each keeps or echoes what it
//! is sent.
//!
//! ```text
//! cargo run -p oasmith-cases --example interop -- 127.0.0.1:8080 TOKEN
//! ```

mod catalogue;
mod guarded;
mod parameters;
mod representations;
mod submissions;

use oasmith_cases::{
    c93_catalogue, c94_parameters_echoed, c95_submissions, c96_representations, c97_guarded,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(address), Some(token)) = (arguments.next(), arguments.next()) else {
        return Err("usage: interop ADDRESS TOKEN, as in: interop 127.0.0.1:8080 secret".into());
    };
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let router = c93_catalogue::server::router(catalogue::Store::default())
        .merge(c94_parameters_echoed::server::router(parameters::Echo))
        .merge(c95_submissions::server::router(submissions::Echo))
        .merge(c96_representations::server::router(representations::Server))
        .merge(c97_guarded::server::router(guarded::Guard { token }));
    axum::serve(listener, router).await?;
    Ok(())
}
