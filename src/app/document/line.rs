//! One line: its text, and which part of it means what.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use crate::{oauth::mask, text};

/// What a part of a line means; the theme says how it looks.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    strum::Display,
    strum::EnumIter,
    strum::EnumCount,
    strum::IntoStaticStr,
    strum::EnumString,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Role {
    /// Text without a special meaning.
    Plain,
    /// A request method.
    Method,
    /// A URL or a request target.
    Target,
    /// The version of HTTP.
    Version,
    /// A 2xx status.
    StatusSuccess,
    /// A 1xx or 3xx status.
    StatusRedirect,
    /// A 4xx status.
    StatusClientError,
    /// A 5xx status.
    StatusServerError,
    /// The name of a header.
    HeaderName,
    /// The value of a header.
    HeaderValue,
    /// The name of a JSON member.
    JsonKey,
    /// A JSON string.
    JsonString,
    /// A JSON number.
    JsonNumber,
    /// `true`, `false` and `null`.
    JsonLiteral,
    /// Brackets, colons, commas, equals signs.
    Punctuation,
    /// The name of a query parameter or form field.
    FormName,
    /// The value of a query parameter or form field.
    FormValue,
    /// A secret, masked or not.
    Secret,
    /// Words of this program about the message, not part of it.
    Comment,
    /// A heading of this program.
    Title,
    /// This went well.
    Good,
    /// This deserves a look.
    Warning,
    /// This went wrong.
    Bad,
}

impl Role {
    /// The role of a status, by its class (RFC 9110 §15).
    pub fn of_status(status: http::StatusCode) -> Self {
        match status.as_u16() {
            200..300 => Self::StatusSuccess,
            400..500 => Self::StatusClientError,
            500.. => Self::StatusServerError,
            ..200 | 300..400 => Self::StatusRedirect,
        }
    }
}

/// What of a message a line of the head shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Spot {
    /// Words of this program, or nothing.
    #[default]
    Nothing,
    /// Method, target and version.
    RequestLine,
    /// Method and path; the parameters follow on lines of their own.
    RequestPath,
    /// The whole URL that the browser is sent to.
    RequestUrl,
    /// A parameter of the query.
    Parameter,
    /// The whole fragment.
    Fragment,
    /// A parameter of the fragment.
    FragmentParameter,
    /// A header of the request.
    RequestHeader,
    /// A line of the body of the request, by its number there.
    RequestBody(usize),
    /// The status.
    Status,
    /// A header of the answer.
    ResponseHeader,
}

/// One line of a document. Its text is sanitised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    text: String,
    /// Each part's role and the byte offset at which it ends, in order; the last one ends with the text.
    parts: Vec<(Role, usize)>,
    /// Whether it is prose that came with the message.
    prose: bool,
    /// What it shows.
    spot: Spot,
}

impl Line {
    /// An empty line.
    pub fn new() -> Self {
        Self::default()
    }

    /// A line of one role.
    pub fn of(role: Role, text: &str) -> Self {
        Self::new().with(role, text)
    }

    /// Makes it a line of prose that came with the message, such as the text of a page: it is wrapped between words.
    pub fn make_prose(&mut self) {
        self.prose = true;
    }

    /// Whether the line is prose, of the message or of this program about it. All else is wrapped where the row is full,
    /// so that nothing of a message vanishes at the end of a row.
    pub fn is_prose(&self) -> bool {
        let about = |role| matches!(role, Role::Comment | Role::Title | Role::Good | Role::Warning | Role::Bad);
        self.prose || (!self.parts.is_empty() && self.parts.iter().all(|(role, _)| about(*role)))
    }

    /// The line, known to show a part of a message.
    pub(super) fn at(mut self, spot: Spot) -> Self {
        self.spot = spot;
        self
    }

    /// What it shows.
    pub fn spot(&self) -> Spot {
        self.spot
    }

    /// The line with a further part.
    pub fn with(mut self, role: Role, text: &str) -> Self {
        self.push(role, text);
        self
    }

    /// Adds a part, sanitised.
    pub fn push(&mut self, role: Role, text: &str) {
        if text.is_empty() {
            return;
        }
        let start = self.text.len();
        text::sanitize_into(&mut self.text, text);
        self.part_graphemes(start);
        let end = self.text.len();
        match self.parts.last_mut() {
            Some(last) if last.0 == role => last.1 = end,
            Some(_) | None => self.parts.push((role, end)),
        }
    }

    /// Parts are drawn one by one, so none may begin with a mark that belongs to the end of the one before.
    fn part_graphemes(&mut self, start: usize) {
        let begins_with_ascii = self.text.as_bytes().get(start).is_none_or(u8::is_ascii);
        if start == 0 || begins_with_ascii {
            return;
        }
        let mut cursor = GraphemeCursor::new(start, self.text.len(), true);
        if cursor.is_boundary(&self.text, 0) == Ok(false) {
            self.text.insert(start, '◌');
        }
    }

    /// Adds a secret, masked or as it is.
    pub(super) fn push_secret(&mut self, text: &str, secrets: super::Secrets) {
        match secrets {
            super::Secrets::Masked => self.push(Role::Secret, &mask(text)),
            super::Secrets::Shown => self.push(Role::Secret, text),
        }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parts, in order.
    pub fn spans(&self) -> impl Iterator<Item = (Role, &str)> {
        self.spans_in(0..self.text.len())
    }

    /// Whether a part of some role stands in a byte range of the text.
    pub(super) fn touches(&self, role: Role, range: &Range<usize>) -> bool {
        let first = self.parts.partition_point(|&(_, end)| end <= range.start);
        let ends = self.parts[first..]
            .iter()
            .position(|&(_, end)| end >= range.end)
            .map_or(self.parts.len(), |at| first + at + 1);
        self.parts[first..ends].iter().any(|(other, _)| *other == role)
    }

    /// The parts of a byte range of the text, in order. The range's ends lie on grapheme boundaries, as those of
    /// rows and hits do; a range outside the text is empty.
    pub fn spans_in(&self, range: Range<usize>) -> impl Iterator<Item = (Role, &str)> {
        let first = self.parts.partition_point(|&(_, end)| end <= range.start);
        let mut from = range.start;
        self.parts[first..].iter().map_while(move |&(role, end)| {
            let to = end.min(range.end);
            let text = if from < to { self.text.get(from..to)? } else { return None };
            from = to;
            Some((role, text))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_range() {
        let line =
            Line::of(Role::Method, "GET").with(Role::Plain, " ").with(Role::Target, "/x").with(Role::Target, "y");
        assert_eq!(
            line.spans().collect::<Vec<_>>(),
            [(Role::Method, "GET"), (Role::Plain, " "), (Role::Target, "/xy")]
        );
        assert_eq!(
            line.spans_in(1..5).collect::<Vec<_>>(),
            [(Role::Method, "ET"), (Role::Plain, " "), (Role::Target, "/")]
        );
        assert_eq!(line.spans_in(5..99).collect::<Vec<_>>(), [(Role::Target, "xy")]);
        assert_eq!(line.spans_in(50..99).count(), 0);
    }

    #[test]
    fn text_is_sanitised_as_it_comes_in() {
        assert_eq!(Line::of(Role::Plain, "a\x1b[2J").text(), "a␛[2J");
    }

    #[test]
    fn no_part_begins_inside_a_grapheme() {
        let line = Line::of(Role::JsonKey, "e").with(Role::Bad, "\u{301}x");
        assert_eq!(line.spans().collect::<Vec<_>>(), [(Role::JsonKey, "e"), (Role::Bad, "◌\u{301}x")]);
    }
}
