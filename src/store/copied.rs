//! A copy that found no clipboard.

use super::{Store, error::StoreError};
use crate::oauth::Secret;

impl Store {
    /// Keeps it in the place of the last one, for this user alone.
    ///
    /// # Errors
    /// When writing fails.
    pub fn save_copied(&self, text: &Secret) -> Result<(), StoreError> {
        self.files.replace(&self.paths.copied(), text.expose().as_bytes())
    }
}
