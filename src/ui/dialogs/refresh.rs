//! Refreshing with a choice.

use super::{below, buttons, field, label, nth, open, value, width};
use crate::{
    app::{
        Model,
        document::{Line, Role},
        refreshing::{MARGIN, RefreshDialog},
    },
    ui::{
        canvas::{Canvas, rows_of},
        theme::Part,
    },
};

/// The column behind the labels.
const LABEL: u16 = 13;

/// ```text
/// ┌ Refresh ───────────────────────────────────────────────┐
/// │ Scope        /authenticate▏                            │
/// │ revoke_old   ‹ not sent ›                              │
/// │ expires_in                                             │
/// │ By itself    [ ] a minute before the token ends        │
/// │ [ Refresh ]                                            │
/// │ ! revoke_old=true changes nothing today: …             │
/// └────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &RefreshDialog) {
    let columns = width(canvas, 72);
    let by_itself = model.form().refresh_automatically;
    let mut remarks: Vec<Line> = dialog
        .remarks()
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
    if by_itself {
        remarks.push(Line::of(
            Role::Comment,
            "· By itself: while this program runs; save the profile (W) to keep the switch. ORCID gives a new pair the end of \
             the old one, so there it prolongs nothing, and a token of two minutes or less is left alone.",
        ));
    }
    let words: u16 = remarks.iter().map(|line| rows_of(line, columns)).sum();
    let inside = open(canvas, "Refresh", "", columns, 5 + words);
    let row = |index: u16| nth(inside, index);
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
    label(canvas, row(3), LABEL, "By itself", dialog.row == 3);
    let switch = format!("[{}] {MARGIN} s before the access token ends", if by_itself { "x" } else { " " });
    let (place, style) = (value(row(3), LABEL), canvas.theme.part(shown(dialog.row == 3)));
    canvas.put(place.x, place.y, if place.height > 0 { place.width } else { 0 }, &switch, style);
    buttons(canvas, row(4), &["Refresh"], (dialog.row == 4).then_some(0));
    let mut rest = below(inside, 5);
    for line in &remarks {
        let used = canvas.prose_cut(rest, line);
        rest = below(rest, used);
    }
}
