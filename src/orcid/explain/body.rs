//! Answers: whole responses, their bodies, sentences of pages.

use serde_json::Value;

use super::Explanation;
use crate::{
    oauth::{ErrorResponse, HttpResponse, TokenResponse, mask, redact},
    orcid::diagnosis::{self, Body, Place, Reading, Situation},
};

/// How much of a value is shown.
const SHOWN: usize = 200;

pub(super) fn token_response(text: &str, response: &TokenResponse, situation: &Situation) -> Explanation {
    let whose = match (response.is_two_legged(), response.orcid()) {
        (true, _) => "of a client's own (client credentials): it stands for no researcher".to_owned(),
        (false, Some(orcid)) => format!("for the record {orcid}"),
        (false, None) => "that names no iD".to_owned(),
    };
    let explanation = Explanation::new("token-response", format!("A token response (RFC 6749 §5.1), {whose}."));
    let mut explanation = members(explanation, text);
    let reading = Reading {
        place: Some(Place::Token),
        status: Some(200),
        token: Some(response.clone()),
        ..Reading::of_body(text.as_bytes())
    };
    explanation.diagnoses = diagnosis::diagnose(&reading, None, situation);
    explanation.then("Keep it whole and secret. The access token goes into the header Authorization: Bearer; store orcid and scope beside it.")
}

pub(super) fn oauth_error(text: &str, error: &ErrorResponse, situation: &Situation) -> Explanation {
    let explanation = Explanation::new("oauth-error", "An OAuth error (RFC 6749 §5.2).");
    let mut explanation = members(explanation, text);
    explanation.diagnoses = diagnosis::diagnose(&Reading::of_error(error), None, situation);
    explanation
}

pub(super) fn page(text: &str, situation: &Situation) -> Explanation {
    let is_page = diagnosis::is_error_page(text);
    let (kind, what) = if is_page {
        (
            "error-page",
            "A sentence of ORCID's error page: nobody is sent back from there, the application learns nothing of it.",
        )
    } else {
        ("error", "An error in words.")
    };
    let mut explanation = Explanation::new(kind, what);
    let reading = if is_page { Reading::of_page(text) } else { Reading::of_words(text) };
    explanation.diagnoses = diagnosis::diagnose(&reading, None, situation);
    explanation
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
    let place = serde_json::from_slice::<TokenResponse>(response.body()).is_ok().then_some(Place::Token);
    let reading = Reading::of_response(place, response);
    let says_json = response.headers().get("content-type").is_some_and(|kind| kind.as_bytes().ends_with(b"json"));
    explanation = explanation
        .odd_if(says_json && reading.body == Body::Html, "Its Content-Type says JSON, and the body is a page.");
    explanation.diagnoses = diagnosis::diagnose(&reading, None, situation);
    if explanation.diagnoses.is_empty() && explanation.odd.is_empty() {
        explanation = explanation.then("Nothing is wrong with it, as far as it tells.");
    }
    explanation
}

pub(super) fn alone(body: &str, situation: &Situation) -> Explanation {
    let reading = Reading::of_body(body.as_bytes());
    let (kind, what) = match (reading.body, reading.code, &reading.error) {
        (Body::Html, _, _) => ("page", "An HTML page."),
        (Body::BrokenJson, _, _) => ("broken-json", "It begins like JSON, and is cut off or broken."),
        (_, Some(_), _) => ("api-error", "An error of ORCID's API."),
        (_, None, Some(_)) => ("oauth-error", "An OAuth error (RFC 6749 §5.2)."),
        (Body::Json, None, None) => ("json", "JSON, and no error of ORCID's."),
        (Body::Xml, None, None) => ("xml", "XML, and no error of ORCID's."),
        (Body::Empty | Body::Text, None, None) => ("unknown", "Nothing is known here of this text."),
    };
    let mut explanation = members(Explanation::new(kind, what), body);
    let tells =
        reading.code.is_some() || reading.error.is_some() || matches!(reading.body, Body::Html | Body::BrokenJson);
    if tells {
        explanation.diagnoses = diagnosis::diagnose(&reading, None, situation);
    }
    explanation
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
