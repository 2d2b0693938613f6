//! Every command.

use super::{list, nth, open};
use crate::{
    app::{
        Model,
        dialog::{Palette, Verbs},
        document::Role,
        palette_rows,
    },
    ui::{
        canvas::{Canvas, cells},
        theme::Part,
    },
};

/// ```text
/// ┌ Commands ───────────────────────────────── type to filter ┐
/// │ > tok▏                                                    │
/// │ Copy access token                                   y a   │
/// │ Copy the refresh token          the response has no … y r │
/// └───────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Palette) {
    let rows = palette_rows(model, dialog);
    let places = dialog.places(model, canvas.now);
    let inside = open(canvas, "Commands", "type to filter", &places);
    canvas.filter(nth(inside, 0), &dialog.filter);
    let area = places.list;
    if rows.is_empty() {
        let style = canvas.theme.role(Role::Comment);
        canvas.put(area.x, area.y, area.width, "No command is called that.", style);
        return;
    }
    list(canvas, area, rows.len(), dialog.selection.row, |canvas, index, place| {
        let Some(row) = rows.get(index) else { return };
        let keys = row.keys.as_deref().unwrap_or_default();
        let style = canvas.theme.part(Part::Key);
        canvas.put_right(place.right(), place.y, keys, style);
        let end = place.right().saturating_sub(7);
        let part = if row.unavailable.is_some() { Part::ButtonDisabled } else { Part::Value };
        let style = canvas.theme.part(part);
        let x = place.x + canvas.put(place.x, place.y, end.saturating_sub(place.x), &row.entry.title, style);
        if let Some(why) = row.unavailable {
            let why = format!("({why})");
            let room = end.saturating_sub(x + 2);
            let style = canvas.theme.role(Role::Comment);
            let shown = cells(&why).min(room);
            canvas.put(end.saturating_sub(shown), place.y, shown, &why, style);
        }
    });
}
