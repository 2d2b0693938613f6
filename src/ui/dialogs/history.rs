//! Every message, to be filtered and compared.

use super::{list, nth, open};
use crate::{
    app::{
        Model,
        dialog::Verbs,
        document::{Role, Summary},
        history::History,
    },
    ui::{
        canvas::{Canvas, cells},
        theme::Part,
    },
};

/// ```text
/// ┌ Messages ─────────────────────── 3 of 6 · host: method: status: text ┐
/// │ > status:4▏                                                          │
/// │                                                                      │
/// │ 4 ⇄  POST /oauth/token                127.0.0.1:18800     400  12 ms │
/// │ 6 ⇄⤓ GET /v3.0/0000-0002-4456-8947/…  api.orcid.org       404  80 ms │
/// └──────────────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &History) {
    let shown = dialog.shown();
    let right = match dialog.base.and_then(|base| model.exchanges.iter().position(|exchange| exchange.id == base)) {
        Some(base) => format!("compare {} with …", base + 1),
        None => format!("{} of {} · host: method: status: text", shown.len(), model.exchanges.len()),
    };
    let places = dialog.places(model, canvas.now);
    let inside = open(canvas, "Messages", &right, &places);
    canvas.filter(nth(inside, 0), &dialog.filter);
    let area = places.list;
    if shown.is_empty() {
        let style = canvas.theme.role(Role::Comment);
        canvas.put(area.x, area.y, area.width, "No message fits.", style);
        return;
    }
    let digits = model.exchanges.len().to_string().len();
    list(canvas, area, shown.len(), dialog.selection.row, |canvas, index, place| {
        let Some(exchange) = shown.get(index).and_then(|index| model.exchanges.get(*index)) else { return };
        let number = shown.get(index).map_or(0, |index| index + 1);
        let summary = Summary::new(exchange);
        let comment = canvas.theme.role(Role::Comment);
        let elapsed = if place.width >= 60 { format!("{:>8}", summary.elapsed) } else { String::new() };
        canvas.put_right(place.right(), place.y, &elapsed, comment);
        let column = place.right().saturating_sub(cells(&elapsed) + u16::from(!elapsed.is_empty()));
        // Where no time was measured, words stand in its column too, as in pane 3.
        let end = if summary.elapsed.is_empty() { place.right() } else { column };
        let style = canvas.theme.role(summary.role);
        canvas.put_right(end, place.y, &summary.outcome, style);
        let room = if place.width >= 80 { 13 } else { 3 };
        let outcome = end.saturating_sub(cells(&summary.outcome));
        let mut right = outcome.min(column.saturating_sub(room)).saturating_sub(1);
        if place.width >= 80 {
            let host = exchange.request.uri().authority().map_or("", |authority| authority.as_str());
            let start = right.saturating_sub(26);
            canvas.put(start, place.y, 25, &crate::text::sanitize(host), comment);
            right = start.saturating_sub(1);
        }
        let base = dialog.base == Some(exchange.id);
        let mark = if base {
            "◆"
        } else if model.loaded.contains_key(&exchange.id) {
            "⤓"
        } else {
            " "
        };
        let words = format!("{number:>digits$} {}{mark} {}", summary.arrow, summary.title);
        let style = if base { canvas.theme.part(Part::LabelFocused) } else { canvas.theme.part(Part::Value) };
        canvas.put(place.x, place.y, right.saturating_sub(place.x), &words, style);
    });
}
