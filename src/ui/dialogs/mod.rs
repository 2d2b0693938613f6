//! Dialogs, one file each. They stand in the middle, above the keys that work in them, and never leave the screen.

mod call;
mod choice;
mod client_credentials;
mod confirm;
mod custom_environment;
mod difference;
mod doctor;
mod environment;
mod export;
mod faults;
mod help;
mod history;
mod id_token;
mod keep;
mod lessons;
mod meaning;
mod operations;
mod palette;
mod profiles;
mod qr;
mod refresh;
mod researcher;
mod save_file;
mod save_profile;
mod scopes;
mod sequence;
mod shelf;
mod text;
mod token_exchange;

use ratatui::{
    layout::Rect,
    style::{Modifier, Style},
};

use super::{
    canvas::Canvas,
    theme::Part,
    widgets::{self, Scrollbar},
};
use crate::app::{
    Model,
    dialog::Dialog,
    layout::{self, Areas},
};

/// Draws the open dialogs, the top one last.
pub(super) fn draw(canvas: &mut Canvas<'_>, model: &Model, areas: &Areas) {
    for dialog in &model.dialogs {
        // What is below hears no keys.
        canvas.cursor = None;
        let quiet = Style::new().add_modifier(Modifier::DIM).remove_modifier(Modifier::REVERSED);
        for (_, pane) in &areas.panes {
            canvas.buffer.set_style(pane.intersection(canvas.buffer.area), quiet);
        }
        draw_one(canvas, model, dialog);
    }
}

/// Draws one dialog.
pub(super) fn draw_one(canvas: &mut Canvas<'_>, model: &Model, dialog: &Dialog) {
    match dialog {
        Dialog::Environment(dialog) => environment::draw(canvas, dialog),
        Dialog::CustomEnvironment(dialog) => custom_environment::draw(canvas, dialog),
        Dialog::Scopes(dialog) => scopes::draw(canvas, model, dialog),
        Dialog::Researcher(dialog) => researcher::draw(canvas, dialog),
        Dialog::Palette(dialog) => palette::draw(canvas, model, dialog),
        Dialog::Help(dialog) => help::draw(canvas, model, dialog),
        Dialog::Profiles(dialog) => profiles::draw(canvas, model, dialog),
        Dialog::SaveProfile(dialog) => save_profile::draw(canvas, dialog),
        Dialog::SaveFile(dialog) => save_file::draw(canvas, dialog),
        Dialog::ClientCredentials(dialog) => client_credentials::draw(canvas, dialog),
        Dialog::Operations(dialog) => operations::draw(canvas, model, dialog),
        Dialog::Call(call) => call::draw(canvas, model, call),
        Dialog::Choice(dialog) => choice::draw(canvas, dialog),
        Dialog::Confirm(dialog) => confirm::draw(canvas, dialog),
        Dialog::Text(dialog) => text::draw(canvas, model, dialog),
        Dialog::IdToken(card) => id_token::draw(canvas, model, card),
        Dialog::Shelf(shelf) => shelf::draw(canvas, shelf),
        Dialog::Refresh(dialog) => refresh::draw(canvas, model, dialog),
        Dialog::TokenExchange(dialog) => token_exchange::draw(canvas, model, dialog),
        Dialog::History(dialog) => history::draw(canvas, model, dialog),
        Dialog::Difference(dialog) => difference::draw(canvas, model, dialog),
        Dialog::Export(dialog) => export::draw(canvas, model, dialog),
        Dialog::Keep(dialog) => keep::draw(canvas, dialog),
        Dialog::Sequence(dialog) => sequence::draw(canvas, model, dialog),
        Dialog::Qr(dialog) => qr::draw(canvas, dialog),
        Dialog::Lessons(dialog) => lessons::draw(canvas, model, dialog),
        Dialog::Faults(dialog) => faults::draw(canvas, model, dialog),
        Dialog::Doctor(dialog) => doctor::draw(canvas, model, dialog),
        Dialog::Meaning(dialog) => meaning::draw(canvas, model, dialog),
    }
}

/// The columns that a dialog has inside, when it would like so many. One that is nearly as wide as the screen takes all
/// of it: a sliver of what is below only disturbs.
fn width(canvas: &Canvas<'_>, wanted: u16) -> u16 {
    layout::dialog_width(canvas.buffer.area.as_size(), wanted)
}

/// Draws the frame of a dialog with so many columns and rows inside, less when the screen has less, and gives its inside.
fn open(canvas: &mut Canvas<'_>, title: &str, right: &str, columns: u16, rows: u16) -> Rect {
    let screen = canvas.buffer.area;
    // The last line stays free: it says which keys work here.
    let room = Rect { height: screen.height.saturating_sub(1), ..screen };
    let area = widgets::Dialog::area(room, columns.saturating_add(2), rows);
    let theme = canvas.theme;
    canvas.widget(area, widgets::Dialog { title, right, theme });
    layout::inside(area)
}

/// Draws the rows of a list that are in sight, the selected one marked.
fn list(
    canvas: &mut Canvas<'_>,
    area: Rect,
    len: usize,
    selected: usize,
    mut row: impl FnMut(&mut Canvas<'_>, usize, Rect),
) {
    let top = first_row(selected, len, area.height);
    for (y, index) in (area.y..area.bottom()).zip(top..len) {
        let place = Rect { y, height: 1, width: area.width.saturating_sub(1), ..area };
        row(canvas, index, place);
        if index == selected {
            let style = canvas.theme.part(Part::Selected);
            canvas.buffer.set_style(place.intersection(canvas.buffer.area), style);
        }
    }
    let theme = canvas.theme;
    canvas.widget(Rect { x: area.right(), width: 1, ..area }, Scrollbar { len, top, theme });
}

/// The first row in sight of a list of `len` rows, so that the selected one is in sight.
fn first_row(selected: usize, len: usize, height: u16) -> usize {
    let height = usize::from(height.max(1));
    selected.saturating_sub(height - 1).min(len.saturating_sub(height))
}

/// Draws buttons side by side, the one that has the focus marked.
fn buttons(canvas: &mut Canvas<'_>, area: Rect, labels: &[&str], focused: Option<usize>) {
    let buttons: Vec<widgets::Button<'_>> = labels
        .iter()
        .enumerate()
        .map(|(index, label)| widgets::Button { label, focused: focused == Some(index), enabled: true })
        .collect();
    let theme = canvas.theme;
    canvas.widget(area, widgets::ButtonRow { buttons: &buttons, theme });
}

/// The part of an area below its first rows.
fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// One row of an area; empty when the area has no such row.
fn nth(area: Rect, index: u16) -> Rect {
    let rest = below(area, index);
    Rect { height: rest.height.min(1), ..rest }
}

/// What stands behind the labels of a form, which take so many columns.
fn value(area: Rect, label: u16) -> Rect {
    Rect { x: area.x + label, width: area.width.saturating_sub(label), ..area }
}

/// The label of a field.
fn label(canvas: &mut Canvas<'_>, area: Rect, columns: u16, words: &str, focused: bool) {
    if area.height > 0 {
        let style = canvas.theme.part(if focused { Part::LabelFocused } else { Part::Label });
        canvas.put(area.x, area.y, columns - 1, words, style);
    }
}

/// A text field of a form, with its cursor when it is typed into.
fn field(canvas: &mut Canvas<'_>, area: Rect, field: &crate::app::field::TextField, focused: bool) {
    if area.is_empty() {
        return;
    }
    if focused {
        canvas.input(area, field, false);
    } else {
        let style = canvas.theme.part(Part::Value);
        canvas.put(area.x, area.y, area.width, &crate::text::sanitize(field.text()), style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_scrolls_no_more_than_it_must() {
        assert_eq!(first_row(3, 10, 4), 0);
        assert_eq!(first_row(4, 10, 4), 1);
        assert_eq!(first_row(9, 10, 4), 6);
        assert_eq!(first_row(99, 10, 4), 6);
        assert_eq!(first_row(0, 0, 0), 0);
    }
}
