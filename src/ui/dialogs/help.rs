//! Help.

use super::{open, text::scrolled, width};
use crate::{
    app::{dialog::Help, help::lines},
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
    let columns = width(canvas, 74);
    let inside = open(canvas, "Help", "↑ ↓ scroll", columns, canvas.buffer.area.height.saturating_sub(3).min(34));
    scrolled(canvas, inside, &lines, dialog.scroll);
}
