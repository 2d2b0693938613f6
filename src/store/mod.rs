//! Files: configuration, secrets, tokens, pending requests, the simulated ORCID's journal.
//!
//! [`Store`] is the one door: every file is read and written through it, either on disk ([`Store::at`]) or in memory
//! only ([`Store::ephemeral`], for `--ephemeral`). Its methods live with what they keep:
//!
//! | file | keeps |
//! |---|---|
//! | `paths` | where everything is: [`Paths`] |
//! | `forget` | removing what is kept |
//! | `files`, `atomic` | reading and writing as such: whole or not at all, narrow rights, disk or memory |
//! | `config`, `profile`, `edit` | `config.toml`: [`Config`], [`Profile`], [`Settings`]; comments survive |
//! | `oddities` | what stands in `config.toml` and says nothing |
//! | `secrets` | `secrets.toml`: client secrets, when the user wants them remembered |
//! | `tokens` | one file for each token response: [`NewToken`], [`StoredToken`] |
//! | `pending` | authorization requests that wait for their answer: [`PendingRequest`] |
//! | `private_file` | a file beside `sandbox --state <file>`: [`PrivateFile`] |
//! | `named`, `growing` | files where the user names one: exports, sessions, transcripts; answers, piece by piece |
//! | `local`, `journal` | who serves the simulated ORCID, its [`Journal`] and its key |
//! | `progress` | how far one has come with the lessons |
//! | `copied` | a copy that found no clipboard |
//! | `notice` | what a person should know though nothing failed: [`Notice`] |
//! | `error` | what can go wrong with all of them: [`StoreError`] |
//!
//! All calls block; asynchronous callers wrap them. The time is an argument.

mod atomic;
mod config;
mod copied;
mod edit;
mod error;
mod files;
mod forget;
mod growing;
mod journal;
mod local;
mod named;
mod notice;
mod oddities;
mod paths;
mod pending;
mod private_file;
mod profile;
mod progress;
mod secrets;
mod tokens;

use std::sync::{Arc, Mutex, PoisonError};

pub use atomic::SaveStep;
pub use config::{Config, Settings};
pub use error::{Doing, StoreError};
pub use forget::Forgotten;
pub use growing::GrowingFile;
pub use journal::Journal;
pub use local::{Claim, Serving};
pub use named::{check_folder_of, read_named, save_named, save_public, typed_path};
pub use notice::Notice;
pub use paths::{PathEntry, Paths};
pub use pending::PendingRequest;
pub use private_file::PrivateFile;
pub use profile::{Parameters, Profile};
pub use tokens::{NewToken, StoredToken, TokenList, UnreadableToken};

use files::Files;

/// Everything that the program keeps between two runs.
#[derive(Debug)]
pub struct Store {
    paths: Paths,
    files: Arc<Files>,
    notices: Mutex<Vec<Notice>>,
}

impl Store {
    /// A store on disk. Nothing is created before something is saved.
    pub fn at(paths: Paths) -> Self {
        Self::with(paths, Files::on_disk())
    }

    /// A store in memory: starts empty, ends with the value, never touches the disk.
    pub fn ephemeral() -> Self {
        Self::with(Paths::at("(memory)"), Files::in_memory())
    }

    /// A store in memory that knows the saved configuration and the remembered secrets of `paths`, reading each once.
    /// Tokens, pending requests and the simulated ORCID start empty. Writes nothing.
    ///
    /// # Errors
    /// When one of the two files is there and cannot be read.
    pub fn ephemeral_over(paths: &Paths) -> Result<Self, StoreError> {
        let disk = Files::on_disk();
        let store = Self::with(paths.clone(), Files::in_memory());
        for path in [paths.config(), paths.secrets()] {
            if let Some(bytes) = disk.read(&path)? {
                store.files.replace(&path, &bytes)?;
            }
        }
        Ok(store)
    }

    fn with(paths: Paths, files: Files) -> Self {
        Self { paths, files: Arc::new(files), notices: Mutex::default() }
    }

    /// Calls `observer` as each step of a save on disk begins; only the first observer counts. For tests and traces: it may
    /// end the process.
    #[doc(hidden)]
    pub fn on_save_step(self, observer: impl Fn(SaveStep) + Send + Sync + 'static) -> Self {
        self.files.observe(Box::new(observer));
        self
    }

    /// Where the files are, or would be.
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// Whether everything is in memory only.
    pub fn is_ephemeral(&self) -> bool {
        self.files.is_memory()
    }

    /// What happened on the way that nobody asked for and a person should know. Empties the list.
    pub fn take_notices(&self) -> Vec<Notice> {
        std::mem::take(&mut self.notices.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn notice(&self, notice: Notice) {
        self.notices.lock().unwrap_or_else(PoisonError::into_inner).push(notice);
    }

    /// Reads a file that holds secrets; when others could read it too, takes that right away and says so.
    fn read_private(&self, path: &std::path::Path) -> Result<Option<Vec<u8>>, StoreError> {
        if let Some(mode) = self.files.narrow(path) {
            self.notice(Notice::RightsNarrowed { path: path.to_owned(), mode });
        }
        self.files.read(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Callers wrap the calls in threads of their own.
    const fn can_be_shared<T: Send + Sync + 'static>() {}
    const _: () = can_be_shared::<(Store, Serving, Journal<String>)>();

    #[test]
    fn in_memory_everything_works_and_nothing_is_written() {
        let root = tempfile::tempdir().unwrap();
        let paths = Paths::at(root.path());
        let disk = Store::at(paths.clone());
        disk.save_profile("demo", &Profile::default()).unwrap();
        disk.remember_client_secret("demo", &"s3cret".into()).unwrap();
        let everything = || {
            let mut all: Vec<_> = [paths.config_folder(), paths.state_folder()]
                .into_iter()
                .flat_map(|folder| std::fs::read_dir(folder).unwrap())
                .map(|entry| entry.unwrap().path())
                .map(|path| (std::fs::read(&path).unwrap(), path))
                .collect();
            all.sort();
            all
        };
        let before = everything();

        let store = Store::ephemeral_over(&paths).unwrap();
        assert!(store.is_ephemeral());
        assert_eq!(store.client_secret("demo").unwrap(), Some("s3cret".into()));
        store.save_profile("second", &Profile::default()).unwrap();
        store.delete_profile("demo").unwrap();
        store.update_settings(|settings| settings.mouse = true).unwrap();
        store.save_sandbox_key(b"key").unwrap();
        let Claim::Serving(serving) = store.try_serve().unwrap() else { panic!("there is no rival") };
        serving.announce("http://127.0.0.1:1").unwrap();
        assert_eq!(store.config().unwrap().profiles.keys().collect::<Vec<_>>(), ["second"]);
        assert_eq!(store.load_sandbox_key().unwrap().unwrap().as_slice(), b"key");

        assert_eq!(everything(), before);
    }
}
