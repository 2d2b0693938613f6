//! What the doctor finds.

use super::{Page, TEXT_COLUMNS, Then, Verbs, closing_letter, then};
use crate::app::{Hint, Key, Model};

/// The examination, which goes on in the model when this is closed.
#[derive(Clone, Debug, Default)]
pub struct Doctor {
    /// The first line shown.
    pub scroll: usize,
}

impl Verbs for Doctor {
    fn page(&self, model: &Model) -> Option<Page<'_>> {
        let lines = model.doctor.as_ref().map(|doctor| doctor.checkup.document()).unwrap_or_default();
        Some(Page::new(lines, TEXT_COLUMNS))
    }

    fn scroll(&mut self) -> Option<&mut usize> {
        Some(&mut self.scroll)
    }

    fn letter(&mut self, key: Key) -> Then {
        closing_letter(key)
    }

    fn activate(&mut self) -> Then {
        then(|turn| turn.examine_again())
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        // More lines come while it goes on.
        vec![Hint::vertical("scroll")]
    }

    fn enter(&self, model: &Model) -> Option<String> {
        model.doctor.as_ref().is_some_and(|doctor| !doctor.is_under_way()).then(|| "look again".to_owned())
    }
}
