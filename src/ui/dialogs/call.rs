//! A call of the API that is being prepared.

use ratatui::layout::{Position, Rect};

use super::{below, buttons, field, label, nth, open, value};
use crate::{
    app::{
        Model,
        call::{Call, Part, editor::Editor, place::LABEL, syntax::Flaw},
        dialog::Verbs,
        document::Role,
    },
    orcid::operations::{ApiHost, template::BodyFormat},
    text,
    ui::{canvas::Canvas, theme},
};

/// Drawn as `app::call::place` divides it.
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, call: &Call) {
    let title = format!("Call · {}", call.title);
    let environment = model.environment();
    let places = call.places(model, canvas.now);
    let inside = open(canvas, &title, &environment.title, &places);
    for (row, part) in call.parts().into_iter().enumerate() {
        let area = places.row(row);
        if !area.is_empty() {
            draw_part(canvas, call, part, area);
        }
    }
    let rule = Rect { y: places.list.y.saturating_sub(1), height: 1, ..inside };
    if rule.y > inside.y {
        let style = canvas.theme.part(theme::Part::Border);
        canvas.put(rule.x, rule.y, rule.width, &"─".repeat(usize::from(rule.width)), style);
    }
    let mut rest = places.list;
    for line in &call.remarks() {
        let used = canvas.prose_cut(rest, line);
        rest = below(rest, used);
    }
    let focused = (call.part == Part::Buttons).then(|| call.chosen_button());
    buttons(canvas, places.buttons, &call.labels(), focused);
}

fn draw_part(canvas: &mut Canvas<'_>, call: &Call, part: Part, area: Rect) {
    let focused = part == call.part;
    let behind = value(area, LABEL.min(area.width));
    match part {
        Part::Field(index) => {
            let Some(word) = call.fields.get(index) else { return };
            label(canvas, area, LABEL, &word.info.label, focused);
            let offers = call.has_offers(index) && focused;
            let room = Rect { width: behind.width.saturating_sub(if offers { 2 } else { 0 }), ..behind };
            if word.text.is_empty() && !focused {
                let style = canvas.theme.part(theme::Part::Placeholder);
                canvas.put(behind.x, behind.y, behind.width, &format!("({})", word.info.about), style);
            } else {
                field(canvas, room, &word.text, focused);
            }
            if offers {
                let style = canvas.theme.part(theme::Part::Key);
                canvas.put(room.right() + 1, area.y, 1, "▾", style);
            }
        }
        Part::Method => {
            label(canvas, area, LABEL, "Method", focused);
            field(canvas, behind, &call.method, focused);
        }
        Part::Url => {
            label(canvas, area, LABEL, "URL", focused);
            field(canvas, behind, &call.url, focused);
        }
        Part::Host => {
            label(canvas, area, LABEL, "Host", focused);
            let words = [("member API", call.host == ApiHost::Member), ("public API", call.host == ApiHost::Public)];
            choice(canvas, behind, &words, focused);
        }
        Part::Format => {
            label(canvas, area, LABEL, "Format", focused);
            let words = [("JSON", call.format == BodyFormat::Json), ("XML", call.format == BodyFormat::Xml)];
            choice(canvas, behind, &words, focused);
        }
        Part::Headers => {
            label(canvas, nth(area, 0), LABEL, "Headers", focused);
            editor(canvas, behind, &call.headers, focused, None);
        }
        Part::Body => {
            let place = call.body.cursor();
            let at = if focused { format!(" line {}, column {} ", place.0 + 1, place.1 + 1) } else { String::new() };
            let part = if focused { theme::Part::LabelFocused } else { theme::Part::Label };
            let style = canvas.theme.part(theme::Part::Border);
            canvas.put(area.x, area.y, area.width, &"─".repeat(usize::from(area.width)), style);
            let style = canvas.theme.part(part);
            canvas.put(area.x + 2, area.y, area.width.saturating_sub(2), &format!(" Body{at} "), style);
            editor(canvas, below(area, 1), &call.body, focused, call.flaw.as_ref());
        }
        Part::Buttons => {}
    }
}

/// Words side by side, the chosen one marked without colours too.
fn choice(canvas: &mut Canvas<'_>, area: Rect, words: &[(&str, bool)], focused: bool) {
    let mut x = area.x;
    for (word, chosen) in words {
        let part = match (chosen, focused) {
            (true, true) => theme::Part::Selected,
            (true, false) => theme::Part::Value,
            (false, _) => theme::Part::ButtonDisabled,
        };
        let style = canvas.theme.part(part);
        let shown = if *chosen { format!("‹ {word} ›") } else { format!("  {word}  ") };
        x += canvas.put(x, area.y, area.right().saturating_sub(x), &shown, style) + 1;
    }
}

/// The lines around the cursor, the place of a flaw marked.
fn editor(canvas: &mut Canvas<'_>, area: Rect, editor: &Editor, focused: bool, flaw: Option<&Flaw>) {
    if area.is_empty() {
        return;
    }
    let lines = editor.lines();
    let (row, column) = editor.cursor();
    let height = usize::from(area.height);
    let top = if focused { row.saturating_sub(height * 2 / 3).min(lines.len().saturating_sub(height)) } else { 0 };
    // Everything moves to the left together, so that what stands under each other stays there.
    let cursor = lines.get(row).map_or(0, |line| columns(line, column));
    let room = usize::from(area.width.max(1));
    let left = if focused { (cursor + 1).saturating_sub(room) } else { 0 };
    let style = canvas.theme.part(if focused { theme::Part::Input } else { theme::Part::Value });
    for (y, (index, line)) in (area.y..area.bottom()).zip(lines.iter().enumerate().skip(top)) {
        let shown = text::sanitize(line);
        let (from, indent) = text::behind_column(&shown, left);
        let indent = u16::try_from(indent).unwrap_or(0).min(area.width);
        if focused {
            canvas.put(area.x, y, area.width, &" ".repeat(room), style);
        }
        canvas.put(area.x + indent, y, area.width - indent, &shown[from..], style);
        if let Some(flaw) = flaw.filter(|flaw| flaw.line == index + 1) {
            let at = columns(line, flaw.column - 1);
            if (left..left + room).contains(&at) {
                let x = area.x + u16::try_from(at - left).unwrap_or(0);
                let style = canvas.theme.role(Role::Bad).add_modifier(ratatui::style::Modifier::REVERSED);
                let place = Rect { x, y, width: 1, height: 1 }.intersection(canvas.buffer.area);
                canvas.buffer.set_style(place, style);
            }
        }
        if focused && index == row {
            let x = area.x + u16::try_from(cursor - left).unwrap_or(0).min(area.width - 1);
            canvas.cursor = Some(Position { x, y });
        }
    }
    if lines.len() > height {
        let theme = canvas.theme;
        let track = Rect { x: area.right(), width: 1, ..area };
        canvas.widget(track, crate::ui::widgets::Scrollbar { len: lines.len(), top, theme });
    }
}

/// The screen columns before a character of a line.
fn columns(line: &str, characters: usize) -> usize {
    let end = line.char_indices().nth(characters).map_or(line.len(), |(at, _)| at);
    text::width(&text::sanitize(&line[..end]))
}
