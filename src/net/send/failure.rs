//! What the libraries call their failures, and which of ours they are.
//!
//! None of the messages holds a URL, a header or a body, so none holds a secret.

use std::{error::Error, io};

use crate::{
    net::cause_chain,
    oauth::{TransportError, TransportErrorKind as Kind},
};

/// An error with all its causes, under a kind that the caller knows.
pub(super) fn with(kind: Kind, error: &(dyn Error + 'static)) -> TransportError {
    TransportError { kind, message: cause_chain(error) }
}

/// A background task that did not finish: only when the program is shutting down.
pub(super) fn task(error: &(dyn Error + 'static)) -> TransportError {
    with(Kind::Other, error)
}

/// A failure to resolve or to connect.
pub(super) fn connect(error: &(dyn Error + 'static)) -> TransportError {
    let kind = match io_kind(error) {
        // hyper-util's error says which of its two stages failed in words only.
        _ if error.to_string().starts_with("dns") => Kind::Dns,
        Some(io::ErrorKind::ConnectionRefused) => Kind::Refused,
        Some(io::ErrorKind::TimedOut) => Kind::Timeout,
        Some(kind) if is_cut_off(kind) => Kind::Reset,
        Some(_) | None => Kind::Other,
    };
    with(kind, error)
}

/// A failure on the way through a proxy, the connection to it included.
pub(super) fn proxy(error: &(dyn Error + 'static)) -> TransportError {
    with(Kind::Proxy, error)
}

/// A failed handshake: the certificate, the protocol, or the connection below. A server that speaks no TLS may hang up as
/// well as answer, so that is not told apart.
pub(super) fn tls(error: &io::Error) -> TransportError {
    TransportError { kind: Kind::Tls, message: format!("the TLS handshake failed: {}", cause_chain(error)) }
}

/// A failure while the request went out or the answer came in.
pub(super) fn http(error: &hyper::Error) -> TransportError {
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
