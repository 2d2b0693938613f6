//! Where secrets stand: under their names in forms, URLs, JSON, XML, HTML, multipart bodies and headers; and without a
//! name, what looks like one: a signed JWT, a UUID. Broken documents are searched like whole ones.

use std::ops::Range;

use base64::{Engine, engine::general_purpose::STANDARD};
use percent_encoding::percent_decode_str;

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

/// Names that carry a secret, as [`plain_name`] writes them, beside those that end in `_token`, `_secret` or `password`.
const NAMES: [&str; 25] = [
    "token",
    "session",
    "session_id",
    "sessionid",
    "jsessionid",
    "sid",
    "code_verifier",
    "assertion",
    "client_assertion",
    "passwd",
    "pwd",
    "pass",
    "secret",
    "api_key",
    "apikey",
    "x_api_key",
    "device_code",
    "id_token_hint",
    "csrf",
    "_csrf",
    "xsrf",
    "csrftoken",
    "jwt",
    "bearer",
    "credentials",
];

/// How deep an encoding inside an encoding is followed.
const DEPTH: u8 = 4;

/// A name with small letters and underscores.
pub(super) fn plain_name(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    let name: String = name.chars().map(plain).collect();
    // One token, whichever way it goes.
    match name.as_str() {
        "authorization" | "token" | "bearer" | "subject_token" => "access_token".to_owned(),
        "set_cookie" => "cookie".to_owned(),
        _ => name,
    }
}

fn is_secret(name: &str) -> bool {
    let name: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
    NAMES.contains(&name.as_str()) || ["_token", "_secret", "password"].iter().any(|end| name.ends_with(end))
}

/// In a form or a query, where an authorization code is one too.
fn is_secret_parameter(name: &str) -> bool {
    is_secret(name) || name.eq_ignore_ascii_case("code")
}

/// Form decoding: percent signs and plus signs.
pub(super) fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

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
            whole(value.find(' ').map_or(0, |blank| blank + 1)..value.len(), &lower)
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
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    text.split_once(':').map(|(user, password)| (user.to_owned(), password.to_owned()))
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

/// Strings behind secret names, and documents inside strings. Cut-off JSON too.
fn json(text: &str, shift: usize, found: &mut Vec<Found>, depth: u8) {
    let mut at = 0;
    let mut name: Option<String> = None;
    while let Some(quote) = text[at..].find('"').map(|quote| at + quote) {
        let start = quote + 1;
        let end = start + string_end(&text[start..]);
        let raw = &text[start..end];
        let value = unescaped(raw);
        let after = text.get(end + 1..).unwrap_or_default();
        let behind = after.trim_start();
        if let Some(rest) = behind.strip_prefix(':') {
            let rest = rest.trim_start();
            if is_secret(&value) && !rest.starts_with('"') {
                // A number, perhaps.
                let from = text.len() - rest.len();
                let length = rest.find(|c: char| c.is_whitespace() || ",}]".contains(c)).unwrap_or(rest.len());
                if rest.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
                    push(found, shift + from, &rest[..length], &value, str::to_owned);
                }
                name = None;
            } else {
                name = rest.starts_with('"').then_some(value);
            }
        } else {
            match name.take() {
                Some(name) if is_secret(&name) => {
                    found.push(Found { range: Some(shift + start..shift + end), kind: name, value });
                }
                Some(_) | None if depth > 0 && value.contains(['=', '"', '<']) => {
                    inside(&value, shift + start..shift + end, found, depth);
                }
                Some(_) | None => {}
            }
        }
        at = (end + 1).min(text.len());
        if !text.is_char_boundary(at) {
            return;
        }
    }
}

/// The offset of the closing quote, or of the end.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at,
            _ => {}
        }
    }
    text.len()
}

fn unescaped(raw: &str) -> String {
    if !raw.contains('\\') {
        return raw.to_owned();
    }
    serde_json::from_str(&format!("\"{raw}\"")).unwrap_or_else(|_| raw.to_owned())
}

/// Elements and attributes with secret names, and fields of forms: `<input name="code" value="…">`.
fn markup(text: &str, shift: usize, found: &mut Vec<Found>) {
    for (at, _) in text.match_indices('<') {
        let inside = &text[at + 1..];
        let Some(end) = inside.find('>') else { continue };
        let tag = &inside[..end];
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        let local = name.rsplit(':').next().unwrap_or_default();
        if is_secret(local) {
            let from = at + 1 + end + 1;
            let length = text[from..].find('<').unwrap_or(text.len() - from);
            let value = text[from..from + length].trim();
            let lead = text[from..from + length].find(value).unwrap_or(0);
            push(found, shift + from + lead, value, local, unmarked);
        }
        let attributes = attributes(tag);
        let named = attributes.iter().any(|(key, range)| {
            ["name", "id", "property", "http-equiv"].contains(&key.as_str()) && is_secret_parameter(&tag[range.clone()])
        });
        for (key, range) in &attributes {
            let kind = attributes.iter().find(|(key, _)| key == "name").map(|(_, range)| &tag[range.clone()]);
            if is_secret(key) || named && ["value", "content"].contains(&key.as_str()) {
                let kind = if is_secret(key) { key } else { kind.unwrap_or("secret") };
                push(found, shift + at + 1 + range.start, &tag[range.clone()], kind, unmarked);
            }
        }
    }
}

/// Names, in small letters, and the places of the values between quotes.
fn attributes(tag: &str) -> Vec<(String, Range<usize>)> {
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(equals) = tag[at..].find('=').map(|equals| at + equals) {
        let name = tag[at..equals].split_whitespace().last().unwrap_or_default().to_ascii_lowercase();
        let rest = tag[equals + 1..].trim_start();
        let start = tag.len() - rest.len();
        let (from, length) = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => (start + 1, rest[1..].find(quote).unwrap_or(rest.len() - 1)),
            Some(_) | None => (start, rest.find(char::is_whitespace).unwrap_or(rest.len())),
        };
        all.push((name, from..from + length));
        at = (from + length).max(equals + 1);
    }
    all
}

fn unmarked(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}

/// Parts of a multipart body (RFC 7578).
fn multipart(text: &str, shift: usize, found: &mut Vec<Found>) {
    for (at, _) in text.match_indices("name=\"") {
        let start = at + "name=\"".len();
        let Some(length) = text[start..].find('"') else { continue };
        let name = &text[start..start + length];
        if !is_secret_parameter(name) {
            continue;
        }
        let blank =
            ["\r\n\r\n", "\n\n"].into_iter().filter_map(|blank| Some((text[start..].find(blank)?, blank.len()))).min();
        let Some((gap, wide)) = blank else { continue };
        let from = start + gap + wide;
        let end = ["\r\n--", "\n--"].into_iter().filter_map(|end| text[from..].find(end)).min();
        let value = &text[from..from + end.unwrap_or(text.len() - from)];
        push(found, shift + from, value, name, str::to_owned);
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
