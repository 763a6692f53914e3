//! The generated clients call the very servers that their descriptions came from.

use downstream_described::notes::models::{Kind, KindTask, KindTaskType, Note};
use downstream_described::ships::models::Ship;
use downstream_described::{dropshot_api, notes, ships, utoipa_api};
use dropshot::{ConfigDropshot, HttpServerStarter};
use notes::support::client::{Config, Error, Failure};
use notes::support::validate::Validate;

#[tokio::test]
async fn a_client_calls_the_dropshot_server_that_described_it() {
    let log = slog::Logger::root(slog::Discard, slog::o!());
    let context = dropshot_api::Fleet::default();
    let server = HttpServerStarter::new(
        &ConfigDropshot::default(),
        dropshot_api::api(),
        context,
        &log,
    );
    let server = server.expect("a port is free").start();
    let base = format!("http://{}", server.local_addr());
    let config = ships::support::client::Config::new(&base).expect("it is an address");
    let client = ships::client::Client::new(config);

    let ship = Ship {
        masts: 3,
        name: "Argo".to_owned(),
        port: ships::support::codec::Patch::Value("Iolcus".to_owned()),
    };
    // The edit of the build script has made `ship_create` and `ship_get` of these.
    let created = client.create(&ship).await.expect("it is added");
    assert_eq!(created, ship);
    assert_eq!(client.get("Argo").await.expect("it is there"), ship);

    let error = client.get("Erebus").await.expect_err("it is lost");
    assert_eq!(error.status(), Some(404), "{error}");
    let Some(ships::responses::GetError::ClientError(_, body)) = error.declared() else {
        panic!("{error}");
    };
    assert_eq!(body.error_code.as_deref(), Some("NoShip"));
    assert_eq!(body.message, "Not Found");
    server.close().await.expect("it stops");
}

#[tokio::test]
async fn a_client_calls_the_axum_server_that_utoipa_described() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("a port is free");
    let base = format!("http://{}", listener.local_addr().expect("it has one"));
    tokio::spawn(async { axum::serve(listener, utoipa_api::router()).await });
    let client = notes::client::Client::new(Config::new(&base).expect("it is an address"));

    let params = notes::requests::NotesParams { limit: Some(2) };
    let listed = client.notes(&params).await.expect("there are some");
    let texts: Vec<&str> = listed.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(texts, ["note 0", "note 1"]);

    let note = |text: &str| Note {
        kind: Kind::Task(KindTask {
            put_off: 1,
            r#type: KindTaskType::Task,
        }),
        text: text.to_owned(),
    };
    let added = client.add_note(&note("new")).await.expect("it is added");
    assert_eq!(added, note("new"));
    let error = client.add_note(&note("note 0")).await;
    let error = error.expect_err("it is there");
    assert_eq!(error.status(), Some(409), "{error}");

    // The build script has set `minLength`.
    assert!(note("").validate().is_err());
    let error = client.add_note(&note("")).await.expect_err("it is empty");
    let is_invalid = matches!(error, Error::Failure(Failure::InvalidRequest(_)));
    assert!(is_invalid, "{error}");
}
