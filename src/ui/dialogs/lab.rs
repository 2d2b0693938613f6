//! The fault lab: the question before, and the comparison after.

use ratatui::layout::Rect;

use super::{open, text::page};
use crate::{
    app::{
        Model,
        dialog::{Spot, Verbs},
        document::{Line, Role},
        lab::{Asking, Verdict},
        layout::below,
    },
    ui::{
        canvas::{Canvas, rows_of},
        theme::Part,
    },
};

/// ```text
/// ┌ Fault lab · expired-code ────────────────────── predict ┐
/// │ The code has expired when it arrives.                   │
/// │                                                         │
/// │ You exchange it. What does the token endpoint answer?   │
/// │ ( ) tokens                                              │
/// │ (•) 400 invalid_grant                                   │
/// └─────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw_question(canvas: &mut Canvas<'_>, model: &Model, dialog: &Asking) {
    let experiment = dialog.experiment;
    let places = dialog.places(model, canvas.now);
    let title = format!("Fault lab · {}", experiment.fault);
    let inside = open(canvas, &title, "predict", &places);
    let ask = Line::of(Role::Title, &experiment.predict.ask);
    let above = places.list.y.saturating_sub(inside.y);
    let words = above.saturating_sub(rows_of(&ask, inside.width));
    if words > 0 {
        let about = Line::of(Role::Comment, &experiment.about);
        canvas.prose_cut(Rect { height: words - 1, ..inside }, &about);
    }
    canvas.prose(below(inside, words), &ask, 0);
    for (spot, place) in &places.spots {
        let Spot::Row(row) = *spot else { continue };
        let Some(answer) = experiment.predict.answers.get(row) else { continue };
        mark(canvas, *place, &Line::of(Role::Plain, &answer.say), dialog.row == row);
        if dialog.row == row {
            let style = canvas.theme.part(Part::Selected);
            canvas.buffer.set_style(place.intersection(canvas.buffer.area), style);
        }
    }
}

fn mark(canvas: &mut Canvas<'_>, row: Rect, line: &Line, chosen: bool) {
    let style = canvas.theme.part(Part::Value);
    canvas.put(row.x, row.y, 3, if chosen { "(•)" } else { "( )" }, style);
    let text = Rect { x: row.x + Asking::MARK, width: row.width.saturating_sub(Asking::MARK + 1), ..row };
    canvas.prose_cut(text, line);
}

/// ```text
/// ┌ Fault lab · expired-code ─────────────────────────────────────┐
/// │ ✗ Not as you predicted.                                       │
/// │                                                               │
/// │ You predicted  tokens                                         │
/// │ What happened  400 invalid_grant (message 7)                  │
/// └───────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw_verdict(canvas: &mut Canvas<'_>, model: &Model, dialog: &Verdict) {
    let title = format!("Fault lab · {}", dialog.experiment.fault);
    page(canvas, &title, "predicted and actual", dialog.page(model), dialog.scroll);
}
