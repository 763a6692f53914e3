//! Keys by which a server tells a request that is sent again from a new one: case 101.

use std::collections::BTreeSet;
use std::time::Duration;

use oasmith_cases::c101_idempotency_keys as cases;
use oasmith_cases::support::client::{Config, Retries};

use cases::client::Client;
use cases::requests::{
    NumberedParams, OrderParams, PayParams, QueriedParams, ShortParams, TransferParams,
};

use super::scripted::{Sent, response, scripted};

/// A client that retries twice, and a server that is busy twice.
async fn busy() -> (Client, Sent) {
    let busy = || response(503, "", "");
    let answers = vec![busy(), busy(), response(204, "", "")];
    let (config, sent) = scripted(answers).await;
    (Client::new(retrying(config)), sent)
}

fn retrying(mut config: Config) -> Config {
    config.retries = Some(Retries {
        backoff: Duration::from_millis(1),
        ..Retries::default()
    });
    config
}

/// The only key of three requests.
fn only(sent: &Sent, header: &str) -> String {
    let keys = sent.header(header);
    assert_eq!(keys.len(), 3);
    let distinct: BTreeSet<_> = keys.into_iter().collect();
    assert_eq!(distinct.len(), 1, "{distinct:?}");
    distinct.into_iter().next().unwrap_or_default()
}

#[tokio::test]
async fn a_call_that_may_be_repeated_has_a_key() {
    let mut keys = BTreeSet::new();
    for _ in 0..2 {
        let (client, sent) = busy().await;
        client.pay(&PayParams::default()).await.expect("it is paid");
        keys.insert(only(&sent, "Idempotency-Key"));
        let (client, sent) = busy().await;
        let ordered = client.order(&OrderParams::default()).await;
        ordered.expect("it is ordered");
        keys.insert(only(&sent, "PayPal-Request-Id"));
        let (client, sent) = busy().await;
        let transferred = client.transfer(&TransferParams::default()).await;
        transferred.expect("it is transferred");
        keys.insert(only(&sent, "X-Idempotency-Key"));
    }
    // Each call has another one.
    assert_eq!(keys.len(), 6);
    for key in keys {
        let id: uuid::Uuid = key.parse().expect("it is a UUID");
        assert_eq!((id.get_version_num(), key.len()), (4, 36));
    }
}

#[tokio::test]
async fn a_key_of_the_caller_stands() {
    let (client, sent) = busy().await;
    let params = PayParams {
        idempotency_key: Some("mine".to_owned()),
    };
    client.pay(&params).await.expect("it is paid");
    assert_eq!(only(&sent, "Idempotency-Key"), "mine");
    let (client, sent) = busy().await;
    let call = client.pay(&PayParams::default());
    call.header("Idempotency-Key", "of the call")
        .await
        .expect("it is paid");
    assert_eq!(only(&sent, "Idempotency-Key"), "of the call");
    let (client, sent) = busy().await;
    client.refund("mine").await.expect("it is refunded");
    assert_eq!(only(&sent, "X-Idempotency-Key"), "mine");
    // It may be one that no UUID could be.
    let (client, sent) = busy().await;
    let params = NumberedParams {
        idempotency_key: Some(7),
    };
    client.numbered(&params).await.expect("it is done");
    assert_eq!(only(&sent, "Idempotency-Key"), "7");
}

#[tokio::test]
async fn a_call_that_is_made_once_has_none() {
    let (config, sent) = scripted(vec![response(204, "", ""); 2]).await;
    let client = Client::new(config.clone());
    client.pay(&PayParams::default()).await.expect("it is paid");
    let client = Client::new(retrying(config));
    let call = client.pay(&PayParams::default());
    call.no_retry().await.expect("it is paid");
    assert_eq!(sent.header("Idempotency-Key"), ["", ""]);
}

#[tokio::test]
async fn no_key_breaks_a_constraint() {
    let (client, sent) = busy().await;
    let refused = client.short(&ShortParams::default()).await;
    assert_eq!(refused.expect_err("it is busy").status(), Some(503));
    let refused = client.numbered(&NumberedParams::default()).await;
    assert_eq!(refused.expect_err("it is busy").status(), Some(503));
    let done = client.queried(&QueriedParams::default()).await;
    done.expect("it is done");
    assert_eq!(sent.header("Idempotency-Key"), ["", "", ""]);
}
