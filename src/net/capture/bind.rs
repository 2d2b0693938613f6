//! From a redirect URI to listeners, or to an explanation.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use http::{Uri, uri::PathAndQuery};
use tokio::net::TcpListener;

use super::{
    Capture,
    error::{CaptureError, CaptureErrorKind as Kind},
    verdict::Own,
};
use crate::{net::tls, oauth::is_loopback_host};

/// How often a port is looked for that is free on both families.
const ATTEMPTS: usize = 16;

/// A redirect URI that somebody on this machine can listen at.
struct Target {
    /// As it was written: servers compare it so.
    asked: String,
    scheme: &'static str,
    host: String,
    port: Option<u16>,
    path_and_query: PathAndQuery,
}

/// Listens at a redirect URI: `http` or `https`, on `127.0.0.1`, `[::1]` or `localhost` (then on both families, as far as
/// the machine has them), with a port. The certificate of an https one is made on the spot.
///
/// # Errors
/// See [`Kind`]; each message says what happened, why, and what to do.
pub async fn bind(redirect_uri: &str) -> Result<Capture, CaptureError> {
    let target = read(redirect_uri)?;
    let port = match target.port {
        Some(0) => {
            return Err(error(
                Kind::BadUri,
                "Port 0 stands for \"any port\", but the redirect URI is compared as it is written: choose a number, \
                 for example 18801, and register the URI with it.",
            ));
        }
        None => {
            let host = &target.host;
            return Err(error(
                Kind::BadUri,
                format!(
                    "{} has no port, so the browser would go to port {}, which programs may not open. Write one, for \
                     example {}://{host}:18801{}, and register the URI with it.",
                    shown(redirect_uri),
                    if target.scheme == "https" { 443 } else { 80 },
                    target.scheme,
                    target.path_and_query.path(),
                ),
            ));
        }
        Some(port) => port,
    };
    listen(target, port).await
}

/// Like [`bind`], on a port that the system gives, whatever the URI says: for a server that registers what it is told.
/// [`Capture::redirect_uri`] has the port.
///
/// # Errors
/// See [`Kind`].
pub async fn bind_any_port(redirect_uri: &str) -> Result<Capture, CaptureError> {
    listen(read(redirect_uri)?, 0).await
}

fn error(kind: Kind, message: impl Into<String>) -> CaptureError {
    CaptureError { kind, message: message.into() }
}

/// The URI without its query, for messages.
fn shown(uri: &str) -> &str {
    uri.split(['?', '#']).next().unwrap_or_default()
}

fn read(redirect_uri: &str) -> Result<Target, CaptureError> {
    if redirect_uri.contains('#') {
        return Err(error(
            Kind::BadUri,
            "The redirect URI has a fragment (#…), which RFC 6749 §3.1.2 rules out: take it away.",
        ));
    }
    let uri: Uri = redirect_uri.trim().parse().map_err(|why| {
        error(Kind::BadUri, format!("{} is not a URL ({why}): correct the redirect URI.", shown(redirect_uri)))
    })?;
    let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else {
        return Err(error(
            Kind::BadUri,
            format!(
                "{} is not a whole URL: a redirect URI looks like http://127.0.0.1:18801/callback.",
                shown(redirect_uri)
            ),
        ));
    };
    let scheme = match scheme {
        "http" if is_loopback_host(host) => "http",
        "https" if is_loopback_host(host) => "https",
        _ => {
            return Err(error(
                Kind::NotLoopback,
                format!(
                    "The redirect goes to {scheme}://{host}, not to this computer, so nobody can wait for it here. When \
                     the browser has arrived there, copy the whole address and paste it."
                ),
            ));
        }
    };
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let written = authority.rsplit_once(':').map(|(_, port)| port).filter(|port| !port.contains(']'));
    let port = uri.port_u16();
    if let (Some(written), None) = (written, port) {
        return Err(error(
            Kind::BadUri,
            format!("«{written}» in the redirect URI is no port: one is a number from 1 to 65535, for example 18801."),
        ));
    }
    let path_and_query = uri.path_and_query().cloned().unwrap_or_else(|| PathAndQuery::from_static("/"));
    Ok(Target { asked: redirect_uri.to_owned(), scheme, host: host.to_owned(), port, path_and_query })
}

async fn listen(target: Target, port: u16) -> Result<Capture, CaptureError> {
    let bare = target.host.trim_start_matches('[').trim_end_matches(']');
    let listeners = match bare.parse::<IpAddr>() {
        Ok(address) => vec![listen_at(SocketAddr::new(address, port)).await?],
        Err(_) => listen_on_both(port).await?,
    };
    let addresses = listeners.iter().map(TcpListener::local_addr).collect::<io::Result<Vec<_>>>();
    let addresses = addresses.map_err(|why| error(Kind::Other, format!("The system gives no port: {why}.")))?;
    let port = addresses.first().map_or(port, SocketAddr::port);
    let redirect_uri = match target.port {
        Some(asked) if asked == port => target.asked,
        Some(_) | None => format!("{}://{}:{port}{}", target.scheme, target.host, target.path_and_query),
    };
    let twin = match target.scheme {
        "https" => Some(make_certificate(bare.to_owned()).await?),
        _ => None,
    };
    Ok(Capture {
        redirect_uri,
        addresses,
        fingerprint: twin.as_ref().map(|twin| twin.fingerprint.clone()),
        certificate: twin.as_ref().map(|twin| twin.pem.clone()),
        own: Own { scheme: target.scheme, port, path: target.path_and_query.path().to_owned() },
        listeners,
        twin,
    })
}

/// `localhost` means either family, and the browser chooses: both are taken, so that nobody else can have the other.
async fn listen_on_both(port: u16) -> Result<Vec<TcpListener>, CaptureError> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        let first = listen_at(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port)).await?;
        let chosen = first.local_addr().map_or(port, |addr| addr.port());
        let second = SocketAddr::new(Ipv6Addr::LOCALHOST.into(), chosen);
        match TcpListener::bind(second).await {
            Ok(second) => return Ok(vec![first, second]),
            Err(why) if why.kind() == io::ErrorKind::AddrInUse && port == 0 && attempt < ATTEMPTS => {}
            Err(why) if why.kind() == io::ErrorKind::AddrInUse => return Err(explain(&why, second)),
            // A machine without IPv6, or with it switched off.
            Err(_) => return Ok(vec![first]),
        }
    }
}

async fn listen_at(addr: SocketAddr) -> Result<TcpListener, CaptureError> {
    TcpListener::bind(addr).await.map_err(|why| explain(&why, addr))
}

fn explain(why: &io::Error, addr: SocketAddr) -> CaptureError {
    match why.kind() {
        io::ErrorKind::AddrInUse => error(
            Kind::PortInUse { addr },
            format!(
                "Another program listens on {addr} already, perhaps another copy of this one. Stop it, take another \
                 port (it has to be registered), or paste the address where the browser lands."
            ),
        ),
        io::ErrorKind::PermissionDenied => error(
            Kind::NotPermitted,
            format!(
                "The system does not let this program listen on {addr}: ports below 1024 are kept. Take a higher port \
                 (it has to be registered), or paste the address where the browser lands."
            ),
        ),
        _ => error(
            Kind::Other,
            format!(
                "The system does not let this program listen on {addr}: {why}. Take another redirect URI, or paste the \
                 address where the browser lands."
            ),
        ),
    }
}

async fn make_certificate(host: String) -> Result<tls::SelfSigned, CaptureError> {
    let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    if !names.contains(&host) {
        names.push(host);
    }
    let failed = |why: String| error(Kind::Other, format!("{why}. Use http, or paste where the browser lands."));
    let made = tokio::task::spawn_blocking(move || tls::self_signed(names)).await;
    made.map_err(|why| failed(why.to_string()))?.map_err(|why| failed(why.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn refused(uri: &str) -> CaptureError {
        bind(uri).await.expect_err(uri)
    }

    #[tokio::test]
    async fn what_cannot_be_listened_at_is_explained() {
        assert_eq!(refused("https://developers.google.com/oauthplayground").await.kind, Kind::NotLoopback);
        assert_eq!(refused("https://localhost.example.org:18801/").await.kind, Kind::NotLoopback);
        assert_eq!(refused("myapp://callback").await.kind, Kind::NotLoopback);
        for uri in ["http://127.0.0.1/callback", "http://localhost:0/callback", "callback", "", "http://", "a b"] {
            assert_eq!(refused(uri).await.kind, Kind::BadUri, "{uri}");
        }
        for uri in ["http://127.0.0.1:99999/callback", "http://[::1]:99999", "http://localhost:/callback"] {
            let refused = refused(uri).await;
            assert!(refused.kind == Kind::BadUri && refused.message.contains("is no port"), "{uri}: {refused:?}");
        }
        assert!(refused("http://[::1]/callback").await.message.contains("has no port"));
        assert_eq!(refused("http://127.0.0.1:1/cb#x").await.kind, Kind::BadUri);
        let message = refused("https://127.0.0.1/cb?secret=x").await.message;
        assert!(message.contains("port 443") && !message.contains("secret"), "{message}");
    }

    /// Servers compare what they get with what was registered, letter by letter.
    #[tokio::test]
    async fn the_redirect_uri_stays_as_it_was_written() {
        let free = || std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        for form in [
            "http://127.0.0.1:PORT",
            "HTTP://127.0.0.1:PORT/cb?x=1",
            "http://127.0.0.1:0PORT/",
            " http://127.0.0.1:PORT/ ",
        ] {
            // Another process may take the port in between.
            let capture = loop {
                let uri = form.replace("PORT", &free().to_string());
                match bind(&uri).await {
                    Ok(capture) => break (capture, uri),
                    Err(why) => assert!(matches!(why.kind, Kind::PortInUse { .. }), "{why:?}"),
                }
            };
            assert_eq!(capture.0.redirect_uri, capture.1);
        }
        let any = bind_any_port("http://127.0.0.1:1/cb").await.unwrap();
        assert_eq!(any.redirect_uri, format!("http://127.0.0.1:{}/cb", any.addresses[0].port()));
    }

    #[test]
    fn the_system_s_refusals_have_their_kinds() {
        let addr: SocketAddr = "127.0.0.1:80".parse().unwrap();
        let kind = |kind: io::ErrorKind| explain(&kind.into(), addr).kind;
        assert_eq!(kind(io::ErrorKind::AddrInUse), Kind::PortInUse { addr });
        assert_eq!(kind(io::ErrorKind::PermissionDenied), Kind::NotPermitted);
        assert_eq!(kind(io::ErrorKind::AddrNotAvailable), Kind::Other);
        for kind in [io::ErrorKind::AddrInUse, io::ErrorKind::PermissionDenied, io::ErrorKind::AddrNotAvailable] {
            let message = explain(&kind.into(), addr).message;
            assert_eq!(message.matches("paste the address where the browser lands").count(), 1, "{message}");
        }
    }
}
