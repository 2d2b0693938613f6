//! `profile`: what is saved, shared with others, taken from others, forgotten.

use std::path::Path;

use serde_json::{Value, json};

use super::{
    args::ProfileCommand,
    ask,
    context::Context,
    error::CliError,
    format::Format,
    input,
    output::{self, note},
};
use crate::{
    app::profile::{SavedProfile, SecretSource},
    orcid::shared_profile::{self, SharedProfile, Taken},
    run::profiles,
    store::{StoreError, read_named, typed_path},
};

/// Does what was asked.
pub async fn run(cx: &Context, command: &ProfileCommand) -> Result<(), CliError> {
    match command {
        ProfileCommand::List => list(cx),
        ProfileCommand::Show { name } => show(cx, name),
        ProfileCommand::Share { name, link } => share(cx, name, *link),
        ProfileCommand::Import { from, name, replace, yes } => import(cx, from, name.as_deref(), *replace, *yes).await,
        ProfileCommand::Forget { names } => forget(cx, names),
    }
}

fn find(cx: &Context, name: &str) -> Result<SavedProfile, CliError> {
    let found = profiles::all(&cx.store)?.into_iter().find(|profile| profile.name == name);
    Ok(found.ok_or_else(|| StoreError::NoProfile(name.to_owned()))?)
}

/// Where the secret comes from; never the secret.
fn secret_of(profile: &SavedProfile) -> &'static str {
    match profile.secret {
        SecretSource::Ask => "asked",
        SecretSource::Remembered(_) => "remembered",
        SecretSource::Command(_) => "command",
    }
}

fn list(cx: &Context) -> Result<(), CliError> {
    let all = profiles::all(&cx.store)?;
    let active = cx.store.config()?.settings.active_profile;
    for odd in cx.store.config_oddities()? {
        note(&format!("note: {}: {odd}", cx.store.paths().config().display()));
    }
    let is_active = |profile: &SavedProfile| active.as_deref() == Some(profile.name.as_str());
    match cx.global.format {
        Format::Json => {
            output::json(&all.iter().map(|profile| as_json(profile, is_active(profile))).collect::<Vec<_>>())
        }
        Format::Text if all.is_empty() => {
            note(
                "No profile is saved. Save one in the playground (W), or take one: `orcid-playground profile import FILE`.",
            );
            Ok(())
        }
        Format::Text => {
            let row = |profile: &SavedProfile| {
                let or_dash = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
                vec![
                    profile.name.clone(),
                    profile.environment.to_string(),
                    or_dash(&profile.client_id),
                    secret_of(profile).to_owned(),
                    if is_active(profile) { "yes" } else { "-" }.to_owned(),
                    or_dash(&profile.redirect_uri),
                    or_dash(&profile.scope),
                ]
            };
            let head = ["NAME", "ENVIRONMENT", "CLIENT ID", "SECRET", "USED LAST", "REDIRECT URI", "SCOPE"];
            output::text(&output::table(&head, &all.iter().map(row).collect::<Vec<_>>()))
        }
    }
}

/// Everything but the secret.
fn as_json(profile: &SavedProfile, active: bool) -> Value {
    let parameters: serde_json::Map<String, Value> =
        profile.parameters.iter().map(|(name, value)| (name.clone(), value.as_str().into())).collect();
    json!({
        "name": profile.name,
        "environment": profile.environment.to_string(),
        "client_id": profile.client_id,
        "redirect_uri": profile.redirect_uri,
        "scope": profile.scope,
        "response_type": profile.response_type,
        "token_endpoint_auth_method": profile.token_endpoint_auth_method.to_string(),
        "use_state": profile.use_state,
        "use_nonce": profile.use_nonce,
        "pkce": profile.pkce,
        "refresh_automatically": profile.refresh_automatically,
        "parameters": parameters,
        "endpoints": profile.endpoints,
        "secret": secret_of(profile),
        "used_last": active,
    })
}

/// What a profile holds, a key a line.
fn rows(profile: &SharedProfile) -> Vec<Vec<String>> {
    profile.entries().into_iter().map(|(key, value)| vec![key, value]).collect()
}

fn show(cx: &Context, name: &str) -> Result<(), CliError> {
    let profile = find(cx, name)?;
    if cx.global.format == Format::Json {
        let active = cx.store.config()?.settings.active_profile.as_deref() == Some(name);
        return output::json(&as_json(&profile, active));
    }
    let mut rows = rows(&profile.shared());
    let secret = match &profile.secret {
        SecretSource::Ask => "asked for each time".to_owned(),
        SecretSource::Remembered(_) => "remembered in secrets.toml".to_owned(),
        SecretSource::Command(command) => format!("printed by: {command}"),
    };
    rows.push(vec!["client secret".to_owned(), secret]);
    output::text(&output::table(&["KEY", "VALUE"], &rows))
}

fn share(cx: &Context, name: &str, link: bool) -> Result<(), CliError> {
    let profile = find(cx, name)?;
    let shared = profile.shared();
    let known = [cx.store.client_secret(name)?, cx.variables.secret_of(&profile.client_id).cloned()];
    if known.iter().flatten().any(|secret| shared.holds(secret)) {
        return Err(CliError::usage(
            format!("The profile {name} holds its client secret in another place, and would give it away."),
            format!("Look for it: `orcid-playground profile show {name}`; put it right in config.toml."),
        ));
    }
    let refused = |why: shared_profile::Refused| {
        CliError::usage(
            format!("The profile {name} cannot be shared: {why}."),
            "Put it right in the playground (pane 1), or in config.toml (`orcid-playground paths`).",
        )
    };
    match (cx.global.format, link) {
        (Format::Json, _) => output::json(&json!({
            "link": shared.to_link().map_err(refused)?,
            "file": shared.to_file().map_err(refused)?,
        })),
        (Format::Text, true) => output::text(&shared.to_link().map_err(refused)?),
        (Format::Text, false) => output::text(&shared.to_file().map_err(refused)?),
    }
}

async fn text_of(cx: &Context, from: &str) -> Result<String, CliError> {
    if shared_profile::is_link(from) {
        return Ok(from.to_owned());
    }
    if from == "-" {
        return input::text(&cx.global, "the profile").await;
    }
    if from.starts_with("orcid-playground:") {
        return Err(CliError::usage(
            "That is no link to a profile.",
            "One begins with orcid-playground:profile? and is printed by `orcid-playground profile share NAME --link`.",
        ));
    }
    let path = typed_path(from);
    String::from_utf8(read_named(Path::new(&path))?).map_err(|_| {
        CliError::usage(format!("{} is not UTF-8 text.", path.display()), "Ask for the file again, or for a link.")
    })
}

async fn import(cx: &Context, from: &str, name: Option<&str>, replace: bool, yes: bool) -> Result<(), CliError> {
    let text = text_of(cx, from).await?;
    let Taken { mut profile, left_out } = shared_profile::read(&text).map_err(|why| {
        CliError::usage(
            format!("The profile is not taken: {why}."),
            "Nothing was saved. Ask whoever made it: `orcid-playground profile share NAME` writes one.",
        )
    })?;
    if let Some(name) = name {
        name.clone_into(&mut profile.name);
    }
    if profile.name.is_empty() {
        return Err(CliError::usage("The profile has no name.", "Give it one: add --name NAME."));
    }
    note(&output::table(&["KEY", "VALUE"], &rows(&profile)));
    if !left_out.is_empty() {
        note(&format!("note: not taken, because a profile from elsewhere never brings it: {}.", left_out.join(", ")));
    }
    let before = profiles::all(&cx.store)?.into_iter().find(|known| known.name == profile.name);
    if before.is_some() && !replace {
        return Err(CliError::usage(
            format!("There is a profile {} already.", profile.name),
            "Add --name NAME to save this one beside it, or --replace to lose the other one.",
        ));
    }
    agreed(&profile, yes).await?;
    if let Some(SecretSource::Remembered(_)) = before.map(|profile| profile.secret) {
        note("note: the secret that was remembered for the replaced profile is forgotten: it was another client's.");
    }
    let saved = SavedProfile::of_shared(profile);
    profiles::keep(&cx.store, &saved, None)?;
    match cx.global.format {
        Format::Text => output::text(&saved.name)?,
        Format::Json => output::json(&as_json(&saved, false))?,
    }
    note("note: it holds no secret; the client secret is asked for when it is needed.");
    Ok(())
}

/// Asks before a profile decides where a secret goes.
async fn agreed(profile: &SharedProfile, yes: bool) -> Result<(), CliError> {
    let places = profile.places();
    if places.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = places.iter().map(|(name, address)| format!("  {name}: {address}")).collect();
    let question = format!(
        "This profile is for a server that is none of ORCID's. With it, the client secret, codes and tokens go there:\n{}",
        lines.join("\n")
    );
    if yes {
        note(&question);
        return Ok(());
    }
    ask::agreed(question, "Do you know this server, and take the profile? Type yes: ", "Nothing was saved.").await
}

fn forget(cx: &Context, names: &[String]) -> Result<(), CliError> {
    // All of them are looked for before the first one goes.
    for name in names {
        find(cx, name)?;
    }
    for name in names {
        // Named twice, it is gone already.
        match cx.store.delete_profile(name) {
            Ok(()) | Err(StoreError::NoProfile(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    match cx.global.format {
        Format::Text => output::text(&names.join("\n"))?,
        Format::Json => output::json(&names)?,
    }
    note("note: remembered secrets went with them; stored tokens stay (`orcid-playground token forget`).");
    Ok(())
}
