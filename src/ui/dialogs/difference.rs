//! What two messages differ in.

use super::{open, text::scrolled, width};
use crate::{
    app::{dialog::TEXT_COLUMNS, history::Difference},
    ui::canvas::{Canvas, rows_of},
};

/// ```text
/// ┌ Message 4 and message 6 ──────────────── secrets are placeholders ┐
/// │ - 4 GET /api/v3.0/0000-0002-4456-8947/record                      │
/// │ + 6 GET /pub/v3.0/0000-0002-4456-8947/record                      │
/// │ ⋯                                                                 │
/// │ - HTTP/1.1 200 OK                                                 │
/// │ + HTTP/1.1 401 Unauthorized                                       │
/// └───────────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, dialog: &Difference) {
    let columns = width(canvas, TEXT_COLUMNS + 20);
    let rows = dialog.lines.iter().map(|line| usize::from(rows_of(line, columns).max(1))).sum::<usize>();
    let rows = u16::try_from(rows).unwrap_or(u16::MAX);
    let inside = open(canvas, &dialog.title, "secrets are placeholders", columns, rows);
    scrolled(canvas, inside, &dialog.lines, dialog.scroll);
}
