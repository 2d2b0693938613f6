//! One request out, one outcome back.
//!
//! Each request has a connection of its own: what goes over a direct connection is byte for byte
//! [`crate::oauth::wire::request_bytes`], nothing is added, followed, repeated or unpacked, and the durations are those
//! of a first contact. What would not go out as it stands is not sent; the request has to have its `Host` and `Accept`,
//! the `Content-Length` of its body, and a path and query in the normal form of the URL Standard.

mod client;
mod failure;
mod open;
mod sendable;

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::BytesMut;
use http_body_util::BodyExt;
use tokio::sync::OnceCell;
use url::Url;

use self::client::Route;
use crate::oauth::{HttpRequest, HttpResponse, Outcome, TransportError, TransportErrorKind};
pub use open::Opened;

/// How requests are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How long to wait, from the moment of sending to the last byte of the body.
    pub time_limit: Duration,
    /// The largest response body, in bytes.
    pub body_limit: usize,
    /// A PEM file of further trusted certificates.
    pub ca_file: Option<PathBuf>,
    /// Who carries requests to other machines; loopback addresses are always spoken to directly.
    pub proxy: Proxy,
}

impl Default for Settings {
    fn default() -> Self {
        Self { time_limit: Duration::from_secs(30), body_limit: 64 << 20, ca_file: None, proxy: Proxy::System }
    }
}

/// Who carries requests to other machines. Its `Debug` hides the URL, which may hold a password.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Proxy {
    /// What the system says: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, or the settings of macOS and Windows.
    #[default]
    System,
    /// Nobody.
    Never,
    /// The proxy at this URL (`http:`, `socks4:`, `socks4a:`, `socks5:`, `socks5h:`).
    Always(String),
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::System => "System",
            Self::Never => "Never",
            Self::Always(_) => "Always(…)",
        })
    }
}

/// Sends requests. Cheap to make and to clone: certificates and proxy settings are read when the first request needs
/// them, off the async threads.
#[derive(Clone, Default)]
pub struct HttpClient(Arc<Inner>);

#[derive(Default)]
struct Inner {
    settings: Settings,
    /// By [`Route::index`].
    clients: [OnceCell<reqwest::Client>; Route::COUNT],
}

impl std::fmt::Debug for HttpClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("HttpClient").field(&self.0.settings).finish()
    }
}

impl HttpClient {
    /// A client that sends as told.
    pub fn new(settings: Settings) -> Self {
        Self(Arc::new(Inner { settings, ..Inner::default() }))
    }

    /// Sends one request over HTTP/1.1. Never [`Outcome::Pending`], [`Outcome::Unseen`] or [`Outcome::Cancelled`];
    /// dropping the future closes the connection.
    pub async fn send(&self, request: HttpRequest) -> Outcome {
        let started = Instant::now();
        let time_limit = self.0.settings.time_limit;
        match tokio::time::timeout(time_limit, self.exchange(request, started)).await {
            Ok(Ok((response, head_after))) => Outcome::Answered { response, head_after, done_after: started.elapsed() },
            Ok(Err(error)) => Outcome::Failed { error, after: started.elapsed() },
            Err(_) => {
                let message = format!("no whole answer within {} s", time_limit.as_secs_f32());
                let error = TransportError { kind: TransportErrorKind::Timeout, message };
                Outcome::Failed { error, after: started.elapsed() }
            }
        }
    }

    async fn exchange(
        &self,
        request: HttpRequest,
        started: Instant,
    ) -> Result<(HttpResponse, Duration), TransportError> {
        let url = sendable::url(&request)?;
        let failed = |error| failure::of(error, &url, &self.0.settings.proxy);
        let client = self.client(Route::to(&url)).await?;
        let response = client.execute(on_the_wire(request, url.clone())).await.map_err(failed)?;
        let head_after = started.elapsed();
        let (mut head, mut body) = http::Response::<reqwest::Body>::from(response).into_parts();
        // What the library keeps there for itself.
        head.extensions.clear();
        let limit = self.0.settings.body_limit;
        let mut whole = BytesMut::new();
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(failed)?.into_data() else { continue };
            if whole.len() + data.len() > limit {
                let message = format!("the body is larger than the limit of {limit} bytes");
                return Err(TransportError { kind: TransportErrorKind::TooLarge, message });
            }
            whole.extend_from_slice(&data);
        }
        Ok((HttpResponse::from_parts(head, whole.freeze()), head_after))
    }

    async fn client(&self, route: Route) -> Result<reqwest::Client, TransportError> {
        let make = || async {
            let settings = self.0.settings.clone();
            let made = tokio::task::spawn_blocking(move || route.client(&settings)).await;
            made.map_err(|e| failure::task(&e))?
        };
        self.0.clients[route.index()].get_or_try_init(make).await.cloned()
    }
}

fn on_the_wire(request: HttpRequest, url: Url) -> reqwest::Request {
    let (head, body) = request.into_parts();
    let mut request = reqwest::Request::new(head.method, url);
    *request.version_mut() = http::Version::HTTP_11;
    *request.headers_mut() = head.headers;
    if !body.is_empty() {
        *request.body_mut() = Some(body.into());
    }
    request
}
