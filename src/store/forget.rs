//! Forgetting: what this program has put on the disk goes, and what is the user's stays.

use std::path::{Path, PathBuf};

use super::{
    Paths, StoreError, atomic,
    files::Files,
    local::{self, Claimed},
};

/// What became of everything in [`Paths::forget_everything`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// What was there and is gone.
    pub removed: Vec<PathBuf>,
    /// What another process is using, so that it stays.
    pub kept: Vec<PathBuf>,
}

impl Forgotten {
    /// Removes a file, if it is there.
    fn file(&mut self, path: PathBuf) -> Result<(), StoreError> {
        if Files::on_disk().remove(&path)? {
            self.removed.push(path);
        }
        Ok(())
    }

    /// Removes the files of a folder with such names, and what saves that were cut short have left there.
    fn files_in(&mut self, folder: &Path, ours: impl Fn(&str) -> bool) -> Result<(), StoreError> {
        let names = Files::on_disk().list(folder)?;
        names
            .into_iter()
            .filter(|name| atomic::is_temporary(name) || ours(name))
            .try_for_each(|name| self.file(folder.join(name)))
    }
}

/// Whether a name is one that token responses and pending requests have in their folders.
fn is_kept(name: &str) -> bool {
    name.ends_with(".json")
}

impl Paths {
    /// Removes what stands under these names of [`Paths::entries`]: a file, or what is in a folder. What another process
    /// is serving the simulated ORCID from stays, and is named.
    ///
    /// # Errors
    /// At the first file that cannot be removed; the message names it.
    pub fn forget(&self, names: &[&str]) -> Result<Forgotten, StoreError> {
        let mut forgotten = Forgotten::default();
        for path in self.entries().into_iter().filter(|entry| names.contains(&entry.name)).map(|entry| entry.path) {
            // Held while it goes, so that nobody begins to serve from it meanwhile.
            let claimed = if self.served().contains(&path) { self.claimed()? } else { None };
            if matches!(claimed, Some(Claimed::Elsewhere)) {
                forgotten.kept.extend(path.exists().then_some(path));
                continue;
            }
            if path == self.sandbox_key() {
                forgotten.files_in(self.state_folder(), |name| self.is_key_put_aside(name))?;
            }
            if path == self.edit_lock() {
                self.alone(|| forgotten.file(path))?;
            } else if path.is_dir() {
                forgotten.files_in(&path, is_kept)?;
            } else {
                forgotten.file(path)?;
            }
        }
        Ok(forgotten)
    }

    /// Removes every file of this program, and its folders when nothing else is in them. What another process is
    /// serving the simulated ORCID from stays, and is named.
    ///
    /// # Errors
    /// At the first file that cannot be removed; the message names it.
    pub fn forget_everything(&self) -> Result<Forgotten, StoreError> {
        let mut forgotten = Forgotten::default();
        let edited = [self.config(), self.secrets(), self.copied(), self.lessons(), self.edit_lock()];
        self.alone(|| edited.into_iter().try_for_each(|path| forgotten.file(path)))?;
        forgotten.files_in(&self.tokens(), is_kept)?;
        forgotten.files_in(&self.pending(), is_kept)?;
        forgotten.files_in(self.config_folder(), |_| false)?;
        forgotten.files_in(self.state_folder(), |name| self.is_key_put_aside(name))?;
        let claimed = self.claimed()?;
        match &claimed {
            Some(Claimed::Elsewhere) => forgotten.kept.extend(self.served().into_iter().filter(|path| path.exists())),
            // The lock is held until all is gone, and its file goes last.
            Some(Claimed::Here(_)) | None => {
                self.served().into_iter().try_for_each(|path| forgotten.file(path))?;
            }
        }
        for folder in [&self.tokens(), &self.pending(), self.config_folder(), self.state_folder()] {
            // Refused when something of the user's is in it, and then it stays.
            if std::fs::remove_dir(folder).is_ok() {
                forgotten.removed.push(folder.to_owned());
            }
        }
        Ok(forgotten)
    }

    /// Does this while nobody saves configuration or secrets; the lock may go with it.
    fn alone(&self, work: impl FnOnce() -> Result<(), StoreError>) -> Result<(), StoreError> {
        // Where nobody ever saved any, no folder is made for a lock.
        if self.edit_lock().exists() { Files::on_disk().alone(&self.edit_lock(), work) } else { work() }
    }

    /// What the process that serves the simulated ORCID works with.
    fn served(&self) -> [PathBuf; 4] {
        [self.sandbox_journal(), self.sandbox_address(), self.sandbox_key(), self.sandbox_lock()]
    }

    /// The lock of the simulated ORCID, if there ever was one.
    fn claimed(&self) -> Result<Option<Claimed>, StoreError> {
        self.sandbox_lock().exists().then(|| local::claim(&self.sandbox_lock())).transpose()
    }

    /// Whether a name is that of a file which was no key where one should be, and may hold one that was damaged.
    fn is_key_put_aside(&self, name: &str) -> bool {
        let key = self.sandbox_key();
        let key = key.file_name().unwrap_or_default().to_string_lossy();
        name.strip_prefix(&*key).is_some_and(|rest| rest.starts_with(ASIDE))
    }
}

/// What follows the name of such a file, before a number.
const ASIDE: &str = ".unreadable-";

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::{Profile, Store};

    #[test]
    fn everything_is_forgotten_but_what_is_not_ours() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::at(Paths::at(root.path()));
        let paths = store.paths();
        assert_eq!(paths.forget_everything().unwrap(), Forgotten::default());

        store.save_profile("demo", &Profile::default()).unwrap();
        store.remember_client_secret("demo", &"s3cret".into()).unwrap();
        store.save_sandbox_key(b"key").unwrap();
        store.open_journal::<u32>().unwrap();
        drop(store.try_serve().unwrap());
        fs::create_dir_all(paths.tokens()).unwrap();
        fs::write(paths.tokens().join("x.json"), "unreadable, and forgotten all the same").unwrap();
        fs::write(paths.copied(), "a token").unwrap();
        fs::write(paths.lessons(), "{}").unwrap();
        fs::write(paths.state_folder().join("sandbox.key.unreadable-1"), "a key that was damaged").unwrap();
        fs::write(paths.config_folder().join("mine.txt"), "a file of the user").unwrap();
        fs::write(paths.config_folder().join("mine.json"), "another one").unwrap();

        let forgotten = paths.forget_everything().unwrap();
        assert!(forgotten.kept.is_empty());
        assert!(forgotten.removed.contains(&paths.sandbox_key()));
        assert!(!paths.state_folder().exists());
        let left = fs::read_dir(paths.config_folder()).unwrap().map(|e| e.unwrap().file_name());
        let mut left: Vec<_> = left.collect();
        left.sort();
        assert_eq!(left, ["mine.json", "mine.txt"]);
    }

    #[test]
    fn a_key_goes_with_those_that_were_put_aside() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::at(Paths::at(root.path()));
        store.save_sandbox_key(b"key").unwrap();
        let aside = store.paths().state_folder().join("sandbox.key.unreadable-2");
        let other = store.paths().state_folder().join("mine.json");
        fs::write(&aside, "a key that was damaged").unwrap();
        fs::write(&other, "a file of the user").unwrap();
        let forgotten = store.paths().forget(&["key"]).unwrap();
        assert_eq!(forgotten.removed.len(), 2);
        assert!(!aside.exists() && other.exists());
    }
}
