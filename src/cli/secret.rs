//! Where the client secret comes from, once it is needed. Never from an option: other users of the machine read those.

use std::io::{self, IsTerminal};

use super::{
    configuration::{self, Resolved},
    context::Context,
    error::CliError,
    input,
    prompt::{self, Asked},
};
use crate::{oauth::Secret, orcid::EnvironmentKey, run::shell_command, store::Profile};

/// Where else a secret can come from.
const ELSEWHERE: &str = "Set ORCID_CLIENT_SECRET, use --client-secret-stdin, or name a --profile that knows it.";

impl Context {
    /// The secret of the configured client, asked for when need be.
    pub(super) async fn client_secret(&self, resolved: &Resolved) -> Result<Secret, CliError> {
        let command = resolved.client_secret_command.as_deref();
        obtain(self, &resolved.client_id, resolved.client_secret.clone(), command).await
    }
}

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
    match find(cx, client_id, known, command).await? {
        Asked::Secret(secret) => Ok(secret),
        Asked::Nothing => {
            Err(CliError::usage(format!("No secret was typed, and {client_id} needs one here."), ELSEWHERE))
        }
        Asked::NoTerminal => Err(CliError::usage(
            format!("The client secret of {client_id} is not known, and there is no terminal to ask for it."),
            ELSEWHERE,
        )),
    }
}

/// The same, where it is no error that there is none.
///
/// # Errors
/// When standard input or the command gives none, or the person pressed Ctrl-C.
pub async fn find(
    cx: &Context,
    client_id: &str,
    known: Option<Secret>,
    command: Option<&str>,
) -> Result<Asked, CliError> {
    if cx.global.client_secret_stdin {
        return from_stdin().await.map(Asked::Secret);
    }
    if let Some(secret) = known {
        return Ok(Asked::Secret(secret));
    }
    if let Some(command) = command {
        return shell_command::secret(command).await.map(Asked::Secret).map_err(|why| {
            CliError::usage(
                format!("The profile's client_secret_command gave no secret: {why}."),
                "Run it by hand, or set ORCID_CLIENT_SECRET.",
            )
        });
    }
    // Nobody is asked in a pipe.
    if !io::stderr().is_terminal() {
        return Ok(Asked::NoTerminal);
    }
    prompt::secret(&format!("Client secret of {client_id}: ")).await
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
    let line = zeroize::Zeroizing::new(input::line("the client secret").await?.unwrap_or_default());
    let secret = Secret::new(line.trim_end_matches(['\r', '\n']));
    if secret.is_empty() {
        return Err(CliError::usage("Standard input held no client secret.", "Write it there as the first line."));
    }
    Ok(secret)
}
