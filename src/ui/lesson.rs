//! The strip of a lesson above the panes.

use ratatui::layout::Rect;

use super::{canvas::Canvas, theme::Part};
use crate::app::{Model, lesson};

/// ```text
///  Lesson 7 of 15 · A code works once · step 2 of 3                              i hint  L lessons
///  Exchange the code that you already used. What will ORCID do with your first token?
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, area: Rect) {
    let Some((title, line)) = lesson::strip(model) else { return };
    let style = canvas.theme.part(Part::LabelFocused);
    let used = canvas.put(area.x + 1, area.y, area.width.saturating_sub(2), &title, style);
    let keys = lesson::KEYS;
    let room = area.width.saturating_sub(used + 4);
    if usize::from(room) > keys.len() {
        let style = canvas.theme.role(crate::app::document::Role::Comment);
        canvas.put_right(area.right().saturating_sub(1), area.y, keys, style);
    }
    let text = Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    };
    canvas.prose_cut(text, &line);
}
