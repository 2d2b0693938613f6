use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::oauth::{
    Exchange, ExchangeId, HttpRequest, Outcome, Purpose, TransportError, TransportErrorKind,
    session::{Context, Session},
};

fn exchange(id: u64, purpose: Purpose, request: HttpRequest, outcome: Outcome) -> Exchange {
    let started = Timestamp::from_millisecond(1_772_355_600_123).unwrap();
    Exchange { id: ExchangeId(id), purpose, request, fragment: None, outcome, arrived: None, started }
}

fn answered(body: impl Into<Bytes>) -> Outcome {
    let response = http::Response::builder()
        .status(201)
        .header("content-type", "application/json")
        .header("set-cookie", "SESSION=a; Path=/")
        .header("set-cookie", "b=c")
        .body(body.into())
        .unwrap();
    Outcome::Answered { response, head_after: Duration::from_millis(11), done_after: Duration::from_millis(12) }
}

fn session() -> Session {
    let request = |body: &'static [u8]| {
        http::Request::post("http://127.0.0.1:1/oauth/token?a=b%20c")
            .header("accept", "*/*")
            .header("cookie", "x=y; z=1")
            .body(Bytes::from_static(body))
            .unwrap()
    };
    let error = TransportError { kind: TransportErrorKind::Dns, message: "no address".into() };
    let mut callback = exchange(5, Purpose::Callback, request(b""), answered(""));
    callback.fragment = Some("access_token=x".into());
    Session {
        saved: Some("2026-03-01T09:00:00Z".parse().unwrap()),
        context: Some(Context {
            environment: "local".into(),
            findings: vec!["all is well".into()],
            ..Context::default()
        }),
        redacted: false,
        exchanges: vec![
            exchange(1, Purpose::Token, request("grant_type=x&é=ü".as_bytes()), answered("{\"ü\":1}")),
            exchange(2, Purpose::Api, request(b"\xff\x00"), answered(&b"\xfe\x01"[..])),
            exchange(3, Purpose::AuthorizationRequest, request(b""), Outcome::Unseen),
            exchange(4, Purpose::Api, request(b""), Outcome::Failed { error, after: Duration::from_millis(5) }),
            callback,
        ],
        left_out: Vec::new(),
    }
}

#[test]
fn a_session_comes_back_as_it_went() {
    let (session, text) = (session(), write(&session()));
    let back = read(text.as_bytes()).unwrap();
    assert_eq!(format!("{session:?}"), format!("{back:?}"));
}

#[test]
fn what_others_need_is_there() {
    let whole: Value = serde_json::from_str(&write(&session())).unwrap();
    let log = &whole["log"];
    assert_eq!((&log["version"], &log["creator"]["name"]), (&json!("1.2"), &json!("orcid-playground")));
    // What HAR 1.2 demands of an entry.
    for entry in log["entries"].as_array().unwrap() {
        for name in ["startedDateTime", "time", "request", "response", "cache", "timings"] {
            assert!(!entry[name].is_null(), "{name}: {entry}");
        }
        for name in ["method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"] {
            assert!(!entry["request"][name].is_null(), "{name}: {entry}");
        }
        for name in [
            "status",
            "statusText",
            "httpVersion",
            "cookies",
            "headers",
            "content",
            "redirectURL",
            "headersSize",
            "bodySize",
        ] {
            assert!(!entry["response"][name].is_null(), "{name}: {entry}");
        }
        for name in ["send", "wait", "receive"] {
            assert!(entry["timings"][name].is_number(), "{entry}");
        }
    }
    assert_eq!(log["entries"][0]["request"]["cookies"][1], json!({"name": "z", "value": "1"}));
    assert_eq!(log["entries"][0]["request"]["queryString"][0], json!({"name": "a", "value": "b c"}));
    assert_eq!(log["entries"][1]["response"]["content"]["encoding"], "base64");
}

#[test]
fn redaction_goes_through_the_whole_file() {
    let mut session = session();
    let token = "c4na7y00-5ec7-4e70-8a11-0123456789ab";
    let request = &mut session.exchanges[0].request;
    *request.body_mut() = format!("refresh_token={token}").into();
    session.exchanges[4].fragment = Some(format!("access_token={token}"));
    let (redacted, _) = session.redacted([("client_secret", "known-from-elsewhere")]);
    let text = write(&redacted);
    assert!(!text.contains(token) && !text.contains("SESSION=a"), "{text}");
    assert!(read(text.as_bytes()).unwrap().redacted);
}

/// The shape that Chromium's developer tools write: HTTP/2 pseudo headers, no text for some bodies, values of repeated
/// headers on lines, blocked requests with the status 0, `data:` URLs, times with offsets.
#[test]
fn a_file_of_a_browser_is_read() {
    let text = json!({"log": {
        "version": "1.2",
        "creator": {"name": "WebInspector", "version": "537.36"},
        "pages": [{"startedDateTime": "2026-03-01T09:00:00.000Z", "id": "page_1", "title": "x", "pageTimings": {"onContentLoad": 1.5, "onLoad": null}}],
        "entries": [
            {
                "_initiator": {"type": "other"}, "_priority": "VeryHigh", "_resourceType": "document", "cache": {}, "connection": "443", "pageref": "page_1",
                "request": {
                    "method": "POST", "url": "https://sandbox.orcid.org/oauth/token?x=a b#f", "httpVersion": "http/2.0",
                    "headers": [{"name": ":authority", "value": "sandbox.orcid.org"}, {"name": "Accept", "value": "*/*"}],
                    "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 10,
                    "postData": {"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "grant_type", "value": "a b"}, {"name": "n"}]}
                },
                "response": {
                    "status": 200, "statusText": "", "httpVersion": "http/2.0", "headers": [{"name": "Set-Cookie", "value": "a=1\nb=2"}],
                    "cookies": [], "content": {"size": 5, "mimeType": "text/plain", "text": "aGVsbG8=", "encoding": "base64"},
                    "redirectURL": "", "headersSize": -1, "bodySize": -1, "_transferSize": 300, "_error": null
                },
                "serverIPAddress": "127.0.0.1", "startedDateTime": "2026-03-01T10:00:00.123+01:00", "time": 38.5,
                "timings": {"blocked": 1.2, "dns": -1, "ssl": -1, "connect": -1, "send": 0.1, "wait": 30, "receive": 7.5, "_blocked_queueing": 1}
            },
            {
                "request": {"method": "GET", "url": "https://orcid.org/x", "httpVersion": "", "headers": [], "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0},
                "response": {"status": 0, "statusText": "", "httpVersion": "", "headers": [], "cookies": [], "content": {"size": 0, "mimeType": "x-unknown"}, "redirectURL": "", "headersSize": -1, "bodySize": -1, "_error": "net::ERR_BLOCKED_BY_CLIENT"},
                "startedDateTime": "2026-03-01T09:00:00.123Z", "time": 1, "cache": {}, "timings": {}
            },
            {"request": {"method": "GET", "url": "data:image/png;base64,AAAA"}, "response": {"status": 200}, "startedDateTime": "2026-03-01T09:00:00Z", "time": 0}
        ]
    }}).to_string();
    let session = read(format!("\u{feff}{text}").as_bytes()).unwrap();
    let [token, blocked] = &session.exchanges[..] else { panic!("{session:?}") };
    assert_eq!((token.purpose, token.fragment.as_deref()), (Purpose::Token, Some("f")));
    assert_eq!(token.request.uri(), "https://sandbox.orcid.org/oauth/token?x=a%20b");
    assert_eq!(token.request.body(), "grant_type=a+b&n=");
    assert_eq!(token.started, "2026-03-01T09:00:00.123Z".parse().unwrap());
    let response = token.outcome.response().unwrap();
    assert_eq!((response.body().as_ref(), response.headers().get_all("set-cookie").iter().count()), (&b"hello"[..], 2));
    let Outcome::Failed { error, .. } = &blocked.outcome else { panic!("{blocked:?}") };
    assert_eq!(error.message, "net::ERR_BLOCKED_BY_CLIENT");
    assert_eq!(session.left_out, ["log.entries[2].request.url is no HTTP message (data:)"]);
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let entry = |change: &dyn Fn(&mut Value)| {
        let mut whole: Value = serde_json::from_str(&write(&session())).unwrap();
        change(&mut whole["log"]["entries"][1]);
        read(whole.to_string().as_bytes()).unwrap_err().to_string()
    };
    assert_eq!(
        entry(&|entry| entry["request"]["url"] = 1.into()),
        "the file is no HAR: log.entries[1].request.url: it should be a text"
    );
    assert_eq!(
        entry(&|entry| entry["startedDateTime"] = "yesterday".into()),
        "the file is no HAR: log.entries[1].startedDateTime: it should be a time like 2026-03-01T09:00:00Z"
    );
    assert_eq!(
        entry(&|entry| drop(entry["request"].as_object_mut().unwrap().remove("method"))),
        "the file is no HAR: log.entries[1].request: there is no \"method\" in it"
    );
    assert_eq!(
        entry(&|entry| entry["response"]["headers"][0]["value"] = "\u{1}".into()),
        "the file is no HAR: log.entries[1].response.headers[0].value: it has characters that no header can"
    );
    let said = |text: &str| read(text.as_bytes()).unwrap_err().to_string();
    assert_eq!(said("{\"log\": {"), "the file is not JSON: line 1, column 9: EOF while parsing an object");
    assert_eq!(said("[]"), "the file is no HAR: the whole: it should be an object");
    assert_eq!(said("{}"), "the file is no HAR: the whole: there is no \"log\" in it");
    assert_eq!(
        said(r#"{"log":{"version":"2.0"}}"#),
        "the file is no HAR: log.version: HAR 2.0 is not known here; 1.1 and 1.2 are"
    );
    assert!(said(r#"{"log":{"_orcidPlayground":{"version":9},"entries":[]}}"#).contains("a later version wrote it"));
}

proptest! {
    /// Any part of a file may be anything else.
    #[test]
    fn no_file_panics(place in 0usize..4000, text in "[\\[\\]{}\":,0-9a-z -]{0,12}") {
        let mut whole = write(&session());
        let place = (0..=place.min(whole.len())).rev().find(|at| whole.is_char_boundary(*at)).unwrap_or(0);
        whole.insert_str(place, &text);
        let _ = read(whole.as_bytes());
    }
}
