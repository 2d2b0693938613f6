//! Choosing the environment.

use ratatui::layout::Rect;

use super::{open, width};
use crate::{
    app::{
        ENVIRONMENTS,
        dialog::Environment,
        document::{Line, Role},
    },
    ui::{canvas::Canvas, theme::Part},
};

/// ```text
/// ┌ Environment ─────────────────────────────────────────────────────┐
/// │ local (simulated ORCID)                                          │
/// │   inside this program: no account, no network; …                 │
/// └──────────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, dialog: &Environment) {
    let columns = width(canvas, 74);
    let texts: Vec<Line> = ENVIRONMENTS.iter().map(|(_, text)| Line::of(Role::Comment, text)).collect();
    let room = usize::from(columns.saturating_sub(2));
    let heights = texts.iter().map(|line| crate::text::wrap_words(line.text(), room).len() + 1);
    let heights: Vec<u16> = heights.map(|rows| u16::try_from(rows).unwrap_or(u16::MAX)).collect();
    let inside = open(canvas, "Environment", "", columns, heights.iter().sum());
    // When not all of it fits, what is above the chosen one goes.
    let needed: u16 = heights.iter().take(dialog.selection.row + 1).sum();
    let skip = (0..=dialog.selection.row)
        .find(|&skip| needed - heights.iter().take(skip).sum::<u16>() <= inside.height)
        .unwrap_or(dialog.selection.row);
    let mut y = inside.y;
    for (index, ((name, _), text)) in ENVIRONMENTS.iter().zip(&texts).enumerate().skip(skip) {
        if y >= inside.bottom() {
            return;
        }
        let row = Rect { y, height: 1, ..inside };
        let part = if index == dialog.selection.row { Part::Selected } else { Part::Value };
        let style = canvas.theme.part(part);
        canvas.buffer.set_style(row.intersection(canvas.buffer.area), style);
        canvas.put(row.x, y, row.width, name, style);
        let rest = Rect {
            x: row.x + 2,
            y: y + 1,
            width: row.width.saturating_sub(2),
            height: inside.bottom().saturating_sub(y + 1),
        };
        y += 1 + canvas.prose(rest, text, 0);
    }
}
