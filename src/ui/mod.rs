//! View functions: reads the model, writes nothing.
//!
//! | file | what it draws |
//! |---|---|
//! | `mod` | the whole screen |
//! | `canvas` | what all of them draw with |
//! | `header`, `tabs`, `notice`, `footer` | the lines above and below the panes |
//! | `strip` | the strip above the panes: a lesson, an experiment, the offer of the tour |
//! | `rows` | panes 1 and 2 |
//! | `messages` | pane 3 |
//! | `dialogs` | one file for each dialog |
//! | [`plain`] | the same as lines of words |
//! | `too_small` | what is left when there is no room |
//! | `theme`, `widgets` | how things look; the building blocks |

mod canvas;
mod dialogs;
mod footer;
mod header;
mod messages;
mod notice;
pub mod plain;
mod put;
mod rows;
mod strip;
mod tabs;
pub mod theme;
mod too_small;
pub mod widgets;

use jiff::Timestamp;
use ratatui::{Frame, buffer::Buffer, layout::Position};

use crate::app::{Model, control::Pane, layout};
use canvas::Canvas;
use theme::Theme;

/// Draws the model into a frame, and puts the cursor into the text field that is typed into.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame<'_>, now: Timestamp) {
    if let Some(position) = draw(model, theme, frame.buffer_mut(), now) {
        frame.set_cursor_position(position);
    }
}

/// Draws the model into a buffer, and gives the cursor's place when there is one.
///
/// ```text
///  header    orcid-playground   ● local (simulated ORCID)          Configure ✓ · Authorize ● · Token ○ · Use ○
///  banner    PRODUCTION …
///  tabs      1 Configure ✓  2 Authorize ●  3 Request / Response (3)          (one pane at a time)
///  panes    ┌ 1 Configure ─────────────┐┌ 3 Request / Response ──────────────────── 4 of 6 ┐
///           │                          ││                                                  │
///           ├ 2 Authorize ─────────────┤│                                                  │
///           └──────────────────────────┘└──────────────────────────────────────────────────┘
///  notice    ✓ The authorization code is here.
///  footer    ⏎ exchange  Tab next  y copy…
/// ```
pub fn draw(model: &Model, theme: &Theme, buffer: &mut Buffer, now: Timestamp) -> Option<Position> {
    let mut canvas = Canvas { buffer, theme, now, cursor: None, dialogs_from: None };
    let Some(areas) = layout::areas(model, now) else {
        too_small::draw(&mut canvas, model);
        return None;
    };
    header::draw(&mut canvas, model, areas.header);
    if let Some(area) = areas.banner {
        header::banner(&mut canvas, area);
    }
    if let Some(area) = areas.tabs {
        tabs::draw(&mut canvas, model, area);
    }
    if let Some(area) = areas.strip {
        strip::draw(&mut canvas, model, area);
    }
    for &(pane, frame) in &areas.panes {
        match pane {
            Pane::Configure | Pane::Authorize => rows::draw(&mut canvas, model, pane, frame),
            Pane::Messages => messages::draw(&mut canvas, model, frame),
        }
    }
    notice::draw(&mut canvas, model, areas.notice);
    dialogs::draw(&mut canvas, model, &areas);
    // A dialog as high as the screen covers the banner of production, which takes the first line for so long.
    if let Some(banner) = areas.banner
        && canvas.dialogs_from.is_some_and(|y| y <= banner.y)
    {
        header::banner(&mut canvas, areas.header);
    }
    footer::draw(&mut canvas, model, areas.footer);
    canvas.cursor
}
