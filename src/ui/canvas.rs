//! What the view functions draw with: the buffer, the styles, the time, and the cursor's place once somebody claims it.

use std::ops::Range;

use jiff::Timestamp;
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::Style,
    widgets::Widget,
};

use super::{
    put::put,
    theme::{Part, Theme},
};
use crate::{
    app::{
        self,
        document::{Line, Role},
        field::TextField,
    },
    text,
};

/// The screen while it is drawn.
pub(super) struct Canvas<'a> {
    pub buffer: &'a mut Buffer,
    pub theme: &'a Theme,
    pub now: Timestamp,
    /// Where the cursor is, when a text field is typed into.
    pub cursor: Option<Position>,
    /// The first line of the highest dialog.
    pub dialogs_from: Option<u16>,
}

impl Canvas<'_> {
    /// Draws a text of the program itself, cut to the width, and gives the columns used.
    pub fn put(&mut self, x: u16, y: u16, width: u16, words: &str, style: Style) -> u16 {
        put(self.buffer, x, y, width, words, style)
    }

    /// The line that a filter is typed into.
    pub fn filter(&mut self, area: Rect, field: &TextField) {
        let style = self.theme.part(Part::Key);
        self.put(area.x, area.y, area.width, "> ", style);
        self.input(Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area }, field, |_| false);
    }

    /// Draws a text so that it ends at a column.
    pub fn put_right(&mut self, right: u16, y: u16, words: &str, style: Style) {
        let width = cells(words);
        self.put(right.saturating_sub(width), y, width, words, style);
    }

    /// Draws the first line of an area: the parts of a line in their colours, the end cut when it is too long.
    pub fn line(&mut self, area: Rect, line: &Line) {
        let room = usize::from(area.width);
        if text::width(line.text()) <= room {
            self.part(area, line, 0..line.text().len());
            return;
        }
        let (end, taken) = text::byte_at_column(line.text(), room.saturating_sub(1));
        self.part(area, line, 0..end);
        let taken = u16::try_from(taken).unwrap_or(u16::MAX);
        self.put(area.x.saturating_add(taken), area.y, area.width.min(1), "…", self.theme.role(Role::Plain));
    }

    /// Draws a line wrapped at words, from its row `skip` on, and gives the rows used.
    pub fn prose(&mut self, area: Rect, line: &Line, skip: usize) -> u16 {
        let rows = text::wrap_words(line.text(), usize::from(area.width));
        let mut used = 0;
        for range in rows.into_iter().skip(skip).take(usize::from(area.height)) {
            self.part(Rect { y: area.y + used, height: 1, ..area }, line, range);
            used += 1;
        }
        used
    }

    /// Like [`Self::prose`] from the first row on; when not all of it fits, `…` says so.
    pub fn prose_cut(&mut self, area: Rect, line: &Line) -> u16 {
        let used = self.prose(area, line, 0);
        if used > 0 && rows_of(line, area.width) > used {
            let (x, y) = (area.right().saturating_sub(1), area.y + used - 1);
            self.put(x, y, 1, "…", self.theme.role(Role::Plain));
        }
        used
    }

    /// Draws a byte range of a line.
    pub fn part(&mut self, area: Rect, line: &Line, range: Range<usize>) {
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return;
        }
        let mut x = area.x;
        for (role, words) in line.spans_in(range) {
            let room = area.right().saturating_sub(x);
            x = self.buffer.set_stringn(x, area.y, words, usize::from(room), self.theme.role(role)).0;
        }
    }

    /// Draws a text field that is typed into, dots for what is hidden of it, and puts the cursor there.
    pub fn input(&mut self, area: Rect, field: &TextField, hidden: impl Fn(usize) -> bool) {
        let area = Rect { height: area.height.min(1), ..area }.intersection(self.buffer.area);
        if area.is_empty() {
            return;
        }
        let window = field.window_hiding(area.width, hidden);
        let style = self.theme.part(Part::Input);
        let blank = " ".repeat(usize::from(area.width));
        self.put(area.x, area.y, area.width, &blank, style);
        // Typing replaces what is selected, so it has to look different.
        let text = if field.is_selected() { self.theme.part(Part::Selected) } else { style };
        self.put(area.x, area.y, area.width, &window.text, text);
        self.cursor = Some(Position { x: area.x + window.cursor.min(area.width - 1), y: area.y });
    }

    /// Draws a widget.
    pub fn widget(&mut self, area: Rect, widget: impl Widget) {
        widget.render(area, self.buffer);
    }

    /// The spinner as it looks now.
    pub fn spinner(&self) -> &'static str {
        app::spinner(self.now)
    }
}

/// The width of a text as the screen counts.
pub(super) fn cells(words: &str) -> u16 {
    u16::try_from(text::width(words)).unwrap_or(u16::MAX)
}

/// The rows that a line takes when it is wrapped at words.
pub(super) fn rows_of(line: &Line, width: u16) -> u16 {
    u16::try_from(text::wrap_words(line.text(), usize::from(width)).len()).unwrap_or(u16::MAX)
}
