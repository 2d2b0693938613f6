//! `GET /_sandbox/exchanges`: the requests that came and what was answered, byte for byte, the oldest first. Secrets are
//! not masked: a test wants to see what its client sent. The control interface itself is not recorded.

use std::collections::VecDeque;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
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

/// Copies: what a request is made of may hold on to the whole buffer that it was read into. A large response is shared, so
/// that it is not in memory twice.
struct Kept {
    at: Timestamp,
    method: Method,
    uri: String,
    request_headers: Headers,
    request_body: Box<[u8]>,
    status: StatusCode,
    response_headers: Headers,
    response_body: Bytes,
    faults: Vec<String>,
}

/// `name:value` on a line each; neither holds a line break, and no name a colon.
struct Headers(Box<[u8]>);

impl From<&HeaderMap> for Headers {
    fn from(map: &HeaderMap) -> Self {
        let length = map.iter().map(|(name, value)| name.as_str().len() + value.len() + 2).sum();
        let mut text = Vec::with_capacity(length);
        for (name, value) in map {
            for part in [name.as_str().as_bytes(), b":", value.as_bytes(), b"\n"] {
                text.extend_from_slice(part);
            }
        }
        Self(text.into())
    }
}

impl Kept {
    fn bytes(&self) -> usize {
        self.uri.len()
            + self.request_headers.0.len()
            + self.request_body.len()
            + self.response_headers.0.len()
            + self.response_body.len()
    }
}

impl Exchanges {
    pub fn push(&mut self, at: Timestamp, request: &HttpRequest, response: &HttpResponse, faults: Vec<String>) {
        let kept = Kept {
            at,
            method: request.method().clone(),
            uri: request.uri().to_string(),
            request_headers: request.headers().into(),
            request_body: request.body()[..].into(),
            status: response.status(),
            response_headers: response.headers().into(),
            response_body: match response.body() {
                large if large.len() > MOST_BYTES / 16 => large.clone(),
                small => Bytes::copy_from_slice(small),
            },
            faults,
        };
        self.bytes += kept.bytes();
        self.kept.push_back(kept);
        while self.kept.len() > 1
            && (self.kept.len() > MOST || self.bytes > MOST_BYTES)
            && let Some(oldest) = self.kept.pop_front()
        {
            self.bytes -= oldest.bytes();
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
    json!({
        "at": kept.at,
        "request": {
            "method": kept.method.as_str(),
            "uri": kept.uri,
            "headers": headers(&kept.request_headers),
            "body": text(&kept.request_body),
        },
        "response": {
            "status": kept.status.as_u16(),
            "headers": headers(&kept.response_headers),
            "body": text(&kept.response_body),
        },
        "faults": kept.faults,
    })
}

fn headers(Headers(all): &Headers) -> Value {
    let lines = all.split(|byte| *byte == b'\n').filter_map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        Some((&line[..colon], &line[colon + 1..]))
    });
    lines.map(|(name, value)| json!([String::from_utf8_lossy(name), String::from_utf8_lossy(value)])).collect()
}

/// A text, or an object with the bytes in Base64.
fn text(body: &[u8]) -> Value {
    match std::str::from_utf8(body) {
        Ok(text) => text.into(),
        Err(_) => json!({"base64": STANDARD.encode(body)}),
    }
}
