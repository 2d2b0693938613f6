//! A dialog: a frame in the middle of the screen, with everything behind it cleared.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    widgets::{Clear, Widget},
};

use super::Pane;
use crate::ui::theme::Theme;

/// The frame of a dialog.
#[derive(Clone, Copy, Debug)]
pub struct Dialog<'a> {
    /// Its title.
    pub title: &'a str,
    /// Words in the right corner.
    pub right: &'a str,
    /// The styles.
    pub theme: &'a Theme,
}

impl Dialog<'_> {
    /// What is left inside the frame.
    pub fn inner(area: Rect) -> Rect {
        Pane::inner(area)
    }
}

impl Widget for Dialog<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        Clear.render(area, buffer);
        Pane { title: self.title, right: self.right, focused: true, theme: self.theme }.render(area, buffer);
    }
}
