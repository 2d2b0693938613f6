//! What a line of a body stands for: its path in the tree, and its value.

use std::{borrow::Cow, ops::Range};

use super::{Body, Format, json, path, plain, xml};

impl Body {
    /// Where a line stands: `.group[3].title` for JSON (as jq writes it), `/record/person[1]` for XML. `None` where
    /// there is no such thing.
    pub fn path_of(&self, line: usize) -> Option<String> {
        match self.format {
            Format::Json => Some(path::of_json(self, line)),
            Format::Xml => Some(xml::path_of(self, line)),
            Format::Form | Format::Text | Format::Prose | Format::Hex(_) => None,
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
        matches!(self.format, Format::Text | Format::Hex(_))
    }

    /// How many bytes the value has that a line holds or opens.
    pub fn value_size(&self, line: usize) -> usize {
        self.value_range(line).len()
    }

    /// The value that a line holds or opens, as a range of the source.
    pub(in crate::app::document) fn value_range(&self, line: usize) -> Range<usize> {
        let head = self.head_of(line);
        match self.format {
            Format::Json => json::value_range(self, self.opening(head)),
            Format::Xml => xml::value_range(self, self.opening(head)),
            Format::Form | Format::Text | Format::Prose | Format::Hex(_) => {
                let mut end = head;
                while self.index.is_continued(end + 1) {
                    end += 1;
                }
                self.range(head).start..self.range(end).end
            }
        }
    }

    /// The line that opens what this one closes; any other line is itself.
    pub(super) fn opening(&self, line: usize) -> usize {
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
            Format::Json | Format::Text | Format::Prose | Format::Hex(_) => {
                String::from_utf8_lossy(value.trim_ascii_end()).into_owned()
            }
        }
    }
}
