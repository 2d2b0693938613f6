//! Exchanging a token for one of the other kind.

use super::{above, buttons, field, label, open, under, value};
use crate::{
    app::{
        Model,
        dialog::Verbs,
        document::{Line, Role},
        token_exchange::TokenExchange,
    },
    oauth::{TokenType, mask},
    text,
    ui::{canvas::Canvas, theme::Part},
};

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
    let remark = dialog.remark(model.form().client_id.text());
    let remark = remark.map_or_else(Line::new, |words| {
        Line::of(if words.starts_with('!') { Role::Warning } else { Role::Comment }, &words)
    });
    let places = dialog.places(model, canvas.now);
    let inside = open(canvas, "Token exchange", "", &places);
    above(canvas, &places, &Line::of(Role::Plain, TokenExchange::ABOUT));
    let row = |index| places.row(index);
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
        canvas.input(place, &dialog.subject, |_| true);
    } else if place.height > 0 && !dialog.subject.is_empty() {
        let style = canvas.theme.role(Role::Secret);
        canvas.put(place.x, place.y, place.width, &text::sanitize(&mask(dialog.subject.text())), style);
    }
    label(canvas, row(2), LABEL, "Scope", dialog.row == 2);
    field(canvas, value(row(2), LABEL), &dialog.scope, dialog.row == 2);
    buttons(canvas, places.buttons, &["Exchange"], (dialog.row == 3).then_some(0));
    canvas.prose_cut(under(inside, places.buttons), &remark);
}
