//! Responses, built so that no text from outside can break them.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode, header};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;

use super::journal::Event;
use crate::oauth::HttpResponse;

/// What an endpoint returns: the response, and what happened.
pub(super) struct Reply {
    pub response: HttpResponse,
    pub events: Vec<Event>,
}

/// What may not stand in a `Location` as it is. A `%` stays: what is encoded already is not encoded again.
const LOCATION: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`');

/// JSON as ORCID labels it.
pub(super) const JSON: &str = "application/json;charset=UTF-8";

impl Reply {
    /// A response with a body.
    pub fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        let mut response = HttpResponse::new(body.into());
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let reply = Self { response, events: Vec::new() };
        if content_type.is_empty() { reply } else { reply.header(header::CONTENT_TYPE, content_type) }
    }

    /// Compact JSON, keys in the order of the value.
    pub fn json(status: u16, value: &impl Serialize) -> Self {
        match serde_json::to_vec(value) {
            Ok(body) => Self::new(status, JSON, body),
            Err(_) => Self::new(500, "", Bytes::new()),
        }
    }

    /// A 302 to a URL.
    pub fn redirect(location: &str) -> Self {
        let location = utf8_percent_encode(location, LOCATION).to_string();
        Self::new(302, "", Bytes::new()).header(header::LOCATION, &location).no_store()
    }

    /// Sets a header. A value that cannot stand in one is left out.
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.response.headers_mut().insert(name, value);
        }
        self
    }

    /// Forbids caches to keep it (RFC 6749 §5.1).
    pub fn no_store(self) -> Self {
        self.header(header::CACHE_CONTROL, "no-store").header(header::PRAGMA, "no-cache")
    }

    /// Where it sends a browser; empty when it does not.
    pub fn location(&self) -> &str {
        self.response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Sends a browser elsewhere.
    pub fn set_location(&mut self, location: &str) {
        let location = utf8_percent_encode(location, LOCATION).to_string();
        if let Ok(value) = HeaderValue::from_str(&location) {
            self.response.headers_mut().insert(header::LOCATION, value);
        }
    }

    /// Says what happened.
    pub fn event(mut self, event: Event) -> Self {
        self.events.push(event);
        self
    }
}
