//! The manifest and the root of a crate.

use crate::config::{Dates, Numbers};
use crate::emit::Sides;
use crate::emit::package::runtime::{self, Modules};
use crate::emit::rust::docs::{self, Docs};
use crate::identifier::shortened;
use crate::model::{Api, facts};
use crate::{Config, printable, reserved};

/// The root of the modules: `lib.rs` of a crate, `mod.rs` of modules for one that exists.
pub fn root(api: &Api, config: &Config, sides: &Sides) -> String {
    // The root of modules may come in through `include!`, where inner documentation cannot stand.
    let comment = if config.module { "//" } else { "//!" };
    let docs = docs::comment(comment, root_docs(api, config, sides));
    let mut text = format!("{}\n{docs}\n", crate::emit::HEADER);
    // In the order of their names; the layout inside is the generator's.
    for (there, module, public) in [
        (
            facts::response_enums(api).next().is_some(),
            "bodies",
            "pub ",
        ),
        (sides.client, "client", "pub "),
        (true, "codec", ""),
        (config.server && config.explorer, "description", ""),
        (facts::have_headers(api), "headers", "pub "),
        (true, "models", "pub "),
        (facts::has_request_types(api), "requests", "pub "),
        (
            facts::enumerated_responses(api).next().is_some(),
            "responses",
            "pub ",
        ),
        (sides.server, "server", "pub "),
        (true, "support", "pub "),
        (true, "validate", ""),
        (sides.webhook_client, "webhook_client", "pub "),
        (sides.webhook_server, "webhook_server", "pub "),
    ] {
        if !there {
            continue;
        }
        if let Some(support) = config.support.as_ref().filter(|_| module == "support") {
            text.push_str(&format!("{};\n", use_support(support.as_str())));
            continue;
        }
        if !config.module {
            text.push_str(match module {
                "client" | "webhook_client" => runtime::CLIENT,
                "description" => runtime::EXPLORER,
                "responses" => runtime::either(config),
                "server" | "webhook_server" => runtime::SERVER,
                _ => "",
            });
        }
        let skip = if module == "support" {
            ""
        } else {
            "#[rustfmt::skip]\n"
        };
        text.push_str(&format!("{skip}{public}mod {module};\n"));
    }
    if config.numbers == Numbers::Exact {
        text.push_str(DIGITS);
    }
    text.push_str("\npub use support::codec::Patch;\npub use support::validate::{Valid, Validate, Violation, Violations};\n");
    text
}

/// Does not compile where serde_json rounds numbers while it reads them, which no code could see.
const DIGITS: &str =
    "\n// With `numbers = \"exact\"`, serde_json has to have its feature `arbitrary_precision`.
const _NEEDS_ARBITRARY_PRECISION: fn(&serde_json::Number) -> &str = serde_json::Number::as_str;\n";

/// The contents of a crate, by feature.
fn root_docs(api: &Api, config: &Config, sides: &Sides) -> Docs {
    let holds = match (sides.client, sides.server) {
        (true, true) => "{}: types, validators, a client, a server.",
        (true, false) => "{}: types, validators, a client.",
        (false, true) => "{}: types, validators, a server.",
        (false, false) => "{}: types, validators.",
    };
    let docs = docs::sentence(holds, &[docs::text(&api.title)]);
    let client = "The client is in `client`, behind the feature of that name.";
    let server = "The server is in `server`, behind the feature of that name.";
    let sends =
        "What sends webhooks and callbacks is in `webhook_client`, behind the feature `client`.";
    let receives =
        "What receives webhooks and callbacks is in `webhook_server`, behind the feature `server`.";
    let tls = "The feature `tls` gives the client HTTPS.";
    let speech = "The feature `http2` gives the client HTTP/2; `gzip` and `brotli` let it ask for compressed responses, and `gzip` compress requests (`Config::compression`).";
    let wrappers = "The feature `tower` gives it layers (`HttpClient::layer`), and `tracing` spans (`HttpClient::traced`).";
    let blocking =
        "The feature `blocking` makes calls of it without async (`ResponseFuture::blocking`).";
    let has_flow = api.schemes.iter().any(|scheme| scheme.flow.is_some());
    let oauth2 =
        "The feature `oauth2` gives it the client credentials flow (`client::ClientCredentials`).";
    let serve = "The feature `serve` serves the server (`support::serve`).";
    let explorer =
        "The feature `explorer` lets the server serve the description, and a page to explore it.";
    let features = [
        (sides.client, client),
        (sides.server, server),
        (sides.webhook_client, sends),
        (sides.webhook_server, receives),
        (config.client, tls),
        (config.client, speech),
        (config.client, wrappers),
        (config.client, blocking),
        (config.client && has_flow, oauth2),
        (config.server, serve),
        (config.server && config.explorer, explorer),
    ];
    let features = features
        .into_iter()
        .filter(|(there, _)| *there && !config.module);
    let features: Vec<_> = features.map(|(_, words)| docs::words(words)).collect();
    if features.is_empty() {
        docs
    } else {
        docs.and(docs::join(&features, "\n"))
    }
}

/// Imports the runtime of another module.
fn use_support(path: &str) -> String {
    match path.rsplit("::").next() {
        Some("support") => format!("pub use {path}"),
        _ => format!("pub use {path} as support"),
    }
}

/// The first line of a manifest.
pub const HEADER: &str = "# @generated by oasmith: edits are lost, unless this line goes: then the manifest is yours to keep.";

/// What streams are made of, which client and server have in any case.
const STREAMS: [&str; 3] = [
    "bytes = \"1\"",
    "futures-core = { version = \"0.3\", default-features = false }",
    "http-body = \"1\"",
];

/// What a layer of `tower` is, for those around a client and for the address of a server's peers.
const LAYER: &str = "tower-layer = { version = \"0.3\", optional = true }";

/// What compresses the requests of a client if its feature is on.
const GZIP: &str = "flate2 = { version = \"1\", default-features = false, features = [\"rust_backend\"], optional = true }";

/// What else is around a client if its features are on.
const WRAPPERS: [&str; 3] = [
    "http = { version = \"1\", optional = true }",
    "tower-service = { version = \"0.3\", optional = true }",
    "tracing = { version = \"0.1\", default-features = false, features = [\"std\"], optional = true }",
];

/// The same where only client and server have streams.
const OPTIONAL_STREAMS: [&str; 3] = [
    "bytes = { version = \"1\", optional = true }",
    "futures-core = { version = \"0.3\", default-features = false, optional = true }",
    "http-body = { version = \"1\", optional = true }",
];

/// How a dependency says that features of the crate switch it on.
const OPTIONAL: &str = ", optional = true";

/// `Cargo.toml`.
pub fn manifest(api: &Api, config: &Config, support: &Modules) -> String {
    let name = string(&crate_name(api, config));
    let always = runtime::has_streams_always(api, config);
    let features = features(config, support, always);
    let features = if features.is_empty() {
        features
    } else {
        format!("[features]\n{features}\n")
    };
    let mut dependencies = http_dependencies(config, support, always);
    dependencies.extend(type_dependencies(
        facts::has_unicode_property(api),
        api.dates,
        config.numbers,
        support,
    ));
    dependencies.sort_unstable();
    let of_wasm = wasm_dependencies(support, always).join("\n");
    let of_wasm = match of_wasm.is_empty() {
        true => String::new(),
        false => format!("\n{WASM}\n{of_wasm}\n"),
    };
    format!(
        "{HEADER}\n\n[package]\nname = {name}\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
         {features}[dependencies]\n{}\n{of_wasm}",
        dependencies.join("\n"),
    )
}

/// The tables of the dependencies that all of the runtime needs, in a crate that has it as a module.
pub fn shared_dependencies(config: &Config) -> String {
    let support = runtime::shared_modules(config);
    let mut dependencies = http_dependencies(config, &support, true);
    dependencies.extend(type_dependencies(
        true,
        config.dates,
        config.numbers,
        &support,
    ));
    dependencies.sort_unstable();
    let explorer = support.contains("server::explorer");
    let client = config.client;
    let lines = dependencies.into_iter().map(|line| match line {
        AXUM if explorer => line.replace(OPTIONAL, ", features = [\"original-uri\"]"),
        // Secrets that are being fetched are behind a lock.
        line if client && line.starts_with("tokio = ") => line
            .replace("[\"time\"]", "[\"sync\", \"time\"]")
            .replace(OPTIONAL, ""),
        // Idempotency keys are random.
        UUID if client => line.replace("false", "false, features = [\"v4\"]"),
        line => line.replace(OPTIONAL, ""),
    });
    let of_wasm = wasm_dependencies(&support, true).into_iter();
    let of_wasm = of_wasm.map(|line| line.replace(OPTIONAL, ""));
    let lines: Vec<_> = lines
        .chain(["\n".to_owned() + WASM])
        .chain(of_wasm)
        .collect();
    format!("[dependencies]\n{}", lines.join("\n"))
}

/// The table of what only builds for browsers need.
const WASM: &str = "[target.'cfg(all(target_arch = \"wasm32\", any(target_os = \"unknown\", target_os = \"none\")))'.dependencies]";

/// What takes the place of tokio's clock, of [`Send`] and of the streams of `reqwest` on wasm32.
fn wasm_dependencies(support: &Modules, has_streams_always: bool) -> Vec<String> {
    let has = |module: &str| support.contains(module);
    // What is needed, and whether features switch it on.
    let dependencies = [
        (
            has("body::transfer"),
            true,
            "reqwest = { version = \"0.13\", default-features = false, features = [\"stream\"]",
        ),
        (
            has("body::transfer"),
            true,
            "send_wrapper = { version = \"0.6\", features = [\"futures\"]",
        ),
        (
            has("retry::key"),
            !has("types::formats_uuid"),
            "uuid = { version = \"1\", default-features = false, features = [\"js\"]",
        ),
        (
            has("platform::clock"),
            !has_streams_always,
            "wasmtimer = { version = \"0.4\", default-features = false, features = [\"tokio\"]",
        ),
    ];
    let needed = dependencies
        .into_iter()
        .filter(|(is_needed, ..)| *is_needed);
    let lines = needed.map(|(_, is_optional, line)| {
        let optional = if is_optional { OPTIONAL } else { "" };
        format!("{line}{optional} }}")
    });
    lines.collect()
}

/// The features of a crate, which switch its client and its server on.
fn features(config: &Config, support: &Modules, has_streams_always: bool) -> String {
    let mut features = String::new();
    if config.client {
        features.push_str("# The client; with `tls`, over HTTPS too.\n");
        features.push_str(match has_streams_always {
            true => "client = [\"dep:reqwest\", \"dep:send_wrapper\", \"tokio/sync\"",
            false => "client = [\"dep:bytes\", \"dep:futures-core\", \"dep:http-body\", \"dep:reqwest\", \"dep:send_wrapper\", \"dep:tokio\", \"dep:wasmtimer\", \"tokio/sync\"",
        });
        if support.contains("retry::key") {
            features.push_str(match support.contains("types::formats_uuid") {
                true => ", \"uuid/v4\"",
                false => ", \"dep:uuid\", \"uuid/v4\"",
            });
        }
        features.push_str("]\n");
        features.push_str("tls = [\"client\", \"reqwest/default-tls\"]\n");
        features.push_str(
            "# HTTP/2 of the client, and compressed responses; with `gzip`, requests too.\n\
             http2 = [\"client\", \"reqwest/http2\"]\n\
             brotli = [\"client\", \"reqwest/brotli\"]\n\
             gzip = [\"client\", \"dep:flate2\", \"reqwest/gzip\"]\n\
             # Layers of tower around the client, and spans of tracing.\n",
        );
        features.push_str(
            "tower = [\"client\", \"dep:http\", \"dep:tower-layer\", \"dep:tower-service\"]\n",
        );
        features.push_str("tracing = [\"client\", \"dep:tracing\"]\n");
        features.push_str(
            "# Calls that block, for code without async.\nblocking = [\"client\", \"tokio/net\", \"tokio/rt\"]\n",
        );
        if support.contains("exchange::oauth2") {
            features.push_str("# The client credentials flow of OAuth 2.\noauth2 = [\"client\"]\n");
        }
    }
    if config.server {
        features.push_str("# The server; with `serve`, a loop that serves it over HTTP/1.\n");
        features.push_str(match has_streams_always {
            true => "server = [\"dep:axum\"",
            false => "server = [\"dep:axum\", \"dep:bytes\", \"dep:futures-core\", \"dep:http-body\", \"dep:tokio\"",
        });
        let has_timer = support.contains("platform::clock") && !has_streams_always;
        features.push_str(match has_timer {
            true => ", \"dep:wasmtimer\"]\n",
            false => "]\n",
        });
        features.push_str("serve = [\"server\", \"axum/tokio\", \"dep:hyper-util\", \"dep:tower-layer\", \"tokio/net\", \"tokio/rt\", \"tokio/sync\"]\n");
        if config.explorer {
            features.push_str(
                "# The description, and a page to explore it (`server::router_with_explorer`).\n",
            );
            features.push_str("explorer = [\"server\", \"axum/original-uri\"]\n");
        }
    }
    features
}

const UUID: &str = "uuid = { version = \"1\", default-features = false }";

const AXUM: &str = "axum = { version = \"0.8\", default-features = false, optional = true }";

/// The dependencies of the client and the server, and of streams.
fn http_dependencies(
    config: &Config,
    support: &Modules,
    has_streams_always: bool,
) -> Vec<&'static str> {
    let has_streams = support.contains("body::stream");
    let mut dependencies = Vec::new();
    if config.client {
        dependencies
            .push("reqwest = { version = \"0.13\", default-features = false, optional = true }");
        if support.contains("exchange::layer") {
            dependencies.push(GZIP);
            dependencies.extend(WRAPPERS);
            dependencies.push(LAYER);
        }
    }
    if config.server {
        dependencies.push(AXUM);
        if support.contains("server::serve") {
            dependencies.extend((!dependencies.contains(&LAYER)).then_some(LAYER));
            dependencies.push("hyper-util = { version = \"0.1\", default-features = false, features = [\"http1\", \"server-auto\", \"server-graceful\", \"service\", \"tokio\"], optional = true }");
        }
    }
    if config.client || config.server {
        // It takes the time that a request may need.
        dependencies.push(match has_streams_always {
            true => "tokio = { version = \"1\", default-features = false, features = [\"time\"] }",
            false => {
                "tokio = { version = \"1\", default-features = false, features = [\"time\"], optional = true }"
            }
        });
    } else if has_streams {
        dependencies.push("tokio = { version = \"1\", default-features = false }");
    }
    if has_streams {
        dependencies.extend(match has_streams_always {
            true => STREAMS,
            false => OPTIONAL_STREAMS,
        });
    }
    dependencies
}

/// The dependencies of the types, whether there is a client or a server or not.
fn type_dependencies(
    has_unicode: bool,
    dates: Dates,
    numbers: Numbers,
    support: &Modules,
) -> Vec<&'static str> {
    let mut dependencies = Vec::new();
    if support.contains("validate::regex") {
        dependencies.push(if has_unicode {
            "regex = { version = \"1.12\", default-features = false, features = [\"perf-dfa\", \"std\", \"unicode-bool\", \"unicode-gencat\", \"unicode-script\"] }"
        } else {
            "regex = { version = \"1.12\", default-features = false, features = [\"perf-dfa\", \"std\"] }"
        });
    }
    dependencies
        .push("serde = { version = \"1\", default-features = false, features = [\"std\"] }");
    // Without it, a float may come back as its neighbour.
    dependencies.push(match numbers {
        Numbers::Machine => "serde_json = { version = \"1\", features = [\"float_roundtrip\"] }",
        Numbers::Exact => {
            "serde_json = { version = \"1.0.138\", features = [\"arbitrary_precision\", \"float_roundtrip\"] }"
        }
    });
    let modules = [
        "types::formats_chrono",
        "types::formats_jiff",
        "types::formats_time",
    ];
    let has_dates = modules.iter().any(|module| support.contains(module));
    dependencies.extend(match dates {
        _ if !has_dates => None,
        Dates::Chrono => Some("chrono = { version = \"0.4\", default-features = false, features = [\"std\"] }"),
        Dates::Jiff => Some("jiff = { version = \"0.2\", default-features = false, features = [\"std\"] }"),
        Dates::Time => Some("time = { version = \"0.3\", default-features = false, features = [\"formatting\", \"parsing\", \"std\"] }"),
        Dates::String => None,
    });
    if support.contains("types::formats_uuid") {
        dependencies.push(UUID);
    } else if support.contains("retry::key") {
        dependencies.push("uuid = { version = \"1\", default-features = false, optional = true }");
    }
    dependencies
}

/// A text as a basic string of TOML (1.0): one line, whatever it holds.
fn string(text: &str) -> String {
    let mut string = String::from("\"");
    for each in text.chars() {
        match each {
            '"' | '\\' => string.extend(['\\', each]),
            each if printable::line(each.encode_utf8(&mut [0; 4])).len() == each.len_utf8() => {
                string.push(each);
            }
            each => string.push_str(&format!("\\U{:08x}", u32::from(each))),
        }
    }
    string.push('"');
    string
}

/// The name of the crate: the one that was asked for, or the title in lower case and dashes.
pub fn crate_name(api: &Api, config: &Config) -> String {
    if let Some(name) = &config.crate_name {
        return name.clone();
    }
    let dash = |each: char| {
        if each.is_ascii_alphanumeric() {
            each.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let dashed: String = api.title.chars().map(dash).collect();
    let words: Vec<&str> = dashed.split('-').filter(|word| !word.is_empty()).collect();
    let name = words.join("-");
    let name = if name.is_empty() {
        "api".to_owned()
    } else if name.starts_with(|each: char| each.is_ascii_digit()) || reserved::is_crate(&name) {
        format!("api-{name}")
    } else {
        name
    };
    shortened(&name, MAX_NAME)
        .replace(' ', "-")
        .replace("--", "-")
}

/// The most bytes of the name of a crate, which cargo, rustc and rustdoc put into the names of files
/// with more before and behind it.
const MAX_NAME: usize = 64;

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn a_string_of_toml_stays_one_string() {
        for (text, expected) in [
            ("pets", r#""pets""#),
            ("a\"\n[x]\\", r#""a\"\U0000000a[x]\\""#),
            ("é\u{202e}\u{e0041}", r#""é\U0000202e\U000e0041""#),
        ] {
            assert_eq!(string(text), expected);
        }
    }
}
