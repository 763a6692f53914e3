//! URI references (RFC 3986) → the URIs and paths of files and schemas.
//!
//! A path of this machine is a URI without a scheme: from the root, with slashes, percent-encoded.
//! Nothing is fetched, and nothing here opens a file.

use std::path::{Path, PathBuf};

use iri_string::types::{UriAbsoluteStr, UriReferenceStr};

/// A reference without its fragment, and the fragment.
pub fn split_fragment(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

/// The longest base in bytes: every reference that is resolved against a base repeats it. A longer
/// base is ignored, so references that need it are not found.
const MAX_BASE: usize = 8_192;

/// The scheme of paths while they are resolved: RFC 3986 resolves against absolute URIs only.
const PATH_SCHEME: &str = "path:";

/// A folder that is prepended to a relative base for each `..`, so that none leads above the root.
/// No file has this name.
const PARENT: &str = "%00/";

/// Resolves a reference without a fragment against a base (RFC 3986 §5.2). Characters that no URI
/// has are percent-encoded, since authors write the names of files as they are.
pub fn resolve(base: &str, reference: &str) -> String {
    let base = encode_invalid(if base.len() > MAX_BASE { "" } else { base });
    let reference = encode_invalid(reference.strip_prefix("file://").unwrap_or(reference));
    let is_path = !has_scheme(&base) && !has_scheme(&reference);
    let is_relative = is_path && !base.starts_with('/') && !reference.starts_with('/');
    let parents = if is_relative {
        base.matches("..").count() + reference.matches("..").count()
    } else {
        0
    };
    let absolute = match (has_scheme(&base), base.starts_with('/')) {
        (true, _) => base,
        (false, true) => format!("{PATH_SCHEME}{base}"),
        (false, false) => format!("{PATH_SCHEME}/{}{base}", PARENT.repeat(parents)),
    };
    let resolved = match (
        UriAbsoluteStr::new(&absolute),
        UriReferenceStr::new(&reference),
    ) {
        (Ok(base), Ok(reference)) => reference.resolve_against(base).to_string(),
        _ => return reference,
    };
    if !is_path {
        return resolved;
    }
    let path = resolved.strip_prefix(PATH_SCHEME).unwrap_or(&resolved);
    if !is_relative {
        return path.to_owned();
    }
    let mut path = path.strip_prefix('/').unwrap_or(path);
    let mut climbed = parents;
    while let Some(rest) = path.strip_prefix(PARENT).filter(|_| climbed > 0) {
        path = rest;
        climbed -= 1;
    }
    format!("{}{path}", "../".repeat(climbed))
}

fn has_scheme(uri: &str) -> bool {
    !split(uri).0.is_empty()
}

/// Whether a URI names a place that is not of this machine: it has a scheme or a host.
pub fn is_remote(uri: &str) -> bool {
    let (scheme, authority, _) = split(uri);
    !scheme.is_empty() || !authority.is_empty()
}

/// The scheme with its colon, the authority with its slashes, and the rest. The text need not be
/// valid.
fn split(uri: &str) -> (&str, &str, &str) {
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
    let (scheme, rest) = uri.split_at(scheme);
    let authority = match rest.strip_prefix("//") {
        Some(rest) => 2 + rest.find(['/', '?']).unwrap_or(rest.len()),
        None => 0,
    };
    let (authority, rest) = rest.split_at(authority);
    (scheme, authority, rest)
}

/// A reference with the characters percent-encoded that are not allowed in their component.
fn encode_invalid(reference: &str) -> String {
    let (scheme, authority, rest) = split(reference);
    // Without a scheme, a colon in the first segment would end one (§4.2).
    let first = match scheme.is_empty() && authority.is_empty() {
        true => rest.find(['/', '?']).unwrap_or(rest.len()),
        false => 0,
    };
    let (first, rest) = rest.split_at(first);
    let with = |delimiters: &[u8]| {
        let mut uri = scheme.to_owned();
        encode_except(authority, &[b"/", delimiters].concat(), &mut uri);
        encode_except(first, b"@", &mut uri);
        encode_except(rest, b"/?:@", &mut uri);
        uri
    };
    let uri = with(b":@[]");
    match UriReferenceStr::new(&uri) {
        Ok(_) => uri,
        // A port that is no number, or brackets without an address.
        Err(_) => with(b""),
    }
}

/// Percent-encodes all but the unreserved characters, the sub-delimiters (§2.2), those that are
/// encoded already, and some others.
fn encode_except(text: &str, others: &[u8], uri: &mut String) {
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let is_kept = match byte {
            b'%' => bytes
                .get(at + 1..at + 3)
                .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
            byte => {
                byte.is_ascii_alphanumeric()
                    || b"-._~!$&'()*+,;=".contains(byte)
                    || others.contains(byte)
            }
        };
        match is_kept {
            true => uri.push(char::from(*byte)),
            false => uri.push_str(&format!("%{byte:02X}")),
        }
    }
}

/// Decodes percent-encoding; an invalid escape is kept.
pub fn decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, following)) = rest.split_first() {
        let hex = following.get(..2).filter(|_| *first == b'%');
        let byte = hex
            .filter(|hex| hex.iter().all(u8::is_ascii_hexdigit))
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = following
            .get(if byte.is_some() { 2 } else { 0 }..)
            .unwrap_or_default();
    }
    bytes
}

/// The URI of a path: percent-encoded, with slashes.
pub fn from_path(path: &Path) -> String {
    let mut uri = String::new();
    let bytes = path.as_os_str().as_encoded_bytes();
    if cfg!(windows) {
        // A drive would be read as a scheme.
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

/// The path of a URI without a scheme, less its query; `None` if it is not UTF-8.
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

    use super::{decode, from_path, is_remote, resolve, split_fragment, to_path};

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
            assert_eq!(resolve(base, reference), expected, "{base} {reference}");
        }
    }

    /// The examples of RFC 3986 §5.4.
    #[test]
    fn references_are_resolved_as_in_the_rfc() {
        const BASE: &str = "http://a/b/c/d;p?q";
        let normal = [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q#s"),
            ("g#s", "http://a/b/c/g#s"),
            ("g?y#s", "http://a/b/c/g?y#s"),
            (";x", "http://a/b/c/;x"),
            ("g;x", "http://a/b/c/g;x"),
            ("g;x?y#s", "http://a/b/c/g;x?y#s"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("./", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../", "http://a/"),
            ("../../g", "http://a/g"),
        ];
        let abnormal = [
            ("../../../g", "http://a/g"),
            ("../../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            (".g", "http://a/b/c/.g"),
            ("g..", "http://a/b/c/g.."),
            ("..g", "http://a/b/c/..g"),
            ("./../g", "http://a/b/g"),
            ("./g/.", "http://a/b/c/g/"),
            ("g/./h", "http://a/b/c/g/h"),
            ("g/../h", "http://a/b/c/h"),
            ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("g?y/./x", "http://a/b/c/g?y/./x"),
            ("g?y/../x", "http://a/b/c/g?y/../x"),
            ("g#s/./x", "http://a/b/c/g#s/./x"),
            ("g#s/../x", "http://a/b/c/g#s/../x"),
            ("http:g", "http:g"),
        ];
        for (reference, expected) in normal.into_iter().chain(abnormal) {
            let (reference, fragment) = split_fragment(reference);
            let resolved = resolve(BASE, reference);
            let expected = split_fragment(expected);
            assert_eq!((&*resolved, fragment), expected, "{reference}");
        }
    }

    #[test]
    fn names_of_files_are_written_as_they_are() {
        for (base, reference, expected) in [
            ("/specs/api.yaml", "a b%.yaml", "/specs/a%20b%25.yaml"),
            ("/specs/api.yaml", "a%20b.yaml", "/specs/a%20b.yaml"),
            ("/specs/api.yaml", "ü.yaml", "/specs/%C3%BC.yaml"),
            ("/specs/api.yaml", "1:2.yaml", "/specs/1%3A2.yaml"),
            ("/specs/api.yaml", "[a].yaml", "/specs/%5Ba%5D.yaml"),
            ("/specs/api.yaml", ".//a.yaml", "/specs//a.yaml"),
            ("../api.yaml", "api.yaml", "../api.yaml"),
            ("a/api.yaml", "../../b.yaml", "../b.yaml"),
            ("a/api.yaml", "/b.yaml", "/b.yaml"),
            ("", "pet.yaml", "pet.yaml"),
            (
                "http://a.example:{port}/b",
                "c",
                "http://a.example%3A%7Bport%7D/c",
            ),
            ("http://[::1]/b", "c", "http://[::1]/c"),
        ] {
            assert_eq!(resolve(base, reference), expected, "{base} {reference}");
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
