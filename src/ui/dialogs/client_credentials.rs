//! Asking for a token that the client has for itself.

use super::{below, field, label, nth, open, value, width};
use crate::{
    app::{
        dialog::ClientCredentials,
        document::{Line, Role},
    },
    ui::canvas::{Canvas, rows_of},
};

const WORDS: &str = "A token of the client's own, with no researcher and no iD in it. /read-public reads what is public; \
    every client may have it.";

/// The column behind the label.
const LABEL: u16 = 8;

/// ```text
/// ┌ Two-legged token ────────────────────────────────────────────┐
/// │ A token of the client's own, with no researcher and no iD …   │
/// │                                                              │
/// │ Scope   /read-public▏                                        │
/// │ ! /read-limited comes from a researcher: ORCID drops it.     │
/// └──────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, dialog: &ClientCredentials) {
    let columns = width(canvas, 66);
    let about = Line::of(Role::Plain, WORDS);
    let remark = dialog.remark().map_or_else(Line::new, |words| Line::of(Role::Warning, &words));
    let words = rows_of(&about, columns);
    let below_it = if remark.text().is_empty() { 0 } else { rows_of(&remark, columns) };
    let inside = open(canvas, "Two-legged token", "", columns, words + 2 + below_it);
    // On a low screen the field matters more than the words above it.
    let row = (words + 1).min(inside.height.saturating_sub(1 + below_it));
    if row > 0 {
        let room = (row - 1).max(1).min(inside.height);
        canvas.prose(ratatui::layout::Rect { height: room, ..inside }, &about, 0);
    }
    let place = nth(inside, row);
    label(canvas, place, LABEL, "Scope", true);
    field(canvas, value(place, LABEL), &dialog.scope, true);
    canvas.prose(below(inside, row + 1), &remark, 0);
}
