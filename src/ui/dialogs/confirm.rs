//! A question before something that cannot be undone.

use ratatui::layout::Rect;

use super::{below, buttons, open};
use crate::{
    app::{
        Model,
        dialog::{Confirm, Verbs},
        document::{Line, Role},
    },
    ui::canvas::Canvas,
};

/// ```text
/// ┌ This code was exchanged before ────────────────────────────┐
/// │ A code works once. When it is used again, ORCID refuses …  │
/// │                                                            │
/// │ [ Exchange it again ] [ No ]                               │
/// └────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Confirm) {
    let places = dialog.places(model, canvas.now);
    let inside = open(canvas, &dialog.title, "", &places);
    let words = Rect { height: inside.height.saturating_sub(2), ..inside };
    let mut used = 0;
    for (index, line) in dialog.text.iter().enumerate() {
        used += canvas.prose_cut(below(words, used), &Line::of(Role::Plain, line)) + dialog.gap(index);
    }
    buttons(canvas, places.buttons, &[&dialog.yes, "No"], Some(usize::from(dialog.on_no)));
}
