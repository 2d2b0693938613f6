//! A file to save something in, or to open.

use super::{below, buttons, field, label, open, value};
use crate::{
    app::{Model, dialog::Verbs, keep::Keep},
    ui::{canvas::Canvas, theme::Part},
};

/// The column behind the labels.
const LABEL: u16 = 9;

/// ```text
/// ┌ Save the session ─────────────────────────────────────────┐
/// │ File     orcid-session-20260301T090000Z.har▏              │
/// │ Secrets  ‹ placeholders ›                                 │
/// │ In /home/you/project                                      │
/// │ A HAR file, which this program and others can open …      │
/// │                                                           │
/// │ [ Save ]                                                  │
/// └───────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Keep) {
    let (title, _, button) = dialog.words();
    let places = dialog.places(model, canvas.now);
    let inside = open(canvas, title, "", &places);
    let place = places.row(0);
    label(canvas, place, LABEL, "File", dialog.row == 0);
    field(canvas, value(place, LABEL), &dialog.path, dialog.row == 0);
    if dialog.asks_for_secrets() {
        let place = places.row(1);
        label(canvas, place, LABEL, "Secrets", dialog.row == 1);
        let part = if dialog.row == 1 { Part::Selected } else { Part::Value };
        let (place, style) = (value(place, LABEL), canvas.theme.part(part));
        let choice = if dialog.real { "‹ as they are ›" } else { "‹ placeholders ›" };
        canvas.put(place.x, place.y, if place.height > 0 { place.width } else { 0 }, choice, style);
    }
    let mut rest = below(inside, 1 + u16::from(dialog.asks_for_secrets()));
    for line in dialog.said(&model.folder) {
        let used = canvas.prose(rest, &line, 0);
        rest = below(rest, used);
    }
    buttons(canvas, places.buttons, &[button], None);
}
