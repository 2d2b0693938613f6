//! A vertical scroll bar, as high as its area.

use ratatui::{buffer::Buffer, layout::Rect, widgets::Widget};

use crate::ui::theme::{Part, Theme};

/// Where one is in something long. Draws nothing when all of it is in sight.
#[derive(Clone, Copy, Debug)]
pub struct Scrollbar<'a> {
    /// How many rows there are.
    pub len: usize,
    /// The first row in sight.
    pub top: usize,
    /// The styles.
    pub theme: &'a Theme,
}

impl Widget for Scrollbar<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        let height = usize::from(area.height);
        if area.is_empty() || self.len <= height {
            return;
        }
        // In u128, because a hostile length must not overflow.
        let scaled = |rows: usize| (rows as u128 * height as u128 / self.len as u128) as usize;
        let thumb = scaled(height).clamp(1, height);
        let hidden = self.len - height;
        let start = (self.top.min(hidden) as u128 * (height - thumb) as u128).div_ceil(hidden as u128) as usize;
        for index in 0..height {
            let on = (start..start + thumb).contains(&index);
            let (symbol, part) = if on { ("█", Part::ScrollbarThumb) } else { ("│", Part::Scrollbar) };
            if let Some(cell) = buffer.cell_mut((area.x, area.y + index as u16)) {
                cell.set_symbol(symbol).set_style(self.theme.part(part));
            }
        }
    }
}
