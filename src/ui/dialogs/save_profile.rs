//! Saving a profile: its name, and what becomes of its secret.

use ratatui::layout::Rect;

use super::{below, buttons, field, label, nth, open, value, width};
use crate::{
    app::{
        dialog::{SaveProfile, SecretChoice},
        document::{Line, Role},
    },
    ui::{
        canvas::{Canvas, rows_of},
        theme::Part,
    },
};

/// The column behind the labels.
const LABEL: u16 = 9;

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
pub(super) fn draw(canvas: &mut Canvas<'_>, dialog: &SaveProfile) {
    let columns = width(canvas, 68);
    let (choice, words) = explain(dialog.secret);
    let words = Line::of(Role::Comment, words);
    let error = dialog.error.as_ref().map(|why| Line::of(Role::Bad, "✗ ").with(Role::Bad, why));
    let room = columns.saturating_sub(LABEL);
    let explained = rows_of(&words, room);
    let has_command = dialog.secret == SecretChoice::Command;
    let complaint = error.as_ref().map_or(0, |line| rows_of(line, columns));
    let inside = open(canvas, "Save as a profile", "", columns, 4 + explained + u16::from(has_command) + complaint);
    label(canvas, nth(inside, 0), LABEL, "Name", dialog.row == 0);
    field(canvas, value(nth(inside, 0), LABEL), &dialog.name, dialog.row == 0);
    label(canvas, nth(inside, 1), LABEL, "Secret", dialog.row == 1);
    let part = if dialog.row == 1 { Part::Selected } else { Part::Value };
    let (place, style) = (value(nth(inside, 1), LABEL), canvas.theme.part(part));
    canvas.put(place.x, place.y, if place.height > 0 { place.width } else { 0 }, &format!("‹ {choice} ›"), style);
    canvas.prose(Rect { height: explained.min(below(inside, 2).height), ..value(below(inside, 2), LABEL) }, &words, 0);
    let mut row = 2 + explained;
    if has_command {
        label(canvas, nth(inside, row), LABEL, "Command", dialog.row == 2);
        field(canvas, value(nth(inside, row), LABEL), &dialog.command, dialog.row == 2);
        row += 1;
    }
    if let Some(line) = &error {
        row += canvas.prose(below(inside, row), line, 0);
    }
    buttons(canvas, below(inside, row + 1), &["Save"], (dialog.row == 3).then_some(0));
}

/// A choice for the secret: its name, and what it means.
fn explain(choice: SecretChoice) -> (&'static str, &'static str) {
    match choice {
        SecretChoice::Ask => {
            ("Ask each time", "Nothing is kept: type it after each start, or set ORCID_CLIENT_SECRET.")
        }
        SecretChoice::Remember => {
            ("Remember it", "In secrets.toml, apart from the configuration, readable by you alone (mode 0600).")
        }
        SecretChoice::Command => (
            "From a command",
            "The command runs when the secret is needed; the first line that it prints is the secret.",
        ),
    }
}
