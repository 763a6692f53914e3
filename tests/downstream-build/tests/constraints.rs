//! Constraints hold wherever they stand: in a path, at the root of a body, behind a reference.

use downstream_build::constraints::client::{Client, Config, Error, Failure};
use downstream_build::constraints::models::{Levels, Name, Owner, Secret};
use downstream_build::constraints::server::{self, Api};
use downstream_build::constraints::{Validate, Violations};

struct Accepts;

impl Api for Accepts {
    async fn set_tags(&self, _: String, _: Vec<String>) -> Result<(), server::Error> {
        Ok(())
    }

    async fn set_levels(&self, _: Option<Levels>) -> Result<Owner, server::Error> {
        Ok(Owner::new(Name("owner".to_owned())))
    }
}

async fn serve() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, server::router(Accepts)).await });
    format!("http://{address}{}", server::BASE_PATH)
}

fn client(base: &str, validate_requests: bool) -> Client {
    let config = Config::new(base).expect("it is an address");
    Client::new(Config {
        validate_requests,
        ..config
    })
}

fn pointers(violations: &Violations) -> Vec<(&str, &str)> {
    violations
        .list
        .iter()
        .map(|it| (&*it.pointer, it.keyword))
        .collect()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[tokio::test]
async fn path_and_body_are_checked_on_both_sides() {
    let base = serve().await;
    for (name, tags, refused) in [
        ("abc", &["a"][..], vec![]),
        ("ab", &["a"], vec![("/name", "minLength")]),
        ("con", &["a"], vec![("/name", "pattern")]),
        ("abc", &[], vec![("", "minItems")]),
        ("abc", &["a", "a"], vec![("", "uniqueItems")]),
        ("abc", &["a", "long"], vec![("/1", "maxLength")]),
    ] {
        let tags = texts(tags);
        let called = client(&base, true).set_tags(name, &tags).await;
        match called {
            Ok(()) => assert!(refused.is_empty(), "{name} {tags:?}"),
            Err(Error::Failure(Failure::InvalidRequest(violations))) => {
                assert_eq!(pointers(&violations), refused);
            }
            Err(other) => panic!("{name} {tags:?}: {other}"),
        }
        let status = match client(&base, false).set_tags(name, &tags).await {
            Ok(()) => 204,
            Err(error) => error.status().expect("the server answered"),
        };
        assert_eq!(
            status,
            if refused.is_empty() { 204 } else { 400 },
            "{name} {tags:?}"
        );
    }
}

#[tokio::test]
async fn a_body_behind_a_reference_is_checked() {
    let base = serve().await;
    for (levels, refused) in [
        (&[("a", 0), ("b", 8)][..], false),
        (&[("a", -2)], true),
        (&[("a", 10)], true),
        (&[("a", 3)], true),
        (&[("a", 0), ("b", 0), ("c", 0)], true),
    ] {
        let levels = levels
            .iter()
            .map(|(key, level)| ((*key).to_owned(), *level));
        let levels = Levels(levels.collect());
        assert!(client(&base, false).set_levels(None).await.is_ok());
        let sent = client(&base, false).set_levels(Some(&levels)).await;
        assert_eq!(sent.is_err(), refused, "{levels:?}");
        let checked = client(&base, true).set_levels(Some(&levels)).await;
        let is_invalid = matches!(checked, Err(Error::Failure(Failure::InvalidRequest(_))));
        assert_eq!(is_invalid, refused, "{levels:?}");
    }
}

#[test]
fn another_name_of_a_type_brings_its_constraints() {
    let owner = Owner {
        aliases: Some(["abc", "con", "x"].map(|it| Name(it.to_owned())).to_vec()),
        password: Some(Secret("short".to_owned())),
        old_passwords: Some(texts(&["hidden"])),
        ..Owner::new(Name("Abc".to_owned()))
    };
    let violations = owner.validate().expect_err("four constraints are broken");
    let expected = [
        ("/name", "pattern"),
        ("/aliases/1", "pattern"),
        ("/aliases/2", "minLength"),
        ("/password", "minLength"),
    ];
    assert_eq!(pointers(&violations), expected);
    let shown = format!("{owner:?}");
    assert!(
        !shown.contains("short") && !shown.contains("hidden"),
        "{shown}"
    );
}
