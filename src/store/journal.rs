//! The simulated ORCID's journal: one JSON line for each entry, only ever added to.
//!
//! An entry is handed to the system in one write before the answer it belongs to is sent, so `kill -9` loses nothing
//! that anybody was told. Only the last line can be torn, and then nobody was told.

use std::fs::File;
use std::io::{Read, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::files::open_private;
use super::{Doing, Notice, Store, StoreError, atomic};

const VERSION: i64 = 1;

/// The first line.
#[derive(Serialize, Deserialize)]
struct Header {
    journal: i64,
}

/// An open journal of entries `E`. One process at a time may have one: the one that is
/// [`Serving`](super::Serving), or the one that was given the file by name.
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
    /// When the file cannot be opened, or any other line is not an entry.
    pub fn open(path: &Path) -> Result<(Self, Vec<E>, Option<Notice>), StoreError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            atomic::create_folder(folder)?;
        }
        let mut file = open_private(path).map_err(StoreError::io(Doing::Write, path))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(StoreError::io(Doing::Read, path))?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
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

    /// Starts over: no entries.
    ///
    /// # Errors
    /// When writing fails.
    pub fn reset(&mut self) -> Result<(), StoreError> {
        self.length = 0;
        self.cut()?;
        self.write_header()
    }

    fn write_header(&mut self) -> Result<(), StoreError> {
        self.write(format!("{{\"journal\":{VERSION}}}\n").as_bytes())
    }

    fn write(&mut self, lines: &[u8]) -> Result<(), StoreError> {
        let Some(file) = &mut self.file else { return Ok(()) };
        match file.write_all(lines) {
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

fn read<E: DeserializeOwned>(path: &Path, bytes: &[u8]) -> Result<Vec<E>, StoreError> {
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n').enumerate();
    let Some((_, header)) = lines.next() else { return Ok(Vec::new()) };
    match serde_json::from_slice(header) {
        Ok(Header { journal: VERSION }) => {}
        Ok(Header { journal: found }) if found > VERSION => {
            return Err(StoreError::NewerVersion { path: path.to_owned(), found, known: VERSION });
        }
        Ok(Header { .. }) | Err(_) => {
            return Err(StoreError::damaged(path, "its first line is not that of a journal of this program"));
        }
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
