//! The messages as a sequence diagram; its arrows.

use jiff::Timestamp;

use super::{Places, Selection, Then, Verbs, closing_letter, then};
use crate::app::{
    Key, Model,
    layout::{below, dialog_width},
    sequence,
};

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

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        let rows = self.rows(model);
        let columns = dialog_width(model.size, model.size.width.min(150));
        let places = Places::new(model.size, columns, u16::try_from(rows + 1).unwrap_or(u16::MAX));
        let area = below(places.inside, 1);
        places.list(area, rows, self.selection.row)
    }

    fn activate(&mut self) -> Then {
        let row = self.selection.row;
        then(move |turn| turn.show_arrow(row))
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("show its bytes".to_owned())
    }
}
