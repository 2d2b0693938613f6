//! The palette, and its rows: derived from the key map and what was typed.

use strum::IntoEnumIterator;

use super::{Selection, Then, Verbs, then};
use crate::app::{
    Command, Model, availability,
    field::TextField,
    keymap::{Entry, KEYMAP},
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

    fn activate(&mut self) -> Then {
        then(|turn| turn.palette_chosen())
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("do it".to_owned())
    }
}

/// Commands that only make sense as keys.
const NOT_LISTED: [Command; 15] = [
    Command::Activate,
    Command::FocusNext,
    Command::FocusPrevious,
    Command::Down,
    Command::Up,
    Command::Left,
    Command::Right,
    Command::PageDown,
    Command::PageUp,
    Command::Top,
    Command::Bottom,
    Command::Back,
    Command::Palette,
    Command::SendCall,
    Command::EditBody,
];

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
        .filter(|command| !NOT_LISTED.contains(command))
        .map(|command| KEYMAP.entry(command))
        .filter(|entry| matches(entry))
        .map(|entry| PaletteRow {
            entry,
            keys: KEYMAP.keys(entry.command),
            unavailable: availability(model, entry.command).err(),
        })
        .collect();
    rows.sort_by_key(|row| row.unavailable.is_some());
    rows
}
