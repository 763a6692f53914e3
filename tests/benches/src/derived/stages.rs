//! The bodies of `specs/authentik-stages.yaml`.

use serde::{Deserialize, Serialize};
#[cfg(feature = "compare")]
use validator::Validate as _;

#[cfg(feature = "compare")]
static SLUG: std::sync::LazyLock<regex::Regex> =
    std::sync::LazyLock::new(|| regex::Regex::new("^[-a-zA-Z0-9_]+$").expect("it is a pattern"));

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Duo {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub name: Option<String>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub flow_set: Option<Vec<Flow>>,
    pub configure_flow: Option<uuid::Uuid>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub friendly_name: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub client_id: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub client_secret: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub api_hostname: Option<String>,
    pub admin_integration_key: Option<String>,
    pub admin_secret_key: Option<String>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Sms {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub name: Option<String>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub flow_set: Option<Vec<Flow>>,
    pub configure_flow: Option<uuid::Uuid>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub friendly_name: Option<String>,
    pub provider: Option<Provider>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub from_number: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub account_sid: Option<String>,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub auth: Option<String>,
    pub auth_password: Option<String>,
    pub auth_type: Option<AuthType>,
    pub verify_only: Option<bool>,
    pub mapping: Option<uuid::Uuid>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Identification {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub name: Option<String>,
    #[cfg_attr(feature = "compare", garde(dive), validate(nested))]
    pub flow_set: Option<Vec<Flow>>,
    pub user_fields: Option<Vec<UserField>>,
    pub password_stage: Option<uuid::Uuid>,
    pub case_insensitive_matching: Option<bool>,
    pub show_matched_user: Option<bool>,
    pub enrollment_flow: Option<uuid::Uuid>,
    pub recovery_flow: Option<uuid::Uuid>,
    pub passwordless_flow: Option<uuid::Uuid>,
    pub sources: Option<Vec<uuid::Uuid>>,
    pub show_source_labels: Option<bool>,
    pub pretend_user_exists: Option<bool>,
}

#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "compare", derive(garde::Validate, validator::Validate))]
#[cfg_attr(feature = "compare", garde(allow_unvalidated))]
pub struct Flow {
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub name: String,
    #[cfg_attr(feature = "compare", garde(length(chars, min = 1, max = 50), pattern("^[-a-zA-Z0-9_]+$")), validate(length(min = 1, max = 50), regex(path = *SLUG)))]
    pub slug: String,
    #[cfg_attr(
        feature = "compare",
        garde(length(chars, min = 1)),
        validate(length(min = 1))
    )]
    pub title: String,
    pub designation: Designation,
    pub policy_engine_mode: Option<PolicyEngineMode>,
    pub compatibility_mode: Option<bool>,
    pub layout: Option<Layout>,
    pub denied_action: Option<DeniedAction>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Designation {
    Authentication,
    Authorization,
    Invalidation,
    Enrollment,
    Unenrollment,
    Recovery,
    StageConfiguration,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyEngineMode {
    All,
    Any,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    Stacked,
    ContentLeft,
    ContentRight,
    SidebarLeft,
    SidebarRight,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeniedAction {
    MessageContinue,
    Message,
    Continue,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    Twilio,
    Generic,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthType {
    Basic,
    Bearer,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UserField {
    Email,
    Username,
    Upn,
}
