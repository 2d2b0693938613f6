//! How results are written: `--format`.

use clap::ValueEnum;

/// How a result is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people, and for the shell.
    #[default]
    Text,
    /// For programs: one JSON value; an error is a line of JSON on stderr.
    Json,
}
