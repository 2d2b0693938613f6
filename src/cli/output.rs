//! What a command says: the result on stdout, everything else on stderr.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use super::error::CliError;
use crate::text;

/// Writes a result for people: lines, each sanitised when a terminal reads them.
pub fn text(result: &str) -> Result<(), CliError> {
    if !io::stdout().is_terminal() {
        return write(format!("{}\n", result.trim_end_matches('\n')).as_bytes());
    }
    write(harmless(result).as_bytes())
}

/// Writes a body as it was received, to the byte; a terminal gets it sanitised, with a line break at the end.
pub fn body(bytes: &[u8]) -> Result<(), CliError> {
    if io::stdout().is_terminal() { write(harmless(&String::from_utf8_lossy(bytes)).as_bytes()) } else { write(bytes) }
}

/// Writes a JSON value on a line of its own. JSON escapes control characters, and the terminal is spared the rest too.
pub fn json(value: &impl Serialize) -> Result<(), CliError> {
    let line = serde_json::to_string(value).map_err(|error| CliError::usage(format!("Not JSON: {error}."), ""))?;
    text(&line)
}

/// Says something on stderr, sanitised: servers and files may speak in it. Nobody there to read it is no reason to stop.
pub fn note(words: &str) {
    let _ = io::stderr().lock().write_all(harmless(words).as_bytes());
}

/// How many columns the terminal has that reads the results; `None` where none does.
pub fn columns() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    crossterm::terminal::size().ok().map(|(columns, _)| usize::from(columns)).filter(|columns| *columns > 0)
}

fn harmless(result: &str) -> String {
    text::lines(result.trim_end_matches(['\r', '\n'])).map(|line| format!("{line}\n")).collect()
}

/// Writes bytes to standard output, and gives them on at once.
///
/// # Errors
/// When it cannot be written.
pub(super) fn write(bytes: &[u8]) -> Result<(), CliError> {
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(bytes)
        .and_then(|()| stdout.flush())
        .map_err(|error| CliError::io("write to standard output", &error))
}

/// A table with its columns under each other; the last column may be of any width.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = head.iter().map(|cell| text::width(cell)).collect();
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| text::sanitize(cell).into_owned()).collect()).collect();
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(text::width(cell));
        }
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut line = String::new();
        for (cell, width) in cells.zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - text::width(cell) + 2));
        }
        line.trim_end().to_owned() + "\n"
    };
    let mut out = line(&mut head.iter().copied());
    for row in &rows {
        out.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    out
}
