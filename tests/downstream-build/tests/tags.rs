//! An API with a module for each tag: a trait of its own for each on the server, the methods of one
//! client.

use downstream_build::common::support::server::{Call, Denied};
use downstream_build::tags::client::{Client, Config, Error, Failure};
use downstream_build::tags::models::{Fault, Pet};
use downstream_build::tags::requests::ListPetsParams;
use downstream_build::tags::responses::{AddPetSuccess, HealthError, ListPetsError};
use downstream_build::tags::server::{self, Authenticate, Credentials};

struct Shop;

impl Authenticate for Shop {
    type Caller = ();

    async fn authenticate(&self, credentials: Credentials, _: &Call) -> Result<(), Denied> {
        match credentials {
            Credentials::Token(bearer) if bearer.token() == "good" => Ok(()),
            Credentials::Token(_) => Err(Denied::forbidden("nobody has this token")),
        }
    }
}

impl server::pets::Api for Shop {
    async fn list_pets(
        &self,
        _caller: (),
        params: ListPetsParams,
    ) -> Result<Vec<Pet>, server::Error<ListPetsError>> {
        let name = match params.limit {
            Some(0) => {
                let detail = "none are asked for".to_owned();
                return Err(ListPetsError::BadRequest(Fault { detail }).into());
            }
            limit => format!("{limit:?}"),
        };
        Ok(vec![Pet { name }])
    }

    async fn add_pet(&self, _caller: (), body: Pet) -> Result<AddPetSuccess, server::Error> {
        match &*body.name {
            "Tom" => Ok(AddPetSuccess::Created),
            _ => Ok(AddPetSuccess::Accepted),
        }
    }
}

impl server::owners_of_pets::Api for Shop {
    async fn owner(&self, _id: String) -> Result<(), server::Error> {
        Ok(())
    }
}

impl server::r#type::Api for Shop {
    async fn kind(&self, _caller: ()) -> Result<serde_json::Value, server::Error> {
        Ok(serde_json::json!("shop"))
    }
}

impl server::untagged::Api for Shop {
    async fn health(&self, _caller: ()) -> Result<(), server::Error<HealthError>> {
        Ok(())
    }
}

async fn client(token: &str) -> Client {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("it has one");
    tokio::spawn(async move { axum::serve(listener, server::router(Shop)).await });
    let base = format!("http://{address}/v1");
    Client::new(Config::new(&base).expect("it is an address")).with_token(token)
}

#[tokio::test]
async fn every_module_is_served() {
    let client = client("good").await;
    let pets = client.list_pets(&ListPetsParams { limit: Some(3) }).await;
    assert_eq!(pets.expect("there is one")[0].name, "Some(3)");
    let none = client.list_pets(&ListPetsParams { limit: Some(0) }).await;
    let Err(Error::Declared(declared)) = none else {
        panic!("it is declared: {none:?}");
    };
    let ListPetsError::BadRequest(fault) = declared.body;
    assert_eq!(fault.detail, "none are asked for");
    let tom = Pet {
        name: "Tom".to_owned(),
    };
    let added = client.add_pet(&tom).await.expect("it is declared");
    assert_eq!(added, AddPetSuccess::Created);
    assert_eq!(client.kind().await.expect("it is declared"), "shop");
    client.health().await.expect("it is healthy");
    client.owner("abc").await.expect("it is there");
}

#[tokio::test]
async fn what_is_asked_of_requests_holds_in_every_module() {
    let client = client("bad").await;
    client.owner("abc").await.expect("it is for everybody");
    let refused = client.owner("a").await;
    let Err(Error::Failure(Failure::InvalidRequest(violations))) = refused else {
        panic!("it is too short: {refused:?}");
    };
    assert_eq!(violations.list.len(), 1);
    assert!(client.kind().await.is_err(), "nobody has this token");
}
