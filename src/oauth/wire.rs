//! HTTP/1.1 messages as text: the request exactly as this program writes it, the response head as it was parsed.

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

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    #[test]
    fn a_request_is_written_in_origin_form() {
        let request = http::Request::get("http://127.0.0.1:18800/oauth/userinfo?x=1")
            .header("host", "127.0.0.1:18800")
            .body(Bytes::new())
            .unwrap();
        assert_eq!(request_bytes(&request), b"GET /oauth/userinfo?x=1 HTTP/1.1\r\nhost: 127.0.0.1:18800\r\n\r\n");
    }
}
