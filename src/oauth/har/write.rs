//! Writing.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use http::HeaderMap;
use serde_json::{Map, Value, json};

use super::{OWN, VERSION};
use crate::oauth::{Exchange, HttpRequest, HttpResponse, Outcome, form, session::Session};

/// The session as a HAR, as it stands: see [`Session::redacted`].
pub fn write(session: &Session) -> String {
    let comment = if session.redacted {
        "Secrets are replaced by placeholders; the same placeholder is the same secret."
    } else {
        "Holds secrets: tokens, codes, client secrets."
    };
    let whole = json!({
        "log": {
            "version": "1.2",
            "creator": { "name": "orcid-playground", "version": env!("CARGO_PKG_VERSION") },
            "pages": [],
            "entries": session.exchanges.iter().map(entry).collect::<Vec<_>>(),
            "comment": comment,
            OWN: {
                "version": VERSION,
                "saved": session.saved,
                "redacted": session.redacted,
                "context": session.context,
            },
        }
    });
    format!("{whole:#}\n")
}

fn entry(exchange: &Exchange) -> Value {
    let mut own = Map::new();
    own.insert("purpose".to_owned(), exchange.purpose.to_string().into());
    if let Some(fragment) = &exchange.fragment {
        own.insert("fragment".to_owned(), fragment.as_str().into());
    }
    let (mut wait, mut receive) = (0.0, 0.0);
    let outcome = match &exchange.outcome {
        Outcome::Pending => "pending",
        Outcome::Unseen => "unseen",
        Outcome::Cancelled => "cancelled",
        Outcome::Failed { error, after } => {
            wait = milliseconds(*after);
            own.insert("error".to_owned(), json!({ "kind": error.kind.to_string(), "message": error.message }));
            "failed"
        }
        Outcome::Answered { head_after, done_after, .. } => {
            wait = milliseconds(*head_after);
            receive = milliseconds(done_after.saturating_sub(*head_after));
            "answered"
        }
    };
    own.insert("outcome".to_owned(), outcome.into());
    let request = request(&exchange.request, &mut own);
    json!({
        "startedDateTime": exchange.started,
        "time": wait + receive,
        "request": request,
        "response": response(exchange.outcome.response()),
        "cache": {},
        "timings": { "send": 0, "wait": wait, "receive": receive },
        OWN: own,
    })
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn request(request: &HttpRequest, own: &mut Map<String, Value>) -> Value {
    let query = form::parse_form(request.uri().query().unwrap_or_default().as_bytes());
    let mut value = json!({
        "method": request.method().as_str(),
        "url": request.uri().to_string(),
        "httpVersion": "HTTP/1.1",
        "cookies": cookies(request.headers(), "cookie"),
        "headers": headers(request.headers()),
        "queryString": query.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect::<Vec<_>>(),
        "headersSize": -1,
        "bodySize": request.body().len(),
    });
    if !request.body().is_empty() {
        let text = match std::str::from_utf8(request.body()) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                // HAR has an encoding for bodies of answers only.
                own.insert("requestBody".to_owned(), STANDARD.encode(request.body()).into());
                String::new()
            }
        };
        value["postData"] = json!({ "mimeType": kind(request.headers()), "text": text });
    }
    value
}

/// Without an answer, what browsers write: a response with the status 0.
fn response(response: Option<&HttpResponse>) -> Value {
    let Some(response) = response else {
        return json!({
            "status": 0, "statusText": "", "httpVersion": "", "cookies": [], "headers": [],
            "content": { "size": 0, "mimeType": "x-unknown" }, "redirectURL": "", "headersSize": -1, "bodySize": -1,
        });
    };
    let body = response.body();
    let mut content = json!({ "size": body.len(), "mimeType": kind(response.headers()) });
    match std::str::from_utf8(body) {
        Ok(text) => content["text"] = text.into(),
        Err(_) => {
            content["text"] = STANDARD.encode(body).into();
            content["encoding"] = "base64".into();
        }
    }
    let location = response.headers().get(http::header::LOCATION).map(|to| String::from_utf8_lossy(to.as_bytes()));
    json!({
        "status": response.status().as_u16(),
        "statusText": response.status().canonical_reason().unwrap_or_default(),
        "httpVersion": if response.version() == http::Version::HTTP_10 { "HTTP/1.0" } else { "HTTP/1.1" },
        "cookies": cookies(response.headers(), "set-cookie"),
        "headers": headers(response.headers()),
        "content": content,
        "redirectURL": location.unwrap_or_default(),
        "headersSize": -1,
        "bodySize": body.len(),
    })
}

fn kind(headers: &HeaderMap) -> String {
    let kind =
        headers.get(http::header::CONTENT_TYPE).map(|kind| String::from_utf8_lossy(kind.as_bytes()).into_owned());
    kind.unwrap_or_else(|| "application/octet-stream".to_owned())
}

fn headers(headers: &HeaderMap) -> Vec<Value> {
    let one = |(name, value): (&http::HeaderName, &http::HeaderValue)| json!({ "name": name.as_str(), "value": String::from_utf8_lossy(value.as_bytes()) });
    headers.iter().map(one).collect()
}

fn cookies(headers: &HeaderMap, header: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for value in headers.get_all(header) {
        let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
        // Behind the first pair a Set-Cookie has attributes.
        let most = if header == "cookie" { usize::MAX } else { 1 };
        for pair in text.split(';').take(most) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            all.push(json!({ "name": name.trim(), "value": value.trim() }));
        }
    }
    all
}
