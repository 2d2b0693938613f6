//! A question before something that cannot be undone.

use ratatui::layout::Rect;

use super::{below, buttons, open, width};
use crate::{
    app::{
        dialog::Confirm,
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
    let needed: usize = lines.iter().map(|line| text::wrap_words(line.text(), usize::from(columns)).len() + 1).sum();
    let inside = open(canvas, &dialog.title, "", columns, u16::try_from(needed + 1).unwrap_or(u16::MAX));
    let words = Rect { height: inside.height.saturating_sub(2), ..inside };
    let mut used = 0;
    for line in &lines {
        used += canvas.prose_cut(below(words, used), line) + 1;
    }
    let row = below(inside, inside.height.saturating_sub(1));
    buttons(canvas, row, &[&dialog.yes, "No"], Some(usize::from(dialog.on_no)));
}
