//! Saved profiles.

use jiff::Timestamp;

use super::{Places, Selection, Then, Verbs, then};
use crate::app::{Hint, Key, KeyCode, Model, layout::dialog_width};

/// Saved profiles.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    /// The chosen row.
    pub selection: Selection,
}

impl Verbs for Profiles {
    fn rows(&self, model: &Model) -> usize {
        model.profiles.len()
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.selection.row)
    }

    fn letter(&mut self, key: Key) -> Then {
        if !matches!(key.code, KeyCode::Char('d') | KeyCode::Delete) {
            return None;
        }
        let row = self.selection.row;
        then(move |turn| turn.ask_delete_profile(row))
    }

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        let rows = self.rows(model);
        let height = u16::try_from(rows.clamp(1, 14)).unwrap_or(14);
        let places = Places::new(model.size, dialog_width(model.size, 74), height);
        let area = places.inside;
        places.list(area, rows, self.selection.row)
    }

    fn activate(&mut self) -> Then {
        let row = self.selection.row;
        then(move |turn| turn.profile_chosen(row))
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        vec![Hint::vertical("move"), Hint::new("d", "delete")]
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("choose".to_owned())
    }
}
