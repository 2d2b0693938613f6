//! The line of keys at the bottom.

use ratatui::{buffer::Buffer, layout::Rect, widgets::Widget};

use crate::{
    text,
    ui::{
        put::put,
        theme::{Part, Theme},
    },
};

/// Keys and what they do, the most important first. What does not fit is dropped from the end, the first one never.
#[derive(Clone, Copy, Debug)]
pub struct Footer<'a> {
    /// Key and label.
    pub hints: &'a [(&'a str, &'a str)],
    /// The styles.
    pub theme: &'a Theme,
}

impl Widget for Footer<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        let mut x = area.x.saturating_add(1);
        for (index, (key, label)) in self.hints.iter().enumerate() {
            let needed = text::width(key) + 1 + text::width(label);
            let room = area.right().saturating_sub(x);
            if area.is_empty() || (index > 0 && needed > usize::from(room)) {
                return;
            }
            x += put(buffer, x, area.y, room, key, self.theme.part(Part::Key)) + 1;
            x += put(buffer, x, area.y, area.right().saturating_sub(x), label, self.theme.part(Part::KeyLabel)) + 2;
        }
    }
}
