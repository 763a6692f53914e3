//! A server over a real socket that answers one request after the other from a script, a connection
//! for each, and keeps what it was sent.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use oasmith_cases::support::client::Config;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What comes of a request.
#[derive(Clone)]
pub enum Answer {
    /// These bytes; then the connection ends.
    Bytes(String),
    /// These bytes; then nothing, on a connection that stays.
    Stall(String),
    /// The end of the connection.
    Close,
}

/// A response with a status, headers and a body.
pub fn response(status: u16, headers: &str, body: &str) -> Answer {
    let length = body.len();
    Answer::Bytes(format!(
        "HTTP/1.1 {status} Said\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}"
    ))
}

/// A response with JSON.
pub fn json(status: u16, body: &str) -> Answer {
    response(status, "Content-Type: application/json\r\n", body)
}

/// The requests that a server was sent.
#[derive(Clone, Default)]
pub struct Sent(Arc<Mutex<Vec<String>>>);

impl Sent {
    pub fn all(&self) -> Vec<String> {
        self.0.lock().expect("nobody panicked with it").clone()
    }

    pub fn count(&self) -> usize {
        self.all().len()
    }

    /// The values of a header, request by request; a request without it has an empty one.
    pub fn header(&self, name: &str) -> Vec<String> {
        let value = |request: &String| {
            let lines = request.lines().filter_map(|line| line.split_once(": "));
            let mut values = lines.filter(|(found, _)| found.eq_ignore_ascii_case(name));
            values.next().map(|(_, value)| value.to_owned())
        };
        let all = self.all();
        all.iter().map(|it| value(it).unwrap_or_default()).collect()
    }
}

/// The configuration for a server with a script. Once that is at its end, connections are closed.
pub async fn scripted(answers: Vec<Answer>) -> (Config, Sent) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    let sent = Sent::default();
    let requests = sent.clone();
    tokio::spawn(async move {
        let mut answers = answers.into_iter();
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            let answer = answers.next().unwrap_or(Answer::Close);
            tokio::spawn(answered(stream, answer, requests.clone()));
        }
    });
    let config = Config::new(&format!("http://{address}/api")).expect("it is an address");
    (config, sent)
}

async fn answered(mut stream: TcpStream, answer: Answer, sent: Sent) {
    let request = request(&mut stream).await;
    sent.0
        .lock()
        .expect("nobody panicked with it")
        .push(request);
    // A client that has what it wants may be gone.
    match answer {
        Answer::Bytes(bytes) => drop(stream.write_all(bytes.as_bytes()).await),
        Answer::Stall(bytes) => {
            let _ = stream.write_all(bytes.as_bytes()).await;
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        Answer::Close => {}
    }
}

/// A request with its body, whose length it says.
async fn request(stream: &mut TcpStream) -> String {
    let (mut request, mut buffer) = (String::new(), [0; 4096]);
    loop {
        if let Some((head, body)) = request.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.lines().next()?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return request;
            }
        }
        let count = stream.read(&mut buffer).await.unwrap_or(0);
        if count == 0 {
            return request;
        }
        request.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
}
