//! A server of dropshot.

use std::collections::BTreeMap;
use std::sync::Mutex;

use dropshot::{
    ApiDescription, HttpError, HttpResponseCreated, HttpResponseOk, Path, RequestContext,
    TypedBody, endpoint,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The ships, by name.
#[derive(Default)]
pub struct Fleet(Mutex<BTreeMap<String, Ship>>);

/// A ship.
#[derive(Clone, Debug, Deserialize, JsonSchema, PartialEq, Serialize)]
pub struct Ship {
    /// Its name.
    pub name: String,
    /// The number of its masts.
    pub masts: u8,
    /// Its port, if it has one.
    pub port: Option<String>,
}

/// The parameters of a path.
#[derive(Deserialize, JsonSchema)]
pub struct ByName {
    /// The name of a ship.
    pub name: String,
}

/// Adds a ship.
#[endpoint { method = POST, path = "/ships" }]
async fn ship_create(
    request: RequestContext<Fleet>,
    body: TypedBody<Ship>,
) -> Result<HttpResponseCreated<Ship>, HttpError> {
    let ship = body.into_inner();
    let mut ships = request.context().0.lock().expect("it is not poisoned");
    ships.insert(ship.name.clone(), ship.clone());
    Ok(HttpResponseCreated(ship))
}

/// A ship by its name.
#[endpoint { method = GET, path = "/ships/{name}" }]
async fn ship_get(
    request: RequestContext<Fleet>,
    path: Path<ByName>,
) -> Result<HttpResponseOk<Ship>, HttpError> {
    let name = path.into_inner().name;
    let ships = request.context().0.lock().expect("it is not poisoned");
    match ships.get(&name) {
        Some(ship) => Ok(HttpResponseOk(ship.clone())),
        None => Err(HttpError::for_not_found(
            Some("NoShip".to_owned()),
            format!("no ship {name}"),
        )),
    }
}

/// The routes, which describe themselves.
pub fn api() -> ApiDescription<Fleet> {
    let mut api = ApiDescription::new();
    api.register(ship_create).expect("the path is new");
    api.register(ship_get).expect("the path is new");
    api
}
