//! Help.

use super::{open, text::scrolled, width};
use crate::{
    app::{
        dialog::{HELP_COLUMNS, HELP_ROWS, Help},
        help::lines,
        layout,
    },
    ui::canvas::Canvas,
};

/// ```text
/// ┌ Help ─────────────────────────────────────────────────────┐
/// │ Client ID                                                 │
/// │ Names your application to ORCID: APP- and 16 characters … │
/// │                                                           │
/// │ Keys (letters work outside text fields)                   │
/// │ ⏎             Press the focused button                    │
/// └───────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, dialog: &Help) {
    let lines = lines(dialog.about);
    let columns = width(canvas, HELP_COLUMNS);
    let inside =
        open(canvas, "Help", "↑ ↓ scroll", columns, layout::dialog_height(canvas.buffer.area.as_size(), HELP_ROWS));
    scrolled(canvas, inside, &lines, dialog.scroll);
}
