//! The rows of palette and scope picker: derived from the key map, the scope table and what was typed.

use strum::IntoEnumIterator;

use crate::{
    app::{
        Command, Model, availability,
        dialog::{Palette, Scopes},
        keymap::{Entry, KEYMAP},
    },
    oauth::ScopeSet,
    orcid::scopes::{self, Legs, ScopeInfo},
};

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

/// One row of the scope picker.
#[derive(Clone, Debug)]
pub enum ScopeRow {
    /// A scope that can be ticked.
    Scope {
        /// What is known of it.
        info: &'static ScopeInfo,
        /// Whether it is asked for.
        ticked: bool,
    },
    /// What was typed, as a scope of its own.
    Own {
        /// The text.
        text: String,
        /// Whether it is asked for.
        ticked: bool,
    },
    /// Opens or closes the list of the older ones.
    More {
        /// How many there are.
        count: usize,
        /// Whether they are listed.
        open: bool,
    },
}

/// The rows of the scope picker: those that people need first, those that were typed as text, the others on demand.
pub fn scope_rows(model: &Model, dialog: &Scopes) -> Vec<ScopeRow> {
    let asked: ScopeSet = model.form().scopes();
    let typed = dialog.filter.text().trim().to_lowercase();
    let found = |info: &&ScopeInfo| {
        typed.is_empty() || format!("{} {}", info.value, info.summary).to_lowercase().contains(&typed)
    };
    let row = |info: &'static ScopeInfo| ScopeRow::Scope { info, ticked: asked.contains(&info.value) };
    let (first, older): (Vec<_>, Vec<_>) = scopes::all().iter().filter(found).partition(|info| info.current);
    let mut rows: Vec<ScopeRow> = first.iter().copied().filter(|info| info.legs == Legs::Three).map(row).collect();
    rows.extend(
        asked
            .iter()
            .filter(|scope| scopes::find(scope.as_str()).is_none())
            .map(|scope| ScopeRow::Own { text: scope.to_string(), ticked: true }),
    );
    rows.extend(first.iter().copied().filter(|info| info.legs == Legs::Two).map(row));
    let open = dialog.all || !typed.is_empty();
    if typed.is_empty() {
        rows.push(ScopeRow::More { count: older.len(), open });
    }
    if open {
        rows.extend(older.into_iter().map(row));
    }
    let exact = dialog.filter.text().trim();
    if !exact.is_empty() && scopes::find(exact).is_none() && !asked.contains(exact) && !exact.contains(' ') {
        rows.push(ScopeRow::Own { text: exact.to_owned(), ticked: false });
    }
    rows
}
