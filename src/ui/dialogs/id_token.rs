//! An ID token, checked.

use super::text::page;
use crate::{
    app::{Model, dialog::Verbs, id_token::IdTokenCard},
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
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, card: &IdTokenCard) {
    let shown = card.page(model);
    let scrolls = shown.as_ref().is_some_and(|page| page.last_top(model.size) > 0);
    page(canvas, "ID token", if scrolls { "y copies · ↑ ↓ scroll" } else { "y copies" }, shown, card.scroll);
}
