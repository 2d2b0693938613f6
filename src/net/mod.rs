//! Sockets: the only place where bytes leave or enter the program over a network.
//!
//! | module | what it does |
//! |---|---|
//! | [`send`] | one request out, one outcome back, byte for byte as recorded |
//! | [`serve`] | a listener and a function from request to response |
//! | [`capture`] | the listener behind a loopback redirect URI, and the page the person sees there |
//! | [`tls`] | certificates made on the spot |

pub mod capture;
mod delivery;
pub mod send;
pub mod serve;
pub mod tls;

pub use capture::{Capture, CaptureError, CaptureErrorKind, Captured};
pub use delivery::Delivery;
pub use send::{HttpClient, Proxy, Settings};

use std::net::IpAddr;

/// Whether a host (as in a URL, brackets of an IPv6 address allowed) always means this machine: 127.0.0.0/8, `::1`,
/// `localhost` and its subdomains (RFC 6761 §6.3).
pub fn is_loopback_host(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    if let Ok(address) = bare.parse::<IpAddr>() {
        return address.to_canonical().is_loopback();
    }
    let name = bare.strip_suffix('.').unwrap_or(bare).to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost")
}

/// An error with all its causes, in one line, without repeating what a cause already says.
pub(crate) fn cause_chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !text.ends_with(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_told_from_the_rest() {
        for host in ["127.0.0.1", "127.9.8.7", "::1", "[::1]", "localhost", "LOCALHOST.", "pub.localhost"] {
            assert!(is_loopback_host(host), "{host}");
        }
        for host in ["128.0.0.1", "0.0.0.0", "::2", "localhost.example.org", "notlocalhost", "127.0.0.1.example.org"] {
            assert!(!is_loopback_host(host), "{host}");
        }
    }
}
