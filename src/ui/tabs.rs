//! The tab bar of the narrow screen.

use ratatui::layout::Rect;

use super::{canvas::Canvas, theme::Part};
use crate::app::{Model, layout, pane};

/// Draws the tabs where `app::layout` has them.
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, area: Rect) {
    let shown = pane::pane_of(model.focus);
    for (pane, place, title) in layout::tabs(model, area) {
        let part = if pane == shown { Part::TabActive } else { Part::Tab };
        let style = canvas.theme.part(part);
        canvas.put(place.x, place.y, place.width, &format!(" {title} "), style);
    }
}
