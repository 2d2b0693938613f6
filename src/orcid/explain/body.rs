//! Answers: whole responses, their bodies, sentences of pages.

use serde_json::Value;

use super::Explanation;
use crate::{
    oauth::{AuthorizationResponse, ErrorResponse, HttpResponse, Secret, TokenResponse, mask, redact, wire},
    orcid::{
        diagnosis::{self, Body, Copied, Diagnosis, Dressed, Kind, Place, Reading, RequestLine, Situation},
        shape,
    },
    text::html,
};

/// What a request with its answer is called.
pub(super) const EXCHANGE: &str = "A request and its answer.";

/// How much of a value is shown.
const SHOWN: usize = 200;

pub(super) fn token_response(text: &str, response: &TokenResponse, situation: &Situation) -> Explanation {
    let whose = match (response.is_two_legged(), response.orcid()) {
        (true, _) => "of a client's own (client credentials): it stands for no researcher".to_owned(),
        (false, Some(orcid)) => format!("for the record {orcid}"),
        (false, None) => "that names no iD".to_owned(),
    };
    let explanation = Explanation::new("token-response", format!("A token response (RFC 6749 §5.1), {whose}."));
    let found = Dressed::of(text).filter(|found| found.token().as_ref() == Some(response));
    let json = found.as_ref().map_or_else(|| text.to_owned(), |found| found.json.to_string());
    let mut explanation = members(explanation, &json);
    let whole = Reading {
        place: Some(Place::Token),
        status: Some(200),
        token: Some(response.clone()),
        ..Reading::of_body(json.as_bytes())
    };
    explanation.diagnoses = match &found {
        Some(found) => found.diagnoses(situation),
        None => diagnosis::diagnose(&whole, None, situation),
    };
    let is_cut = found.is_some_and(|found| found.is_cut);
    explanation = explanation.odd_if(is_cut, "Its end is missing: what is not here cannot be judged.");
    explanation = as_sent(explanation, response, text);
    explanation.then("Keep it whole and secret. The access token goes into the header Authorization: Bearer; store orcid and scope beside it.")
}

/// What is odd about how the members of a token response are written (RFC 6749 §5.1; guide `orcid-wire`, "Identifiers").
fn as_sent(explanation: Explanation, response: &TokenResponse, text: &str) -> Explanation {
    let json: Value = serde_json::from_str(text).unwrap_or_default();
    let is_exchanged = response.extra.contains_key("issued_token_type");
    explanation
        .odd_if(
            shape::is_jwt(response.access_token.expose()) && !is_exchanged,
            "access_token is a JWT, and ORCID's access tokens are UUIDs: it is the ID token, or the answer is another server's.",
        )
        .odd_if(
            json.get("expires_in").is_some_and(Value::is_string),
            "expires_in is a text here, and ORCID sends a number: something between has rewritten the answer.",
        )
        .odd_if(
            response.scope.as_deref().is_some_and(|scope| scope.trim().is_empty()),
            "scope is empty: such a token allows nothing.",
        )
}

/// An answer that is no failure, as a program printed it.
fn dressed(text: &str, found: &Dressed, situation: &Situation) -> Explanation {
    if let Some(response) = found.token() {
        return token_response(text, &response, situation);
    }
    let (kind, what) = match found.kind {
        Kind::Token => ("token-response", "A token response (RFC 6749 §5.1)."),
        Kind::Claims => {
            ("claims", "What userinfo answers, or the claims of an ID token (OpenID Connect Core 1.0 §5.3, §2).")
        }
        Kind::Search => ("search", "An answer of ORCID's search."),
        Kind::Person => ("person", "The person of a record."),
    };
    let mut explanation = members(Explanation::new(kind, what), &found.json.to_string());
    explanation.diagnoses = found.diagnoses(situation);
    explanation
}

pub(super) fn oauth_error(text: &str, error: &ErrorResponse, situation: &Situation) -> Explanation {
    let explanation = Explanation::new("oauth-error", "An OAuth error (RFC 6749 §5.2).");
    let mut explanation = members(explanation, text);
    let mut reading = Reading::of_error(error);
    if !text.starts_with('{') {
        reading.clues = Copied::of(text).reading.clues;
    }
    explanation.diagnoses = diagnosis::diagnose(&reading, None, situation);
    explanation
}

pub(super) fn page(text: &str, situation: &Situation) -> Explanation {
    let what =
        "A sentence of ORCID's error page: nobody is sent back from there, the application learns nothing of it.";
    let mut explanation = Explanation::new("error-page", what);
    let reading = Reading { clues: Copied::of(text).reading.clues, ..Reading::of_page(&diagnosis::plain(text)) };
    explanation.diagnoses = diagnosis::diagnose(&reading, None, situation);
    explanation
}

/// What a log, a library or a browser says.
pub(super) fn words(text: &str, situation: &Situation) -> Explanation {
    let Copied { reading, request } = Copied::of(text);
    let line = request.as_ref().map(|request| format!("{} {}", request.method(), request.uri())).unwrap_or_default();
    let shown = redact::replace(&line, &redact::in_url(&line), |_, value| mask(value));
    let mut explanation = Explanation::new("error", "An error in words.")
        .part("request", shown)
        .part("status", reading.status.map(|status| status.to_string()).unwrap_or_default())
        .part("error", reading.error.clone().unwrap_or_default())
        .part("error-code", reading.code.map(|code| code.to_string()).unwrap_or_default());
    explanation.diagnoses = diagnosis::diagnose(&reading, request.as_ref(), situation);
    explanation
}

/// A request and its answer: each says something of the other.
pub(super) fn exchange(request: &Secret, answer: &str, situation: &Situation) -> Explanation {
    let request = wire::read_request(request.expose());
    let response = wire::read_response(answer);
    let mut explanation = match &response {
        Some(response) => self::response(response, situation),
        None => alone(answer, situation),
    };
    let Some(mut request) = request else { return explanation };
    let others = diagnosis::is_of_others(answer, Some(&request)) || diagnosis::goes_to_provider(&request);
    let place = diagnosis::place_of(&request);
    let line = format!("{} {}", request.method(), request.uri());
    let shown = redact::replace(&line, &redact::in_url(&line), |_, value| mask(value));
    explanation.parts.insert(0, ("request".to_owned(), cut(&shown)));
    explanation.kind = "exchange";
    explanation.what = format!("{EXCHANGE} {}", explanation.what);
    if request.body().is_empty() && request.method() == http::Method::POST {
        // What curl prints of a request is its head.
        request.extensions_mut().insert(RequestLine);
    }
    let page = response.as_ref().map_or(answer.into(), |response| String::from_utf8_lossy(response.body()));
    let page = if page.contains("</") { html::text(&page) } else { page.into_owned() };
    let reading = match &response {
        // From the page of an error nobody is sent back.
        _ if diagnosis::is_error_page(&page) => {
            Reading { clues: Copied::of(answer).reading.clues, ..Reading::of_page(&diagnosis::plain(&page)) }
        }
        Some(response) => Reading::of_response(place, response),
        None => match Dressed::of(answer).filter(|found| !found.is_cut) {
            Some(found) => Reading { place: place.or(found.reading().place), ..found.reading() },
            // What somebody says of the answer.
            None if !answer.starts_with(['{', '[', '<']) => {
                let read = Copied::of(answer).reading;
                Reading { place: place.or(read.place), ..read }
            }
            None => {
                let read = Reading::of_body(answer.as_bytes());
                // A body without an error is one of a success, as far as it tells.
                let is_record = read.body == Body::Json || read.body == Body::Xml && answer.contains("orcid.org/ns/");
                let is_success = is_record && read.error.is_none() && read.code.is_none();
                Reading { place, status: read.status.or(is_success.then_some(200)), ..read }
            }
        },
    };
    explanation.diagnoses = diagnosis::diagnose(&reading, Some(&request), situation);
    if explanation.diagnoses.is_empty() {
        let body = response.as_ref().map(|response| String::from_utf8_lossy(response.body()).into_owned());
        explanation.diagnoses = odd_content(&body.unwrap_or_default(), situation);
    }
    if others { explanation.of_others() } else { explanation }
}

/// What is odd about an answer that is no token response: a search that found nothing, a person without a name.
fn odd_content(body: &str, situation: &Situation) -> Vec<Diagnosis> {
    let found = Dressed::of(body).filter(|found| matches!(found.kind, Kind::Search | Kind::Person));
    found.map_or_else(Vec::new, |found| diagnosis::diagnose(&found.reading(), None, situation))
}

pub(super) fn response(response: &HttpResponse, situation: &Situation) -> Explanation {
    let status = response.status();
    let reason = status.canonical_reason().unwrap_or("a status without a name of its own");
    let class = match status.as_u16() {
        100..200 => "on the way",
        200..300 => "a success",
        300..400 => "it leads elsewhere",
        400..500 => "the request was refused",
        _ => "the server failed",
    };
    let body = String::from_utf8_lossy(response.body());
    let mut explanation =
        Explanation::new("http-response", format!("An HTTP response: {} {reason}, {class}.", status.as_u16()));
    for name in ["content-type", "location", "www-authenticate", "retry-after", "cf-mitigated"] {
        let value = response.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let value = value.unwrap_or_default();
        let shown = redact::replace(&value, &redact::in_header(name, &value), |_, secret| mask(secret));
        explanation = explanation.part(name, cut(&shown));
    }
    explanation = members(explanation, &body);
    let lacks_token = || Dressed::of(&body).is_some_and(|found| found.lacks_token());
    let is_token = serde_json::from_slice::<TokenResponse>(response.body()).is_ok()
        || response.status().is_success() && lacks_token();
    let place = is_token.then_some(Place::Token);
    let mut reading = Reading::of_response(place, response);
    // Where it leads, the answer to the authorization may stand.
    let location = response.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if let Some(error @ AuthorizationResponse::Error { .. }) = AuthorizationResponse::parse_url(location) {
        reading = Reading::of_redirect(&error, location.contains("#error"));
    }
    let says_json = response.headers().get("content-type").is_some_and(|kind| kind.as_bytes().ends_with(b"json"));
    explanation = explanation
        .odd_if(says_json && reading.body == Body::Html, "Its Content-Type says JSON, and the body is a page.");
    if reading.is_of_application() {
        return explanation
            .then("It is the application that sends the browser to ORCID: paste the address that it leads to.");
    }
    explanation.diagnoses = diagnosis::diagnose(&reading, None, situation);
    if explanation.diagnoses.is_empty() && response.status().is_success() {
        explanation.diagnoses = odd_content(&body, situation);
    }
    if explanation.diagnoses.is_empty() && explanation.odd.is_empty() {
        explanation = explanation.then("Nothing is wrong with it, as far as it tells.");
    }
    explanation
}

pub(super) fn alone(body: &str, situation: &Situation) -> Explanation {
    let reading = Reading::of_body(body.as_bytes());
    let failed = reading.error.is_some() || reading.code.is_some() || reading.status.is_some();
    if let Some(found) = Dressed::of(body).filter(|_| !failed) {
        let explanation = dressed(body, &found, situation);
        if !(found.is_cut && explanation.diagnoses.is_empty()) {
            return explanation;
        }
    }
    let (kind, what) = match (reading.body, reading.code, &reading.error) {
        (Body::Html, _, _) => ("page", "An HTML page."),
        (Body::BrokenJson, _, _) => ("broken-json", "It begins like JSON, and is cut off or broken."),
        (_, Some(_), _) => ("api-error", "An error of ORCID's API."),
        (_, None, Some(_)) => ("oauth-error", "An OAuth error (RFC 6749 §5.2)."),
        (Body::Json, None, None) if reading.status.is_some() => {
            ("error", "The error page of a Spring application, as JSON: ORCID's own, when the path is.")
        }
        (Body::Json, None, None) => named_json(reading.json.as_ref()),
        (Body::Xml, None, None) => ("xml", "XML, and no error of ORCID's."),
        (Body::Empty | Body::Text, None, None) => ("unknown", "Nothing is known here of this text."),
    };
    let mut explanation = members(Explanation::new(kind, what), body);
    let at_orcid = reading.status.is_some() && reading.place.is_some();
    let tells = reading.code.is_some()
        || reading.error.is_some()
        || at_orcid
        || matches!(reading.body, Body::Html | Body::BrokenJson);
    if tells {
        explanation.diagnoses = diagnosis::diagnose(&reading, None, situation);
    }
    explanation
}

/// What JSON is that tells of no failure: by the members that only this has.
fn named_json(json: Option<&Value>) -> (&'static str, &'static str) {
    let has = |name: &str| json.is_some_and(|json| json.get(name).is_some());
    if has("issuer") && has("jwks_uri") {
        ("discovery", "A discovery document: what a server can do, and where (OpenID Connect Discovery 1.0 §3).")
    } else if json.and_then(|json| json.get("keys")).is_some_and(Value::is_array) {
        ("key-set", "The keys that a server signs ID tokens with (RFC 7517 §5).")
    } else if has("orcid-identifier") && has("activities-summary") {
        ("record", "A record of ORCID's, as its API answers it: what may be seen of it.")
    } else if has("put-code") {
        ("record-item", "An item of a record, or its summary; its put-code is the number that the API calls it by.")
    } else if has("last-modified-date") {
        ("record-section", "A section of a record, as ORCID's API answers it.")
    } else {
        ("json", "JSON, and no error of ORCID's.")
    }
}

/// The members of a JSON object; secrets masked, long ones cut.
fn members(mut explanation: Explanation, body: &str) -> Explanation {
    let Ok(Value::Object(object)) = serde_json::from_str(body) else { return explanation };
    for (name, value) in object.iter().take(20) {
        let text = match value {
            Value::String(text) if redact::is_secret_name(name) => mask(text),
            Value::String(text) => redact::replace(text, &redact::in_words(text), |_, secret| mask(secret)),
            Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Array(all) => format!("a list of {}", all.len()),
            Value::Object(inner) => format!("an object of {}", inner.len()),
        };
        explanation = explanation.part(name, cut(&text));
    }
    explanation
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
