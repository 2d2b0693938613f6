//! JSON laid out for reading: what stands in each of its lines.

mod scan;

use std::{borrow::Cow, ops::Range};

pub(super) use scan::index;
use scan::string;

use super::{
    Body,
    index::{CHUNK, boundary},
};
use crate::app::document::{Line, Role, Secrets};

/// What a string with its quotes stands for: a name written with escapes is the same name.
pub(super) fn decoded(string: &[u8]) -> Cow<'_, str> {
    let inside = string.strip_prefix(b"\"").unwrap_or(string);
    let inside = inside.strip_suffix(b"\"").unwrap_or(inside);
    if !inside.contains(&b'\\') {
        return String::from_utf8_lossy(inside);
    }
    let text = String::from_utf8_lossy(string);
    match serde_json::from_str::<String>(&text) {
        Ok(decoded) => Cow::Owned(decoded),
        // Half of a surrogate pair: there is no such text; it stays as it was written.
        Err(_) => String::from_utf8_lossy(inside),
    }
}

/// The name of the member that begins in a line, with its quotes.
pub(super) fn key(bytes: &[u8], line: Range<usize>) -> Option<Range<usize>> {
    if bytes.get(line.start) != Some(&b'"') {
        return None;
    }
    let end = string(&bytes[..line.end], line.start).0.min(line.end);
    let colon = bytes[end..line.end].iter().find(|byte| !byte.is_ascii_whitespace());
    (colon == Some(&b':')).then_some(line.start..end)
}

/// The name and the value that begin in a line, as byte ranges; the value of a container is its bracket.
pub(super) fn parts(bytes: &[u8], line: Range<usize>) -> (Option<Range<usize>>, Range<usize>) {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let skip = |at: usize| at + bytes[at..line.end].iter().take_while(|byte| blank(byte)).count();
    let token = |from: usize| match bytes[..line.end].get(from) {
        Some(b'"') => from..string(&bytes[..line.end], from).0.min(line.end),
        Some(b'{' | b'[' | b'}' | b']') => from..from + 1,
        None => line.end..line.end,
        Some(_) => {
            let rest = &bytes[from..line.end];
            from..from
                + rest.iter().position(|byte| blank(byte) || matches!(byte, b',' | b']' | b'}')).unwrap_or(rest.len())
        }
    };
    let first = token(line.start);
    if bytes.get(line.start) == Some(&b'"') {
        let colon = skip(first.end);
        if colon < line.end && bytes[colon] == b':' {
            let value = skip(colon + 1);
            return (Some(first), token(value.min(line.end)));
        }
    }
    (None, first)
}

/// Whether a comma stands before a line, behind the one above.
fn comma_before(bytes: &[u8], from: usize, at: usize) -> bool {
    let between = &bytes[from.max(at.saturating_sub(CHUNK)).min(at)..at];
    between.trim_ascii_end().last() == Some(&b',')
}

/// One line, laid out; a folded one with its end.
pub(super) fn line(body: &Body, at: usize, folded: Option<super::index::Container>, secrets: Secrets) -> Line {
    let (bytes, index) = (body.bytes(), &body.index);
    let range = index.range(at);
    let mut line = body.indented(at);
    if index.is_continued(at) {
        // What continues a secret that is masked stands in its first line already.
        if secrets == Secrets::Masked && index.secret_at(range.start).is_some() {
            return Line::of(Role::Secret, "…");
        }
        let ends = !index.is_continued(at + 1);
        let end = if ends { string_end(bytes, range.clone()) } else { range.end };
        body.push_text(&mut line, Role::JsonString, range.start..end, secrets);
        if ends && bytes[end..].trim_ascii_start().first() == Some(&b':') {
            // A very long name; its value has a line of its own.
            line.push(Role::Punctuation, ":");
        } else if ends && comma_before(bytes, end, index.range(at + 1).start) {
            line.push(Role::Punctuation, ",");
        }
        return line;
    }
    let continues = index.is_continued(at + 1);
    let (key, value) = parts(bytes, range.clone());
    if let Some(key) = key {
        body.push_text(&mut line, Role::JsonKey, key, Secrets::Shown);
        line.push(Role::Punctuation, ": ");
    }
    match bytes[value.clone()].first() {
        Some(b'"') => match index.secret_at(value.start + 1) {
            Some(secret) => {
                line.push(Role::JsonString, "\"");
                match secrets {
                    Secrets::Masked => line.push_secret(&String::from_utf8_lossy(&bytes[secret]), secrets),
                    Secrets::Shown => {
                        let end = if continues { value.end } else { secret.end };
                        line.push_secret(&String::from_utf8_lossy(&bytes[secret.start..end]), secrets);
                    }
                }
                if !continues || secrets == Secrets::Masked {
                    line.push(Role::JsonString, "\"");
                }
            }
            None => body.push_text(&mut line, Role::JsonString, value.clone(), secrets),
        },
        Some(bracket @ (b'{' | b'[' | b'}' | b']')) => {
            let opens = matches!(bracket, b'{' | b'[');
            line.push(Role::Punctuation, &char::from(*bracket).to_string());
            let end = if *bracket == b'{' { "}" } else { "]" };
            match folded {
                Some(container) => {
                    let what = match (*bracket, container.count) {
                        (b'{', 1) => "member",
                        (b'{', _) => "members",
                        (_, 1) => "element",
                        (_, _) => "elements",
                    };
                    line.push(Role::Comment, &format!(" … {} {what} ", container.count));
                    line.push(Role::Punctuation, end);
                }
                // An empty one closes where it opens; one that is cut off nowhere.
                None if opens && index.opened_by(at).is_none() && closes_at_once(bytes, value.end) => {
                    line.push(Role::Punctuation, end);
                }
                None => {}
            }
        }
        Some(b'-' | b'0'..=b'9') => body.push_text(&mut line, Role::JsonNumber, value.clone(), secrets),
        Some(_) => body.push_text(&mut line, Role::JsonLiteral, value.clone(), secrets),
        None => {}
    }
    let last = folded.map_or(at, |container| container.close as usize);
    let next = index.range(last).end;
    let opens = folded.is_none() && index.opened_by(at).is_some();
    if !continues && !opens && comma_before(bytes, value.end, next) {
        line.push(Role::Punctuation, ",");
    }
    line
}

/// Where the string that began before a range ends in it: behind its quote, before comma and blanks.
fn string_end(bytes: &[u8], range: Range<usize>) -> usize {
    let slice = &bytes[range.clone()];
    slice.iter().rposition(|&byte| byte == b'"').map_or(range.end, |quote| range.start + quote + 1)
}

fn closes_at_once(bytes: &[u8], from: usize) -> bool {
    bytes[from..].iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| matches!(byte, b'}' | b']'))
}

/// Where the last value of a line ends with all that it holds.
pub(super) fn value_range(body: &Body, at: usize) -> Range<usize> {
    let (bytes, index) = (body.bytes(), &body.index);
    let (_, value) = parts(bytes, index.range(at));
    if let Some(container) = index.opened_by(at).and_then(|c| index.containers().get(c as usize)) {
        let close = index.range(container.close as usize);
        return value.start..(close.start + 1).min(bytes.len());
    }
    if matches!(bytes.get(value.start), Some(b'{' | b'[')) {
        let end = bytes[value.start..].iter().position(|byte| matches!(byte, b'}' | b']')).unwrap_or(0);
        return value.start..value.start + end + 1;
    }
    let mut last = at;
    while index.is_continued(last + 1) {
        last += 1;
    }
    if last == at {
        return value;
    }
    let end = index.range(last);
    let end = match bytes.get(value.start) {
        Some(b'"') => string_end(bytes, end),
        _ => boundary(bytes, end.end),
    };
    value.start..end
}

/// Line and column (in characters, both from 1) of a byte offset.
pub(super) fn position(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = &bytes[..at.min(bytes.len())];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
    let column = before[line_start..].iter().filter(|&byte| byte & 0xc0 != 0x80).count() + 1;
    (memchr::memchr_iter(b'\n', before).count() + 1, column)
}
