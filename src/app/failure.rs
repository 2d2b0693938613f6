//! A request without an answer, in plain words: what happened, whether the server can have seen it, what to do.

use crate::oauth::TransportErrorKind as Kind;

/// What happened, in a few words.
pub fn what(kind: Kind) -> &'static str {
    match kind {
        Kind::Dns => "the host name has no address",
        Kind::Refused => "nobody listens there (connection refused)",
        Kind::Tls => "TLS failed (certificate or handshake)",
        Kind::Proxy => "the proxy refused or failed",
        Kind::Timeout => "it took too long",
        Kind::Reset => "the connection ended in the middle",
        Kind::NotHttp => "what came back is not HTTP",
        Kind::TooLarge => "the body is larger than the limit",
        Kind::Unsendable => "the request could not be built",
        Kind::Other => "the connection failed",
    }
}

/// Whether the request cannot have reached the server: then nothing there has changed, and a code is not spent.
pub fn never_arrived(kind: Kind) -> bool {
    match kind {
        Kind::Dns | Kind::Refused | Kind::Tls | Kind::Unsendable => true,
        Kind::Proxy | Kind::Timeout | Kind::Reset | Kind::NotHttp | Kind::TooLarge | Kind::Other => false,
    }
}

/// What to look at before the next try: a whole sentence.
pub fn advice(kind: Kind) -> &'static str {
    match kind {
        Kind::Dns => "Check the network connection, and the environment's address.",
        Kind::Refused => "Check the environment's address: is its server running?",
        Kind::Tls => {
            "Check this computer's clock and certificates, and the environment's address; --ca-file trusts one of your own."
        }
        Kind::Proxy => "Check the proxy (HTTPS_PROXY, NO_PROXY).",
        Kind::Timeout | Kind::Reset | Kind::Other => "Check the network connection, and try again.",
        Kind::NotHttp | Kind::TooLarge => "Check the environment's address: this is no authorization server.",
        Kind::Unsendable => "Check the environment's address and the client's values.",
    }
}
