//! The parts of a URL, each with a name that is explained.

use std::ops::Range;

use super::{Place, place};
use crate::{oauth::is_loopback_host, orcid::shape};

/// A part of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is: a part of a URL, or a parameter.
    pub place: Place,
    /// Under which name it is explained.
    pub name: String,
    /// Where it stands in the URL.
    pub range: Range<usize>,
}

impl Part {
    fn new(name: &str, range: Range<usize>) -> Self {
        Self { place: Place::Url, name: name.to_owned(), range }
    }
}

/// Paths that are explained as a whole.
const ENDPOINTS: [&str; 7] = [
    "/oauth/authorize",
    "/oauth2/authorize",
    "/oauth/token",
    "/oauth/revoke",
    "/oauth/userinfo",
    "/oauth/jwks",
    "/.well-known/openid-configuration",
];

/// Scheme, host, port and the parts of the path of a URL, or of a path alone.
pub fn parts(url: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let mut from = 0;
    if let Some(at) = url[..end].find("://") {
        parts.push(Part::new(if &url[..at] == "https" { "https" } else { "http" }, 0..at));
        let host = at + 3;
        from = url[host..end].find('/').map_or(end, |slash| host + slash);
        authority(&mut parts, &url[host..from], host);
    }
    path(&mut parts, &url[from..end], from);
    parts
}

/// The parameters of a URL, those behind `?` and those behind `#`, as they stand there.
pub fn parameters(url: &str, place: Place) -> Vec<Part> {
    let (head, fragment) = url.split_once('#').map_or((url, None), |(head, fragment)| (head, Some(fragment)));
    let query = head.split_once('?').map(|(before, query)| (before.len() + 1, query));
    let fragment = fragment.map(|fragment| (head.len() + 1, fragment));
    let mut parts = Vec::new();
    for (start, text) in query.into_iter().chain(fragment) {
        let mut at = start;
        for pair in text.split('&') {
            let name = pair.split('=').next().unwrap_or_default();
            let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy().into_owned();
            if !name.is_empty() {
                parts.push(Part { place, name, range: at..at + pair.len() });
            }
            at += pair.len() + 1;
        }
    }
    parts
}

fn authority(parts: &mut Vec<Part>, authority: &str, at: usize) {
    let port = authority.rfind(':').filter(|colon| authority[colon + 1..].bytes().all(|b| b.is_ascii_digit()));
    let host = &authority[..port.unwrap_or(authority.len())];
    if host.is_empty() {
        return;
    }
    let name = match host {
        own if is_loopback_host(own.trim_matches(['[', ']'])) => "loopback",
        "orcid.org" => "orcid.org",
        "sandbox.orcid.org" => "sandbox.orcid.org",
        host if host.starts_with("pub.") => "pub.",
        host if host.starts_with("api.") => "api.",
        _ => "host",
    };
    parts.push(Part::new(name, at..at + host.len()));
    if let Some(colon) = port {
        parts.push(Part::new("port", at + colon + 1..at + authority.len()));
    }
}

fn path(parts: &mut Vec<Part>, path: &str, at: usize) {
    let mut from = 0;
    for prefix in ["/pub/", "/api/"] {
        if path.starts_with(prefix) {
            parts.push(Part::new(prefix.trim_end_matches('/'), at..at + prefix.len() - 1));
            from = prefix.len() - 1;
        }
    }
    let rest = &path[from..];
    let whole = |name: &str| Part::new(name, at + from..at + path.len());
    if ENDPOINTS.contains(&rest) {
        parts.push(whole(rest));
    } else if rest.starts_with("/_sandbox") || place::query_place(rest) == Place::AuthorizationRequest {
        parts.push(whole(rest));
    } else if rest.len() > 1 {
        let before = parts.len();
        segments(parts, rest, at + from);
        // A path of somebody else's: the redirect URI's, most likely.
        if parts[before..].iter().all(|part| part.name == "segment") {
            parts.truncate(before);
            parts.push(whole("path"));
        }
    }
}

/// The segments of a path of the API.
fn segments(parts: &mut Vec<Part>, path: &str, at: usize) {
    let mut from = at;
    let mut before = "";
    for segment in path.split('/') {
        let range = from..from + segment.len();
        from = range.end + 1;
        if segment.is_empty() {
            continue;
        }
        // An address inside the path may have slashes of its own.
        if before == "webhook" {
            parts.push(Part::new("{uri}", range.start..at + path.len()));
            return;
        }
        let (place, name) = name_of(segment, before);
        parts.push(Part { place, name: name.to_owned(), range });
        before = segment;
    }
}

/// Under which name a segment is explained. Sections of a record have the names of its members.
fn name_of<'a>(segment: &'a str, before: &str) -> (Place, &'a str) {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let version = segment.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let name = match before {
        "client" => "{client_id}",
        "notification-permission" => "{id}",
        _ if version => "version",
        _ if digits(segment) => "{put-code}",
        _ if segment.contains(',') && segment.split(',').all(digits) => "{put-codes}",
        _ if shape::is_orcid_shaped(segment) => "{orcid}",
        _ if super::find(Place::Url, segment).is_some() => segment,
        _ if super::find(Place::Record, segment).is_some() => return (Place::Record, segment),
        _ => "segment",
    };
    (Place::Url, name)
}
