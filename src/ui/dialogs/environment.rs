//! Choosing the environment.

use super::{below, nth, open, value};
use crate::{
    app::{
        ENVIRONMENTS, Model,
        dialog::{Environment, Spot, Verbs},
        document::{Line, Role},
    },
    ui::{canvas::Canvas, theme::Part},
};

/// ```text
/// ┌ Environment ─────────────────────────────────────────────────────┐
/// │ local (simulated ORCID)                                          │
/// │   inside this program: no account, no network; …                 │
/// └──────────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Environment) {
    let places = dialog.places(model, canvas.now);
    open(canvas, "Environment", "", &places);
    for (spot, area) in &places.spots {
        let Spot::Row(index) = *spot else { continue };
        let Some((name, about)) = ENVIRONMENTS.get(index).filter(|_| area.height > 0) else { continue };
        let row = nth(*area, 0);
        let part = if index == dialog.selection.row { Part::Selected } else { Part::Value };
        let style = canvas.theme.part(part);
        canvas.buffer.set_style(row.intersection(canvas.buffer.area), style);
        canvas.put(row.x, row.y, row.width, name, style);
        canvas.prose(value(below(*area, 1), 2), &Line::of(Role::Comment, about), 0);
    }
}
