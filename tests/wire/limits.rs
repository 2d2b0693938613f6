//! What clients may take up is bounded, at sizes that suit a test: connections, heads, bodies, time.

use std::{net::SocketAddr, time::Duration};

use bytes::Bytes;
use futures_util::FutureExt;
use orcid_playground::{
    net::{
        Delivery,
        serve::{self, Limits},
    },
    oauth::{HttpRequest, HttpResponse},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::support::{raw_client, soon};

/// More than the system buffers for a client that does not read.
const HUGE: usize = 32 << 20;

async fn answer(request: HttpRequest) -> Delivery {
    let mut delivery = Delivery::from(HttpResponse::new(match request.uri().path() {
        "/huge" => Bytes::from(vec![b'x'; HUGE]),
        _ => Bytes::from_static(b"here"),
    }));
    if request.uri().path() == "/drops" {
        delivery.pieces = Some((1, Duration::from_secs(600)));
    }
    delivery
}

async fn start(limits: Limits) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    tokio::spawn(serve::serve_within(limits, listener, None, answer, std::future::pending::<()>()));
    addr
}

/// A connection that has begun a request, or not even that.
async fn stalled(addr: SocketAddr, opening: &str) -> TcpStream {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    stream.write_all(opening.as_bytes()).await.unwrap();
    stream
}

async fn ended(stream: &mut TcpStream) -> String {
    let mut rest = Vec::new();
    // Closed or reset: either way it is over.
    let _ = soon(stream.read_to_end(&mut rest)).await;
    String::from_utf8_lossy(&rest).into_owned()
}

async fn ask(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await?;
    let mut answer = Vec::new();
    while !answer.ends_with(b"here") {
        if soon(stream.read_buf(&mut answer)).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(())
}

#[tokio::test]
async fn at_the_limit_the_oldest_stalled_one_is_closed() {
    let addr = start(Limits { connections: 3, time: Duration::from_secs(600), ..Limits::default() }).await;
    let mut kept = stalled(addr, "").await;
    ask(&mut kept).await.unwrap();
    let mut silent = stalled(addr, "").await;
    let mut slow = stalled(addr, "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nab").await;
    // The first was there before them, and has been heard of since.
    ask(&mut kept).await.unwrap();
    let mut late = stalled(addr, "").await;
    ask(&mut late).await.unwrap();
    assert_eq!(ended(&mut silent).await, "");
    let mut later = stalled(addr, "").await;
    ask(&mut later).await.unwrap();
    assert_eq!(ended(&mut slow).await, "");
    for stream in [&mut kept, &mut late, &mut later] {
        ask(stream).await.unwrap();
    }
}

#[tokio::test]
async fn many_that_stall_stop_nobody() {
    let addr = start(Limits { connections: 8, time: Duration::from_secs(600), ..Limits::default() }).await;
    let mut stalling = Vec::new();
    for number in 0..100 {
        stalling.push(stalled(addr, ["", "GET / HT", "GET / HTTP/1.1\r\nx: "][number % 3]).await);
        if number % 10 == 0 {
            let answer = raw_client(addr, "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
            assert!(answer.ends_with("here"), "{number}: {answer}");
        }
    }
}

#[tokio::test]
async fn heads_targets_and_bodies_have_a_size() {
    let addr = start(Limits { head: 1000, body: 10, ..Limits::default() }).await;
    let request = |line: &str, header: &str, body: &str| {
        format!("{line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{header}\r\n{body}")
    };
    let long = format!("x-long: {}\r\n", "a".repeat(1000));
    let many: String = (0..101).map(|number| format!("x{number}: 1\r\n")).collect();
    let target = format!("GET /{}", "a".repeat(70_000));
    for (what, request, status) in [
        ("a body that fits", request("POST /", "content-length: 10\r\n", "0123456789"), 200),
        ("one that is announced too long", request("POST /", "content-length: 11\r\n", ""), 413),
        (
            "one that is too long without having said so",
            request("POST /", "transfer-encoding: chunked\r\n", "b\r\n0123456789a\r\n0\r\n\r\n"),
            413,
        ),
        ("one whose chunks have no size", request("POST /", "transfer-encoding: chunked\r\n", "oops\r\n"), 400),
        ("a long header", request("GET /", &long, ""), 431),
        ("many headers", request("GET /", &many, ""), 431),
        ("a long target", request(&target, "", ""), 431),
    ] {
        let answer = raw_client(addr, &request).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{what}: {answer}");
    }
    let roomy = start(Limits { head: 1 << 20, ..Limits::default() }).await;
    assert!(raw_client(roomy, &request(&target, "", "")).await.starts_with("HTTP/1.1 414 "));
    assert!(raw_client(roomy, &request("GET /", &many, "")).await.starts_with("HTTP/1.1 431 "));
}

/// As Python's `http.client` does: it sends all that it has, and reads then.
#[tokio::test]
async fn who_sends_it_all_first_reads_the_refusal_too() {
    let addr = start(Limits { body: 10, ..Limits::default() }).await;
    for head in ["content-length: 4194304\r\n\r\n", "transfer-encoding: chunked\r\n\r\n400000\r\n"] {
        let mut stream = stalled(addr, &format!("POST / HTTP/1.1\r\nhost: a\r\n{head}")).await;
        soon(stream.write_all(&vec![b'a'; 4 << 20])).await.expect("nobody closes while it sends");
        let mut answer = String::new();
        soon(stream.read_to_string(&mut answer)).await.expect("and nobody resets");
        assert!(answer.starts_with("HTTP/1.1 413 "), "{head}: {answer}");
    }
    // Who does not stop sending is heard for so long only.
    let impatient = start(Limits { body: 10, time: Duration::from_millis(100), ..Limits::default() }).await;
    let mut endless = stalled(impatient, "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 4194304\r\n\r\n").await;
    let gone = async { while endless.write_all(b"x").await.is_ok() {} };
    soon(gone).await;
}

#[tokio::test]
async fn every_step_has_its_time() {
    let addr = start(Limits { time: Duration::from_millis(100), ..Limits::default() }).await;
    assert_eq!(ended(&mut stalled(addr, "").await).await, "", "silence");
    assert_eq!(ended(&mut stalled(addr, "GET / HTTP/1.1\r\nhost:").await).await, "", "a head");
    let body = "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nab";
    let answer = ended(&mut stalled(addr, body).await).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "a body: {answer}");
    // Whoever does not read the answer holds it for so long only; what was under way by then is all there is.
    let mut deaf = stalled(addr, "GET /huge HTTP/1.1\r\nhost: a\r\n\r\n").await;
    soon(deaf.ready(tokio::io::Interest::READABLE)).await.unwrap();
    let gone = async {
        // Writing fails once the other side has gone.
        while deaf.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    soon(gone).await;
}

/// While the server itself takes its time, nobody but the server is waited for.
#[tokio::test]
async fn whoever_is_answered_slowly_on_purpose_has_not_stalled() {
    let addr = start(Limits { connections: 2, time: Duration::from_secs(600), ..Limits::default() }).await;
    let mut patient = stalled(addr, "GET /drops HTTP/1.1\r\nhost: a\r\n\r\n").await;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        assert_ne!(soon(patient.read_buf(&mut head)).await.unwrap(), 0);
    }
    let mut silent = stalled(addr, "").await;
    let mut late = stalled(addr, "").await;
    ask(&mut late).await.unwrap();
    assert_eq!(ended(&mut silent).await, "");
    // Nothing has come, and not the end either.
    assert!(patient.read_u8().now_or_never().is_none());
}
