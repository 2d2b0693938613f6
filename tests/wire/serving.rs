//! The server against clients that nobody would wish for.

use std::{net::SocketAddr, time::Duration};

use bytes::Bytes;
use orcid_playground::{
    net::{Delivery, HttpClient, serve},
    oauth::{HttpRequest, HttpResponse, TransportErrorKind},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

use crate::support::{answered, failed, get, raw_client, request, soon};

/// Answers with what it was asked.
async fn echo(request: HttpRequest) -> Delivery {
    let text = format!("{} {} {}", request.method(), request.uri(), request.body().len());
    let mut delivery = Delivery::from(HttpResponse::new(Bytes::from(text)));
    match request.uri().path() {
        "/pieces" => delivery.pieces = Some((3, Duration::from_millis(1))),
        "/cut" => delivery.cut_after = Some(5),
        "/cut-at-once" => delivery.cut_after = Some(0),
        "/late" => delivery.head_after = Duration::from_millis(20),
        "/never" => std::future::pending().await,
        _ => {}
    }
    delivery
}

struct Server {
    addr: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

async fn start() -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(serve::serve(listener, echo, stopped));
    Server { addr, stop, task }
}

async fn text_at(url: &str) -> String {
    String::from_utf8(answered(HttpClient::default().send(get(url)).await).into_body().to_vec()).unwrap()
}

#[tokio::test]
async fn the_handler_sees_whole_requests_with_absolute_uris() {
    let server = start().await;
    let addr = server.addr;
    assert_eq!(text_at(&format!("http://{addr}/a?b=c")).await, format!("GET http://{addr}/a?b=c 0"));
    let posted = HttpClient::default().send(request("POST", &format!("http://{addr}/"), "four")).await;
    assert_eq!(answered(posted).body(), &format!("POST http://{addr}/ 4"));
}

#[tokio::test]
async fn odd_targets_and_hosts_get_a_fitting_answer() {
    let server = start().await;
    let addr = server.addr;
    let closing = "connection: close\r\n\r\n";
    for (request, status, says) in [
        ("GET /a HTTP/1.0\r\n\r\n".to_owned(), "200", format!("GET http://{addr}/a 0")),
        ("GET /a HTTP/1.0\r\nhost: b\r\n\r\n".to_owned(), "200", "GET http://b/a 0".to_owned()),
        (format!("GET /a HTTP/1.1\r\n{closing}"), "400", "missing or wrong".to_owned()),
        (format!("GET /a HTTP/1.1\r\nhost: a\r\nhost: b\r\n{closing}"), "400", "more than one Host".to_owned()),
        (format!("OPTIONS * HTTP/1.1\r\nhost: a\r\n{closing}"), "200", String::new()),
        (format!("GET * HTTP/1.1\r\nhost: a\r\n{closing}"), "400", "Only OPTIONS".to_owned()),
        (
            "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n".to_owned(),
            "400",
            "chunks of the body cannot be read".to_owned(),
        ),
        (
            "POST / HTTP/1.1\r\nhost: a\r\nexpect: foo\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned(),
            "417",
            "Only 100-continue".to_owned(),
        ),
        (
            "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n".to_owned(),
            "501",
            "only transfer coding".to_owned(),
        ),
    ] {
        let answer = raw_client(addr, &request).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert_eq!(head.split(' ').nth(1), Some(status), "{request}{answer}");
        assert!(body.contains(&says), "{request}{answer}");
    }
    // Who leaves in the middle is told another thing, if anybody is left to hear it.
    let mut leaving = TcpStream::connect(addr).await.unwrap();
    leaving.write_all(b"POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab").await.unwrap();
    leaving.shutdown().await.unwrap();
    let mut answer = String::new();
    soon(leaving.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.is_empty() || answer.contains("ended too early"), "{answer}");
}

#[tokio::test]
async fn head_has_the_head_only() {
    let server = start().await;
    let answer = raw_client(server.addr, "HEAD /x HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\r\n\r\n"), "{answer}");
    assert!(answer.contains("content-length: 17\r\n"), "{answer}");
}

#[tokio::test]
async fn deliveries_are_late_in_pieces_or_cut_off() {
    let server = start().await;
    let addr = server.addr;
    assert_eq!(text_at(&format!("http://{addr}/pieces")).await, format!("GET http://{addr}/pieces 0"));
    assert_eq!(text_at(&format!("http://{addr}/late")).await, format!("GET http://{addr}/late 0"));
    for (path, body) in [("cut", "GET h"), ("cut-at-once", "")] {
        let answer = raw_client(addr, &format!("GET /{path} HTTP/1.1\r\nhost: a\r\n\r\n")).await;
        let (head, sent) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{path} sends its head: {answer:?}"));
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains("content-length: "), "{head}");
        assert_eq!(sent, body, "{path}");
        let outcome = HttpClient::default().send(get(&format!("http://{addr}/{path}"))).await;
        assert_eq!(failed(outcome).0, TransportErrorKind::Reset, "{path}");
    }
}

#[tokio::test]
async fn bad_clients_are_told_and_nobody_else_notices() {
    let server = start().await;
    let addr = server.addr;
    let mut silent = Vec::new();
    for opening in
        ["", "G", "GET / HTTP/1.1\r\nhost: a\r\nx-slow: ", "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nab"]
    {
        let mut stream = TcpStream::connect(addr).await.unwrap();
        stream.write_all(opening.as_bytes()).await.unwrap();
        silent.push(stream);
    }
    drop(TcpStream::connect(addr).await.unwrap());
    assert!(raw_client(addr, "\x16\x03\x01 this is no HTTP\r\n\r\n").await.starts_with("HTTP/1.1 400 "));
    assert!(raw_client(addr, "GET / HTTP/1.1\r\n\r\n").await.starts_with("HTTP/1.1 400 "));
    let large = format!("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n", serve::BODY_LIMIT + 1);
    assert!(raw_client(addr, &large).await.starts_with("HTTP/1.1 413 "));
    assert_eq!(text_at(&format!("http://{addr}/")).await, format!("GET http://{addr}/ 0"));
    drop(silent);
}

#[tokio::test]
async fn the_end_comes_even_when_answers_are_under_way() {
    let server = start().await;
    let mut idle = TcpStream::connect(server.addr).await.unwrap();
    let mut waiting = TcpStream::connect(server.addr).await.unwrap();
    waiting.write_all(b"GET /never HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    assert!(text_at(&format!("http://{}/", server.addr)).await.starts_with("GET"));
    server.stop.send(()).unwrap();
    soon(server.task).await.unwrap();
    for stream in [&mut idle, &mut waiting] {
        let mut rest = Vec::new();
        // Ended or reset: either way it is over.
        let _ = soon(stream.read_to_end(&mut rest)).await;
        assert!(rest.is_empty());
    }
    TcpStream::connect(server.addr).await.expect_err("the port should be closed");
}
