//! What the simulated ORCID shall do wrong.

use super::{Selection, Then, Verbs, closing_letter, then};
use crate::app::{Key, Model, fault};

/// What the simulated ORCID shall do wrong.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// The chosen row.
    pub selection: Selection,
}

impl Verbs for Faults {
    fn rows(&self, _model: &Model) -> usize {
        fault::faults().len()
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.selection.row)
    }

    fn letter(&mut self, key: Key) -> Then {
        closing_letter(key)
    }

    fn activate(&mut self) -> Then {
        let row = self.selection.row;
        then(move |turn| turn.turn_fault(row))
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("switch".to_owned())
    }
}
