//! What a request takes does not depend on the number of operations.

use allocation_counter::measure;
use axum::Router;
use oasmith_benches::server::{Asked, answer, by_hand, emitted, requests};
use tokio::runtime::{Builder, Runtime};

fn runtime() -> Runtime {
    let runtime = Builder::new_current_thread().enable_time().build();
    runtime.expect("it starts")
}

/// How many allocations a request takes, the second time.
fn allocations(runtime: &Runtime, router: &mut Router, asked: &Asked) -> u64 {
    let mut ask = || {
        let request = asked.request();
        let mut status = None;
        let counted = measure(|| status = Some(runtime.block_on(answer(router, request)).0));
        assert_eq!(status, Some(asked.status), "{}", asked.name);
        counted.count_total
    };
    ask();
    ask()
}

#[test]
fn allocations_do_not_grow_with_the_number_of_operations() {
    let runtime = runtime();
    let [mut few, mut many] = [10, 1_000].map(emitted);
    for asked in requests() {
        let (few, many) = (
            allocations(&runtime, &mut few, &asked),
            allocations(&runtime, &mut many, &asked),
        );
        assert_eq!(few, many, "{}", asked.name);
        // A 405 looked at each template.
        assert!(asked.name != "no method" || many < 100, "{many}");
    }
}

#[test]
fn both_servers_give_the_same_statuses() {
    let runtime = runtime();
    for mut router in [emitted(10), by_hand(10)] {
        for asked in requests() {
            let (status, _) = runtime.block_on(answer(&mut router, asked.request()));
            assert_eq!(status, asked.status, "{}", asked.name);
        }
    }
}
