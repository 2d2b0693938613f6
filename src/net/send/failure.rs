//! What the libraries call their failures, and which of ours they are.
//!
//! None of the messages holds a URL, a header or a body, so none holds a secret.

use std::{error::Error, io, time::Duration};

use hyper_util::client::{legacy, proxy::matcher::Matcher};
use tokio_rustls::rustls;
use url::Url;

use super::settings::Proxy;
use crate::oauth::{TransportError, TransportErrorKind as Kind, is_loopback_host};

/// A background task that did not finish: only when the program is shutting down.
pub(super) fn task(error: &(dyn Error + 'static)) -> TransportError {
    with(Kind::Other, error)
}

/// A failure of a request to this URL.
pub(super) fn of(error: reqwest::Error, url: &Url, proxy: &Proxy) -> TransportError {
    let error = error.without_url();
    let causes = || std::iter::successors(Some(&error as &(dyn Error + 'static)), |error| (*error).source());
    if let Some(error) = causes().find_map(|cause| cause.downcast_ref::<hyper::Error>()) {
        return http(error);
    }
    let connecting =
        causes().find_map(|cause| cause.downcast_ref::<legacy::Error>()).filter(|error| error.is_connect());
    match connecting.and_then(Error::source) {
        // The stage that failed says so by its type: the TLS handshake with a plain system error, those before it
        // with one of their own. A server that speaks no TLS may hang up as well as answer: not told apart.
        Some(cause) if cause.is::<io::Error>() && url.scheme() == "https" && is_no_tls(cause) => TransportError {
            kind: Kind::NotHttp,
            message: format!("what answers there speaks no TLS: {}", cause_chain(cause)),
        },
        Some(cause) if cause.is::<io::Error>() && url.scheme() == "https" => {
            TransportError { kind: Kind::Tls, message: format!("the TLS handshake failed: {}", cause_chain(cause)) }
        }
        Some(cause) if is_proxied(url, proxy) => with(Kind::Proxy, cause),
        Some(cause) => connect(cause),
        None if error.is_builder() => with(Kind::Unsendable, &error),
        None => with(Kind::Other, &error),
    }
}

/// Whether what came was no message of TLS at all: the port is one of plain http, say.
fn is_no_tls(cause: &(dyn Error + 'static)) -> bool {
    // One such error may stand in another.
    let mut inner = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    while let Some(error) = inner {
        if let Some(tls) = error.downcast_ref::<rustls::Error>() {
            return matches!(tls, rustls::Error::InvalidMessage(_));
        }
        inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    }
    false
}

/// The words of the last cause: what the libraries wrap around it says nothing to a person.
pub(super) fn innermost(error: &(dyn Error + 'static)) -> String {
    let mut last = error;
    while let Some(cause) = last.source() {
        last = cause;
    }
    last.to_string()
}

/// An error with all its causes, in one line, without repeating what a cause already says.
fn cause_chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !text.ends_with(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = error.source();
    }
    text
}

/// Waits no longer than the time limit.
pub(super) async fn within<T>(limit: Duration, what: &str, work: impl Future<Output = T>) -> Result<T, TransportError> {
    tokio::time::timeout(limit, work).await.map_err(|_| {
        let message = format!("{what} within {} s", limit.as_secs_f32());
        TransportError { kind: Kind::Timeout, message }
    })
}

/// An error with all its causes, under a kind that the caller knows.
fn with(kind: Kind, error: &(dyn Error + 'static)) -> TransportError {
    TransportError { kind, message: cause_chain(error) }
}

/// Whether a proxy is between here and there: the library asks the same, but does not tell.
fn is_proxied(url: &Url, proxy: &Proxy) -> bool {
    if url.host_str().is_some_and(is_loopback_host) {
        return false;
    }
    match proxy {
        Proxy::System => url.as_str().parse().is_ok_and(|uri| Matcher::from_system().intercept(&uri).is_some()),
        Proxy::Never => false,
        Proxy::Always(_) => true,
    }
}

/// A failure to resolve or to connect.
fn connect(error: &(dyn Error + 'static)) -> TransportError {
    let kind = match io_kind(error) {
        // hyper-util's error says which of its two stages failed in words only.
        _ if error.to_string().starts_with("dns") => Kind::Dns,
        Some(io::ErrorKind::ConnectionRefused) => Kind::Refused,
        Some(io::ErrorKind::TimedOut) => Kind::Timeout,
        Some(kind) if is_cut_off(kind) => Kind::Reset,
        Some(_) | None => Kind::Other,
    };
    if kind == Kind::Dns {
        // The libraries around the resolver only repeat that it failed.
        return TransportError { kind, message: innermost(error) };
    }
    with(kind, error)
}

/// A failure while the request went out or the answer came in.
fn http(error: &hyper::Error) -> TransportError {
    let io = io_kind(error);
    let kind = if error.is_parse() || matches!(io, Some(io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData)) {
        Kind::NotHttp
    } else if error.is_incomplete_message() || error.is_canceled() || error.is_closed() || io.is_some_and(is_cut_off) {
        Kind::Reset
    } else if error.is_timeout() || io == Some(io::ErrorKind::TimedOut) {
        Kind::Timeout
    } else if error.is_user() {
        Kind::Unsendable
    } else {
        Kind::Other
    };
    with(kind, error)
}

fn is_cut_off(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::NotConnected
            | io::ErrorKind::UnexpectedEof
    )
}

/// The kind of the innermost system error among the causes.
fn io_kind(error: &(dyn Error + 'static)) -> Option<io::ErrorKind> {
    let mut found = None;
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(io) = error.downcast_ref::<io::Error>() {
            found = Some(io.kind());
        }
        cause = error.source();
    }
    found
}
