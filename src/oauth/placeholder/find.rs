//! Where secrets stand: under their names in forms, URLs, JSON, XML, HTML, multipart bodies and headers; and without a
//! name, what looks like one: a signed JWT, a UUID. Broken documents are searched like whole ones.

mod document;
mod name;

use std::ops::Range;

use document::{json, markup, multipart};
pub(super) use name::{decoded, plain_name};
use name::{is_secret, is_secret_parameter};

use crate::oauth::authorization_header::decode_basic;

/// A secret in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its bytes there; none when it stands there in an encoding, as a part of something larger.
    pub range: Option<Range<usize>>,
    /// The name that it stands under.
    pub kind: String,
    /// The secret without the encoding of its place.
    pub value: String,
}

/// How deep an encoding inside an encoding is followed.
const DEPTH: u8 = 4;

/// All secrets of a text of any kind.
pub(super) fn in_text(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    look(text, 0, &mut found, DEPTH);
    ordered(found)
}

/// The secrets of a URL.
pub(super) fn in_url(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    url(text, 0, &mut found, DEPTH);
    looks(text, 0, &mut found);
    ordered(found)
}

/// Those of a header.
pub(super) fn in_header(name: &str, value: &str) -> Vec<Found> {
    let lower = name.to_ascii_lowercase();
    let whole = |range: Range<usize>, kind: &str| {
        let text = value[range.clone()].to_owned();
        if text.is_empty() {
            Vec::new()
        } else {
            vec![Found { range: Some(range), kind: kind.to_owned(), value: text }]
        }
    };
    match lower.as_str() {
        "authorization" | "proxy-authorization" => {
            // Id and secret of the client are no token, though the same header bears them.
            let kind = if basic(name, value).is_some() { "credentials" } else { &lower };
            whole(value.find(' ').map_or(0, |blank| blank + 1)..value.len(), kind)
        }
        "cookie" | "set-cookie" => {
            let mut found = Vec::new();
            let mut start = 0;
            for pair in value.split(';') {
                // Behind the first pair a Set-Cookie has attributes.
                if let Some((_, text)) = pair.split_once('=')
                    && (lower == "cookie" || start == 0)
                    && !text.trim().is_empty()
                {
                    let from = start + pair.len() - text.len();
                    let text = text.trim_end();
                    let range = Some(from..from + text.len());
                    found.push(Found { range, kind: "cookie".to_owned(), value: text.to_owned() });
                }
                start += pair.len() + 1;
            }
            found
        }
        // The mark of ORCID's newer server, and no secret (guide `orcid-wire`).
        _ if lower.starts_with("oauth_") && value == "ON" => Vec::new(),
        _ if is_secret(&lower) || lower.contains("auth") && !lower.ends_with("authenticate") => {
            whole(0..value.len(), &lower)
        }
        _ => in_text(value),
    }
}

/// User and password of HTTP Basic.
pub(super) fn basic(name: &str, value: &str) -> Option<(String, String)> {
    if !name.eq_ignore_ascii_case("authorization") && !name.eq_ignore_ascii_case("proxy-authorization") {
        return None;
    }
    decode_basic(value)
}

/// In order, without what stands inside another; those without a place first.
fn ordered(mut found: Vec<Found>) -> Vec<Found> {
    let bounds = |secret: &Found| secret.range.as_ref().map(|range| (range.start, std::cmp::Reverse(range.end)));
    found.retain(|secret| !secret.value.is_empty() && secret.range.as_ref().is_none_or(|range| !range.is_empty()));
    found.sort_by_key(bounds);
    let mut end = 0;
    for secret in &mut found {
        if let Some(range) = &secret.range {
            // What is inside another is replaced with it, and learned all the same.
            if range.start < end {
                secret.range = None;
            } else {
                end = range.end;
            }
        }
    }
    found.sort_by_key(bounds);
    found
}

fn look(text: &str, shift: usize, found: &mut Vec<Found>, depth: u8) {
    let trimmed = text.trim_start();
    if !trimmed.starts_with(['{', '[', '<', '"']) {
        form(
            text.trim_start_matches(['?', '#']),
            shift + text.len() - text.trim_start_matches(['?', '#']).len(),
            found,
            depth,
        );
    }
    if text.contains('"') {
        json(text, shift, found, depth);
    }
    if text.contains('<') {
        markup(text, shift, found);
    }
    if text.contains("form-data") {
        multipart(text, shift, found);
    }
    for (at, _) in text.match_indices("://") {
        // A URL in a text: from its scheme to what cannot stand in one.
        let from = text[..at]
            .rfind(|c: char| !c.is_ascii_alphanumeric())
            .map_or(0, |before| before + text[before..].chars().next().map_or(1, char::len_utf8));
        let rest = &text[from..];
        let end = rest.find(|c: char| c.is_whitespace() || "\"'<>`\\".contains(c)).unwrap_or(rest.len());
        url(&rest[..end], shift + from, found, depth);
    }
    for word in ["Bearer ", "bearer "] {
        for (at, _) in text.match_indices(word) {
            let from = at + word.len();
            let rest = &text[from..];
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-._~+/=".contains(c))).unwrap_or(rest.len());
            // A word of prose is no token.
            if end >= 16 {
                push(found, shift + from, &rest[..end], "access_token", str::to_owned);
            }
        }
    }
    looks(text, shift, found);
}

fn push(found: &mut Vec<Found>, from: usize, text: &str, kind: &str, decode: impl Fn(&str) -> String) {
    found.push(Found { range: Some(from..from + text.len()), kind: kind.to_owned(), value: decode(text) });
}

fn url(text: &str, shift: usize, found: &mut Vec<Found>, depth: u8) {
    let (head, fragment) = text.split_once('#').map_or((text, None), |(head, fragment)| (head, Some(fragment)));
    if let Some(fragment) = fragment {
        form(fragment, shift + head.len() + 1, found, depth);
    }
    let (path, query) = head.split_once('?').map_or((head, None), |(path, query)| (path, Some(query)));
    if let Some(query) = query {
        form(query, shift + path.len() + 1, found, depth);
    }
    if let Some((scheme, rest)) = path.split_once("://")
        && let Some((user, _)) = rest.split('/').next().unwrap_or_default().rsplit_once('@')
        && let Some((name, password)) = user.split_once(':')
    {
        push(found, shift + scheme.len() + 3 + name.len() + 1, password, "password", decoded);
    }
    if let Some(at) = path.to_ascii_lowercase().find(";jsessionid=") {
        let from = at + ";jsessionid=".len();
        let end = path[from..].find([';', '/']).map_or(path.len(), |end| from + end);
        push(found, shift + from, &path[from..end], "cookie", decoded);
    }
    // ORCID's tutorial shows an address like this one: …/oauthplayground/code=s536Z5
    if let Some((before, last)) = path.rsplit_once('/')
        && let Some(code) = last.strip_prefix("code=")
    {
        push(found, shift + before.len() + 1 + "code=".len(), code, "code", decoded);
    }
}

fn form(text: &str, shift: usize, found: &mut Vec<Found>, depth: u8) {
    let mut start = 0;
    for pair in text.split(['&', ';', '\n']) {
        if let Some((name, value)) = pair.split_once('=') {
            let from = shift + start + name.len() + 1;
            let value = value.trim_end();
            if is_secret_parameter(decoded(name).trim()) {
                push(found, from, value, decoded(name).trim(), decoded);
            } else if depth > 0 && value.contains('%') {
                // A URL or a document in a parameter: its secrets are replaced with the whole when they are not too
                // short, else the whole of the parameter is.
                inside(&decoded(value), from..from + value.len(), found, depth);
            }
        }
        start += pair.len() + 1;
    }
}

/// Secrets of a text that is encoded at a place. They have no place of their own there; when they are too short to be found
/// by their looks, the whole is taken for one.
fn inside(text: &str, place: Range<usize>, found: &mut Vec<Found>, depth: u8) {
    let mut nested = Vec::new();
    look(text, 0, &mut nested, depth - 1);
    for secret in ordered(nested) {
        if secret.value.chars().count() < 6 {
            found.push(Found { range: Some(place.clone()), kind: secret.kind, value: text.to_owned() });
        } else {
            found.push(Found { range: None, kind: secret.kind, value: secret.value });
        }
    }
}

/// Whether it was found by its looks alone.
pub(super) fn is_look(kind: &str) -> bool {
    matches!(kind, "jwt" | "uuid")
}

/// What looks like a secret without being called one: signed JWTs, and UUIDs, which all of ORCID's tokens and secrets are.
fn looks(text: &str, shift: usize, found: &mut Vec<Found>) {
    for (at, _) in text.match_indices("eyJ") {
        let rest = &text[at..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(rest.len());
        let jwt = rest[..end].trim_end_matches('.');
        if jwt.split('.').filter(|part| part.len() >= 4).count() >= 2 {
            push(found, shift + at, jwt, "jwt", str::to_owned);
        }
    }
    let bytes = text.as_bytes();
    let is_uuid = |window: &[u8]| {
        window.iter().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
    };
    let mut at = 0;
    while at + 36 <= bytes.len() {
        if bytes[at + 8] == b'-' && is_uuid(&bytes[at..at + 36]) {
            push(found, shift + at, &text[at..at + 36], "uuid", str::to_owned);
            at += 36;
        } else {
            at += 1;
        }
    }
}
