//! Sessions, transcripts and code in files that the user names.

use crate::{
    app::keep::{Content, Opened},
    oauth::har,
    orcid::diagnosis::Situation,
    store::{read_named, save_named, typed_path},
};

/// Saves what the user wants in a file that is not there yet. Gives what it is and where.
///
/// # Errors
/// What stands in the way, in words.
pub fn save(path: &str, content: &Content) -> Result<(&'static str, String), String> {
    save_new(path, content.text().expose().as_bytes()).map(|place| (content.what(), place))
}

/// Saves bytes in a file that is not there yet. Gives where.
///
/// # Errors
/// What stands in the way, in words.
pub fn save_new(path: &str, bytes: &[u8]) -> Result<String, String> {
    let path = typed_path(path);
    let saved = save_named(&path, bytes, false).map_err(|error| error.to_string())?;
    let shown = std::path::absolute(&path).unwrap_or(path).display().to_string();
    if saved { Ok(shown) } else { Err(format!("{shown} is there already; it stays. Type another name.")) }
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
