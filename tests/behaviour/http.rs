//! HTTP without a client and without a server: exact bytes on a socket.

use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

pub const JSON: &str = "Content-Type: application/json\r\n";
pub const GOOD: &str = "Authorization: Bearer good\r\n";

/// A response as it came.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    /// In lower case.
    pub head: String,
    pub body: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A connection that takes one request after the other.
pub struct Connection(BufReader<TcpStream>);

impl Connection {
    pub async fn open(to: SocketAddr) -> Self {
        Self(BufReader::new(TcpStream::connect(to).await.unwrap()))
    }

    /// Sends a request, `line` being method and path, and reads the response.
    pub async fn send(&mut self, line: &str, headers: &str, body: &[u8]) -> Reply {
        let length = body.len();
        let head =
            format!("{line} HTTP/1.1\r\nHost: h\r\n{headers}Content-Length: {length}\r\n\r\n");
        self.raw(&[head.as_bytes(), body].concat()).await
    }

    /// Sends bytes while it reads a response: a server may answer before it has read all.
    pub async fn raw(&mut self, request: &[u8]) -> Reply {
        let (input, mut output) = tokio::io::split(&mut self.0);
        let send = async {
            // A server that has refused the request may be gone.
            let _ = output.write_all(request).await;
            std::future::pending().await
        };
        tokio::select! {
            reply = receive(BufReader::new(input), request.starts_with(b"HEAD")) => reply,
            () = send => unreachable!("sending has no end"),
        }
    }
}

async fn receive(mut input: impl AsyncBufReadExt + Unpin, headless: bool) -> Reply {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert!(
            input.read_line(&mut head).await.unwrap() > 0,
            "cut short: {head}"
        );
    }
    let head = head.to_lowercase();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let mut reply = Reply {
        status,
        head,
        body: String::new(),
    };
    if !headless {
        let length = reply.header("content-length").unwrap_or("0");
        let mut body = vec![0; length.parse().unwrap()];
        input.read_exact(&mut body).await.unwrap();
        reply.body = String::from_utf8(body).unwrap();
    }
    reply
}

/// Sends one request over a connection of its own.
pub async fn send(to: SocketAddr, line: &str, headers: &str, body: &[u8]) -> Reply {
    Connection::open(to).await.send(line, headers, body).await
}

/// Answers one request with these bytes, and hands out the request.
pub async fn canned(response: Vec<u8>) -> (SocketAddr, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let request = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let request = read_request(&mut stream).await;
        // A client that has read enough may be gone.
        let _ = stream.write_all(&response).await;
        request
    });
    (address, request)
}

/// Answers one request with these bytes, and then with nothing more.
pub async fn stalled(response: &'static [u8]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await;
        stream.write_all(response).await.unwrap();
        std::future::pending::<()>().await;
    });
    address
}

/// A request to its last byte.
async fn read_request(stream: &mut TcpStream) -> String {
    let mut request = String::new();
    let mut input = BufReader::new(stream);
    while !request.ends_with("\r\n\r\n") {
        assert!(input.read_line(&mut request).await.unwrap() > 0);
    }
    let lower = request.to_lowercase();
    let length = lower
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    input.read_exact(&mut body).await.unwrap();
    request + &String::from_utf8(body).unwrap()
}

/// The bytes of a response with this status line and body.
pub fn response(status: &str, content_type: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let types = if content_type.is_empty() {
        String::new()
    } else {
        format!("Content-Type: {content_type}\r\n")
    };
    format!("HTTP/1.1 {status}\r\n{types}Content-Length: {length}\r\nX-Trace: t1\r\n\r\n{body}")
        .into_bytes()
}
