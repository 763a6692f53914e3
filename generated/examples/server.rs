//! A server with three stages in memory, behind a token. A page below the printed address, `/explorer`,
//! lists its operations and tries them.
//!
//! ```text
//! cargo run -p authentik-stages --features explorer,serve --example server -- 127.0.0.1:8080 TOKEN
//! ```

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use authentik_stages::Patch;
use authentik_stages::models::{
    AuthenticatorDuoStage, AuthenticatorSmsStage, FlowSet, FlowSetRequest, IdentificationStage,
    PatchedAuthenticatorDuoStageRequest, PatchedAuthenticatorSmsStageRequest,
    PatchedIdentificationStageRequest, SmsProvider,
};
use authentik_stages::responses::{
    StagesAuthenticatorDuoPartialUpdateError, StagesAuthenticatorSmsPartialUpdateError,
    StagesIdentificationPartialUpdateError,
};
use authentik_stages::server::{
    self, Api, Authenticate, Call, Credentials, Denied, Error, Explorer, Response, Settings,
};
use authentik_stages::support::serve::serve;
use axum::response::IntoResponse;
use uuid::Uuid;

const DUO: Uuid = Uuid::from_u128(0x00000000_0000_4000_8000_000000000001);
const SMS: Uuid = Uuid::from_u128(0x00000000_0000_4000_8000_000000000002);
const IDENTIFICATION: Uuid = Uuid::from_u128(0x00000000_0000_4000_8000_000000000003);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(address), Some(token)) = (arguments.next(), arguments.next()) else {
        return Err("usage: server ADDRESS TOKEN, as in: server 127.0.0.1:8080 secret".into());
    };
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!(
        "listening on http://{}{}",
        listener.local_addr()?,
        server::BASE_PATH
    );
    let settings = Settings {
        connection_limit: Some(1_000),
        shutdown_timeout: Some(Duration::from_secs(10)),
        ..Settings::default()
    };
    let explorer = Explorer::default();
    let router = server::router_with_explorer(Store::new(token), settings.clone(), &explorer)?;
    // From here on requests at hand are answered, and no others.
    let stopped = async {
        // Without a signal to wait for, the server goes on until it is killed.
        if stopped().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    serve(listener, router, &settings, stopped).await;
    Ok(())
}

/// Waits for Ctrl-C, or for SIGTERM, by which service managers end a process.
async fn stopped() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            interrupted = tokio::signal::ctrl_c() => interrupted,
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// The stages, and who may change them.
struct Store {
    token: String,
    stages: Mutex<Stages>,
}

struct Stages {
    duo: AuthenticatorDuoStage,
    sms: AuthenticatorSmsStage,
    identification: IdentificationStage,
}

impl Store {
    fn new(token: String) -> Self {
        let duo = AuthenticatorDuoStage {
            pk: DUO,
            name: "duo".to_owned(),
            component: "ak-stage-authenticator-duo-form".to_owned(),
            verbose_name: "Duo Authenticator Setup Stage".to_owned(),
            verbose_name_plural: "Duo Authenticator Setup Stages".to_owned(),
            meta_model_name: "authentik_stages_authenticator_duo.authenticatorduostage".to_owned(),
            flow_set: Some(Vec::new()),
            configure_flow: Patch::Null,
            friendly_name: Patch::Null,
            client_id: "client".to_owned(),
            api_hostname: "api.example.org".to_owned(),
            admin_integration_key: Some(String::new()),
        };
        let sms = AuthenticatorSmsStage {
            pk: SMS,
            name: "sms".to_owned(),
            component: "ak-stage-authenticator-sms-form".to_owned(),
            verbose_name: "SMS Authenticator Setup Stage".to_owned(),
            verbose_name_plural: "SMS Authenticator Setup Stages".to_owned(),
            meta_model_name: "authentik_stages_authenticator_sms.authenticatorsmsstage".to_owned(),
            flow_set: Some(Vec::new()),
            configure_flow: Patch::Null,
            friendly_name: Patch::Null,
            provider: SmsProvider::Twilio,
            from_number: "+10000000000".to_owned(),
            account_sid: "account".to_owned(),
            auth: "user".to_owned(),
            auth_password: None,
            auth_type: None,
            verify_only: Some(false),
            mapping: Patch::Null,
        };
        let identification = IdentificationStage {
            flow_set: Some(Vec::new()),
            password_stage: Patch::Null,
            enrollment_flow: Patch::Null,
            recovery_flow: Patch::Null,
            passwordless_flow: Patch::Null,
            ..IdentificationStage::new(
                IDENTIFICATION,
                "identification",
                "ak-stage-identification-form",
                "Identification Stage",
                "Identification Stages",
                "authentik_stages_identification.identificationstage",
            )
        };
        Self {
            token,
            stages: Mutex::new(Stages {
                duo,
                sms,
                identification,
            }),
        }
    }

    fn stages(&self) -> MutexGuard<'_, Stages> {
        self.stages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Authenticate for Store {
    type Caller = ();

    async fn authenticate(
        &self,
        Credentials::Authentik(bearer): Credentials,
        _: &Call,
    ) -> Result<(), Denied> {
        match bearer.token() == self.token {
            true => Ok(()),
            false => Err(Denied::forbidden("the token is not valid")),
        }
    }
}

impl Api for Store {
    async fn stages_authenticator_duo_partial_update(
        &self,
        _caller: (),
        stage_uuid: Uuid,
        body: Option<PatchedAuthenticatorDuoStageRequest>,
    ) -> Result<AuthenticatorDuoStage, Error<StagesAuthenticatorDuoPartialUpdateError>> {
        if stage_uuid != DUO {
            return Err(not_found().into());
        }
        let body = body.unwrap_or_default();
        let stage = &mut self.stages().duo;
        set(&mut stage.name, body.name);
        set_flows(&mut stage.flow_set, body.flow_set);
        patch(&mut stage.configure_flow, body.configure_flow);
        patch(&mut stage.friendly_name, body.friendly_name);
        set(&mut stage.client_id, body.client_id);
        set(&mut stage.api_hostname, body.api_hostname);
        set_optional(&mut stage.admin_integration_key, body.admin_integration_key);
        Ok(stage.clone())
    }

    async fn stages_authenticator_sms_partial_update(
        &self,
        _caller: (),
        stage_uuid: Uuid,
        body: Option<PatchedAuthenticatorSmsStageRequest>,
    ) -> Result<AuthenticatorSmsStage, Error<StagesAuthenticatorSmsPartialUpdateError>> {
        if stage_uuid != SMS {
            return Err(not_found().into());
        }
        let body = body.unwrap_or_default();
        let stage = &mut self.stages().sms;
        set(&mut stage.name, body.name);
        set_flows(&mut stage.flow_set, body.flow_set);
        patch(&mut stage.configure_flow, body.configure_flow);
        patch(&mut stage.friendly_name, body.friendly_name);
        set(&mut stage.provider, body.provider);
        set(&mut stage.from_number, body.from_number);
        set(&mut stage.account_sid, body.account_sid);
        set(&mut stage.auth, body.auth);
        set_optional(&mut stage.auth_password, body.auth_password);
        set_optional(&mut stage.auth_type, body.auth_type);
        set_optional(&mut stage.verify_only, body.verify_only);
        patch(&mut stage.mapping, body.mapping);
        Ok(stage.clone())
    }

    async fn stages_identification_partial_update(
        &self,
        _caller: (),
        stage_uuid: Uuid,
        body: Option<PatchedIdentificationStageRequest>,
    ) -> Result<IdentificationStage, Error<StagesIdentificationPartialUpdateError>> {
        if stage_uuid != IDENTIFICATION {
            return Err(not_found().into());
        }
        let body = body.unwrap_or_default();
        let stage = &mut self.stages().identification;
        set(&mut stage.name, body.name);
        set_flows(&mut stage.flow_set, body.flow_set);
        set_optional(&mut stage.user_fields, body.user_fields);
        patch(&mut stage.password_stage, body.password_stage);
        set_optional(
            &mut stage.case_insensitive_matching,
            body.case_insensitive_matching,
        );
        set_optional(&mut stage.show_matched_user, body.show_matched_user);
        patch(&mut stage.enrollment_flow, body.enrollment_flow);
        patch(&mut stage.recovery_flow, body.recovery_flow);
        patch(&mut stage.passwordless_flow, body.passwordless_flow);
        set_optional(&mut stage.sources, body.sources);
        set_optional(&mut stage.show_source_labels, body.show_source_labels);
        set_optional(&mut stage.pretend_user_exists, body.pretend_user_exists);
        Ok(stage.clone())
    }
}

/// A status that the description does not declare, in the form of its other errors.
fn not_found() -> Response {
    let body = r#"{"detail":"There is no such stage."}"#;
    (
        axum::http::StatusCode::NOT_FOUND,
        [("content-type", "application/json")],
        body,
    )
        .into_response()
}

fn set<T>(stored: &mut T, change: Option<T>) {
    if let Some(value) = change {
        *stored = value;
    }
}

fn set_optional<T>(stored: &mut Option<T>, change: Option<T>) {
    if change.is_some() {
        *stored = change;
    }
}

fn patch<T>(stored: &mut Patch<T>, change: Patch<T>) {
    if !change.is_absent() {
        *stored = change;
    }
}

fn set_flows(stored: &mut Option<Vec<FlowSet>>, change: Option<Vec<FlowSetRequest>>) {
    if let Some(flows) = change {
        *stored = Some(
            flows
                .into_iter()
                .enumerate()
                .map(|(index, flow)| stored_flow(index, flow))
                .collect(),
        );
    }
}

fn stored_flow(index: usize, flow: FlowSetRequest) -> FlowSet {
    let pk = Uuid::from_u128(0x00000000_0000_4000_9000_000000000000 + index as u128);
    let export_url = format!(
        "{}/flows/instances/{}/export/",
        server::BASE_PATH,
        flow.slug
    );
    FlowSet {
        designation: Some(flow.designation),
        policy_engine_mode: flow.policy_engine_mode,
        compatibility_mode: flow.compatibility_mode,
        layout: flow.layout,
        denied_action: flow.denied_action,
        ..FlowSet::new(
            pk,
            pk,
            flow.name,
            flow.slug,
            flow.title,
            "/static/flow.jpg",
            export_url,
        )
    }
}
