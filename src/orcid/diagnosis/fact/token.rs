//! Facts of the token that a request bears, and of the tokens that came.

use serde_json::Value;

use crate::{
    oauth::{AuthorizationResponse, ScopeSet, TokenResponse, form},
    orcid::{
        InvalidOrcidId, OrcidId,
        diagnosis::{Reading, TokenKnown, case::Case},
        scopes, shape,
    },
    text,
};

/// A persistent token lives for twenty years; anything under a day was not meant to last.
const SHORT: i64 = 86_400;

fn token<'a>(case: &'a Case<'_>) -> Option<&'a TokenKnown> {
    case.situation.token.as_ref()
}

pub(super) fn revoked(case: &Case<'_>) -> Option<String> {
    token(case).filter(|token| token.revoked).map(|_| "This token was revoked from here.".to_owned())
}

pub(super) fn code_reused(case: &Case<'_>) -> Option<String> {
    token(case)
        .filter(|token| token.code_reused)
        .map(|_| "The code of this token was exchanged once more after it came.".to_owned())
}

pub(super) fn expired(case: &Case<'_>) -> Option<String> {
    let (age, lives) = token(case).and_then(|token| token.age.zip(token.expires_in))?;
    (age >= lives).then(|| format!("It was good for {lives} s, and is {age} s old."))
}

pub(super) fn two_legged(case: &Case<'_>) -> Option<String> {
    let said = case.reading.clues.is_two_legged;
    (said || token(case).is_some_and(|token| token.two_legged))
        .then(|| "This token is the client's own, of no researcher.".to_owned())
}

pub(super) fn pasted(case: &Case<'_>) -> Option<String> {
    token(case)
        .filter(|token| token.pasted)
        .map(|_| "This token was pasted: which server gave it, and to which client, is not known here.".to_owned())
}

/// Whether a member may have been in the answer, and is only not in what was copied of it.
fn may_be_left_out(case: &Case<'_>, name: &str) -> bool {
    // A number that is torn off is null here; a name that is null tells.
    let is_told = |value: &Value| name != "expires_in" || !value.is_null();
    let there = || case.reading.json.as_ref().is_some_and(|json| json.get(name).is_some_and(is_told));
    case.reading.clues.is_partial && !there()
}

pub(super) fn other_environment(case: &Case<'_>) -> Option<String> {
    let from = token(case)?.environment.as_ref()?;
    let asked = case.request.environment().unwrap_or_else(|| case.environment().clone());
    (*from != asked).then(|| format!("The token is of {from}, the request went to {asked}."))
}

pub(super) fn malformed(case: &Case<'_>) -> Option<String> {
    let bearer =
        case.request.bearer().or_else(|| case.request.field("token")).or_else(|| case.request.field("refresh_token"));
    let bearer = bearer.map(str::to_owned).or_else(|| echoed(case.reading))?;
    if shape::is_uuid(&bearer) || shape::is_jwt(&bearer) || bearer.starts_with("eyJ") || bearer.is_empty() {
        return None;
    }
    let length = bearer.chars().count();
    Some(if shape::is_uuid(&shape::without_strays(&bearer)) {
        "The token has a blank, a quote or a line break in or around it.".to_owned()
    } else if shape::is_code(&bearer) {
        "What was sent has six characters: that is an authorization code.".to_owned()
    } else {
        format!("What was sent has {}; ORCID's tokens are UUIDs, of 36.", text::count(length, "character"))
    })
}

/// The authorization code that the words repeat.
pub(super) fn said_code(reading: &Reading) -> Option<String> {
    let said = reading.description.as_deref()?;
    let (_, code) = said.split_once("nvalid authorization code:")?;
    Some(code.trim().trim_end_matches(['.', ')', '"', '\'', '}']).to_owned()).filter(|code| !code.contains(' '))
}

/// The token that the words repeat.
pub(super) fn echoed(reading: &Reading) -> Option<String> {
    let said = reading.description.as_deref()?;
    let (_, token) = said.split_once("nvalid access token: ")?;
    // What ends the text around it belongs to that.
    let token = token.split([',', '\n', '"', '”', '»']).next().unwrap_or_default();
    // In a sentence others follow.
    let first = token.split(' ').next().unwrap_or_default().trim_end_matches(['.', '\'', ')']);
    let token = if shape::is_uuid(first) { first } else { token };
    Some(token.trim_end_matches(['"', '\'', '}', ')', ']', '\\', '.']).to_owned())
}

pub(super) fn is_jwt(case: &Case<'_>) -> Option<String> {
    let bearer = case.request.bearer().map(str::to_owned).or_else(|| echoed(case.reading))?;
    // Of one that is cut off, the beginning tells.
    (shape::is_jwt(&bearer) || bearer.starts_with("eyJ"))
        .then(|| "What was sent is a JWT: an ID token, which is for the client alone.".to_owned())
}

pub(super) fn none(case: &Case<'_>) -> Option<String> {
    let asked = !case.request.method.is_empty() && !case.request.is_line;
    (asked && case.request.bearer().is_none_or(str::is_empty)).then(|| "The request bears no token.".to_owned())
}

fn lacks(case: &Case<'_>, wanted: &[&str], words: &str) -> Option<String> {
    let granted = token(case).map(|token| token.scope.clone()).filter(|scope| !scope.is_empty())?;
    let closure = scopes::closure(&granted);
    let has = wanted.iter().any(|scope| closure.contains(scope));
    (!has).then(|| format!("The token was granted {granted}, {words}."))
}

pub(super) fn lacks_authenticate(case: &Case<'_>) -> Option<String> {
    lacks(case, &["/authenticate"], "which does not bring /authenticate")
}

pub(super) fn brings_authenticate(case: &Case<'_>) -> Option<String> {
    let granted = &token(case)?.scope;
    let closure = scopes::closure(granted);
    let brings = closure.contains("/authenticate") || closure.contains("openid");
    brings.then(|| format!("The token was granted {granted}."))
}

pub(super) fn lacks_read(case: &Case<'_>) -> Option<String> {
    lacks(case, &["/read-limited", "/activities/read-limited", "/person/read-limited"], "which reads nothing limited")
}

pub(super) fn lacks_update(case: &Case<'_>) -> Option<String> {
    let person = super::request::writes_person(case);
    let wanted =
        if person { ["/person/update", "/orcid-bio/update"] } else { ["/activities/update", "/orcid-works/update"] };
    if !super::request::writes(case) {
        return None;
    }
    lacks(case, &wanted, &format!("which does not bring {}", wanted[0]))
}

pub(super) fn other_record(case: &Case<'_>) -> Option<String> {
    let own = token(case)?.orcid.as_deref()?;
    let named = case.request.segments().first().copied().filter(|segment| shape::is_orcid_shaped(segment))?.to_owned();
    (named != own).then(|| format!("The path names {named}, the token is {own}'s."))
}

/// What was granted, next to what was asked for.
fn granted<'a>(case: &'a Case<'_>) -> Option<(&'a TokenResponse, ScopeSet)> {
    let response = case.reading.token.as_ref()?;
    Some((response, response.scopes()?))
}

/// The scopes that were granted: as the answer has them, or as a library tells of it.
fn granted_scopes(case: &Case<'_>) -> Option<ScopeSet> {
    let told = || case.reading.scopes_changed.as_ref().map(|(_, granted)| granted.clone());
    let in_fragment = || in_redirect(case, "scope").map(|scopes| ScopeSet::parse(&scopes));
    granted(case).map(|(_, scopes)| scopes).or_else(told).or_else(in_fragment)
}

/// A parameter that came back beside tokens: the implicit flow.
pub(super) fn in_redirect(case: &Case<'_>, name: &str) -> Option<String> {
    match case.reading.redirect.as_ref()? {
        AuthorizationResponse::Tokens { parameters, .. } => form::first(parameters, name).map(str::to_owned),
        AuthorizationResponse::Code { .. } | AuthorizationResponse::Error { .. } => None,
    }
}

pub(super) fn fewer_scopes(case: &Case<'_>) -> Option<String> {
    let scopes = granted_scopes(case)?;
    let missing = case.situation.scope.without(&scopes);
    let granted = if scopes.is_empty() { "nothing".to_owned() } else { scopes.to_string() };
    (!missing.is_empty())
        .then(|| format!("Asked for {}, granted {granted}: not granted is {missing}.", case.situation.scope))
}

pub(super) fn all_granted(case: &Case<'_>) -> Option<String> {
    let scopes = granted_scopes(case)?;
    case.situation.scope.without(&scopes).is_empty().then(|| {
        let same = scopes.without(&case.situation.scope).is_empty();
        let words = if same {
            "They are the same scopes, in another order or with another separator"
        } else {
            "Nothing that was asked for is missing"
        };
        format!("{words}.")
    })
}

pub(super) fn openid_not_granted(case: &Case<'_>) -> Option<String> {
    let missing = case.situation.scope.without(&granted_scopes(case)?);
    missing.contains("openid").then(|| "openid is not granted, so no ID token comes.".to_owned())
}

fn three_legged<'a>(case: &'a Case<'_>) -> Option<&'a TokenResponse> {
    let response = case.reading.token.as_ref()?;
    (!response.is_two_legged() && !matches!(case.grant(), "client_credentials")).then_some(response)
}

fn exchanges(case: &Case<'_>) -> bool {
    case.grant().ends_with("token-exchange")
        || case.reading.token.as_ref().is_some_and(|t| t.extra.contains_key("issued_token_type"))
}

pub(super) fn name_null(case: &Case<'_>) -> Option<String> {
    let response = three_legged(case).filter(|_| !exchanges(case))?;
    (response.orcid().is_some() && response.name().is_none() && !may_be_left_out(case, "name"))
        .then(|| "name is null, empty or missing in the response.".to_owned())
}

pub(super) fn no_refresh(case: &Case<'_>) -> Option<String> {
    let response = case.reading.token.as_ref().filter(|_| !exchanges(case))?;
    let none = response.refresh_token.as_ref().is_none_or(crate::oauth::Secret::is_empty);
    (none && !may_be_left_out(case, "refresh_token")).then(|| "There is no refresh_token in the response.".to_owned())
}

pub(super) fn short_expiry(case: &Case<'_>) -> Option<String> {
    let seconds = case.reading.token.as_ref().filter(|_| !exchanges(case))?.expires_in?;
    (seconds < SHORT)
        .then(|| format!("expires_in is {seconds}; ORCID's tokens usually live 631138518 s, twenty years."))
}

pub(super) fn no_expiry(case: &Case<'_>) -> Option<String> {
    let response = case.reading.token.as_ref()?;
    (response.expires_in.is_none() && !may_be_left_out(case, "expires_in"))
        .then(|| "There is no expires_in in the response.".to_owned())
}

pub(super) fn other_orcid(case: &Case<'_>) -> Option<String> {
    let (before, now) = (case.situation.orcid_before.as_deref()?, three_legged(case)?.orcid()?);
    (before != now).then(|| format!("Before it was {before}, now it is {now}."))
}

pub(super) fn no_orcid(case: &Case<'_>) -> Option<String> {
    let response = case.reading.token.as_ref()?;
    let three_legged =
        matches!(case.grant(), "authorization_code") || (case.grant().is_empty() && !response.is_two_legged());
    (three_legged && !exchanges(case) && response.orcid().is_none() && !may_be_left_out(case, "orcid"))
        .then(|| "There is no orcid in the response.".to_owned())
}

pub(super) fn no_id_token(case: &Case<'_>) -> Option<String> {
    let (response, scopes) = granted(case)?;
    let expected = scopes.contains("openid") && case.grant() != "refresh_token" && !exchanges(case);
    let none = response.id_token.as_ref().is_none_or(crate::oauth::Secret::is_empty);
    (expected && none && !may_be_left_out(case, "id_token"))
        .then(|| "openid is among the granted scopes, and there is no id_token.".to_owned())
}

pub(super) fn type_odd(case: &Case<'_>) -> Option<String> {
    let response = case.reading.token.as_ref().filter(|_| !exchanges(case))?;
    let kind = &response.token_type;
    if may_be_left_out(case, "token_type") {
        return None;
    }
    (!kind.eq_ignore_ascii_case("bearer")).then(|| format!("token_type is {kind:?}, not bearer."))
}

pub(super) fn lacking(case: &Case<'_>) -> Option<String> {
    let json = case.reading.json.as_ref().filter(|_| case.reading.token.is_none() && case.reading.error.is_none())?;
    let is_one =
        json.get("token_type").is_some() && (json.get("expires_in").is_some() || json.get("refresh_token").is_some());
    let named = json.get("access_token").is_some();
    is_one.then(|| if named { "access_token is null." } else { "There is no access_token in the response." }.to_owned())
}

pub(super) fn empty(case: &Case<'_>) -> Option<String> {
    let response = case.reading.token.as_ref()?;
    response.access_token.expose().trim().is_empty().then(|| "access_token is empty.".to_owned())
}

/// A part of a UUID that somebody shortened on purpose ends otherwise: with dots, stars, or behind the first group.
pub(super) fn cut(case: &Case<'_>) -> Option<String> {
    let token = case.reading.token.as_ref()?.access_token.expose();
    let hexadecimal = token.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let length = token.chars().count();
    (hexadecimal && token.contains('-') && (10..36).contains(&length))
        .then(|| format!("access_token has {}; ORCID's are UUIDs, of 36.", text::count(length, "character")))
}

pub(super) fn id_wrong(case: &Case<'_>) -> Option<String> {
    let text = |name: &str| case.reading.json.as_ref()?.get(name)?.as_str();
    let of_token = case.reading.token.as_ref().and_then(|token| token.orcid());
    let written = of_token.or_else(|| text("sub")).or_else(|| text("orcid"))?;
    let id = shape::meant_orcid(written)?;
    match id.parse::<OrcidId>() {
        Err(InvalidOrcidId::CheckDigit { expected }) => Some(format!("The check digit of {id} should be {expected}.")),
        Ok(_) | Err(InvalidOrcidId::Shape) => None,
    }
}

pub(super) fn userinfo_name_null(case: &Case<'_>) -> Option<String> {
    let json = case.reading.json.as_ref().filter(|json| json.get("sub").is_some())?;
    let null = |name: &str| json.get(name).is_none_or(Value::is_null);
    // In the claims of an ID token only what is there and null tells.
    let names = ["name", "given_name", "family_name"];
    let told = json.get("iss").is_none() || names.iter().any(|name| json.get(*name).is_some_and(Value::is_null));
    (told && null("given_name") && null("family_name") && null("name")).then(|| "All three names are null.".to_owned())
}
