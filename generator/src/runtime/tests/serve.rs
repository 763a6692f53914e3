use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot::{self, Sender};
use tokio::task::JoinHandle;

use crate::runtime::server::Settings;
use crate::runtime::server::serve::serve;

const LENGTH: usize = 64 << 20;

/// A connection to a server of a long response.
async fn connected(settings: Settings) -> TcpStream {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(|| async { vec![b'x'; LENGTH] });
    tokio::spawn(async move {
        serve(listener, router, &settings, std::future::pending()).await;
    });
    TcpStream::connect(address).await.unwrap()
}

/// How much of the response is there after it was left alone for a while.
async fn read_late(settings: Settings) -> usize {
    let mut stream = connected(settings).await;
    let request = b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    tokio::time::sleep(Duration::from_millis(600)).await;
    let (mut length, mut buffer) = (0, vec![0; 1 << 16]);
    loop {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return length,
            Ok(read) => length += read,
        }
    }
}

#[tokio::test]
async fn a_response_that_nobody_takes_has_an_end() {
    let limit = |write_timeout| Settings {
        write_timeout,
        ..Settings::default()
    };
    assert!(read_late(limit(None)).await > LENGTH);
    assert!(read_late(limit(Some(Duration::from_millis(100)))).await < LENGTH);
}

#[tokio::test]
async fn every_head_of_a_connection_has_a_limit() {
    let settings = Settings {
        head_timeout: Some(Duration::from_millis(100)),
        ..Settings::default()
    };
    for heads in [
        "",
        "GET / HTTP/1.1\r\nHost: h\r\nX-Slow",
        "HEAD / HTTP/1.1\r\nHost: h\r\n\r\nGET",
    ] {
        let mut stream = connected(settings.clone()).await;
        stream.write_all(heads.as_bytes()).await.unwrap();
        let mut reply = Vec::new();
        let closed = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut reply));
        assert!(closed.await.is_ok(), "{heads:?} is open for ever");
    }
}

#[test]
fn the_limits_are_set() {
    let settings = Settings::default();
    for timeout in [
        settings.head_timeout,
        settings.body_timeout,
        settings.write_timeout,
    ] {
        assert!(timeout.is_some_and(|it| it <= Duration::from_secs(30)));
    }
}

/// A server of a router, and what makes it end.
async fn started(router: Router, settings: Settings) -> (SocketAddr, Sender<()>, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(async move {
        serve(listener, router, &settings, async { drop(stopped.await) }).await;
    });
    (address, stop, server)
}

async fn asked(to: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(to).await.unwrap();
    let request = b"GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    stream.write_all(request).await.unwrap();
    stream
}

/// What comes within a while; nothing if the server waits.
async fn within(stream: &mut TcpStream, time: Duration) -> String {
    let mut buffer = vec![0; 1 << 10];
    let read = tokio::time::timeout(time, stream.read(&mut buffer)).await;
    let length = read.map_or(0, |length| length.unwrap());
    String::from_utf8_lossy(&buffer[..length]).into_owned()
}

const SOON: Duration = Duration::from_secs(30);
const A_WHILE: Duration = Duration::from_millis(200);

#[tokio::test]
async fn no_more_connections_than_are_allowed() {
    let peer = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.to_string() };
    let settings = Settings {
        connection_limit: Some(2),
        ..Settings::default()
    };
    let (to, _stop, _server) = started(Router::new().fallback(peer), settings).await;
    let [mut first, mut second, mut third] = [asked(to).await, asked(to).await, asked(to).await];
    for stream in [&mut first, &mut second] {
        let own = stream.local_addr().unwrap().to_string();
        assert!(within(stream, SOON).await.ends_with(&own));
    }
    assert_eq!(within(&mut third, A_WHILE).await, "");
    drop(first);
    assert!(within(&mut third, SOON).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn the_last_requests_are_answered_or_ended() {
    let slow = |wait| Router::new().fallback(move || tokio::time::sleep(wait));
    for (wait, is_answered) in [(A_WHILE, true), (Duration::from_secs(600), false)] {
        let settings = Settings {
            shutdown_timeout: Some(A_WHILE * if is_answered { 100 } else { 1 }),
            ..Settings::default()
        };
        let (to, stop, server) = started(slow(wait), settings).await;
        let mut stream = asked(to).await;
        // The request is at hand.
        assert_eq!(within(&mut stream, A_WHILE / 4).await, "");
        drop(stop);
        let ended = tokio::time::timeout(SOON, server).await;
        ended.expect("it ends").unwrap();
        assert!(TcpStream::connect(to).await.is_err());
        let mut response = Vec::new();
        let closed = tokio::time::timeout(SOON, stream.read_to_end(&mut response)).await;
        assert!(closed.is_ok(), "the connection goes on");
        assert_eq!(response.starts_with(b"HTTP/1.1 200"), is_answered);
    }
}
