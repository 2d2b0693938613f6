//! What the simulated ORCID shall do wrong.

use super::{below, list, open};
use crate::{
    app::{
        Model,
        dialog::{Faults, Verbs},
        document::{Line, Role},
        fault,
    },
    ui::{canvas::Canvas, theme::Part},
};

/// ```text
/// ┌ What the simulated ORCID shall do wrong ──── off, once or always ┐
/// │        wrong-state                                              │
/// │ once   expired-code                                             │
/// │ always slow                                                     │
/// │                                                                 │
/// │ The state comes back changed. A client that goes on is open …   │
/// └─────────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Faults) {
    let faults = fault::faults();
    let places = dialog.places(model, canvas.now);
    let (title, what) = dialog.title();
    let inside = open(canvas, title, what, &places);
    list(canvas, places.list, faults.len(), dialog.selection.row, |canvas, index, place| {
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
    canvas.prose(below(inside, places.list.height + 1), &Line::of(Role::Comment, dialog.about()), 0);
}
