//! A form for identification stages: what a crate does that sees nothing but the types of
//! `authentik-stages`.

use authentik_stages::models::{IdentificationStage, PatchedIdentificationStageRequest, UserField};
use authentik_stages::{Patch, Validate, Violations};

/// What a person has filled in; an empty text clears a property.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The new name of the stage.
    pub name: Option<String>,
    /// By what users identify themselves, separated by spaces.
    pub user_fields: Option<String>,
    /// The flow for signing up.
    pub enrollment_flow: Option<String>,
}

/// Why a form is not a request.
#[derive(Debug)]
pub enum FormError {
    /// The flow is not named by a UUID.
    Flow(uuid::Error),
    /// The request would break these constraints.
    Invalid(Violations),
}

impl Form {
    /// The request that the form stands for.
    ///
    /// # Errors
    ///
    /// The description does not allow it.
    pub fn into_request(self) -> Result<PatchedIdentificationStageRequest, FormError> {
        let enrollment_flow = match self.enrollment_flow.as_deref() {
            None => Patch::Absent,
            Some("") => Patch::Null,
            Some(text) => Patch::Value(text.parse().map_err(FormError::Flow)?),
        };
        let request = PatchedIdentificationStageRequest {
            name: self.name,
            user_fields: self
                .user_fields
                .map(|text| text.split_whitespace().map(UserField::from).collect()),
            enrollment_flow,
            ..PatchedIdentificationStageRequest::default()
        };
        request.validate().map_err(FormError::Invalid)?;
        Ok(request)
    }
}

/// Carries a request out on a stage, as the server would.
pub fn apply(stage: &mut IdentificationStage, request: PatchedIdentificationStageRequest) {
    if let Some(name) = request.name {
        stage.name = name;
    }
    if request.user_fields.is_some() {
        stage.user_fields = request.user_fields;
    }
    if !request.enrollment_flow.is_absent() {
        stage.enrollment_flow = request.enrollment_flow;
    }
}
