//! A longer text, scrolled by lines.

use ratatui::layout::Rect;

use super::{open, width};
use crate::{
    app::{
        dialog::{TEXT_COLUMNS, Text},
        document::{Line, Role},
        layout,
    },
    text,
    ui::{canvas::Canvas, widgets::Scrollbar},
};

/// ```text
/// ┌ Authorization URL ──────────────────────────────────────────┐
/// │ http://127.0.0.1:18800/oauth/authorize                      │
/// │   client_id = APP-PLAYGROUND000001                          │
/// └─────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, dialog: &Text) {
    let lines: Vec<Line> = dialog.lines.iter().map(|line| Line::of(Role::Plain, line)).collect();
    let columns = width(canvas, TEXT_COLUMNS);
    let rows: usize = lines.iter().map(|line| rows(line, columns)).sum();
    let inside = open(canvas, &dialog.title, "", columns, u16::try_from(rows).unwrap_or(u16::MAX));
    scrolled(canvas, inside, &lines, dialog.scroll);
}

fn rows(line: &Line, width: u16) -> usize {
    text::wrap_words(line.text(), usize::from(width)).len()
}

/// Draws lines from the one with the number `scroll` on, but no further than needed to see the last.
pub(super) fn scrolled(canvas: &mut Canvas<'_>, area: Rect, lines: &[Line], scroll: usize) {
    let last = layout::last_top(lines, area.as_size());
    let top = scroll.min(last);
    let mut y = area.y;
    for line in lines.iter().skip(top) {
        if y >= area.bottom() {
            break;
        }
        y += canvas.prose(Rect { y, height: area.bottom() - y, ..area }, line, 0).max(1);
    }
    if last > 0 {
        let theme = canvas.theme;
        let len = last + usize::from(area.height);
        canvas.widget(Rect { x: area.right(), width: 1, ..area }, Scrollbar { len, top, theme });
    }
}
