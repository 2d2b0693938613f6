//! One of several: put-codes of earlier answers, links to follow.

use super::{list, open};
use crate::{
    app::{
        Model,
        dialog::{Choice, Verbs},
        document::Role,
    },
    text,
    ui::{
        canvas::{Canvas, cells},
        theme::Part,
    },
};

/// ```text
/// ┌ Put-codes of earlier answers ──────────────────────────────┐
/// │ 1523   How a lighthouse found its keepers                  │
/// │ 1511   added in message 7                                  │
/// └────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Choice) {
    let inside = open(canvas, &dialog.title, "", &dialog.places(model, canvas.now));
    let widest = dialog.rows.iter().map(|(value, _)| cells(value)).max().unwrap_or(0);
    list(canvas, inside, dialog.rows.len(), dialog.selection.row, |canvas, index, place| {
        let Some((value, about)) = dialog.rows.get(index) else { return };
        let (value, about) = (text::sanitize(value), text::sanitize(about));
        let style = canvas.theme.part(Part::Value);
        let comment = canvas.theme.role(Role::Comment);
        // What is said of a long value gives it room, but not all.
        let room = place.width.saturating_sub(cells(&about).min(place.width / 3) + 2);
        let used = widest.min(room);
        canvas.put(place.x, place.y, used, &text::truncate_middle(&value, usize::from(used)), style);
        let x = place.x + used + 2;
        canvas.put(x, place.y, place.right().saturating_sub(x), &about, comment);
    });
}
