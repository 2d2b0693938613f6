//! A file that is written piece by piece where the user named one: it gets its name when it is whole.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use super::{
    atomic,
    error::{Doing, StoreError},
    named::{check_folder_of, is_special},
};

/// The file. Dropped before its end, it leaves nothing behind, and what stood under its name stays.
#[derive(Debug)]
pub struct GrowingFile {
    path: PathBuf,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// A file of another name in the same folder, for this user alone (mode 0600).
    Temporary(NamedTempFile),
    /// What is no regular file, a pipe or a device, gets each piece at once.
    Special(File),
}

impl GrowingFile {
    /// Begins one.
    ///
    /// # Errors
    /// When there is no such folder, or nothing can be written there.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        let path = check_folder_of(path)?;
        if is_special(&path) {
            let file = File::options().write(true).open(&path).map_err(StoreError::io(Doing::Write, &path))?;
            return Ok(Self { path, place: Place::Special(file) });
        }
        // What a link points to is replaced, and the link stays.
        let path = fs::canonicalize(&path).unwrap_or(path);
        let folder = path.parent().unwrap_or(Path::new("."));
        let temporary = atomic::begin(folder).map_err(StoreError::io(Doing::Write, &path))?;
        Ok(Self { path, place: Place::Temporary(temporary) })
    }

    /// Adds a piece.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&mut self, piece: &[u8]) -> Result<(), StoreError> {
        let written = match &mut self.place {
            Place::Temporary(file) => file.write_all(piece),
            Place::Special(file) => file.write_all(piece),
        };
        written.map_err(StoreError::io(Doing::Write, &self.path))
    }

    /// It is whole: it gets its name, over what had it.
    ///
    /// # Errors
    /// When that cannot be done.
    pub fn finish(self) -> Result<(), StoreError> {
        match self.place {
            Place::Temporary(file) => name(file, &self.path),
            Place::Special(_) => Ok(()),
        }
    }

    /// It will not be whole, and what came is worth something: it gets the name with `.part` behind it. Gives where it is;
    /// `None` for what was written elsewhere at once.
    ///
    /// # Errors
    /// When that cannot be done.
    pub fn keep_part(self) -> Result<Option<PathBuf>, StoreError> {
        let Place::Temporary(file) = self.place else { return Ok(None) };
        let mut part = self.path.into_os_string();
        part.push(".part");
        let part = PathBuf::from(part);
        name(file, &part)?;
        Ok(Some(part))
    }
}

fn name(file: NamedTempFile, path: &Path) -> Result<(), StoreError> {
    let named = file.as_file().sync_all().and_then(|()| file.persist(path).map_err(|error| error.error));
    named.map(drop).map_err(StoreError::io(Doing::Write, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_there_whole_or_in_part_under_another_name_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("answer.json");
        let names = || {
            let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        };
        let begun = || {
            let mut file = GrowingFile::create(&path).unwrap();
            file.write(b"[1").unwrap();
            file
        };
        drop(begun());
        assert!(names().is_empty());
        let mut file = begun();
        file.write(b"]").unwrap();
        file.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"[1]");
        let part = begun().keep_part().unwrap().unwrap();
        assert_eq!((fs::read(&path).unwrap(), fs::read(&part).unwrap()), (b"[1]".to_vec(), b"[1".to_vec()));
        assert_eq!(names(), ["answer.json", "answer.json.part"]);
        let lost = GrowingFile::create(&folder.path().join("no/such/folder.json")).unwrap_err();
        assert!(lost.to_string().contains("folder.json"), "{lost}");
    }
}
