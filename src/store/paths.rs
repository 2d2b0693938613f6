//! Where everything is.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use super::error::StoreError;

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
}

#[cfg(test)]
mod tests {
    use super::*;

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
