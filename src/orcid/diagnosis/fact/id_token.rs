//! Facts of the ID token in a token response. Its signature is not looked at: what is wrong here is wrong with any.

use super::token;
use crate::{
    oauth::{clock, id_token::IdToken, is_loopback_host},
    orcid::{EnvironmentKey, diagnosis::case::Case},
};

/// What came, when it can be read: masked ones cannot.
fn decoded(case: &Case<'_>) -> Option<IdToken> {
    let of_token = case.reading.token.as_ref().and_then(|token| Some(token.any_id_token()?.expose().to_owned()));
    IdToken::decode(&of_token.or_else(|| token::in_redirect(case, "id_token"))?).ok()
}

/// Everybody writes ORCID's issuers otherwise; they count to the letter (guide `orcid-wire`, "Discovery").
pub(super) fn issuer(case: &Case<'_>) -> Option<String> {
    let token = decoded(case)?;
    let issuer = token.text("iss")?;
    let of = match issuer {
        "https://orcid.org" => Some(EnvironmentKey::Production),
        "https://sandbox.orcid.org" => Some(EnvironmentKey::Sandbox),
        _ => None,
    };
    let asked = case.request.environment().or_else(|| {
        Some(case.environment().clone())
            .filter(|key| matches!(key, EnvironmentKey::Sandbox | EnvironmentKey::Production))
    });
    match (of, asked) {
        (Some(of), Some(asked)) => {
            (of != asked).then(|| format!("iss of the ID token is {issuer}, and {asked} was asked."))
        }
        (Some(_), None) => None,
        (None, Some(_)) => Some(format!("iss of the ID token is {issuer}, which is none of ORCID's issuers.")),
        (None, None) => {
            // The simulated ORCID may be served anywhere.
            let host = url::Url::parse(issuer).ok().and_then(|url| url.host_str().map(str::to_owned));
            let own = issuer.starts_with("http://") && !issuer.contains("orcid.org");
            (!own && !host.as_deref().is_some_and(is_loopback_host))
                .then(|| format!("iss of the ID token is {issuer}, which is none of ORCID's issuers."))
                .filter(|_| *case.environment() == EnvironmentKey::Local)
        }
    }
}

pub(super) fn audience(case: &Case<'_>) -> Option<String> {
    let token = decoded(case)?;
    let (all, own) = (token.audience(), case.situation.client_id.as_str());
    (!own.is_empty() && !all.is_empty() && !all.contains(&own))
        .then(|| format!("The ID token was made for {}, not for {own}.", all.join(", ")))
}

pub(super) fn old(case: &Case<'_>) -> Option<String> {
    // Claims that somebody quoted tell it as the token does.
    let claims = || case.reading.json.as_ref().filter(|json| json.get("iss").is_some())?.get("exp")?.as_i64();
    let end = decoded(case).and_then(|token| token.seconds("exp")).or_else(claims)?;
    let now = case.situation.now?;
    (end.saturating_add(clock::LEEWAY) <= now).then(|| format!("exp of the ID token is {end}; now it is {now}."))
}

pub(super) fn subject(case: &Case<'_>) -> Option<String> {
    let token = decoded(case)?;
    let (subject, orcid) = (token.text("sub")?, case.reading.token.as_ref()?.orcid()?);
    (subject != orcid).then(|| format!("sub of the ID token is {subject}, orcid in the response is {orcid}."))
}

pub(super) fn algorithm(case: &Case<'_>) -> Option<String> {
    let token = decoded(case)?;
    let algorithm = token.header.get("alg")?.as_str()?;
    (algorithm != "RS256").then(|| format!("alg of the ID token is {algorithm}; ORCID signs with RS256 only."))
}
