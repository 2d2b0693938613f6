//! Panes 1 and 2: fields, buttons and texts, where `app::pane` places them.

use ratatui::{layout::Rect, style::Style};

use super::{
    canvas::Canvas,
    theme::Part,
    widgets::{Pane as PaneFrame, Scrollbar},
};
use crate::{
    app::{
        Model,
        control::{Control, Pane},
        document::{Line, Role},
        layout,
        pane::{self, Button, LABEL_WIDTH, Placed, Row, Value},
    },
    text,
};

/// The mark before the row that has the focus.
const FOCUS: &str = "▌";

/// ```text
/// ┌ 1 Configure ───────────────────────────────────┐
/// │ Environment   local (simulated ORCID) ▾        │
/// │▌Client ID     APP-PLAYGROUND000001             │
/// │▌              from ORCID's developer tools …   │
/// │ [ Save profile ] [ Profiles ]                  │
/// │                                                │
/// │ ✓ nothing to fix                               │
/// └────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, pane: Pane, frame: Rect) {
    let title = match pane {
        Pane::Configure => "1 Configure",
        Pane::Authorize => "2 Authorize",
        Pane::Messages => return,
    };
    let focused = pane::pane_of(model.focus) == pane;
    let theme = canvas.theme;
    canvas.widget(frame, PaneFrame { title, right: "", focused, theme });
    let inside = layout::inside(frame);
    let rows = pane::rows(model, pane, canvas.now);
    let placement = pane::place(&rows, inside.width, inside.height, model.focus);
    for placed in &placement.rows {
        if let Some(row) = rows.get(placed.row) {
            draw_row(canvas, row, model.focus, placed, inside);
        }
    }
    let track = Rect { x: inside.right(), width: 1, ..inside };
    canvas.widget(track, Scrollbar { len: placement.total, top: placement.scroll, theme });
}

/// The visible part of a row, and how many of its lines are above.
fn visible(placed: &Placed, inside: Rect) -> (Rect, u16) {
    let hidden = u16::try_from((-placed.y).max(0)).unwrap_or(u16::MAX);
    let top = u16::try_from(placed.y.max(0)).unwrap_or(u16::MAX);
    let area = Rect {
        y: inside.y.saturating_add(top),
        height: placed.height.saturating_sub(hidden).min(inside.height.saturating_sub(top)),
        ..inside
    };
    (area, hidden)
}

fn draw_row(canvas: &mut Canvas<'_>, row: &Row<'_>, focus: Control, placed: &Placed, inside: Rect) {
    let (area, hidden) = visible(placed, inside);
    let focused = pane::has(row, focus);
    if focused && !matches!(row, Row::Buttons(_)) {
        let style = canvas.theme.part(Part::BorderFocused);
        for y in area.y..area.bottom() {
            canvas.put(area.x.saturating_sub(1), y, 1, FOCUS, style);
        }
    }
    match row {
        Row::Gap => {}
        Row::Text(line) => draw_text(canvas, line, area, hidden),
        Row::Buttons(buttons) => draw_buttons(canvas, buttons, focus, placed, inside),
        Row::Field { label, value, note, control } => {
            let is_url = *control == Control::Url;
            if hidden == 0 {
                let part = if focused { Part::LabelFocused } else { Part::Label };
                let style = canvas.theme.part(part);
                canvas.put(area.x, area.y, LABEL_WIDTH.min(area.width).saturating_sub(1), label, style);
            }
            let value_area =
                Rect { x: area.x.saturating_add(LABEL_WIDTH), width: area.width.saturating_sub(LABEL_WIDTH), ..area };
            match note {
                Some(note) if focused => {
                    if hidden == 0 {
                        draw_value(canvas, value, is_url, true, Rect { height: 1, ..value_area }, 0);
                    }
                    let indent = pane::note_indent(area.width);
                    let top = u16::from(hidden == 0);
                    let place = Rect {
                        x: area.x + indent,
                        y: area.y + top,
                        width: area.width.saturating_sub(indent),
                        height: area.height.saturating_sub(top),
                    };
                    canvas.prose(place, &Line::of(Role::Comment, note), usize::from(hidden.saturating_sub(1)));
                }
                Some(_) | None => draw_value(canvas, value, is_url, focused, value_area, hidden),
            }
        }
    }
}

/// A text whose further rows stand below its words, not below its mark.
pub(super) fn draw_text(canvas: &mut Canvas<'_>, line: &Line, area: Rect, hidden: u16) {
    let (begin, indent, rows) = pane::hanging(line.text(), area.width);
    if hidden == 0 {
        canvas.part(area, line, 0..begin);
    }
    for (y, range) in (area.y..area.bottom()).zip(rows.into_iter().skip(usize::from(hidden))) {
        canvas.part(Rect { x: area.x + indent, y, width: area.width.saturating_sub(indent), height: 1 }, line, range);
    }
}

fn draw_value(canvas: &mut Canvas<'_>, value: &Value<'_>, is_url: bool, focused: bool, area: Rect, hidden: u16) {
    let chosen =
        |canvas: &Canvas<'_>| -> Style { canvas.theme.part(if focused { Part::Selected } else { Part::Value }) };
    match value {
        Value::Edit { field, hidden, placeholder } => {
            if focused {
                canvas.input(area, field, |at| hidden.has(at));
            } else if field.is_empty() {
                let style = canvas.theme.part(Part::Placeholder);
                // In brackets: without colours it must not look like a value.
                let words = if placeholder.is_empty() { String::new() } else { format!("({placeholder})") };
                canvas.put(area.x, area.y, area.width, &words, style);
            } else {
                let style = canvas.theme.part(Part::Value);
                canvas.put(area.x, area.y, area.width, &text::sanitize(&hidden.shown(field.text())), style);
            }
        }
        Value::Choice(name) => {
            let style = chosen(canvas);
            canvas.put(area.x, area.y, area.width, &format!("{} ▾", text::sanitize(name)), style);
        }
        Value::Toggle(on) => {
            let style = chosen(canvas);
            canvas.put(area.x, area.y, area.width, if *on { "[x] on" } else { "[ ] off" }, style);
        }
        Value::Shown(line) if is_url => canvas.line(area, line),
        Value::Shown(line) if hidden == 0 => drop(canvas.prose_cut(area, line)),
        Value::Shown(line) => drop(canvas.prose(area, line, usize::from(hidden))),
    }
}

fn draw_buttons(canvas: &mut Canvas<'_>, buttons: &[Button], focus: Control, placed: &Placed, inside: Rect) {
    // Placed as if the first line were visible; what stands above or below the inside is left out.
    let whole = Rect { y: 0, height: placed.height, ..inside };
    for (place, button) in pane::button_areas(buttons, whole).into_iter().zip(buttons) {
        let y = i32::from(inside.y) + placed.y + i32::from(place.y);
        let Ok(y) = u16::try_from(y) else { continue };
        if y < inside.y || y >= inside.bottom() {
            continue;
        }
        let part = match (button.control == focus, button.primary) {
            (true, _) => Part::ButtonFocused,
            (false, true) => Part::ButtonPrimary,
            (false, false) => Part::Button,
        };
        let style = canvas.theme.part(part);
        canvas.put(place.x, y, place.width, &format!("[ {} ]", button.label), style);
    }
}
