//! A text in the user's own editor: `$VISUAL`, else `$EDITOR`, else `vi`, as other terminal programs have it.

use std::{io::Write, process::ExitStatus};

use tokio::process::{Child, Command};

/// How long an editor may take to end when it is asked to.
#[cfg(unix)]
const LAST_MOMENT: std::time::Duration = std::time::Duration::from_secs(1);

/// An editor at work. Dropping it ends the editor and removes the file.
#[derive(Debug)]
pub struct Editing {
    /// Readable by its owner only; nothing secret is in it all the same.
    file: tempfile::NamedTempFile,
    child: Child,
}

/// Starts the editor on a file with this text. It has the terminal from then on.
///
/// # Errors
/// Why not, in words.
pub fn start(text: &str, extension: &str) -> Result<Editing, String> {
    let set = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let editor = set("VISUAL").or_else(|| set("EDITOR")).unwrap_or_else(|| "vi".to_owned());
    let unwritable = |error: std::io::Error| format!("no file could be made for it: {error}.");
    let mut file = tempfile::Builder::new()
        .prefix("orcid-playground-")
        .suffix(&format!(".{extension}"))
        .tempfile()
        .map_err(unwritable)?;
    file.write_all(text.as_bytes()).and_then(|()| file.flush()).map_err(unwritable)?;
    // A shell, because the variable may hold options: `code --wait`.
    let child = Command::new("sh")
        .arg("-c")
        .arg(format!("{editor} \"$1\""))
        .arg("sh")
        .arg(file.path())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("{editor} could not be started: {error}."))?;
    Ok(Editing { file, child })
}

impl Editing {
    /// Waits until the editor has ended.
    ///
    /// # Errors
    /// When the system cannot tell.
    pub async fn ended(&mut self) -> std::io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Asks the editor to end, and waits for a moment: most put their terminal in order first.
    pub async fn end(&mut self) {
        #[cfg(unix)]
        if let Some(editor) = self.child.id().and_then(|id| rustix::process::Pid::from_raw(id.cast_signed())) {
            let _ = rustix::process::kill_process(editor, rustix::process::Signal::TERM);
            let _ = tokio::time::timeout(LAST_MOMENT, self.child.wait()).await;
        }
    }

    /// What stands in the file now.
    ///
    /// # Errors
    /// When the editor failed, or left no text.
    pub fn text(&self, status: std::io::Result<ExitStatus>) -> Result<String, String> {
        match status {
            Ok(status) if status.success() => {}
            Ok(status) => return Err(format!("it ended with {status}; set VISUAL or EDITOR to another one.")),
            Err(error) => return Err(format!("{error}.")),
        }
        // By its path: editors often write a new file and put it in the place of the old one.
        std::fs::read_to_string(self.file.path()).map_err(|error| format!("what it wrote cannot be read: {error}."))
    }
}
