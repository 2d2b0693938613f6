//! A document broken into rows of a width. Made once per document and width; then the rows on the screen are found
//! without looking at the others.

use std::ops::Range;

use super::{Document, Match};
use crate::text;

/// One row on the screen: a byte range of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The index of the line.
    pub line: usize,
    /// The byte range of the line's text.
    pub range: Range<usize>,
}

/// How a document lies on a screen of a certain width.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The rows, when lines are wrapped; when they are not, each line is one row.
    wrapped: Option<Vec<Row>>,
    lines: usize,
}

impl Layout {
    /// Breaks the document's lines behind `width` cells (prose between words), or (with `wrap` off) leaves each on one row.
    pub fn new(document: &Document, width: u16, wrap: bool) -> Self {
        let lines = document.lines.len();
        if !wrap {
            return Self { wrapped: None, lines };
        }
        let mut rows = Vec::with_capacity(lines);
        for (index, line) in document.lines.iter().enumerate() {
            let wrap = if line.is_prose() { text::wrap_words } else { text::wrap_hard };
            let ranges = wrap(line.text(), usize::from(width));
            rows.extend(ranges.into_iter().map(|range| Row { line: index, range }));
        }
        Self { wrapped: Some(rows), lines }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.wrapped.as_ref().map_or(self.lines, Vec::len)
    }

    /// One row; `None` below the last.
    pub fn row(&self, document: &Document, index: usize) -> Option<Row> {
        match &self.wrapped {
            Some(rows) => rows.get(index).cloned(),
            None => document.lines.get(index).map(|line| Row { line: index, range: 0..line.text().len() }),
        }
    }

    /// The row in which a place of a line (a byte offset) stands: where to scroll to for a search hit.
    pub fn row_of(&self, line: usize, offset: usize) -> usize {
        match &self.wrapped {
            Some(rows) => rows.partition_point(|row| (row.line, row.range.start) <= (line, offset)).saturating_sub(1),
            None => line.min(self.lines.saturating_sub(1)),
        }
    }

    /// The row in which a hit begins.
    pub fn row_of_match(&self, hit: &Match) -> usize {
        self.row_of(hit.line, hit.range.start)
    }
}

impl Document {
    /// The cells that a hit covers in its line, for scrolling to the side.
    pub fn columns(&self, hit: &Match) -> Range<usize> {
        let text = self.lines.get(hit.line).map_or("", |line| line.text());
        let column = |offset: usize| text.get(..offset).map_or(0, text::width);
        column(hit.range.start)..column(hit.range.end)
    }

    /// The width of the widest of some lines, in cells: how far scrolling to the side makes sense.
    pub fn width_of(&self, lines: Range<usize>) -> usize {
        let end = lines.end.min(self.lines.len());
        self.lines[lines.start.min(end)..end].iter().map(|line| text::width(line.text())).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::document::{Line, Role};

    fn document() -> Document {
        Document { lines: ["abcdefgh", "", "日本語"].map(|text| Line::of(Role::Plain, text)).to_vec() }
    }

    #[test]
    fn wrapped_rows() {
        let document = document();
        let layout = Layout::new(&document, 5, true);
        assert_eq!(layout.rows(), 5);
        assert_eq!(layout.row(&document, 1), Some(Row { line: 0, range: 5..8 }));
        assert_eq!(layout.row(&document, 4), Some(Row { line: 2, range: 6..9 }));
        assert_eq!(layout.row(&document, 5), None);
        assert_eq!(
            [(0, 0), (0, 5), (1, 0), (2, 3), (2, 6), (9, 9)].map(|(l, o)| layout.row_of(l, o)),
            [0, 1, 2, 3, 4, 4]
        );
    }

    #[test]
    fn prose_is_wrapped_between_words_and_the_bytes_of_a_message_are_not() {
        let rows = |line: Line| {
            let document = Document { lines: vec![line] };
            let layout = Layout::new(&document, 9, true);
            let text = |row: Row| document.lines[0].text()[row.range].to_owned();
            (0..layout.rows()).filter_map(|index| layout.row(&document, index)).map(text).collect::<Vec<_>>()
        };
        let mut page = Line::of(Role::Plain, "You can close it.");
        page.make_prose();
        assert_eq!(rows(page), ["You can", "close it."]);
        assert_eq!(rows(Line::of(Role::Comment, "You can close it.")), ["You can", "close it."]);
        assert_eq!(rows(Line::of(Role::JsonString, "You can close it.")), ["You can c", "lose it."]);
        assert_eq!(rows(Line::of(Role::Comment, "head ").with(Role::Plain, "You can")), ["head You ", "can"]);
    }

    #[test]
    fn unwrapped_rows() {
        let document = document();
        let layout = Layout::new(&document, 5, false);
        assert_eq!(layout.rows(), 3);
        assert_eq!(layout.row(&document, 2), Some(Row { line: 2, range: 0..9 }));
        assert_eq!(layout.row_of(2, 6), 2);
        assert_eq!(document.columns(&Match { line: 2, range: 3..6 }), 2..4);
        assert_eq!(document.width_of(0..99), 8);
    }

    #[test]
    fn no_width_panics() {
        assert_eq!(Layout::new(&document(), 0, true).rows(), 12);
        assert_eq!(Layout::new(&Document::default(), 0, true).rows(), 0);
    }
}
