//! From a URL to a connection: name, proxy, TCP, TLS; each stage knows the kind of its failures.

use std::sync::Arc;

use http::{HeaderValue, Uri, uri::Scheme};
use hyper_util::{
    client::{
        legacy::connect::{
            HttpConnector,
            proxy::{SocksV4, SocksV5, Tunnel},
        },
        proxy::matcher::Intercept,
    },
    rt::TokioIo,
};
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, pki_types::ServerName},
};
use tower_service::Service;

use super::failure;
use crate::oauth::{TransportError, TransportErrorKind};

/// What hyper reads and writes.
pub(super) trait Io: hyper::rt::Read + hyper::rt::Write + Send + Unpin {}

impl<T: hyper::rt::Read + hyper::rt::Write + Send + Unpin> Io for T {}

/// A connection that is ready for a request.
pub(super) struct Connected {
    pub(super) io: Box<dyn Io>,
    /// Whether a proxy forwards the request, and so needs its target in absolute form.
    pub(super) forwarded: bool,
    /// The credentials of a proxy that forwards.
    pub(super) proxy_authorization: Option<HeaderValue>,
}

/// Connects; `trust` when TLS is wanted, `proxy` when the system says so.
pub(super) async fn connect(
    uri: &Uri,
    trust: Option<Arc<ClientConfig>>,
    proxy: Option<Intercept>,
) -> Result<Connected, TransportError> {
    let mut forwarded = false;
    let mut proxy_authorization = None;
    let stream = match proxy {
        None => tcp().call(uri.clone()).await.map_err(|e| failure::connect(&e))?,
        Some(proxy) => match proxy.uri().scheme_str() {
            Some("socks5" | "socks5h") => {
                let local = proxy.uri().scheme_str() == Some("socks5");
                let mut socks = SocksV5::new(proxy.uri().clone(), tcp()).local_dns(local);
                if let Some((user, password)) = proxy.raw_auth() {
                    socks = socks.with_auth(user.to_owned(), password.to_owned());
                }
                socks.call(uri.clone()).await.map_err(|e| failure::proxy(&e))?
            }
            Some("socks4" | "socks4a") => {
                let local = proxy.uri().scheme_str() == Some("socks4");
                let mut socks = SocksV4::new(proxy.uri().clone(), tcp()).local_dns(local);
                socks.call(uri.clone()).await.map_err(|e| failure::proxy(&e))?
            }
            Some("http") if trust.is_some() => {
                let mut tunnel = Tunnel::new(proxy.uri().clone(), tcp());
                if let Some(credentials) = proxy.basic_auth() {
                    tunnel = tunnel.with_auth(credentials.clone());
                }
                tunnel.call(uri.clone()).await.map_err(|e| failure::proxy(&e))?
            }
            Some("http") => {
                forwarded = true;
                proxy_authorization = proxy.basic_auth().cloned();
                tcp().call(proxy.uri().clone()).await.map_err(|e| failure::proxy(&e))?
            }
            Some(_) | None => return Err(unknown_proxy()),
        },
    };
    let io: Box<dyn Io> = match trust {
        None => Box::new(stream),
        Some(trust) => Box::new(handshake(uri, trust, stream).await?),
    };
    Ok(Connected { io, forwarded, proxy_authorization })
}

/// A proxy's URL, when it is one that can be used. Without this check, a mistyped one would be passed over and the
/// request would go out directly.
pub(super) fn known_proxy(url: &str) -> Result<&str, TransportError> {
    let uri: Option<Uri> = url.parse().ok();
    match uri.as_ref().and_then(Uri::scheme_str) {
        Some("http" | "socks4" | "socks4a" | "socks5" | "socks5h") => Ok(url),
        Some(_) | None => Err(unknown_proxy()),
    }
}

/// Names no URL: it may hold a password.
fn unknown_proxy() -> TransportError {
    let message =
        "the settings name a proxy that cannot be used; its URL has to begin with http://, socks4:// or socks5://";
    TransportError { kind: TransportErrorKind::Proxy, message: message.to_owned() }
}

/// Resolves names and tries IPv6 and IPv4 side by side (RFC 8305).
fn tcp() -> HttpConnector {
    let mut connector = HttpConnector::new();
    connector.enforce_http(false);
    connector.set_nodelay(true);
    connector
}

async fn handshake(
    uri: &Uri,
    trust: Arc<ClientConfig>,
    stream: TokioIo<TcpStream>,
) -> Result<impl Io + use<>, TransportError> {
    debug_assert_eq!(uri.scheme(), Some(&Scheme::HTTPS));
    let host = uri.host().unwrap_or_default();
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let name = ServerName::try_from(bare.to_owned()).map_err(|e| failure::with(TransportErrorKind::Unsendable, &e))?;
    let connected = TlsConnector::from(trust).connect(name, stream.into_inner()).await;
    connected.map(TokioIo::new).map_err(|e| failure::tls(&e))
}
