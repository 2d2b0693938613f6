//! The simulated ORCID behind the listener: what it wants to happen to a connection happens.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use orcid_playground::{
    net::{HttpClient, serve},
    oauth::{HttpRequest, TransportErrorKind},
    run::service::Service,
    sandbox::{Sandbox, Settings, SigningKey},
};
use rand::{SeedableRng, rngs::StdRng};
use tokio::net::TcpListener;

use crate::support::{answered, failed, get, raw_server, request, soon};

async fn start() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let settings = Settings { issuer: format!("http://{addr}"), ..Settings::default() };
    let key = Arc::new(|| Arc::new(SigningKey::generate().unwrap()));
    let sandbox = Sandbox::new(settings, key, StdRng::seed_from_u64(1));
    let service = Service::new(Arc::new(Mutex::new(sandbox)), None, |_| ());
    let answer = move |request: HttpRequest| {
        let service = service.clone();
        async move {
            // The control interface is told where a connection comes from.
            assert!(request.extensions().get::<SocketAddr>().is_some_and(|peer| peer.ip().is_loopback()));
            service.answer(&request)
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

/// Guide `orcid-wire`, "Webhooks".
#[tokio::test]
async fn a_change_of_a_record_calls_who_asked_for_it() {
    const SOPHIA: &str = "0000-0002-4456-8947";
    let addr = start().await;
    let client = HttpClient::default();
    let (hook, received) = raw_server("HTTP/1.1 204 No Content\r\n\r\n").await;
    let premium = ("APP-PLAYGROUND000003", "5a0c4d1e-7f3b-4c6a-9d28-1e0b6f7a9c03");
    let post = |url: String, token: Option<String>, content_type: &'static str, body: String| {
        let mut request = request("POST", &url, &body);
        let headers = request.headers_mut();
        headers.insert("content-type", content_type.parse().unwrap());
        if let Some(token) = token {
            headers.insert("authorization", format!("Bearer {token}").parse().unwrap());
        }
        client.send(request)
    };
    let form =
        format!("client_id={}&client_secret={}&grant_type=client_credentials&scope=/webhook", premium.0, premium.1);
    let url = format!("http://{addr}/oauth/token");
    let answer = answered(post(url.clone(), None, "application/x-www-form-urlencoded", form).await);
    let token = |answer: &bytes::Bytes| {
        let value: serde_json::Value = serde_json::from_slice(answer).unwrap();
        value["access_token"].as_str().unwrap_or_else(|| panic!("{value}")).to_owned()
    };
    let webhook = token(answer.body());
    let target = format!("http://{hook}/changed");
    let encoded = percent_encoding::utf8_percent_encode(&target, percent_encoding::NON_ALPHANUMERIC);
    let mut registers = request("PUT", &format!("http://{addr}/api/{SOPHIA}/webhook/{encoded}"), "");
    registers.headers_mut().insert("authorization", format!("Bearer {webhook}").parse().unwrap());
    assert_eq!(answered(client.send(registers).await).status(), 201);

    let consent = r#"{"decision":"approve"}"#;
    let control = format!("http://{addr}/_sandbox/next-consent");
    assert_eq!(answered(post(control, None, "application/json", consent.to_owned()).await).status(), 200);
    let callback = orcid_playground::orcid::GOOGLE_PLAYGROUND;
    let authorize = format!(
        "http://{addr}/oauth/authorize?client_id={}&response_type=code&scope=/person/update&redirect_uri={callback}",
        premium.0
    );
    let moved = answered(client.send(get(&authorize)).await);
    let location = moved.headers()["location"].to_str().unwrap();
    let code = location.split_once("code=").unwrap_or_else(|| panic!("{location}")).1;
    let form = format!("client_id={}&client_secret={}&grant_type=authorization_code&code={code}", premium.0, premium.1);
    let answer = answered(post(url, None, "application/x-www-form-urlencoded", form).await);
    let writer = token(answer.body());
    let keywords = format!("http://{addr}/api/v3.0/{SOPHIA}/keywords");
    let added = post(keywords, Some(writer), "application/json", r#"{"content":"webhooks"}"#.to_owned()).await;
    assert_eq!(answered(added).status(), 201);

    let call = String::from_utf8(soon(received).await.unwrap()).unwrap();
    assert!(call.starts_with("POST /changed HTTP/1.1\r\n"), "{call}");
    assert!(call.to_lowercase().contains("content-length: 0\r\n") && call.ends_with("\r\n\r\n"), "no body: {call}");
    let state = format!("http://{addr}/_sandbox/state");
    // The note follows the answer.
    let noted = async {
        loop {
            let state = answered(client.send(get(&state)).await).into_body();
            let value: serde_json::Value = serde_json::from_slice(&state).unwrap();
            if value["webhooks"][0]["last_call"] == serde_json::json!({"answered": 204}) {
                return value["webhooks"][0]["calls"].clone();
            }
            tokio::task::yield_now().await;
        }
    };
    assert_eq!(soon(noted).await, 1);
}
