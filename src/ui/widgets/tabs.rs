//! The tab bar of the narrow screen.

use ratatui::{buffer::Buffer, layout::Rect, widgets::Widget};

use super::put;
use crate::{
    text,
    ui::theme::{Part, Theme},
};

/// Tabs side by side. When they do not fit, the inactive ones show only their first word.
#[derive(Clone, Copy, Debug)]
pub struct TabBar<'a> {
    /// The titles, each beginning with its key: `2 Authorize`.
    pub titles: &'a [&'a str],
    /// The active one.
    pub active: usize,
    /// The styles.
    pub theme: &'a Theme,
}

impl Widget for TabBar<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        let fits = self.titles.iter().map(|title| text::width(title) + 3).sum::<usize>() < usize::from(area.width);
        let mut x = area.x.saturating_add(1);
        for (index, title) in self.titles.iter().enumerate() {
            let active = index == self.active;
            let shown = if fits || active { title } else { title.split(' ').next().unwrap_or(title) };
            let part = if active { Part::TabActive } else { Part::Tab };
            x += put(buffer, x, area.y, area.right().saturating_sub(x), &format!(" {shown} "), self.theme.part(part))
                + 1;
        }
    }
}
