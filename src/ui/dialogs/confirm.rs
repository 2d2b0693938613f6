//! A question before something that cannot be undone.

use ratatui::layout::Rect;

use super::{below, buttons, open, width};
use crate::{
    app::{
        dialog::{Confirm, QUOTE},
        document::{Line, Role},
    },
    text,
    ui::canvas::Canvas,
};

/// ```text
/// ┌ This code was exchanged before ────────────────────────────┐
/// │ A code works once. When it is used again, ORCID refuses …  │
/// │                                                            │
/// │ [ Exchange it again ] [ No ]                               │
/// └────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, dialog: &Confirm) {
    let columns = width(canvas, 66);
    let lines: Vec<Line> = dialog.text.iter().map(|line| Line::of(Role::Plain, line)).collect();
    // What is quoted, a body, stands in one block.
    let quoted = |index: usize| dialog.text.get(index).is_some_and(|line| line.starts_with(QUOTE));
    let gap = |index: usize| u16::from(!(quoted(index) && quoted(index + 1)));
    let rows = |line: &Line| text::wrap_words(line.text(), usize::from(columns)).len();
    let needed: usize = lines.iter().enumerate().map(|(index, line)| rows(line) + usize::from(gap(index))).sum();
    let inside = open(canvas, &dialog.title, "", columns, u16::try_from(needed + 1).unwrap_or(u16::MAX));
    let words = Rect { height: inside.height.saturating_sub(2), ..inside };
    let mut used = 0;
    for (index, line) in lines.iter().enumerate() {
        used += canvas.prose_cut(below(words, used), line) + gap(index);
    }
    let row = below(inside, inside.height.saturating_sub(1));
    buttons(canvas, row, &[&dialog.yes, "No"], Some(usize::from(dialog.on_no)));
}
