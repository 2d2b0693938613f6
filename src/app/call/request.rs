//! The request that goes out: words in braces become secrets where these may go, and the headers that HTTP demands are
//! added.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Uri, header};
use url::Url;

use super::Call;
use crate::{
    oauth::{HttpRequest, USER_AGENT, request::host},
    orcid::{Environment, links},
};

impl Call {
    /// Whether the secrets of this call may go to a URL: to the server that gave them, or where they went before.
    pub fn may_hold_secrets(&self, url: &Url, environment: &Environment) -> bool {
        links::is_own(url, environment) || self.home.as_ref().is_some_and(|home| *home == url.origin())
    }

    /// The request.
    ///
    /// # Errors
    /// What stands in the way, in words.
    pub fn request(&self, environment: &Environment) -> Result<HttpRequest, String> {
        let method = Method::from_bytes(self.method.text().trim().as_bytes())
            .map_err(|_| format!("{:?} is no method", self.method.text()))?;
        let url = self.parsed_url()?;
        let trusted = self.may_hold_secrets(&url, environment);
        let url =
            if trusted { Url::parse(&self.fill(url.as_str(), true)).map_err(|error| error.to_string())? } else { url };
        let uri: Uri = url.as_str().parse().map_err(|error| format!("the URL cannot be sent: {error}"))?;
        let body = if trusted { self.fill(&self.body.text(), false) } else { self.body.text() };
        let body = if self.is_form() { body.trim_end().to_owned() } else { body };
        let body = if self.takes_body() { Bytes::from(body) } else { Bytes::new() };
        let mut request = http::Request::builder().method(method.clone()).uri(uri);
        let typed = self.typed_headers()?;
        let has = |name: &HeaderName| typed.iter().any(|(typed, _)| typed == name);
        if !has(&header::HOST) {
            request = request.header(header::HOST, host(url.as_str()));
        }
        if !has(&header::USER_AGENT) {
            request = request.header(header::USER_AGENT, USER_AGENT);
        }
        for (name, value) in &typed {
            // A line whose secret is not there, or must not go there, stays here.
            let filled = if trusted { self.fill(value, false) } else { value.clone() };
            if self.names_secret(&filled) || filled.contains("{token}") {
                continue;
            }
            let value = HeaderValue::from_str(&filled).map_err(|_| format!("the header {name} cannot be sent so"))?;
            request = request.header(name, value);
        }
        if !has(&header::ACCEPT) {
            request = request.header(header::ACCEPT, "*/*");
        }
        let expects_body = matches!(method, Method::POST | Method::PUT | Method::PATCH);
        if !has(&header::CONTENT_LENGTH) && (expects_body || !body.is_empty()) {
            request = request.header(header::CONTENT_LENGTH, body.len());
        }
        request.body(body).map_err(|error| error.to_string())
    }

    /// The URL as it was typed, in the normal form in which it goes out.
    pub(super) fn parsed_url(&self) -> Result<Url, String> {
        let url = Url::parse(self.url.text().trim()).map_err(|error| format!("the URL is no address: {error}"))?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err("the URL has to begin with http:// or https:// and a host".to_owned());
        }
        let mut url = url;
        url.set_fragment(None);
        Ok(url)
    }

    /// Name and value of every header line.
    ///
    /// # Errors
    /// Which line is none.
    pub(super) fn typed_headers(&self) -> Result<Vec<(HeaderName, String)>, String> {
        let lines = self.headers.lines().iter().enumerate().filter(|(_, line)| !line.trim().is_empty());
        lines
            .map(|(index, line)| {
                let parsed = line.split_once(':').and_then(|(name, value)| {
                    Some((HeaderName::from_bytes(name.trim().as_bytes()).ok()?, value.trim().to_owned()))
                });
                parsed.ok_or_else(|| format!("line {} of the headers is not name: value", index + 1))
            })
            .collect()
    }

    /// Puts the secrets in.
    fn fill(&self, text: &str, encoded: bool) -> String {
        let mut text = text.to_owned();
        for (name, secret) in &self.secrets {
            text = text.replace(&format!("{{{name}}}"), secret.expose());
            if encoded {
                // A URL has encoded the braces.
                text = text.replace(&format!("%7B{name}%7D"), secret.expose());
            }
        }
        text
    }

    /// Whether a word in braces stands in it.
    pub(super) fn names_secret(&self, text: &str) -> bool {
        self.secrets.iter().any(|(name, _)| text.contains(&format!("{{{name}}}")))
    }
}
