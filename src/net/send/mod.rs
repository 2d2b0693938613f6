//! One request out, one outcome back.
//!
//! Each request has a connection of its own: what goes over a direct connection is byte for byte
//! [`crate::oauth::wire::request_bytes`], nothing is added, followed, repeated or unpacked, and the durations are those
//! of a first contact.

mod connect;
mod failure;

use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::{Bytes, BytesMut};
use http::{Uri, header, uri::PathAndQuery};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::client::proxy::matcher::Matcher;
use tokio::{sync::OnceCell, task::JoinSet};
use tokio_rustls::rustls::ClientConfig;

use self::connect::Connected;
use super::{is_loopback_host, tls};
use crate::oauth::{HttpRequest, HttpResponse, Outcome, TransportError, TransportErrorKind};

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
    /// The proxy at this URL (`http:`, `socks4:`, `socks5:`, `socks5h:`).
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
    /// Trusts only `ca_file`: no public authority vouches for a loopback address.
    loopback: OnceCell<Arc<ClientConfig>>,
    /// Trusts the system's certificates and `ca_file`.
    system: OnceCell<Arc<ClientConfig>>,
    proxies: OnceCell<Arc<Matcher>>,
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
        sendable(&request)?;
        let connected = self.connect(request.uri()).await?;
        let request = on_the_wire(request, &connected)?;
        let (mut sender, connection) = http1::handshake(connected.io).await.map_err(|e| failure::http(&e))?;
        // The connection lives in a set of its own, which ends it when this future is dropped.
        let mut driver = JoinSet::new();
        driver.spawn(connection);
        let response = sender.send_request(request).await.map_err(|e| failure::http(&e))?;
        let head_after = started.elapsed();
        let (head, mut body) = response.into_parts();
        let limit = self.0.settings.body_limit;
        let mut whole = BytesMut::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|e| failure::http(&e))?;
            let Ok(data) = frame.into_data() else { continue };
            if whole.len() + data.len() > limit {
                let message = format!("the body is larger than the limit of {limit} bytes");
                return Err(TransportError { kind: TransportErrorKind::TooLarge, message });
            }
            whole.extend_from_slice(&data);
        }
        Ok((HttpResponse::from_parts(head, whole.freeze()), head_after))
    }

    async fn connect(&self, uri: &Uri) -> Result<Connected, TransportError> {
        let loopback = uri.host().is_some_and(is_loopback_host);
        let secure = uri.scheme() == Some(&http::uri::Scheme::HTTPS);
        let trust = match (secure, loopback) {
            (false, _) => None,
            (true, true) => Some(self.trust(&self.0.loopback, tls::trust_only).await?),
            (true, false) => Some(self.trust(&self.0.system, tls::trust_system).await?),
        };
        let proxy = if loopback { None } else { self.proxies().await?.intercept(uri) };
        connect::connect(uri, trust, proxy).await
    }

    async fn trust(
        &self,
        cell: &OnceCell<Arc<ClientConfig>>,
        load: fn(Option<PathBuf>) -> Result<ClientConfig, tls::TlsError>,
    ) -> Result<Arc<ClientConfig>, TransportError> {
        let load = || async {
            let ca_file = self.0.settings.ca_file.clone();
            let loaded = tokio::task::spawn_blocking(move || load(ca_file)).await.map_err(|e| failure::task(&e))?;
            loaded.map(Arc::new).map_err(|e| failure::with(TransportErrorKind::Tls, &e))
        };
        cell.get_or_try_init(load).await.cloned()
    }

    async fn proxies(&self) -> Result<Arc<Matcher>, TransportError> {
        let load = || async {
            let matcher = match &self.0.settings.proxy {
                Proxy::System => tokio::task::spawn_blocking(Matcher::from_system).await,
                Proxy::Never => Ok(Matcher::builder().build()),
                Proxy::Always(url) => Ok(Matcher::builder().all(connect::known_proxy(url)?.to_owned()).build()),
            };
            matcher.map(Arc::new).map_err(|e| failure::task(&e))
        };
        self.0.proxies.get_or_try_init(load).await.cloned()
    }
}

/// Refuses what could not go out as it stands: the HTTP library would have to add or drop something.
fn sendable(request: &HttpRequest) -> Result<(), TransportError> {
    let refuse = |message: String| Err(TransportError { kind: TransportErrorKind::Unsendable, message });
    let uri = request.uri();
    match uri.scheme_str() {
        Some("http" | "https") if uri.host().is_some_and(|host| !host.is_empty()) => {}
        Some("http" | "https") | None => return refuse("the URL is not absolute: it needs a host".to_owned()),
        Some(other) => return refuse(format!("the URL begins with {other}:, not with http: or https:")),
    }
    let headers = request.headers();
    if headers.contains_key(header::TRANSFER_ENCODING) {
        return refuse("transfer-encoding is set, but a request goes out in one piece: use content-length".to_owned());
    }
    let length = headers.get(header::CONTENT_LENGTH).map(|value| value.to_str().unwrap_or_default());
    match length {
        None if request.body().is_empty() => Ok(()),
        None => refuse("a request with a body needs content-length".to_owned()),
        Some(length) if length == request.body().len().to_string() => Ok(()),
        Some(length) => {
            refuse(format!("content-length says {length:?}, but the body has {} bytes", request.body().len()))
        }
    }
}

/// The request with its target in the form that the connection needs (RFC 9112 §3.2): origin form to the server itself,
/// absolute form to a proxy that forwards.
fn on_the_wire(request: HttpRequest, connected: &Connected) -> Result<http::Request<Full<Bytes>>, TransportError> {
    let (mut head, body) = request.into_parts();
    if connected.forwarded {
        if let Some(credentials) = &connected.proxy_authorization {
            head.headers.insert(header::PROXY_AUTHORIZATION, credentials.clone());
        }
    } else {
        let target = head.uri.path_and_query().cloned().unwrap_or_else(|| PathAndQuery::from_static("/"));
        head.uri = Uri::from(target);
    }
    head.version = http::Version::HTTP_11;
    Ok(http::Request::from_parts(head, Full::new(body)))
}
