//! Pages that the configuration says.

use oasmith::Config;
use oasmith::config::{PageKind, Pagination, Word};

const PAGES: &str = r##"{
  "openapi": "3.1.0", "info": {"title": "pages", "version": "1"},
  "paths": {
    "/pets": {"get": {
      "operationId": "pets", "tags": ["pets"],
      "parameters": [{"name": "from", "in": "query", "schema": {"type": "string"}}],
      "responses": {"200": {"description": "A page", "content": {"application/json": {"schema": {
        "properties": {"pets": {"type": "array", "items": {}}, "then": {"type": "string"}}}}}}}}},
    "/owners": {"get": {
      "operationId": "owners", "x-pagination": {"kind": "link"},
      "responses": {"200": {"description": "A page", "content": {"application/json": {"schema": {
        "properties": {"owners": {"type": "array", "items": {}}, "next_url": {"type": "string"}}}}}}}}}
  }
}"##;

/// The operations with pages and what leads from one to the next, and the codes and messages of
/// diagnostics about them.
fn found(entries: Vec<(&str, Option<Pagination>)>) -> (Vec<String>, Vec<String>) {
    let entries = entries.into_iter();
    let config = Config {
        pagination: entries
            .map(|(word, entry)| (Word::from(word), entry))
            .collect(),
        ..Config::default()
    };
    let description = oasmith::Description::text("pages.json", PAGES);
    let (api, report) = oasmith::read_model(description, &config).expect("it is a description");
    let operations = api.operations.iter().filter_map(|operation| {
        let pagination = operation.pagination.as_ref()?;
        Some(format!("{} {:?}", operation.id, pagination.step))
    });
    let about = report.diagnostics.iter().filter(|it| it.option.is_some());
    let about = about.map(|it| {
        let (option, word) = it.option.clone().unwrap_or_default();
        format!("{option} {word}: {} {}", it.code.as_str(), it.message)
    });
    (operations.collect(), about.collect())
}

fn cursor(next: &str) -> Option<Pagination> {
    Some(Pagination {
        parameter: Some("from".to_owned()),
        next: Some(next.to_owned()),
        ..Pagination::default()
    })
}

#[test]
fn the_first_entry_that_selects_an_operation_counts() {
    let pets = r#"pets Cursor { parameter: "from", next: ["then"] }"#.to_owned();
    let owners = "owners Link".to_owned();
    // Without an entry, what the description says.
    assert_eq!(found(Vec::new()), (vec![owners.clone()], vec![]));
    let entries = vec![("tag:pets", cursor("/then"))];
    assert_eq!(found(entries), (vec![pets.clone(), owners], vec![]));
    let entries = vec![("GET /p*", cursor("/then")), ("*", None)];
    assert_eq!(found(entries), (vec![pets], vec![]));
    // The last entry may be for operations to come, another one has an effect now.
    let shadowed = "pagination pets: unmatched-option `pets` in `pagination` matches no operation that \
                    no earlier entry matches";
    let entries = vec![("*", None), ("pets", cursor("/then")), ("*", None)];
    assert_eq!(found(entries), (vec![], vec![shadowed.to_owned()]));
    let url = Pagination {
        kind: PageKind::Url,
        next: Some("/next_url".to_owned()),
        ..Pagination::default()
    };
    let entries = vec![("owners", Some(url))];
    assert_eq!(found(entries).0, [r#"owners NextUrl(["next_url"])"#]);
}

#[test]
fn an_entry_that_does_not_fit_is_reported_at_its_key() {
    let (operations, reported) = found(vec![("pets", cursor("/next")), ("cats", None)]);
    assert_eq!(operations, ["owners Link"]);
    assert_eq!(
        reported,
        [
            "pagination cats: unmatched-option `cats` in `pagination` matches no operation",
            "pagination pets: invalid-pagination `pets` has no `pages` and `items`: `next` points to \
             nothing: `/next` is not declared",
        ]
    );
}
