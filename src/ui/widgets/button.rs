//! Buttons: `[ Exchange code for tokens ]`.

use ratatui::{buffer::Buffer, layout::Rect, widgets::Widget};

use crate::{
    text,
    ui::{
        put::put,
        theme::{Part, Theme},
    },
};

/// One button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Button<'a> {
    /// What it does.
    pub label: &'a str,
    /// Whether Enter presses it.
    pub focused: bool,
    /// Whether it does anything now.
    pub enabled: bool,
}

/// Buttons side by side; what does not fit goes on the next row.
#[derive(Clone, Copy, Debug)]
pub struct ButtonRow<'a> {
    /// The buttons.
    pub buttons: &'a [Button<'a>],
    /// The styles.
    pub theme: &'a Theme,
}

impl<'a> ButtonRow<'a> {
    /// How many rows the buttons take in this width.
    pub fn height(buttons: &[Button<'_>], width: u16) -> u16 {
        places(buttons, width).last().map_or(0, |(_, _, y)| y.saturating_add(1))
    }

    /// Where each button is drawn, for the mouse.
    pub fn areas(buttons: &'a [Button<'a>], area: Rect) -> impl Iterator<Item = Rect> + 'a {
        places(buttons, area.width).map(move |(button, x, y)| {
            let width = cells(button).min(area.width.saturating_sub(x));
            Rect { x: area.x.saturating_add(x), y: area.y.saturating_add(y), width, height: 1 }.intersection(area)
        })
    }
}

impl Widget for ButtonRow<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        for (button, place) in self.buttons.iter().zip(ButtonRow::areas(self.buttons, area)) {
            let part = match (button.enabled, button.focused) {
                (false, _) => Part::ButtonDisabled,
                (true, true) => Part::ButtonFocused,
                (true, false) => Part::Button,
            };
            if !place.is_empty() {
                put(buffer, place.x, place.y, place.width, &format!("[ {} ]", button.label), self.theme.part(part));
            }
        }
    }
}

fn cells(button: &Button<'_>) -> u16 {
    u16::try_from(text::width(button.label) + 4).unwrap_or(u16::MAX)
}

/// The buttons with the column and the row of each.
fn places<'a>(buttons: &'a [Button<'a>], width: u16) -> impl Iterator<Item = (&'a Button<'a>, u16, u16)> {
    let (mut x, mut y) = (0u16, 0u16);
    buttons.iter().map(move |button| {
        if x > 0 && x.saturating_add(cells(button)) > width {
            (x, y) = (0, y.saturating_add(1));
        }
        let place = (button, x, y);
        x = x.saturating_add(cells(button)).saturating_add(1);
        place
    })
}
