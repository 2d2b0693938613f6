//! The situation of one message, gathered from the messages before it: how old its code is, whether it was spent, what is
//! known of its token.

use jiff::Timestamp;

use super::{Situation, TokenKnown, case::Request};
use crate::{
    oauth::{AuthorizationResponse, Exchange, HttpRequest, Outcome, Purpose, TokenAnswer, TokenResponse, clock, form},
    orcid::Environment,
};

/// The situation of a message: `base` is what is configured, `messages` are those of the session, in order. Only what came
/// before the message counts.
pub fn situation_of(exchange: &Exchange, messages: &[Exchange], base: Situation) -> Situation {
    let before: Vec<&Exchange> = messages.iter().filter(|message| message.id < exchange.id).collect();
    let mut situation = base;
    if let Some(asked) = before.iter().rev().find_map(|message| authorization(message)) {
        let get = |name: &str| form::first(&asked, name).map(str::to_owned);
        situation.authorized_redirect_uri = get("redirect_uri");
        situation.response_type = get("response_type");
        situation.prompt = get("prompt");
        situation.nonce = Some(get("nonce").is_some());
        situation.state = get("state");
        situation.code_client = get("client_id");
    }
    if exchange.purpose == Purpose::Token {
        let code = Request::of(&exchange.request).field("code").map(str::to_owned);
        code_history(&mut situation, exchange, &before, code.as_deref());
        situation.orcid_before = before.iter().rev().find_map(|message| granted(message)?.researcher());
    }
    if let Some(borne) = borne(&exchange.request) {
        situation.token = known(&borne, exchange.started, &before).or(situation.token);
    }
    situation.now = Some(exchange.started.as_second());
    situation.clock_skew = clock_skew(exchange).or(situation.clock_skew);
    situation
}

/// The token that a request bears, or presents to be refreshed or revoked.
pub fn borne(request: &HttpRequest) -> Option<String> {
    let request = Request::of(request);
    let token = request.bearer().or_else(|| request.field("refresh_token")).or_else(|| request.field("token"));
    token.map(str::to_owned)
}

/// The parameters of the authorization request that a message sends or carries.
fn authorization(message: &Exchange) -> Option<Vec<(String, String)>> {
    let there = matches!(message.purpose, Purpose::AuthorizationRequest | Purpose::Researcher);
    let query = message.request.uri().query().filter(|query| there && query.contains("client_id="))?;
    Some(form::parse_form(query.as_bytes()))
}

fn code_history(situation: &mut Situation, exchange: &Exchange, before: &[&Exchange], code: Option<&str>) {
    let Some(code) = code else { return };
    let since = |then: Timestamp| exchange.started.as_second() - then.as_second();
    let brought: Vec<&&Exchange> = before.iter().filter(|message| brings(message, code)).collect();
    situation.code_age = brought.first().map(|message| since(message.started)).or(situation.code_age);
    situation.callbacks = u32::try_from(brought.len()).unwrap_or(u32::MAX);
    if brought.is_empty() {
        // Pasted alone, it may be anybody's.
        situation.code_client = None;
    }
    let spent = before.iter().find(|message| {
        message.purpose == Purpose::Token
            && may_hold(message.request.body(), code)
            && Request::of(&message.request).field("code") == Some(code)
            && granted(message).is_some()
    });
    situation.code_exchanged = spent.map(|message| since(message.started)).or(situation.code_exchanged);
    situation.code_environment = before
        .iter()
        .rev()
        .find(|message| authorization(message).is_some())
        .filter(|_| !brought.is_empty())
        .and_then(|message| Environment::of_url(&message.request.uri().to_string()));
}

/// Whether a message is the callback with this code.
fn brings(message: &Exchange, code: &str) -> bool {
    let came = || AuthorizationResponse::parse(message.request.uri().query(), message.fragment.as_deref());
    message.purpose == Purpose::Callback
        && matches!(came(), Some(AuthorizationResponse::Code { code: came, .. }) if came == code)
}

/// Whether bytes can hold a value: the cheap question before they are read, because a session can have thousands of messages.
fn may_hold(bytes: &[u8], value: &str) -> bool {
    // What has other characters may be written in another way.
    let is_plain = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    !is_plain || std::str::from_utf8(bytes).map_or(true, |text| text.contains(value))
}

/// The tokens that a message brought.
fn granted(message: &Exchange) -> Option<TokenResponse> {
    let response = message.outcome.response().filter(|_| message.purpose == Purpose::Token)?;
    match TokenAnswer::read(response) {
        TokenAnswer::Granted(token) => Some(*token),
        TokenAnswer::Refused(_) | TokenAnswer::Malformed(_) => None,
    }
}

/// What the messages before tell of a token.
fn known(borne: &str, now: Timestamp, before: &[&Exchange]) -> Option<TokenKnown> {
    let is_it = |token: &TokenResponse| {
        token.access_token.expose() == borne
            || token.refresh_token.as_ref().is_some_and(|refresh| refresh.expose() == borne)
    };
    let (index, response) = before.iter().enumerate().rev().find_map(|(i, message)| {
        message.outcome.response().filter(|answer| may_hold(answer.body(), borne))?;
        Some((i, granted(message).filter(is_it)?))
    })?;
    let source = before[index];
    let code = Request::of(&source.request).field("code").map(str::to_owned);
    let later = &before[index + 1..];
    let succeeded = |message: &Exchange| message.outcome.response().is_some_and(|answer| answer.status().is_success());
    let pair = [Some(&response.access_token), response.refresh_token.as_ref()];
    let revoked = later.iter().any(|message| {
        // The cheap question first: a request is read as a copy of its body, and a session can have thousands.
        message.purpose == Purpose::Revocation && succeeded(message) && {
            let request = Request::of(&message.request);
            let named = request.field("token").unwrap_or_default();
            pair.iter().flatten().any(|token| token.expose() == named)
        }
    });
    let code_reused = code.is_some()
        && later.iter().any(|message| {
            message.purpose == Purpose::Token
                && code.as_deref().is_some_and(|code| may_hold(message.request.body(), code))
                && Request::of(&message.request).field("code").map(str::to_owned) == code
                && matches!(message.outcome, Outcome::Answered { .. })
        });
    Some(TokenKnown {
        scope: response.scopes().unwrap_or_default(),
        orcid: response.researcher(),
        two_legged: response.is_two_legged(),
        age: Some(now.as_second() - source.started.as_second()),
        expires_in: response.expires_in,
        revoked,
        code_reused,
        environment: Environment::of_url(&source.request.uri().to_string()),
        pasted: false,
    })
}

/// Seconds by which this computer's clock is ahead of the server's, by the `Date` of the answer (RFC 9110 §6.6.1).
pub fn clock_skew(exchange: &Exchange) -> Option<i64> {
    let Outcome::Answered { response, head_after, .. } = &exchange.outcome else { return None };
    clock::ahead(response, exchange.started.saturating_add(*head_after).ok()?)
}
