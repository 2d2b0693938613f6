//! Where everything is.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use super::files::Files;
use super::local::{self, Claimed};
use super::{StoreError, atomic};

/// The folder below the user's configuration and state folders.
const FOLDER: &str = "orcid-playground";

/// The two folders of this program and the names in them.
///
/// They follow the XDG Base Directory Specification on Linux and, as is usual for command-line programs, on macOS:
/// `$XDG_CONFIG_HOME` (`~/.config`) and `$XDG_STATE_HOME` (`~/.local/state`). On Windows both are in `%APPDATA%`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    config: PathBuf,
    state: PathBuf,
}

/// One line of `orcid-playground paths`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathEntry {
    /// A short name for scripts: `config`, `secrets`, …
    pub name: &'static str,
    /// The file or folder. It need not exist yet.
    pub path: PathBuf,
    /// What is kept there.
    pub description: &'static str,
    /// Whether secrets are in it.
    pub secret: bool,
}

/// What became of everything in [`Paths::forget_everything`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// What was there and is gone.
    pub removed: Vec<PathBuf>,
    /// What another process is using, so that it stays.
    pub kept: Vec<PathBuf>,
}

impl Paths {
    /// The folders of this user.
    ///
    /// # Errors
    /// When the system does not know a home folder.
    pub fn discover() -> Result<Self, StoreError> {
        let base = etcetera::choose_base_strategy().map_err(|_| StoreError::NoHome)?;
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Ok(Self { config: base.config_dir().join(FOLDER), state: state.join(FOLDER) })
    }

    /// Both folders below one root: for tests.
    pub fn at(root: impl AsRef<Path>) -> Self {
        Self { config: root.as_ref().join("config"), state: root.as_ref().join("state") }
    }

    /// The folder of what people edit.
    pub fn config_folder(&self) -> &Path {
        &self.config
    }

    /// The folder of what the program keeps.
    pub fn state_folder(&self) -> &Path {
        &self.state
    }

    /// `config.toml`: profiles and settings.
    pub fn config(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// `secrets.toml`: client secrets, apart from the configuration.
    pub fn secrets(&self) -> PathBuf {
        self.config.join("secrets.toml")
    }

    /// `tokens/`: one file for each token response.
    pub fn tokens(&self) -> PathBuf {
        self.state.join("tokens")
    }

    /// `pending/`: authorization requests without an answer.
    pub fn pending(&self) -> PathBuf {
        self.state.join("pending")
    }

    /// `edit.lock`: held for the moment in which a process changes `config.toml` or `secrets.toml`.
    pub fn edit_lock(&self) -> PathBuf {
        self.state.join("edit.lock")
    }

    /// `sandbox.journal`: what happened in the simulated ORCID of `local`.
    pub fn sandbox_journal(&self) -> PathBuf {
        self.state.join("sandbox.journal")
    }

    /// `sandbox.lock`: held by the process that serves the simulated ORCID.
    pub fn sandbox_lock(&self) -> PathBuf {
        self.state.join("sandbox.lock")
    }

    /// `sandbox.address`: where that process listens.
    pub fn sandbox_address(&self) -> PathBuf {
        self.state.join("sandbox.address")
    }

    /// `sandbox.key`: signs the ID tokens of the simulated ORCID.
    pub fn sandbox_key(&self) -> PathBuf {
        self.state.join("sandbox.key")
    }

    /// `copied.txt`: a copy that found no clipboard.
    pub fn copied(&self) -> PathBuf {
        self.state.join("copied.txt")
    }

    /// How far one has come with the lessons.
    pub fn lessons(&self) -> PathBuf {
        self.state.join("lessons.json")
    }

    /// Every file and folder, with what it is for.
    pub fn entries(&self) -> Vec<PathEntry> {
        let entry = |name, path, description, secret| PathEntry { name, path, description, secret };
        vec![
            entry("config", self.config(), "profiles and settings; yours to edit, comments survive", false),
            entry("secrets", self.secrets(), "client secrets of profiles that remember theirs", true),
            entry("tokens", self.tokens(), "every token response, one file each, as received", true),
            entry("pending", self.pending(), "authorization requests that wait for their answer", true),
            entry("edit-lock", self.edit_lock(), "held while configuration or secrets are saved", false),
            entry("journal", self.sandbox_journal(), "what happened in local (simulated ORCID)", true),
            entry("lock", self.sandbox_lock(), "held by the process that serves the simulated ORCID", false),
            entry("address", self.sandbox_address(), "where that process listens", false),
            entry(
                "lessons",
                self.lessons(),
                "how far you have come with the lessons, and that the tour was offered",
                false,
            ),
            entry("copied", self.copied(), "the last copy that found no clipboard", true),
            entry("key", self.sandbox_key(), "signs the ID tokens of the simulated ORCID", true),
        ]
    }

    /// Removes what stands under these names of [`Paths::entries`]: a file, or what is in a folder. What another process
    /// is serving the simulated ORCID from stays, and is named.
    ///
    /// # Errors
    /// At the first file that cannot be removed; the message names it.
    pub fn forget(&self, names: &[&str]) -> Result<Forgotten, StoreError> {
        let mut forgotten = Forgotten::default();
        let files = Files::on_disk();
        let served = [self.sandbox_journal(), self.sandbox_address(), self.sandbox_key(), self.sandbox_lock()];
        for path in self.entries().into_iter().filter(|entry| names.contains(&entry.name)).map(|entry| entry.path) {
            // Held while it goes, so that nobody begins to serve from it meanwhile.
            let claimed = if served.contains(&path) && self.sandbox_lock().exists() {
                Some(local::claim(&self.sandbox_lock())?)
            } else {
                None
            };
            if matches!(claimed, Some(Claimed::Elsewhere)) {
                forgotten.kept.extend(path.exists().then_some(path));
            } else if path.is_dir() {
                let ours = |name: &String| atomic::is_temporary(name) || name.ends_with(".json");
                for name in files.list(&path)?.into_iter().filter(ours) {
                    if files.remove(&path.join(&name))? {
                        forgotten.removed.push(path.join(name));
                    }
                }
            } else if files.remove(&path)? {
                forgotten.removed.push(path);
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
        let files = Files::on_disk();
        let remove = |path: PathBuf, forgotten: &mut Forgotten| -> Result<(), StoreError> {
            if files.remove(&path)? {
                forgotten.removed.push(path);
            }
            Ok(())
        };
        for path in [self.config(), self.secrets(), self.edit_lock(), self.copied()] {
            remove(path, &mut forgotten)?;
        }
        for folder in [self.tokens(), self.pending(), self.config.clone(), self.state.clone()] {
            let ours = |name: &String| atomic::is_temporary(name) || name.ends_with(".json");
            for name in files.list(&folder)?.into_iter().filter(ours) {
                remove(folder.join(name), &mut forgotten)?;
            }
        }
        let served = [self.sandbox_journal(), self.sandbox_address(), self.sandbox_key(), self.sandbox_lock()];
        let claimed = if self.sandbox_lock().exists() { Some(local::claim(&self.sandbox_lock())?) } else { None };
        match &claimed {
            Some(Claimed::Elsewhere) => forgotten.kept.extend(served.into_iter().filter(|path| path.exists())),
            // The lock is held until all is gone, and its file goes last.
            Some(Claimed::Here(_)) | None => {
                for path in served {
                    remove(path, &mut forgotten)?;
                }
            }
        }
        for folder in [self.tokens(), self.pending(), self.config.clone(), self.state.clone()] {
            // Refused when something of the user's is in it, and then it stays.
            if std::fs::remove_dir(&folder).is_ok() {
                forgotten.removed.push(folder);
            }
        }
        Ok(forgotten)
    }
}

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
        fs::write(paths.config_folder().join("mine.txt"), "a file of the user").unwrap();

        let forgotten = paths.forget_everything().unwrap();
        assert!(forgotten.kept.is_empty());
        assert!(forgotten.removed.contains(&paths.sandbox_key()));
        assert!(!paths.state_folder().exists());
        let left: Vec<_> = fs::read_dir(paths.config_folder()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(left, ["mine.txt"]);
    }

    #[test]
    fn every_path_is_listed_once_and_described() {
        let entries = Paths::at("/somewhere").entries();
        let mut paths: Vec<_> = entries.iter().map(|entry| &entry.path).collect();
        paths.sort();
        paths.dedup();
        assert_eq!(paths.len(), entries.len());
        assert!(entries.iter().all(|entry| !entry.description.is_empty()));
    }
}
