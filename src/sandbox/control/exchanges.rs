//! `GET /_sandbox/exchanges`: the requests that came and what was answered, byte for byte, the oldest first. Secrets are
//! not masked: a test wants to see what its client sent. The control interface itself is not recorded.

use std::collections::VecDeque;

use base64::{Engine, engine::general_purpose::STANDARD};
use http::HeaderMap;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    oauth::{HttpRequest, HttpResponse},
    sandbox::{Sandbox, reply::Reply},
};

/// How many are kept.
const MOST: usize = 1000;
/// How many bytes they may have together; the newest is kept in any case.
const MOST_BYTES: usize = 1 << 20;

/// The last exchanges.
#[derive(Default)]
pub(in crate::sandbox) struct Exchanges {
    kept: VecDeque<Kept>,
    bytes: usize,
}

struct Kept {
    at: Timestamp,
    request: HttpRequest,
    response: HttpResponse,
    faults: Vec<String>,
    bytes: usize,
}

impl Exchanges {
    pub fn push(&mut self, at: Timestamp, request: &HttpRequest, response: &HttpResponse, faults: Vec<String>) {
        let headers = |map: &HeaderMap| map.iter().map(|(n, v)| n.as_str().len() + v.len()).sum::<usize>();
        let bytes = request.uri().to_string().len()
            + headers(request.headers())
            + request.body().len()
            + headers(response.headers())
            + response.body().len();
        self.bytes += bytes;
        self.kept.push_back(Kept { at, request: request.clone(), response: response.clone(), faults, bytes });
        while self.kept.len() > 1
            && (self.kept.len() > MOST || self.bytes > MOST_BYTES)
            && let Some(oldest) = self.kept.pop_front()
        {
            self.bytes -= oldest.bytes;
        }
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

pub(super) fn show(sandbox: &Sandbox) -> Reply {
    let exchanges: Vec<Value> = sandbox.exchanges.kept.iter().map(one).collect();
    Reply::json(200, &exchanges)
}

fn one(kept: &Kept) -> Value {
    let (request, response) = (&kept.request, &kept.response);
    json!({
        "at": kept.at,
        "request": {
            "method": request.method().as_str(),
            "uri": request.uri().to_string(),
            "headers": headers(request.headers()),
            "body": text(request.body()),
        },
        "response": {
            "status": response.status().as_u16(),
            "headers": headers(response.headers()),
            "body": text(response.body()),
        },
        "faults": kept.faults,
    })
}

fn headers(map: &HeaderMap) -> Value {
    map.iter().map(|(name, value)| json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())])).collect()
}

/// A text, or an object with the bytes in Base64.
fn text(body: &[u8]) -> Value {
    match std::str::from_utf8(body) {
        Ok(text) => text.into(),
        Err(_) => json!({"base64": STANDARD.encode(body)}),
    }
}
