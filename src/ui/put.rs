//! The least that everything drawn is made of: a text in its place, a row of an area.

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use crate::text;

/// Draws a text, cut to the width, and gives the columns used.
pub(super) fn put(buffer: &mut Buffer, x: u16, y: u16, width: u16, words: &str, style: Style) -> u16 {
    if width == 0 || !buffer.area.contains((x, y).into()) {
        return 0;
    }
    let words = text::truncate(words, usize::from(width));
    buffer.set_stringn(x, y, &words, usize::from(width), style).0.saturating_sub(x)
}

/// The row of an area with this index from the top, when it has one.
pub(super) fn row(area: Rect, index: usize) -> Option<Rect> {
    let index = u16::try_from(index).ok().filter(|&index| index < area.height)?;
    Some(Rect { y: area.y + index, height: 1, ..area })
}
