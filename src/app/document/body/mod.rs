//! Bodies: what kind each is, and how that kind is shown. A body is indexed once ([`Body::new`], which takes as long as
//! the body is long); then each of its lines is made when it is looked at, whatever the body's size.

mod index;
mod json;
mod path;
mod plain;
mod xml;

use std::{borrow::Cow, ops::Range};

use bytes::Bytes;
use http::{HeaderMap, header};

use super::{Line, Mode, Role, Secrets};
use crate::{oauth::redact, text};

pub(super) use self::index::{Container, NONE};
use self::index::{Index, MOST_BYTES};
pub use self::path::KeyPath;

/// Deeper levels are not indented further, or a hostile body of brackets would grow quadratically.
const MAX_INDENT: usize = 40;

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Form,
    Json,
    JsonLines,
    Html,
    Xml,
    Text,
    Binary,
}

/// How its lines are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// A tree of members and elements.
    Json,
    /// A tree of elements.
    Xml,
    /// A pair a line, decoded.
    Form,
    /// As it came.
    Text,
    /// As it came, wrapped between words.
    Prose,
    /// Sixteen bytes a line.
    Hex,
}

/// How much of a body there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whole {
    /// All of it.
    #[default]
    Yes,
    /// Its beginning: that it breaks off is no fault of its own.
    Beginning,
}

/// A body, ready to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    source: Bytes,
    format: Format,
    index: Index,
    notes: Vec<Line>,
    whole: Whole,
}

impl Body {
    /// Indexes a body as its headers and the mode ask for. Takes as long as the body is long (a second for some hundred
    /// MB); never fails, whatever it holds.
    pub fn new(headers: &HeaderMap, source: &Bytes, mode: Mode, whole: Whole) -> Self {
        let source = source.slice(..source.len().min(MOST_BYTES));
        let kind = kind(headers, &source);
        let mut notes = Vec::new();
        if kind == Kind::Binary || mode == Mode::Hex {
            let words = if kind == Kind::Binary { "(not text: " } else { "(" };
            notes.push(Line::of(Role::Comment, &format!("{words}{})", text::size(source.len()))));
            let mut index = Index::of(source.len());
            if kind != Kind::Binary {
                index.secrets = secrets(&source, kind);
            }
            return Self { source, format: Format::Hex, index, notes, whole };
        }
        if std::str::from_utf8(&source).is_err_and(|error| whole == Whole::Yes || error.error_len().is_some()) {
            notes.push(Line::of(Role::Warning, "Some bytes are not UTF-8; they are shown as �."));
        }
        let as_it_came = |index: &mut Index| {
            index.secrets = secrets(&source, kind);
            index.rows(&source, 0..source.len());
            Format::Text
        };
        let mut index = Index::of(source.len());
        let format = match (mode, kind) {
            (Mode::Raw | Mode::Hex, _) | (Mode::Pretty, Kind::Text | Kind::Binary) => as_it_came(&mut index),
            (Mode::Pretty, Kind::Form) => {
                index.secrets = secrets(&source, kind);
                plain::pairs(&mut index, &source);
                Format::Form
            }
            (Mode::Pretty, Kind::Json | Kind::JsonLines) => {
                index = json::index(&source, kind == Kind::JsonLines);
                if let Some(problem) = index.problem {
                    let rest = redact::in_json_bytes(&source[problem.at..]);
                    index.secrets.extend(rest.into_iter().map(|range| small(range, problem.at)));
                    index.secrets = merged(index.secrets, secrets(&source, kind));
                }
                Format::Json
            }
            (Mode::Pretty, Kind::Xml) => {
                index = xml::index(&source);
                index.secrets = secrets(&source, kind);
                Format::Xml
            }
            (Mode::Pretty, Kind::Html) => {
                notes.push(Line::of(Role::Comment, "(HTML, shown as text)"));
                let text = Bytes::from(crate::text::html::text(&String::from_utf8_lossy(&source)));
                let mut index = Index::of(text.len());
                index.secrets = secrets(&text, kind);
                index.rows(&text, 0..text.len());
                return Self { source: text, format: Format::Prose, index: index.done(), notes, whole };
            }
        };
        let mut body = Self { source, format, index: index.done(), notes, whole };
        if whole == Whole::Yes
            && let Some(problem) = body.problem()
        {
            body.notes.push(Line::of(Role::Warning, &format!("{problem}. Below, it is marked with ✗.")));
        }
        body
    }

    /// Values of JSON, one after the other: what a filter gives.
    pub fn of_values(source: &Bytes) -> Self {
        let source = source.slice(..source.len().min(MOST_BYTES));
        let index = json::index(&source, true);
        Self { source, format: Format::Json, index, notes: Vec::new(), whole: Whole::Yes }
    }

    /// What is to be said about it above its lines.
    pub fn notes(&self) -> &[Line] {
        &self.notes
    }

    /// The bytes that it shows.
    pub fn source(&self) -> &Bytes {
        &self.source
    }

    fn bytes(&self) -> &[u8] {
        &self.source
    }

    /// Whether it is a tree, whose parts can be folded.
    pub fn is_tree(&self) -> bool {
        matches!(self.format, Format::Json | Format::Xml)
    }

    /// Whether it is JSON, laid out: what a filter works on.
    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Whether it is the beginning of a body only.
    pub fn is_beginning(&self) -> bool {
        self.whole == Whole::Beginning
    }

    /// How many lines it has, nothing folded.
    pub fn len(&self) -> usize {
        match self.format {
            Format::Hex => self.source.len().div_ceil(plain::HEX_ROW),
            Format::Json | Format::Xml | Format::Form | Format::Text | Format::Prose => self.index.len(),
        }
    }

    /// Whether it has no line.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The line in which a byte of its source stands.
    pub(super) fn line_at(&self, offset: usize) -> usize {
        match self.format {
            Format::Hex => offset / plain::HEX_ROW,
            Format::Json | Format::Xml | Format::Form | Format::Text | Format::Prose => self.index.line_at(offset),
        }
    }

    /// The bytes of its source that a line shows, with what stands between it and the next one.
    pub(in crate::app) fn range(&self, line: usize) -> Range<usize> {
        match self.format {
            Format::Hex => {
                let end = self.source.len();
                (line * plain::HEX_ROW).min(end)..((line + 1) * plain::HEX_ROW).min(end)
            }
            Format::Json | Format::Xml | Format::Form | Format::Text | Format::Prose => self.index.range(line),
        }
    }

    /// What belongs together.
    pub(super) fn containers(&self) -> &[Container] {
        self.index.containers()
    }

    /// The container that a line opens.
    pub(super) fn opened_by(&self, line: usize) -> Option<u32> {
        self.index.opened_by(line)
    }

    /// The innermost container that a line stands in or opens, or [`NONE`].
    pub(super) fn around(&self, line: usize) -> u32 {
        self.index.around(line)
    }

    /// How deep its deepest container lies.
    pub(super) fn depth(&self) -> u32 {
        self.index.depth
    }

    /// Whether a byte of its source belongs to a secret.
    pub(super) fn is_secret(&self, offset: usize) -> bool {
        self.index.secret_at(offset).is_some()
    }

    /// The first line of those that a line continues.
    pub(super) fn head_of(&self, mut line: usize) -> usize {
        while line > 0 && self.index.is_continued(line) {
            line -= 1;
        }
        line
    }

    /// One line. A folded one shows its end too, and how much it hides. Takes no longer in a large body than in a small
    /// one.
    pub(super) fn line(&self, at: usize, folded: Option<Container>, secrets: Secrets) -> Line {
        let range = self.range(at);
        if self.index.is_mark(at) {
            return match self.problem() {
                Some(problem) if self.whole == Whole::Yes => Line::of(Role::Bad, &format!("✗ {problem}")),
                Some(_) | None => Line::of(Role::Comment, "…"),
            };
        }
        if self.index.problem.is_some_and(|problem| range.start >= problem.at) {
            // Behind the place where it breaks, the text is as it came.
            return plain::row(self, range, secrets);
        }
        match self.format {
            Format::Json => json::line(self, at, folded, secrets),
            Format::Xml => xml::line(self, at, folded, secrets),
            Format::Form => plain::pair(self, range, secrets),
            Format::Text => plain::row(self, range, secrets),
            Format::Prose => {
                let mut line = plain::row(self, range, secrets);
                line.make_prose();
                line
            }
            Format::Hex => plain::hex(self, range, secrets),
        }
    }

    /// Where and why the text is not what it says it is, in words.
    fn problem(&self) -> Option<String> {
        let problem = self.index.problem?;
        let (line, column) = json::position(&self.source, problem.at);
        let what = if self.format == Format::Xml { "XML" } else { "JSON" };
        Some(format!("Not valid {what}: line {line}, column {column}: {}", problem.problem))
    }

    /// A line's indentation.
    fn indented(&self, line: usize) -> Line {
        let depth = self.index.depth_of(line, MAX_INDENT);
        Line::of(Role::Punctuation, &" ".repeat(2 * depth))
    }

    /// Adds a part of the source, its secrets masked or not.
    fn push_text(&self, line: &mut Line, role: Role, range: Range<usize>, secrets: Secrets) {
        let mut from = range.start;
        let first = self.index.secrets.partition_point(|secret| secret.end as usize <= range.start);
        for secret in &self.index.secrets[first..] {
            let secret = secret.start as usize..secret.end as usize;
            if secret.start >= range.end {
                break;
            }
            if from < secret.start {
                line.push(role, &self.lossy(from..secret.start));
            }
            let inside = secret.start.max(range.start)..secret.end.min(range.end);
            match secrets {
                Secrets::Shown => line.push_secret(&self.lossy(inside.clone()), secrets),
                Secrets::Masked if inside.start == secret.start => line.push_secret(&self.lossy(secret), secrets),
                // What goes on from the line before is masked there.
                Secrets::Masked => line.push(Role::Secret, "…"),
            }
            from = inside.end;
        }
        if from < range.end {
            line.push(role, &self.lossy(from..range.end));
        }
    }

    /// How much of the text of a line that is shown as it came stands before a byte of the source.
    pub fn shown_before(&self, line: usize, offset: usize, secrets: Secrets) -> usize {
        let range = self.range(line);
        let mut shown = Line::new();
        self.push_text(&mut shown, Role::Plain, range.start..offset.clamp(range.start, range.end), secrets);
        shown.text().len()
    }

    fn lossy(&self, range: Range<usize>) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.source[range])
    }

    /// The source with its secrets masked, as JSON still: what a filter may see while secrets are hidden.
    pub fn masked(&self) -> Bytes {
        if self.index.secrets.is_empty() {
            return self.source.clone();
        }
        let mut masked = Vec::with_capacity(self.source.len());
        let mut from = 0;
        for secret in &self.index.secrets {
            let secret = secret.start as usize..secret.end as usize;
            masked.extend_from_slice(&self.source[from..secret.start]);
            let text = self.lossy(secret.clone());
            // Half an escape would be none.
            let mask = if text.contains('\\') { "••••".to_owned() } else { crate::oauth::mask(&text) };
            masked.extend_from_slice(mask.as_bytes());
            from = secret.end;
        }
        masked.extend_from_slice(&self.source[from..]);
        masked.into()
    }

    /// Where a line stands: `.group[3].title` for JSON (as jq writes it), `/record/person[1]` for XML. `None` where
    /// there is no such thing.
    pub fn path_of(&self, line: usize) -> Option<String> {
        match self.format {
            Format::Json => Some(path::of_json(self, line)),
            Format::Xml => Some(xml::path_of(self, line)),
            Format::Form | Format::Text | Format::Prose | Format::Hex => None,
        }
    }

    /// The lines of the same bytes, laid out differently, that one of its lines shows.
    pub fn beneath(&self, line: usize, other: &Self) -> Range<usize> {
        let range = self.range(line);
        if range.is_empty() || other.is_empty() {
            return 0..0;
        }
        let last = other.line_at(range.end - 1).min(other.len() - 1);
        let mut first = other.line_at(range.start).min(last);
        // The member that a line only ends was told of on the line before.
        if first < last && other.range(first).start < range.start {
            first += 1;
        }
        first..last + 1
    }

    /// The bytes that a line shows, as text.
    pub fn text_at(&self, line: usize) -> Cow<'_, str> {
        self.lossy(self.range(line))
    }

    /// Whether it is text as it came, or bytes.
    pub fn is_raw(&self) -> bool {
        matches!(self.format, Format::Text | Format::Hex)
    }

    /// How many bytes the value has that a line holds or opens.
    pub fn value_size(&self, line: usize) -> usize {
        self.value_range(line).len()
    }

    /// The value that a line holds or opens, as a range of the source.
    pub(super) fn value_range(&self, line: usize) -> Range<usize> {
        let head = self.head_of(line);
        match self.format {
            Format::Json => json::value_range(self, self.opening(head)),
            Format::Xml => xml::value_range(self, self.opening(head)),
            Format::Form | Format::Text | Format::Prose | Format::Hex => {
                let mut end = head;
                while self.index.is_continued(end + 1) {
                    end += 1;
                }
                self.range(head).start..self.range(end).end
            }
        }
    }

    /// The line that opens what this one closes; any other line is itself.
    fn opening(&self, line: usize) -> usize {
        let around = self.containers().get(self.around(line) as usize);
        around.filter(|c| c.close as usize == line).map_or(line, |c| c.open as usize)
    }

    /// The value that a line holds or opens, as text: a JSON string without its quotes and escapes, the text of an
    /// element, anything else as it came.
    pub fn value_of(&self, line: usize) -> String {
        let range = self.value_range(line);
        let value = &self.source[range.clone()];
        match self.format {
            Format::Json if value.first() == Some(&b'"') => json::decoded(value).into_owned(),
            Format::Xml => xml::value_text(value),
            Format::Form => plain::pair_value(value),
            Format::Json | Format::Text | Format::Prose | Format::Hex => {
                String::from_utf8_lossy(value.trim_ascii_end()).into_owned()
            }
        }
    }
}

/// What a body is, by its headers; by its looks when they do not say.
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

fn small(range: Range<usize>, by: usize) -> Range<u32> {
    let small = |at: usize| u32::try_from(at + by).unwrap_or(u32::MAX);
    small(range.start)..small(range.end)
}

/// The secrets of a body as it came, in order, none inside another.
fn secrets(bytes: &[u8], kind: Kind) -> Vec<Range<u32>> {
    let json = redact::in_json_bytes(bytes).into_iter().map(|range| small(range, 0)).collect();
    let form = || redact::in_form_bytes(bytes).into_iter().map(|range| small(range, 0)).collect();
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

fn merged(mut some: Vec<Range<u32>>, others: Vec<Range<u32>>) -> Vec<Range<u32>> {
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

#[cfg(test)]
mod tests;
