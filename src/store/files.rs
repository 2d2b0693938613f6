//! Reading and writing as such: on disk, or in memory for `--ephemeral`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::{fmt, fs, io};

use super::atomic::{self, Existing, SaveStep};
use super::error::{Doing, StoreError};
use super::local::is_still_at;

/// Told as each step of a save begins.
pub(super) type Observer = Box<dyn Fn(SaveStep) + Send + Sync>;

/// Where bytes are kept under a path.
pub(super) struct Files {
    place: Place,
    observer: OnceLock<Observer>,
}

/// Without the content: secrets are in it.
impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_memory() { "Files(memory)" } else { "Files(disk)" })
    }
}

enum Place {
    Disk,
    Memory(Mutex<BTreeMap<PathBuf, Vec<u8>>>),
}

impl Files {
    pub(super) fn on_disk() -> Self {
        Self { place: Place::Disk, observer: OnceLock::new() }
    }

    pub(super) fn in_memory() -> Self {
        Self { place: Place::Memory(Mutex::default()), observer: OnceLock::new() }
    }

    /// Sets the observer; only the first one counts.
    pub(super) fn observe(&self, observer: Observer) {
        self.observer.set(observer).ok();
    }

    pub(super) fn is_memory(&self) -> bool {
        matches!(self.place, Place::Memory(_))
    }

    /// The bytes of a file; `None` when there is none.
    pub(super) fn read(&self, path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
        match &self.place {
            Place::Disk => absent_is_none(fs::read(path)).map_err(StoreError::io(Doing::Read, path)),
            Place::Memory(memory) => Ok(open(memory).get(path).cloned()),
        }
    }

    /// Replaces a file, for this user alone.
    pub(super) fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        self.save(path, bytes, Existing::Replace).map(drop)
    }

    /// Replaces a file that holds no secret; the rights that the user gave it stay.
    pub(super) fn replace_shared(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        self.save(path, bytes, Existing::ReplaceShared).map(drop)
    }

    /// Saves under a name that is free, for this user alone: `<stem>.json`, else `<stem>-2.json`, … Two processes never
    /// get the same one. Returns the stem that was taken.
    pub(super) fn create(&self, folder: &Path, stem: &str, bytes: &[u8]) -> Result<String, StoreError> {
        let mut taken = stem.to_owned();
        let mut number = 1u64;
        while !self.save(&folder.join(format!("{taken}.json")), bytes, Existing::Keep)? {
            number += 1;
            taken = format!("{stem}-{number}");
        }
        Ok(taken)
    }

    fn save(&self, path: &Path, bytes: &[u8], existing: Existing) -> Result<bool, StoreError> {
        match &self.place {
            Place::Disk => atomic::save(path, bytes, existing, &|step| {
                if let Some(observer) = self.observer.get() {
                    observer(step);
                }
            }),
            Place::Memory(memory) => {
                let mut memory = open(memory);
                let free = existing != Existing::Keep || !memory.contains_key(path);
                if free {
                    memory.insert(path.to_owned(), bytes.to_vec());
                }
                Ok(free)
            }
        }
    }

    /// Removes a file; `false` when there is none.
    pub(super) fn remove(&self, path: &Path) -> Result<bool, StoreError> {
        match &self.place {
            Place::Disk => absent_is_none(fs::remove_file(path))
                .map(|removed| removed.is_some())
                .map_err(StoreError::io(Doing::Remove, path)),
            Place::Memory(memory) => Ok(open(memory).remove(path).is_some()),
        }
    }

    /// The names in a folder, in no order; none when there is no such folder.
    pub(super) fn list(&self, folder: &Path) -> Result<Vec<String>, StoreError> {
        match &self.place {
            Place::Disk => {
                let failed = |error| StoreError::io(Doing::Read, folder)(error);
                let Some(entries) = absent_is_none(fs::read_dir(folder)).map_err(failed)? else {
                    return Ok(Vec::new());
                };
                let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
                names.collect::<io::Result<_>>().map_err(failed)
            }
            Place::Memory(memory) => {
                let below = |path: &PathBuf| path.parent().is_some_and(|parent| parent == folder);
                let name = |path: &PathBuf| path.file_name().map(|name| name.to_string_lossy().into_owned());
                Ok(open(memory).keys().filter(|path| below(path)).filter_map(name).collect())
            }
        }
    }

    /// Runs `work` while no other process runs one with the same lock file. Without locks on that file system it runs
    /// nevertheless: then the last to save wins.
    pub(super) fn alone<T>(&self, lock: &Path, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        match &self.place {
            Place::Disk => {
                if let Some(folder) = lock.parent() {
                    atomic::create_folder(folder)?;
                }
                loop {
                    let file = open_private(lock).map_err(StoreError::io(Doing::Lock, lock))?;
                    // Whoever had it until now may have forgotten everything, this file included: then it is no lock any more.
                    if file.lock().is_err() || is_still_at(&file, lock) {
                        return work();
                    }
                }
            }
            Place::Memory(_) => work(),
        }
    }

    /// Takes the rights of others to a file away. `Some` with the mode before, when they had any.
    pub(super) fn narrow(&self, path: &Path) -> Option<u32> {
        match &self.place {
            Place::Disk => narrow(path),
            Place::Memory(_) => None,
        }
    }
}

/// Opens a file for reading and writing, creating it for this user alone.
pub(super) fn open_private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn narrow(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let mode = metadata.permissions().mode() & 0o777;
    let wide = mode & 0o077 != 0;
    (wide && fs::set_permissions(path, fs::Permissions::from_mode(0o600)).is_ok()).then_some(mode)
}

/// Windows gives a user's folders to that user alone; there is nothing to narrow.
#[cfg(not(unix))]
fn narrow(_path: &Path) -> Option<u32> {
    None
}

fn absent_is_none<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A thread that panicked left a map that is whole: each change is one insert or remove.
fn open(memory: &Mutex<BTreeMap<PathBuf, Vec<u8>>>) -> MutexGuard<'_, BTreeMap<PathBuf, Vec<u8>>> {
    memory.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn a_lock_that_was_removed_while_one_waited_for_it_is_no_lock() {
        let folder = tempfile::tempdir().unwrap();
        let lock = folder.path().join("edit.lock");
        let files = Files::on_disk();
        thread::scope(|scope| {
            let other = || Files::on_disk().alone(&lock, || Ok(lock.exists())).unwrap();
            let waiting = files.alone(&lock, || {
                let waiting = scope.spawn(other);
                while fs::read_dir("/proc/self/fd").is_ok_and(|open| holders(open, &lock) < 2) {
                    thread::yield_now();
                }
                files.remove(&lock)?;
                Ok(waiting)
            });
            assert!(waiting.unwrap().join().unwrap(), "it worked without a lock that others see");
        });
    }

    /// How many of the open files are this one.
    fn holders(open: fs::ReadDir, path: &Path) -> usize {
        open.flatten().filter(|file| fs::read_link(file.path()).is_ok_and(|target| target == path)).count()
    }
}
