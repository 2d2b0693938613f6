//! Going about in the message, and folding it.

use super::Viewer;
use crate::app::{
    document::{Document, Extent, FoldWish, Place},
    layout,
};

impl Viewer {
    /// Moves the cursor by rows.
    pub fn move_by(&mut self, by: isize, size: layout::Size) {
        self.cursor = self.document.walk(self.cursor, by, self.width(size));
    }

    /// Scrolls by rows; the cursor stays where it is on the screen.
    pub fn page_by(&mut self, by: isize, size: layout::Size) {
        let width = self.width(size);
        self.top = self.document.walk(self.top, by, width);
        self.cursor = self.document.walk(self.cursor, by, width);
    }

    /// Scrolls by rows; the cursor stays where it is in the message, as far as it stays in sight.
    pub fn scroll_by(&mut self, by: isize, size: layout::Size) {
        let width = self.width(size);
        self.top = self.document.walk(self.top, by, width).min(self.document.last_top(width, size.height));
        let last = self.document.walk(self.top, isize::try_from(size.height).unwrap_or(1) - 1, width);
        self.cursor = self.cursor.clamp(self.top, last.max(self.top));
    }

    /// Where the message is scrolled to.
    pub fn extent(&self, size: layout::Size) -> Extent {
        self.document.extent(self.top, self.width(size), size.height)
    }

    /// Scrolls to what a scroll bar of that extent means by a number.
    pub fn scroll_to(&mut self, number: usize, size: layout::Size) {
        self.top = self.document.place_at(number, self.width(size), size.height);
        self.scroll_by(0, size);
    }

    /// Goes to a row of those in sight.
    pub fn to_row(&mut self, row: u16, size: layout::Size) {
        self.cursor = self.document.walk(self.top, isize::try_from(row).unwrap_or(0), self.width(size));
    }

    /// Goes to the first row.
    pub fn to_top(&mut self) {
        self.side = 0;
        self.cursor = Place::default();
    }

    /// Goes to the last row.
    pub fn to_end(&mut self) {
        self.cursor = Place { line: usize::MAX, row: usize::MAX };
    }

    /// Folds (`Some(true)`), unfolds, or whichever it is not, at the cursor.
    pub fn fold(&mut self, wish: Option<bool>) {
        // What comes later must not undo it.
        let folding = self.folding.take();
        self.stop(folding);
        let on_screen = self.cursor.line.saturating_sub(self.top.line);
        if let Some(line) = self.document.fold(self.cursor.line, wish) {
            if line < self.top.line {
                // What folds above the screen takes its place on it along.
                self.top = Place { line: line.saturating_sub(on_screen), row: 0 };
            }
            self.cursor = Place { line, row: 0 };
        } else if wish == Some(false) {
            // What is open is entered.
            self.cursor = Place { line: (self.cursor.line + 1).min(self.document.len().saturating_sub(1)), row: 0 };
        }
    }

    /// Folds all over the message, a large one as soon as that is worked out.
    pub fn fold_everywhere(&mut self, wish: FoldWish) {
        let folding = self.folding.take();
        self.stop(folding);
        let mut job = None;
        self.keep_cursor(|document| job = document.fold_everywhere(wish));
        self.folding = job.map(|job| self.work(job));
    }

    /// Changes folds; the cursor stays at what it is at.
    pub(super) fn keep_cursor(&mut self, change: impl FnOnce(&mut Document)) {
        let on_screen = self.cursor.line.saturating_sub(self.top.line);
        let anchor = self.document.anchor(self.cursor.line);
        change(&mut self.document);
        let line = self.document.at_anchor(anchor);
        self.cursor = Place { line, row: 0 };
        self.top = Place { line: line.saturating_sub(on_screen), row: 0 };
    }

    /// Scrolls to the side, when lines are not wrapped.
    pub fn side_by(&mut self, by: isize, height: u16) {
        let lines = self.top.line..self.top.line.saturating_add(usize::from(height));
        let widest = self.document.width_of(lines);
        self.side = self.side.saturating_add_signed(by).min(widest.saturating_sub(8));
    }

    pub(super) fn keep_in_sight(&mut self, size: layout::Size) {
        let width = self.width(size);
        let document = &self.document;
        self.cursor = document.clamp(self.cursor, width);
        self.top = document.clamp(self.top, width);
        let height = usize::from(size.height.max(1));
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if document.distance(self.top, self.cursor, height, width) >= height {
            self.top = document.walk(self.cursor, 1 - isize::try_from(height).unwrap_or(1), width);
        }
        self.top = self.top.min(document.last_top(width, size.height));
    }
}
