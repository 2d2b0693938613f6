//! What the message viewer shows of one exchange: lines of text whose parts have a meaning, not yet a colour.
//!
//! Everything that came from outside is sanitised here, and secrets are masked unless they are asked for, so that
//! whoever draws or copies a document cannot leak by oversight.

mod body;
mod json;
mod layout;
mod line;
mod message;
mod search;
mod summary;

pub use layout::{Layout, Row};
pub use line::{Line, Role};
pub use search::Match;
pub use summary::{Summary, title};

use crate::oauth::Exchange;

/// The text of an HTML page: without tags, scripts and styles, blocks on lines of their own. Not sanitised.
pub fn html_text(html: &str) -> String {
    crate::text::html::text(html)
}

/// A body is cut in the document behind this many bytes; a line says so.
pub const BODY_LIMIT: usize = 1 << 20;

/// How a message is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, strum::Display)]
#[strum(serialize_all = "kebab-case")]
pub enum Mode {
    /// As on the wire; the response head as the HTTP library parsed it.
    Raw,
    /// Parameters and form fields one per line and decoded, JSON laid out, HTML as text.
    #[default]
    Pretty,
}

/// Whether secrets can be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Secrets {
    /// Only their beginnings.
    #[default]
    Masked,
    /// Whole.
    Shown,
}

/// How a document is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Options {
    /// Raw or pretty.
    pub mode: Mode,
    /// Masked or shown.
    pub secrets: Secrets,
}

/// One exchange as lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The lines, top to bottom.
    pub lines: Vec<Line>,
}

impl Document {
    /// The document of one exchange. Linear in its size; never fails, whatever the message holds.
    pub fn new(exchange: &Exchange, options: Options) -> Self {
        Self { lines: message::lines(exchange, options) }
    }

    /// The whole text, each line ended by a newline. Masked like the document itself.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.lines.iter().map(|line| line.text().len() + 1).sum());
        for line in &self.lines {
            text.push_str(line.text());
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests;
