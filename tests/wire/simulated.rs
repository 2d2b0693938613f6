//! The simulated ORCID behind the listener: what it wants to happen to a connection happens.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use orcid_playground::{
    net::{HttpClient, serve},
    oauth::{HttpRequest, TransportErrorKind},
    run::local::Desk,
    sandbox::{Sandbox, Settings, SigningKey},
};
use rand::{SeedableRng, rngs::StdRng};
use tokio::net::TcpListener;

use crate::support::{answered, failed, get, request};

async fn start() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let settings = Settings { issuer: format!("http://{addr}"), ..Settings::default() };
    let key = Arc::new(|| Arc::new(SigningKey::generate().unwrap()));
    let sandbox = Sandbox::new(settings, key, StdRng::seed_from_u64(1));
    let desk = Arc::new(Desk::new(Arc::new(Mutex::new(sandbox)), None));
    let answer = move |request: HttpRequest| {
        let desk = Arc::clone(&desk);
        async move {
            // The control interface is told where a connection comes from.
            assert!(request.extensions().get::<SocketAddr>().is_some_and(|peer| peer.ip().is_loopback()));
            desk.answer(&request)
        }
    };
    tokio::spawn(serve::serve(listener, answer, std::future::pending::<()>()));
    addr
}

#[tokio::test]
async fn a_fault_cuts_a_real_connection_and_ends() {
    let addr = start().await;
    let client = HttpClient::default();
    let document = format!("http://{addr}/.well-known/openid-configuration");
    let whole = answered(client.send(get(&document)).await).into_body();
    let faults = format!("http://{addr}/_sandbox/faults");
    let set = |list: &'static str| client.send(request("PUT", &faults, list));
    assert_eq!(answered(set(r#"[{"name":"cut-off","times":1}]"#).await).status(), 200);
    let (kind, _) = failed(client.send(get(&document)).await);
    assert_eq!(kind, TransportErrorKind::Reset);
    assert_eq!(answered(client.send(get(&document)).await).body(), &whole);
    let in_pieces = r#"[{"name":"in-pieces","times":1}]"#;
    assert_eq!(answered(set(in_pieces).await).status(), 200);
    let userinfo = format!("http://{addr}/oauth/userinfo");
    let text = answered(client.send(get(&userinfo)).await).into_body();
    assert_eq!(text, r#"{"error":"access_denied","error-description":"access_token is invalid"}"#);
}
