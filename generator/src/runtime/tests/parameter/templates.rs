use crate::runtime::http::paths::Paths;
use crate::runtime::http::template::Template;

#[test]
fn templates_are_found_by_their_segments() {
    let templates = [
        "/items/{id}",
        "/items/{key}/parts",
        "/items/{name}.csv",
        "/items/latest",
        "/items/latest/",
        "/{any}/latest",
        "/a%20b",
        "/items?all=true",
    ];
    let templates = templates.map(|path| Template::new("/v1/{tenant}", path));
    let paths = Paths::new(templates.iter());
    for (path, expected) in [
        ("/v1/t/items/a", &[0, 2][..]),
        ("/v1/t/items/latest", &[0, 2, 3, 5]),
        ("/v1/t/items/%6catest", &[0, 2, 3, 5]),
        // What a segment with a parameter has to be is not judged here.
        ("/v1/t/items/", &[0, 2]),
        ("/v1/t/items/latest/", &[4]),
        ("/v1/t/items/latest/parts", &[1]),
        ("/v1/t/a%20b", &[6]),
        ("/v1/t/a b", &[6]),
        ("/v1/t/items", &[7]),
        ("/v1/t/%69tems", &[7]),
        ("/v1/t/%ff", &[]),
        ("/v2/t/items", &[]),
        ("/v1/t/items/a/b/c/d/e", &[]),
        ("", &[]),
    ] {
        assert_eq!(paths.candidates(path), expected, "{path}");
    }
}

#[test]
fn a_value_has_a_character_at_least() {
    let template = Template::new("", "/items/{id}");
    assert!(template.captures("/items/a", "").is_some());
    assert!(template.captures("/items/", "").is_none());
}
