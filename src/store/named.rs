//! Files where the user names one: exports, sessions, transcripts. For this user alone, whole or not at all.

use std::{
    fs::File,
    io::{Read, Write},
    path::{Path, PathBuf},
};

use super::{
    Doing, StoreError,
    atomic::{self, Existing},
};

/// The largest file that is opened, in bytes. A session is held in memory whole.
const LARGEST: u64 = 256 << 20;

/// Saves a file with mode 0600. With `replace` one that is there is replaced, else it stays, and the answer is `false`. What
/// is no regular file, a pipe or a device, is written to and not replaced.
///
/// # Errors
/// When it cannot be written; the message names it.
pub fn save_named(path: &Path, bytes: &[u8], replace: bool) -> Result<bool, StoreError> {
    let path = check_folder_of(path)?;
    if replace && is_special(&path) {
        let written = File::options().write(true).open(&path).and_then(|mut file| file.write_all(bytes));
        return written.map(|()| true).map_err(StoreError::io(Doing::Write, &path));
    }
    let existing = if replace { Existing::Replace } else { Existing::Keep };
    atomic::save(&path, bytes, existing, &|_| {})
}

/// Saves a file that others may read, a certificate, over one that is there.
///
/// # Errors
/// As [`save_named`].
pub fn save_public(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    atomic::save(&check_folder_of(path)?, bytes, Existing::ReplacePublic, &|_| {}).map(drop)
}

/// Whether something stands there that is no regular file: a pipe, a device, a folder.
pub(super) fn is_special(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| !found.is_file())
}

/// The whole path of a file that is going to be saved where the user named one. Its folder has to be there: one that is not
/// is a slip of the hand.
///
/// # Errors
/// When there is no such folder; the message names the file.
pub fn check_folder_of(path: &Path) -> Result<PathBuf, StoreError> {
    // A bare name is one in the current folder.
    let whole = std::path::absolute(path).map_err(StoreError::io(Doing::Write, path))?;
    if let Some(folder) = whole.parent() {
        std::fs::metadata(folder).map_err(StoreError::io(Doing::Write, path))?;
    }
    Ok(whole)
}

/// The bytes of a file.
///
/// # Errors
/// When there is none, it cannot be read, or is too large to be what it should be.
pub fn read_named(path: &Path) -> Result<Vec<u8>, StoreError> {
    read_at_most(path, LARGEST)
}

fn read_at_most(path: &Path, most: u64) -> Result<Vec<u8>, StoreError> {
    let failed = |error| StoreError::io(Doing::Read, path)(error);
    let file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    let mut bytes = Vec::new();
    // What a pipe or a device holds, only reading tells.
    if length <= most {
        file.take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    if length > most || bytes.len() as u64 > most {
        return Err(StoreError::damaged(path, format!("it has more than the {most} bytes that are read at most")));
    }
    Ok(bytes)
}

/// A path as it was typed: `~/` is the home folder.
pub fn typed_path(text: &str) -> PathBuf {
    let text = text.trim();
    match (text.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        (_, _) => PathBuf::from(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_saved_once_unless_it_may_be_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("session.har");
        assert!(save_named(&path, b"one", false).unwrap());
        assert!(!save_named(&path, b"two", false).unwrap());
        assert_eq!(read_named(&path).unwrap(), b"one");
        assert!(save_named(&path, b"two", true).unwrap());
        assert_eq!(read_named(&path).unwrap(), b"two");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let lost = folder.path().join("no/such/folder.har");
        assert!(save_named(&lost, b"three", false).unwrap_err().to_string().contains("folder.har"));
        assert!(!folder.path().join("no").exists());
        assert_eq!(read_at_most(&path, 3).unwrap(), b"two");
        assert!(read_at_most(&path, 2).is_err());
        #[cfg(unix)]
        assert!(read_at_most(Path::new("/dev/zero"), 1000).unwrap_err().to_string().contains("1000 bytes"));
        let missing = read_named(&folder.path().join("none.har")).unwrap_err().to_string();
        assert!(missing.contains("none.har"), "{missing}");
    }
}
