//! The stored tokens, and which of them is meant.

use jiff::Timestamp;

use super::{context::Context, error::CliError, target::Target};
use crate::{
    oauth::TokenResponse,
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
        list.tokens.retain(|stored| EnvironmentKey::from(stored.token.environment.as_str()) == asked);
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
    let environment = cx.global.env.as_deref().map(|env| format!(" --env {env}")).unwrap_or_default();
    format!("Get one: `orcid-playground authorize{environment}`.")
}

/// The token that is meant; the newest when none is named.
///
/// # Errors
/// When there is none, or its name fits several.
pub fn find(cx: &Context, id: Option<&str>) -> Result<StoredToken, CliError> {
    if let Some(id) = id {
        return Ok(cx.store.find_token(id)?);
    }
    match stored(cx)?.tokens.into_iter().next() {
        Some(newest) => Ok(newest),
        None => Err(CliError::usage(none_stored(cx)?, get_one(cx))),
    }
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

/// What a token allows, as far as is known.
pub fn holder_of(stored: &StoredToken, response: &TokenResponse) -> Holder {
    Holder::of(response, &stored.token.client_id, is_dead(stored))
}

/// The newest of these tokens that may call it, as far as is known; else the newest of all.
pub fn fitting<'a>(tokens: &'a [StoredToken], target: &Target) -> Option<&'a StoredToken> {
    let may = |stored: &&StoredToken| {
        let Some(response) = stored.response() else { return false };
        let holder = holder_of(stored, &response);
        let whose = !target.needs_orcid() || holder.orcid.is_some();
        whose && !holder.dead && target.operation.is_none_or(|operation| holder.may(operation).is_yes())
    };
    tokens.iter().find(may).or_else(|| tokens.first())
}
