//! Which redirect URIs a client may ask for (guide `orcid-wire`, "Redirect URI matching").

use http::Uri;

/// Whether ORCID takes the requested URI for the registered one: scheme, user information, host and port are equal as
/// written; the requested path begins with the registered one; query and fragment are not compared.
pub(super) fn matches(registered: &str, requested: &str) -> bool {
    let (Some(registered), Some(requested)) = (Parts::of(registered), Parts::of(requested)) else { return false };
    registered.scheme == requested.scheme
        && registered.authority == requested.authority
        && requested.path.starts_with(&registered.path)
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
        let head: Uri = uri.split('?').next()?.parse().ok()?;
        let authority = head.authority()?.as_str();
        let (user, host) = authority.rsplit_once('@').map_or(("", authority), |(user, host)| (user, host));
        Some(Self {
            scheme: head.scheme_str()?.to_ascii_lowercase(),
            authority: format!("{user}@{}", host.to_ascii_lowercase()),
            path: clean(if head.path() == "/" && !uri.ends_with('/') { "" } else { head.path() }),
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
        ];
        for (registered, requested, expected) in table {
            assert_eq!(matches(registered, requested), expected, "{registered} and {requested}");
        }
    }
}
