//! The messages as a sequence diagram.

use ratatui::layout::Rect;

use super::{below, list, open};
use crate::{
    app::{
        Model,
        dialog::Sequence,
        document::Role,
        layout,
        sequence::{self, Arrow, Lane},
    },
    text,
    ui::{
        canvas::{Canvas, cells},
        theme::Part,
    },
};

/// The columns in front of the first line: the number of the message.
const NUMBER: u16 = 4;

/// ```text
/// ┌ Who says what to whom ──────────────────────── Enter shows the bytes ┐
/// │     your app              browser                ORCID               │
/// │  1     │                     │── GET /oauth/author… ▶│               │
/// │        │                     │◀──────────── 302 Found│               │
/// │  2     │◀── GET /callback?…──│                       │               │
/// │  3     │── POST /oauth/token ────────────────────────▶│              │
/// └──────────────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Sequence) {
    let arrows = sequence::arrows(&model.exchanges);
    let lanes = sequence::lanes(&arrows);
    let screen = canvas.buffer.area.as_size();
    let columns = layout::dialog_width(screen, screen.width.min(150));
    let rows = u16::try_from(arrows.len() + 1).unwrap_or(u16::MAX);
    let inside = open(canvas, "Who says what to whom", "┄ not seen by this program", columns, rows);
    if inside.is_empty() {
        return;
    }
    let places = places(inside, lanes.len());
    let style = canvas.theme.part(Part::LabelFocused);
    for (lane, x) in lanes.iter().zip(&places) {
        let half = cells(lane.title()) / 2;
        let x = x.saturating_sub(half).max(inside.x);
        canvas.put(x, inside.y, inside.right().saturating_sub(x), lane.title(), style);
    }
    let at = |lane: Lane| lanes.iter().position(|l| *l == lane).and_then(|i| places.get(i)).copied().unwrap_or(0);
    list(canvas, below(inside, 1), arrows.len(), dialog.selection.row, |canvas, index, place| {
        let Some(arrow) = arrows.get(index) else { return };
        let quiet = canvas.theme.role(Role::Comment);
        if arrow.first {
            canvas.put(place.x, place.y, NUMBER - 1, &format!("{:>2}", arrow.exchange + 1), quiet);
        }
        for x in &places {
            canvas.put(*x, place.y, 1, "│", quiet);
        }
        draw_arrow(canvas, arrow, at(arrow.from), at(arrow.to), place.y);
    });
}

/// Where the lines of the lanes stand, spread over the width.
fn places(inside: Rect, lanes: usize) -> Vec<u16> {
    let lanes = u16::try_from(lanes).unwrap_or(1).max(1);
    let room = inside.width.saturating_sub(NUMBER + 2);
    // Half a name stands on each side of the outer lines.
    let edge = (room / 8).min(5);
    let step = room.saturating_sub(2 * edge) / lanes.saturating_sub(1).max(1);
    (0..lanes).map(|lane| inside.x + NUMBER + edge + lane * step).collect()
}

/// The line from one lane to the other, the label at its beginning, the head at its end.
fn draw_arrow(canvas: &mut Canvas<'_>, arrow: &Arrow, from: u16, to: u16, y: u16) {
    let (left, right) = (from.min(to), from.max(to));
    let room = right.saturating_sub(left + 1);
    if room == 0 {
        return;
    }
    let line = if arrow.seen { "─" } else { "┄" };
    let space = usize::from(room.saturating_sub(6));
    // A cut path says nothing where hardly a word has room; the method or the status alone does.
    let words = if space < 9 { arrow.label.split(' ').next().unwrap_or_default() } else { &arrow.label };
    let label = text::truncate(words, space);
    let style = canvas.theme.role(if arrow.seen { arrow.role } else { Role::Comment });
    canvas.put(left + 1, y, room, &line.repeat(usize::from(room)), style);
    let label = format!(" {label} ");
    if from < to {
        canvas.put(left + 3, y, room.saturating_sub(3), &label, style);
        canvas.put(right - 1, y, 1, "▶", style);
    } else {
        let x = right.saturating_sub(2 + cells(&label)).max(left + 2);
        canvas.put(x, y, right.saturating_sub(x), &label, style);
        canvas.put(left + 1, y, 1, "◀", style);
    }
}
