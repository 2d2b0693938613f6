//! The messages as a sequence diagram; its arrows.

use super::{Selection, Then, Verbs, closing_letter, then};
use crate::app::{Key, Model, sequence};

/// The arrows of the diagram.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// The chosen row.
    pub selection: Selection,
}

impl Verbs for Sequence {
    fn rows(&self, model: &Model) -> usize {
        sequence::arrows(&model.exchanges).len()
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.selection.row)
    }

    fn letter(&mut self, key: Key) -> Then {
        closing_letter(key)
    }

    fn activate(&mut self) -> Then {
        let row = self.selection.row;
        then(move |turn| turn.show_arrow(row))
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("show its bytes".to_owned())
    }
}
