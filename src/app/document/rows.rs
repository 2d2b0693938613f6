//! Lines broken into rows of a width, for the lines in sight only: how a document is walked through.

use std::ops::Range;

use super::{Document, Line, SMALL};
use crate::text;

/// A row of a document: one of the rows of one of its lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, counted over those in sight.
    pub line: usize,
    /// Which of its rows.
    pub row: usize,
}

/// How lines lie on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Width {
    /// The cells of a row.
    pub cells: u16,
    /// Whether longer lines are broken, or go on beyond the edge.
    pub wrap: bool,
}

/// Up to so many lines of a small message are all looked at to know how many rows there are.
const COUNTED: usize = 100;

/// How long a document is, as a scroll bar shows it: in rows, or in lines where it is too long to break all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extent {
    /// All of it.
    pub len: usize,
    /// What lies before the first row shown.
    pub top: usize,
    /// What lies before it when it is scrolled as far as it goes.
    pub last_top: usize,
}

/// The rows of a line, as byte ranges of its text: prose is broken between words, all else where the row is full.
pub fn rows(line: &Line, width: Width) -> Vec<Range<usize>> {
    if !width.wrap {
        return std::iter::once(0..line.text().len()).collect();
    }
    let wrap = if line.is_prose() { text::wrap_words } else { text::wrap_hard };
    wrap(line.text(), usize::from(width.cells))
}

impl Document {
    fn count_rows(&self, line: usize, width: Width) -> usize {
        if width.wrap { rows(&self.line(line), width).len().max(1) } else { 1 }
    }

    /// The place that is so many rows further down (or up), at most the last (or first) one.
    pub fn walk(&self, from: Place, by: isize, width: Width) -> Place {
        let mut here = self.clamp(from, width);
        let mut left = by.unsigned_abs();
        if by >= 0 {
            while left > 0 {
                let rest = self.count_rows(here.line, width) - 1 - here.row;
                if left <= rest {
                    here.row += left;
                    break;
                }
                if here.line + 1 >= self.len() {
                    here.row += rest;
                    break;
                }
                left -= rest + 1;
                here = Place { line: here.line + 1, row: 0 };
            }
        } else {
            while left > 0 {
                if left <= here.row {
                    here.row -= left;
                    break;
                }
                if here.line == 0 {
                    here.row = 0;
                    break;
                }
                left -= here.row + 1;
                let line = here.line - 1;
                here = Place { line, row: self.count_rows(line, width) - 1 };
            }
        }
        here
    }

    /// The same place, or the last one where the document is shorter, or its rows are longer.
    pub fn clamp(&self, place: Place, width: Width) -> Place {
        let Some(last) = self.len().checked_sub(1) else { return Place::default() };
        if place.line > last {
            return Place { line: last, row: self.count_rows(last, width) - 1 };
        }
        if place.row == 0 {
            return place;
        }
        Place { line: place.line, row: place.row.min(self.count_rows(place.line, width) - 1) }
    }

    /// The last place.
    pub fn end(&self, width: Width) -> Place {
        self.clamp(Place { line: usize::MAX, row: 0 }, width)
    }

    /// The place where the top of the screen has to be at most, so that it is full.
    pub fn last_top(&self, width: Width, height: u16) -> Place {
        self.walk(self.end(width), 1 - isize::try_from(height.max(1)).unwrap_or(1), width)
    }

    /// Whether all of it can be broken into rows at every frame.
    fn is_counted(&self) -> bool {
        self.len() <= COUNTED && self.body().is_none_or(|body| body.source().len() <= SMALL)
    }

    /// Where the first row shown is in all of it.
    pub fn extent(&self, top: Place, width: Width, height: u16) -> Extent {
        if self.is_counted() {
            let rows = |to: Place| self.distance(Place::default(), to, usize::MAX, width);
            let len = if self.is_empty() { 0 } else { rows(self.end(width)) + 1 };
            return Extent { len, top: rows(top), last_top: rows(self.last_top(width, height)) };
        }
        // Lines that are wrapped count as far as they fill the screen at the end.
        let last_top = self.last_top(width, height).line;
        Extent { len: last_top + usize::from(height), top: top.line, last_top }
    }

    /// The place that such a scroll bar means by a number.
    pub fn place_at(&self, number: usize, width: Width, height: u16) -> Place {
        if self.is_counted() {
            return self.walk(Place::default(), isize::try_from(number).unwrap_or(isize::MAX), width);
        }
        let last = self.last_top(width, height);
        if number >= last.line { last } else { Place { line: number, row: 0 } }
    }

    /// How many rows lie between two places, but no more than `most`.
    pub fn distance(&self, from: Place, to: Place, most: usize, width: Width) -> usize {
        if to <= from {
            return 0;
        }
        let mut rows = 0;
        let mut here = from;
        while here.line < to.line {
            rows += self.count_rows(here.line, width) - here.row;
            if rows > most {
                return most;
            }
            here = Place { line: here.line + 1, row: 0 };
        }
        (rows + to.row - here.row).min(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::document::Role;

    const WRAPPED: Width = Width { cells: 5, wrap: true };

    fn document() -> Document {
        Document::of_lines(["abcdefgh", "", "日本語"].map(|text| Line::of(Role::Plain, text)).to_vec())
    }

    #[test]
    fn walking_goes_row_by_row_and_stops_at_the_ends() {
        let document = document();
        let start = Place::default();
        let places: Vec<_> = (0..6).map(|by| document.walk(start, by, WRAPPED)).map(|at| (at.line, at.row)).collect();
        assert_eq!(places, [(0, 0), (0, 1), (1, 0), (2, 0), (2, 1), (2, 1)]);
        let end = document.end(WRAPPED);
        let places: Vec<_> = (0..6).map(|by| document.walk(end, -by, WRAPPED)).map(|at| (at.line, at.row)).collect();
        assert_eq!(places, [(2, 1), (2, 0), (1, 0), (0, 1), (0, 0), (0, 0)]);
        assert_eq!(document.last_top(WRAPPED, 3), Place { line: 1, row: 0 });
        assert_eq!(document.distance(start, end, 99, WRAPPED), 4);
        assert_eq!(document.distance(start, end, 2, WRAPPED), 2);
    }

    #[test]
    fn prose_is_wrapped_between_words_and_the_bytes_of_a_message_are_not() {
        let text = |line: Line| {
            let rows = rows(&line, Width { cells: 9, wrap: true });
            rows.into_iter().map(|row| line.text()[row].to_owned()).collect::<Vec<_>>()
        };
        let mut page = Line::of(Role::Plain, "You can close it.");
        page.make_prose();
        assert_eq!(text(page), ["You can", "close it."]);
        assert_eq!(text(Line::of(Role::Comment, "You can close it.")), ["You can", "close it."]);
        assert_eq!(text(Line::of(Role::JsonString, "You can close it.")), ["You can c", "lose it."]);
        assert_eq!(text(Line::of(Role::Comment, "head ").with(Role::Plain, "You can")), ["head You ", "can"]);
    }

    #[test]
    fn a_scroll_bar_counts_rows_or_lines() {
        let few = document();
        let top = Place { line: 1, row: 0 };
        assert_eq!(few.extent(top, WRAPPED, 2), Extent { len: 5, top: 2, last_top: 3 });
        assert_eq!(few.place_at(3, WRAPPED, 2), few.last_top(WRAPPED, 2));
        assert_eq!(few.place_at(1, WRAPPED, 2), Place { line: 0, row: 1 }, "within a line");
        assert_eq!(Document::default().extent(Place::default(), WRAPPED, 2), Extent::default());
        let many = Document::of_lines(vec![Line::of(Role::Plain, "abcdefgh"); COUNTED + 1]);
        let extent = many.extent(top, WRAPPED, 4);
        assert_eq!(extent, Extent { len: COUNTED + 3, top: 1, last_top: COUNTED - 1 });
        assert_eq!(many.place_at(extent.last_top, WRAPPED, 4), many.last_top(WRAPPED, 4));
        assert_eq!(many.place_at(1, WRAPPED, 4), top);
    }

    #[test]
    fn unwrapped_lines_are_one_row_each() {
        let document = document();
        let width = Width { cells: 5, wrap: false };
        assert_eq!(document.end(width), Place { line: 2, row: 0 });
        assert_eq!(document.walk(Place::default(), 2, width), Place { line: 2, row: 0 });
    }

    #[test]
    fn no_width_and_no_line_panics() {
        let width = Width { cells: 0, wrap: true };
        assert_eq!(document().end(width), Place { line: 2, row: 2 });
        assert_eq!(Document::default().walk(Place { line: 3, row: 3 }, 5, width), Place::default());
    }
}
