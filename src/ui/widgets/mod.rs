//! The building blocks of the screen. Each draws plain data; none keeps state, and none fails at any size.

mod button;
mod dialog;
mod document;
mod footer;
mod pane;
mod scrollbar;

pub use button::{Button, ButtonRow};
pub use dialog::Dialog;
pub use document::DocumentView;
pub use footer::Footer;
pub use pane::Pane;
pub use scrollbar::Scrollbar;

use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use crate::text;

/// Draws a text, cut to the width, and gives the columns used.
fn put(buffer: &mut Buffer, x: u16, y: u16, width: u16, words: &str, style: Style) -> u16 {
    if width == 0 || !buffer.area.contains((x, y).into()) {
        return 0;
    }
    let words = text::truncate(words, usize::from(width));
    buffer.set_stringn(x, y, &words, usize::from(width), style).0 - x
}

/// The row of an area with this index from the top, when it has one.
fn row(area: Rect, index: usize) -> Option<Rect> {
    let index = u16::try_from(index).ok().filter(|&index| index < area.height)?;
    Some(Rect { y: area.y + index, height: 1, ..area })
}

#[cfg(test)]
mod tests;
