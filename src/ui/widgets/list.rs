//! A list with a selected row, scrolled so that the row is in sight.

use ratatui::{buffer::Buffer, layout::Rect, style::Style, text::Line, widgets::Widget};

use super::{Scrollbar, row};
use crate::ui::theme::{Part, Theme};

/// A list. Only the rows in sight are made: `item` is asked for each of them.
pub struct List<'a, F> {
    /// How many rows there are.
    pub len: usize,
    /// The selected row.
    pub selected: Option<usize>,
    /// The first row in sight, as [`scroll_to`] gives it.
    pub top: usize,
    /// Whether the list hears keys.
    pub focused: bool,
    /// Makes the row with this index.
    pub item: F,
    /// The styles.
    pub theme: &'a Theme,
}

/// The first row in sight of a list of `len` rows in `height` when row `selected` has to be in sight and the list should
/// move as little as possible from `top`.
pub fn scroll_to(top: usize, selected: usize, len: usize, height: u16) -> usize {
    let height = usize::from(height).max(1);
    let lowest = selected.saturating_sub(height - 1);
    top.clamp(lowest, selected.max(lowest)).min(len.saturating_sub(height))
}

impl<'a, F: Fn(usize) -> Line<'a>> Widget for List<'a, F> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        let bar = self.len > usize::from(area.height) && area.width > 1;
        let rows = Rect { width: area.width - u16::from(bar), ..area };
        let last = self.len.min(self.top.saturating_add(usize::from(area.height)));
        for index in self.top..last {
            let Some(place) = row(rows, index - self.top) else { break };
            buffer.set_line(place.x, place.y, &(self.item)(index), place.width);
            if self.selected == Some(index) {
                let part = if self.focused { Part::Selected } else { Part::SelectedUnfocused };
                let style: Style = self.theme.part(part);
                buffer.set_style(place, style);
            }
        }
        if bar {
            let track = Rect { x: rows.right(), width: 1, ..area };
            Scrollbar { len: self.len, top: self.top, theme: self.theme }.render(track, buffer);
        }
    }
}
