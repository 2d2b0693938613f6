//! Help.

use super::text::page;
use crate::{
    app::{
        Model,
        dialog::{Help, Verbs},
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
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Help) {
    page(canvas, "Help", "↑ ↓ scroll", dialog.page(model), dialog.scroll);
}
