//! What is left when there is no room.

use super::{canvas::Canvas, theme::Part};
use crate::app::{Model, layout::SMALLEST};

/// One line that says what is the matter.
///
/// ```text
/// Too small: needs 40×12, has 39×11
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model) {
    let (has, needs) = (model.size, SMALLEST);
    let words = format!("Too small: needs {}×{}, has {}×{}", needs.width, needs.height, has.width, has.height);
    let area = canvas.buffer.area;
    let style = canvas.theme.part(Part::NoticeWarning);
    canvas.put(area.x, area.y, area.width, &words, style);
}
