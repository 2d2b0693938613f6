//! The message viewer. Looks only at the rows in sight.

use std::ops::Range;

use ratatui::{buffer::Buffer, layout::Rect, widgets::Widget};

use super::{Scrollbar, row};
use crate::{
    app::document::{Document, Layout, Match},
    text,
    ui::theme::{Part, Theme},
};

/// A document, scrolled. Its last column is the scroll bar's: make the layout for [`DocumentView::text_width`].
#[derive(Clone, Copy, Debug)]
pub struct DocumentView<'a> {
    /// What is shown.
    pub document: &'a Document,
    /// How it lies on the screen.
    pub layout: &'a Layout,
    /// The first row in sight.
    pub top: usize,
    /// The columns hidden on the left, when lines are not wrapped.
    pub left: usize,
    /// The hits of a search, top to bottom.
    pub matches: &'a [Match],
    /// The index of the hit that the view is at.
    pub current: Option<usize>,
    /// The styles.
    pub theme: &'a Theme,
}

impl DocumentView<'_> {
    /// The columns for text in an area of this width.
    pub fn text_width(width: u16) -> u16 {
        width.saturating_sub(1)
    }

    /// Draws a byte range of a line, `left` columns of it hidden.
    fn draw_row(&self, place: Rect, line: usize, range: Range<usize>, buffer: &mut Buffer) {
        let Some(content) = self.document.lines.get(line) else { return };
        let shown = content.text().get(range.clone()).unwrap_or_default();
        let (skip, skipped) = text::byte_at_column(shown, self.left);
        // Of a wide character that is half hidden nothing is drawn, but its column stays empty.
        let (skip, indent) = match self.left.saturating_sub(skipped) {
            0 => (skip, 0),
            _ => {
                let (next, columns) = text::byte_at_column(&shown[skip..], 2);
                (skip + next, (skipped + columns).saturating_sub(self.left))
            }
        };
        let (take, _) = text::byte_at_column(&shown[skip..], usize::from(place.width));
        let seen = range.start + skip..range.start + skip + take;
        let indent = u16::try_from(indent).unwrap_or(u16::MAX).min(place.width);
        let mut x = place.x + indent;
        for (role, part) in content.spans_in(seen.clone()) {
            let room = place.right().saturating_sub(x);
            x = buffer.set_stringn(x, place.y, part, usize::from(room), self.theme.role(role)).0;
        }
        self.mark(Rect { x: place.x + indent, width: place.width - indent, ..place }, line, seen, buffer);
    }

    /// Marks the hits in the part of a line that is seen.
    fn mark(&self, place: Rect, line: usize, seen: Range<usize>, buffer: &mut Buffer) {
        let content = self.document.lines[line].text();
        let first = self.matches.partition_point(|hit| (hit.line, hit.range.end) <= (line, seen.start));
        for (index, hit) in self.matches.iter().enumerate().skip(first) {
            if hit.line != line || hit.range.start >= seen.end {
                return;
            }
            let (from, to) = (hit.range.start.max(seen.start), hit.range.end.min(seen.end));
            let (Some(before), Some(inside)) = (content.get(seen.start..from), content.get(from..to)) else { continue };
            let x = u16::try_from(text::width(before)).unwrap_or(u16::MAX).min(place.width);
            let width = u16::try_from(text::width(inside)).unwrap_or(u16::MAX).min(place.width - x);
            let part = if self.current == Some(index) { Part::MatchCurrent } else { Part::Match };
            buffer.set_style(Rect { x: place.x + x, width, ..place }, self.theme.part(part));
        }
    }
}

impl Widget for DocumentView<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        let rows = Rect { width: Self::text_width(area.width), ..area };
        for index in 0..usize::from(area.height) {
            let Some(found) = self.layout.row(self.document, self.top.saturating_add(index)) else { break };
            if let Some(place) = row(rows, index) {
                self.draw_row(place, found.line, found.range, buffer);
            }
        }
        if area.width > 0 {
            let track = Rect { x: rows.right(), width: 1, ..area };
            Scrollbar { len: self.layout.rows(), top: self.top, theme: self.theme }.render(track, buffer);
        }
    }
}
