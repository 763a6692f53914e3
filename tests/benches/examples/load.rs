//! Requests over sockets to a server as oasmith emits it and to one by hand in axum, each a process of
//! its own: the processor's time that each takes, as the ratio of one run.
//!
//! `load serve emitted 10` and `load serve hand 10` are the servers.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;

use oasmith_benches::server::{Asked, by_hand, emitted, requests};
use tokio::net::TcpListener;
use tokio::runtime::Builder;

/// So many requests are measured together, in so many rounds, of which the least counts.
const BATCH: usize = 6_400;
const ROUNDS: usize = 5;

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [verb, by, operations] if verb == "serve" => serve(by, operations.parse()?),
        _ => compare(),
    }
}

/// Serves on a port that is written to the standard output, until the process is ended.
fn serve(by: &str, operations: usize) -> Outcome<()> {
    let router = match by {
        "hand" => by_hand(operations),
        _ => emitted(operations),
    };
    Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
            println!("{}", listener.local_addr()?);
            Ok(axum::serve(listener, router).await?)
        })
}

fn compare() -> Outcome<()> {
    println!(
        "{:14}{:>12}{:>13}{:>8}",
        "request", "operations", "connections", "time"
    );
    for operations in [10, 1_189] {
        let ours = Server::start("emitted", operations)?;
        let theirs = Server::start("hand", operations)?;
        for asked in requests() {
            for connections in [1, 64] {
                // In turns, so that both have the machine alike.
                let (mut time, mut their_time) = (u64::MAX, u64::MAX);
                for _ in 0..ROUNDS {
                    time = time.min(ours.time_of(&asked, connections)?);
                    their_time = their_time.min(theirs.time_of(&asked, connections)?);
                }
                #[allow(clippy::cast_precision_loss)]
                let ratio = time as f64 / their_time as f64;
                println!(
                    "{:14}{operations:>12}{connections:>13}{ratio:>8.2}",
                    asked.name
                );
            }
        }
    }
    Ok(())
}

/// A server in a process of its own, which has one thread.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    fn start(by: &str, operations: usize) -> Outcome<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["serve", by, &operations.to_string()]);
        let mut process = command.stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take().ok_or("it has an output")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let address = line.trim().parse()?;
        Ok(Self { process, address })
    }

    /// How long a batch of requests keeps the processor, in nanoseconds of the server's only thread.
    fn time_of(&self, asked: &Asked, connections: usize) -> Outcome<u64> {
        let before = self.time()?;
        thread::scope(|scope| {
            let callers = (0..connections)
                .map(|_| scope.spawn(|| call(self.address, asked, BATCH / connections)));
            let callers: Vec<_> = callers.collect();
            callers
                .into_iter()
                .try_for_each(|caller| match caller.join() {
                    Ok(called) => called,
                    Err(_) => Err("a caller has panicked".into()),
                })
        })?;
        Ok(self.time()? - before)
    }

    /// The time on the processor so far, as Linux counts it.
    fn time(&self) -> Outcome<u64> {
        let text = fs::read_to_string(format!("/proc/{}/schedstat", self.process.id()))?;
        let time = text.split(' ').next().unwrap_or_default();
        Ok(time.parse()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended already needs nothing.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Sends requests over one connection, each once the response before is there.
fn call(address: SocketAddr, asked: &Asked, count: usize) -> Outcome<()> {
    let mut stream = BufReader::new(TcpStream::connect(address)?);
    stream.get_ref().set_nodelay(true)?;
    let (request, status) = (asked.bytes(), asked.status.as_str());
    for _ in 0..count {
        stream.get_mut().write_all(&request)?;
        let (mut line, mut length) = (String::new(), 0);
        stream.read_line(&mut line)?;
        if line.split(' ').nth(1) != Some(status) {
            return Err(format!("{}: {line:?} in place of {status}", asked.name).into());
        }
        while line != "\r\n" {
            line.clear();
            if stream.read_line(&mut line)? == 0 {
                return Err("the connection ended".into());
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse()?;
            }
        }
        stream.read_exact(&mut vec![0; length])?;
    }
    Ok(())
}
