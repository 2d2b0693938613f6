//! One HTTP message of the dance, as data: what was sent, what came back, when.

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;

/// A request, body and all. The URI is absolute; every header that goes out is set (reqwest and hyper add none).
pub type HttpRequest = http::Request<Bytes>;

/// A response, body and all.
pub type HttpResponse = http::Response<Bytes>;

/// Identifies an [`Exchange`] within one run of the program; they count up in the order in which they happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExchangeId(pub u64);

/// One callback as it arrived (RFC 6749 §4.1.2), or what came to another path of the same listener and says the same.
#[derive(Clone, Debug)]
pub struct Captured {
    /// The redirect, with its absolute URI as the browser saw it.
    pub request: HttpRequest,
    /// The fragment, without `#`, when the page had to relay one.
    pub fragment: Option<String>,
    /// The page that was served.
    pub response: HttpResponse,
    /// Whether it came to another path than the redirect URI's: redirect URIs are compared to the character, so it
    /// answers another request than the one that is waited for.
    pub astray: bool,
    /// When it arrived.
    pub at: Timestamp,
}

/// What a message is there for; decides its title and who reads the response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::Display, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Purpose {
    /// Discovery document of a custom environment (OpenID Connect Discovery 1.0 §4).
    Discovery,
    /// The browser is sent to the authorization endpoint (RFC 6749 §4.1.1). Front channel: the answer is never seen.
    AuthorizationRequest,
    /// A request of the researcher's part, played inside the terminal, to the simulated ORCID.
    Researcher,
    /// The redirect that came back to the client (RFC 6749 §4.1.2). Front channel.
    Callback,
    /// A request to the token endpoint, whatever the grant (RFC 6749 §3.2).
    Token,
    /// A token is revoked (RFC 7009).
    Revocation,
    /// OpenID Connect Core 1.0 §5.3.
    Userinfo,
    /// A read through the API, for example the record.
    Api,
    /// The keys that a server signs with (RFC 7517 §5).
    KeySet,
    /// A question whose answer says whether a token is alive.
    TokenProbe,
    /// A question that the doctor asks of a server.
    Probe,
    /// The simulated ORCID is told what to do wrong.
    Control,
}

impl Purpose {
    /// Whether the browser carries the message rather than this program.
    pub fn is_front_channel(self) -> bool {
        matches!(self, Self::AuthorizationRequest | Self::Callback)
    }
}

/// How a message ended.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Under way.
    Pending,
    /// The browser carries it; its answer does not pass through this program.
    Unseen,
    /// Answered. The durations count from the moment of sending.
    Answered {
        /// The answer, with the body as received.
        response: HttpResponse,
        /// Until the response head was there.
        head_after: Duration,
        /// Until the last byte of the body was there.
        done_after: Duration,
    },
    /// No (whole) answer came.
    Failed {
        /// What went wrong.
        error: TransportError,
        /// Until it went wrong.
        after: Duration,
    },
    /// The user stopped waiting.
    Cancelled,
}

impl Outcome {
    /// The answer, when there is one.
    pub fn response(&self) -> Option<&HttpResponse> {
        match self {
            Self::Answered { response, .. } => Some(response),
            Self::Pending | Self::Unseen | Self::Failed { .. } | Self::Cancelled => None,
        }
    }
}

/// An answer, as far as it came.
#[derive(Clone, Debug)]
pub struct Arrived {
    /// Its head, and the beginning of its body: while it arrives a part of what is there, then all of it.
    pub response: HttpResponse,
    /// How many bytes of the body are there.
    pub received: usize,
    /// How many there will be, when the head says so.
    pub total: Option<u64>,
    /// Until the head was there, from the moment of sending.
    pub head_after: Duration,
    /// Until the latest byte was there.
    pub after: Duration,
}

/// Why no answer came.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TransportError {
    /// The kind, for explanations.
    pub kind: TransportErrorKind,
    /// The library's or the system's words, with all causes, for the screen. Holds no secret.
    pub message: String,
}

/// The kinds of failure before an answer that a person can do something different about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::Display, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum TransportErrorKind {
    /// The host name has no address.
    Dns,
    /// Nobody listens on the port.
    Refused,
    /// The TLS handshake or the certificate failed.
    Tls,
    /// The proxy refused or failed.
    Proxy,
    /// No (whole) answer within the time limit.
    Timeout,
    /// The connection ended in the middle.
    Reset,
    /// What came back is not HTTP.
    NotHttp,
    /// The body is larger than the announced limit.
    TooLarge,
    /// The request could not be built: the URL or a header is not valid.
    Unsendable,
    /// None of these.
    Other,
}

/// One message of the dance. Secrets are in it as they were on the wire; they are masked when shown, never here.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Its number.
    pub id: ExchangeId,
    /// What it is there for.
    pub purpose: Purpose,
    /// What was sent. For a [`Purpose::Callback`] the redirect as it arrived.
    pub request: HttpRequest,
    /// The fragment of a callback (without `#`), which a server never sees and the capture page relays.
    pub fragment: Option<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// What came of an answer that is not there whole: while it arrives, after it was cancelled, or broke off.
    pub arrived: Option<Box<Arrived>>,
    /// When it was sent (or arrived).
    pub started: Timestamp,
}
