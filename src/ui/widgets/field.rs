//! A label and a value on one line.

use ratatui::{buffer::Buffer, layout::Rect, widgets::Widget};

use super::put;
use crate::{
    app::field::TextField,
    text,
    ui::theme::{Part, Theme},
};

/// What stands behind the label.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// A text, cut at its end when it is too long.
    Text(&'a str),
    /// A text whose end matters as much as its beginning, cut in the middle.
    Url(&'a str),
    /// What a field without a value says.
    Placeholder(&'a str),
    /// A field that is being edited.
    Edited(&'a TextField),
    /// A field with a secret that is being edited.
    EditedMasked(&'a TextField),
}

/// A labelled field.
#[derive(Clone, Copy, Debug)]
pub struct FieldRow<'a> {
    /// Its label.
    pub label: &'a str,
    /// The cells that labels take, so that values stand below each other.
    pub label_width: u16,
    /// Its value.
    pub value: Value<'a>,
    /// Words behind the value, `[reveal]`; left out when they would take more than half the room.
    pub hint: &'a str,
    /// Whether it has focus.
    pub focused: bool,
    /// The styles.
    pub theme: &'a Theme,
}

impl Widget for FieldRow<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return;
        }
        let theme = self.theme;
        let label = theme.part(if self.focused { Part::LabelFocused } else { Part::Label });
        let label_width = self.label_width.min(area.width);
        put(buffer, area.x, area.y, label_width, self.label, label);
        let x = area.x + label_width.saturating_add(1).min(area.width);
        let mut room = area.right() - x;
        let hint = u16::try_from(text::width(self.hint)).unwrap_or(u16::MAX);
        if hint > 0 && hint <= room / 2 {
            put(buffer, area.right() - hint, area.y, hint, self.hint, theme.part(Part::Button));
            room -= hint + 1;
        }
        let focused =
            |part| if self.focused { theme.part(part).patch(theme.part(Part::LabelFocused)) } else { theme.part(part) };
        let window = match self.value {
            Value::Text(words) => {
                put(buffer, x, area.y, room, &text::sanitize(words), focused(Part::Value));
                return;
            }
            Value::Url(url) => {
                let url = text::sanitize(url);
                put(buffer, x, area.y, room, &text::truncate_middle(&url, usize::from(room)), focused(Part::Value));
                return;
            }
            Value::Placeholder(words) => {
                put(buffer, x, area.y, room, words, focused(Part::Placeholder));
                return;
            }
            Value::Edited(field) => field.window(room),
            Value::EditedMasked(field) => field.masked_window(room),
        };
        let cells = Rect { x, y: area.y, width: room, height: 1 };
        buffer.set_style(cells, theme.part(Part::Input));
        put(buffer, x, area.y, room, &window.text, theme.part(Part::Input));
        if window.cursor < room {
            buffer.set_style(Rect { x: x + window.cursor, width: 1, ..cells }, theme.part(Part::Cursor));
        }
    }
}
