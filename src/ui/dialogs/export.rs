//! A message as code, or the client for another tool.

use ratatui::layout::Rect;

use super::{below, label, list, nth, open, value};
use crate::{
    app::{
        Model,
        dialog::Verbs,
        document::{Line, Role},
        export::{Export, FORMATS, Kind, chosen, kinds, text as written},
    },
    oauth::export::Secrets,
    text,
    ui::{canvas::Canvas, theme::Part},
};

/// The column behind the label.
const LABEL: u16 = 9;

/// ```text
/// ┌ Copy as … ──────────────────────────────────── POST /oauth/token ┐
/// │ Secrets  ‹ as variables ›                                        │
/// │                                                                  │
/// │ curl                        curl -i 'http://127.0.0.1:18800/oa…  │
/// │ HTTPie                        -H 'accept: application/json' \    │
/// │ Python (requests)             --data-raw 'client_id=APP-PLAYGR…  │
/// │ …                                                                │
/// └──────────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Export) {
    let kinds = kinds(model);
    let kind = chosen(model, dialog);
    // What is shown never holds a secret: the copy may.
    let code = written(model, kind, Secrets::AsVariables);
    let places = dialog.places(model, canvas.now);
    let about = match kind {
        Kind::Code(_) => model.selected_exchange().map(crate::app::document::title).unwrap_or_default(),
        Kind::Env | Kind::Postman | Kind::Playground => text::sanitize(model.form().client_id.text()).into_owned(),
    };
    let inside = open(canvas, "Copy as …", &text::truncate(&about, usize::from(places.inside.width / 2)), &places);
    secrets(canvas, nth(inside, 0), kind, dialog.real);
    let area = if places.list.width > 0 {
        let area = below(inside, 2);
        list(canvas, places.list, kinds.len(), dialog.selection.row, |canvas, index, place| {
            let Some(kind) = kinds.get(index) else { return };
            let style = canvas.theme.part(Part::Value);
            canvas.put(place.x, place.y, place.width.saturating_sub(1), kind.title(), style);
        });
        Rect { x: area.x + FORMATS + 1, width: area.width.saturating_sub(FORMATS + 1), ..area }
    } else {
        let place = nth(inside, 1);
        label(canvas, place, LABEL, "Format", true);
        let (place, style) = (value(place, LABEL), canvas.theme.part(Part::Selected));
        let words = format!("{} ({} of {})", kind.title(), dialog.selection.row + 1, kinds.len());
        canvas.put(place.x, place.y, if place.height > 0 { place.width } else { 0 }, &words, style);
        below(inside, 3)
    };
    preview(canvas, area, code, dialog.scroll);
}

fn secrets(canvas: &mut Canvas<'_>, place: Rect, kind: Kind, real: bool) {
    label(canvas, place, LABEL, "Secrets", false);
    let words = match (kind, real) {
        (Kind::Playground, _) => "never in a link",
        (Kind::Code(_), false) => "‹ as variables ›",
        (Kind::Code(_), true) => "‹ real ones ›  in the copy, not on the screen",
        (Kind::Env | Kind::Postman, false) => "‹ left out ›",
        (Kind::Env | Kind::Postman, true) => "‹ the real one ›  in the copy, not on the screen",
    };
    let (place, style) = (value(place, LABEL), canvas.theme.part(if real { Part::Selected } else { Part::Value }));
    canvas.put(place.x, place.y, if place.height > 0 { place.width } else { 0 }, words, style);
}

fn preview(canvas: &mut Canvas<'_>, area: Rect, code: Result<String, String>, scroll: usize) {
    let code = match code {
        Ok(code) => code,
        Err(why) => {
            canvas.prose(area, &Line::of(Role::Warning, &why), 0);
            return;
        }
    };
    // Wrapped as it stands: nothing of the code vanishes at the edge.
    let rows: Vec<String> = text::lines(&code)
        .flat_map(|line| {
            let line = line.to_string();
            let rows = text::wrap_hard(&line, usize::from(area.width.max(1)));
            rows.into_iter().map(|range| line[range].to_owned()).collect::<Vec<_>>()
        })
        .collect();
    let top = scroll.min(rows.len().saturating_sub(usize::from(area.height)));
    let style = canvas.theme.role(Role::Plain);
    for (y, row) in (area.y..area.bottom()).zip(rows.iter().skip(top)) {
        canvas.put(area.x, y, area.width, row, style);
    }
}
