//! HTTP/1.1 messages as text: the request exactly as this program writes it, the response head as it was parsed.

use bytes::Bytes;
use http::{HeaderMap, Version};

use super::{HttpRequest, HttpResponse};

/// The request head as it goes over a direct connection, without the empty line: request line, then the headers in
/// their order. Holds for HTTP/1.1, origin form (RFC 9112 §3.2.1).
pub fn request_head(request: &HttpRequest) -> String {
    let uri = request.uri();
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    head(format!("{} {}{query} HTTP/1.1", request.method(), uri.path()), request.headers())
}

/// The response head as the HTTP library parsed it: every value is there, names are lower case.
pub fn response_head(response: &HttpResponse) -> String {
    let version = match response.version() {
        Version::HTTP_10 => "HTTP/1.0",
        _ => "HTTP/1.1",
    };
    let status = response.status();
    let reason = status.canonical_reason().unwrap_or_default();
    head(format!("{version} {} {reason}", status.as_u16()).trim_end().to_owned(), response.headers())
}

fn head(mut text: String, headers: &HeaderMap) -> String {
    for (name, value) in headers {
        text.push('\n');
        text.push_str(name.as_str());
        text.push_str(": ");
        text.push_str(&String::from_utf8_lossy(value.as_bytes()));
    }
    text
}

/// The whole request in bytes, as a raw listener would receive it.
pub fn request_bytes(request: &HttpRequest) -> Vec<u8> {
    let mut bytes = request_head(request).replace('\n', "\r\n").into_bytes();
    bytes.extend_from_slice(b"\r\n\r\n");
    bytes.extend_from_slice(request.body());
    bytes
}

/// Reads a whole copied request: a request line with an absolute or an origin-form target, headers, an empty line, the
/// body. Line ends may be those of any system. An origin-form target is completed from the `Host` header, as https.
/// `None` when the first line is no request line.
pub fn read_request(text: &str) -> Option<HttpRequest> {
    let (first, headers, body) = parts(text)?;
    let mut words = first.split_whitespace();
    let (method, target) = (words.next()?, words.next()?);
    let known = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"].contains(&method);
    if !known || words.next().is_some_and(|version| !version.starts_with("HTTP/")) {
        return None;
    }
    let host = || headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host")).map(|(_, host)| *host);
    let uri = match target {
        path if path.starts_with('/') => format!("https://{}{path}", host()?),
        url if url.starts_with("http") => url.to_owned(),
        _ => return None,
    };
    let request = http::Request::builder().method(method).uri(uri);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.body(Bytes::copy_from_slice(body.as_bytes())).ok()
}

/// Reads a whole copied response: a status line, headers, an empty line, the body. Headers that are none are left out.
/// `None` when the first line is no status line.
pub fn read_response(text: &str) -> Option<HttpResponse> {
    let (first, headers, body) = parts(text)?;
    let status = status_line(first)?;
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        let name = http::HeaderName::try_from(name).ok();
        let value = http::HeaderValue::try_from(value).ok();
        if let Some((name, value)) = name.zip(value) {
            response = response.header(name, value);
        }
    }
    response.body(Bytes::copy_from_slice(body.as_bytes())).ok()
}

/// The status code of a status line (RFC 9112 §4), `HTTP/1.1 401 Unauthorized` or `HTTP/2 401`.
pub fn status_line(line: &str) -> Option<u16> {
    let (version, rest) = line.trim().split_once(' ')?;
    let code = rest.split_whitespace().next()?;
    let status = code.parse().ok().filter(|code| (100..=599).contains(code));
    status.filter(|_| version.starts_with("HTTP/"))
}

/// First line, headers and body of a message.
type Parts<'a> = (&'a str, Vec<(&'a str, &'a str)>, &'a str);

/// Takes a message as text apart.
fn parts(text: &str) -> Option<Parts<'_>> {
    let text = text.trim_start();
    let end = [text.find("\r\n\r\n").map(|at| (at, 4)), text.find("\n\n").map(|at| (at, 2))];
    let end = end.into_iter().flatten().min();
    let (head, body) = end.map_or((text, ""), |(at, gap)| (&text[..at], &text[at + gap..]));
    let mut lines = head.lines();
    let first = lines.next()?;
    let headers = lines.filter_map(|line| line.split_once(':')).map(|(name, value)| (name.trim(), value.trim()));
    Some((first, headers.collect(), body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_written_in_origin_form() {
        let request = http::Request::get("http://127.0.0.1:18800/oauth/userinfo?x=1")
            .header("host", "127.0.0.1:18800")
            .body(Bytes::new())
            .unwrap();
        assert_eq!(request_bytes(&request), b"GET /oauth/userinfo?x=1 HTTP/1.1\r\nhost: 127.0.0.1:18800\r\n\r\n");
    }

    #[test]
    fn copied_messages_are_read_whatever_their_line_ends() {
        let request = read_request("POST /oauth/token HTTP/1.1\r\nHost: orcid.org\r\n\r\na=b").unwrap();
        assert_eq!(
            (request.uri().to_string().as_str(), &request.body()[..]),
            ("https://orcid.org/oauth/token", &b"a=b"[..])
        );
        let response = read_response("HTTP/2 401 \ncontent-type: application/json\nbad header\n\n{}").unwrap();
        assert_eq!((response.status().as_u16(), &response.body()[..]), (401, &b"{}"[..]));
        assert_eq!(response.headers().len(), 1);
        for text in ["", "hello there", "POST", "GET nowhere", "POST /x HTTP/1.1", "HTTP/1.1", "HTTP/1.1 9999 x"] {
            assert!(read_request(text).is_none(), "{text}");
            assert!(read_response(text).is_none(), "{text}");
        }
    }
}
