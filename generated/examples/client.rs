//! Changes one field of a stage, clears another, and shows what a broken constraint looks like.
//!
//! ```text
//! cargo run -p authentik-stages --features client --example client -- http://127.0.0.1:8080/api/v3 TOKEN
//! ```

use authentik_stages::Patch;
use authentik_stages::client::{Client, Config};
use authentik_stages::models::PatchedAuthenticatorDuoStageRequest;
use authentik_stages::responses::StagesAuthenticatorDuoPartialUpdateError as Refused;
use uuid::Uuid;

const DUO: Uuid = Uuid::from_u128(0x00000000_0000_4000_8000_000000000001);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(base), Some(token)) = (arguments.next(), arguments.next()) else {
        return Err(
            "usage: client BASE TOKEN, as in: client http://127.0.0.1:8080/api/v3 secret".into(),
        );
    };
    let client = Client::new(Config::new(&base)?).with_authentik(&token);

    let change = PatchedAuthenticatorDuoStageRequest {
        name: Some("Duo for everybody".to_owned()),
        friendly_name: Patch::Null,
        ..Default::default()
    };
    let stage = client
        .stages_authenticator_duo_partial_update(DUO, Some(&change))
        .await?;
    println!(
        "{}, with the friendly name {:?}",
        stage.name, stage.friendly_name
    );

    // The client checks a request before it sends it. Switched off, the server's answer comes back.
    let mut config = Config::new(&base)?;
    config.validate_requests = false;
    let client = Client::new(config).with_authentik(token);
    let change = PatchedAuthenticatorDuoStageRequest {
        name: Some(String::new()),
        ..Default::default()
    };
    let error = match client
        .stages_authenticator_duo_partial_update(DUO, Some(&change))
        .await
    {
        Ok(_) => return Err("an empty name was accepted".into()),
        Err(error) => error,
    };
    match error.declared() {
        Some(Refused::BadRequest(refused)) => {
            println!(
                "the server refuses the name: {}",
                refused.additional_properties["name"]
            );
            Ok(())
        }
        _ => Err(error.into()),
    }
}
