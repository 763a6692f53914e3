//! URI references (RFC 3986), as far as files and schemas refer to each other with them.
//!
//! A path of this machine is the URI without a scheme that spells it, from the root, with slashes.

use std::path::{Path, PathBuf};

/// A reference without its fragment, and the fragment.
pub fn split_fragment(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

/// How long a base may be: each reference below it has it in front. A longer one is none, so that
/// references that need it lead nowhere.
const MAX_BASE: usize = 8_192;

/// What a reference without a fragment means where `base` holds (RFC 3986 §5.2).
pub fn join(base: &str, reference: &str) -> String {
    let base = if base.len() > MAX_BASE { "" } else { base };
    let reference = reference.strip_prefix("file://").unwrap_or(reference);
    let (prefix, path) = split_prefix(reference);
    let (base_prefix, base_path) = split_prefix(base);
    if !prefix.is_empty() {
        let scheme = base_prefix
            .split("//")
            .next()
            .filter(|_| prefix.starts_with("//"));
        return format!("{}{prefix}{}", scheme.unwrap_or_default(), normal(path));
    }
    if path.is_empty() {
        return base.to_owned();
    }
    // A query belongs to the last segment and goes with it.
    let base_path = base_path.split('?').next().unwrap_or_default();
    let folder = match base_path.rfind('/') {
        _ if path.starts_with('/') => "",
        Some(end) => &base_path[..=end],
        None if base_prefix.ends_with("//") || base_prefix.is_empty() => "",
        None => "/",
    };
    format!("{base_prefix}{}", normal(&format!("{folder}{path}")))
}

/// Scheme and authority, and what follows them.
fn split_prefix(uri: &str) -> (&str, &str) {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|each| each.is_ascii_alphanumeric() || b"+-.".contains(&each))
    };
    let scheme = match uri.split_once(':') {
        Some((scheme, _)) if is_scheme(scheme) => scheme.len() + 1,
        _ => 0,
    };
    let authority = match uri[scheme..].strip_prefix("//") {
        Some(rest) => 2 + rest.find(['/', '?']).unwrap_or(rest.len()),
        None => 0,
    };
    uri.split_at(scheme + authority)
}

/// Whether a URI says by itself how to reach what it names: it has a scheme or a host.
pub fn is_remote(uri: &str) -> bool {
    !split_prefix(uri).0.is_empty()
}

/// Removes `.` and `..` from a path (RFC 3986 §5.2.4). What leads out of a path without a slash at
/// its start stays: it is relative to a folder that is not known.
fn normal(path: &str) -> String {
    let (path, query) = match path.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (path, None),
    };
    let is_absolute = path.starts_with('/');
    let mut segments: Vec<&str> = Vec::new();
    let mut ends_in_folder = false;
    for segment in path.split('/').skip(usize::from(is_absolute)) {
        ends_in_folder = matches!(segment, "." | "..");
        match segment {
            "." => {}
            ".." if segments.last().is_some_and(|last| *last != "..") => {
                segments.pop();
            }
            ".." if is_absolute => {}
            _ => segments.push(segment),
        }
    }
    if ends_in_folder && segments.last().is_some_and(|last| *last != "..") {
        segments.push("");
    }
    let start = if is_absolute { "/" } else { "" };
    let query = query.map_or(String::new(), |query| format!("?{query}"));
    format!("{start}{}{query}", segments.join("/"))
}

/// Undoes percent-encoding.
pub fn decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let hex = behind.get(..2).filter(|_| *first == b'%');
        let byte = hex
            .filter(|hex| hex.iter().all(u8::is_ascii_hexdigit))
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = behind
            .get(if byte.is_some() { 2 } else { 0 }..)
            .unwrap_or_default();
    }
    bytes
}

/// The URI of a path.
pub fn from_path(path: &Path) -> String {
    let mut uri = String::new();
    let bytes = path.as_os_str().as_encoded_bytes();
    if cfg!(windows) {
        // A drive stands where a scheme would.
        let bytes = bytes.strip_prefix(br"\\?\").unwrap_or(bytes);
        if bytes.get(1) == Some(&b':') {
            uri.push('/');
        }
        encode(bytes, &mut uri);
    } else {
        encode(bytes, &mut uri);
    }
    uri
}

fn encode(path: &[u8], uri: &mut String) {
    for byte in path {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(*byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
}

/// The path that a URI without a scheme spells.
pub fn to_path(uri: &str) -> Option<PathBuf> {
    let path = uri.split('?').next().unwrap_or_default();
    let path = String::from_utf8(decode(path)).ok()?;
    let drive = path
        .strip_prefix('/')
        .filter(|rest| cfg!(windows) && rest.get(1..2) == Some(":"));
    Some(PathBuf::from(drive.unwrap_or(&path)))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{decode, from_path, is_remote, join, to_path};

    #[test]
    fn references_are_relative_to_their_base() {
        for (base, reference, expected) in [
            ("/specs/api.yaml", "pet.yaml", "/specs/pet.yaml"),
            ("/specs/api.yaml", "./a/../pet.yaml", "/specs/pet.yaml"),
            ("/specs/api.yaml", "../common/pet.yaml", "/common/pet.yaml"),
            ("/specs/api.yaml", "../../../pet.yaml", "/pet.yaml"),
            ("/specs/api.yaml", "/pet.yaml", "/pet.yaml"),
            ("/specs/api.yaml", "file:///pet.yaml", "/pet.yaml"),
            ("/specs/api.yaml", "", "/specs/api.yaml"),
            ("/specs/api.yaml", "pet.yaml?v=1/2", "/specs/pet.yaml?v=1/2"),
            ("/specs/api.yaml?v=1/2", "pet.yaml", "/specs/pet.yaml"),
            (
                "/specs/api.yaml",
                "http://a.example/b/../c",
                "http://a.example/c",
            ),
            ("api.yaml", "pet.yaml", "pet.yaml"),
            ("api.yaml", "../pet.yaml", "../pet.yaml"),
            ("http://a.example/b/c", "d", "http://a.example/b/d"),
            ("http://a.example/b/c", "/d", "http://a.example/d"),
            ("http://a.example", "d", "http://a.example/d"),
            (
                "http://a.example/b/c",
                "//d.example/e",
                "http://d.example/e",
            ),
            ("http://a.example/b/c", ".", "http://a.example/b/"),
            ("urn:example:a", "", "urn:example:a"),
        ] {
            assert_eq!(join(base, reference), expected, "{base} {reference}");
        }
    }

    #[test]
    fn only_paths_are_of_this_machine() {
        for (uri, remote) in [
            ("/a/b", false),
            ("a:b", true),
            ("a/b:c", false),
            ("//host/a", true),
            ("https://host/a", true),
        ] {
            assert_eq!(is_remote(uri), remote, "{uri}");
        }
    }

    #[test]
    fn paths_are_spelt_and_read() {
        let path = Path::new("/a b/ü%/c#d?.yaml");
        let uri = from_path(path);
        assert_eq!(uri, "/a%20b/%C3%BC%25/c%23d%3F.yaml");
        assert_eq!(to_path(&uri).as_deref(), Some(path));
        assert_eq!(to_path("/%FF"), None);
        assert_eq!(decode("%7b%zz%4"), b"{%zz%4");
    }
}
