//! What the simulated ORCID shall do wrong.

use super::{below, list, open, width};
use crate::{
    app::{
        Model,
        dialog::Faults,
        document::{Line, Role},
        fault,
    },
    ui::{
        canvas::{Canvas, rows_of},
        theme::Part,
    },
};

/// ```text
/// ┌ Faults of the simulated ORCID ─────────────── off, once, always ┐
/// │        wrong-state                                              │
/// │ once   expired-code                                             │
/// │ always slow                                                     │
/// │                                                                 │
/// │ The state comes back changed. A client that goes on is open …   │
/// └─────────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Faults) {
    let columns = width(canvas, 74);
    let faults = fault::faults();
    let words = faults.get(dialog.selection.row).map_or("", |fault| fault.summary.as_str());
    let words = Line::of(Role::Comment, words);
    let explained = rows_of(&words, columns);
    let rows = u16::try_from(faults.len()).unwrap_or(u16::MAX);
    let inside = open(canvas, "Faults of the simulated ORCID", "off, once, always", columns, rows + 1 + explained);
    // The explanation of the chosen one is always in sight.
    let height = rows.min(inside.height.saturating_sub(explained + 1));
    let area = ratatui::layout::Rect { height, ..inside };
    list(canvas, area, faults.len(), dialog.selection.row, |canvas, index, place| {
        let Some(fault) = faults.get(index) else { return };
        let active = model.faults.iter().find(|active| active.name == fault.name);
        let state = match active.map(|active| active.times) {
            None => String::new(),
            Some(Some(1)) => "once".to_owned(),
            Some(Some(times)) => format!("{times} ×"),
            Some(None) => "always".to_owned(),
        };
        let warning = canvas.theme.role(Role::Warning);
        canvas.put(place.x, place.y, 7, &state, warning);
        let style = canvas.theme.part(Part::Value);
        canvas.put(place.x + 7, place.y, place.width.saturating_sub(7), &fault.name, style);
    });
    canvas.prose(below(inside, height + 1), &words, 0);
}
