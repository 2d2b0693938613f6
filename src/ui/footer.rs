//! The keys that work now.

use ratatui::layout::Rect;

use super::{canvas::Canvas, widgets::Footer};
use crate::app::{self, Model};

/// ```text
///  ⏎ exchange  Tab next  y copy…  c curl…  / search  ? help  ^P commands  q quit
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, area: Rect) {
    let hints = app::hints(model);
    let hints: Vec<(&str, &str)> = hints.iter().map(|(key, label)| (key.as_str(), label.as_str())).collect();
    let theme = canvas.theme;
    canvas.widget(area, Footer { hints: &hints, theme });
}
