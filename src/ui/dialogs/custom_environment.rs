//! Typing another server.

use super::{above, field, label, open, under, value};
use crate::{
    app::{
        Model,
        dialog::{CustomEnvironment, Verbs},
        document::{Line, Role},
    },
    ui::canvas::Canvas,
};

/// The column behind the labels.
const LABEL: u16 = 15;

/// ```text
/// ┌ Another issuer ──────────────────────────────────────────────┐
/// │ The URL of an issuer, or of its discovery document …         │
/// │                                                              │
/// │ Issuer         https://orcid.example.org▏                    │
/// │ Authorization                                                │
/// │ Token                                                        │
/// │ Userinfo                                                     │
/// │ API                                                          │
/// │ ✗ No discovery document there: HTTP 404.                     │
/// └──────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &CustomEnvironment) {
    let places = dialog.places(model, canvas.now);
    let inside = open(canvas, "Another issuer", "", &places);
    above(canvas, &places, &Line::of(Role::Plain, CustomEnvironment::ABOUT));
    for (index, words) in CustomEnvironment::LABELS.into_iter().enumerate() {
        let (place, focused) = (places.row(index), dialog.row == index);
        label(canvas, place, LABEL, words, focused);
        field(canvas, value(place, LABEL), &dialog.fields[index], focused);
    }
    if let Some(status) = dialog.status(canvas.now) {
        canvas.prose(under(inside, places.row(dialog.fields.len() - 1)), &status, 0);
    }
}
