//! Where the client secret comes from, once it is needed. Never from an option: other users of the machine read those.

use std::io::{self, BufRead, IsTerminal, Write};

use crossterm::{
    event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers},
    terminal,
};
use tokio::task::spawn_blocking;

use super::{Context, configuration, error::CliError};
use crate::{oauth::Secret, orcid::EnvironmentKey, run::shell_command, store::Profile, text::sanitize};

/// The secret of a client: standard input when told so, what is known already, the profile's command, a person.
///
/// # Errors
/// When there is none to be had, or the person pressed Ctrl-C.
pub async fn obtain(
    cx: &Context,
    client_id: &str,
    known: Option<Secret>,
    command: Option<&str>,
) -> Result<Secret, CliError> {
    if cx.global.client_secret_stdin {
        return from_stdin().await;
    }
    if let Some(secret) = known {
        return Ok(secret);
    }
    if let Some(command) = command {
        return shell_command::secret(command).await.map_err(|why| {
            CliError::usage(
                format!("The profile's client_secret_command gave no secret: {why}."),
                "Run it by hand, or set ORCID_CLIENT_SECRET.",
            )
        });
    }
    if io::stderr().is_terminal()
        && let Some(secret) = prompt(client_id)?
    {
        return Ok(secret);
    }
    Err(CliError::usage(
        format!("The client secret of {client_id} is not known, and there is no terminal to ask for it."),
        "Set ORCID_CLIENT_SECRET, use --client-secret-stdin, or name a --profile that knows it.",
    ))
}

/// The secret of a client, as far as it is known without asking, and the command that prints it. A profile counts when
/// it is of the same client at the same server.
///
/// # Errors
/// When a file cannot be read.
pub fn known(
    cx: &Context,
    environment: &EnvironmentKey,
    client_id: &str,
    profile: Option<&str>,
) -> Result<(Option<Secret>, Option<String>), CliError> {
    let name = cx.global.profile.as_deref().or(profile);
    let config = cx.store.config()?;
    // Of the same client at the same server, or it stays where it is.
    let fits = |profile: &&Profile| {
        profile.client_id == client_id && EnvironmentKey::from(profile.environment.as_str()) == *environment
    };
    let profile = name.and_then(|name| config.profiles.get(name)).filter(fits);
    let command = profile.and_then(|profile| profile.client_secret_command.clone());
    let remembered = match (name, profile) {
        (Some(name), Some(profile)) if profile.remember_secret => cx.store.client_secret(name)?,
        (Some(_) | None, Some(_) | None) => None,
    };
    let demo = || configuration::demo_secret(environment, client_id).filter(|_| command.is_none());
    let known = cx.variables.secret_of(client_id).cloned().or(remembered).or_else(demo);
    Ok((known, command))
}

async fn from_stdin() -> Result<Secret, CliError> {
    // Off this thread, so that Ctrl-C ends the waiting.
    let reading = spawn_blocking(|| {
        let mut line = zeroize::Zeroizing::new(String::new());
        io::stdin().lock().read_line(&mut line).map(|_| Secret::new(line.trim_end_matches(['\r', '\n'])))
    });
    let secret = reading.await.map_err(io::Error::other).and_then(|secret| secret);
    let secret = secret.map_err(|error| CliError::io("read the client secret", &error))?;
    if secret.is_empty() {
        return Err(CliError::usage("Standard input held no client secret.", "Write it there as the first line."));
    }
    Ok(secret)
}

/// Gives the terminal back as it was, however the asking ends.
struct Raw;

impl Drop for Raw {
    fn drop(&mut self) {
        let _ = terminal::disable_raw_mode();
    }
}

/// Asks in the terminal, without an echo. `None` when there is no keyboard.
fn prompt(client_id: &str) -> Result<Option<Secret>, CliError> {
    if terminal::enable_raw_mode().is_err() {
        return Ok(None);
    }
    let raw = Raw;
    let mut stderr = io::stderr();
    let _ = write!(stderr, "Client secret of {}: ", sanitize(client_id));
    let _ = stderr.flush();
    let typed = read_line();
    drop(raw);
    let _ = writeln!(stderr);
    typed.map(|secret| Some(secret).filter(|secret| !secret.is_empty()))
}

fn read_line() -> Result<Secret, CliError> {
    let mut line = zeroize::Zeroizing::new(String::new());
    loop {
        let event = event::read().map_err(|error| CliError::io("read the client secret", &error))?;
        let Event::Key(KeyEvent { code, modifiers, kind: KeyEventKind::Press, .. }) = event else { continue };
        match (code, modifiers.contains(KeyModifiers::CONTROL)) {
            (KeyCode::Enter, _) => return Ok(line.trim().into()),
            (KeyCode::Esc, _) | (KeyCode::Char('c' | 'd'), true) => return Err(CliError::interrupted()),
            (KeyCode::Char('u'), true) => line.clear(),
            (KeyCode::Backspace, _) => drop(line.pop()),
            (KeyCode::Char(c), false) => line.push(c),
            _ => {}
        }
    }
}
