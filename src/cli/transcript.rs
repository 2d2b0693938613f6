//! `transcript`: a saved session as Markdown.

use std::path::Path;

use super::{
    args::TranscriptArgs,
    error::CliError,
    output::{self, note},
};
use crate::{
    app,
    oauth::{Session, har},
    store::{read_named, save_named, typed_path},
};

/// Prints it, or writes it to a file.
pub fn run(args: &TranscriptArgs) -> Result<(), CliError> {
    let text = app::transcript(&open(&args.session)?, []);
    match &args.output {
        Some(path) => save(path, &text),
        None => output::text(&text),
    }
}

/// The session in a file.
///
/// # Errors
/// When it cannot be read, or is no HAR.
pub fn open(path: &Path) -> Result<Session, CliError> {
    let bytes = read_named(&typed_path(&path.to_string_lossy()))?;
    let session = har::read(&bytes).map_err(|error| {
        CliError::usage(
            format!("{} cannot be opened: {error}.", path.display()),
            "A session is saved with --save-session, or in the playground; HAR files of browsers can be opened too.",
        )
    })?;
    for left_out in &session.left_out {
        note(&format!("note: left out: {left_out}"));
    }
    Ok(session)
}

/// Writes a text where the user named a file.
///
/// # Errors
/// When it cannot be written.
pub fn save(path: &Path, text: &str) -> Result<(), CliError> {
    save_named(path, text.as_bytes(), true)?;
    note(&format!("written: {}", path.display()));
    Ok(())
}
