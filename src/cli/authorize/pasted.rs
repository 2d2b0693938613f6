//! The answer of an authorization, as a person copies it from the browser.

use crate::{
    cli::{context::Context, error::CliError, exchange::marked_code, input, output::note},
    oauth::{AuthorizationResponse, Purpose},
    orcid::{
        paste::{self, Pasted},
        shape,
    },
};

/// Reads lines until one of them is an answer.
pub(super) async fn pasted(cx: &Context, state: Option<&str>) -> Result<AuthorizationResponse, CliError> {
    loop {
        note("Paste the address that the browser landed on (or the code), then press Enter:");
        let line = input::line("the address").await?.ok_or_else(|| {
            CliError::needs_person("The input ended before an address came.", "Run it again, and paste it.")
        })?;
        let bare = "note: a bare code carries no state, so where it came from is not checked.";
        if let Some(code) = marked_code(&line) {
            note(bare);
            return Ok(AuthorizationResponse::Code { code: code.to_owned(), state: None });
        }
        match paste::recognise(&line) {
            Pasted::Code(word) if !shape::is_code(&word) => {
                note(
                    "That is not taken for a code: ORCID's have six letters and digits, such as eUeiz2. If it is one all the same, put code= in front.",
                );
            }
            Pasted::Code(code) => {
                note(bare);
                return Ok(AuthorizationResponse::Code { code, state: None });
            }
            Pasted::Redirect { response, url } => {
                cx.recording.front(Purpose::Callback, &url);
                match response.answers(state) {
                    Ok(()) => return Ok(response),
                    Err(why) => note(&format!("warning: {why} It is not used.")),
                }
            }
            Pasted::Configuration(_)
            | Pasted::Profile(_)
            | Pasted::TokenResponse(_)
            | Pasted::Error(_)
            | Pasted::ErrorPage(_)
            | Pasted::Uuid(_)
            | Pasted::IdToken(_)
            | Pasted::OrcidId(_)
            | Pasted::ClientId(_)
            | Pasted::Scopes(_)
            | Pasted::Request(_)
            | Pasted::Response(_)
            | Pasted::Exchange { .. }
            | Pasted::Session(_)
            | Pasted::Body(_)
            | Pasted::Words(_)
            | Pasted::Unknown => note("That is neither a code nor an address with one."),
        }
    }
}
