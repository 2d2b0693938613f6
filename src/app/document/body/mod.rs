//! Bodies: what kind each is, and how that kind is shown. A body is indexed once ([`Body::new`], which takes as long as
//! the body is long); then each of its lines is made when it is looked at, whatever the body's size.

mod index;
mod json;
mod kind;
mod path;
mod plain;
mod value;
mod xml;

use std::{borrow::Cow, ops::Range};

use bytes::Bytes;
use http::HeaderMap;

use super::{Line, Mode, Role, Secrets};
use crate::{oauth::redact, text};

pub(super) use self::index::{Container, NONE, touches};
use self::index::{Index, MOST_BYTES};
use self::kind::{Kind, in_descriptions, kind, merged, secrets, small};
pub use self::path::KeyPath;

/// Deeper levels are not indented further, or a hostile body of brackets would grow quadratically.
const MAX_INDENT: usize = 40;

/// The bytes on a line of a hex dump, where there is room for them.
const HEX_ROW: usize = 16;

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
    /// So many bytes a line.
    Hex(usize),
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

/// What is secret in a body as it came, in order, as byte ranges.
pub(super) fn secrets_of(headers: &HeaderMap, bytes: &[u8]) -> Vec<Range<u32>> {
    secrets(bytes, kind(headers, bytes))
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
            return Self { source, format: Format::Hex(HEX_ROW), index, notes, whole };
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
                index.secrets = merged(index.secrets, in_descriptions(&source));
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

    /// How many bytes stand on a line, where it is shown byte by byte.
    pub fn bytes_per_line(&self) -> Option<usize> {
        match self.format {
            Format::Hex(row) => Some(row),
            Format::Json | Format::Xml | Format::Form | Format::Text | Format::Prose => None,
        }
    }

    /// The same, shown byte by byte, so many on a line.
    pub fn with_bytes_per_line(&self, row: usize) -> Self {
        Self { format: Format::Hex(row), ..self.clone() }
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
            Format::Hex(row) => self.source.len().div_ceil(row),
            Format::Json | Format::Xml | Format::Form | Format::Text | Format::Prose => self.index.len(),
        }
    }

    /// Whether it has no line.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The line in which a byte of its source stands.
    pub(in crate::app) fn line_at(&self, offset: usize) -> usize {
        match self.format {
            Format::Hex(row) => offset / row,
            Format::Json | Format::Xml | Format::Form | Format::Text | Format::Prose => self.index.line_at(offset),
        }
    }

    /// The bytes of its source that a line shows, with what stands between it and the next one.
    pub(in crate::app) fn range(&self, line: usize) -> Range<usize> {
        match self.format {
            Format::Hex(row) => {
                let end = self.source.len();
                (line * row).min(end)..((line + 1) * row).min(end)
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

    /// Whether a byte of a range of its source belongs to a secret.
    pub(super) fn touches_secret(&self, range: &Range<usize>) -> bool {
        self.index.touches_secret(range)
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
            Format::Hex(row) => plain::hex(self, range, row, secrets),
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
}

#[cfg(test)]
mod tests;
