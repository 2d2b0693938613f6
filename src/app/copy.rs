//! The words of copying: what was copied, which way it went, and what is known of its arrival.

/// Which way a text left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// The system's clipboard took it.
    Clipboard,
    /// tmux took it into a buffer, and hands it to the outer terminal if that is set up.
    Tmux,
    /// It was written to the terminal as OSC 52, which answers nothing.
    Terminal,
    /// None of these would do: it is in a file that only the user can read.
    File(String),
}

/// The end of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// What it was.
    pub what: &'static str,
    /// Which way it went, or why it went nowhere.
    pub via: Result<Via, String>,
}

impl Copied {
    /// The notice: claims no more than is known.
    pub fn notice(&self) -> String {
        let what = self.what;
        match &self.via {
            Ok(Via::Clipboard) => format!("Copied {what} to the clipboard."),
            Ok(Via::Tmux) => format!("Put {what} into the tmux buffer (prefix ] pastes it)."),
            Ok(Via::Terminal) => {
                format!("Sent {what} to the terminal (OSC 52). Whether it took it, it does not say.")
            }
            Ok(Via::File(path)) => format!("No clipboard here: {what} is in {path} (mode 0600)."),
            Err(why) => format!("Could not copy {what}: {why}"),
        }
    }
}
