//! How ORCID compares redirect URIs (guide `orcid-wire`, "Redirect URI matching").

use url::Url;

use crate::oauth::is_loopback_host;

/// In what a URI differs from a registered one, when that is all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Difference {
    /// http here, https there.
    Scheme,
    /// `localhost` here, `127.0.0.1` or `[::1]` there, or another port of this computer.
    Loopback,
    /// A sub-domain more or less, `www.` for example.
    Subdomain,
    /// Another port.
    Port,
    /// The slash at the end that is registered is missing.
    Slash,
    /// Another path.
    Path,
    /// Another host, or more than one of these.
    Other,
}

/// Compares as ORCID does: scheme, user information, host and port as written, the path by its beginning. `None` when the
/// URI matches.
pub fn difference(registered: &str, sent: &str) -> Option<Difference> {
    let (Some(a), Some(b)) = (Parts::of(registered), Parts::of(sent)) else {
        return (registered != sent).then_some(Difference::Other);
    };
    let path = if b.path.starts_with(&a.path) {
        None
    } else if a.path.trim_end_matches('/') == b.path {
        Some(Difference::Slash)
    } else {
        Some(Difference::Path)
    };
    let host = (a.host != b.host).then(|| {
        let under = |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.ends_with('.'));
        if is_loopback_host(&a.host) && is_loopback_host(&b.host) {
            Difference::Loopback
        } else if under(&a.host, &b.host) || under(&b.host, &a.host) {
            Difference::Subdomain
        } else {
            Difference::Other
        }
    });
    let port =
        (a.port != b.port).then(|| if is_loopback_host(&a.host) { Difference::Loopback } else { Difference::Port });
    let scheme = (a.scheme != b.scheme).then_some(Difference::Scheme);
    let found: Vec<Difference> = [scheme, host, port, path].into_iter().flatten().collect();
    match found[..] {
        [] => (a.user != b.user).then_some(Difference::Other),
        [one] => Some(one),
        [Difference::Loopback, Difference::Loopback] => Some(Difference::Loopback),
        [..] => Some(Difference::Other),
    }
}

struct Parts {
    scheme: String,
    user: String,
    host: String,
    port: String,
    path: String,
}

impl Parts {
    /// Not from `Url` alone: that drops a port that its scheme has anyway, and ORCID does not.
    fn of(uri: &str) -> Option<Self> {
        let parsed = Url::parse(uri).ok()?;
        let (scheme, rest) = uri.split_once("://")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (_, port) =
            host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).unwrap_or_default();
        let path = if rest.starts_with('/') { parsed.path() } else { "" };
        Some(Self {
            scheme: scheme.to_lowercase(),
            user: user.to_owned(),
            host: parsed.host_str()?.to_owned(),
            port: port.to_owned(),
            path: path.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_match_as_orcid_matches_them() {
        for (registered, sent, expected) in [
            ("https://a.org", "https://a.org/any/thing?x=1", None),
            ("https://a.org/cb", "https://a.org/cb/", None),
            ("https://a.org/cb", "https://a.org/cbx", None),
            ("https://a.org/cb/", "https://a.org/cb", Some(Difference::Slash)),
            ("https://a.org/", "https://a.org", Some(Difference::Slash)),
            ("http://127.0.0.1/cb", "http://127.example.com/cb", Some(Difference::Other)),
            ("http://127.0.0.1/cb", "http://[::1]/cb", Some(Difference::Loopback)),
            ("https://a.org", "https://www.a.org", Some(Difference::Subdomain)),
            ("https://www.a.org/cb", "https://a.org/cb", Some(Difference::Subdomain)),
            ("https://a.org", "http://a.org", Some(Difference::Scheme)),
            ("https://a.org", "https://a.org:443", Some(Difference::Port)),
            ("http://127.0.0.1:8000", "http://127.0.0.1:8001", Some(Difference::Loopback)),
            ("http://127.0.0.1:8000", "http://localhost:8000", Some(Difference::Loopback)),
            ("http://127.0.0.1:8000", "http://localhost:8001", Some(Difference::Loopback)),
            ("https://a.org/cb", "https://a.org/other", Some(Difference::Path)),
            ("https://a.org/cb", "http://b.org/other", Some(Difference::Other)),
            ("https://a.org/x/../cb", "https://a.org/cb", None),
            ("nonsense", "nonsense", None),
        ] {
            assert_eq!(difference(registered, sent), expected, "{registered} {sent}");
        }
    }
}
