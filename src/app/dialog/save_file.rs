//! Saying where to save a body.

use std::path::Path;

use jiff::Timestamp;

use super::{Places, Spot, Then, Verbs, then};
use crate::app::{
    Hint, Model,
    document::{Line, Role},
    field::TextField,
    keep::folder_of,
    layout::{dialog_width, rows_of},
};

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

impl SaveFile {
    /// What stands below the path: why it could not be saved there, else what becomes of it.
    pub fn words(&self, folder: &Path) -> Line {
        if let Some(error) = &self.error {
            return Line::of(Role::Bad, &format!("✗ {error}"));
        }
        let place = folder_of(self.path.text(), folder).map(|folder| format!("In {folder}. ")).unwrap_or_default();
        Line::of(Role::Plain, &place).with(
            Role::Comment,
            "~ is your home folder. A file that is there is replaced only after a question. The new one can be read by \
             you alone, because it may hold secrets.",
        )
    }
}

impl Verbs for SaveFile {
    fn field(&mut self) -> Option<&mut TextField> {
        Some(&mut self.path)
    }

    fn edited(&mut self) -> Then {
        self.error = None;
        None
    }

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        let columns = dialog_width(model.size, 72);
        let rows = rows_of(self.words(&model.folder).text(), columns).saturating_add(2);
        Places::new(model.size, columns, rows).line(Spot::Field(0), 0)
    }

    fn activate(&mut self) -> Then {
        let (path, bytes) = (self.path.text().trim().to_owned(), self.bytes.clone());
        then(move |turn| turn.save_file(path, bytes, false))
    }

    fn moves(&self, _model: &Model) -> Vec<Hint> {
        Vec::new()
    }

    fn enter(&self, _model: &Model) -> Option<String> {
        Some("save".to_owned())
    }
}
