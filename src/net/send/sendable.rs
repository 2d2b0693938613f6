//! Which requests go out exactly as they stand. The HTTP library would complete or tidy the others, and what goes out
//! would not be what is recorded; they are refused, with the reason and what to write instead.

use http::{Method, header};
use url::Url;

use crate::oauth::{HttpRequest, TransportError, TransportErrorKind, redact};

/// The URL of a request that nothing has to be added to and nothing changed in.
///
/// # Errors
/// [`TransportErrorKind::Unsendable`], with what stands in the way.
pub(super) fn url(request: &HttpRequest) -> Result<Url, TransportError> {
    let url = normal_url(request).and_then(|url| headers(request).map(|()| url));
    url.map_err(|message| TransportError { kind: TransportErrorKind::Unsendable, message })
}

fn normal_url(request: &HttpRequest) -> Result<Url, String> {
    let uri = request.uri();
    match uri.scheme_str() {
        Some("http" | "https") if uri.host().is_some_and(|host| !host.is_empty()) => {}
        Some("http" | "https") | None => return Err("the URL is not absolute: it needs a host".to_owned()),
        Some(other) => return Err(format!("the URL begins with {other}:, not with http: or https:")),
    }
    if request.method() == Method::CONNECT {
        return Err("CONNECT asks for a tunnel, not for an answer".to_owned());
    }
    let url = Url::parse(&uri.to_string()).map_err(|error| format!("the URL is not valid: {error}"))?;
    if (url.path(), url.query()) == (uri.path(), uri.query()) {
        return Ok(url);
    }
    let target = &url[url::Position::BeforePath..];
    let target = redact::replace(target, &redact::in_url(target), |_, _| "…".to_owned());
    Err(format!("not in the normal form of the URL Standard: it would go out as {target}; write it like that"))
}

fn headers(request: &HttpRequest) -> Result<(), String> {
    let headers = request.headers();
    for name in [header::HOST, header::ACCEPT] {
        if !headers.contains_key(&name) {
            return Err(format!("the header {name} is missing, and would be added on the way out"));
        }
    }
    if headers.contains_key(header::TRANSFER_ENCODING) {
        return Err("transfer-encoding is set, but a request goes out in one piece: use content-length".to_owned());
    }
    let body = request.body();
    let length = headers.get(header::CONTENT_LENGTH).map(|value| value.to_str().unwrap_or_default());
    match length {
        None if body.is_empty() => Ok(()),
        None => Err("a request with a body needs content-length".to_owned()),
        Some(length) if length == body.len().to_string() => Ok(()),
        Some(length) => Err(format!("content-length says {length:?}, but the body has {} bytes", body.len())),
    }
}
