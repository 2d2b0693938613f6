//! What a command reads from standard input.

use std::io;

use tokio::task::spawn_blocking;

use super::{Context, error::CliError};

/// All of standard input, as text. `what` names it, for the case that the client secret is to come from there too.
///
/// # Errors
/// When it is not UTF-8, cannot be read, or is claimed by `--client-secret-stdin`.
pub(super) async fn all(cx: &Context, what: &str) -> Result<String, CliError> {
    if cx.global.client_secret_stdin {
        return Err(CliError::usage(
            format!("Standard input cannot hold both {what} and the client secret."),
            format!("Give {what} as an argument, or the secret in ORCID_CLIENT_SECRET."),
        ));
    }
    // Off this thread, so that Ctrl-C ends the waiting.
    let reading = spawn_blocking(|| io::read_to_string(io::stdin().lock()));
    let text = reading.await.map_err(io::Error::other).and_then(|text| text);
    text.map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => CliError::usage(
            "What came on standard input is no text (UTF-8).",
            format!("Pipe {what} in as it is: not compressed, not encrypted, in UTF-8."),
        ),
        _ => CliError::io("read standard input", &error),
    })
}
