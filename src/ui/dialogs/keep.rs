//! A file to save something in, or to open.

use ratatui::layout::Rect;

use super::{below, buttons, field, label, nth, open, value, width};
use crate::{
    app::{
        document::{Line, Role},
        keep::{Keep, Task},
    },
    ui::{
        canvas::{Canvas, rows_of},
        theme::Part,
    },
};

/// The column behind the labels.
const LABEL: u16 = 9;

/// ```text
/// ┌ Save the session ─────────────────────────────────────────┐
/// │ File     orcid-session-20260301T090000Z.har▏              │
/// │ Secrets  ‹ placeholders ›                                 │
/// │ A HAR file, which this program and others can open …      │
/// │                                                           │
/// │ [ Save ]                                                  │
/// └───────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, dialog: &Keep) {
    let columns = width(canvas, 72);
    let (title, words, button) = explain(dialog);
    let words = Line::of(Role::Comment, words);
    let error = dialog.error.as_ref().map(|why| Line::of(Role::Bad, "✗ ").with(Role::Bad, why));
    let explained = rows_of(&words, columns);
    let complaint = error.as_ref().map_or(0, |line| rows_of(line, columns));
    let rows = 1 + u16::from(dialog.asks_for_secrets());
    let inside = open(canvas, title, "", columns, rows + explained + complaint + 2);
    let place = nth(inside, 0);
    label(canvas, place, LABEL, "File", dialog.row == 0);
    field(canvas, value(place, LABEL), &dialog.path, dialog.row == 0);
    if rows > 1 {
        let place = nth(inside, 1);
        label(canvas, place, LABEL, "Secrets", dialog.row == 1);
        let part = if dialog.row == 1 { Part::Selected } else { Part::Value };
        let (place, style) = (value(place, LABEL), canvas.theme.part(part));
        let choice = if dialog.real { "‹ as they are ›" } else { "‹ placeholders ›" };
        canvas.put(place.x, place.y, if place.height > 0 { place.width } else { 0 }, choice, style);
    }
    let mut row = rows;
    for line in error.iter().chain([&words]) {
        let rest = below(inside, row);
        row += canvas.prose(Rect { height: rest.height, ..rest }, line, 0);
    }
    buttons(canvas, below(inside, row + 1), &[button], None);
}

fn explain(dialog: &Keep) -> (&'static str, &'static str, &'static str) {
    match (&dialog.task, dialog.real) {
        (Task::SaveSession, false) => (
            "Save the session",
            "A HAR file, which this program and others open. The same placeholder is the same secret. Names, iDs and records stay.",
            "Save",
        ),
        (Task::SaveSession, true) => (
            "Save the session",
            "A HAR file with tokens, codes and client secrets in it: whoever has it can use them. It is made for you alone (mode 0600).",
            "Save",
        ),
        (Task::SaveTranscript, _) => (
            "Save the transcript",
            "Markdown for a support ticket: every step, request, answer and what it means. Secrets are placeholders; names, iDs and records stay, so read it before you send it.",
            "Save",
        ),
        (Task::OpenSession, _) => (
            "Open a session",
            "A session of this program, or a HAR file of a browser or proxy. Its messages are added to those that are here. Nothing is sent.",
            "Open",
        ),
        (Task::SaveCode(_), _) => ("Save the code", "For you alone (mode 0600). No file is overwritten.", "Save"),
    }
}
