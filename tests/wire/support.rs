//! Peers that speak in bytes, so that nothing between them and the program can be polite.

use std::{future::Future, net::SocketAddr, time::Duration};

use bytes::Bytes;
use orcid_playground::oauth::{HttpRequest, HttpResponse, Outcome, TransportErrorKind};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// An upper bound for whatever should happen soon.
pub async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), what).await.expect("this should have happened by now")
}

/// A listener that reads one request, answers with these bytes, and ends its side. Gives everything that it received.
pub async fn raw_server(answer: impl Into<Vec<u8>>) -> (SocketAddr, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let answer = answer.into();
    let received = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut received = Vec::new();
        while !is_whole(&received) {
            if stream.read_buf(&mut received).await.unwrap() == 0 {
                return received;
            }
        }
        stream.write_all(&answer).await.unwrap();
        // The client may have hung up because of what it read.
        let _ = stream.shutdown().await;
        let _ = stream.read_to_end(&mut received).await;
        received
    });
    (addr, received)
}

fn is_whole(received: &[u8]) -> bool {
    let Some(end) = received.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&received[..end]).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).map_or(0, |n| n.parse().unwrap());
    received.len() >= end + 4 + length
}

/// Writes these bytes to an address and reads until the other side ends.
pub async fn raw_client(addr: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    soon(stream.read_to_end(&mut answer)).await.unwrap();
    String::from_utf8(answer).unwrap()
}

/// A GET with the headers that it needs.
pub fn get(url: &str) -> HttpRequest {
    request("GET", url, "")
}

/// A request with the headers that it needs.
pub fn request(method: &str, url: &str, body: &str) -> HttpRequest {
    let uri: http::Uri = url.parse().unwrap();
    let host = uri.authority().unwrap().as_str().to_owned();
    let mut request = http::Request::builder().method(method).uri(uri).header("host", host).header("accept", "*/*");
    if !body.is_empty() {
        request = request.header("content-length", body.len());
    }
    request.body(Bytes::from(body.to_owned())).unwrap()
}

/// The answer, or a panic that says what came instead.
pub fn answered(outcome: Outcome) -> HttpResponse {
    match outcome {
        Outcome::Answered { response, head_after, done_after } => {
            assert!(head_after <= done_after);
            response
        }
        other => panic!("no answer: {other:?}"),
    }
}

/// The failure's kind and words, or a panic that says what came instead.
pub fn failed(outcome: Outcome) -> (TransportErrorKind, String) {
    match outcome {
        Outcome::Failed { error, .. } => (error.kind, error.message),
        other => panic!("no failure: {other:?}"),
    }
}
