//! Bodies: what kind each is, and how that kind is shown.

use std::borrow::Cow;

use http::{HeaderMap, header};

use super::{BODY_LIMIT, Line, Mode, Options, Role, Secrets, json, message};
use crate::{
    oauth::{redact, redact::SecretRange},
    text,
};

/// How much of a body that is not text is shown.
const HEX_LIMIT: usize = 4096;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Form,
    Json,
    Html,
    Text,
    Binary,
}

/// Adds the lines of a body.
pub(super) fn push(lines: &mut Vec<Line>, headers: &HeaderMap, body: &[u8], options: Options) {
    if body.is_empty() {
        lines.push(Line::of(Role::Comment, "(no body)"));
        return;
    }
    let shown = cut(body);
    let kind = kind(headers, shown);
    if kind == Kind::Binary {
        hex(lines, body);
        return;
    }
    let text = String::from_utf8_lossy(shown);
    if matches!(text, Cow::Owned(_)) {
        lines.push(Line::of(Role::Warning, "Some bytes are not UTF-8; they are shown as �."));
    }
    let cut = shown.len() < body.len();
    match options.mode {
        Mode::Raw => raw(lines, &text, kind, options.secrets),
        Mode::Pretty => pretty(lines, &text, kind, cut, options.secrets),
    }
    if cut {
        let words = format!("… cut here: {} of {} are shown", text::size(shown.len()), text::size(body.len()));
        lines.push(Line::of(Role::Warning, &words));
    }
}

fn pretty(lines: &mut Vec<Line>, text: &str, kind: Kind, cut: bool, secrets: Secrets) {
    match kind {
        Kind::Form => message::parameters(lines, text.trim_end().as_bytes(), secrets),
        Kind::Json => {
            let (laid_out, problem) = json::pretty(text, secrets);
            match problem {
                None => lines.extend(laid_out),
                // Where the viewer cut the text is no fault of the text.
                Some(problem) if cut && problem.at == text.len() => lines.extend(laid_out),
                Some(problem) => {
                    let (line, column) = json::position(text, problem.at);
                    let words =
                        format!("Not valid JSON: line {line}, column {column}: {}. Shown as it is.", problem.problem);
                    lines.push(Line::of(Role::Warning, &words));
                    raw(lines, text, kind, secrets);
                }
            }
        }
        Kind::Html => {
            lines.push(Line::of(Role::Comment, "(HTML, shown as text)"));
            let first = lines.len();
            raw(lines, &text::html::text(text), kind, secrets);
            lines[first..].iter_mut().for_each(Line::make_prose);
        }
        Kind::Text | Kind::Binary => raw(lines, text, kind, secrets),
    }
}

/// The text as it is, line by line, but for its secrets.
fn raw(lines: &mut Vec<Line>, text: &str, kind: Kind, secrets: Secrets) {
    let mut line = Line::new();
    let mut from = 0;
    for SecretRange { range, .. } in secrets_in(text, kind) {
        if range.start < from {
            continue;
        }
        raw_part(lines, &mut line, &text[from..range.start]);
        line.push_secret(&text[range.clone()], secrets);
        from = range.end;
    }
    raw_part(lines, &mut line, &text[from..]);
    if !line.text().is_empty() {
        lines.push(line);
    }
}

fn raw_part(lines: &mut Vec<Line>, line: &mut Line, text: &str) {
    for part in text.split_inclusive('\n') {
        match part.strip_suffix('\n') {
            Some(row) => {
                line.push(Role::Plain, row.strip_suffix('\r').unwrap_or(row));
                lines.push(std::mem::take(line));
            }
            None => line.push(Role::Plain, part),
        }
    }
}

fn secrets_in(text: &str, kind: Kind) -> Vec<SecretRange> {
    match kind {
        Kind::Form => redact::in_form(text),
        Kind::Json => redact::in_json(text),
        Kind::Html | Kind::Text | Kind::Binary => {
            let mut found = redact::in_json(text);
            // A form that does not say what it is.
            if !text.trim_end().contains(char::is_whitespace) {
                found.extend(redact::in_form(text));
                found.sort_by_key(|secret| secret.range.start);
            }
            found
        }
    }
}

fn kind(headers: &HeaderMap, body: &[u8]) -> Kind {
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
    if essence.contains("json") {
        return Kind::Json;
    }
    if essence == "text/html" || essence == "application/xhtml+xml" {
        return Kind::Html;
    }
    if essence.starts_with("text/") || essence.ends_with("xml") {
        return Kind::Text;
    }
    let looks_like_text = std::str::from_utf8(body).is_ok() && !body.contains(&0);
    match body.trim_ascii_start().first() {
        Some(b'{' | b'[') if looks_like_text => Kind::Json,
        // A hex dump hides no secret.
        _ if looks_like_text || !redact::in_json(&String::from_utf8_lossy(body)).is_empty() => Kind::Text,
        _ => Kind::Binary,
    }
}

/// The part of a body that is shown, cut between characters.
fn cut(body: &[u8]) -> &[u8] {
    if body.len() <= BODY_LIMIT {
        return body;
    }
    let boundary = (BODY_LIMIT - 3..=BODY_LIMIT).rev().find(|&at| body[at] & 0xc0 != 0x80).unwrap_or(BODY_LIMIT);
    &body[..boundary]
}

fn hex(lines: &mut Vec<Line>, body: &[u8]) {
    let words = match body.len() {
        ..=HEX_LIMIT => format!("(not text: {})", text::size(body.len())),
        _ => format!("(not text: the first {HEX_LIMIT} bytes of {})", text::size(body.len())),
    };
    lines.push(Line::of(Role::Comment, &words));
    for (index, row) in body[..body.len().min(HEX_LIMIT)].chunks(16).enumerate() {
        let bytes: String = row.iter().map(|byte| format!("{byte:02x} ")).collect();
        let letters: String =
            row.iter().map(|&byte| if (0x20..0x7f).contains(&byte) { char::from(byte) } else { '.' }).collect();
        lines.push(
            Line::of(Role::Comment, &format!("{:08x}  ", index * 16))
                .with(Role::Plain, &format!("{bytes:<48}"))
                .with(Role::Comment, &format!(" {letters}")),
        );
    }
}
