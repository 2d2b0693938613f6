//! What a request to the redirect URI is, decided from nothing but the request.

use http::{Method, StatusCode, header, uri::Authority};

use crate::oauth::{AuthorizationResponse, HttpRequest, HttpResponse, is_loopback_host};

/// The largest fragment that is taken, in bytes. An ID token makes it a few thousand.
const FRAGMENT_LIMIT: usize = 64 << 10;

/// What is said at any other path.
const OTHER_PATH: &str = "Only the redirect URI is answered here.";

/// Whether this is what a listener says at a path that is not its own.
pub(super) fn is_from_elsewhere(response: &HttpResponse) -> bool {
    response.status() == StatusCode::NOT_FOUND && response.body().trim_ascii() == OTHER_PATH.as_bytes()
}

/// Which requests are meant for this listener.
#[derive(Clone, Debug)]
pub(super) struct Own {
    /// `http` or `https`.
    pub(super) scheme: &'static str,
    /// The port it listens on.
    pub(super) port: u16,
    /// The path of the redirect URI.
    pub(super) path: String,
}

/// What to do with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Not for this listener, or not in this way.
    Rejected(Rejection),
    /// The browser is here, and the query says nothing: a fragment may be there, which only the browser knows.
    Visit,
    /// Something arrived.
    Callback {
        /// What the person is told.
        page: Page,
        /// The fragment that the page relayed, without `#`.
        fragment: Option<String>,
    },
}

/// Why a request is turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rejection {
    pub(super) status: StatusCode,
    pub(super) text: &'static str,
}

/// What the person is told. The names are those of the entries in `assets/pages/captured.toml`.
#[derive(Clone, Debug, PartialEq, Eq, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum Page {
    /// A code, for the request that is waited for.
    Approved,
    /// Tokens, for the request that is waited for.
    Tokens,
    /// `error=access_denied` (RFC 6749 §4.1.2.1).
    Denied,
    /// Another error.
    Refused {
        /// The error code.
        error: String,
        /// Its description, when one came.
        description: Option<String>,
    },
    /// It carries another state, or none where one is due.
    OtherState,
    /// A code or tokens had arrived before.
    Again,
    /// A fragment came that says nothing of the kind.
    Unknown,
    /// A code, tokens or an error came to another path than the redirect URI's.
    Astray,
}

impl Page {
    /// Whether nothing more is to be expected. A refusal does not settle the matter: ORCID sends some without a state, so
    /// anybody can, and a person may go back and authorize after all.
    pub(super) fn settles(&self) -> bool {
        match self {
            Self::Approved | Self::Tokens => true,
            Self::Denied | Self::Refused { .. } | Self::OtherState | Self::Again | Self::Unknown | Self::Astray => {
                false
            }
        }
    }
}

fn reject(status: StatusCode, text: &'static str) -> Verdict {
    Verdict::Rejected(Rejection { status, text })
}

/// Decides. `answered`: a code or tokens for the awaited request have arrived before.
pub(super) fn judge(request: &HttpRequest, own: &Own, expected_state: Option<&str>, answered: bool) -> Verdict {
    // A web page can point a name of its own at this machine (DNS rebinding): only loopback names are answered.
    let Some(authority) = request.uri().authority().filter(|authority| own.is_called(authority)) else {
        return reject(StatusCode::MISDIRECTED_REQUEST, "This name is not served here.");
    };
    if request.uri().path() != own.path {
        let brings = |query| AuthorizationResponse::parse(Some(query), None).is_some();
        if request.method() == Method::GET && request.uri().query().is_some_and(brings) {
            return Verdict::Callback { page: Page::Astray, fragment: None };
        }
        return reject(StatusCode::NOT_FOUND, OTHER_PATH);
    }
    match *request.method() {
        Method::GET | Method::HEAD => match AuthorizationResponse::parse(request.uri().query(), None) {
            Some(response) => Verdict::Callback { page: page(&response, expected_state, answered), fragment: None },
            None => Verdict::Visit,
        },
        Method::POST => match relayed_fragment(request, own, authority) {
            Ok(fragment) => {
                let page = AuthorizationResponse::parse(None, Some(&fragment))
                    .map_or(Page::Unknown, |response| page(&response, expected_state, answered));
                Verdict::Callback { page, fragment: Some(fragment) }
            }
            Err(rejection) => Verdict::Rejected(rejection),
        },
        _ => reject(StatusCode::METHOD_NOT_ALLOWED, "A redirect arrives as GET."),
    }
}

/// What the person is told of a response.
fn page(response: &AuthorizationResponse, expected_state: Option<&str>, answered: bool) -> Page {
    if response.answers(expected_state).is_err() {
        return Page::OtherState;
    }
    if answered {
        return Page::Again;
    }
    match response {
        AuthorizationResponse::Code { .. } => Page::Approved,
        AuthorizationResponse::Tokens { .. } => Page::Tokens,
        AuthorizationResponse::Error { error, .. } if error.error == "access_denied" => Page::Denied,
        AuthorizationResponse::Error { error, .. } => {
            Page::Refused { error: error.error.clone(), description: error.error_description.clone() }
        }
    }
}

/// The body of the page's own POST, from the same origin and in one of the content types that need no preflight.
fn relayed_fragment(request: &HttpRequest, own: &Own, authority: &Authority) -> Result<String, Rejection> {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !text(header::ORIGIN).eq_ignore_ascii_case(&format!("{}://{authority}", own.scheme)) {
        return Err(Rejection { status: StatusCode::FORBIDDEN, text: "Only the page of this address may do that." });
    }
    let media_type = text(header::CONTENT_TYPE);
    let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !matches!(media_type.as_str(), "text/plain" | "application/x-www-form-urlencoded") {
        return Err(Rejection { status: StatusCode::UNSUPPORTED_MEDIA_TYPE, text: "A fragment is plain text." });
    }
    if request.body().len() > FRAGMENT_LIMIT {
        return Err(Rejection { status: StatusCode::PAYLOAD_TOO_LARGE, text: "The fragment is too large." });
    }
    String::from_utf8(request.body().to_vec())
        .map_err(|_| Rejection { status: StatusCode::BAD_REQUEST, text: "The fragment is not UTF-8." })
}

impl Own {
    fn is_called(&self, authority: &Authority) -> bool {
        let default = if self.scheme == "https" { 443 } else { 80 };
        !authority.as_str().contains('@')
            && is_loopback_host(authority.host())
            && authority.port_u16().unwrap_or(default) == self.port
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    fn own() -> Own {
        Own { scheme: "http", port: 18801, path: "/callback".into() }
    }

    fn request(method: &str, uri: &str) -> HttpRequest {
        http::Request::builder().method(method).uri(uri).body(Bytes::new()).unwrap()
    }

    fn told(query: &str, expected: Option<&str>, answered: bool) -> Page {
        match judge(&request("GET", &format!("http://127.0.0.1:18801/callback?{query}")), &own(), expected, answered) {
            Verdict::Callback { page, fragment: None } => page,
            other => panic!("{query}: {other:?}"),
        }
    }

    fn status(request: &HttpRequest) -> u16 {
        match judge(request, &own(), None, false) {
            Verdict::Rejected(rejection) => rejection.status.as_u16(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_query_says_what_happened() {
        assert_eq!(told("code=eUeiz2&state=x", Some("x"), false), Page::Approved);
        assert_eq!(told("code=eUeiz2", None, false), Page::Approved);
        assert_eq!(told("error=access_denied&error_description=User%20denied&state=x", Some("x"), false), Page::Denied);
        let refused = Page::Refused { error: "invalid_scope".into(), description: Some("Invalid scope: /x".into()) };
        assert_eq!(told("error=invalid_scope&error_description=Invalid%20scope:%20/x", Some("x"), false), refused);
        assert_eq!(told("access_token=t&state=x", Some("x"), false), Page::Tokens);
    }

    #[test]
    fn a_wrong_state_never_belongs_not_even_later() {
        for query in ["code=a&state=y", "code=a", "error=access_denied&state=y", "access_token=t"] {
            for answered in [false, true] {
                assert_eq!(told(query, Some("x"), answered), Page::OtherState, "{query}");
            }
        }
        assert_eq!(told("code=a&state=y", None, false), Page::OtherState);
    }

    #[test]
    fn the_second_of_them_is_told_that_there_was_a_first() {
        for query in ["code=eUeiz2&state=x", "error=access_denied&state=x", "error=invalid_scope"] {
            assert_eq!(told(query, Some("x"), true), Page::Again, "{query}");
        }
    }

    #[test]
    fn a_visit_without_parameters_may_have_a_fragment() {
        for uri in ["http://127.0.0.1:18801/callback", "http://localhost:18801/callback?registered=query"] {
            assert_eq!(judge(&request("GET", uri), &own(), None, false), Verdict::Visit);
        }
    }

    #[test]
    fn other_paths_names_and_methods_are_turned_away() {
        assert_eq!(status(&request("GET", "http://127.0.0.1:18801/favicon.ico")), 404);
        assert_eq!(status(&request("GET", "http://127.0.0.1:18801/callback/")), 404);
        assert_eq!(status(&request("PUT", "http://127.0.0.1:18801/callback?code=a")), 405);
        for name in ["evil.example:18801", "127.0.0.1:18802", "127.0.0.1", "x@127.0.0.1:18801"] {
            assert_eq!(status(&request("GET", &format!("http://{name}/callback?code=a"))), 421, "{name}");
        }
    }

    #[test]
    fn only_the_own_page_relays_a_fragment() {
        let post = |origin: &str, media_type: &str, body: Vec<u8>| {
            http::Request::post("http://127.0.0.1:18801/callback")
                .header("origin", origin)
                .header("content-type", media_type)
                .body(Bytes::from(body))
                .unwrap()
        };
        let own_origin = "http://127.0.0.1:18801";
        let relayed =
            judge(&post(own_origin, "text/plain;charset=UTF-8", b"login_required".into()), &own(), None, false);
        let page = Page::Refused { error: "login_required".into(), description: None };
        assert_eq!(relayed, Verdict::Callback { page, fragment: Some("login_required".into()) });
        assert_eq!(status(&post("https://evil.example", "text/plain", b"x".into())), 403);
        assert_eq!(status(&post("null", "text/plain", b"x".into())), 403);
        assert_eq!(status(&post(own_origin, "application/json", b"x".into())), 415);
        assert_eq!(status(&post(own_origin, "text/plain", vec![b'x'; FRAGMENT_LIMIT + 1])), 413);
        assert_eq!(status(&post(own_origin, "text/plain", vec![0xff])), 400);
    }
}
