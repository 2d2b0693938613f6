//! The keys that work now.

use ratatui::{layout::Rect, widgets::Clear};

use super::{canvas::Canvas, widgets::Footer};
use crate::app::{Hint, Model, keys_line};

/// ```text
///  ⏎ exchange  Tab next  y copy…  c curl…  / search  ? help  ^P commands  q quit
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, area: Rect) {
    for (place, hints) in keys_line::lines(model, area) {
        // What can follow the first of two keys stands over other lines.
        if !model.prefix.is_empty() {
            canvas.widget(place, Clear);
        }
        line(canvas, &hints, place);
    }
}

/// One line of keys.
pub(super) fn line(canvas: &mut Canvas<'_>, hints: &[Hint], place: Rect) {
    let hints: Vec<(&str, &str)> = hints.iter().map(|hint| (hint.key.as_str(), hint.label.as_str())).collect();
    let theme = canvas.theme;
    canvas.widget(place, Footer { hints: &hints, theme });
}
