//! Saying where to save a body.

use super::{Then, Verbs, then};
use crate::app::{Hint, Model, field::TextField};

/// Saving a body.
#[derive(Clone, Debug, Default)]
pub struct SaveFile {
    /// Where.
    pub path: TextField,
    /// What.
    pub bytes: bytes::Bytes,
    /// Why it could not be saved there.
    pub error: Option<String>,
}

impl Verbs for SaveFile {
    fn field(&mut self) -> Option<&mut TextField> {
        Some(&mut self.path)
    }

    fn edited(&mut self) -> Then {
        self.error = None;
        None
    }

    fn activate(&mut self) -> Then {
        let (path, bytes) = (self.path.text().trim().to_owned(), self.bytes.clone());
        then(move |turn| turn.save_file(path, bytes))
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        Vec::new()
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("save".to_owned())
    }
}
