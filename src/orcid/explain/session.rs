//! Several requests with their answers: the last one that failed counts, judged by what came before it.

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;

use super::{Explanation, body};
use crate::{
    oauth::{Exchange, ExchangeId, HttpRequest, HttpResponse, Outcome, Purpose, Secret, wire},
    orcid::diagnosis::{self, Place, Situation, TokenKnown},
};

/// Judges a session. `None` where nothing failed, and not every request has an answer that could tell.
pub(super) fn judged(steps: &[(Secret, String)], situation: &Situation, now: Timestamp) -> Option<Explanation> {
    let messages: Vec<Exchange> =
        steps.iter().enumerate().filter_map(|(index, step)| message(index, step, now)).collect();
    let all: Vec<Explanation> = (steps.iter().enumerate())
        .map(|(index, (request, answer))| body::exchange(request, answer, &before(index, &messages, situation)))
        .collect();
    let failed = |explained: &Explanation| explained.diagnoses.iter().any(|it| !it.odd && !it.causes.is_empty());
    let asks =
        |index: usize| wire::read_request(steps[index].0.expose()).map(|it| (it.method().is_safe(), it.uri().clone()));
    // What was asked again, and went well then, needs nothing.
    let is_over = |at: usize| {
        let asked = asks(at);
        let is_read = asked.as_ref().is_some_and(|(is_safe, _)| *is_safe);
        is_read && (at + 1..all.len()).any(|later| asks(later) == asked && all[later].diagnoses.is_empty())
    };
    let at = (0..all.len()).rev().find(|at| failed(&all[*at]) && !is_over(*at));
    let at = at.or_else(|| (all.len() > 1).then(|| all.iter().rposition(|it| !it.diagnoses.is_empty()))?);
    let at = at.or((all.len() > 1).then_some(all.len() - 1))?;
    let count = all.len();
    let mut explained = all.into_iter().nth(at)?;
    explained.kind = "session";
    if count > 1 {
        explained.what = format!("{count} requests with their answers; this is number {}. {}", at + 1, explained.what);
    }
    Some(explained)
}

/// The situation of a step: what the steps before it tell. When each was sent is not known.
fn before(index: usize, messages: &[Exchange], base: &Situation) -> Situation {
    let id = ExchangeId(index as u64 + 1);
    let Some(exchange) = messages.iter().find(|message| message.id == id) else { return base.clone() };
    let known = diagnosis::situation_of(exchange, messages, base.clone());
    Situation {
        token: known.token.map(|token| TokenKnown { age: None, ..token }),
        code_age: base.code_age,
        now: base.now,
        clock_skew: base.clock_skew,
        ..known
    }
}

fn message(index: usize, (request, answer): &(Secret, String), now: Timestamp) -> Option<Exchange> {
    let request = wire::read_request(request.expose())?;
    let response = wire::read_response(answer).or_else(|| success(answer))?;
    Some(Exchange {
        id: ExchangeId(index as u64 + 1),
        purpose: purpose(&request),
        request,
        fragment: None,
        outcome: Outcome::Answered { response, head_after: Duration::ZERO, done_after: Duration::ZERO },
        arrived: None,
        started: now,
    })
}

/// An answer of which only the body was printed: JSON without an error.
fn success(body: &str) -> Option<HttpResponse> {
    let json: serde_json::Value = serde_json::from_str(body).ok()?;
    let failed = json.get("error").is_some() || json.get("error-code").is_some();
    let response = http::Response::builder().status(if failed { 400 } else { 200 });
    let response = response.header(http::header::CONTENT_TYPE, "application/json");
    response.body(Bytes::copy_from_slice(body.as_bytes())).ok()
}

fn purpose(request: &HttpRequest) -> Purpose {
    match diagnosis::place_of(request) {
        Some(Place::Token) => Purpose::Token,
        Some(Place::Revocation) => Purpose::Revocation,
        Some(Place::Userinfo) => Purpose::Userinfo,
        Some(Place::Discovery) => Purpose::Discovery,
        _ if request.uri().path().ends_with("/oauth/authorize") => Purpose::AuthorizationRequest,
        _ => Purpose::Api,
    }
}
