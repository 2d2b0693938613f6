//! The clients behind [`HttpClient`](super::HttpClient): one for each way to a server, since each needs other files to be
//! readable and other settings to be right.

use std::{fs, path::Path};

use reqwest::{Certificate, ClientBuilder, redirect, retry};
use url::Url;

use super::{
    failure,
    settings::{Proxy, Settings},
};
use crate::oauth::{TransportError, TransportErrorKind, is_loopback_host};

impl Settings {
    /// Whether the certificates can be read that the settings name. Blocking; requests find it out by themselves.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn check(&self) -> Result<(), TransportError> {
        certificates(self.ca_file.as_deref()).map(drop)
    }
}

/// How a request reaches its server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Route {
    /// On this machine: no proxy is between, and no public authority vouches for an address like this.
    pub(super) loopback: bool,
    /// Over TLS. Without it nobody has to be trusted, so a request goes out on a machine without certificates too.
    pub(super) tls: bool,
}

impl Route {
    /// The number of different routes.
    pub(super) const COUNT: usize = 4;

    /// The route to a URL.
    pub(super) fn to(url: &Url) -> Self {
        Self { loopback: url.host_str().is_some_and(is_loopback_host), tls: url.scheme() == "https" }
    }

    /// A number below [`Self::COUNT`].
    pub(super) fn index(self) -> usize {
        usize::from(self.loopback) << 1 | usize::from(self.tls)
    }

    /// Makes the client for this route. Blocking: reads certificates and the system's proxy settings.
    ///
    /// # Errors
    /// When certificates cannot be read, nobody at all would be trusted, or the proxy's URL is of no use.
    pub(super) fn client(self, settings: &Settings) -> Result<reqwest::Client, TransportError> {
        // What the library does for its users by default is switched off: what goes out is what is recorded, and what
        // comes in is what is shown. A fresh connection for each request makes the durations those of a first contact,
        // and leaves nothing open that a server could end at the wrong moment.
        let mut client = ClientBuilder::new()
            .http1_only()
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .pool_max_idle_per_host(0);
        client = match (self.loopback, &settings.proxy) {
            (true, _) | (false, Proxy::Never) => client.no_proxy(),
            (false, Proxy::System) => client,
            (false, Proxy::Always(url)) => client.proxy(proxy(url)?),
        };
        client = match (self.tls, self.loopback) {
            (false, _) => client.tls_certs_only([]),
            (true, true) => client.tls_certs_only(certificates(settings.ca_file.as_deref())?),
            (true, false) => client.tls_certs_merge(certificates(settings.ca_file.as_deref())?),
        };
        client.build().map_err(|error| {
            let words = failure::innermost(&error);
            tls_error(match self.loopback {
                true => words,
                false => format!(
                    "{words}; install the system's certificates (package ca-certificates), or name a file with --ca-file"
                ),
            })
        })
    }
}

fn proxy(url: &str) -> Result<reqwest::Proxy, TransportError> {
    // Without this check, the library would take anything for a host. Not https: the route without TLS trusts nobody, so
    // half of the requests would fail. Names no URL: it may hold a password.
    let known = ["http", "socks4", "socks4a", "socks5", "socks5h"];
    let parsed = Url::parse(url).ok().filter(|url| known.contains(&url.scheme()) && url.has_host());
    parsed.and_then(|url| reqwest::Proxy::all(url).ok()).ok_or_else(|| TransportError {
        kind: TransportErrorKind::Proxy,
        message: "the settings name a proxy that cannot be used; its URL has to begin with http://, socks4:// \
                  or socks5://"
            .to_owned(),
    })
}

pub(super) fn certificates(ca_file: Option<&Path>) -> Result<Vec<Certificate>, TransportError> {
    let Some(path) = ca_file else { return Ok(Vec::new()) };
    let unreadable = |why: String| tls_error(format!("the certificates in {} cannot be read: {why}", path.display()));
    let pem = fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    let found = Certificate::from_pem_bundle(&pem).map_err(|error| unreadable(failure::innermost(&error)))?;
    if found.is_empty() { Err(unreadable("it holds no certificate in PEM".to_owned())) } else { Ok(found) }
}

fn tls_error(message: String) -> TransportError {
    TransportError { kind: TransportErrorKind::Tls, message }
}
