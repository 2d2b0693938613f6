//! Asks a person before what cannot be undone. Only a yes counts.

use std::io::{self, IsTerminal, Write};

use super::{error::CliError, input, output::note};
use crate::text::sanitize;

/// Asks, and goes on only with a yes.
///
/// # Errors
/// When there is nobody to ask, or the answer is another one.
pub async fn agreed(question: String, prompt: &str, otherwise: &str) -> Result<(), CliError> {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(CliError::needs_person(question, "There is no terminal to ask at. To do it, add --yes."));
    }
    note(&question);
    let _ = write!(io::stderr(), "{}", sanitize(prompt));
    let _ = io::stderr().flush();
    let line = input::line("the answer").await?.unwrap_or_default();
    if line.trim().eq_ignore_ascii_case("yes") {
        return Ok(());
    }
    Err(CliError::needs_person(otherwise, ""))
}
