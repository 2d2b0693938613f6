//! What the things under the cursor mean.

use super::text::page;
use crate::{
    app::{Model, dialog::Verbs, meaning::Meaning},
    ui::canvas::Canvas,
};

/// ```text
/// ┌ Explained ─────────────────────────────────── ← → 2 of 6 ─┐
/// │ 2 of 6  client_id · [client_secret] · grant_type · code …   │
/// │                                                             │
/// │ client_secret   token request                               │
/// │ Here  5a0c••••                                              │
/// │                                                             │
/// │ What  Proves that the request comes from your application … │
/// └─────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Meaning) {
    page(canvas, "Explained", "", dialog.page(model), dialog.scroll);
}
