//! One token, which is the password and every key too.

use oasmith_cases::c97_guarded::models::*;
use oasmith_cases::c97_guarded::responses::*;
use oasmith_cases::c97_guarded::server::{Api, Authenticate, Call, Credentials, Denied, Error};

pub struct Guard {
    pub token: String,
}

impl Authenticate for Guard {
    type Caller = CallerCaller;

    async fn authenticate(
        &self,
        credentials: Credentials,
        _: &Call,
    ) -> Result<CallerCaller, Denied> {
        let (shown, caller) = match &credentials {
            Credentials::Bearer(bearer) => (vec![bearer.token()], CallerCaller::Bearer),
            Credentials::Basic(basic) => (vec![basic.password()], CallerCaller::Basic),
            Credentials::HeaderKey(key)
            | Credentials::QueryKey(key)
            | Credentials::CookieKey(key) => (vec![key.key()], CallerCaller::Key),
            Credentials::BasicAndHeaderKey(basic, key) => {
                (vec![basic.password(), key.key()], CallerCaller::Basic)
            }
            Credentials::Anonymous => (vec![], CallerCaller::Nobody),
        };
        match shown.iter().all(|shown| *shown == self.token) {
            true => Ok(caller),
            false => Err(Denied::unauthenticated("these are not the credentials")),
        }
    }
}

fn caller<E>(caller: CallerCaller) -> Result<Caller, Error<E>> {
    Ok(Caller { caller })
}

impl Api for Guard {
    async fn post_bearer(
        &self,
        _: CallerCaller,
        body: Conditional,
    ) -> Result<Conditional, Error<PostBearerError>> {
        Ok(body)
    }

    async fn get_basic(&self, who: CallerCaller) -> Result<Caller, Error<GetBasicError>> {
        caller(who)
    }

    async fn get_header_key(&self, who: CallerCaller) -> Result<Caller, Error<GetHeaderKeyError>> {
        caller(who)
    }

    async fn get_query_key(&self, who: CallerCaller) -> Result<Caller, Error<GetQueryKeyError>> {
        caller(who)
    }

    async fn get_cookie_key(&self, who: CallerCaller) -> Result<Caller, Error<GetCookieKeyError>> {
        caller(who)
    }

    async fn get_either(&self, who: CallerCaller) -> Result<Caller, Error<GetEitherError>> {
        caller(who)
    }

    async fn get_both(&self, who: CallerCaller) -> Result<Caller, Error<GetBothError>> {
        caller(who)
    }

    async fn get_anybody(&self, who: CallerCaller) -> Result<Caller, Error<GetAnybodyError>> {
        caller(who)
    }

    async fn echo_dependent(
        &self,
        body: Dependent,
    ) -> Result<Dependent, Error<EchoDependentError>> {
        Ok(body)
    }

    async fn echo_unevaluated(
        &self,
        body: Unevaluated,
    ) -> Result<Unevaluated, Error<EchoUnevaluatedError>> {
        Ok(body)
    }

    async fn echo_tuple(&self, body: Tuple) -> Result<Tuple, Error<EchoTupleError>> {
        Ok(body)
    }

    async fn echo_map(&self, body: Map) -> Result<Map, Error<EchoMapError>> {
        Ok(body)
    }
}
