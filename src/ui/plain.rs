//! The same model as lines of words: for screen readers, for logs, and for terminals that cannot place text.

use std::collections::HashMap;

use jiff::Timestamp;
use ratatui::{buffer::Buffer, layout::Rect, style::Modifier};

use super::{
    canvas::Canvas,
    dialogs,
    theme::{Background, Colours, Theme},
};
use crate::{
    app::{
        Model,
        control::{Control, Pane},
        dialog::Dialog,
        document::Summary,
        pane::{self, Hidden, Row, Value},
        sequence, strip,
    },
    oauth::{Exchange, Outcome},
    text,
};

/// Numbers for fields and buttons. One that was given stays, so that what was read out can still be typed when more has
/// appeared.
#[derive(Debug, Default)]
pub struct Numbers {
    given: HashMap<Control, usize>,
    controls: Vec<Control>,
}

impl Numbers {
    /// The control of a number.
    pub fn control(&self, number: usize) -> Option<Control> {
        self.controls.get(number.checked_sub(1)?).copied()
    }

    fn of(&mut self, control: Control) -> usize {
        *self.given.entry(control).or_insert_with(|| {
            self.controls.push(control);
            self.controls.len()
        })
    }
}

/// Panes 1 and 2 as lines, each field and button with its number.
pub fn panes(model: &Model, numbers: &mut Numbers, now: Timestamp) -> Vec<String> {
    let mut lines = Vec::new();
    for (pane, title) in [(Pane::Configure, "Configure"), (Pane::Authorize, "Authorize")] {
        lines.push(format!("{title}:"));
        for row in pane::rows(model, pane, now) {
            match row {
                Row::Field { control, label, value, .. } => {
                    let label = unfolded(label);
                    let readable =
                        matches!(value, Value::Shown(_)) && !matches!(control, Control::Url | Control::Advanced);
                    let number = if readable { String::new() } else { format!("{}. ", numbers.of(control)) };
                    lines.push(format!("  {number}{label}: {}", words(&value)));
                }
                Row::Buttons(buttons) => lines.extend(
                    buttons.iter().map(|button| format!("  {}. [{}]", numbers.of(button.control), button.label)),
                ),
                // There are no panes to go to.
                Row::Text(line) if line.text() == pane::OTHER_PANES => {}
                Row::Text(line) => lines.push(format!("  {}", line.text())),
                Row::Gap => {}
            }
        }
    }
    lines
}

/// What panes 1 and 2 call a field.
pub fn label(model: &Model, control: Control, now: Timestamp) -> Option<&'static str> {
    let rows = [Pane::Configure, Pane::Authorize].into_iter().flat_map(|pane| pane::rows(model, pane, now));
    let mut labels = rows.filter_map(|row| match row {
        Row::Field { control: its, label, .. } => (its == control).then_some(label),
        Row::Buttons(_) | Row::Text(_) | Row::Gap => None,
    });
    labels.next().map(unfolded)
}

/// A label without the sign that it can be opened.
fn unfolded(label: &str) -> &str {
    label.trim_start_matches(['▸', '▾', ' '])
}

fn words(value: &Value<'_>) -> String {
    match value {
        Value::Edit { field, .. } if field.is_empty() => "empty".to_owned(),
        Value::Edit { hidden: Hidden::All, .. } => "set, hidden".to_owned(),
        Value::Edit { field, hidden: hidden @ (Hidden::Nothing | Hidden::Parts(_)), .. } => {
            text::sanitize(&hidden.shown(field.text())).into_owned()
        }
        Value::Choice(choice) => choice.clone(),
        Value::Toggle(on) => if *on { "on" } else { "off" }.to_owned(),
        Value::Shown(line) => line.text().to_owned(),
    }
}

/// The strip above the panes, on one line; empty when there is none. Names of fields in braces are their numbers.
pub fn strip(model: &Model, numbers: &mut Numbers, now: Timestamp) -> String {
    let Some(strip) = strip::strip(model) else { return String::new() };
    let mut text = strip.text();
    for row in [Pane::Configure, Pane::Authorize].into_iter().flat_map(|pane| pane::rows(model, pane, now)) {
        if let Row::Field { control, label, .. } = row {
            let label = unfolded(label);
            text = text.replace(&format!("{{{label}}}"), &format!("{} ({label})", numbers.of(control)));
        }
    }
    // What is not there yet has no number yet.
    for hidden in ["response_type", "state", "nonce"] {
        text = text.replace(&format!("{{{hidden}}}"), &format!("the number of {hidden}"));
    }
    let stop = if strip.title.ends_with('?') { "" } else { "." };
    format!("{}{stop} {text} [{}]", strip.title, strip.keys)
}

/// One message in a line: `message 3, from the browser: GET /callback?code=…`.
pub fn message(index: usize, exchange: &Exchange) -> String {
    let summary = Summary::new(exchange);
    let way = match summary.arrow {
        "→" => ", to the browser",
        "←" => ", from the browser",
        _ => "",
    };
    let outcome = match &exchange.outcome {
        Outcome::Unseen => String::new(),
        Outcome::Pending | Outcome::Answered { .. } | Outcome::Failed { .. } | Outcome::Cancelled => {
            format!(
                ": {}",
                [&summary.outcome, &summary.elapsed, &summary.size]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(", ")
            )
        }
    };
    format!("Message {}{way}: {}{outcome}", index + 1, summary.title)
}

/// A line of a dialog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DialogLine {
    /// What stands there.
    pub words: String,
    /// The same, with `>` in front of what is chosen, and `_` where one types.
    pub marked: String,
}

impl DialogLine {
    /// Whether something in it is chosen, or typed into.
    pub fn is_marked(&self) -> bool {
        self.words != self.marked
    }

    /// Whether it is typed into.
    pub fn is_typed_into(&self) -> bool {
        self.marked.matches('_').count() > self.words.matches('_').count()
    }

    fn push(&mut self, symbol: &str) {
        self.words.push_str(symbol);
        self.marked.push_str(symbol);
    }
}

/// The open dialog as lines, its title first, without its frame. Empty without a dialog.
pub fn dialog(model: &Model, now: Timestamp) -> Vec<DialogLine> {
    let Some(top) = model.dialogs.last() else { return Vec::new() };
    if let Dialog::Qr(qr) = top {
        // A picture says nothing in lines; what it holds does.
        let lines = ["The authorization URL, in place of its QR code:", &qr.url, &qr.remark];
        return lines.iter().map(|line| DialogLine { words: (*line).to_owned(), marked: (*line).to_owned() }).collect();
    }
    if let Dialog::Sequence(diagram) = top {
        return sequence(model, diagram.selection.row);
    }
    if let Dialog::Researcher(page) = top
        && let Some(lines) = dialogs::spoken(page)
    {
        return lines.into_iter().map(|marked| DialogLine { words: marked.replace("> ", ""), marked }).collect();
    }
    let theme = Theme::built_in(Colours::None, Background::Dark);
    let mut buffer = Buffer::empty(Rect { x: 0, y: 0, width: model.size.width, height: model.size.height });
    let mut canvas = Canvas { buffer: &mut buffer, theme: &theme, now, cursor: None, dialogs_from: None };
    dialogs::draw_one(&mut canvas, model, top);
    let cursor = canvas.cursor;
    let mut lines = Vec::new();
    for y in 0..buffer.area.height {
        let mut row = DialogLine::default();
        let mut chosen = false;
        let mut skip = 0;
        for x in 0..buffer.area.width {
            if cursor.is_some_and(|at| (at.x, at.y) == (x, y)) {
                row.marked.push('_');
            }
            let cell = &buffer[(x, y)];
            if skip > 0 {
                skip -= 1;
                continue;
            }
            skip = text::width(cell.symbol()).saturating_sub(1);
            if !chosen && cell.modifier.contains(Modifier::REVERSED) && !row.words.trim_start().starts_with('┌') {
                chosen = true;
                row.marked.push_str("> ");
            }
            row.push(cell.symbol());
        }
        lines.extend(unframed(&row));
    }
    lines
}

/// A row without the frame around it; nothing when only the frame is there.
fn unframed(row: &DialogLine) -> Option<DialogLine> {
    let framed = row.words.trim();
    let title = framed.starts_with('┌');
    let (indent, end) = if title { ("", ":") } else { ("  ", "") };
    let inside = |row: &str| {
        let inside = row.trim().trim_matches(['┌', '┐', '│', '█', '─', ' ']).replace('─', "");
        format!("{indent}{inside}{end}")
    };
    let line = DialogLine { words: inside(&row.words), marked: inside(&row.marked) };
    (!framed.starts_with('└') && !line.marked.trim_matches([' ', ':']).is_empty()).then_some(line)
}

/// The arrows of the diagram, which columns cannot tell here: who says what to whom.
fn sequence(model: &Model, chosen: usize) -> Vec<DialogLine> {
    let plain = |words: String, marked: String| DialogLine { words, marked };
    let title = "Who says what to whom:".to_owned();
    let arrows = sequence::arrows(&model.exchanges);
    let lines = arrows.iter().enumerate().map(|(row, arrow)| {
        let unseen = if arrow.seen { "" } else { " (not seen by this program)" };
        let (from, to) = (arrow.from.title(), arrow.to.title());
        let words = format!("{}. {from} → {to}: {}{unseen}", row + 1, arrow.label);
        let mark = if row == chosen { "> " } else { "" };
        plain(words.clone(), format!("{mark}{words}"))
    });
    std::iter::once(plain(title.clone(), title)).chain(lines).collect()
}
