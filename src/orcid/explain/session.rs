//! Several requests with their answers: the last one that failed counts, judged by what came before it.

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;

use super::{Explanation, body};
use crate::{
    oauth::{Exchange, ExchangeId, HttpRequest, HttpResponse, Outcome, Secret, har, mask, redact, session, wire},
    orcid::diagnosis::{self, Diagnosis, Reading, Situation, TokenKnown},
};

/// Judges a session: of the requests that have an answer. `None` where that is one, and nothing is wrong with it.
pub(super) fn judged(steps: &[(Secret, String)], situation: &Situation, now: Timestamp) -> Option<Explanation> {
    let messages: Vec<Exchange> =
        steps.iter().enumerate().filter_map(|(index, step)| message(index, step, now)).collect();
    let all: Vec<Explanation> = (steps.iter().enumerate())
        .map(|(index, (request, answer))| body::exchange(request, answer, &before(index, &messages, situation)))
        .collect();
    let asked = steps.iter().map(|(request, _)| wire::read_request(request.expose())).collect::<Vec<_>>();
    let told: Vec<(Option<&HttpRequest>, &[Diagnosis])> =
        asked.iter().map(Option::as_ref).zip(all.iter().map(|it| &*it.diagnoses)).collect();
    let at = worst(&told).or_else(|| (all.len() > 1).then_some(all.len() - 1))?;
    let count = all.len();
    let mut explained = all.into_iter().nth(at)?;
    explained.kind = "session";
    if count > 1 {
        let what = explained.what.trim_start_matches(body::EXCHANGE).trim_start();
        explained.what = format!("{count} requests with their answers; number {} tells most. {what}", at + 1);
    }
    Some(explained)
}

/// Judges the messages of a HAR file that go to ORCID or come from there. `None` where the text is no such file.
pub(super) fn of_har(text: &str, situation: &Situation) -> Option<Explanation> {
    if !text.starts_with('{') {
        return None;
    }
    let all = har::read(text.as_bytes()).ok()?.exchanges;
    let judged = |exchange: &Exchange| {
        let reading = Reading::of(exchange).filter(|_| !diagnosis::goes_elsewhere(&exchange.request));
        let situation = diagnosis::situation_of(exchange, &all, situation.clone());
        reading.map_or_else(Vec::new, |read| diagnosis::diagnose(&read, Some(&exchange.request), &situation))
    };
    let found: Vec<Vec<Diagnosis>> = all.iter().map(judged).collect();
    let told: Vec<(Option<&HttpRequest>, &[Diagnosis])> =
        all.iter().map(|exchange| Some(&exchange.request)).zip(found.iter().map(Vec::as_slice)).collect();
    let worst = worst(&told);
    let messages = crate::text::count(all.len(), "message");
    let what = match worst {
        Some(at) => format!("A HAR file with {messages}. Number {} tells most.", at + 1),
        None => format!("A HAR file with {messages}. Nothing is wrong with them, as far as they tell."),
    };
    let line = |at: usize| format!("{} {}", all[at].request.method(), all[at].request.uri());
    let shown = worst.map(line).unwrap_or_default();
    let mut explained = Explanation::new("har", what)
        .part("request", redact::replace(&shown, &redact::in_url(&shown), |_, value| mask(value)))
        .then("`orcid-playground transcript FILE` writes all of it down; in the playground, O o opens the file.");
    explained.diagnoses = worst.and_then(|at| found.into_iter().nth(at)).unwrap_or_default();
    Some(explained)
}

/// The last message that failed, else the last one that is odd.
fn worst(told: &[(Option<&HttpRequest>, &[Diagnosis])]) -> Option<usize> {
    let failed = |found: &[Diagnosis]| found.iter().any(|it| !it.odd && !it.causes.is_empty());
    // What was asked again, and went well then, needs nothing.
    let is_over = |at: usize| {
        let Some(asked) = told[at].0.filter(|asked| asked.method().is_safe()) else { return false };
        let same = |later: &HttpRequest| later.method().is_safe() && later.uri() == asked.uri();
        told[at + 1..].iter().any(|(later, found)| later.is_some_and(same) && found.is_empty())
    };
    let at = (0..told.len()).rev().find(|at| failed(told[*at].1) && !is_over(*at));
    at.or_else(|| told.iter().rposition(|(_, found)| !found.is_empty() && !failed(found)))
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
        purpose: session::purpose_of(&request),
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
