//! `token`: what is stored, and how it gets into another tool.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    args::{Global, TokenCommand},
    context::Context,
    error::CliError,
    format::Format,
    output::{self, note},
    runtime::interruptible,
    stored::{get_one, is_dead, meant, none_stored, response, stored, why_dead},
    token_exchange, token_probe,
};
use crate::{
    oauth::{Secret, Standing, TokenResponse, implicit, mask, redact},
    orcid::EnvironmentKey,
    store::{Claim, StoredToken},
    text::{age, lifetime},
};

/// Does what was asked.
pub fn run(global: &Global, command: &TokenCommand) -> Result<(), CliError> {
    match command {
        TokenCommand::Probe { id } => interruptible(global, async |cx| token_probe::run(cx, id.as_deref()).await),
        TokenCommand::Exchange { token, to } => {
            interruptible(global, async |cx| token_exchange::run(cx, token.as_deref(), *to).await)
        }
        TokenCommand::List => told(global, list),
        TokenCommand::Show { id, reveal } => told(global, |cx| {
            let stored = meant(cx, id.as_deref(), |_| true)?;
            warn_of_dead(&stored);
            show(&stored, *reveal)
        }),
        TokenCommand::Header { id } => told(global, |cx| {
            let stored = to_hand_out(cx, id.as_deref(), "header")?;
            header(cx.global.format, &stored)?;
            tell_whereabouts(cx, &stored);
            Ok(())
        }),
        TokenCommand::Env { id } => told(global, |cx| {
            let stored = to_hand_out(cx, id.as_deref(), "env")?;
            env(cx.global.format, &stored)?;
            tell_whereabouts(cx, &stored);
            Ok(())
        }),
        TokenCommand::Forget { all: true, yes, .. } => told(global, |cx| forget_all(cx, *yes)),
        TokenCommand::Forget { ids, .. } => told(global, |cx| forget(cx, ids)),
    }
}

/// Carries out what asks no server.
fn told(global: &Global, command: impl FnOnce(&Context) -> Result<(), CliError>) -> Result<(), CliError> {
    Context::open(global)?.told(command)
}

/// The token that another program is to have. One that works no more is handed out when it is named, and not without a word.
fn to_hand_out(cx: &Context, id: Option<&str>, how: &str) -> Result<StoredToken, CliError> {
    let stored = meant(cx, id, |_| true)?;
    if id.is_some() || !is_dead(&stored) {
        warn_of_dead(&stored);
        return Ok(stored);
    }
    let StoredToken { id, .. } = &stored;
    Err(CliError::usage(
        format!("The token {id} {}, and no other one of its environment is known to work.", why_dead(&stored)),
        format!("{} To have it all the same, name it: `orcid-playground token {how} {id}`.", get_one(cx)),
    ))
}

fn warn_of_dead(stored: &StoredToken) {
    if is_dead(stored) {
        note(&format!("warning: the token {} {}; no server is likely to take it.", stored.id, why_dead(stored)));
    }
}

fn list(cx: &Context) -> Result<(), CliError> {
    let list = stored(cx)?;
    for unreadable in &list.unreadable {
        note(&format!("warning: {} is no token response: {}", unreadable.path.display(), unreadable.reason));
    }
    match cx.global.format {
        Format::Json => output::json(&list.tokens.iter().map(as_json).collect::<Vec<_>>()),
        Format::Text if list.tokens.is_empty() => {
            note(&format!("{} {}", none_stored(cx)?, get_one(cx)));
            Ok(())
        }
        Format::Text => {
            let now = Timestamp::now();
            let rows: Vec<Vec<String>> = list.tokens.iter().map(|stored| row(stored, now)).collect();
            output::text(&output::table(
                &["ID", "ENVIRONMENT", "ORCID ID", "NAME", "RECEIVED", "VALID", "STATE", "SCOPE"],
                &rows,
            ))
        }
    }
}

fn row(stored: &StoredToken, now: Timestamp) -> Vec<String> {
    let token = &stored.token;
    let received = age(token.received_at, now);
    let response = stored.response();
    let read = |value: Option<&str>| value.unwrap_or("-").to_owned();
    let record = stored.record();
    let state = match (record.standing(now), record.since(now)) {
        (Standing::Revoked, _) => "revoked here".to_owned(),
        (standing, Some(at)) => format!("{}, {}", standing.words(), age(at, now)),
        (standing, None) => standing.words().to_owned(),
    };
    let valid = match record.expires_at() {
        Some(at) if at <= now => "expired".to_owned(),
        Some(at) => lifetime(u64::try_from(at.duration_since(now).as_secs()).unwrap_or(0)),
        None => "-".to_owned(),
    };
    vec![
        stored.id.clone(),
        token.environment.clone(),
        read(response.as_ref().and_then(TokenResponse::researcher).as_deref()),
        read(response.as_ref().and_then(TokenResponse::name)),
        received,
        valid,
        state,
        read(response.as_ref().and_then(|response| response.scope.as_deref())),
    ]
}

/// Everything but the tokens.
fn as_json(stored: &StoredToken) -> Value {
    let (token, response) = (&stored.token, stored.response());
    json!({
        "id": stored.id,
        "environment": token.environment,
        "issuer": token.issuer,
        "client_id": token.client_id,
        "grant_type": token.grant_type,
        "requested_scope": token.requested_scope,
        "orcid": response.as_ref().and_then(TokenResponse::researcher),
        "name": response.as_ref().and_then(TokenResponse::name),
        "scope": response.as_ref().and_then(|response| response.scope.as_deref()),
        "received_at": token.received_at.to_string(),
        "expires_at": stored.record().expires_at().map(|at| at.to_string()),
        "revoked_at": stored.revoked_at.map(|at| at.to_string()),
        "state": stored.record().standing(Timestamp::now()).to_string(),
        "probed_at": stored.seen.map(|(_, at)| at.to_string()),
        "path": stored.path,
    })
}

/// The body as it was received, its secrets masked unless they are to be seen.
fn show(stored: &StoredToken, reveal: bool) -> Result<(), CliError> {
    let body = stored.token.response.body();
    if reveal {
        return output::body(body);
    }
    let text = String::from_utf8_lossy(body);
    let secrets =
        if stored.token.grant_type == implicit::IMPLICIT { redact::in_form(&text) } else { redact::in_json(&text) };
    output::text(&redact::replace(&text, &secrets, |_, value| mask(value)))
}

fn header(format: Format, stored: &StoredToken) -> Result<(), CliError> {
    let token = response(stored)?.access_token;
    // Whatever a server calls a token, it must not become a header of its own.
    if !token.expose().bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(CliError::usage(
            format!("The access token of {} holds characters that no header can.", stored.id),
            "RFC 6750 allows letters, digits and - . _ ~ + / only; the server that gave it is at fault.",
        ));
    }
    let value = format!("Bearer {}", token.expose());
    match format {
        Format::Text => output::text(&format!("Authorization: {value}")),
        Format::Json => output::json(&json!({ "Authorization": value })),
    }
}

fn env(format: Format, stored: &StoredToken) -> Result<(), CliError> {
    let response = response(stored)?;
    let secret = |secret: &Option<Secret>| secret.as_ref().map(|secret| secret.expose().to_owned());
    let variables: Vec<(&str, String)> = [
        ("ORCID_ACCESS_TOKEN", Some(response.access_token.expose().to_owned())),
        ("ORCID_REFRESH_TOKEN", secret(&response.refresh_token)),
        ("ORCID_ID_TOKEN", secret(&response.id_token)),
        ("ORCID_ID", response.researcher()),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect();
    match format {
        Format::Text => {
            let lines: Result<Vec<String>, CliError> =
                variables.iter().map(|(name, value)| Ok(format!("export {name}={}", quote(value)?))).collect();
            output::text(&lines?.join("\n"))
        }
        Format::Json => {
            let object: Map<String, Value> =
                variables.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
            output::json(&object)
        }
    }
}

/// Where a token of the simulated ORCID works, when that is nowhere now, or at another address than where it came from.
fn tell_whereabouts(cx: &Context, stored: &StoredToken) {
    if EnvironmentKey::from(stored.token.environment.as_str()) != EnvironmentKey::Local {
        return;
    }
    match cx.store.try_serve() {
        Ok(Claim::Serving(_)) => note(
            "note: this token works at the simulated ORCID of `local`, which nobody serves now. To use it in another \
             program, run `orcid-playground` in another terminal first; `orcid-playground sandbox` is an ORCID of its own, \
             which does not know it.",
        ),
        Ok(Claim::ServedBy { address: Some(address) }) if address != stored.token.issuer => {
            note(&format!("note: this token works at {address}, where the simulated ORCID of `local` listens now."));
        }
        // Whoever serves it has the last word, also on what the files do not tell.
        Ok(Claim::ServedBy { .. }) | Err(_) => {}
    }
}

fn quote(value: &str) -> Result<std::borrow::Cow<'_, str>, CliError> {
    shlex::try_quote(value).map_err(|_| {
        CliError::usage("A value holds a NUL character, which no shell takes.", "Use `token show --reveal` instead.")
    })
}

/// Removes them all, once that was said twice.
fn forget_all(cx: &Context, yes: bool) -> Result<(), CliError> {
    let list = stored(cx)?;
    for unreadable in &list.unreadable {
        note(&format!("note: {} is no token response and stays.", unreadable.path.display()));
    }
    let ids: Vec<String> = list.tokens.into_iter().map(|stored| stored.id).collect();
    if ids.is_empty() {
        note(&none_stored(cx)?);
        return Ok(());
    }
    if !yes {
        return Err(CliError::usage(
            format!(
                "This removes {} from this machine. At ORCID the tokens live on, and without them here they can no \
                 longer be revoked from here.",
                if ids.len() == 1 {
                    "one stored token response".to_owned()
                } else {
                    format!("{} stored token responses", ids.len())
                },
            ),
            format!("To do it, add --yes. These would go: {}", ids.join(" ")),
        ));
    }
    forget(cx, &ids)
}

fn forget(cx: &Context, ids: &[String]) -> Result<(), CliError> {
    // All of them are looked for before the first one goes.
    let found = ids.iter().map(|id| Ok(cx.store.find_token(id)?.id)).collect::<Result<Vec<String>, CliError>>()?;
    let mut forgotten: Vec<String> = Vec::new();
    for id in found {
        if !forgotten.contains(&id) {
            forgotten.push(cx.store.forget_token(&id)?);
        }
    }
    match cx.global.format {
        Format::Text => output::text(&forgotten.join("\n"))?,
        Format::Json => output::json(&forgotten)?,
    }
    note("note: removed from this machine alone; at ORCID the tokens live on until they are revoked or expire.");
    Ok(())
}
