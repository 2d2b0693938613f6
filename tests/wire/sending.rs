//! The record of a message against what a raw listener received and sent.

use std::net::SocketAddr;

use http::HeaderValue;
use orcid_playground::{
    net::{HttpClient, Proxy, Settings, serve, tls},
    oauth::{
        Arrived, Client, HttpRequest, HttpResponse, Outcome, ProviderMetadata, Secret, TokenEndpointAuthMethod,
        TokenRequest, TransportErrorKind, bearer_request, wire,
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use crate::support::{answered, get, raw_server, request, soon};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

async fn is_sent_as_recorded(make: impl FnOnce(&str) -> HttpRequest) {
    let (addr, received) = raw_server(OK).await;
    let request = make(&format!("http://{addr}"));
    answered(HttpClient::default().send(request.clone()).await);
    let received = soon(received).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&received), String::from_utf8_lossy(&wire::request_bytes(&request)));
}

fn token_request(origin: &str, method: TokenEndpointAuthMethod) -> HttpRequest {
    let client = Client {
        client_id: "APP-1234567890ABCDEF".into(),
        client_secret: Some(Secret::new("c2a3e5f0-0000-4000-8000-000000000000".to_owned())),
        token_endpoint_auth_method: method,
        ..Default::default()
    };
    let grant = TokenRequest::AuthorizationCode {
        code: "eUeiz2".into(),
        redirect_uri: Some("http://127.0.0.1:18801/callback".into()),
        code_verifier: None,
    };
    grant.request(&client, &ProviderMetadata::orcid_layout(origin)).unwrap()
}

#[tokio::test]
async fn requests_go_out_byte_for_byte() {
    is_sent_as_recorded(|origin| {
        bearer_request(&format!("{origin}/oauth/userinfo?x=1"), &Secret::new("t".to_owned()), "*/*").unwrap()
    })
    .await;
    is_sent_as_recorded(|origin| token_request(origin, TokenEndpointAuthMethod::ClientSecretPost)).await;
    is_sent_as_recorded(|origin| token_request(origin, TokenEndpointAuthMethod::ClientSecretBasic)).await;
}

#[tokio::test]
async fn nothing_is_added_or_tidied() {
    is_sent_as_recorded(|origin| get(&format!("{origin}/a/%2e.%2f//c;d=%zz+e/?q=%7e|%27&&x[]=%C3%a9/?:@;=?&"))).await;
    is_sent_as_recorded(get).await;
    is_sent_as_recorded(|origin| get(&format!("{origin}?x=1"))).await;
    // Credentials in a URL are for whoever builds the request, not for the wire.
    is_sent_as_recorded(|origin| get(&origin.replace("://", "://user:password@"))).await;
    is_sent_as_recorded(|origin| request("POST", &format!("{origin}/x"), "")).await;
    is_sent_as_recorded(|origin| {
        let mut empty = request("POST", &format!("{origin}/x"), "");
        empty.headers_mut().insert("content-length", HeaderValue::from_static("0"));
        empty
    })
    .await;
    is_sent_as_recorded(|origin| {
        let mut twice = request("DELETE", &format!("{origin}/x"), "a\r\n\0b");
        twice.headers_mut().append("accept", HeaderValue::from_static("application/json"));
        twice.headers_mut().append("x-empty", HeaderValue::from_static(""));
        twice.headers_mut().append("accept", HeaderValue::from_static("text/html"));
        twice.headers_mut().append("accept-encoding", HeaderValue::from_static("gzip"));
        twice
    })
    .await;
}

async fn body_of(answer: &[u8]) -> http::Response<bytes::Bytes> {
    let (addr, _received) = raw_server(answer).await;
    answered(HttpClient::default().send(get(&format!("http://{addr}/"))).await)
}

#[tokio::test]
async fn bodies_come_in_byte_for_byte_however_they_are_framed() {
    let with_length = body_of(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n\0\r\n\xff{").await;
    assert_eq!(with_length.body().as_ref(), b"\0\r\n\xff{");
    let chunked =
        body_of(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\na\r\n\r\n1\r\nb\r\n0\r\nx-t: y\r\n\r\n")
            .await;
    assert_eq!(chunked.body().as_ref(), b"a\r\nb");
    let until_the_end = body_of(b"HTTP/1.0 200 OK\r\n\r\nall that follows").await;
    assert_eq!(until_the_end.body().as_ref(), b"all that follows");
    assert_eq!(until_the_end.version(), http::Version::HTTP_10);
    let packed = body_of(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\n\x1f\x8b\x08\0").await;
    assert_eq!(packed.body().as_ref(), b"\x1f\x8b\x08\0");
    assert_eq!(packed.headers()["content-encoding"], "gzip");
}

#[tokio::test]
async fn redirects_are_answers() {
    let answer = body_of(b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n").await;
    assert_eq!(answer.status(), 302);
    assert_eq!(answer.headers()["location"], "http://127.0.0.1:1/");
}

#[tokio::test]
async fn no_connection_is_kept() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let client = HttpClient::default();
    for _ in 0..2 {
        let sending = tokio::spawn({
            let (client, request) = (client.clone(), get(&url));
            async move { client.send(request).await }
        });
        let (mut stream, _) = soon(listener.accept()).await.unwrap();
        stream.write_all(OK).await.unwrap();
        answered(soon(sending).await.unwrap());
        // It is the client that hangs up: this side still has the connection open.
        soon(stream.read_to_end(&mut Vec::new())).await.unwrap();
    }
}

#[tokio::test]
async fn loopback_never_goes_through_a_proxy_and_the_rest_does() {
    let (proxy, at_the_proxy) = raw_server(OK).await;
    let (server, at_the_server) = raw_server(OK).await;
    let client =
        HttpClient::new(Settings { proxy: Proxy::Always(format!("http://user:pass@{proxy}")), ..Settings::default() });
    let direct = get(&format!("http://{server}/x"));
    answered(client.send(direct.clone()).await);
    assert_eq!(soon(at_the_server).await.unwrap(), wire::request_bytes(&direct));
    answered(client.send(get("http://orcid.test/x?y=z")).await);
    let received = String::from_utf8(soon(at_the_proxy).await.unwrap()).unwrap();
    assert_eq!(
        received,
        "GET http://orcid.test/x?y=z HTTP/1.1\r\nhost: orcid.test\r\naccept: */*\r\nproxy-authorization: Basic dXNlcjpwYXNz\r\n\r\n"
    );
}

#[tokio::test]
async fn https_goes_to_the_server_through_a_tunnel_and_the_proxy_sees_none_of_it() {
    let twin = tls::self_signed(vec!["orcid.test".into()]).unwrap();
    let ca_file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(ca_file.path(), &twin.pem).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = listener.local_addr().unwrap();
    let answer = |request: HttpRequest| async move { HttpResponse::new(request.uri().to_string().into()) };
    let serving = tokio::spawn(serve::serve_with(listener, Some(twin.acceptor), answer, std::future::pending::<()>()));
    let (proxy, at_the_proxy) = tunnelling_proxy(server).await;
    let client = HttpClient::new(Settings {
        ca_file: Some(ca_file.path().to_owned()),
        proxy: Proxy::Always(format!("http://user:pass@{proxy}")),
        ..Settings::default()
    });
    let answer = answered(client.send(get("https://orcid.test/oauth/userinfo?x=y")).await);
    assert_eq!(answer.body(), "https://orcid.test/oauth/userinfo?x=y");
    let seen = soon(at_the_proxy).await.unwrap();
    assert!(seen.starts_with("CONNECT orcid.test:443 HTTP/1.1\r\n") && !seen.contains("userinfo"), "{seen}");
    serving.abort();
}

/// Connects everybody to one server, and gives the head that asked for it.
async fn tunnelling_proxy(server: SocketAddr) -> (SocketAddr, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let tunnelling = tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            assert!(client.read_buf(&mut head).await.unwrap() > 0);
        }
        client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.unwrap();
        let mut server = TcpStream::connect(server).await.unwrap();
        // The client hangs up when it has its answer.
        let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
        String::from_utf8(head).unwrap()
    });
    (addr, tunnelling)
}

#[tokio::test]
async fn an_answer_is_told_of_while_it_arrives() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let sending = tokio::spawn(async move {
        let watch = move |arrived: Arrived| drop(tell.send((arrived.received, arrived.response.body().clone())));
        HttpClient::default().send_watched(get(&format!("http://{addr}/")), watch, std::future::pending()).await
    });
    let (mut stream, _) = soon(listener.accept()).await.unwrap();
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n[").await.unwrap();
    // Byte by byte, until it was told of: that takes a moment, so that quick answers are not told of in parts.
    let mut sent = 1;
    let (received, beginning) = loop {
        stream.write_all(b"1").await.unwrap();
        sent += 1;
        if let Ok(told) = tokio::time::timeout(std::time::Duration::from_millis(20), told.recv()).await {
            break told.unwrap();
        }
    };
    assert!(received > 1 && received <= sent && beginning.starts_with(b"[1"));
    stream.write_all(&vec![b'1'; 1_000_000 - sent]).await.unwrap();
    let whole = answered(soon(sending).await.unwrap());
    assert_eq!(whole.body().len(), 1_000_000);
}

#[tokio::test]
async fn a_stop_and_a_limit_keep_what_came() {
    let (addr, _received) = raw_server(b"HTTP/1.1 200 OK\r\n\r\nnine byte").await;
    let mut kept = None;
    let client = HttpClient::new(Settings { body_limit: 4, ..Settings::default() });
    let request = get(&format!("http://{addr}/"));
    let outcome = client.send_watched(request, |arrived| kept = Some(arrived), std::future::pending()).await;
    assert_eq!(crate::support::failed(outcome).0, TransportErrorKind::TooLarge);
    assert_eq!(kept.take().unwrap().response.body().as_ref(), b"nine");
    // Stopped while more is awaited.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let sending = tokio::spawn(async move {
        let mut kept = None;
        let stop = async { drop(stopped.await) };
        let request = get(&format!("http://{addr}/"));
        let watch = |arrived: Arrived| {
            kept = Some(arrived);
            let _ = tell.send(());
        };
        let outcome = HttpClient::default().send_watched(request, watch, stop).await;
        (outcome, kept)
    });
    let (mut stream, _) = soon(listener.accept()).await.unwrap();
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n[").await.unwrap();
    // Byte by byte, until the client tells that it reads.
    while tokio::time::timeout(std::time::Duration::from_millis(20), told.recv()).await.is_err() {
        stream.write_all(b"1").await.unwrap();
    }
    stop.send(()).unwrap();
    let (outcome, kept) = soon(sending).await.unwrap();
    assert!(matches!(outcome, Outcome::Cancelled));
    let kept = kept.unwrap();
    assert!(kept.response.body().starts_with(b"[1") && kept.received == kept.response.body().len());
    assert_eq!(kept.total, Some(1_000_000));
}
