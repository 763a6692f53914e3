//! A server of axum, described by utoipa.

use axum::extract::Query;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

/// A note.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
pub struct Note {
    /// Its text.
    #[schema(max_length = 20)]
    pub text: String,
    /// Its kind.
    pub kind: Kind,
}

/// The kind of a note.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Kind {
    /// To be done.
    Task {
        /// How often it was put off.
        put_off: u32,
    },
    /// To be remembered.
    Memo {
        /// Who said it.
        author: Option<String>,
    },
}

/// How notes are listed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Listing {
    /// The most that are returned.
    limit: Option<usize>,
}

#[utoipa::path(get, path = "/notes", params(Listing), responses((status = 200, body = Vec<Note>)))]
async fn notes(Query(listing): Query<Listing>) -> Json<Vec<Note>> {
    let note = |number: u32| Note {
        text: format!("note {number}"),
        kind: Kind::Task { put_off: number },
    };
    let notes = (0..3).map(note);
    Json(notes.take(listing.limit.unwrap_or(3)).collect())
}

#[utoipa::path(
    post,
    path = "/notes",
    request_body = Note,
    responses((status = 201, body = Note), (status = 409, description = "it is there"))
)]
async fn add_note(Json(note): Json<Note>) -> Result<(StatusCode, Json<Note>), StatusCode> {
    match note.text.as_str() {
        "note 0" => Err(StatusCode::CONFLICT),
        _ => Ok((StatusCode::CREATED, Json(note))),
    }
}

/// The description.
#[derive(OpenApi)]
#[openapi(paths(notes, add_note))]
pub struct Description;

/// The routes.
pub fn router() -> Router {
    Router::new()
        .route("/notes", get(notes))
        .route("/notes", post(add_note))
}
