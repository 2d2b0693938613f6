//! Why nobody can listen.

use std::net::SocketAddr;

/// Why nobody can listen at a redirect URI.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CaptureError {
    /// The kind, for what to offer.
    pub kind: CaptureErrorKind,
    /// What happened, why, and what to do.
    pub message: String,
}

/// The kinds of [`CaptureError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptureErrorKind {
    /// The redirect goes to another machine or to another program: what arrives there has to be pasted.
    NotLoopback,
    /// Another program, or another copy of this one, listens there.
    PortInUse {
        /// Where.
        addr: SocketAddr,
    },
    /// The system keeps ports below 1024 to itself.
    NotPermitted,
    /// Not a URI that can be listened at: no URL, no port, port 0, a fragment.
    BadUri,
    /// None of these.
    Other,
}
