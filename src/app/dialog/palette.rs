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
        let places = Places::new(model.size, dialog_width(model.size, 100), 18 + 2);
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

/// The rows that match what was typed: every word of it stands in the title or the command's name.
pub fn palette_rows(model: &Model, palette: &Palette) -> Vec<PaletteRow> {
    let typed = palette.filter.text().to_lowercase();
    let matches = |entry: &Entry| {
        let text = format!("{} {}", entry.title.to_lowercase(), entry.command);
        typed.split_whitespace().all(|word| text.contains(word))
    };
    let mut rows: Vec<PaletteRow> = Command::iter()
        .filter(is_listed)
        .map(|command| KEYMAP.entry(command))
        .filter(|entry| matches(entry))
        .map(|entry| PaletteRow {
            entry,
            keys: KEYMAP.keys(entry.command),
            unavailable: availability_below_palette(model, entry.command).err(),
        })
        .collect();
    rows.sort_by_key(|row| row.unavailable.is_some());
    rows
}
