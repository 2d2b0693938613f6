//! Requests of every kind that the program makes, and hostile ones.

use bytes::Bytes;
use orcid_playground::oauth::{
    Client, HttpRequest, ProviderMetadata, TokenEndpointAuthMethod, TokenRequest, bearer_request, export::Format,
};

/// A request, whatever the address of its server is.
pub struct Case {
    pub name: &'static str,
    make: fn(&str) -> HttpRequest,
    /// The formats that have no way to say it.
    pub not_in: &'static [Format],
}

impl Case {
    pub fn request(&self, origin: &str) -> HttpRequest {
        (self.make)(origin)
    }
}

const HOSTILE: &str = "it's \"quoted\" $HOME ${HOME} $(id) `id` \\n \\ !! %s {{x}} {x} #{x} é漢😀 <&>; *?[a]~";

pub fn all() -> Vec<Case> {
    let case = |name, make| Case { name, make, not_in: &[] };
    vec![
        case("code_exchange", |origin| {
            token(origin, TokenEndpointAuthMethod::ClientSecretPost, "f0e1d2c3-0000-4000-8000-000000000001")
        }),
        case("basic", |origin| {
            token(origin, TokenEndpointAuthMethod::ClientSecretBasic, "f0e1d2c3-0000-4000-8000-000000000001")
        }),
        case("encoded_secret", |origin| token(origin, TokenEndpointAuthMethod::ClientSecretPost, "a+b c/é'\"$&=")),
        case("encoded_basic", |origin| token(origin, TokenEndpointAuthMethod::ClientSecretBasic, "a+b c/é'\"$&=")),
        case("bearer", |origin| {
            let url = format!("{origin}/v3.0/search/?q=family-name:O'Neil%20AND%20%22x%22&start=0&rows=10");
            let token = "53737721-9cdb-442a-8b77-409609bb5e43".into();
            without_agent(bearer_request(&url, &token, "application/vnd.orcid+json").unwrap())
        }),
        case("token_in_the_query", |origin| get(&format!("{origin}/r?access_token=5373-7721&x=1"))),
        case("brackets", |origin| get(&format!("{origin}/x/[1-3]/?a[]=1&b=$x&c=(1)&d=!"))),
        case("json", |origin| {
            body(
                origin,
                "POST",
                Some("application/vnd.orcid+json"),
                serde_json::json!({"title": HOSTILE, "access_token": "abc"}).to_string(),
            )
        }),
        case("xml", |origin| {
            body(
                origin,
                "PUT",
                Some("application/vnd.orcid+xml"),
                format!("<?xml version=\"1.0\"?>\n<w:work put-code='1'>\n\t<![CDATA[{HOSTILE}]]>\n</w:work>\n"),
            )
        }),
        case("hostile_form", |origin| {
            body(origin, "POST", Some("application/x-www-form-urlencoded"), format!("a={HOSTILE}&token=a'b&token=c"))
        }),
        case("delete", |origin| body(origin, "DELETE", None, "")),
        case("head", |origin| body(origin, "HEAD", None, "")),
        case("empty_post", |origin| body(origin, "POST", None, "")),
        case("no_type", |origin| body(origin, "POST", None, "plain")),
        case("like_a_file_name", |origin| body(origin, "POST", Some("text/plain"), "@/etc/passwd")),
        case("binary", |origin| {
            body(origin, "POST", Some("application/octet-stream"), &b"\x00\xff\xfe'\"\n\r\x1b[2J"[..])
        }),
        case("control_characters", |origin| {
            body(origin, "POST", Some("text/plain"), "a\x1b[2J\u{7f}\u{202e}b\r\n\u{1}")
        }),
        case("multipart", |origin| {
            let text = "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nvalue\r\n--b--\r\n";
            body(origin, "POST", Some("multipart/form-data; boundary=b"), text)
        }),
        case("long", |origin| {
            body(
                origin,
                "POST",
                Some("application/json"),
                format!("{{\"token\":\"a'b\",\"x\":\"{}\"}}", "é".repeat(100_000)),
            )
        }),
        case("headers", |origin| {
            let mut request = get(&format!("{origin}/h"));
            let headers = request.headers_mut();
            for (name, value) in [
                ("x-quotes", "it's \"quoted\" $HOME `id` {x} {{x}} #x"),
                ("x-begins", "=@value"),
                ("x-number", "1"),
                ("cookie", "SESSION=abc'd; b=$c"),
            ] {
                headers.insert(name, value.parse().unwrap());
            }
            request
        }),
        case("header_not_ascii", |origin| {
            let mut request = get(&format!("{origin}/h"));
            request.headers_mut().insert("x-name", http::HeaderValue::from_bytes("é漢".as_bytes()).unwrap());
            request
        }),
        Case {
            name: "empty_header",
            make: |origin| {
                let mut request = get(&format!("{origin}/h"));
                request.headers_mut().insert("x-empty", http::HeaderValue::from_static(""));
                request
            },
            not_in: &[Format::R],
        },
        Case {
            name: "header_with_a_backslash",
            make: |origin| {
                let mut request = get(&format!("{origin}/h"));
                request.headers_mut().insert("x-path", r"C:\:x\n".parse().unwrap());
                request
            },
            not_in: &[Format::Httpie],
        },
        Case {
            name: "get_with_a_body",
            make: |origin| body(origin, "GET", Some("application/json"), "{}"),
            not_in: &[Format::JavaScript],
        },
    ]
}

fn token(origin: &str, method: TokenEndpointAuthMethod, secret: &str) -> HttpRequest {
    let client = Client {
        client_id: "APP-1234567890ABCDEF".into(),
        client_secret: Some(secret.into()),
        redirect_uri: "http://127.0.0.1:18801/callback".into(),
        token_endpoint_auth_method: method,
    };
    let request = TokenRequest::AuthorizationCode {
        code: "eUeiz2".into(),
        redirect_uri: Some(client.redirect_uri.clone()),
        code_verifier: Some("verifier".into()),
    };
    without_agent(request.request(&client, &ProviderMetadata::orcid_layout(origin)).unwrap())
}

fn get(url: &str) -> HttpRequest {
    let host = url.split('/').nth(2).unwrap();
    http::Request::get(url).header("host", host).header("accept", "*/*").body(Bytes::new()).unwrap()
}

fn body(origin: &str, method: &str, kind: Option<&str>, body: impl Into<Bytes>) -> HttpRequest {
    let mut request = http::Request::builder().method(method).uri(format!("{origin}/x")).header("accept", "*/*");
    if let Some(kind) = kind {
        request = request.header("content-type", kind);
    }
    request.body(body.into()).unwrap()
}

/// Code says for itself what it is.
fn without_agent(mut request: HttpRequest) -> HttpRequest {
    request.headers_mut().remove("user-agent");
    request
}
