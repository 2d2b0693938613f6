//! A file that is there whole or not at all.
//!
//! The bytes go to a temporary file in the same folder, reach the disk, and only then get their name. A process that
//! dies in between leaves the temporary file; the next save in that folder takes it away. So that it never takes away
//! the file of a process that is still writing, a writer holds a lock on its temporary file, which ends with the process.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::error::{Doing, StoreError};

const PREFIX: &str = ".orcid-playground-";
const SUFFIX: &str = ".tmp";

/// The steps of a save, in their order. Killed before `Rename`, nothing new is there and nothing old is gone; killed
/// after it, the new file is there whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::Display, strum::EnumString, strum::EnumIter)]
pub enum SaveStep {
    /// A temporary file with mode 0600 appears in the folder.
    CreateTemporary,
    /// The bytes are written to it.
    Write,
    /// The system is asked to bring them to the disk.
    SyncFile,
    /// It gets its name, in one step.
    Rename,
    /// The system is asked to bring the name to the disk.
    SyncFolder,
}

/// Whether a file of that name may be there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Existing {
    /// It is replaced by a file with mode 0600.
    Replace,
    /// It is replaced and its rights stay: it holds no secret, and a user may have shared it on purpose. A new one is 0600.
    ReplaceShared,
    /// It is replaced and its rights stay. A new one is there for others too, as far as the umask lets it.
    ReplacePublic,
    /// It stays and the save fails with [`io::ErrorKind::AlreadyExists`].
    Keep,
}

/// Saves `bytes` at `path`. `Ok(false)` when the name is taken and was to be kept.
pub(super) fn save(
    path: &Path,
    bytes: &[u8],
    existing: Existing,
    observe: &dyn Fn(SaveStep),
) -> Result<bool, StoreError> {
    // A configuration that is a link into a folder of dotfiles stays one: what it points to is replaced.
    let target = match existing {
        Existing::Keep => path.to_owned(),
        Existing::Replace | Existing::ReplaceShared | Existing::ReplacePublic => {
            fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
        }
    };
    let folder = target.parent().unwrap_or(Path::new("."));
    create_folder(folder)?;
    let failed = |error| StoreError::io(Doing::Write, &target)(error);

    remove_leftovers(folder);
    observe(SaveStep::CreateTemporary);
    let mut temporary = create_temporary(folder, existing == Existing::ReplacePublic).map_err(failed)?;
    observe(SaveStep::Write);
    temporary.write_all(bytes).map_err(failed)?;
    if matches!(existing, Existing::ReplaceShared | Existing::ReplacePublic)
        && let Ok(before) = fs::metadata(&target)
    {
        temporary.as_file().set_permissions(before.permissions()).map_err(failed)?;
    }
    observe(SaveStep::SyncFile);
    temporary.as_file().sync_all().map_err(failed)?;
    observe(SaveStep::Rename);
    match existing {
        Existing::Replace | Existing::ReplaceShared | Existing::ReplacePublic => {
            drop(temporary.persist(&target).map_err(|e| failed(e.error))?);
        }
        Existing::Keep => match temporary.persist_noclobber(&target) {
            Ok(_) => {}
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
            // Some file systems know neither a rename that keeps what is there nor hard links.
            Err(error) if !target.exists() => drop(error.file.persist(&target).map_err(|e| failed(e.error))?),
            Err(error) => return Err(failed(error.error)),
        },
    }
    observe(SaveStep::SyncFolder);
    sync_folder(folder);
    Ok(true)
}

/// Creates a folder, and those above it, for this user alone. One that is there keeps its rights: the user made it, and
/// each file in it is 0600 by itself.
pub(super) fn create_folder(folder: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(StoreError::io(Doing::Write, folder))
}

/// A temporary file in a folder, for what is written piece by piece.
pub(super) fn begin(folder: &Path) -> io::Result<NamedTempFile> {
    remove_leftovers(folder);
    create_temporary(folder, false)
}

fn create_temporary(folder: &Path, public: bool) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    // tempfile creates with mode 0600 and never opens what is there.
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(12);
    #[cfg(unix)]
    if public {
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = public;
    loop {
        let temporary = builder.tempfile_in(folder)?;
        match temporary.as_file().try_lock() {
            // Another process may have taken it for a leftover between creating and locking.
            Ok(()) if !temporary.path().exists() => continue,
            Err(TryLockError::WouldBlock) => continue,
            Ok(()) => return Ok(temporary),
            // A file system without locks: then nobody takes leftovers away either.
            Err(TryLockError::Error(_)) => return Ok(temporary),
        }
    }
}

/// Whether a file can be created in a folder, or in the nearest one above it that is there.
pub(super) fn check_writable(folder: &Path) -> Result<(), StoreError> {
    let there = folder.ancestors().find(|folder| folder.exists()).unwrap_or(folder);
    // Dropping it takes it away.
    create_temporary(there, false).map(drop).map_err(StoreError::io(Doing::Write, there))
}

/// Whether a name is that of a temporary file.
pub(super) fn is_temporary(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

/// Takes away the temporary files whose process has ended. Whatever fails here is tried again by the next save.
fn remove_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(is_temporary)) {
        let path: PathBuf = entry.path();
        if let Ok(file) = File::open(&path)
            && file.try_lock().is_ok()
        {
            // The lock is held until the name is gone, so no writer can take the file for its own meanwhile.
            fs::remove_file(&path).ok();
        }
    }
}

/// Brings the names in a folder to the disk. The file is whole and has its name by now, so a file system that cannot do
/// this (or Windows, which has no such call) is no failure.
fn sync_folder(folder: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(folder)
    {
        folder.sync_all().ok();
    }
}
