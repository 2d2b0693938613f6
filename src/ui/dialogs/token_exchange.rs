//! Exchanging a token for one of the other kind.

use ratatui::layout::Rect;

use super::{below, buttons, field, label, nth, open, value, width};
use crate::{
    app::{
        Model,
        document::{Line, Role},
        token_exchange::TokenExchange,
    },
    oauth::{TokenType, mask},
    text,
    ui::{
        canvas::{Canvas, rows_of},
        theme::Part,
    },
};

const WORDS: &str = "On behalf of (RFC 8693): what another client's ID token stands for, for an hour. The client needs the \
    grant for it. ORCID's documentation says that the feature is no longer available.";

/// The column behind the labels.
const LABEL: u16 = 8;

/// ```text
/// ┌ Token exchange ────────────────────────────────────────┐
/// │ On behalf of (RFC 8693): what another client's ID …    │
/// │                                                        │
/// │ Give    ‹ ID token › for an access token               │
/// │ Token   eyJraWQi-••••▏                                 │
/// │ Scope                                                  │
/// │ [ Exchange ]                                           │
/// │ ! It was made for this very client: ORCID refuses …    │
/// └────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &TokenExchange) {
    let columns = width(canvas, 72);
    let about = Line::of(Role::Plain, WORDS);
    let remark = dialog.remark(model.form().client_id.text());
    let remark = remark.map_or_else(Line::new, |words| {
        Line::of(if words.starts_with('!') { Role::Warning } else { Role::Comment }, &words)
    });
    let words = rows_of(&about, columns);
    let said = if remark.text().is_empty() { 0 } else { rows_of(&remark, columns) };
    let inside = open(canvas, "Token exchange", "", columns, words + 5 + said);
    // On a low screen the fields matter more than the words above them.
    let top = (words + 1).min(inside.height.saturating_sub(4 + said));
    if top > 1 {
        canvas.prose_cut(Rect { height: (top - 1).min(inside.height), ..inside }, &about);
    }
    let row = |index: u16| nth(inside, top + index);
    label(canvas, row(0), LABEL, "Give", dialog.row == 0);
    let other = match dialog.given {
        TokenType::IdToken => "an access token",
        TokenType::AccessToken => "an ID token",
    };
    let choice = format!("‹ {} › for {other}", dialog.given.name());
    let part = if dialog.row == 0 { Part::Selected } else { Part::Value };
    let (place, style) = (value(row(0), LABEL), canvas.theme.part(part));
    canvas.put(place.x, place.y, if place.height > 0 { place.width } else { 0 }, &choice, style);
    label(canvas, row(1), LABEL, "Token", dialog.row == 1);
    let place = value(row(1), LABEL);
    if dialog.row == 1 {
        canvas.input(place, &dialog.subject, true);
    } else if place.height > 0 && !dialog.subject.is_empty() {
        let style = canvas.theme.role(Role::Secret);
        canvas.put(place.x, place.y, place.width, &text::sanitize(&mask(dialog.subject.text())), style);
    }
    label(canvas, row(2), LABEL, "Scope", dialog.row == 2);
    field(canvas, value(row(2), LABEL), &dialog.scope, dialog.row == 2);
    buttons(canvas, row(3), &["Exchange"], (dialog.row == 3).then_some(0));
    canvas.prose_cut(below(inside, top + 4), &remark);
}
