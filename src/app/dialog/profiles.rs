//! Saved profiles.

use super::{Selection, Then, Verbs, then};
use crate::app::{Hint, Key, KeyCode, Model};

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

    fn activate(&mut self) -> Then {
        let row = self.selection.row;
        then(move |turn| turn.use_profile(row))
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        vec![Hint::vertical("move"), Hint::new("d", "delete")]
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("choose".to_owned())
    }
}
