//! What a shell offers when Tab is pressed: beside commands and options the values that this machine knows.
//!
//! The script that `completions` prints asks the program itself, so what it offers is what there is now: profiles, stored
//! tokens, researchers (`values`).

pub(super) mod values;

use std::io;

use clap::CommandFactory;
use clap_complete::env::{CompleteEnv, Shells};

use super::{args::Args, error::CliError, output};

/// Set by the script to the name of the shell that asks.
const VARIABLE: &str = "ORCID_PLAYGROUND_COMPLETE";
const PROGRAM: &str = "orcid-playground";

/// Answers a shell that asks for completions, and then ends the program; does nothing otherwise.
pub fn answer_shell() {
    if std::env::var_os(VARIABLE).is_some() {
        CompleteEnv::with_factory(Args::command).var(VARIABLE).bin(PROGRAM).completer(PROGRAM).complete();
    }
}

/// Prints the script that teaches a shell to ask.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn script(shell: clap_complete::Shell) -> Result<(), CliError> {
    let mut script = Vec::new();
    let shells = Shells::builtins();
    let completer = shells.completer(&shell.to_string()).ok_or_else(|| {
        CliError::usage(
            format!("There are no completions for {shell}."),
            "bash, zsh, fish, elvish and powershell have them.",
        )
    })?;
    completer
        .write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, &mut script)
        .map_err(|why: io::Error| CliError::io("write the script", &why))?;
    output::body(&script)
}
