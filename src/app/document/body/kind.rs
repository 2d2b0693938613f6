//! What kind a body is, and what of it is secret.

use std::ops::Range;

use http::{HeaderMap, header};

use crate::oauth::redact;

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Form,
    Json,
    JsonLines,
    Html,
    Xml,
    Text,
    Binary,
}

/// What a body is, by its headers; by its looks when they do not say.
pub(super) fn kind(headers: &HeaderMap, body: &[u8]) -> Kind {
    let value = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let content_type = value(header::CONTENT_TYPE);
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let encoding = value(header::CONTENT_ENCODING);
    if !matches!(encoding.as_str(), "" | "identity") {
        return Kind::Binary;
    }
    if essence == "application/x-www-form-urlencoded" {
        return Kind::Form;
    }
    if ["ndjson", "jsonl", "json-lines", "json-seq", "stream+json"].iter().any(|lines| essence.ends_with(lines)) {
        return Kind::JsonLines;
    }
    if essence.contains("json") {
        return Kind::Json;
    }
    if essence == "text/html" || essence == "application/xhtml+xml" {
        return Kind::Html;
    }
    if essence.ends_with("xml") {
        return Kind::Xml;
    }
    if essence.starts_with("text/") {
        return Kind::Text;
    }
    let looks_like_text = std::str::from_utf8(body).is_ok() && !body.contains(&0);
    match body.trim_ascii_start().first() {
        Some(b'{' | b'[') if looks_like_text => Kind::Json,
        Some(b'<') if looks_like_text && body.trim_ascii_start().starts_with(b"<?xml") => Kind::Xml,
        // A hex dump hides no secret.
        _ if looks_like_text || !redact::in_json_bytes(body).is_empty() => Kind::Text,
        _ => Kind::Binary,
    }
}

pub(super) fn small(range: Range<usize>, by: usize) -> Range<u32> {
    let small = |at: usize| u32::try_from(at + by).unwrap_or(u32::MAX);
    small(range.start)..small(range.end)
}

/// The secrets of a body as it came, in order, none inside another.
pub(super) fn secrets(bytes: &[u8], kind: Kind) -> Vec<Range<u32>> {
    let json = redact::in_json_bytes(bytes).into_iter().map(|range| small(range, 0)).collect();
    let form = || redact::in_form_bytes(bytes).into_iter().map(|range| small(range, 0)).collect();
    let json = merged(json, in_descriptions(bytes));
    match kind {
        Kind::Json | Kind::JsonLines | Kind::Xml => json,
        Kind::Form => form(),
        // A form that does not say what it is.
        Kind::Html | Kind::Text | Kind::Binary if !bytes.trim_ascii_end().iter().any(u8::is_ascii_whitespace) => {
            merged(json, form())
        }
        Kind::Html | Kind::Text | Kind::Binary => json,
    }
}

/// What a refusal repeats of a secret.
pub(super) fn in_descriptions(bytes: &[u8]) -> Vec<Range<u32>> {
    redact::in_descriptions(bytes).into_iter().map(|range| small(range, 0)).collect()
}

pub(super) fn merged(mut some: Vec<Range<u32>>, others: Vec<Range<u32>>) -> Vec<Range<u32>> {
    some.extend(others);
    some.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<u32>> = Vec::with_capacity(some.len());
    for range in some {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            Some(_) | None => merged.push(range),
        }
    }
    merged
}
