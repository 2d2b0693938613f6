//! What a person should know though nothing failed.

use std::path::PathBuf;

/// Something that a person should know though the call succeeded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Notice {
    /// A file with secrets could be read by others.
    #[error(
        "{} could be read by other users of this machine (mode {mode:03o}); it is now yours alone (600). If others use \
         this machine, have the secrets in it replaced.", path.display()
    )]
    RightsNarrowed {
        /// The file.
        path: PathBuf,
        /// Its rights before, as of `chmod`.
        mode: u32,
    },
    /// The last line of the journal was not written to its end.
    #[error(
        "{}: the last entry was cut off in the middle ({bytes} bytes), as a process killed while writing leaves it. It \
         was taken out; no answer was ever sent for it.", path.display()
    )]
    TornJournal {
        /// The journal.
        path: PathBuf,
        /// Length of what was taken out.
        bytes: u64,
    },
    /// A pending request could not be read and was left out.
    #[error("{} is no pending request that this program can read, so it was left out: {reason}", path.display())]
    UnreadablePending {
        /// The file.
        path: PathBuf,
        /// Why, without quoting the content.
        reason: String,
    },
}
