//! The answer of an authorization, as a person copies it from the browser.

use std::{
    future::pending,
    io::{self, IsTerminal},
};

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
    let _leftover = Leftover;
    let ask = || note("Paste the address that the browser landed on (or the code), then press Enter:");
    lines(cx, state, ask)
        .await?
        .ok_or_else(|| CliError::needs_person("The input ended before an address came.", "Run it again, and paste it."))
}

/// What is pasted while a listener waits: an answer, if one comes; waits for ever if none does.
pub(super) async fn meanwhile(cx: &Context, state: Option<&str>) -> Result<AuthorizationResponse, CliError> {
    if !can_paste() {
        return pending().await;
    }
    let _leftover = Leftover;
    match lines(cx, state, || ()).await {
        Ok(Some(response)) => Ok(response),
        // What cannot be read ends no waiting for the browser.
        Ok(None) | Err(_) => pending().await,
    }
}

/// Whether somebody at a terminal may paste something here. A command in the background must not read: it would be stopped.
pub(super) fn can_paste() -> bool {
    io::stdin().is_terminal() && is_in_front()
}

#[cfg(unix)]
fn is_in_front() -> bool {
    rustix::termios::tcgetpgrp(io::stdin()).is_ok_and(|group| group == rustix::process::getpgrp())
}

#[cfg(not(unix))]
fn is_in_front() -> bool {
    true
}

/// Drops what is left in the terminal's input when nobody reads it here any more: the shell would take it for commands.
struct Leftover;

impl Drop for Leftover {
    fn drop(&mut self) {
        #[cfg(unix)]
        if can_paste() {
            let _ = rustix::termios::tcflush(io::stdin(), rustix::termios::QueueSelector::IFlush);
        }
    }
}

/// Reads lines until one of them is an answer; `ask` is done before each. `None` when the input ends.
async fn lines(cx: &Context, state: Option<&str>, ask: impl Fn()) -> Result<Option<AuthorizationResponse>, CliError> {
    loop {
        ask();
        let Some(line) = input::line("the address").await? else { return Ok(None) };
        if line.trim().is_empty() {
            continue;
        }
        let bare = "note: a bare code carries no state, so where it came from is not checked.";
        if let Some(code) = marked_code(&line) {
            note(bare);
            return Ok(Some(AuthorizationResponse::Code { code: code.to_owned(), state: None }));
        }
        match paste::recognise(&line) {
            Pasted::Code(word) if !shape::is_bare_code(&word) => {
                note(
                    "That is not taken for a code: ORCID's have six letters and digits, such as eUeiz2. If it is one all the same, put code= in front.",
                );
            }
            Pasted::Code(code) => {
                note(bare);
                return Ok(Some(AuthorizationResponse::Code { code, state: None }));
            }
            Pasted::Redirect { response, url } => {
                cx.recording.front(Purpose::Callback, &url);
                match response.answers(state) {
                    Ok(()) => return Ok(Some(response)),
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
            | Pasted::Unknown => note("That is neither a code nor an address with one. Still waiting."),
        }
    }
}
