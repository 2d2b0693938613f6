//! What has no structure to lay out: rows of text, pairs of a form, bytes.

use std::ops::Range;

use super::{
    Body,
    index::{CHUNK, Index},
};
use crate::{
    app::document::{Line, Role, Secrets},
    oauth::{form, redact},
};

/// A row as it came, without what ends it.
pub(super) fn row(body: &Body, range: Range<usize>, secrets: Secrets) -> Line {
    let bytes = &body.bytes()[range.clone()];
    let row = bytes.strip_suffix(b"\n").map_or(bytes, |row| row.strip_suffix(b"\r").unwrap_or(row));
    let mut line = Line::new();
    body.push_text(&mut line, Role::Plain, range.start..range.start + row.len(), secrets);
    line
}

/// Finds the pairs of a form.
pub(super) fn pairs(index: &mut Index, bytes: &[u8]) {
    let end = bytes.trim_ascii_end().len();
    let mut from = 0;
    while from < end {
        let next = memchr::memchr(b'&', &bytes[from..end]).map_or(end, |at| from + at + 1);
        if next > from + 1 || bytes[from] != b'&' {
            index.line(from);
            index.continued(bytes, from..next);
        }
        from = next;
    }
}

/// A pair of a form, decoded.
pub(super) fn pair(body: &Body, range: Range<usize>, secrets: Secrets) -> Line {
    let bytes = &body.bytes()[range.clone()];
    let at = body.line_at(range.start);
    let pair = bytes.trim_ascii_end();
    let pair = pair.strip_suffix(b"&").unwrap_or(pair);
    if body.index.is_continued(at) {
        let mut line = Line::of(Role::Plain, "  ");
        body.push_text(&mut line, Role::FormValue, range.start..range.start + pair.len(), secrets);
        return line;
    }
    let Some((name, value)) = form::parse_form(pair).into_iter().next() else { return Line::new() };
    let mut line = Line::of(Role::Plain, "  ").with(Role::FormName, &name).with(Role::Punctuation, " = ");
    if redact::is_secret_name(&name) && !value.is_empty() {
        line.push_secret(&value, secrets);
    } else {
        line.push(Role::FormValue, &value);
    }
    line
}

/// The value of a pair, decoded.
pub(super) fn pair_value(pair: &[u8]) -> String {
    let pair = pair.trim_ascii_end();
    let pair = pair.strip_suffix(b"&").unwrap_or(pair);
    form::parse_form(pair).into_iter().next().map(|(_, value)| value.to_string()).unwrap_or_default()
}

/// A row of bytes: where they stand, what they are, and what they would be as letters. Those of a secret are hidden.
pub(super) fn hex(body: &Body, range: Range<usize>, row: usize, secrets: Secrets) -> Line {
    debug_assert!(range.len() <= CHUNK);
    let mut line = Line::of(Role::Comment, &format!("{:08x}  ", range.start));
    let mut letters = String::with_capacity(row);
    for at in range.clone() {
        let byte = body.bytes()[at];
        if secrets == Secrets::Masked && body.is_secret(at) {
            line.push(Role::Secret, "•• ");
            letters.push('•');
        } else {
            line.push(Role::Plain, &format!("{byte:02x} "));
            letters.push(if (0x20..0x7f).contains(&byte) { char::from(byte) } else { '.' });
        }
    }
    let missing = row.saturating_sub(range.len());
    line.with(Role::Plain, &" ".repeat(3 * missing)).with(Role::Comment, &format!(" {letters}"))
}
