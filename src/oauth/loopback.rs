//! Which hosts always mean this machine: redirect URIs there need a listener here (RFC 8252 §7.3).

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

/// Whether a URL leads to such a host.
pub fn is_loopback_url(url: &str) -> bool {
    url::Url::parse(url).is_ok_and(|url| url.host_str().is_some_and(is_loopback_host))
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
