//! Typing another server.

use super::{below, field, label, nth, open, value, width};
use crate::{
    app::{
        dialog::CustomEnvironment,
        document::{Line, Role},
    },
    ui::canvas::{Canvas, rows_of},
};

const WORDS: &str = "The URL of an issuer, or of its discovery document: it is fetched now, and tells the endpoints. \
    Where there is none, type the endpoints; what you leave out is where ORCID has it below the issuer.";

/// The column behind the labels.
const LABEL: u16 = 15;

/// ```text
/// ┌ Another server ──────────────────────────────────────────────┐
/// │ The URL of an issuer, or of its discovery document …         │
/// │                                                              │
/// │ Issuer         https://orcid.example.org▏                    │
/// │ Authorization                                                │
/// │ Token                                                        │
/// │ Userinfo                                                     │
/// │ API                                                          │
/// │ ✗ No discovery document there: HTTP 404.                     │
/// └──────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, dialog: &CustomEnvironment) {
    let columns = width(canvas, 70);
    let status = match (&dialog.fetching, &dialog.error) {
        (Some(_), _) => {
            Line::of(Role::Comment, canvas.spinner()).with(Role::Comment, " Fetching the discovery document …")
        }
        (None, Some(why)) => Line::of(Role::Bad, "✗ ").with(Role::Bad, why),
        (None, None) => Line::new(),
    };
    let about = Line::of(Role::Plain, WORDS);
    let fields = u16::try_from(dialog.fields.len()).unwrap_or(u16::MAX);
    let complaint = if status.text().is_empty() { 0 } else { rows_of(&status, columns) };
    let words = rows_of(&about, columns);
    let inside = open(canvas, "Another server", "", columns, words + 1 + fields + complaint);
    // On a low screen the fields matter more than the words above them.
    let row = (words + 1).min(inside.height.saturating_sub(fields + complaint));
    if row > 0 {
        canvas.prose(ratatui::layout::Rect { height: (row - 1).max(1).min(inside.height), ..inside }, &about, 0);
    }
    for (index, words) in CustomEnvironment::LABELS.into_iter().enumerate() {
        let place = nth(inside, row + u16::try_from(index).unwrap_or(0));
        let focused = dialog.row == index;
        label(canvas, place, LABEL, words, focused);
        field(canvas, value(place, LABEL), &dialog.fields[index], focused);
    }
    canvas.prose(below(inside, row + fields), &status, 0);
}
