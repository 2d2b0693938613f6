//! A framed pane: a title on the left, words on the right, and a look that says whether it hears keys.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    widgets::{Block, Widget},
};

use crate::{
    text,
    ui::{
        put::put,
        theme::{Part, Theme},
    },
};

/// The frame of a pane.
#[derive(Clone, Copy, Debug)]
pub struct Pane<'a> {
    /// Its title.
    pub title: &'a str,
    /// Words in the right corner, left out when there is no room.
    pub right: &'a str,
    /// Whether it hears keys.
    pub focused: bool,
    /// The styles.
    pub theme: &'a Theme,
}

impl Pane<'_> {
    /// What is left inside the frame.
    pub fn inner(area: Rect) -> Rect {
        Block::bordered().inner(area)
    }
}

impl Widget for Pane<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        let (border, title) = match self.focused {
            true => (Part::BorderFocused, Part::PaneTitleFocused),
            false => (Part::Border, Part::PaneTitle),
        };
        Block::bordered().border_style(self.theme.part(border)).render(area, buffer);
        let room = area.width.saturating_sub(4);
        if area.height == 0 || self.title.is_empty() || room == 0 {
            return;
        }
        let used = put(buffer, area.x + 1, area.y, room + 2, &format!(" {} ", self.title), self.theme.part(title));
        let right = format!(" {} ", self.right);
        let width = u16::try_from(text::width(&right)).unwrap_or(u16::MAX);
        if !self.right.is_empty() && width.saturating_add(used) < area.width.saturating_sub(2) {
            put(buffer, area.right() - 1 - width, area.y, width, &right, self.theme.part(Part::PaneTitle));
        }
    }
}
