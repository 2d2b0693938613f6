//! Where the rows of a pane stand: one pure function that drawing, focus and mouse share.

use std::ops::Range;

use ratatui::layout::Rect;

use super::{Row, Value};
use crate::{
    app::{card, control::Control, document::Line, lab},
    text,
};

/// What a text of good or bad news begins with.
const MARKS: [&str; 4] = ["✓ ", "✗ ", "! ", "· "];

/// The most rows that a value takes: a name from outside can be of any length.
const SHOWN_ROWS: usize = 4;

/// The column behind the labels.
pub const LABEL_WIDTH: u16 = 15;

/// One row that is (partly) visible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The index of the row.
    pub row: usize,
    /// Its first line on the screen, relative to the pane's inside; negative when it begins above.
    pub y: i32,
    /// Its lines.
    pub height: u16,
}

/// The rows of a pane, placed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    /// The visible rows, top to bottom.
    pub rows: Vec<Placed>,
    /// The lines of all rows.
    pub total: usize,
    /// The first line shown.
    pub scroll: usize,
}

/// Places rows into an inside of some size, so that the focused one is visible.
pub fn place(rows: &[Row<'_>], width: u16, height: u16, focus: Control) -> Placement {
    let heights = rows.iter().map(|row| usize::from(row_height(row, width, focus)));
    // Empty lines are for the eye; they go before anything has to be scrolled.
    let roomy = heights.clone().sum::<usize>() <= usize::from(height);
    let mut tops = Vec::with_capacity(rows.len());
    let mut total = 0usize;
    let mut focused = None;
    for (row, lines) in rows.iter().zip(heights) {
        let lines = if matches!(row, Row::Gap) && !roomy { 0 } else { lines };
        tops.push((total, lines));
        if has(row, focus) {
            focused = Some(match row {
                // In a narrow pane a row of buttons takes many lines; one of them has the focus.
                Row::Buttons(buttons) => (total + button_line(buttons, width, focus), 1),
                Row::Field { .. } | Row::Text(_) | Row::Gap => (total, lines),
            });
        }
        total += lines;
    }
    let height = usize::from(height);
    // What follows the focused row is what its press brings about, so it stands in the upper half when space is short.
    let scroll = match focused {
        Some((top, lines)) if total > height => {
            let wanted = (top + lines / 2).saturating_sub(height / 2);
            // A field comes before the note below it.
            wanted.min(top).min(total - height)
        }
        _ => 0,
    };
    let rows = tops
        .into_iter()
        .enumerate()
        .filter(|(_, (top, lines))| top + lines > scroll && *top < scroll + height)
        .map(|(row, (top, lines))| Placed {
            row,
            y: i32::try_from(top).unwrap_or(i32::MAX) - i32::try_from(scroll).unwrap_or(i32::MAX),
            height: u16::try_from(lines).unwrap_or(u16::MAX),
        })
        .collect();
    Placement { rows, total, scroll }
}

/// Whether a control stands in a row.
pub fn has(row: &Row<'_>, control: Control) -> bool {
    match row {
        Row::Field { value: Value::Shown(_), control: own, .. } => {
            *own == control && matches!(own, Control::Url | Control::Advanced)
        }
        Row::Field { control: own, .. } => *own == control,
        Row::Buttons(buttons) => buttons.iter().any(|button| button.control == control),
        Row::Text(_) | Row::Gap => false,
    }
}

/// The lines that a row takes.
fn row_height(row: &Row<'_>, width: u16, focus: Control) -> u16 {
    let lines = match row {
        Row::Gap => 1,
        Row::Text(line) => hanging(line.text(), width).2.len().max(1),
        Row::Field { note: Some(note), .. } if has(row, focus) => 1 + note_lines(note, width),
        Row::Field { value: Value::Shown(line), control, .. } if *control != Control::Url => {
            let room = usize::from(width.saturating_sub(LABEL_WIDTH));
            text::wrap_words(line.text(), room).len().clamp(1, SHOWN_ROWS)
        }
        Row::Field { .. } => 1,
        Row::Buttons(buttons) => button_rows(buttons.iter().map(|b| text::width(b.label)), width).1,
    };
    u16::try_from(lines).unwrap_or(u16::MAX)
}

/// The rows of a text whose further rows stand below its words.
pub fn hanging_rows(line: &Line, columns: u16) -> u16 {
    u16::try_from(hanging(line.text(), columns).2.len()).unwrap_or(u16::MAX).max(1)
}

/// A text broken into rows: where its words begin (behind the mark or the label of a card, when it begins with one), the
/// columns before them, and its rows as byte ranges. All rows stand below the words of the first.
pub fn hanging(words: &str, width: u16) -> (usize, u16, Vec<Range<usize>>) {
    let begins = MARKS.iter().chain(&card::LABELS).chain(&lab::LABELS);
    let begin = begins.clone().find(|mark| words.starts_with(*mark)).map_or(0, |mark| mark.len());
    let indent = u16::try_from(text::width(&words[..begin])).unwrap_or(0);
    let rows = text::wrap_words(&words[begin..], usize::from(width.saturating_sub(indent)));
    (begin, indent, rows.into_iter().map(|row| begin + row.start..begin + row.end).collect())
}

/// The columns before a note below its field: under the value where there is room for words.
pub fn note_indent(width: u16) -> u16 {
    if width >= 3 * LABEL_WIDTH { LABEL_WIDTH } else { 2 }
}

fn note_lines(note: &str, width: u16) -> usize {
    text::wrap_words(note, usize::from(width.saturating_sub(note_indent(width)))).len().max(1)
}

/// Where buttons stand: for each its column and its line; and how many lines they take. Labels get `[ ` and ` ]`.
fn button_rows(labels: impl Iterator<Item = usize>, width: u16) -> (Vec<(u16, u16)>, usize) {
    let mut places = Vec::new();
    let (mut x, mut y) = (0usize, 0usize);
    for label in labels {
        let wide = label + 4;
        if x > 0 && x + wide > usize::from(width) {
            x = 0;
            y += 1;
        }
        places.push((u16::try_from(x).unwrap_or(u16::MAX), u16::try_from(y).unwrap_or(u16::MAX)));
        x += wide + 1;
    }
    (places, y + 1)
}

/// The line of the focused one among buttons side by side.
fn button_line(buttons: &[super::Button], width: u16, focus: Control) -> usize {
    let (places, _) = button_rows(buttons.iter().map(|b| text::width(b.label)), width);
    let there = buttons.iter().position(|button| button.control == focus);
    there.and_then(|index| places.get(index)).map_or(0, |(_, y)| usize::from(*y))
}

/// The area of each button of a row of buttons whose first line is at the top of `area`.
pub fn button_areas(buttons: &[super::Button], area: Rect) -> Vec<Rect> {
    label_areas(&buttons.iter().map(|button| button.label).collect::<Vec<_>>(), area)
}

/// The same for buttons that say `labels`.
pub fn label_areas(labels: &[&str], area: Rect) -> Vec<Rect> {
    let (places, _) = button_rows(labels.iter().map(|label| text::width(label)), area.width);
    places
        .into_iter()
        .zip(labels)
        .map(|((x, y), label)| {
            let width = u16::try_from(text::width(label) + 4).unwrap_or(u16::MAX);
            Rect::new(area.x.saturating_add(x), area.y.saturating_add(y), width, 1).intersection(area)
        })
        .collect()
}
