//! The `local` environment between processes: who serves the simulated ORCID, and the key that signs its ID tokens.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use zeroize::Zeroizing;

use super::files::{Files, open_private};
use super::{
    Store, atomic,
    error::{Doing, StoreError},
};

/// Who serves the simulated ORCID of this user.
#[derive(Debug)]
pub enum Claim {
    /// This process, until the value is dropped or the process ends, however it ends.
    Serving(Serving),
    /// Another process.
    ServedBy {
        /// The issuer URL of its listener. `None` in the moment before it listens: ask again then.
        address: Option<String>,
    },
}

/// The right to serve the simulated ORCID and to write its journal.
#[derive(Debug)]
pub struct Serving {
    /// `None` for a store in memory, which has no rivals.
    lock: Option<File>,
    address: PathBuf,
    files: Arc<Files>,
}

impl Serving {
    /// Tells other processes where this one listens.
    ///
    /// # Errors
    /// When writing fails.
    pub fn announce(&self, issuer: &str) -> Result<(), StoreError> {
        self.files.replace(&self.address, format!("{issuer}\n").as_bytes())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Before the lock goes: whoever gets it next announces its own. Left behind (`kill -9`) it does no harm, because
        // an address without a held lock is not looked at.
        self.files.remove(&self.address).ok();
        drop(self.lock.take());
    }
}

/// What became of an attempt to get the lock.
pub(super) enum Claimed {
    Here(File),
    Elsewhere,
}

/// Tries to get the lock of the simulated ORCID, without waiting.
pub(super) fn claim(path: &Path) -> Result<Claimed, StoreError> {
    let failed = |error| StoreError::io(Doing::Lock, path)(error);
    if let Some(folder) = path.parent() {
        atomic::create_folder(folder)?;
    }
    loop {
        let file = open_private(path).map_err(failed)?;
        match file.try_lock() {
            // Between opening and locking, another process may have forgotten everything, this file included.
            Ok(()) if is_still_at(&file, path) => return Ok(Claimed::Here(file)),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Claimed::Elsewhere),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
}

/// Whether a file is still the one that has this name.
#[cfg(unix)]
pub(super) fn is_still_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), path.metadata()) {
        (Ok(open), Ok(named)) => identity(open) == identity(named),
        (Err(_), _) | (_, Err(_)) => false,
    }
}

/// Windows keeps the name of a file that is open.
#[cfg(not(unix))]
pub(super) fn is_still_at(_file: &File, _path: &Path) -> bool {
    true
}

impl Store {
    /// Becomes the process that serves the simulated ORCID, or learns which one does. Never waits.
    ///
    /// # Errors
    /// When the lock file cannot be created, or that file system knows no locks.
    pub fn try_serve(&self) -> Result<Claim, StoreError> {
        let (lock, address) = (self.paths.sandbox_lock(), self.paths.sandbox_address());
        let lock = if self.is_ephemeral() {
            None
        } else {
            match claim(&lock)? {
                Claimed::Here(file) => Some(file),
                Claimed::Elsewhere => {
                    let text = self.files.read(&address)?;
                    let text = text.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
                    return Ok(Claim::ServedBy { address: text.filter(|text| !text.is_empty()) });
                }
            }
        };
        // That of a process which was killed.
        self.files.remove(&address)?;
        Ok(Claim::Serving(Serving { lock, address, files: Arc::clone(&self.files) }))
    }

    /// When the process that serves the simulated ORCID told where it listens, if one does: another one may listen at the same
    /// address after it.
    pub fn served_since(&self) -> Option<SystemTime> {
        if self.is_ephemeral() {
            return None;
        }
        std::fs::metadata(self.paths.sandbox_address()).and_then(|found| found.modified()).ok()
    }

    /// The key that signs the simulated ORCID's ID tokens, as saved. `None` when there is none yet.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn load_sandbox_key(&self) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        Ok(self.read_private(&self.paths.sandbox_key())?.map(Zeroizing::new))
    }

    /// Saves that key, over one that is there.
    ///
    /// # Errors
    /// When writing fails.
    pub fn save_sandbox_key(&self, key: &[u8]) -> Result<(), StoreError> {
        self.files.replace(&self.paths.sandbox_key(), key)
    }
}
