//! Refreshing with a choice.

use super::{below, buttons, field, label, open, under, value};
use crate::{
    app::{
        Model,
        dialog::Verbs,
        document::{Line, Role},
        refreshing::{MARGIN, RefreshDialog},
    },
    ui::{canvas::Canvas, theme::Part},
};

/// The column behind the labels.
const LABEL: u16 = 13;

/// ```text
/// ┌ Refresh ───────────────────────────────────────────────┐
/// │ Scope        /authenticate▏                            │
/// │ revoke_old   ‹ not sent ›                              │
/// │ expires_in                                             │
/// │ Automatic    [ ] a minute before the token ends        │
/// │ [ Refresh ]                                            │
/// │ ! revoke_old=true changes nothing today: …             │
/// └────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &RefreshDialog) {
    let by_itself = model.form().refresh_automatically;
    let remarks: Vec<Line> = dialog
        .remarks(by_itself)
        .iter()
        .map(|words| {
            let role = match words.chars().next() {
                Some('✗') => Role::Bad,
                Some('!') => Role::Warning,
                Some(_) | None => Role::Comment,
            };
            Line::of(role, words)
        })
        .collect();
    let places = dialog.places(model, canvas.now);
    let inside = open(canvas, "Refresh", "", &places);
    let row = |index| places.row(index);
    label(canvas, row(0), LABEL, "Scope", dialog.row == 0);
    field(canvas, value(row(0), LABEL), &dialog.scope, dialog.row == 0);
    label(canvas, row(1), LABEL, "revoke_old", dialog.row == 1);
    let choice = match dialog.revoke_old {
        None => "‹ not sent ›",
        Some(true) => "‹ true ›",
        Some(false) => "‹ false ›",
    };
    let shown = |focused| if focused { Part::Selected } else { Part::Value };
    let (place, style) = (value(row(1), LABEL), canvas.theme.part(shown(dialog.row == 1)));
    canvas.put(place.x, place.y, if place.height > 0 { place.width } else { 0 }, choice, style);
    label(canvas, row(2), LABEL, "expires_in", dialog.row == 2);
    field(canvas, value(row(2), LABEL), &dialog.expires_in, dialog.row == 2);
    label(canvas, row(3), LABEL, "Automatic", dialog.row == 3);
    let switch = format!("[{}] {MARGIN} s before the access token ends", if by_itself { "x" } else { " " });
    let (place, style) = (value(row(3), LABEL), canvas.theme.part(shown(dialog.row == 3)));
    canvas.put(place.x, place.y, if place.height > 0 { place.width } else { 0 }, &switch, style);
    buttons(canvas, places.buttons, &["Refresh"], (dialog.row == 4).then_some(0));
    let mut rest = under(inside, places.buttons);
    for line in &remarks {
        let used = canvas.prose_cut(rest, line);
        rest = below(rest, used);
    }
}
