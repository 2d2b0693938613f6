//! Facts of the answer.

use serde_json::Value;

use crate::{
    oauth::{AuthorizationResponse, StateCheck, clock, is_loopback_host},
    orcid::{
        diagnosis::{Body, Place, case::Case},
        environment::is_orcids,
    },
};

pub(super) fn challenge(case: &Case<'_>) -> Option<String> {
    let reading = case.reading;
    let signs = [
        "just a moment",
        "checking your browser",
        "checking that you are human",
        "attention required",
        "enable javascript and cookies",
        "cf-ray",
        "verify you are human",
    ];
    let header = reading.header("cf-mitigated").contains("challenge");
    let page = reading.body == Body::Html && signs.iter().any(|sign| reading.words.contains(sign));
    let refused =
        reading.body == Body::Html && reading.header("server").contains("cloudflare") && reading.status == Some(403);
    // The same, as a library's message or a log has them.
    let words = &reading.words;
    let named = words.contains("cf-mitigated") && words.contains("challenge");
    let html = words.contains("text/html") && words.contains("cloudflare") && matches!(reading.status, Some(403 | 503));
    let told = reading.clues.is_copied && (named || html && words.contains("server"));
    (header || page || refused || told)
        .then(|| "The page is a content delivery network's, in front of ORCID.".to_owned())
}

pub(super) fn intercepted(case: &Case<'_>) -> Option<String> {
    let reading = case.reading;
    let signs = [
        "captive portal",
        "log in to the network",
        "login to the network",
        "wi-fi",
        "wifi",
        "hotspot",
        "access to the internet",
        "zscaler",
        "fortigate",
        "web filter",
        "blocked by your",
        "accept the terms",
        "proxy authentication required",
        "squid",
        "network login",
    ];
    let page = reading.body == Body::Html && signs.iter().any(|sign| reading.words.contains(sign));
    let status = matches!(reading.status, Some(407 | 511));
    // A proxy that makes an answer of its own says so in its head.
    let head = !reading.header("x-squid-error").is_empty() || reading.header("server").contains("squid");
    if let Some(host) = stranger(case) {
        return Some(format!("It leads to {host}, which is none of ORCID's hosts."));
    }
    (page || status || head).then(|| "The page speaks of a network or a proxy, not of ORCID.".to_owned())
}

/// The host that a request to ORCID was led to, when it is none of ORCID's. (With a code or an error it is the application's.)
fn stranger(case: &Case<'_>) -> Option<String> {
    let reading = case.reading;
    reading.status.filter(|status| (300..400).contains(status))?;
    let to = reading.location();
    let host = to.split_once("://")?.1.split(['/', '?', '#', ':']).next()?.to_owned();
    let asked = is_orcids(&case.request.host)
        || case.request.host.is_empty()
            && (to[host.len()..].contains("orcid.org") || reading.words.contains("orcid.org/"));
    let comes_back = ["code=", "error=", "client_id="].iter().any(|name| to.contains(name));
    (asked && !comes_back && !is_orcids(&host) && !is_loopback_host(&host)).then_some(host)
}

/// The put-code that an answer's words name.
pub fn put_code(words: &str) -> Option<&str> {
    let (_, rest) = words.split_once("put-code ")?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

pub(super) fn no_access_token(case: &Case<'_>) -> Option<String> {
    let reading = case.reading;
    let success = reading.status.is_some_and(|status| (200..300).contains(&status));
    (success && reading.body == Body::Json && reading.token.is_none())
        .then(|| "The JSON has no access_token.".to_owned())
}

pub(super) fn redirects(case: &Case<'_>) -> Option<String> {
    let to = case.reading.location();
    case.reading.status.filter(|status| (300..400).contains(status)).map(|_| {
        // Only where it leads: its query may hold anything.
        let place = to.split(['?', '#']).next().unwrap_or_default();
        if place.is_empty() { String::new() } else { format!("It leads to {place}.") }
    })
}

pub(super) fn empty_callback(case: &Case<'_>) -> bool {
    case.reading.place == Some(Place::Redirect) && case.reading.redirect.is_none()
}

fn state(case: &Case<'_>) -> Option<StateCheck> {
    let sent = case.situation.state.as_deref()?;
    Some(case.reading.redirect.as_ref()?.check_state(Some(sent)))
}

pub(super) fn state_differs(case: &Case<'_>) -> Option<String> {
    (state(case)? == StateCheck::Differs).then(|| "Another state came back than the one that was sent.".to_owned())
}

pub(super) fn state_missing(case: &Case<'_>) -> Option<String> {
    let code = !matches!(case.reading.redirect, Some(AuthorizationResponse::Error { .. }) | None);
    (code && state(case)? == StateCheck::Missing).then(|| "A state was sent, and none came back.".to_owned())
}

pub(super) fn unasked_xml(case: &Case<'_>) -> Option<String> {
    let there = matches!(case.reading.place, Some(Place::Api));
    let kind = case.reading.header("content-type");
    let is_xml = kind.contains("xml") || kind.is_empty() && case.reading.body == Body::Xml;
    (there && is_xml && !case.request.accepts && !case.request.method.is_empty() && !case.request.is_line)
        .then(|| "The request has no Accept header, and the answer is XML.".to_owned())
}

pub(super) fn bulk_errors(case: &Case<'_>) -> Option<String> {
    let all = case.reading.json.as_ref()?.get("bulk")?.as_array()?;
    let refused = all.iter().filter(|entry| entry.get("error").is_some()).count();
    let first = all.iter().find_map(|entry| entry.get("error")?.get("error-code").and_then(Value::as_u64));
    (refused > 0).then(|| {
        let code = first.map(|code| format!(", the first with error {code}")).unwrap_or_default();
        format!("{refused} of {} were refused{code}.", all.len())
    })
}

pub(super) fn clock_skew(case: &Case<'_>) -> Option<String> {
    case.situation.clock_skew.and_then(clock::wrong).map(|sentence| format!("{sentence}."))
}
