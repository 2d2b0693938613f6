//! Sessions, transcripts and code in files that the user names.

use crate::{
    app::{
        keep::{Content, Opened},
        msg::NotSaved,
    },
    oauth::har,
    orcid::diagnosis::Situation,
    store::{read_named, save_named, typed_path},
};

/// Saves what the user wants in a file; one that is there only with `replace`. Gives what it is and where.
///
/// # Errors
/// What stands in the way.
pub fn save(path: &str, content: &Content, replace: bool) -> Result<(&'static str, String), NotSaved> {
    save_bytes(path, content.text().expose().as_bytes(), replace).map(|place| (content.what(), place))
}

/// Saves bytes in a file; one that is there only with `replace`. Gives where.
///
/// # Errors
/// What stands in the way.
pub fn save_bytes(path: &str, bytes: &[u8], replace: bool) -> Result<String, NotSaved> {
    let path = typed_path(path);
    let saved = save_named(&path, bytes, replace).map_err(|error| NotSaved::Failed(error.to_string()))?;
    let shown = std::path::absolute(&path).unwrap_or(path).display().to_string();
    if saved { Ok(shown) } else { Err(NotSaved::Exists(shown)) }
}

/// Opens a session, or any HAR file.
///
/// # Errors
/// What stands in the way, in words.
pub fn open(path: &str, situation: &Situation) -> Result<Opened, String> {
    let path = typed_path(path);
    let bytes = read_named(&path).map_err(|error| error.to_string())?;
    let session = har::read(&bytes).map_err(|error| format!("{error}."))?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Opened::new(name, session, situation))
}
