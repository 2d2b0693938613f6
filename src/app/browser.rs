//! A browser as small as can be: it sends what a researcher's browser would send, and reads the block of data that each
//! page of the simulated ORCID carries.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{Method, header};
use serde::Deserialize;

use crate::oauth::{HttpRequest, HttpResponse, form, request};

/// Someone who can sign in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Person {
    /// Their iD.
    pub orcid: String,
    /// Their name as the sign-in page shows it.
    pub name: String,
}

/// A scope as the pages explain it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AskedScope {
    /// The scope.
    pub scope: String,
    /// ORCID's words for it.
    pub text: String,
}

/// The data of a page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "page", rename_all = "kebab-case")]
pub enum Page {
    /// Choose who you are.
    SignIn {
        /// Where the form goes.
        action: String,
        /// Its hidden fields.
        fields: BTreeMap<String, String>,
        /// Who there is.
        researchers: Vec<Person>,
    },
    /// Authorize or deny.
    Consent(Consent),
    /// Something is wrong with the request; nobody is redirected.
    Error {
        /// ORCID's sentence.
        message: String,
    },
}

/// The consent page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Consent {
    /// Where the form goes.
    pub action: String,
    /// Its hidden fields.
    pub fields: BTreeMap<String, String>,
    /// What the Authorize button adds.
    pub approve: BTreeMap<String, String>,
    /// What the Deny button adds.
    pub deny: BTreeMap<String, String>,
    /// Who asks.
    pub client_name: String,
    /// For what.
    pub scopes: Vec<AskedScope>,
    /// Whom.
    pub signed_in_as: Person,
}

/// The opening tag of the block of data.
const BLOCK: &str = r#"<script type="application/json" id="authorization">"#;

/// Reads the block of data of a page.
pub fn page(response: &HttpResponse) -> Option<Page> {
    let html = std::str::from_utf8(response.body()).ok()?;
    let (_, rest) = html.split_once(BLOCK)?;
    let (json, _) = rest.split_once("</script>")?;
    serde_json::from_str(json).ok()
}

/// The absolute target of a redirect.
pub fn location(response: &HttpResponse, at: &str) -> Option<String> {
    if !response.status().is_redirection() {
        return None;
    }
    let target = response.headers().get(header::LOCATION)?.to_str().ok()?;
    // A target that is absolute stays as it was written: the callback has to show what the server sent.
    if target.starts_with("http://") || target.starts_with("https://") {
        return Some(target.to_owned());
    }
    Some(url::Url::parse(at).ok()?.join(target).ok()?.into())
}

/// The session that an answer opens (`Some(Some(…))`) or ends (`Some(None)`): name and value of its first cookie.
pub fn session(response: &HttpResponse) -> Option<Option<String>> {
    let cookie = response.headers().get(header::SET_COOKIE)?.to_str().ok()?;
    let pair = cookie.split(';').next().unwrap_or_default().trim();
    let ended = pair.ends_with('=') || cookie.to_ascii_lowercase().contains("max-age=0");
    Some((!ended).then(|| pair.to_owned()))
}

/// A GET as the researcher's browser would send it.
///
/// # Errors
/// When the URL is not one.
pub fn get(url: &str, session: Option<&str>) -> Result<HttpRequest, http::Error> {
    builder(Method::GET, url, session).body(Bytes::new())
}

/// A form POST as the researcher's browser would send it.
///
/// # Errors
/// When the URL is not one.
pub fn post(url: &str, session: Option<&str>, fields: &[(&str, &str)]) -> Result<HttpRequest, http::Error> {
    let body = form::form(fields.iter().copied());
    let origin = url::Url::parse(url).map(|url| url.origin().ascii_serialization()).unwrap_or_default();
    let request = builder(Method::POST, url, session).header(header::ORIGIN, origin);
    request::with_body(request, "application/x-www-form-urlencoded", body)
}

fn builder(method: Method, url: &str, session: Option<&str>) -> http::request::Builder {
    // A fragment is the browser's own; it is never sent.
    let target = url.split_once('#').map_or(url, |(target, _)| target);
    let request = request::builder(method, target, "text/html");
    match session {
        Some(session) => request.header(header::COOKIE, session),
        None => request,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, name: &str, value: &str, body: &'static str) -> HttpResponse {
        http::Response::builder().status(status).header(name, value).body(Bytes::from(body)).unwrap()
    }

    #[test]
    fn pages_are_read_from_their_block() {
        let html = concat!(
            r#"<html><script type="application/json" id="authorization">"#,
            r#"{"page":"error","message":"Error: \u003cb\u003e"}</script></html>"#
        );
        assert_eq!(page(&response(200, "x", "y", html)), Some(Page::Error { message: "Error: <b>".into() }));
        assert_eq!(page(&response(200, "x", "y", "<html></html>")), None);
    }

    #[test]
    fn redirects_are_resolved_and_callbacks_left_alone() {
        let to =
            |target: &str| location(&response(302, "location", target, ""), "http://127.0.0.1:1/oauth/authorize?x");
        assert_eq!(to("/signin?oauth").unwrap(), "http://127.0.0.1:1/signin?oauth");
        assert_eq!(to("http://a.org/cb#error=x").unwrap(), "http://a.org/cb#error=x");
        assert_eq!(location(&response(200, "location", "/x", ""), "http://a/"), None);
    }

    #[test]
    fn sessions_begin_and_end() {
        let of = |cookie: &str| session(&response(302, "set-cookie", cookie, ""));
        assert_eq!(of("session=abc; HttpOnly; Path=/"), Some(Some("session=abc".into())));
        assert_eq!(of("session=; Max-Age=0"), Some(None));
    }

    #[test]
    fn a_form_is_posted_as_a_browser_does() {
        let request =
            post("http://127.0.0.1:18800/signin", Some("session=a"), &[("orcid", "0000-0002-4456-8947")]).unwrap();
        assert_eq!(request.headers()["host"], "127.0.0.1:18800");
        assert_eq!(request.headers()["origin"], "http://127.0.0.1:18800");
        assert_eq!(request.body(), "orcid=0000-0002-4456-8947");
    }
}
