//! What can go wrong with files: what happened, why, and what to do.

use std::io;
use std::path::{Path, PathBuf};

/// What was tried with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub enum Doing {
    /// Reading a file or the names in a folder.
    Read,
    /// Writing a file, or creating its folder.
    Write,
    /// Taking a file away.
    Remove,
    /// Asking the system that only one process works with it.
    Lock,
}

/// Why something could not be kept or found. No message holds a secret or quotes the content of a file with secrets.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No folder to keep files in.
    #[error(
        "The home folder of this user is unknown, so there is nowhere to keep files. Set HOME to an existing folder, or \
         run with --ephemeral, which writes nothing."
    )]
    NoHome,
    /// The system refused.
    #[error("Could not {doing} {}: {source}. {}", path.display(), advice(source, path))]
    Io {
        /// What was tried.
        doing: Doing,
        /// With which file or folder.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// A file that people edit holds something that cannot be read.
    #[error(
        "{} cannot be read: line {line}, column {column}{}: {reason}. The file stays as it is and nothing is saved to it \
         until that is put right.", path.display(), of_key(key)
    )]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// In characters, counted from 1.
        column: usize,
        /// The dotted key, when the fault is in a value; empty otherwise.
        key: String,
        /// What is wrong there.
        reason: String,
    },
    /// A file that only programs write holds something that cannot be read.
    #[error("{} is damaged: {reason}. The file stays as it is; move it away to go on without it.", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong, without quoting the content.
        reason: String,
    },
    /// A file of a later version of this program.
    #[error(
        "{} has format version {found}, and this orcid-playground knows versions up to {known}. Use a newer \
         orcid-playground, or move the file away. The file stays as it is.", path.display()
    )]
    NewerVersion {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The version that this program writes.
        known: i64,
    },
    /// Another process works with the file.
    #[error(
        "{} is in use by another running orcid-playground. Stop that one, or give this one a file of its own.",
        path.display()
    )]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// A profile cannot be called that.
    #[error("A profile needs a name of visible characters, without blanks at its ends; {0:?} is none.")]
    ProfileName(String),
    /// There is no such profile.
    #[error("There is no profile {0:?}. `orcid-playground profile list` shows those that there are.")]
    NoProfile(String),
    /// There is no such token.
    #[error("There is no stored token {0:?}. `orcid-playground token list` shows them.")]
    NoToken(String),
    /// The beginning of a name fits several tokens.
    #[error("{prefix:?} is the beginning of several stored tokens: {}. Give more of the name.", ids.join(", "))]
    AmbiguousToken {
        /// What was given.
        prefix: String,
        /// What it fits.
        ids: Vec<String>,
    },
}

impl StoreError {
    /// For `map_err`: a failure of the system, with what was tried.
    pub(super) fn io(doing: Doing, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }

    pub(super) fn damaged(path: &Path, reason: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), reason: reason.into() }
    }
}

fn of_key(key: &str) -> String {
    if key.is_empty() { String::new() } else { format!(" (key `{key}`)") }
}

/// What to do, by the kind of failure.
fn advice(error: &io::Error, path: &Path) -> String {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::StorageFull | Kind::QuotaExceeded => "Free some space on that disk and try again.".to_owned(),
        Kind::FileTooLarge => {
            "A limit on the size of files is in force (`ulimit -f`); lift it and try again.".to_owned()
        }
        Kind::NotFound => "Check its name, and in which folder you are.".to_owned(),
        Kind::PermissionDenied => {
            "Look who owns it and its folder (`ls -ld`); this user needs to read and write both.".to_owned()
        }
        Kind::ReadOnlyFilesystem => {
            "That disk is read-only; set XDG_CONFIG_HOME and XDG_STATE_HOME to folders on another one.".to_owned()
        }
        Kind::NotADirectory | Kind::AlreadyExists | Kind::IsADirectory => {
            format!("Something else stands where this program keeps it; move it away ({}).", in_the_way(path).display())
        }
        _ => "Run with --ephemeral to go on without writing anything.".to_owned(),
    }
}

/// The nearest thing above a path (or the path itself) that exists: the one that is in the way.
fn in_the_way(path: &Path) -> &Path {
    path.ancestors().find(|above| above.symlink_metadata().is_ok()).unwrap_or(path)
}
