//! What is left when there is no room.

use super::{
    canvas::{Canvas, cells},
    theme::Part,
};
use crate::app::{Model, layout::SMALLEST};

/// One line that says what is the matter.
///
/// ```text
/// Too small: needs 40×12, has 39×11
/// needs 40×12
/// 40×12
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model) {
    let (has, needs) = (model.size, SMALLEST);
    let whole = format!("Too small: needs {}×{}, has {}×{}", needs.width, needs.height, has.width, has.height);
    let area = canvas.buffer.area;
    // What is needed is what has to be read; the rest where there is room for it.
    let figure = format!("{}×{}", needs.width, needs.height);
    let all = [whole, format!("needs {figure}"), figure];
    let words = all.iter().find(|words| cells(words) <= area.width).unwrap_or(&all[2]);
    let style = canvas.theme.part(Part::NoticeWarning);
    canvas.put(area.x, area.y, area.width, words, style);
}
