//! A request as the handler gets it: whole, and with an absolute URI.

use std::{
    io::ErrorKind,
    net::SocketAddr,
    sync::atomic::{AtomicBool, Ordering},
};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, Uri, Version, header, uri::Scheme};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body as _, Incoming};
use tokio::time::timeout;

use super::{Limits, refusal};
use crate::oauth::{HttpRequest, HttpResponse};

/// The whole request with an absolute URI, or the answer that needs nobody behind the listener. `unread` is set when that answer
/// comes before the end of a body that is too long.
pub(super) async fn receive(
    request: http::Request<Incoming>,
    origin: Origin,
    limits: Limits,
    unread: &AtomicBool,
) -> Result<HttpRequest, HttpResponse> {
    let (mut head, body) = request.into_parts();
    if head.uri == "*" {
        return Err(about_the_server(&head.method));
    }
    if let Some(refusal) = wanted_in_vain(&head.headers) {
        return Err(refusal);
    }
    head.uri = origin.absolute(&head).map_err(|why| refusal(StatusCode::BAD_REQUEST, why))?;
    let too_large = || {
        unread.store(true, Ordering::Relaxed);
        refusal(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large.")
    };
    // One that is announced is not waited for.
    if body.size_hint().lower() > limits.body as u64 {
        return Err(too_large());
    }
    match timeout(limits.time, Limited::new(body, limits.body).collect()).await {
        Ok(Ok(body)) => Ok(HttpRequest::from_parts(head, body.to_bytes())),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(error)) if malformed(error.as_ref()) => {
            Err(refusal(StatusCode::BAD_REQUEST, "The chunks of the body cannot be read."))
        }
        Ok(Err(_)) => Err(refusal(StatusCode::BAD_REQUEST, "The body ended too early.")),
        Err(_) => Err(refusal(StatusCode::REQUEST_TIMEOUT, "The body took too long.")),
    }
}

/// `OPTIONS *` asks whether anybody is there (RFC 9110 §9.3.7); no other method has such a target.
fn about_the_server(method: &Method) -> HttpResponse {
    if *method == Method::OPTIONS {
        return HttpResponse::new(Bytes::new());
    }
    refusal(StatusCode::BAD_REQUEST, "Only OPTIONS may ask for *.")
}

/// What a client may ask of any server and gets of few: to expect something else than the body's turn (RFC 9110 §10.1.1), to read
/// a body that is packed for the way (RFC 9112 §6.1).
fn wanted_in_vain(headers: &HeaderMap) -> Option<HttpResponse> {
    let other = |name, known: &str| {
        let lines = headers.get_all(name).into_iter().map(|value| value.to_str().unwrap_or_default());
        let mut words = lines.flat_map(|line| line.split(',')).map(str::trim);
        words.any(|word| !word.is_empty() && !word.eq_ignore_ascii_case(known))
    };
    if other(header::EXPECT, "100-continue") {
        return Some(refusal(StatusCode::EXPECTATION_FAILED, "Only 100-continue can be expected."));
    }
    if other(header::TRANSFER_ENCODING, "chunked") {
        return Some(refusal(StatusCode::NOT_IMPLEMENTED, "The only transfer coding is chunked."));
    }
    None
}

/// Whether the client wrote something that is no chunk, and did not just leave.
fn malformed(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source())
        .filter_map(|error| error.downcast_ref::<std::io::Error>())
        .any(|error| matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::InvalidData))
}

/// What a request need not say itself.
#[derive(Clone)]
pub(super) struct Origin {
    pub scheme: Scheme,
    /// Where it came in; before HTTP/1.1, requests named no host.
    pub here: Option<SocketAddr>,
}

impl Origin {
    /// The URI as the client meant it (RFC 9112 §3.3). A target in absolute form speaks for itself.
    fn absolute(&self, head: &http::request::Parts) -> Result<Uri, &'static str> {
        const UNUSABLE: &str = "The Host header is missing or wrong.";
        let mut hosts = head.headers.get_all(header::HOST).iter();
        let host = hosts.next();
        if hosts.next().is_some() {
            return Err("There is more than one Host header.");
        }
        let uri = &head.uri;
        if uri.authority().is_some() {
            return if uri.scheme().is_some() { Ok(uri.clone()) } else { Err(UNUSABLE) };
        }
        let authority = match (host, self.here) {
            (Some(host), _) => host.as_bytes().to_vec(),
            (None, Some(here)) if head.version == Version::HTTP_10 => here.to_string().into_bytes(),
            (None, _) => return Err(UNUSABLE),
        };
        let path = uri.path_and_query().cloned().ok_or(UNUSABLE)?;
        let built = Uri::builder().scheme(self.scheme.clone()).authority(authority).path_and_query(path).build();
        built.map_err(|_| UNUSABLE)
    }
}
