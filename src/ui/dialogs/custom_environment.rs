//! Typing another issuer.

use super::{below, nth, open, width};
use crate::{
    app::{
        dialog::CustomEnvironment,
        document::{Line, Role},
    },
    ui::canvas::{Canvas, rows_of},
};

const WORDS: &str =
    "Type the URL of an issuer, or of its discovery document. Enter fetches the document, which names the endpoints.";

/// ```text
/// ┌ Another issuer ──────────────────────────────────────────────┐
/// │ The URL of an issuer, or of its discovery document. …        │
/// │                                                              │
/// │ https://orcid.example.org▏                                   │
/// │ ✗ No discovery document there: HTTP 404.                     │
/// └──────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, dialog: &CustomEnvironment) {
    let columns = width(canvas, 66);
    let status = match (&dialog.fetching, &dialog.error) {
        (Some(_), _) => {
            Line::of(Role::Comment, canvas.spinner()).with(Role::Comment, " Fetching the discovery document …")
        }
        (None, Some(why)) => Line::of(Role::Bad, "✗ ").with(Role::Bad, why),
        (None, None) => Line::new(),
    };
    let about = Line::of(Role::Plain, WORDS);
    let words = rows_of(&about, columns);
    let inside = open(canvas, "Another issuer", "", columns, words + 2 + rows_of(&status, columns));
    canvas.prose(inside, &about, 0);
    // On a low screen the field matters more than the words above it.
    let row = (words + 1).min(inside.height.saturating_sub(1));
    canvas.input(nth(inside, row), &dialog.address, false);
    canvas.prose(below(inside, row + 1), &status, 0);
}
