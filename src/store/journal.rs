//! The simulated ORCID's journal: one JSON line for each entry, only ever added to.
//!
//! An entry is handed to the system in one write before the answer it belongs to is sent, so `kill -9` loses nothing
//! that anybody was told. Only the last line can be torn, and then nobody was told.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::files::open_private;
use super::{
    Store, atomic,
    error::{Doing, StoreError},
    notice::Notice,
};

const VERSION: i64 = 1;

/// The first line as this version writes it.
const HEADER: &str = "{\"journal\":1}\n";

/// The first line.
#[derive(Serialize, Deserialize)]
struct Header {
    journal: i64,
}

/// An open journal of entries `E`. Only one at a time can be open for a file, in all processes.
#[derive(Debug)]
pub struct Journal<E> {
    /// `None` when nothing is kept.
    file: Option<File>,
    path: PathBuf,
    /// Bytes that are known to be whole lines.
    length: u64,
    entries: PhantomData<fn(E)>,
}

impl Store {
    /// Opens the journal of `local` and reads its entries. A torn last line is cut off, with a [`Notice`]. In memory
    /// there are never any.
    ///
    /// # Errors
    /// When the file cannot be opened, or any other line is not an entry.
    pub fn open_journal<E: Serialize + DeserializeOwned>(&self) -> Result<(Journal<E>, Vec<E>), StoreError> {
        let path = self.paths.sandbox_journal();
        if self.is_ephemeral() {
            return Ok((Journal { file: None, path, length: 0, entries: PhantomData }, Vec::new()));
        }
        if let Some(mode) = self.files.narrow(&path) {
            self.notice(Notice::RightsNarrowed { path: path.clone(), mode });
        }
        let (journal, entries, torn) = Journal::open(&path)?;
        if let Some(notice) = torn {
            self.notice(notice);
        }
        Ok((journal, entries))
    }
}

impl<E: Serialize + DeserializeOwned> Journal<E> {
    /// Opens a journal at a path of the user's choice (`sandbox --state <file>`), creating it for this user alone, and
    /// reads its entries. The notice tells of a torn last line, which is cut off.
    ///
    /// # Errors
    /// When the file cannot be opened, another process has it open as a journal, or any other line is not an entry.
    pub fn open(path: &Path) -> Result<(Self, Vec<E>, Option<Notice>), StoreError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            atomic::create_folder(folder)?;
        }
        let mut file = open_private(path).map_err(StoreError::io(Doing::Write, path))?;
        // Until the journal is dropped. A file system without locks has to do without.
        if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            return Err(StoreError::InUse { path: path.to_owned() });
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(StoreError::io(Doing::Read, path))?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        // A torn header is the only thing without a line that may be cut; anything else is somebody's file.
        if whole == 0 && !HEADER.as_bytes().starts_with(&bytes) {
            return Err(no_journal(path));
        }
        let entries = read(path, &bytes[..whole])?;
        let torn = (bytes.len() - whole) as u64;
        let mut journal = Self { file: Some(file), path: path.to_owned(), length: whole as u64, entries: PhantomData };
        if torn > 0 {
            journal.cut()?;
        }
        if whole == 0 {
            journal.write_header()?;
        }
        Ok((journal, entries, (torn > 0).then(|| Notice::TornJournal { path: path.to_owned(), bytes: torn })))
    }

    /// Adds entries. When this returns, they survive the end of this process, however it ends.
    ///
    /// # Errors
    /// When writing fails; then none of them is there.
    pub fn append(&mut self, entries: &[E]) -> Result<(), StoreError> {
        let mut lines = Vec::new();
        for entry in entries {
            serde_json::to_writer(&mut lines, entry)
                .map_err(|error| StoreError::damaged(&self.path, format!("an entry cannot be JSON: {error}")))?;
            lines.push(b'\n');
        }
        self.write(&lines)
    }

    fn write_header(&mut self) -> Result<(), StoreError> {
        self.write(HEADER.as_bytes())
    }

    fn write(&mut self, lines: &[u8]) -> Result<(), StoreError> {
        let Some(file) = &mut self.file else { return Ok(()) };
        match file.seek(SeekFrom::Start(self.length)).and_then(|_| file.write_all(lines)) {
            Ok(()) => {
                self.length += lines.len() as u64;
                Ok(())
            }
            Err(error) => {
                // A part may have been written (a full disk); the next entry must not be glued to it.
                self.cut().ok();
                Err(StoreError::io(Doing::Write, &self.path)(error))
            }
        }
    }

    /// Takes away what follows the whole lines.
    fn cut(&mut self) -> Result<(), StoreError> {
        match &self.file {
            Some(file) => file.set_len(self.length).map_err(StoreError::io(Doing::Write, &self.path)),
            None => Ok(()),
        }
    }
}

fn no_journal(path: &Path) -> StoreError {
    StoreError::damaged(path, "it is no journal of this program: its first line is another one")
}

fn read<E: DeserializeOwned>(path: &Path, bytes: &[u8]) -> Result<Vec<E>, StoreError> {
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n').enumerate();
    let Some((_, header)) = lines.next() else { return Ok(Vec::new()) };
    match serde_json::from_slice(header) {
        Ok(Header { journal: VERSION }) => {}
        Ok(Header { journal: found }) if found > VERSION => {
            return Err(StoreError::NewerVersion { path: path.to_owned(), found, known: VERSION });
        }
        Ok(Header { .. }) | Err(_) => return Err(no_journal(path)),
    }
    lines
        .map(|(index, line)| {
            // The entry may hold tokens, so only the place is told.
            serde_json::from_slice(line).map_err(|error| {
                StoreError::damaged(path, format!("line {}, column {} is no entry", index + 1, error.column()))
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::Paths;

    fn entries(count: u32) -> Vec<(u32, String)> {
        (1..=count).map(|number| (number, "two\nlines and ü".to_owned())).collect()
    }

    fn path(root: &tempfile::TempDir) -> PathBuf {
        root.path().join("new folder").join("my.journal")
    }

    #[test]
    fn entries_come_back_in_their_order() {
        let root = tempfile::tempdir().unwrap();
        let (mut journal, none, torn) = Journal::<(u32, String)>::open(&path(&root)).unwrap();
        assert!(none.is_empty() && torn.is_none());
        journal.append(&entries(2)).unwrap();
        journal.append(&[]).unwrap();
        drop(journal);
        let (mut journal, found, _) = Journal::open(&path(&root)).unwrap();
        assert_eq!(found, entries(2));
        journal.append(&entries(1)).unwrap();
        assert!(matches!(Journal::<u32>::open(&path(&root)), Err(StoreError::InUse { .. })));
        drop(journal);
        let (_, found, _) = Journal::<(u32, String)>::open(&path(&root)).unwrap();
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn cut_off_at_any_byte_only_the_torn_entry_is_missing() {
        let root = tempfile::tempdir().unwrap();
        let (mut journal, _, _) = Journal::open(&path(&root)).unwrap();
        journal.append(&entries(3)).unwrap();
        drop(journal);
        let whole = fs::read(path(&root)).unwrap();
        for length in 0..=whole.len() {
            fs::write(path(&root), &whole[..length]).unwrap();
            let lines = whole[..length].iter().filter(|byte| **byte == b'\n').count();
            let (mut journal, found, torn) = Journal::open(&path(&root)).unwrap();
            assert_eq!(found, entries(lines.saturating_sub(1) as u32), "{length}");
            assert_eq!(torn.is_some(), length > 0 && whole[length - 1] != b'\n', "{length}");
            journal.append(&[(9, "next".to_owned())]).unwrap();
            drop(journal);
            let (_, again, torn) = Journal::<(u32, String)>::open(&path(&root)).unwrap();
            assert_eq!((again.len(), torn), (found.len() + 1, None), "{length}");
        }
    }

    #[test]
    fn nothing_else_is_skipped() {
        let root = tempfile::tempdir().unwrap();
        Journal::<u32>::open(&path(&root)).unwrap();
        for (text, said) in [
            ("{\"journal\":1}\n1\ns3cret\n3\n", "line 3"),
            ("{\"journal\":1}\n1\n\"s3cret\"\n", "line 3"),
            ("some other file of the user\n", "first line"),
            ("one without a line break", "first line"),
            ("{\"minified\":true}", "first line"),
            ("{\"journal\":2}\n", "format version 2"),
        ] {
            fs::write(path(&root), text).unwrap();
            let error = Journal::<u32>::open(&path(&root)).unwrap_err().to_string();
            assert!(error.contains(said) && !error.contains("s3cret"), "{error}");
            assert_eq!(fs::read_to_string(path(&root)).unwrap(), text);
        }
    }

    #[test]
    fn in_memory_nothing_is_kept_and_nothing_fails() {
        let store = Store::ephemeral();
        let (mut journal, _) = store.open_journal::<u32>().unwrap();
        journal.append(&[1]).unwrap();
        let (_, found) = store.open_journal::<u32>().unwrap();
        assert!(found.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn the_journal_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let store = Store::at(Paths::at(root.path()));
        store.open_journal::<u32>().unwrap();
        let path = store.paths().sandbox_journal();
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
