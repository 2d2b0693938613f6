//! Without a command: the playground on the whole terminal.

use std::io::{self, IsTerminal};

use rand::{SeedableRng, rngs::StdRng};

use super::{
    Context,
    args::Global,
    configuration::{self, Resolved},
    error::CliError,
    output::note,
};
use crate::{
    app::{
        Size, Start,
        profile::{SavedProfile, SecretSource},
    },
    oauth::Client,
    orcid::LOCAL_REDIRECT_URI,
    run::{clipboard::Surroundings, profiles},
    sandbox::demo_clients,
    store::Store,
    tui::{self, Beginning},
    ui::theme::{TerminalEnv, Theme},
};

/// Opens the playground, with the client that the command line names.
pub fn run(global: &Global) -> Result<(), CliError> {
    needs_terminal()?;
    if global.client_secret_stdin {
        return Err(CliError::usage(
            "The playground needs standard input for the keyboard, so the client secret cannot come from there.",
            "Set ORCID_CLIENT_SECRET, name a --profile, or type it in the playground.",
        ));
    }
    let cx = Context::open(global)?;
    // A file that cannot be read is told on the screen: the playground works without it.
    let (resolved, profiles, trouble) = match profiles::all(&cx.store) {
        Ok(profiles) => (cx.resolve()?, profiles, None),
        Err(error) => {
            let resolved = configuration::resolve(global, &cx.variables, &Store::ephemeral())?;
            (resolved, Vec::new(), Some(error.to_string()))
        }
    };
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let (colorterm, term) = (variable("COLORTERM"), variable("TERM"));
    let (no_color, colorfgbg) = (variable("NO_COLOR"), variable("COLORFGBG"));
    let terminal = TerminalEnv { colorterm: &colorterm, term: &term, no_color: &no_color, colorfgbg: &colorfgbg };
    let beginning = Beginning {
        start: Start {
            size: Size::default(),
            demo_client: demo_client(),
            client_secret: resolved.client_secret.clone(),
            profile: Some(saved_profile(resolved, &profiles)),
            profiles,
            random: StdRng::from_rng(&mut rand::rng()),
            trouble,
            ephemeral: global.ephemeral,
        },
        store: cx.store.clone(),
        client: cx.client.clone(),
        theme: Theme::for_terminal(terminal),
        surroundings: Surroundings::read(|name| std::env::var(name).ok()),
    };
    tui::run(beginning).map_err(|error| CliError::io("use the terminal", &error))?;
    for notice in cx.store.take_notices() {
        note(&format!("note: {notice}"));
    }
    Ok(())
}

/// Refuses to open the playground where nobody could see or steer it.
fn needs_terminal() -> Result<(), CliError> {
    let missing = match (io::stdin().is_terminal(), io::stdout().is_terminal()) {
        (true, true) => return Ok(()),
        (false, true) => "standard input is",
        (true, false) => "standard output is",
        (false, false) => "standard input and output are",
    };
    Err(CliError::usage(
        format!("The playground needs a terminal, and {missing} none."),
        "Run it in a terminal, or use a command: `orcid-playground --help` lists them.",
    ))
}

fn demo_client() -> Client {
    let first = demo_clients().first();
    Client {
        client_id: first.map(|client| client.client_id.clone()).unwrap_or_default(),
        client_secret: first.map(|client| client.client_secret.clone()),
        redirect_uri: LOCAL_REDIRECT_URI.to_owned(),
        ..Client::default()
    }
}

/// What is configured, as the screen knows it; without a name when no profile stands behind it.
fn saved_profile(resolved: Resolved, profiles: &[SavedProfile]) -> SavedProfile {
    // Where the secret comes from is the profile's affair, as long as client and environment are its own.
    let own = |profile: &&SavedProfile| {
        Some(&profile.name) == resolved.profile.as_ref()
            && (&profile.client_id, &profile.environment) == (&resolved.client_id, &resolved.environment)
    };
    let secret = profiles.iter().find(own).map_or(SecretSource::Ask, |profile| profile.secret.clone());
    SavedProfile {
        name: resolved.profile.unwrap_or_default(),
        environment: resolved.environment,
        client_id: resolved.client_id,
        redirect_uri: resolved.redirect_uri,
        scope: resolved.scope,
        token_endpoint_auth_method: resolved.token_endpoint_auth_method,
        response_type: resolved.response_type,
        parameters: resolved.parameters,
        use_state: resolved.use_state,
        use_nonce: resolved.use_nonce,
        pkce: resolved.pkce,
        secret,
    }
}
