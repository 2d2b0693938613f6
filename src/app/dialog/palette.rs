//! The palette, and its rows: derived from the key map and what was typed.

use jiff::Timestamp;
use strum::IntoEnumIterator;

use super::{Places, Selection, Then, Verbs, then};
use crate::app::{
    Command, Model,
    available::availability_below_palette,
    field::TextField,
    keymap::{Entry, KEYMAP},
    layout::{below, dialog_width},
};

/// The palette.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    /// Filters the rows.
    pub filter: TextField,
    /// The chosen row.
    pub selection: Selection,
}

impl Verbs for Palette {
    fn rows(&self, model: &Model) -> usize {
        palette_rows(model, self).len()
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.selection.row)
    }

    fn field(&mut self) -> Option<&mut TextField> {
        Some(&mut self.filter)
    }

    fn edited(&mut self) -> Then {
        self.selection.row = 0;
        None
    }

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        // The same size whatever is typed: the list does not jump.
        let places = Places::new(model.size, dialog_width(model.size, 100), (model.size.height * 2 / 3).max(18 + 2));
        let area = below(places.inside, 2);
        places.list(area, self.rows(model), self.selection.row)
    }

    fn activate(&mut self) -> Then {
        then(|turn| turn.palette_chosen())
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("do it".to_owned())
    }
}

/// Whether a command stands in the palette: it is more than a key, and not one of the palette or of a dialog that is closed.
fn is_listed(command: &Command) -> bool {
    !command.moves_about() && ![Command::Palette, Command::SendCall, Command::EditBody].contains(command)
}

/// One row of the palette.
#[derive(Clone, Debug)]
pub struct PaletteRow {
    /// The command's words.
    pub entry: &'static Entry,
    /// Its keys, as the screen writes them.
    pub keys: Option<String>,
    /// Why it does not work now.
    pub unavailable: Option<&'static str>,
}

/// How well a command fits what was typed, the best first: by its whole name, one of its other names or its title; by whole
/// words; by parts of words. `None` when a word of it stands nowhere.
fn fit(entry: &Entry, typed: &str) -> Option<u8> {
    let (title, name) = (entry.title.to_lowercase(), entry.command.to_string().replace('-', " "));
    let also = entry.also.iter().map(|also| also.to_lowercase());
    let names: Vec<String> = [title, name].into_iter().chain(also).collect();
    if names.iter().any(|name| name == typed) {
        return Some(0);
    }
    let begins = |text: &str, part: &str| text.starts_with(part) || text.contains(&format!(" {part}"));
    if names.iter().any(|name| begins(name, typed)) {
        return Some(1);
    }
    let all = |fits: &dyn Fn(&str) -> bool| typed.split_whitespace().all(fits);
    if all(&|word| names.iter().any(|name| begins(name, word))) {
        return Some(2);
    }
    let dashed = entry.command.to_string();
    all(&|word| dashed.contains(word) || names.iter().any(|name| name.contains(word))).then_some(3)
}

/// The rows that match what was typed: every word of it stands in the title, the command's name, or what else it is called.
pub fn palette_rows(model: &Model, palette: &Palette) -> Vec<PaletteRow> {
    let typed = palette.filter.text().trim().to_lowercase();
    let mut rows: Vec<(u8, PaletteRow)> = Command::iter()
        .filter(is_listed)
        .map(|command| KEYMAP.entry(command))
        .filter_map(|entry| {
            let row = PaletteRow {
                entry,
                keys: KEYMAP.keys(entry.command),
                unavailable: availability_below_palette(model, entry.command).err(),
            };
            Some((fit(entry, &typed)?, row))
        })
        .collect();
    // Called by its name it stands first, even when it does not work now: another one must not be taken for it.
    rows.sort_by_key(|(fit, row)| (*fit > 0 && row.unavailable.is_some(), *fit));
    rows.into_iter().map(|(_, row)| row).collect()
}
