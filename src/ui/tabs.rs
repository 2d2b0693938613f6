//! The tab bar of the narrow screen.

use ratatui::layout::Rect;

use super::{canvas::Canvas, widgets::TabBar};
use crate::app::{Model, control::Pane, pane, steps};

/// ```text
///  1 Configure ✓   2 Authorize ●   3 Request / Response (4)
/// ```
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, area: Rect) {
    let [configure, authorize, _, _] = steps(model);
    let count = match model.exchanges.len() {
        0 => String::new(),
        count => format!(" ({count})"),
    };
    let titles = [
        format!("1 Configure {}", configure.1.mark()),
        format!("2 Authorize {}", authorize.1.mark()),
        format!("3 Request / Response{count}"),
    ];
    let titles = [titles[0].as_str(), titles[1].as_str(), titles[2].as_str()];
    let active = match pane::pane_of(model.focus) {
        Pane::Configure => 0,
        Pane::Authorize => 1,
        Pane::Messages => 2,
    };
    let theme = canvas.theme;
    canvas.widget(area, TabBar { titles: &titles, active, theme });
}
