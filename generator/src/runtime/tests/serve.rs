use std::time::Duration;

use axum::Router;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

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
