//! What every request of this program has: who is meant, who asks, and what is taken for an answer.

use bytes::Bytes;
use http::{Method, header, request::Builder};

use super::{HttpRequest, USER_AGENT};

/// A request with its `Host`, `User-Agent` and `Accept` (RFC 9110 §7.2, §10.1.5, §12.5.1). What is wrong with the URL is told
/// when the request is finished.
pub fn builder(method: Method, url: &str, accept: &str) -> Builder {
    http::Request::builder()
        .method(method)
        .uri(url)
        .header(header::HOST, host(url))
        .header(header::USER_AGENT, USER_AGENT)
        .header(header::ACCEPT, accept)
}

/// A whole GET.
///
/// # Errors
/// When the URL is not one.
pub fn get(url: &str, accept: &str) -> Result<HttpRequest, http::Error> {
    builder(Method::GET, url, accept).body(Bytes::new())
}

/// Finishes a request with a body: its type, and its length (RFC 9110 §8.3, §8.6).
///
/// # Errors
/// When something that was put into the request does not belong there.
pub fn with_body(request: Builder, content_type: &str, body: impl Into<Bytes>) -> Result<HttpRequest, http::Error> {
    let body = body.into();
    request.header(header::CONTENT_TYPE, content_type).header(header::CONTENT_LENGTH, body.len()).body(body)
}

/// The authority of a URL without user information, for the `Host` header (RFC 9112 §3.2).
pub fn host(url: &str) -> String {
    let authority = |uri: http::Uri| {
        let text = uri.authority()?.as_str();
        Some(text.rsplit_once('@').map_or(text, |(_, rest)| rest).to_owned())
    };
    url.parse().ok().and_then(authority).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_no_place_for_a_password() {
        for (url, expected) in [
            ("https://orcid.org/oauth/token?a=b", "orcid.org"),
            ("http://127.0.0.1:18800/", "127.0.0.1:18800"),
            ("http://[::1]:18800", "[::1]:18800"),
            ("https://me:s3cret@orcid.org:8443/", "orcid.org:8443"),
            ("https://me@orcid.org", "orcid.org"),
        ] {
            let request = get(url, "*/*").unwrap();
            assert_eq!(request.headers()["host"], expected, "{url}");
        }
        assert!(get("no url", "*/*").is_err() && get("https://orcid.org", "\n").is_err());
    }

    #[test]
    fn a_body_has_its_type_and_length() {
        let request = with_body(builder(Method::PUT, "http://127.0.0.1/", "*/*"), "text/plain", "four").unwrap();
        assert_eq!(request.headers()["content-type"], "text/plain");
        assert_eq!(request.headers()["content-length"], "4");
    }
}
