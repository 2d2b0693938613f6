//! Pane 3: the list of messages, and the chosen one.

use ratatui::{layout::Rect, style::Style};

use super::{
    canvas::{Canvas, cells},
    rows,
    theme::Part,
    widgets::{DocumentView, Pane as PaneFrame},
};
use crate::{
    app::{
        Command, Model, card,
        control::{Control, Pane},
        document::{Line, Mode, Place, Role, Summary, title},
        field::TextField,
        layout, pane,
        viewer::Filter,
    },
    oauth::{Exchange, Outcome},
    text,
};

/// ```text
/// ┌ 3 Request / Response ──────────── 4 of 6 · POST /oauth/token ┐
/// │ 3 ←  GET /callback?code=eUeiz2            front channel      │
/// │ 4 ⇄  POST /oauth/token                      200  38 ms 412 B │
/// │──────────────────────────────────────────────────────────────│
/// │ POST /oauth/token HTTP/1.1                                   │
/// │ …                                                           █│
/// └ pretty · wrapped ────────────────────────────── 12 of 93 ────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, frame: Rect) {
    let focused = pane::pane_of(model.focus) == Pane::Messages;
    let theme = canvas.theme;
    let name = "3 Request / Response";
    let room = usize::from(frame.width.saturating_sub(cells(name) + 8));
    let right = match model.selected_exchange() {
        Some(exchange) => {
            let place = format!("{} of {} · ", model.viewer.selected + 1, model.exchanges.len());
            let left = room.saturating_sub(text::width(&place));
            format!("{place}{}", text::truncate(&title(exchange), left))
        }
        None => String::new(),
    };
    canvas.widget(frame, PaneFrame { title: name, right: &right, focused, theme });
    let inside = layout::inside(frame);
    if model.exchanges.is_empty() {
        empty(canvas, model, inside);
        return;
    }
    let card = model.card();
    let areas = layout::message_areas(inside, model.exchanges.len(), &card);
    list(canvas, model, areas.list);
    if areas.list.height > 0 {
        let style = theme.part(Part::Border);
        let rule = "─".repeat(usize::from(inside.width));
        canvas.put(inside.x, areas.list.bottom(), inside.width, &rule, style);
    }
    draw_card(canvas, &card, areas.card);
    let viewer = &model.viewer;
    let view = DocumentView {
        document: &viewer.document,
        wrap: viewer.wrap,
        top: viewer.top,
        left: viewer.side,
        hits: viewer.search.as_ref().map(|search| (&search.hits, search.needle.text())),
        current: viewer.search.as_ref().map(|search| search.current),
        cursor: (model.focus == Control::Viewer).then_some(viewer.cursor),
        theme,
    };
    canvas.widget(areas.document, view);
    if let Some(exchange) = model.selected_exchange() {
        let size =
            layout::Size { width: DocumentView::text_width(areas.document.width), height: areas.document.height };
        bottom(canvas, model, exchange, frame, size);
    }
}

/// What went wrong, above the bytes that it speaks of.
///
/// ```text
/// │ ✗ 400 invalid_grant · Reused authorization code: eUeiz2      │
/// │ Cause    This code was exchanged before; a code works once.  │
/// │ Do       Authorize again for a new code. …                   │
/// │──────────────────────────────────────────────────────────────│
/// ```
fn draw_card(canvas: &mut Canvas<'_>, lines: &[Line], area: Rect) {
    if area.height == 0 {
        return;
    }
    let mut y = area.y;
    for (line, rows) in lines.iter().zip(card::fit(lines, area.width, area.height)) {
        let place = Rect { y, height: rows, ..area }.intersection(area);
        rows::draw_text(canvas, line, place, 0);
        if rows > 0 && pane::hanging(line.text(), area.width).2.len() > usize::from(rows) {
            let style = canvas.theme.role(Role::Plain);
            canvas.put(place.right().saturating_sub(1), place.bottom().saturating_sub(1), 1, "…", style);
        }
        y = place.bottom();
    }
    let style = canvas.theme.part(Part::Border);
    let rule = "─".repeat(usize::from(area.width));
    canvas.put(area.x, area.bottom(), area.width, &rule, style);
}

/// The list of messages, the chosen one marked.
fn list(canvas: &mut Canvas<'_>, model: &Model, area: Rect) {
    let first = pane::first_listed(model, area.height);
    let last = model.exchanges.len().to_string().len();
    for (y, (index, exchange)) in (area.y..area.bottom()).zip(model.exchanges.iter().enumerate().skip(first)) {
        let row = Rect { y, height: 1, ..area };
        list_row(canvas, exchange, index + 1, last, row, model.loaded.contains_key(&exchange.id));
        if index == model.viewer.selected {
            let part = if model.focus == Control::Viewer { Part::Selected } else { Part::SelectedUnfocused };
            let style = canvas.theme.part(part);
            canvas.buffer.set_style(row.intersection(canvas.buffer.area), style);
        }
    }
}

/// Number, direction, method and target on the left; outcome, time and size on the right, as far as there is room.
fn list_row(canvas: &mut Canvas<'_>, exchange: &Exchange, number: usize, digits: usize, area: Rect, loaded: bool) {
    let summary = Summary::new(exchange);
    let outcome = match &exchange.outcome {
        Outcome::Pending => format!("{} waiting", canvas.spinner()),
        Outcome::Unseen | Outcome::Answered { .. } | Outcome::Failed { .. } | Outcome::Cancelled => summary.outcome,
    };
    let measures = match area.width {
        _ if summary.elapsed.is_empty() => String::new(),
        60.. => format!("{:>8} {:>8}", summary.elapsed, summary.size),
        45.. => format!("{:>8}", summary.elapsed),
        _ => String::new(),
    };
    let mut right = area.right();
    let comment = canvas.theme.role(Role::Comment);
    canvas.put_right(right, area.y, &measures, comment);
    right = right.saturating_sub(cells(&measures) + u16::from(!measures.is_empty()));
    let style = canvas.theme.role(summary.role);
    canvas.put_right(right, area.y, &outcome, style);
    right = right.saturating_sub(cells(&outcome) + 2);
    // From a file.
    let mark = if loaded { "⤓" } else { " " };
    let words = format!("{number:>digits$} {}{mark} {}", summary.arrow, summary.title);
    let plain = canvas.theme.role(Role::Plain);
    canvas.put(area.x, area.y, right.saturating_sub(area.x), &words, plain);
}

/// How the message is shown and where in it one is, in the lower edge of the frame; the search or the filter while there
/// is one.
fn bottom(canvas: &mut Canvas<'_>, model: &Model, exchange: &Exchange, frame: Rect, size: layout::Size) {
    let viewer = &model.viewer;
    let y = frame.bottom().saturating_sub(1);
    let (left, right) = (frame.x + 1, frame.right().saturating_sub(1));
    let lines = viewer.document.len();
    let mut end = right;
    let (height, width) = (usize::from(size.height), viewer.width(size));
    let last = viewer.document.end(width);
    let fits = viewer.document.distance(Place::default(), last, height, width) < height;
    if !fits || viewer.top != Place::default() {
        let words = format!(" {} of {lines} ", viewer.cursor.line + 1);
        end = right.saturating_sub(cells(&words) + 1);
        let style = canvas.theme.part(Part::PaneTitle);
        canvas.put(end, y, right.saturating_sub(end), &words, style);
    }
    let room = Rect { x: left, y, width: end.saturating_sub(left + 1), height: 1 };
    let quiet = canvas.theme.part(Part::PaneTitle);
    match (&viewer.search, &viewer.filter) {
        (Some(search), _) => {
            let found = match (search.needle.is_empty(), search.hits.len()) {
                (true, _) => String::new(),
                (false, _) if search.waits.is_some() => "  searching … ".to_owned(),
                (false, 0) => "  not found ".to_owned(),
                (false, count) => {
                    let more = if search.hits.more { " and more" } else { "" };
                    let what = if search.hits.is_path { "  key path: " } else { "  " };
                    format!("{what}{} of {count}{more} ", search.current + 1)
                }
            };
            prompt(canvas, room, " / ", (&search.needle, search.typing), (&found, quiet));
        }
        (None, Some(filter)) => {
            let (words, style) = match filter {
                Filter { running: Some(_), .. } => (format!("  {} Esc stops it ", canvas.spinner()), quiet),
                // Told as a whole below, where there is room.
                Filter { error: Some(error), .. } => {
                    (format!("  ✗ {} ", text::sanitize(error)), canvas.theme.role(Role::Bad))
                }
                Filter { typing: true, .. } => ("  jq, Enter runs it ".to_owned(), quiet),
                Filter { .. } => ("  filtered ".to_owned(), quiet),
            };
            prompt(canvas, room, " | ", (&filter.code, filter.typing), (&words, style));
        }
        (None, None) => {
            let words = status(canvas, model, exchange);
            let style = canvas.theme.part(Part::PaneTitle);
            canvas.put(left, y, room.width, &words, style);
        }
    }
}

/// A sign, a text field, and what came of it.
fn prompt(
    canvas: &mut Canvas<'_>,
    area: Rect,
    sign: &str,
    (field, typing): (&TextField, bool),
    (words, told): (&str, Style),
) {
    let style = canvas.theme.part(Part::LabelFocused);
    let used = canvas.put(area.x, area.y, area.width, sign, style);
    let wanted = cells(&text::sanitize(field.text()));
    let wanted = if typing { wanted.saturating_add(1).max(12) } else { wanted };
    let left = area.width.saturating_sub(used);
    // What is typed matters more than what came of it.
    let width = left.saturating_sub(cells(words)).max(left.min(16)).max(left / 3 * 2).min(wanted);
    let place = Rect { x: area.x + used, width, ..area };
    if typing {
        canvas.input(place, field, |_| false);
    } else {
        let style = canvas.theme.part(Part::Value);
        canvas.put(place.x, place.y, width, &text::sanitize(field.text()), style);
    }
    let room = area.width.saturating_sub(used + width);
    canvas.put(place.right(), area.y, room, &text::truncate(words, usize::from(room)), told);
}

fn status(canvas: &Canvas<'_>, model: &Model, exchange: &Exchange) -> String {
    let viewer = &model.viewer;
    let mut words = match viewer.mode {
        Mode::Raw => " raw".to_owned(),
        Mode::Pretty => " pretty".to_owned(),
        Mode::Hex => " bytes".to_owned(),
    };
    words.push_str(if viewer.wrap { " · wrapped" } else { " · not wrapped" });
    if viewer.shown_until.is_some() {
        words.push_str(" · secrets shown");
    }
    if matches!(exchange.outcome, Outcome::Pending) {
        let what = if exchange.arrived.is_some() { "arriving, Esc stops it" } else { "waiting for the answer" };
        words.push_str(&format!(" · {} {what}", canvas.spinner()));
    } else if viewer.is_laying() {
        words.push_str(&format!(" · {} its beginning, the rest is being laid out", canvas.spinner()));
    } else if model.focus == Control::Viewer
        && let Some(path) = viewer.document.path_of(viewer.cursor.line)
    {
        words.push_str(&format!(" · {}", text::truncate_left(&text::sanitize(&path), 60)));
    }
    words.push(' ');
    words
}

/// What will appear here, and how to begin.
fn empty(canvas: &mut Canvas<'_>, model: &Model, area: Rect) {
    let begin = match model.next_step() {
        Some(Command::ActAsResearcher) if model.focus == Control::Button(Command::ActAsResearcher) => {
            "Press Enter: «Act as researcher» plays the dance here, against the simulated ORCID."
        }
        Some(Command::ActAsResearcher) => "Press a to act as researcher, or b to authorize in a browser.",
        None => "The simulated ORCID did not start; pane 2 says why.",
        Some(_) if model.focus.is_text() => {
            "Fill in pane 1. Then leave the field with Esc, and press b to authorize in a browser."
        }
        Some(_) => "Press b to authorize in a browser, once pane 1 is complete.",
    };
    let lines = [
        Line::of(Role::Title, "Nothing was sent yet."),
        Line::new(),
        Line::of(Role::Plain, begin),
        Line::new(),
        Line::of(Role::Comment, "1 Configure: the application that asks, and what it asks for."),
        Line::of(
            Role::Comment,
            "2 Authorize: a researcher says yes, a code comes back, and the code is exchanged for tokens.",
        ),
        Line::of(
            Role::Comment,
            "3 Request / Response: every message of that dance appears here as it is on the wire: the authorization URL, the callback, the token request and its answer, the calls with the token.",
        ),
    ];
    let mut y = area.y + area.height.min(2) / 2;
    for line in &lines {
        let place = Rect { y, height: area.bottom().saturating_sub(y), ..area };
        y += canvas.prose(place, line, 0);
    }
}
