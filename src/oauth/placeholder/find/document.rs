//! Secrets in documents: JSON, XML and HTML, multipart bodies. Broken and cut-off ones too.

use std::ops::Range;

use super::{
    Found, inside,
    name::{is_secret, is_secret_parameter},
    push,
};

/// Strings behind secret names, and documents inside strings. Cut-off JSON too.
pub(super) fn json(text: &str, shift: usize, found: &mut Vec<Found>, depth: u8) {
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
pub(super) fn markup(text: &str, shift: usize, found: &mut Vec<Found>) {
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
pub(super) fn multipart(text: &str, shift: usize, found: &mut Vec<Found>) {
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
