//! Which redirect URIs a client may ask for (guide `orcid-wire`, "Redirect URI matching").

use http::Uri;

/// Whether ORCID takes the requested URI for the registered one: scheme, user information, host and port are equal as
/// written, letter by letter; the requested path begins with the registered one; query and fragment are not compared.
pub(super) fn matches(registered: &str, requested: &str) -> bool {
    let (Some(registered), Some(requested)) = (Parts::of(registered), Parts::of(requested)) else { return false };
    registered.scheme == requested.scheme
        && registered.authority == requested.authority
        && requested.path.starts_with(&registered.path)
}

/// Why a redirect URI cannot be registered: no authorization request could ever match it, or ORCID takes no such one
/// (guide `orcid-wire`, "Redirect URI matching"). In words that go on from the URI.
pub fn redirect_uri_problem(uri: &str) -> Option<&'static str> {
    let scheme = uri.split_once("://").map(|(scheme, _)| scheme);
    if uri.chars().any(|c| c.is_whitespace() || c.is_control()) {
        Some("has a blank or a control character in it")
    } else if !scheme.is_some_and(|scheme| matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https")) {
        Some("is no URL that begins with http:// or https://")
    } else if uri.contains('#') {
        Some("has a fragment, which a redirect URI must not have")
    } else if Parts::of(uri).is_none() || url::Url::parse(uri).is_err() {
        Some("names no host, or is no URL at all")
    } else {
        None
    }
}

#[derive(PartialEq)]
struct Parts {
    scheme: String,
    authority: String,
    path: String,
}

impl Parts {
    fn of(uri: &str) -> Option<Self> {
        let uri = uri.split('#').next()?;
        // Bytes that are fine in a query must not keep the rest from being compared.
        let head = uri.split('?').next()?;
        let parsed: Uri = head.parse().ok()?;
        let (scheme, rest) = head.split_once("://")?;
        let authority = rest.split('/').next()?;
        parsed.authority().filter(|parsed| !parsed.host().is_empty() && parsed.as_str() == authority)?;
        Some(Self {
            scheme: scheme.to_owned(),
            authority: authority.to_owned(),
            path: clean(if parsed.path() == "/" && !uri.ends_with('/') { "" } else { parsed.path() }),
        })
    }
}

/// Resolves `.` and `..`, so that a path cannot climb out of the registered one.
fn clean(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => {
                segments.pop();
            }
            other => segments.push(other),
        }
    }
    segments.iter().map(|segment| format!("/{segment}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matching_follows_orcids_rules() {
        let table = [
            ("https://a.org", "https://a.org/any/thing?x=1", true),
            ("https://a.org", "https://a.org", true),
            ("https://a.org/cb", "https://a.org/cb/", true),
            ("https://a.org/cb", "https://a.org/cb/x", true),
            ("https://a.org/cb", "https://a.org/cbx", true),
            ("https://a.org/cb", "https://a.org/cb?a={b}|c#f", true),
            ("https://a.org/cb/", "https://a.org/cb", false),
            ("https://a.org/cb", "https://a.org/", false),
            ("https://a.org/cb", "https://a.org/x/../cb/y", true),
            ("https://a.org/cb", "https://a.org/cb/../admin", false),
            ("https://a.org", "https://www.a.org", false),
            ("https://a.org", "http://a.org", false),
            ("https://a.org", "https://a.org:443", false),
            ("https://a.org", "https://user@a.org", false),
            ("https://a.org", "https://a.org.evil.example", false),
            ("https://a.org", "https://a.org@evil.example", false),
            ("http://127.0.0.1:8000", "http://127.0.0.1:8001", false),
            ("http://127.0.0.1:8000", "http://localhost:8000", false),
            ("http://localhost", "http://localhost:8080", false),
            ("http://[::1]:8000/cb", "http://[::1]:8000/cb", true),
            ("https://a.org", "a.org", false),
            ("https://a.org", "", false),
            ("https://a.org", "javascript:alert(1)", false),
            ("https://a.org/cb", "https://A.org/cb", false),
            ("https://a.org/cb", "HTTPS://a.org/cb", false),
            ("https://A.org/cb", "https://A.org/cb", true),
        ];
        for (registered, requested, expected) in table {
            assert_eq!(matches(registered, requested), expected, "{registered} and {requested}");
        }
    }

    #[test]
    fn what_can_be_registered_can_match() {
        for uri in
            ["http://127.0.0.1:3000/cb", "https://a.org", "https://A.org/cb?x=1", "http://[::1]:9/", "http://localhost"]
        {
            assert_eq!(redirect_uri_problem(uri), None, "{uri}");
            assert!(matches(uri, uri), "{uri}");
        }
        for (uri, says) in [
            ("", "http://"),
            ("callback", "http://"),
            (" https://a.org/cb", "blank"),
            ("https://a.org/c b", "blank"),
            ("https://a.org/cb\n", "blank"),
            ("http:///cb", "host"),
            ("http://", "host"),
            ("https://:8080/cb", "host"),
            ("myapp:/cb", "http://"),
            ("myapp://cb", "http://"),
            ("javascript:alert(1)", "http://"),
            ("ftp://a.org/cb", "http://"),
            ("https://a.org/cb#top", "fragment"),
        ] {
            assert!(redirect_uri_problem(uri).is_some_and(|problem| problem.contains(says)), "{uri:?}");
        }
    }
}
