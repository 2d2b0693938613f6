//! `id-token`: everything that must hold of an ID token, checked (guide `orcid-wire`, "ID token").

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    args::IdTokenArgs,
    context::Context,
    error::{CliError, Exit},
    format::Format,
    holder::Holder,
    input,
    output::{self, note},
    server::Server,
};
use crate::{
    app::id_token::{issuer_for, report},
    oauth::{
        Secret,
        id_token::{Checked, Expected, IdToken, KeySet, Keys, Nonce, holds, key_set_request, verify},
        implicit::IMPLICIT,
    },
    orcid::{Environment, EnvironmentKey},
};

/// Checks it, and prints each result with its reason.
pub async fn run(cx: &Context, args: &IdTokenArgs) -> Result<(), CliError> {
    let mut subject = match args.token.as_deref() {
        Some("-") => given(cx, &input::token(&cx.global).await?).await?,
        Some(jwt) if jwt.starts_with("eyJ") => {
            note(
                "note: others on this machine can read what stands on a command line; `id-token -` reads standard input.",
            );
            given(cx, &Secret::from(jwt)).await?
        }
        id => stored(cx, id).await?,
    };
    if let Some(nonce) = &args.nonce {
        subject.nonce = Nonce::Sent(nonce.clone());
    }
    let token = decode(subject.text.expose())?;
    let (keys, trouble) = keys(cx, &mut subject.server).await?;
    let expected = Expected {
        issuer: &subject.issuer,
        client_id: subject.client_id.as_deref(),
        nonce: subject.nonce,
        max_age: None,
        access_token: subject.access_token.as_ref(),
        front_channel: subject.front_channel,
        code: None,
        orcid: subject.orcid.as_deref(),
        keys: match &keys {
            Ok(keys) => Keys::Known(keys),
            Err(why) => Keys::Missing(why),
        },
        now: Timestamp::now(),
    };
    let checks = verify(&token, &expected);
    match cx.global.format {
        Format::Json => output::json(&as_json(&token, &checks, expected.issuer))?,
        Format::Text => {
            let lines = report(&token, &checks, expected.now);
            output::text(&lines.iter().map(|line| line.text()).collect::<Vec<_>>().join("\n"))?;
        }
    }
    match trouble {
        Some(error) => Err(error),
        None if holds(&checks) => Ok(()),
        None => Err(CliError::refused("This ID token does not hold; see the lines with a ✗ or «not looked at».", "")),
    }
}

/// A token, and what is known of where it came from.
struct Subject {
    text: Secret,
    server: Server,
    /// Who must have made it.
    issuer: String,
    client_id: Option<String>,
    nonce: Nonce,
    access_token: Option<Secret>,
    orcid: Option<String>,
    front_channel: bool,
}

fn decode(text: &str) -> Result<IdToken, CliError> {
    IdToken::decode(text).map_err(|error| {
        CliError::usage(
            format!("That is no ID token: {error}."),
            "An ID token is what stands under id_token in a token response; it comes when openid is among the scopes.",
        )
    })
}

/// One that is stored: all that it answers to is known.
async fn stored(cx: &Context, id: Option<&str>) -> Result<Subject, CliError> {
    let holder = match id {
        None => Holder::newest(cx, |response| response.any_id_token().is_some())?,
        id => Holder::find(cx, id)?,
    };
    let Some(text) = holder.response.any_id_token().cloned() else { return Err(holder.has_no_id_token()) };
    let kept = &holder.stored.token;
    note(&format!("checking the ID token of {}", holder.stored.id));
    // What an exchange gave belongs to an access token that is not in the same answer.
    let exchanged = holder.response.is_id_token();
    Ok(Subject {
        text,
        server: holder.server(cx).await?,
        issuer: kept.issuer.clone(),
        client_id: Some(kept.client_id.clone()),
        nonce: match &kept.nonce {
            _ if exchanged => Nonce::Unknown,
            nonce => Nonce::of_stored(&kept.grant_type, nonce.clone()),
        },
        access_token: (!exchanged).then(|| holder.response.access_token.clone()),
        orcid: holder.response.orcid().map(str::to_owned),
        front_channel: kept.grant_type == IMPLICIT,
    })
}

/// One from elsewhere, held against what is configured, else against the ORCID that it names.
async fn given(cx: &Context, text: &Secret) -> Result<Subject, CliError> {
    let token = decode(text.expose())?;
    let resolved = cx.resolve()?;
    let named = token.text("iss").map(EnvironmentKey::from).filter(|key| Environment::real(key).is_some());
    let asked = cx.asked_environment()?.is_some() || resolved.profile.is_some();
    let (environment, client_id) = match named {
        Some(named) if !asked => {
            note(&format!("note: held against {named}, which it names itself; --env says which one it should be."));
            (named, cx.global.client_id.clone().or_else(|| cx.variables.client_id.clone()))
        }
        Some(_) | None => (resolved.environment.clone(), Some(resolved.client_id.clone()).filter(|id| !id.is_empty())),
    };
    let server = Server::reach(cx, &environment, resolved.endpoints.as_ref(), &resolved.redirect_uri).await?;
    Ok(Subject {
        text: text.clone(),
        issuer: issuer_for(&token, &server.environment),
        server,
        client_id,
        nonce: Nonce::Unknown,
        access_token: None,
        orcid: None,
        front_channel: false,
    })
}

/// The server's keys, or why there are none, and the failure that this ends with.
async fn keys(cx: &Context, server: &mut Server) -> Result<(Result<KeySet, String>, Option<CliError>), CliError> {
    if server.environment.metadata.jwks_uri.is_none() {
        let why = format!("{} names no key set", server.environment.metadata.issuer);
        return Ok((Err(why), None));
    }
    let build =
        |provider: &crate::oauth::ProviderMetadata| key_set_request(provider.jwks_uri.as_deref().unwrap_or_default());
    match server.send(cx, "", build).await {
        Ok(answer) => {
            let status = answer.status().as_u16();
            let keys = KeySet::read(answer.body());
            Ok((
                keys.map_err(|error| format!("the answer about the keys (HTTP {status}) cannot be used: {error}")),
                None,
            ))
        }
        Err(error) if error.exit == Exit::Network => Ok((Err("no answer about the keys".to_owned()), Some(error))),
        Err(error) => Err(error),
    }
}

fn as_json(token: &IdToken, checks: &[Checked], issuer: &str) -> Value {
    let row = |checked: &Checked| {
        let mut row = json!({"check": checked.check.label(), "result": checked.verdict.to_string(),
            "reason": checked.reason});
        if !checked.advice.is_empty() {
            row["advice"] = checked.advice.into();
        }
        row
    };
    json!({"holds": holds(checks), "issuer": issuer, "header": token.header, "claims": token.claims,
        "checks": checks.iter().map(row).collect::<Vec<_>>()})
}
