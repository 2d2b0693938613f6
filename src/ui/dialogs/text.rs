//! A longer text, scrolled by lines.

use ratatui::layout::Rect;

use super::open;
use crate::{
    app::{
        Model,
        dialog::{Page, Text, Verbs},
        document::Line,
        layout, pane,
    },
    ui::{canvas::Canvas, rows::draw_text, widgets::Scrollbar},
};

/// ```text
/// ┌ Authorization URL ──────────────────────────────────────────┐
/// │ http://127.0.0.1:18800/oauth/authorize                      │
/// │   client_id = APP-PLAYGROUND000001                          │
/// └─────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, dialog: &Text) {
    page(canvas, &dialog.title, "", dialog.page(model), dialog.scroll);
}

/// Draws a dialog that is a text, as high as its lines need.
pub(super) fn page(canvas: &mut Canvas<'_>, title: &str, right: &str, page: Option<Page<'_>>, scroll: usize) {
    let Some(page) = page else { return };
    let places = page.places(canvas.buffer.area.as_size());
    let inside = open(canvas, title, right, &places);
    scrolled(canvas, inside, &page.lines, scroll);
}

/// Draws lines from the one with the number `scroll` on, but no further than needed to see the last.
fn scrolled(canvas: &mut Canvas<'_>, area: Rect, lines: &[Line], scroll: usize) {
    let last = layout::last_top(lines, area.as_size());
    let top = scroll.min(last);
    let mut y = area.y;
    for line in lines.iter().skip(top) {
        if y >= area.bottom() {
            break;
        }
        draw_text(canvas, line, Rect { y, height: area.bottom() - y, ..area }, 0);
        y = y.saturating_add(pane::hanging_rows(line, area.width));
    }
    if last > 0 {
        let theme = canvas.theme;
        let len = last + usize::from(area.height);
        canvas.widget(Rect { x: area.right(), width: 1, ..area }, Scrollbar { len, top, theme });
    }
}
