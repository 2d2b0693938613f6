//! The stored tokens, and which of them is meant.

use jiff::Timestamp;

use super::{
    context::{Context, Counts},
    error::CliError,
    output::note,
    target::Target,
};
use crate::{
    oauth::{Standing, TokenResponse},
    orcid::{EnvironmentKey, operations::Holder},
    store::{StoredToken, TokenList},
};

/// The stored token responses, newest first; those of one environment when one is asked for.
///
/// # Errors
/// When they cannot be read.
pub fn stored(cx: &Context) -> Result<TokenList, CliError> {
    let mut list = cx.store.tokens()?;
    if let Some(asked) = cx.asked_environment()? {
        list.tokens.retain(|stored| environment_of(stored) == asked);
    }
    Ok(list)
}

/// That there is none, at the environment that was asked for.
///
/// # Errors
/// When what was asked for is no environment.
pub fn none_stored(cx: &Context) -> Result<String, CliError> {
    let environment = cx.asked_environment()?.map(|key| format!(" of {key}")).unwrap_or_default();
    Ok(format!("No token{environment} is stored."))
}

/// What to do when there is none, at the environment that was asked for.
pub fn get_one(cx: &Context) -> String {
    let option = |name: &str, value: &Option<String>| {
        value.as_deref().map(|value| format!(" --{name} {value}")).unwrap_or_default()
    };
    let (environment, profile) = (option("env", &cx.global.env), option("profile", &cx.global.profile));
    format!("Get one: `orcid-playground authorize{environment}{profile}`.")
}

/// The tokens that one is chosen from when none is named: those of the environment that counts, newest first.
///
/// # Errors
/// When they cannot be read.
pub fn counting(cx: &Context) -> Result<Vec<StoredToken>, CliError> {
    let mut tokens = cx.store.tokens()?.tokens;
    let Some(Counts { environment, profile }) = cx.counting_environment()? else { return Ok(tokens) };
    tokens.retain(|stored| environment_of(stored) == environment);
    // Several clients may have tokens there; a profile that is named speaks of one.
    if let Some((_, profile)) = profile.filter(|_| cx.global.profile.is_some()) {
        tokens.retain(|stored| stored.token.client_id == profile.client_id);
    }
    Ok(tokens)
}

/// The token that is named. Where none is: of those of the environment that counts the newest of which this holds and that
/// works as far as is known; else the newest of which it holds; else the newest. What that choice was not to be expected
/// to be, is said.
///
/// # Errors
/// When there is none, its name fits several, or it is of another environment than the one asked for.
pub fn meant(cx: &Context, id: Option<&str>, fits: impl Fn(&StoredToken) -> bool) -> Result<StoredToken, CliError> {
    if let Some(id) = id {
        return find(cx, id);
    }
    let tokens = counting(cx)?;
    let Some(best) = best(&tokens, &fits) else { return Err(none_counting(cx)?) };
    tell_choice(cx, best, &tokens, fits)?;
    Ok(best.clone())
}

/// The newest of these of which this holds and that works as far as is known; else the newest of which it holds; else the
/// newest.
pub fn best(tokens: &[StoredToken], fits: impl Fn(&StoredToken) -> bool) -> Option<&StoredToken> {
    let living = tokens.iter().find(|stored| fits(stored) && !is_dead(stored));
    living.or_else(|| tokens.iter().find(|stored| fits(stored))).or_else(|| tokens.first())
}

/// The token that is named.
///
/// # Errors
/// When there is none, its name fits several, or it is of another environment than the one asked for.
pub fn find(cx: &Context, id: &str) -> Result<StoredToken, CliError> {
    let stored = cx.store.find_token(id)?;
    let environment = environment_of(&stored);
    // A token goes nowhere but to the server that gave it.
    match cx.asked_by_option()? {
        Some((option, asked)) if asked != environment => Err(CliError::usage(
            format!("The token {} is of {environment}, not of {asked}.", stored.id),
            format!("Leave {option} away, or name another token."),
        )),
        _ => Ok(stored),
    }
}

/// That no token is there, where the profile that was used last decides it.
fn none_counting(cx: &Context) -> Result<CliError, CliError> {
    Ok(match cx.counting_environment()? {
        Some(Counts { environment, profile: Some((name, _)) }) if cx.global.profile.is_some() => CliError::usage(
            format!("No token of the client of the profile {name} is stored for {environment}."),
            get_one(cx),
        ),
        Some(Counts { environment, profile: Some((name, _)) }) if cx.asked_environment()?.is_none() => CliError::usage(
            format!("No token of {environment} is stored, the environment of the profile {name}, which was used last."),
            "Get one: `orcid-playground authorize`; or name another environment with --env.",
        ),
        _ => CliError::usage(none_stored(cx)?, get_one(cx)),
    })
}

/// Says which token it is, where that is not simply the newest one.
fn tell_choice(
    cx: &Context,
    best: &StoredToken,
    tokens: &[StoredToken],
    fits: impl Fn(&StoredToken) -> bool,
) -> Result<(), CliError> {
    if let Some(newer) = tokens.iter().take_while(|stored| stored.id != best.id).find(|stored| fits(stored)) {
        note(&format!("note: {} is taken: the newer one, {}, {}.", best.id, newer.id, why_dead(newer)));
    }
    let newest = cx.store.tokens()?.tokens.into_iter().next();
    let elsewhere = newest.map(|newest| environment_of(&newest)).filter(|key| *key != environment_of(best));
    if let Some(elsewhere) = elsewhere
        && cx.asked_environment()?.is_none()
        && let Some(Counts { environment, profile: Some((name, _)) }) = cx.counting_environment()?
    {
        note(&format!(
            "note: the token is one of {environment}, the environment of the profile {name}, which was used last. One of \
             {elsewhere} is newer: --env {elsewhere}"
        ));
    }
    Ok(())
}

fn environment_of(stored: &StoredToken) -> EnvironmentKey {
    EnvironmentKey::from(stored.token.environment.as_str())
}

/// The tokens of a stored answer.
///
/// # Errors
/// When the answer is no token response.
pub fn response(stored: &StoredToken) -> Result<TokenResponse, CliError> {
    stored.response().ok_or_else(|| {
        CliError::usage(
            format!("The answer {} holds no access token that can be read.", stored.id),
            format!("Look at it: `orcid-playground token show {} --reveal`.", stored.id),
        )
    })
}

/// Whether a token is known to work no more.
pub fn is_dead(stored: &StoredToken) -> bool {
    stored.record().standing(Timestamp::now()).is_dead()
}

/// Why a token works no more, as the end of a sentence about it.
pub fn why_dead(stored: &StoredToken) -> &'static str {
    match stored.record().standing(Timestamp::now()) {
        Standing::Revoked => "was revoked from here",
        Standing::Refused => "was refused by the server when it was asked last",
        Standing::SpentCode => "ended when its code was used again",
        Standing::Expired => "has expired",
        Standing::Live | Standing::Unknown => "works as far as is known",
    }
}

/// What a token allows, as far as is known.
pub fn holder_of(stored: &StoredToken, response: &TokenResponse) -> Holder {
    Holder::of(response, &stored.token.client_id, is_dead(stored))
}

/// Whether a token may call it, dead or alive, as far as is known.
pub fn may_call(stored: &StoredToken, target: &Target) -> bool {
    let Some(response) = stored.response() else { return false };
    let holder = Holder::of(&response, &stored.token.client_id, false);
    let whose = !target.needs_orcid() || holder.orcid.is_some();
    whose && target.operation.is_none_or(|operation| holder.may(operation).is_yes())
}
