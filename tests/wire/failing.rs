//! Each kind of failure, provoked.

use std::{net::SocketAddr, time::Duration};

use orcid_playground::{
    net::{HttpClient, Proxy, Settings, capture},
    oauth::{HttpRequest, TransportErrorKind as Kind},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpSocket},
    sync::oneshot,
};

use crate::support::{failed, get, raw_server, request, soon};

/// A port that is taken, so that no other test gets it, but refuses connections.
fn port_without_listener() -> (TcpSocket, SocketAddr) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let addr = socket.local_addr().unwrap();
    (socket, addr)
}

async fn failure_of(answer: &[u8]) -> (Kind, String) {
    let (addr, _received) = raw_server(answer).await;
    failed(HttpClient::default().send(get(&format!("http://{addr}/?access_token=s3cret"))).await)
}

#[tokio::test]
async fn refused() {
    let (_reserved, addr) = port_without_listener();
    let (kind, message) = failed(HttpClient::default().send(get(&format!("http://{addr}/?token=s3cret"))).await);
    assert_eq!(kind, Kind::Refused, "{message}");
    assert!(message.to_lowercase().contains("refused") && !message.contains("s3cret"), "{message}");
}

#[tokio::test]
async fn a_name_without_an_address() {
    // A label of 64 octets is too long for the DNS, so the resolver refuses without asking anybody.
    let client = HttpClient::new(Settings { proxy: Proxy::Never, ..Settings::default() });
    let (kind, message) = failed(client.send(get(&format!("http://{}.test/", "a".repeat(64)))).await);
    assert_eq!(kind, Kind::Dns, "{message}");
}

#[tokio::test]
async fn cut_off() {
    for answer in [
        &b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nten bytes."[..],
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 O",
        b"",
    ] {
        let (kind, message) = failure_of(answer).await;
        assert_eq!(kind, Kind::Reset, "{message}");
        assert!(!message.contains("s3cret"), "{message}");
    }
}

#[tokio::test]
async fn something_else_than_http() {
    for answer in [
        &b"SSH-2.0-OpenSSH_9.9\r\n"[..],
        b"\x15\x03\x01\x00\x02\x02\x46",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    ] {
        let (kind, message) = failure_of(answer).await;
        assert_eq!(kind, Kind::NotHttp, "{message}");
    }
}

#[tokio::test]
async fn too_large() {
    let client = HttpClient::new(Settings { body_limit: 8, ..Settings::default() });
    let (addr, _received) = raw_server("HTTP/1.1 200 OK\r\n\r\nnine byte").await;
    let (kind, message) = failed(client.send(get(&format!("http://{addr}/"))).await);
    assert_eq!(kind, Kind::TooLarge, "{message}");
    let (addr, _received) = raw_server("HTTP/1.1 200 OK\r\n\r\neight by").await;
    crate::support::answered(client.send(get(&format!("http://{addr}/"))).await);
}

#[tokio::test]
async fn silence() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = HttpClient::new(Settings { time_limit: Duration::from_millis(50), ..Settings::default() });
    let addr = listener.local_addr().unwrap();
    let (kind, message) = failed(client.send(get(&format!("http://{addr}/"))).await);
    assert_eq!(kind, Kind::Timeout, "{message}");
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for() {
    let twin = capture::bind_any_port("https://127.0.0.1/callback").await.unwrap();
    let url = twin.redirect_uri.clone();
    let (events, _) = tokio::sync::mpsc::unbounded_channel();
    let serving = tokio::spawn(twin.run(None, events, std::future::pending::<()>()));
    let (kind, message) = failed(HttpClient::default().send(get(&url)).await);
    assert_eq!(kind, Kind::Tls, "{message}");
    serving.abort();
}

#[tokio::test]
async fn no_tls_at_all() {
    for (answer, expected) in [("HTTP/1.1 400 Bad Request\r\n\r\n", Kind::NotHttp), ("", Kind::Tls)] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let client = tokio::spawn(async move { HttpClient::default().send(get(&format!("https://{addr}/"))).await });
        let (mut stream, _) = soon(listener.accept()).await.unwrap();
        // What the client says first is read, or hanging up would reset the connection.
        assert!(soon(stream.read(&mut [0; 4096])).await.unwrap() > 0);
        stream.write_all(answer.as_bytes()).await.unwrap();
        drop(stream);
        let (kind, message) = failed(soon(client).await.unwrap());
        assert_eq!(kind, expected, "{message}");
    }
}

#[tokio::test]
async fn a_file_of_certificates_that_holds_none() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let client = HttpClient::new(Settings { ca_file: Some(file.path().to_owned()), ..Settings::default() });
    let (kind, message) = failed(client.send(get("https://127.0.0.1:1/")).await);
    assert_eq!(kind, Kind::Tls, "{message}");
    assert!(message.contains("no certificate"), "{message}");
}

#[tokio::test]
async fn a_proxy_that_refuses_or_is_not_there() {
    let (proxy, _received) = raw_server("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n").await;
    let client = |url| HttpClient::new(Settings { proxy: Proxy::Always(url), ..Settings::default() });
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), certificate().await).unwrap();
    let settings = Settings {
        proxy: Proxy::Always(format!("http://{proxy}")),
        ca_file: Some(file.path().to_owned()),
        ..Settings::default()
    };
    let (kind, message) = failed(HttpClient::new(settings).send(get("https://orcid.test/")).await);
    assert_eq!(kind, Kind::Proxy, "{message}");
    let (_reserved, nobody) = port_without_listener();
    for scheme in ["http", "socks5h"] {
        let (kind, message) = failed(client(format!("{scheme}://{nobody}")).send(get("http://orcid.test/")).await);
        assert_eq!(kind, Kind::Proxy, "{message}");
    }
}

#[tokio::test]
async fn a_mistyped_proxy_is_not_passed_over_and_its_password_not_shown() {
    for url in ["127.0.0.1:1", "https://u:s3cret@127.0.0.1:1", "no proxy", "gopher://127.0.0.1:1"] {
        let client = HttpClient::new(Settings { proxy: Proxy::Always(url.into()), ..Settings::default() });
        let (kind, message) = failed(client.send(get("http://orcid.test/")).await);
        assert_eq!(kind, Kind::Proxy, "{message}");
        assert!(message.contains("has to begin with"), "{message}");
        assert!(!message.contains("s3cret") && !format!("{client:?}").contains("s3cret"));
    }
}

/// Some certificate, so that the test does not need those of the machine.
async fn certificate() -> String {
    capture::bind_any_port("https://127.0.0.1/").await.unwrap().certificate.unwrap()
}

#[tokio::test]
async fn what_cannot_be_sent_is_not_sent() {
    let mut short = request("POST", "http://127.0.0.1:1/", "body");
    short.headers_mut().insert("content-length", 3.into());
    let mut without = request("POST", "http://127.0.0.1:1/", "body");
    without.headers_mut().remove("content-length");
    let chunked = with_header("transfer-encoding", "chunked");
    let nowhere = http::Request::get("/x").body("".into()).unwrap();
    let tunnel = request("CONNECT", "http://127.0.0.1:1/", "");
    for request in [short, without, chunked, nowhere, tunnel, get("ftp://127.0.0.1:1/")] {
        let (kind, message) = failed(HttpClient::default().send(request).await);
        assert_eq!(kind, Kind::Unsendable, "{message}");
    }
}

fn with_header(name: &'static str, value: &'static str) -> HttpRequest {
    let mut request = get("http://127.0.0.1:1/");
    request.headers_mut().insert(name, http::HeaderValue::from_static(value));
    request
}

#[tokio::test]
async fn what_would_be_completed_is_not_sent() {
    for name in ["host", "accept"] {
        let mut request = get("http://127.0.0.1:1/");
        request.headers_mut().remove(name);
        let (kind, message) = failed(HttpClient::default().send(request).await);
        assert_eq!(kind, Kind::Unsendable, "{message}");
        assert!(message.contains(name), "{message}");
    }
}

#[tokio::test]
async fn what_would_be_tidied_is_not_sent_and_the_tidy_form_named_without_secrets() {
    for (untidy, tidy) in [
        ("/a/../b?x", "/b?x"),
        ("/a/%2E%2e/b", "/b"),
        ("/\"x\"", "/%22x%22"),
        ("/?q=O'Hara", "/?q=O%27Hara"),
        ("/?q='&access_token=s3cret", "/?q=%27&access_token=…"),
    ] {
        let (kind, message) = failed(HttpClient::default().send(get(&format!("http://127.0.0.1:1{untidy}"))).await);
        assert_eq!(kind, Kind::Unsendable, "{message}");
        assert!(message.contains(&format!("would go out as {tidy};")) && !message.contains("s3cret"), "{message}");
    }
}

#[tokio::test]
async fn dropping_the_future_hangs_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let (cancel, cancelled) = oneshot::channel::<()>();
    let sending = tokio::spawn(async move {
        tokio::select! {
            outcome = async { HttpClient::default().send(get(&url)).await } => panic!("{outcome:?}"),
            _ = cancelled => {}
        }
    });
    let (mut stream, _) = soon(listener.accept()).await.unwrap();
    let mut first = [0; 3];
    soon(stream.read_exact(&mut first)).await.unwrap();
    cancel.send(()).unwrap();
    soon(sending).await.unwrap();
    let mut rest = Vec::new();
    soon(stream.read_to_end(&mut rest)).await.unwrap();
    assert!(first.starts_with(b"GET"));
}
