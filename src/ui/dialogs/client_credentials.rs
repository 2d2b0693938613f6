//! Asking for a token that the client has for itself.

use super::{above, field, label, open, under, value};
use crate::{
    app::{
        Model,
        dialog::{ClientCredentials, Verbs},
        document::{Line, Role},
    },
    ui::canvas::Canvas,
};

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
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &ClientCredentials) {
    let places = dialog.places(model, canvas.now);
    let inside = open(canvas, "Two-legged token", "", &places);
    above(canvas, &places, &Line::of(Role::Plain, ClientCredentials::ABOUT));
    let place = places.row(0);
    label(canvas, place, LABEL, "Scope", true);
    field(canvas, value(place, LABEL), &dialog.scope, true);
    if let Some(remark) = dialog.remark() {
        canvas.prose(under(inside, place), &Line::of(Role::Warning, &remark), 0);
    }
}
