//! How requests are sent, and who hears of them.

use std::{path::PathBuf, sync::Arc, time::Duration};

use jiff::Timestamp;

use crate::oauth::{HttpRequest, Outcome};

/// How requests are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How long to wait for the head of the answer, and then for each further part of it.
    pub time_limit: Duration,
    /// The largest response body, in bytes. What lies behind is not read.
    pub body_limit: usize,
    /// A PEM file of further trusted certificates.
    pub ca_file: Option<PathBuf>,
    /// Who carries requests to other machines; loopback addresses are always spoken to directly.
    pub proxy: Proxy,
}

impl Default for Settings {
    fn default() -> Self {
        Self { time_limit: Duration::from_secs(30), body_limit: 64_000_000, ca_file: None, proxy: Proxy::System }
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

/// Hears of every request that ended: the request, how it ended, and when it was sent.
pub type Recorder = Arc<dyn Fn(&HttpRequest, &Outcome, Timestamp) + Send + Sync>;
