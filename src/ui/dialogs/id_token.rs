//! An ID token, checked.

use super::{open, text::scrolled, width};
use crate::{
    app::{dialog::TEXT_COLUMNS, id_token::IdTokenCard, layout},
    text,
    ui::canvas::Canvas,
};

/// ```text
/// ┌ ID token ───────────────────────────────────────────────────┐
/// │ ✗ This ID token does not hold: one check fails.             │
/// │                                                             │
/// │ ✗ aud       made for APP-SOMEBODYELSES001, and this …       │
/// │ Refuse it: a token for another client proves nothing …      │
/// │                                                             │
/// │ Sophia Garcia (0000-0002-4456-8947) signed in at …          │
/// └─────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, card: &IdTokenCard) {
    let lines = card.lines();
    let columns = width(canvas, TEXT_COLUMNS);
    let rows: usize = lines.iter().map(|line| text::wrap_words(line.text(), usize::from(columns)).len()).sum();
    let scrolls =
        layout::dialog_height(canvas.buffer.area.as_size(), u16::MAX) < u16::try_from(rows).unwrap_or(u16::MAX);
    let right = if scrolls { "↑ ↓ scroll" } else { "" };
    let inside = open(canvas, "ID token", right, columns, u16::try_from(rows).unwrap_or(u16::MAX));
    scrolled(canvas, inside, &lines, card.scroll);
}
