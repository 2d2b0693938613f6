//! The scope picker, and its rows: derived from the scope table and what was typed.

use jiff::Timestamp;
use ratatui::layout::Rect;

use super::{Places, Selection, Then, Verbs, then};
use crate::{
    app::{
        Key, Model,
        field::TextField,
        layout::{below, dialog_width},
    },
    oauth::ScopeSet,
    orcid::{
        diagnosis::Diagnosis,
        scopes::{self, Legs, ScopeInfo},
    },
};

/// The rows for what is said of the chosen scope.
const ABOUT: u16 = 5;

/// A list between the line that is typed into and what is said of the chosen row in so many lines, below a rule.
pub(super) fn between(inside: Rect, about: u16) -> Rect {
    let about = if inside.height >= 12 { about + 1 } else { (inside.height / 3).min(3) };
    Rect { height: inside.height.saturating_sub(1 + about), ..below(inside, 1) }
}

/// The scope picker.
#[derive(Clone, Debug, Default)]
pub struct Scopes {
    /// Filters the rows; taken as a scope of its own when nothing matches.
    pub filter: TextField,
    /// The chosen row.
    pub selection: Selection,
    /// Whether the older and special scopes are listed too.
    pub all: bool,
}

impl Scopes {
    /// The picker on the scope that the diagnosis on the screen names, where it is not asked for yet.
    pub fn at_missing(model: &Model) -> Self {
        let cause = model.diagnosis().and_then(Diagnosis::first);
        let told: String = cause
            .map(|cause| cause.evidence.iter().map(String::as_str).chain([&*cause.fix]).collect::<Vec<_>>().join(" "))
            .unwrap_or_default();
        let is_named =
            |scope: &str| told.split(|c: char| c.is_whitespace() || ",;.()'\"".contains(c)).any(|word| word == scope);
        let found = |picker: &Self| {
            scope_rows(model, picker).iter().position(
                |row| matches!(row, ScopeRow::Scope { info, ticked: false } if info.legs == Legs::Three && is_named(&info.value)),
            )
        };
        let mut picker = Self::default();
        let row = found(&picker).or_else(|| {
            picker.all = true;
            found(&picker)
        });
        picker.all &= row.is_some();
        picker.selection.row = row.unwrap_or_default();
        picker
    }
}

impl Verbs for Scopes {
    fn rows(&self, model: &Model) -> usize {
        scope_rows(model, self).len()
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

    fn key(&mut self, key: Key) -> Then {
        // No scope has a blank in it, so that it ticks, as in any list with boxes.
        if key.typed() == Some(' ') {
            return self.activate();
        }
        self.filter.key(key).then(|| self.edited()).flatten()
    }

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        let rows = self.rows(model);
        // The same size whatever is typed: the list does not jump.
        let all = scope_rows(model, &Self { all: self.all, ..Self::default() }).len();
        let height = u16::try_from(all.clamp(3, 20)).unwrap_or(20);
        let places = Places::new(model.size, dialog_width(model.size, 92), height + 2 + ABOUT);
        let area = between(places.inside, ABOUT);
        places.list(area, rows, self.selection.row)
    }

    fn activate(&mut self) -> Then {
        then(|turn| turn.tick_scope())
    }

    fn enter(&self, model: &Model) -> Option<String> {
        let words = match scope_rows(model, self).get(self.selection.row)? {
            ScopeRow::More { open: true, .. } => "close the list",
            ScopeRow::More { open: false, .. } => "open the list",
            row if !row.can_be_ticked() => return None,
            ScopeRow::Scope { ticked: true, .. } | ScopeRow::Own { ticked: true, .. } => "untick",
            ScopeRow::Scope { .. } | ScopeRow::Own { .. } => "tick",
        };
        Some(words.to_owned())
    }
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

impl ScopeRow {
    /// Whether Enter ticks it, or takes the tick away. A two-legged scope comes without a researcher; one that was typed all
    /// the same can be taken away.
    pub fn can_be_ticked(&self) -> bool {
        !matches!(self, Self::Scope { info, ticked: false } if info.legs == Legs::Two)
    }
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
