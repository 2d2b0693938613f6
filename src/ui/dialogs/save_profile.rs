//! Saving a profile: its name, and what becomes of its secret.

use super::{below, buttons, field, label, open, value};
use crate::{
    app::{
        Model,
        dialog::{SaveProfile, SecretChoice, Verbs},
        document::{Line, Role},
    },
    ui::{canvas::Canvas, theme::Part},
};

/// The column behind the labels.
const LABEL: u16 = SaveProfile::LABEL;

/// ```text
/// ┌ Save as a profile ────────────────────────────────────────┐
/// │ Name     demo▏                                            │
/// │ Secret   ‹ Ask each time ›                                │
/// │          Nothing is kept. The secret is typed at each …   │
/// │ Command  pass show orcid                                  │
/// │                                                           │
/// │ [ Save ]                                                  │
/// └───────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &SaveProfile) {
    let (choice, words) = dialog.secret.words();
    let words = Line::of(Role::Comment, words);
    let places = dialog.places(model, canvas.now);
    let inside = open(canvas, "Save as a profile", "", &places);
    label(canvas, places.row(0), LABEL, "Name", dialog.row == 0);
    field(canvas, value(places.row(0), LABEL), &dialog.name, dialog.row == 0);
    label(canvas, places.row(1), LABEL, "Secret", dialog.row == 1);
    let part = if dialog.row == 1 { Part::Selected } else { Part::Value };
    let (place, style) = (value(places.row(1), LABEL), canvas.theme.part(part));
    canvas.put(place.x, place.y, if place.height > 0 { place.width } else { 0 }, &format!("‹ {choice} ›"), style);
    let mut line = 2 + canvas.prose(value(below(inside, 2), LABEL), &words, 0);
    if dialog.secret == SecretChoice::Command {
        label(canvas, places.row(2), LABEL, "Command", dialog.row == 2);
        field(canvas, value(places.row(2), LABEL), &dialog.command, dialog.row == 2);
        line += 1;
    }
    if let Some(why) = &dialog.error {
        canvas.prose(below(inside, line), &Line::of(Role::Bad, "✗ ").with(Role::Bad, why), 0);
    }
    buttons(canvas, places.buttons, &["Save"], (dialog.row == 3).then_some(0));
}
