//! How far one has come with the lessons: a small file that only the program writes.

use serde::{Serialize, de::DeserializeOwned};

use super::{Store, error::StoreError};

impl Store {
    /// What was kept; the default when there is no file.
    ///
    /// # Errors
    /// When the file cannot be read, or is damaged.
    pub fn progress<T: DeserializeOwned + Default>(&self) -> Result<T, StoreError> {
        let path = self.paths.lessons();
        match self.files.read(&path)? {
            Some(bytes) => {
                serde_json::from_slice(&bytes).map_err(|why| StoreError::Damaged { path, reason: why.to_string() })
            }
            None => Ok(T::default()),
        }
    }

    /// Keeps it. A damaged file is not overwritten.
    ///
    /// # Errors
    /// When the file that is there is damaged, or cannot be written.
    pub fn save_progress<T: Serialize + DeserializeOwned + Default>(&self, progress: &T) -> Result<(), StoreError> {
        self.progress::<T>()?;
        let path = self.paths.lessons();
        let bytes = serde_json::to_vec_pretty(progress)
            .map_err(|why| StoreError::Damaged { path: path.clone(), reason: why.to_string() })?;
        self.files.replace(&path, &bytes)
    }
}
