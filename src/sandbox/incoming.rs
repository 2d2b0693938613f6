//! A request as the endpoints want it: logical host, path, query, form, cookie, token.

use std::{
    borrow::Cow,
    net::{Ipv6Addr, SocketAddr},
};

use bytes::Bytes;
use http::{HeaderMap, Method, Uri, header};

use super::{pages, reply::Reply};
use crate::oauth::{HttpRequest, authorization_header::bearer, form};

/// ORCID's three hosts behind one listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LogicalHost {
    /// `orcid.org`: the authorization server.
    Web,
    /// `pub.orcid.org`.
    PublicApi,
    /// `api.orcid.org`.
    MemberApi,
}

/// What an endpoint is given.
pub(super) struct Incoming<'a> {
    pub method: &'a Method,
    pub host: LogicalHost,
    /// Below the logical host; what had to be percent-encoded still is.
    pub path: &'a str,
    /// Without the question mark; empty when there is none.
    pub query: &'a str,
    pub headers: &'a HeaderMap,
    pub body: &'a Bytes,
    /// Whether the page that sent it came from this very host and port, or nobody said where it came from (programs do
    /// not, browsers do for every POST).
    pub same_origin: bool,
    /// Whether it came from this computer, or nobody said where it came from. What holds the socket says it with a
    /// [`SocketAddr`] among the request's extensions.
    pub from_here: bool,
    cookie_name: String,
}

impl<'a> Incoming<'a> {
    /// Splits the request, and refuses hosts that are not ours: a name that somebody else's DNS leads here (DNS
    /// rebinding) must reach nothing.
    pub fn read(request: &'a HttpRequest, issuer: &str) -> Result<Self, Box<Reply>> {
        let header = request.headers().get(header::HOST);
        let authority = match (request.uri().authority(), header) {
            (Some(authority), _) => authority.as_str(),
            (None, Some(host)) => host.to_str().unwrap_or_default(),
            (None, None) => return Err(Box::new(pages::message(400, "Bad request", "The request names no Host."))),
        };
        let issuer_authority = authority_of(issuer);
        let Some(host) = logical_host(authority, issuer_authority) else {
            let text = format!("This is the simulated ORCID at {issuer}. It does not answer for other hosts.");
            return Err(Box::new(pages::message(421, "Misdirected request", &text)));
        };
        let path = request.uri().path();
        let (host, path) = match host {
            LogicalHost::Web => below(path, "/pub")
                .map(|path| (LogicalHost::PublicApi, path))
                .or_else(|| below(path, "/api").map(|path| (LogicalHost::MemberApi, path)))
                .unwrap_or((LogicalHost::Web, path)),
            LogicalHost::PublicApi => (host, below(path, "/pub").unwrap_or(path)),
            LogicalHost::MemberApi => (host, below(path, "/api").unwrap_or(path)),
        };
        let origin = request.headers().get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default());
        let port = issuer_authority.rsplit_once(':').map_or("", |(_, port)| port);
        Ok(Self {
            method: request.method(),
            host,
            path,
            query: request.uri().query().unwrap_or_default(),
            headers: request.headers(),
            body: request.body(),
            same_origin: origin.is_none_or(|origin| authority_of(origin).eq_ignore_ascii_case(authority)),
            from_here: request
                .extensions()
                .get::<SocketAddr>()
                .is_none_or(|peer| peer.ip().to_canonical().is_loopback()),
            // Cookies ignore ports: without the number two sandboxes would sign each other out.
            cookie_name: format!(
                "sandbox_session_{}",
                if port.bytes().all(|b| b.is_ascii_digit()) { port } else { "" }
            ),
        })
    }

    /// A header as text; empty when it is missing or not text.
    pub fn header(&self, name: header::HeaderName) -> &'a str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// `Accept`, all of its lines as one list (RFC 9110 §5.3); empty when it is missing.
    pub fn accept(&self) -> String {
        let lines = self.headers.get_all(header::ACCEPT).into_iter().filter_map(|value| value.to_str().ok());
        lines.collect::<Vec<_>>().join(", ")
    }

    /// The fields of a form body.
    pub fn form(&self) -> Vec<(String, String)> {
        form::parse_form(self.body)
    }

    /// Whether the body says that it is a form.
    pub fn is_form(&self) -> bool {
        let media_type = self.header(header::CONTENT_TYPE).split(';').next().unwrap_or_default().trim();
        media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded")
    }

    /// The value of the session cookie.
    pub fn session(&self) -> Option<&'a str> {
        let cookies = self.headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        cookies
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(name, value)| (name == self.cookie_name).then_some(value))
    }

    /// `Set-Cookie` for a session, or to end it. `Lax`, because the browser comes from the client's site.
    pub fn set_cookie(&self, session: Option<&str>, secure: bool) -> String {
        let secure = if secure { "; Secure" } else { "" };
        let name = &self.cookie_name;
        match session {
            Some(session) => format!("{name}={session}; Path=/; HttpOnly; SameSite=Lax{secure}"),
            None => format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}"),
        }
    }

    /// The bearer token, from the header or from `access_token` in the query. ORCID cuts at a comma.
    pub fn bearer_token(&self) -> Option<String> {
        let token = match bearer(self.header(header::AUTHORIZATION)) {
            Some(token) => Some(token.to_owned()),
            None => form::first(&form::parse_form(self.query.as_bytes()), "access_token").map(str::to_owned),
        };
        token.map(|token| token.split(',').next().unwrap_or_default().trim().to_owned()).filter(|t| !t.is_empty())
    }
}

/// The request with its path as people write it: letters, digits, `-._~` and commas need no percent sign, and mean the same
/// with one (RFC 3986 §6.2.2.2). What separates stays encoded, and so does the URI of a webhook.
pub(super) fn with_plain_path(request: &HttpRequest) -> Cow<'_, HttpRequest> {
    let path = request.uri().path();
    // The URI of a webhook is a name: it is shown as it was sent.
    let (path, name) = path.split_at(path.find("/webhook/").unwrap_or(path.len()));
    if !path.contains('%') {
        return Cow::Borrowed(request);
    }
    let mut parts = path.split('%');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let byte = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).map(char::from);
        match byte.filter(|c| c.is_ascii_alphanumeric() || "-._~,".contains(*c)) {
            Some(c) => plain.extend([c.to_string().as_str(), &part[2..]]),
            None => plain.extend(["%", part]),
        }
    }
    plain.push_str(name);
    if let Some(query) = request.uri().query() {
        plain.extend(["?", query]);
    }
    let mut uri = request.uri().clone().into_parts();
    uri.path_and_query = plain.parse().ok().or(uri.path_and_query);
    let mut decoded = request.clone();
    *decoded.uri_mut() = Uri::from_parts(uri).unwrap_or_else(|_| request.uri().clone());
    Cow::Owned(decoded)
}

fn authority_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

fn below<'a>(path: &'a str, prefix: &str) -> Option<&'a str> {
    path.strip_prefix(prefix).filter(|rest| rest.starts_with('/'))
}

/// Which of the three hosts an authority names; `None` when it is none of ours.
fn logical_host(authority: &str, issuer_authority: &str) -> Option<LogicalHost> {
    let ours = |authority: &str| {
        let name = match authority.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            Some(_) | None => authority,
        };
        // A final dot says that a name is whole; an address has more than one spelling.
        let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        authority.eq_ignore_ascii_case(issuer_authority)
            || name.strip_suffix('.').unwrap_or(name).eq_ignore_ascii_case("localhost")
            || name == "127.0.0.1"
            || address.is_some_and(|address| address.parse() == Ok(Ipv6Addr::LOCALHOST))
    };
    let stripped = |prefix: &str| authority.get(..prefix.len()).filter(|p| p.eq_ignore_ascii_case(prefix));
    if ours(authority) {
        Some(LogicalHost::Web)
    } else if stripped("pub.").is_some() && ours(&authority[4..]) {
        Some(LogicalHost::PublicApi)
    } else if stripped("api.").is_some() && ours(&authority[4..]) {
        Some(LogicalHost::MemberApi)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needless_percent_signs_go_and_no_other() {
        for (sent, plain) in [
            ("/a?b=%41", "/a?b=%41"),
            ("/%6Fauth/%74oken?x=%2F", "/oauth/token?x=%2F"),
            ("/0000%2D0001/works/1%2c2", "/0000-0001/works/1,2"),
            ("/%61/webhook/http%3A%2F%2F127%2E0.0.1%2fcb", "/a/webhook/http%3A%2F%2F127%2E0.0.1%2fcb"),
            ("/%2541%+1%4", "/%2541%+1%4"),
            ("/%", "/%"),
        ] {
            let request = http::Request::get(sent).body(Bytes::new()).unwrap();
            assert_eq!(with_plain_path(&request).uri(), plain, "{sent}");
        }
    }

    #[test]
    fn only_our_names_are_answered() {
        let issuer = "orcid.test:8443";
        for (authority, expected) in [
            ("127.0.0.1:18800", Some(LogicalHost::Web)),
            ("LOCALHOST", Some(LogicalHost::Web)),
            ("[::1]:1", Some(LogicalHost::Web)),
            ("[0:0:0:0:0:0:0:1]:18800", Some(LogicalHost::Web)),
            ("LOCALHOST.:18800", Some(LogicalHost::Web)),
            ("pub.localhost.", Some(LogicalHost::PublicApi)),
            ("[::2]", None),
            ("localhost..", None),
            ("orcid.test:8443", Some(LogicalHost::Web)),
            ("pub.orcid.test:8443", Some(LogicalHost::PublicApi)),
            ("API.localhost:18800", Some(LogicalHost::MemberApi)),
            ("orcid.test", None),
            ("evil.example:18800", None),
            ("127.0.0.1.evil.example", None),
            ("pub.evil.example", None),
            ("", None),
            ("é", None),
        ] {
            assert_eq!(logical_host(authority, issuer), expected, "{authority}");
        }
    }
}
