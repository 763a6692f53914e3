//! Uploads that are never held: cases 55 and 57 over a real socket, with an allocator that counts.
//!
//! One test at a time, since the allocator counts for all threads.

use oasmith_cases::c55_bytes::client::Client as Bytes;
use oasmith_cases::c55_bytes::requests::PutEitherBody;
use oasmith_cases::c55_bytes::server::{self as bytes, *};
use oasmith_cases::c57_parts::client::Client as Parts;
use oasmith_cases::c57_parts::requests::{ClosedForm, EitherBody, UploadForm};
use oasmith_cases::c57_parts::server::{self as parts};
use oasmith_cases::support::body::multipart::{FilePart, Multipart};
use oasmith_cases::support::body::stream::ByteStream;
use oasmith_cases::support::client::Config;
use oasmith_cases::support::media::typed_bytes::TypedBytes;
use peak_alloc::PeakAlloc;
use tokio::io::AsyncReadExt;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Counts what it is sent.
struct Counting;

async fn count(mut body: ByteStream) -> i64 {
    let mut length = 0;
    while let Some(chunk) = body.chunk().await.expect("it is whole") {
        length += chunk.len() as i64;
    }
    length
}

impl bytes::Api for Counting {
    async fn put_blob(&self, body: ByteStream) -> Result<i64, bytes::Error> {
        Ok(count(body).await)
    }

    async fn put_image(&self, _: Option<TypedBytes>) -> Result<Option<i64>, bytes::Error> {
        Ok(None)
    }

    async fn put_archive(&self, body: ByteStream) -> Result<i64, bytes::Error> {
        Ok(count(body).await)
    }

    async fn put_limited(&self, body: ByteStream) -> Result<i64, bytes::Error> {
        Ok(count(body).await)
    }

    async fn put_either(&self, _: PutEitherBody) -> Result<String, bytes::Error> {
        Ok(String::new())
    }
}

impl parts::Api for Counting {
    async fn upload(&self, _: Multipart<UploadForm>) -> Result<String, parts::Error> {
        Ok(String::new())
    }

    async fn closed(&self, body: Option<Multipart<ClosedForm>>) -> Result<String, parts::Error> {
        let mut body = body.expect("there is one");
        let mut length = 0;
        while let Some(mut file) = body.next_file().await.expect("it is well-formed") {
            while let Some(chunk) = file.chunk().await.expect("it is whole") {
                length += chunk.len();
            }
        }
        Ok(length.to_string())
    }

    async fn either(&self, _: EitherBody) -> Result<String, parts::Error> {
        Ok(String::new())
    }
}

async fn serve(router: axum::Router) -> Config {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    let mut config = Config::new(&format!("http://{address}")).expect("it is an address");
    // Unoptimised code on a busy machine takes longer than a call may by default.
    config.timeout = None;
    config
}

/// Sends so many bytes, as a body and as a part, and gives the most memory that was taken.
async fn peak_of(length: u64) -> usize {
    let settings = || Settings {
        upload_limit: 2 * length,
        ..Settings::default()
    };
    let blob = Bytes::new(serve(bytes::router_with(Counting, settings())).await);
    let closed = Parts::new(serve(parts::router_with(Counting, settings())).await);
    let reader = || ByteStream::from_reader(tokio::io::repeat(b'-').take(length));
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();
    let sent = blob.put_blob(reader().with_length(length)).await;
    assert_eq!(sent.expect("it is taken"), length as i64);
    let form = ClosedForm {
        password: None,
        data: Some(FilePart::named("data", reader())),
        avatar: None,
        once: None,
    };
    let sent = closed.closed(Some(form)).await;
    assert_eq!(sent.expect("it is taken"), length.to_string());
    ALLOCATOR.peak_usage().saturating_sub(before)
}

/// Client and server together, in one process.
const MOST: usize = 20 << 20;

#[tokio::test]
async fn an_upload_takes_no_more_memory_than_a_few_chunks() {
    let peak = peak_of(64 << 20).await;
    assert!(peak < MOST, "{peak}");
}

#[tokio::test]
#[ignore = "sends two gigabytes"]
async fn a_gigabyte_takes_no_more_memory_than_a_few_chunks() {
    let peak = peak_of(1 << 30).await;
    println!("{peak} bytes");
    assert!(peak < MOST, "{peak}");
}
