//! Whole documents.

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::oauth::{Arrived, ExchangeId, Outcome, Purpose, TransportError, TransportErrorKind};

const TOKEN: &str = "53737721-9cdb-442a-8b77-409609bb5e43";

fn exchange(purpose: Purpose, request: http::Request<Bytes>, outcome: Outcome) -> Exchange {
    Exchange {
        id: ExchangeId(1),
        purpose,
        request,
        fragment: None,
        outcome,
        arrived: None,
        started: Timestamp::UNIX_EPOCH,
    }
}

fn answered(content_type: &str, body: impl Into<Bytes>) -> Outcome {
    let response = http::Response::builder().header("content-type", content_type).body(body.into()).unwrap();
    Outcome::Answered { response, head_after: Duration::from_millis(12), done_after: Duration::from_millis(38) }
}

fn token_exchange(body: impl Into<Bytes>) -> Exchange {
    let request = http::Request::post("http://127.0.0.1:18800/oauth/token")
        .header("host", "127.0.0.1:18800")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Bytes::from_static(
            b"client_id=APP-1&client_secret=s3cret-s3cret&redirect_uri=http%3A%2F%2Fa%2Fcb&code=eUeiz2",
        ))
        .unwrap();
    exchange(Purpose::Token, request, answered("application/json;charset=UTF-8", body))
}

fn show(exchange: &Exchange, mode: Mode) -> String {
    Document::new(exchange, Options { mode, secrets: Secrets::Masked }).text()
}

#[test]
fn a_token_exchange_raw() {
    let body = format!("{{\"access_token\":\"{TOKEN}\",\"token_type\":\"bearer\"}}");
    insta::assert_snapshot!(show(&token_exchange(body), Mode::Raw));
}

#[test]
fn a_token_exchange_pretty() {
    let body = format!("{{\"access_token\":\"{TOKEN}\",\"expires_in\":631138518,\"orcid\":null}}");
    insta::assert_snapshot!(show(&token_exchange(body), Mode::Pretty));
}

#[test]
fn shown_secrets_are_whole() {
    let exchange = token_exchange(format!("{{\"access_token\":\"{TOKEN}\"}}"));
    for mode in [Mode::Raw, Mode::Pretty] {
        let text = Document::new(&exchange, Options { mode, secrets: Secrets::Shown }).text();
        assert!(text.contains(TOKEN) && text.contains("s3cret-s3cret"));
    }
}

#[test]
fn the_front_channel() {
    let url = "https://sandbox.orcid.org/oauth/authorize?client_id=APP-1&scope=/authenticate%20openid&state=x";
    let request = http::Request::get(url).body(Bytes::new()).unwrap();
    let authorization = exchange(Purpose::AuthorizationRequest, request, Outcome::Unseen);
    insta::assert_snapshot!(show(&authorization, Mode::Pretty));
    assert!(show(&authorization, Mode::Raw).contains(url));

    let request = http::Request::get("http://127.0.0.1:18801/callback?code=eUeiz2&state=x")
        .header("host", "127.0.0.1:18801")
        .body(Bytes::new())
        .unwrap();
    let mut callback = exchange(Purpose::Callback, request, Outcome::Unseen);
    callback.fragment = Some(format!("access_token={TOKEN}&token_type=bearer"));
    insta::assert_snapshot!(show(&callback, Mode::Pretty));
    assert!(!show(&callback, Mode::Raw).contains(TOKEN));
    callback.fragment = Some("login_required".to_owned());
    assert!(show(&callback, Mode::Pretty).contains("#login_required"));
}

#[test]
fn outcomes_in_words() {
    let request = || http::Request::get("http://127.0.0.1:9/x").body(Bytes::new()).unwrap();
    let error = TransportError { kind: TransportErrorKind::Refused, message: "tcp connect: refused".to_owned() };
    for (outcome, words) in [
        (Outcome::Pending, "Waiting"),
        (Outcome::Cancelled, "Canceled"),
        (Outcome::Failed { error, after: Duration::from_millis(3) }, "nobody listens there"),
    ] {
        let text = show(&exchange(Purpose::Api, request(), outcome), Mode::Raw);
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn bodies_of_every_kind() {
    let shown = |content_type: &str, body: &[u8]| {
        let request = http::Request::get("http://a/x").body(Bytes::new()).unwrap();
        show(&exchange(Purpose::Api, request, answered(content_type, body.to_vec())), Mode::Pretty)
    };
    assert!(shown("application/json", b"").contains("(no body)"));
    let broken = shown("application/json", br#"{"access_token":"53737721-9cdb-442a","x":]"#);
    assert!(
        broken.contains("  \"access_token\": \"5373-••••\",\n  \"x\": \n✗ Not valid JSON: line 1, column 42"),
        "{broken}"
    );
    assert!(shown("text/html", b"<p>Bad<p>client").contains("(HTML, shown as text)\nBad\nclient\n"));
    assert!(shown("image/png", b"\x89PNG\0").contains("00000000  89 50 4e 47 00"));
    assert!(shown("", b"\xff{\"access_token\":\"53737721-9cdb-442a\"}").contains("••••"));
    assert!(shown("text/plain", b"a\r\nb\x1b[2J\n").ends_with("\na\nb␛[2J\n"));
}

#[test]
fn a_long_body_is_whole_and_that_of_a_request_is_cut() {
    let body = format!("[\"{}\"]", "é".repeat(REQUEST_LIMIT));
    let text = show(&token_exchange(body.clone()), Mode::Pretty);
    assert!(!text.contains("Not valid") && !text.contains('�') && text.ends_with("é\"\n]\n"));
    assert_eq!(text.matches('é').count(), REQUEST_LIMIT);
    let request = http::Request::post("http://a/x").header("content-type", "application/json");
    let exchange = exchange(Purpose::Api, request.body(Bytes::from(body)).unwrap(), Outcome::Pending);
    let text = show(&exchange, Mode::Pretty);
    assert!(text.contains("… cut here: 262 kB of 524 kB are shown"));
    assert!(!text.contains("Not valid") && !text.contains('�'));
}

#[test]
fn an_answer_that_grows_is_told_below_the_request() {
    let mut exchange = token_exchange("");
    let part = |received: usize| {
        let response = http::Response::builder().header("content-type", "application/json");
        let response = response.body(Bytes::from("[1,".repeat(received))).unwrap();
        let arrived =
            Arrived { response, received, total: Some(4096), head_after: Duration::ZERO, after: Duration::ZERO };
        Some(Box::new(arrived))
    };
    (exchange.outcome, exchange.arrived) = (Outcome::Pending, part(1024));
    let options = Options::default();
    let mut document = Document::head(&exchange, options);
    exchange.arrived = part(2048);
    assert_ne!(document, Document::head(&exchange, options));
    document.renew_answer(&exchange);
    assert_eq!(document, Document::head(&exchange, options));
}

#[test]
fn summaries() {
    let summary = Summary::new(&token_exchange("{}"));
    assert_eq!((summary.title.as_str(), summary.outcome.as_str()), ("POST /oauth/token", "200"));
    assert_eq!((summary.elapsed.as_str(), summary.size.as_str(), summary.role), ("38 ms", "2 B", Role::StatusSuccess));
}

proptest! {
    #[test]
    fn no_body_panics_and_no_secret_leaks(
        before in "(?s).{0,20}", after in "(?s).{0,20}",
        content_type in "application/json|text/html|text/plain|application/x-www-form-urlencoded|",
        bytes in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        // A line on its own with the member, so that what stands around it cannot make it another text.
        let mut body = format!("{before}\n\"access_token\":\"{TOKEN}\"\n{after}").into_bytes();
        if content_type == "application/x-www-form-urlencoded" {
            body = format!("a={}&access_token={TOKEN}&", before.replace('&', "")).into_bytes();
        }
        body.extend(bytes);
        let request = http::Request::get(format!("http://a/?access_token={TOKEN}")).header("authorization", format!("Bearer {TOKEN}")).body(Bytes::new()).unwrap();
        let exchange = exchange(Purpose::Api, request, answered(&content_type, body));
        for mode in [Mode::Raw, Mode::Pretty, Mode::Hex] {
            let document = Document::new(&exchange, Options { mode, secrets: Secrets::Masked });
            prop_assert!(!document.text().contains(TOKEN));
            for cells in [0, 1, 7] {
                let width = Width { cells, wrap: true };
                let end = document.end(width);
                prop_assert_eq!(document.walk(Place::default(), isize::MAX, width), end);
                prop_assert_eq!(document.walk(end, isize::MIN, width), Place::default());
            }
        }
    }
}
