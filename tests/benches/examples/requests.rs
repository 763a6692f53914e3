//! Requests to a server as oasmith emits it and to one by hand in axum: the shortest time of each, and
//! its allocations, as ratios of one run. With arguments, one request many times, so that a profiler can
//! count: the difference of two runs is that of their requests.

use std::hint::black_box;
use std::time::{Duration, Instant};

use allocation_counter::measure;
use axum::Router;
use oasmith_benches::server::{Asked, answer, by_hand, emitted, requests};
use tokio::runtime::{Builder, Runtime};

/// So many requests are timed together, in so many rounds.
const BATCH: usize = 50;
const ROUNDS: usize = 40;

fn main() {
    let runtime = Builder::new_current_thread().enable_time().build();
    let runtime = runtime.expect("it starts");
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, by, operations, count] = arguments.as_slice() else {
        compare(&runtime);
        return;
    };
    let number = |text: &str| text.parse::<usize>().expect("it is a number");
    let mut router = match by.as_str() {
        "hand" => by_hand(number(operations)),
        _ => emitted(number(operations)),
    };
    let asked = requests().into_iter().find(|it| it.name == name);
    let asked = asked.expect("it is the name of a request");
    for _ in 0..number(count) {
        black_box(runtime.block_on(answer(&mut router, asked.request())));
    }
}

fn compare(runtime: &Runtime) {
    println!(
        "{:14}{:>12}{:>8}{:>14}",
        "request", "operations", "time", "allocations"
    );
    for asked in requests() {
        for operations in [10, 1_189] {
            let (mut ours, mut theirs) = (emitted(operations), by_hand(operations));
            // In turns, so that both have the machine alike.
            let (mut time, mut their_time) = (Duration::MAX, Duration::MAX);
            for _ in 0..ROUNDS {
                time = time.min(time_of(runtime, &mut ours, &asked));
                their_time = their_time.min(time_of(runtime, &mut theirs, &asked));
            }
            let (count, their_count) = (
                allocations(runtime, &mut ours, &asked),
                allocations(runtime, &mut theirs, &asked),
            );
            let ratio = time.as_secs_f64() / their_time.as_secs_f64();
            println!(
                "{:14}{operations:>12}{ratio:>8.2}{:>14}",
                asked.name,
                format!("{count}/{their_count}")
            );
        }
    }
}

/// How long a batch of requests takes.
fn time_of(runtime: &Runtime, router: &mut Router, asked: &Asked) -> Duration {
    let batch: Vec<_> = (0..BATCH).map(|_| asked.request()).collect();
    let start = Instant::now();
    for request in batch {
        black_box(runtime.block_on(answer(router, request)));
    }
    start.elapsed()
}

/// How many allocations a request takes.
fn allocations(runtime: &Runtime, router: &mut Router, asked: &Asked) -> u64 {
    let request = asked.request();
    let counted = measure(|| drop(runtime.block_on(answer(router, request))));
    counted.count_total
}
