//! The names of media types.

/// A media type without its parameters, in lower case.
pub fn essence(name: &str) -> String {
    let essence = name.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// The parameters of a media type that tell it from others, as `name=value` in lower case and in order.
/// The charset does not: what is written is UTF-8.
pub fn parameters(name: &str) -> Vec<String> {
    let parameters = name.split(';').skip(1).filter_map(|it| it.split_once('='));
    let parameters = parameters.map(|(name, value)| (name.trim(), value.trim().trim_matches('"')));
    let distinct = parameters.filter(|(name, _)| !name.eq_ignore_ascii_case("charset"));
    let mut distinct: Vec<_> = distinct
        .map(|(name, value)| format!("{name}={value}").to_ascii_lowercase())
        .collect();
    distinct.sort();
    distinct
}

/// Whether two media types are the same one, with the same parameters.
pub fn is_same_name(left: &str, right: &str) -> bool {
    essence(left) == essence(right) && parameters(left) == parameters(right)
}

/// Whether a media type is JSON (RFC 6839 §3.1), by its essence.
pub fn is_json(essence: &str) -> bool {
    matches!(essence, "application/json" | "text/json")
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}
