//! The strip above the panes.

use ratatui::layout::Rect;

use super::{
    canvas::{Canvas, cells},
    theme::Part,
};
use crate::app::{
    Model,
    document::Role,
    layout::{below, rows_of},
    strip,
};

/// ```text
///  Lesson 7 of 16 · A code works once · step 2 of 4                    V predict  K hint  L lessons
///  Exchange the code that you already used.  What becomes of your first token?  ( ) nothing  (•) it dies
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, area: Rect) {
    let Some(strip) = strip::strip(model) else { return };
    // They do nothing while a dialog has the keys.
    let keys = if model.dialogs.is_empty() { strip.keys.as_str() } else { "" };
    let fits = |keys: &str| cells(&strip.title).saturating_add(cells(keys)).saturating_add(5) <= area.width;
    let keys = match model.next_row(&strip) {
        _ if fits(keys) => keys,
        // What leads on, where the text has no room.
        Some(_) => keys.split("  ").find(|key| key.ends_with(" more")).unwrap_or_default(),
        // As many as there is room for, and the last one, which leads away, in any case.
        None => {
            let mut shorter = std::iter::successors(Some(keys), |keys| Some(keys.split_once("  ")?.1));
            shorter.find(|keys| fits(keys)).or_else(|| keys.rsplit("  ").next()).unwrap_or_default()
        }
    };
    let taken = if keys.is_empty() { 0 } else { cells(keys) + 3 };
    let style = canvas.theme.part(Part::LabelFocused);
    canvas.put(area.x + 1, area.y, area.width.saturating_sub(2 + taken), &strip.title, style);
    let style = canvas.theme.role(Role::Comment);
    canvas.put_right(area.right().saturating_sub(1), area.y, keys, style);
    let text = Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    };
    let first = model.first_row(&strip);
    let (mut used, mut skip) = (0, first);
    for line in &strip.lines {
        let rows = rows_of(line.text(), text.width);
        if skip >= rows {
            skip -= rows;
            continue;
        }
        used += canvas.prose(below(text, used), line, usize::from(std::mem::take(&mut skip)));
    }
    if used > 0 && strip.rows(text.width) > first + used {
        let plain = canvas.theme.role(Role::Plain);
        // Beside the text: every word of it can be read.
        canvas.put(text.right(), text.y + used - 1, 1, "…", plain);
    }
}
