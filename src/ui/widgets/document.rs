//! The message viewer. Looks only at the rows in sight.

use std::ops::Range;

use ratatui::{buffer::Buffer, layout::Rect, widgets::Widget};

use super::scrollbar::Scrollbar;
use crate::{
    app::document::{Document, Hits, Line, Place, Width, rows},
    text,
    ui::{
        put::row,
        theme::{Part, Theme},
    },
};

/// A document, scrolled. Its last column is the scroll bar's: rows are [`DocumentView::text_width`] wide.
#[derive(Clone, Copy, Debug)]
pub struct DocumentView<'a> {
    /// What is shown.
    pub document: &'a Document,
    /// Whether long lines are wrapped.
    pub wrap: bool,
    /// The first row in sight.
    pub top: Place,
    /// The columns hidden on the left, when lines are not wrapped.
    pub left: usize,
    /// The hits of a search, and what was looked for.
    pub hits: Option<(&'a Hits, &'a str)>,
    /// The index of the hit that the view is at.
    pub current: Option<usize>,
    /// The row that is marked, when it is in sight.
    pub cursor: Option<Place>,
    /// The styles.
    pub theme: &'a Theme,
}

/// The hits in one line.
type Marks = Vec<(Range<usize>, bool)>;

impl DocumentView<'_> {
    /// The columns for text in an area of this width.
    pub fn text_width(width: u16) -> u16 {
        width.saturating_sub(1)
    }

    /// Draws a byte range of a line, `left` columns of it hidden.
    fn draw_row(&self, place: Rect, content: &Line, range: Range<usize>, marks: &Marks, buffer: &mut Buffer) {
        let shown = content.text().get(range.clone()).unwrap_or_default();
        let (skip, indent) = text::behind_column(shown, self.left);
        let (take, _) = text::byte_at_column(&shown[skip..], usize::from(place.width));
        let seen = range.start + skip..range.start + skip + take;
        let indent = u16::try_from(indent).unwrap_or(u16::MAX).min(place.width);
        let mut x = place.x + indent;
        for (role, part) in content.spans_in(seen.clone()) {
            let room = place.right().saturating_sub(x);
            x = buffer.set_stringn(x, place.y, part, usize::from(room), self.theme.role(role)).0;
        }
        let whole = place;
        let place = Rect { x: place.x + indent, width: place.width - indent, ..place };
        self.mark(place, content.text(), &seen, marks, buffer);
        // Where lines are not wrapped, more of one may stand beside what is seen of it.
        let hidden =
            [(seen.start > range.start, whole.x, "‹"), (seen.end < range.end, whole.right().saturating_sub(1), "›")];
        for (_, x, sign) in hidden.into_iter().filter(|(is_cut, ..)| *is_cut && !self.wrap && whole.width > 1) {
            if let Some(cell) = buffer.cell_mut((x, whole.y)) {
                cell.set_symbol(sign).set_style(self.theme.part(Part::LabelFocused));
            }
        }
    }

    /// Marks the hits in the part of a line that is seen.
    fn mark(&self, place: Rect, content: &str, seen: &Range<usize>, marks: &Marks, buffer: &mut Buffer) {
        for (hit, current) in marks {
            let (from, to) = (hit.start.max(seen.start), hit.end.min(seen.end));
            if from >= to {
                continue;
            }
            let (Some(before), Some(inside)) = (content.get(seen.start..from), content.get(from..to)) else { continue };
            let x = u16::try_from(text::width(before)).unwrap_or(u16::MAX).min(place.width);
            let width = u16::try_from(text::width(inside)).unwrap_or(u16::MAX).min(place.width - x);
            let part = if *current { Part::MatchCurrent } else { Part::Match };
            buffer.set_style(Rect { x: place.x + x, width, ..place }, self.theme.part(part));
        }
    }

    /// The mark of the row that one is at, in the free column on the left.
    fn point(&self, place: Rect, buffer: &mut Buffer) {
        if let Some(x) = place.x.checked_sub(1)
            && let Some(cell) = buffer.cell_mut((x, place.y))
        {
            cell.set_symbol("›").set_style(self.theme.part(Part::LabelFocused));
        }
    }
}

impl Widget for DocumentView<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        let inside = Rect { width: Self::text_width(area.width), ..area };
        let width = Width { cells: inside.width, wrap: self.wrap };
        let mut index = 0;
        let mut line = self.top.line;
        while index < usize::from(area.height) && line < self.document.len() {
            let content = self.document.line(line);
            let marks: Marks = match self.hits {
                Some((hits, needle)) if !hits.is_empty() => {
                    self.document.marks(line, hits, self.current, needle).collect()
                }
                Some(_) | None => Vec::new(),
            };
            let skip = if line == self.top.line { self.top.row } else { 0 };
            for (number, range) in rows(&content, width).into_iter().enumerate().skip(skip) {
                let Some(place) = row(inside, index).filter(|_| index < usize::from(area.height)) else { break };
                self.draw_row(place, &content, range, &marks, buffer);
                if self.cursor == Some(Place { line, row: number }) {
                    self.point(place, buffer);
                }
                index += 1;
            }
            line += 1;
        }
        if area.width > 0 {
            let track = Rect { x: inside.right(), width: 1, ..area };
            let extent = self.document.extent(self.top, width, area.height);
            Scrollbar { len: extent.len, top: extent.top, theme: self.theme }.render(track, buffer);
        }
    }
}
