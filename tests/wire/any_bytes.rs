//! Any bytes on the socket get an HTTP answer or a close, and never a hang.

use std::{net::SocketAddr, sync::Mutex, time::Duration};

use orcid_playground::{
    net::serve::{self, Limits},
    oauth::HttpRequest,
    sandbox::{Sandbox, Settings, SigningKey, respond},
};
use proptest::prelude::*;
use rand::{SeedableRng, rngs::StdRng};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::Runtime,
};

use crate::support::soon;

/// A simulated ORCID that waits a tenth of a second for what a client leaves out.
async fn start() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let settings = Settings { issuer: format!("http://{addr}"), ..Settings::default() };
    let key = || std::sync::Arc::new(SigningKey::generate().unwrap());
    let sandbox = Sandbox::new(settings, std::sync::Arc::new(key), StdRng::seed_from_u64(7));
    let sandbox = std::sync::Arc::new(Mutex::new(sandbox));
    let answer = move |request: HttpRequest| {
        let response =
            respond(&mut sandbox.lock().unwrap(), &request, "2026-11-22T12:00:00Z".parse().unwrap()).response;
        async move { response }
    };
    let limits = Limits { time: Duration::from_millis(100), ..Limits::default() };
    tokio::spawn(serve::serve_within(limits, listener, None, answer, std::future::pending::<()>()));
    addr
}

/// Bytes of all sorts, and requests that are nearly right.
fn sent() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("GET ".to_owned()),
        Just("POST /oauth/token HTTP/1.1\r\n".to_owned()),
        Just("GET /oauth/authorize?client_id=APP-PLAYGROUND000001 HTTP/1.1\r\n".to_owned()),
        Just("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned()),
        Just("OPTIONS * HTTP/1.1\r\n".to_owned()),
        Just("CONNECT a:1 HTTP/1.1\r\n".to_owned()),
        Just("host: 127.0.0.1\r\n".to_owned()),
        Just("host: 127.0.0.1\r\n".to_owned()),
        Just("content-type: application/x-www-form-urlencoded\r\n".to_owned()),
        Just("content-length: 10\r\n".to_owned()),
        Just("content-length: -1\r\n".to_owned()),
        Just("transfer-encoding: chunked\r\n".to_owned()),
        Just("expect: 100-continue\r\n".to_owned()),
        Just("upgrade: h2c\r\nconnection: upgrade\r\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("5\r\nhello\r\n0\r\n\r\n".to_owned()),
        "\\PC{0,20}",
    ];
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..300),
        prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat().into_bytes()),
    ]
}

#[test]
fn there_is_always_an_end() {
    let runtime = Runtime::new().unwrap();
    let addr = runtime.block_on(start());
    let config = ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() };
    proptest!(config, |(bytes in sent(), half_closed in any::<bool>())| {
        let answer = runtime.block_on(async {
            let mut stream = TcpStream::connect(addr).await.unwrap();
            // The server may have closed before it has read all.
            let _ = stream.write_all(&bytes).await;
            if half_closed {
                let _ = stream.shutdown().await;
            }
            let mut answer = Vec::new();
            let _ = soon(stream.read_to_end(&mut answer)).await;
            answer
        });
        prop_assert!(answer.is_empty() || answer.starts_with(b"HTTP/1."), "{}", String::from_utf8_lossy(&answer));
    });
}
