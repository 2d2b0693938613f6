//! Saying where to save a body.

use super::{below, field, label, nth, open, value, width};
use crate::{
    app::{
        dialog::SaveFile,
        document::{Line, Role},
    },
    text,
    ui::canvas::{Canvas, rows_of},
};

/// The column behind the label.
const LABEL: u16 = 6;

/// ```text
/// ┌ Save ──────────────────────────────────────── 12 kB ┐
/// │ File  0000-0002-4456-8947-record.json▏               │
/// │                                                      │
/// │ From where this program was started, ~ is your home. │
/// └──────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, dialog: &SaveFile) {
    let columns = width(canvas, 72);
    let words = match &dialog.error {
        Some(error) => Line::of(Role::Bad, &format!("✗ {error}")),
        None => Line::of(
            Role::Comment,
            "A path begins where the program was started; ~ is your home folder. No file is overwritten. The new one can be read by you alone, because it may hold secrets.",
        ),
    };
    let inside = open(canvas, "Save the body", &text::size(dialog.bytes.len()), columns, 2 + rows_of(&words, columns));
    let place = nth(inside, 0);
    label(canvas, place, LABEL, "File", true);
    field(canvas, value(place, LABEL), &dialog.path, true);
    canvas.prose(below(inside, 2), &words, 0);
}
