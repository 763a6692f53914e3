//! The routes by hand: axum's extractors, serde's derive, and the checks that the description asks for.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Path;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch};
use axum::{Json, Router};
use serde::Serialize;
use serde_json::json;
use tokio::time::timeout;
use uuid::Uuid;

use crate::derived::stages::{Duo, Flow};

const BODY_LIMIT: usize = 2 << 20;
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

#[derive(Serialize)]
struct Stage {
    pk: Uuid,
    name: String,
    component: &'static str,
    verbose_name: &'static str,
    verbose_name_plural: &'static str,
    meta_model_name: &'static str,
    flow_set: [(); 0],
    configure_flow: Option<Uuid>,
    friendly_name: Option<String>,
    client_id: String,
    api_hostname: String,
    admin_integration_key: Option<String>,
}

fn problem(status: StatusCode, title: &str, detail: &str) -> Response {
    let body = json!({
        "type": "about:blank", "title": title, "status": status.as_u16(), "detail": detail,
    });
    let head = [(CONTENT_TYPE, "application/problem+json")];
    (status, head, body.to_string()).into_response()
}

/// The response to who may not call.
fn denied(headers: &HeaderMap) -> Option<Response> {
    let token = headers.get(AUTHORIZATION);
    let token = token.and_then(|it| it.to_str().ok()?.strip_prefix("Bearer "));
    let detail = match token {
        Some("good") => return None,
        Some(_) => "the token is not valid",
        None => "credentials are missing",
    };
    let body = json!({ "detail": detail, "code": "permission_denied" });
    Some((StatusCode::FORBIDDEN, Json(body)).into_response())
}

fn is_slug(text: &str) -> bool {
    let is_letter = |it: u8| it.is_ascii_alphanumeric() || b"-_".contains(&it);
    (1..=50).contains(&text.len()) && text.bytes().all(is_letter)
}

/// What is wrong, by field.
fn faults(duo: &Duo) -> Vec<(&'static str, &'static str)> {
    let mut faults = Vec::new();
    for (name, text) in [
        ("name", &duo.name),
        ("friendly_name", &duo.friendly_name),
        ("client_id", &duo.client_id),
        ("client_secret", &duo.client_secret),
        ("api_hostname", &duo.api_hostname),
    ] {
        if text.as_ref().is_some_and(String::is_empty) {
            faults.push((name, "must not be empty"));
        }
    }
    let is_good = |it: &Flow| !it.name.is_empty() && !it.title.is_empty() && is_slug(&it.slug);
    if !duo.flow_set.iter().flatten().all(is_good) {
        faults.push(("flow_set", "has a flow that is not one"));
    }
    faults
}

fn is_json(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let essence = media_type.and_then(|it| it.split(';').next());
    essence.is_some_and(|it| it.trim().eq_ignore_ascii_case("application/json"))
}

async fn update(Path(pk): Path<Uuid>, headers: HeaderMap, body: Body) -> Response {
    if let Some(denied) = denied(&headers) {
        return denied;
    }
    if !is_json(&headers) {
        let (status, title) = (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type");
        return problem(status, title, "the body is not application/json");
    }
    let body = match timeout(BODY_TIMEOUT, to_bytes(body, BODY_LIMIT)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => {
            let (status, title) = (StatusCode::PAYLOAD_TOO_LARGE, "Payload Too Large");
            return problem(status, title, "the body is too large");
        }
        Err(_) => {
            let (status, title) = (StatusCode::REQUEST_TIMEOUT, "Request Timeout");
            return problem(status, title, "the body is too slow");
        }
    };
    let invalid = |body: serde_json::Value| (StatusCode::BAD_REQUEST, Json(body)).into_response();
    let duo = serde_json::from_slice::<Duo>(&body);
    drop(body);
    let duo = match duo {
        Ok(duo) => duo,
        Err(error) => {
            let errors = [error.to_string()];
            return invalid(json!({ "code": "invalid", "non_field_errors": errors }));
        }
    };
    let faults = faults(&duo);
    if !faults.is_empty() {
        let mut body = json!({ "code": "invalid" });
        for (name, fault) in faults {
            body[name] = json!([fault]);
        }
        return invalid(body);
    }
    let stage = Stage {
        pk,
        name: duo.name.unwrap_or_default(),
        component: "",
        verbose_name: "",
        verbose_name_plural: "",
        meta_model_name: "",
        flow_set: [],
        configure_flow: duo.configure_flow,
        friendly_name: None,
        client_id: duo.client_id.unwrap_or_default(),
        api_hostname: duo.api_hostname.unwrap_or_default(),
        admin_integration_key: duo.admin_integration_key,
    };
    Json(stage).into_response()
}

async fn other(Path(id): Path<String>, headers: HeaderMap) -> Response {
    match denied(&headers) {
        Some(denied) => denied,
        None => Json(id).into_response(),
    }
}

/// The router of so many operations.
pub fn router(operations: usize) -> Router {
    let mut router = Router::new().route(
        "/api/v3/stages/authenticator/duo/{stage_uuid}/",
        patch(update),
    );
    for index in 1..operations {
        let path = format!("/api/v3{}", super::other_path(index));
        router = router.route(&path, get(other));
    }
    let (unknown, method) = (StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED);
    router
        .fallback(async move || problem(unknown, "Not Found", "there is nothing at this path"))
        .method_not_allowed_fallback(async move || {
            problem(method, "Method Not Allowed", "the path has no such method")
        })
        // As `axum::serve` does.
        .with_state(())
}
