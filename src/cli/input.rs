//! What a command reads from standard input, or from a file that may be a pipe. Never on the thread that hears Ctrl-C.

use std::{
    fs,
    io::{self, BufRead, Read},
    path::PathBuf,
};

use tokio::task::spawn_blocking;

use super::{args::Global, error::CliError};
use crate::oauth::Secret;

/// All of standard input, as text. `what` names it, for the case that the client secret is to come from there too.
///
/// # Errors
/// When it is not UTF-8, cannot be read, or is claimed by `--client-secret-stdin`.
pub(super) async fn text(global: &Global, what: &str) -> Result<String, CliError> {
    String::from_utf8(bytes(global, what).await?).map_err(|_| {
        CliError::usage(
            "What came on standard input is no text (UTF-8).",
            format!("Pipe {what} in as it is: not compressed, not encrypted, in UTF-8."),
        )
    })
}

/// All of standard input, to the byte.
///
/// # Errors
/// When it cannot be read, or is claimed by `--client-secret-stdin`.
pub(super) async fn bytes(global: &Global, what: &str) -> Result<Vec<u8>, CliError> {
    if global.client_secret_stdin {
        return Err(CliError::usage(
            format!("Standard input cannot hold both {what} and the client secret."),
            "Give the secret in ORCID_CLIENT_SECRET.",
        ));
    }
    let read = || {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    };
    aside(read).await.map_err(|error| CliError::io("read standard input", &error))
}

/// A token from standard input, blanks around it taken away.
///
/// # Errors
/// As [`text`], and when nothing is there.
pub(super) async fn token(global: &Global) -> Result<Secret, CliError> {
    match text(global, "the token").await?.trim() {
        "" => Err(CliError::usage("Standard input is empty: no token came.", "Pipe one in, or name a stored one.")),
        token => Ok(Secret::from(token)),
    }
}

/// The next line of standard input, with its end; `None` when the input has ended. `what` says what was to be read.
///
/// # Errors
/// When it cannot be read.
pub(super) async fn line(what: &str) -> Result<Option<String>, CliError> {
    let read = || {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map(|count| (count > 0).then_some(line))
    };
    aside(read).await.map_err(|error| CliError::io(&format!("read {what}"), &error))
}

/// The bytes of a file.
///
/// # Errors
/// When it cannot be read.
pub(super) async fn file(path: PathBuf) -> Result<Vec<u8>, CliError> {
    let what = format!("read {}", path.display());
    aside(move || fs::read(path)).await.map_err(|error| CliError::io(&what, &error))
}

/// Does what blocks on another thread, so that Ctrl-C ends the waiting.
pub(super) async fn aside<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other).and_then(|done| done)
}
