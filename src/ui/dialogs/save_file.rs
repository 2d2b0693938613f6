//! Saying where to save a body.

use super::{below, field, label, open, value};
use crate::{
    app::{
        Model,
        dialog::{SaveFile, Verbs},
    },
    text,
    ui::canvas::Canvas,
};

/// The column behind the label.
const LABEL: u16 = 6;

/// ```text
/// ┌ Save ──────────────────────────────────────── 12 kB ┐
/// │ File  0000-0002-4456-8947-record.json▏               │
/// │                                                      │
/// │ In /home/you/project. ~ is your home folder. …       │
/// └──────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &SaveFile) {
    let places = dialog.places(model, canvas.now);
    let inside = open(canvas, "Save the body", &text::size(dialog.bytes.len()), &places);
    let place = places.row(0);
    label(canvas, place, LABEL, "File", true);
    field(canvas, value(place, LABEL), &dialog.path, true);
    canvas.prose(below(inside, 2), &dialog.words(&model.folder), 0);
}
