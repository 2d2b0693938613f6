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
mod lab;
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

pub(super) use researcher::spoken;

use ratatui::{
    layout::Rect,
    style::{Modifier, Style},
};

use super::{
    canvas::{Canvas, rows_of},
    theme::Part,
    widgets::{self, Scrollbar},
};
use crate::app::{
    Model,
    dialog::{Dialog, Places},
    document::Line,
    layout::{self, Areas, below, nth},
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
        Dialog::Environment(dialog) => environment::draw(canvas, model, dialog),
        Dialog::CustomEnvironment(dialog) => custom_environment::draw(canvas, model, dialog),
        Dialog::Scopes(dialog) => scopes::draw(canvas, model, dialog),
        Dialog::Researcher(dialog) => researcher::draw(canvas, model, dialog),
        Dialog::Palette(dialog) => palette::draw(canvas, model, dialog),
        Dialog::Help(dialog) => help::draw(canvas, model, dialog),
        Dialog::Profiles(dialog) => profiles::draw(canvas, model, dialog),
        Dialog::SaveProfile(dialog) => save_profile::draw(canvas, model, dialog),
        Dialog::SaveFile(dialog) => save_file::draw(canvas, model, dialog),
        Dialog::ClientCredentials(dialog) => client_credentials::draw(canvas, model, dialog),
        Dialog::Operations(dialog) => operations::draw(canvas, model, dialog),
        Dialog::Call(call) => call::draw(canvas, model, call),
        Dialog::Choice(dialog) => choice::draw(canvas, model, dialog),
        Dialog::Confirm(dialog) => confirm::draw(canvas, model, dialog),
        Dialog::Text(dialog) => text::draw(canvas, model, dialog),
        Dialog::IdToken(card) => id_token::draw(canvas, model, card),
        Dialog::Shelf(shelf) => shelf::draw(canvas, model, shelf),
        Dialog::Refresh(dialog) => refresh::draw(canvas, model, dialog),
        Dialog::TokenExchange(dialog) => token_exchange::draw(canvas, model, dialog),
        Dialog::History(dialog) => history::draw(canvas, model, dialog),
        Dialog::Difference(dialog) => difference::draw(canvas, model, dialog),
        Dialog::Export(dialog) => export::draw(canvas, model, dialog),
        Dialog::Keep(dialog) => keep::draw(canvas, model, dialog),
        Dialog::Sequence(dialog) => sequence::draw(canvas, model, dialog),
        Dialog::Qr(dialog) => qr::draw(canvas, dialog),
        Dialog::Lessons(dialog) => lessons::draw(canvas, model, dialog),
        Dialog::Asking(dialog) => lab::draw_question(canvas, model, dialog),
        Dialog::Verdict(dialog) => lab::draw_verdict(canvas, model, dialog),
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

/// Draws the frame of a dialog, and gives its inside.
fn open(canvas: &mut Canvas<'_>, title: &str, right: &str, places: &Places) -> Rect {
    let theme = canvas.theme;
    let top = places.frame.y;
    canvas.dialogs_from = Some(canvas.dialogs_from.map_or(top, |highest| highest.min(top)));
    canvas.widget(places.frame, widgets::Dialog { title, right, theme });
    places.inside
}

/// Like [`open`], of a dialog in which nothing can be clicked.
fn open_text(canvas: &mut Canvas<'_>, title: &str, right: &str, columns: u16, rows: u16) -> Rect {
    let places = Places::new(canvas.buffer.area.as_size(), columns, rows);
    open(canvas, title, right, &places)
}

/// Draws a dialog that says one thing.
fn words(canvas: &mut Canvas<'_>, title: &str, right: &str, line: &Line) {
    let columns = width(canvas, 68);
    let inside = open_text(canvas, title, right, columns, rows_of(line, columns));
    canvas.prose(inside, line, 0);
}

/// Draws the rows of a list that are in sight, the selected one marked.
fn list(
    canvas: &mut Canvas<'_>,
    area: Rect,
    len: usize,
    selected: usize,
    mut row: impl FnMut(&mut Canvas<'_>, usize, Rect),
) {
    let top = layout::first_row(selected, len, area.height);
    for (index, place) in layout::list_rows(area, len, selected) {
        row(canvas, index, place);
        if index == selected {
            let style = canvas.theme.part(Part::Selected);
            canvas.buffer.set_style(place.intersection(canvas.buffer.area), style);
        }
    }
    let theme = canvas.theme;
    canvas.widget(Rect { x: area.right(), width: 1, ..area }, Scrollbar { len, top, theme });
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

/// The words above the rows of a form, as far as there is room for them.
fn above(canvas: &mut Canvas<'_>, places: &Places, words: &Line) {
    let inside = places.inside;
    let room = places.row(0).y.saturating_sub(inside.y);
    if room > 0 {
        canvas.prose_cut(Rect { height: (room - 1).max(1), ..inside }, words);
    }
}

/// The part of the inside under a row.
fn under(inside: Rect, row: Rect) -> Rect {
    below(inside, row.bottom().saturating_sub(inside.y))
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
        canvas.input(area, field, |_| false);
    } else {
        let style = canvas.theme.part(Part::Value);
        canvas.put(area.x, area.y, area.width, &crate::text::sanitize(field.text()), style);
    }
}
