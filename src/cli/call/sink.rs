//! Where the body of an answer goes while it arrives, and how far it is.

use std::{
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use crate::{
    cli::{error::CliError, output},
    store::GrowingFile,
    text,
};

/// The sink.
#[derive(Debug)]
pub(super) enum Sink {
    /// A terminal gets it sanitised; what is left of the last piece waits for its end.
    Terminal { rest: Vec<u8>, ends_line: bool },
    /// A pipe or a file behind standard output gets it to the byte.
    Pipe,
    /// A file, which is there when all of it has come.
    File(GrowingFile),
}

impl Sink {
    /// Opens it.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn open(path: Option<&Path>) -> Result<Self, CliError> {
        Ok(match path {
            Some(path) => Self::File(GrowingFile::create(path)?),
            None if io::stdout().is_terminal() => Self::Terminal { rest: Vec::new(), ends_line: true },
            None => Self::Pipe,
        })
    }

    /// Takes a piece.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&mut self, piece: &[u8]) -> Result<(), CliError> {
        match self {
            Self::Pipe => output::write(piece),
            Self::File(file) => Ok(file.write(piece)?),
            Self::Terminal { rest, ends_line } => {
                rest.extend_from_slice(piece);
                let shown = harmless(rest);
                if !shown.is_empty() {
                    *ends_line = shown.ends_with('\n');
                }
                output::write(shown.as_bytes())
            }
        }
    }

    /// All of it has come.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(self) -> Result<(), CliError> {
        match self {
            Self::Pipe => Ok(()),
            Self::File(file) => Ok(file.finish()?),
            Self::Terminal { rest, ends_line } => {
                let mut shown = text::sanitize(&String::from_utf8_lossy(&rest)).into_owned();
                if !shown.is_empty() || !ends_line {
                    shown.push('\n');
                }
                output::write(shown.as_bytes())
            }
        }
    }

    /// No more comes, and it is not all. What came for a file is kept beside it: where.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn keep_part(self) -> Result<Option<PathBuf>, CliError> {
        match self {
            Self::File(file) => Ok(file.keep_part()?),
            Self::Pipe | Self::Terminal { .. } => Ok(None),
        }
    }

    /// Whether the body scrolls by on a terminal, so that nothing else has to be said.
    fn is_terminal(&self) -> bool {
        matches!(self, Self::Terminal { .. })
    }
}

/// What of these bytes can be shown now, sanitised; a character that is cut in two stays, and a line break that may be.
fn harmless(bytes: &mut Vec<u8>) -> String {
    let keep = match bytes.last() {
        Some(b'\r') => 1,
        _ => match std::str::from_utf8(bytes) {
            Ok(_) => 0,
            // Only an end that can still become a character.
            Err(error) if error.error_len().is_none() => bytes.len() - error.valid_up_to(),
            Err(_) => (1..4.min(bytes.len()))
                .find(|back| bytes[bytes.len() - back] >= 0xc0)
                .filter(|back| {
                    let tail = &bytes[bytes.len() - back..];
                    std::str::from_utf8(tail).is_err_and(|error| error.error_len().is_none())
                })
                .unwrap_or(0),
        },
    };
    let rest = bytes.split_off(bytes.len() - keep);
    let text = String::from_utf8_lossy(bytes).into_owned();
    *bytes = rest;
    let mut shown = String::with_capacity(text.len());
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let last = lines.peek().is_none();
        let line = if last { line } else { line.strip_suffix('\r').unwrap_or(line) };
        shown.push_str(&text::sanitize(line));
        if !last {
            shown.push('\n');
        }
    }
    shown
}

/// How far a long answer is, on a line of standard error that is written over; nothing where nobody would see it.
#[derive(Debug)]
pub(super) struct Progress {
    shown: bool,
    wanted: bool,
    done: u64,
    whole: Option<u64>,
    last: Instant,
}

/// How often the line is written, and how long an answer may take before it is.
const PACE: Duration = Duration::from_millis(250);

impl Progress {
    /// Of so many bytes, when that is known.
    pub fn new(whole: Option<u64>, sink: &Sink) -> Self {
        let wanted = io::stderr().is_terminal() && !sink.is_terminal();
        Self { shown: false, wanted, done: 0, whole, last: Instant::now() }
    }

    /// So many bytes more.
    pub fn add(&mut self, bytes: usize) {
        self.done += u64::try_from(bytes).unwrap_or(0);
        let size = |bytes: u64| text::size(usize::try_from(bytes).unwrap_or(usize::MAX));
        let of = self.whole.map(|whole| format!(" of {}", size(whole))).unwrap_or_default();
        self.say(&format!("{}{of}", size(self.done)));
    }

    /// A line of its own words.
    pub fn say(&mut self, words: &str) {
        if self.wanted && self.last.elapsed() >= PACE {
            self.last = Instant::now();
            self.shown = true;
            let _ = write!(io::stderr(), "\r\x1b[K{}", text::sanitize(words));
            let _ = io::stderr().flush();
        }
    }
}

/// Removes the line, before anything else is said.
impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\x1b[K");
            let _ = io::stderr().flush();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cut_anywhere_are_shown_whole_and_harmless() {
        let body = "a\u{1b}[2Jé\r\n👩x\u{202e}\n".as_bytes();
        for size in 1..body.len() {
            let mut rest = Vec::new();
            let mut shown = String::new();
            for piece in body.chunks(size) {
                rest.extend_from_slice(piece);
                shown.push_str(&harmless(&mut rest));
            }
            shown.push_str(&text::sanitize(&String::from_utf8_lossy(&rest)));
            assert_eq!(shown, "a␛[2Jé\n👩x‹U+202E›\n", "pieces of {size}");
        }
    }
}
