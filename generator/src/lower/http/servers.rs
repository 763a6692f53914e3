//! Servers → base URLs and paths of operations.

use std::collections::HashMap;

use crate::document::{Document, Server};
use crate::lower::limits::MAX_SERVER_URL;
use crate::model::DeclaredServer;
use crate::source::uri;
use crate::text::start;

/// The URL of a server, with the defaults of its variables.
pub fn resolved(server: &Server<'_>) -> String {
    // A default is not expanded again: nested variables could make any length.
    let defaults: HashMap<&str, &str> = server.variables.iter().rev().copied().collect();
    let mut url = String::new();
    let mut rest = &*server.url;
    while let Some((before, behind)) = rest.split_once('{') {
        url.push_str(before);
        let variable = behind.split_once('}');
        let known = variable.and_then(|(name, behind)| Some((*defaults.get(name)?, behind)));
        let (text, behind) = known.unwrap_or(("{", behind));
        url.push_str(text);
        rest = behind;
    }
    url.push_str(rest);
    start(&url, MAX_SERVER_URL).to_owned()
}

/// An address of the description, relative to its first server that is absolute.
pub fn absolute(url: &str, document: &Document<'_>) -> String {
    let mut bases = document.servers.iter().map(resolved);
    let base = bases.find(|base| base.contains("://") && !base.contains('{'));
    match base {
        Some(base) if !url.contains("://") => uri::resolve(&base, url),
        _ => url.to_owned(),
    }
}

/// A server as it is declared, with the defaults of its variables.
pub fn declared(server: &Server<'_>) -> DeclaredServer {
    let docs = server.description.unwrap_or_default();
    DeclaredServer {
        url: resolved(server),
        docs: start(docs.trim(), MAX_SERVER_URL).to_owned(),
    }
}

/// The path of a server's URL, without a trailing slash.
pub fn base_path(server: &Server<'_>) -> String {
    let url = resolved(server);
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |start| &rest[start..]),
        None => &url,
    };
    let path = path
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    // The value of a variable without a default is known at run time only.
    if path.is_empty() || path.contains('{') {
        String::new()
    } else {
        format!("/{}", path.trim_start_matches('/'))
    }
}
