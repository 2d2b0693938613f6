//! What two messages differ in.

use super::text::page;
use crate::{
    app::{Model, dialog::Verbs, history::Difference},
    ui::canvas::Canvas,
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
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Difference) {
    page(canvas, &dialog.title, "secrets are placeholders", dialog.page(model), dialog.scroll);
}
