//! The control interface below `/_sandbox` (guide `sandbox`): for programs on this computer, not for scripts of other
//! sites and not for other computers.

mod access;
mod clock;
mod exchanges;
mod faults;
mod next_consent;
mod record_status;
mod redirect_uris;
mod snapshot;

use http::{Method, header};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::json;

pub(super) use exchanges::Exchanges;

use super::{Sandbox, incoming::Incoming, journal::Event, reply::Reply};

/// Whether a path belongs to it.
pub(super) fn owns(path: &str) -> bool {
    path.strip_prefix("/_sandbox").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Answers it. Every answer is JSON.
pub(super) fn answer(sandbox: &mut Sandbox, request: &Incoming<'_>, now: Timestamp) -> Reply {
    if !request.same_origin || !request.from_here {
        let text = "The control interface answers programs on this computer and no other site.";
        return refusal(403, "forbidden", text);
    }
    // Health checks often ask for the head only.
    let method = if *request.method == Method::HEAD { &Method::GET } else { request.method };
    let reply = match (request.path.strip_prefix("/_sandbox/").unwrap_or_default(), method) {
        ("ready", &Method::GET) => Ok(Reply::json(200, &super::ready(sandbox))),
        ("state", &Method::GET) => Ok(snapshot::show(sandbox, now)),
        ("exchanges", &Method::GET) => Ok(exchanges::show(sandbox)),
        ("reset", &Method::POST) => Ok(reset()),
        ("clock", &Method::POST) => clock::set(sandbox, request, now),
        ("next-consent", &Method::POST) => next_consent::give(sandbox, request),
        ("revoke-access", &Method::POST) => access::revoke(sandbox, request),
        ("record-status", &Method::POST) => record_status::set(sandbox, request),
        ("redirect-uris", &Method::POST) => redirect_uris::register(sandbox, request),
        ("faults", &Method::GET) => Ok(faults::show(sandbox)),
        ("faults", &Method::PUT) => faults::set(request),
        ("faults", &Method::DELETE) => Ok(faults::clear()),
        ("ready" | "state" | "exchanges", _) => Ok(not_allowed("GET")),
        ("reset" | "clock" | "next-consent" | "revoke-access" | "record-status" | "redirect-uris", _) => {
            Ok(not_allowed("POST"))
        }
        ("faults", _) => Ok(not_allowed("GET, PUT, DELETE")),
        (other, _) => Ok(refusal(404, "not_found", &format!("The control interface has no {other}."))),
    };
    reply.unwrap_or_else(|BadRequest(text)| refusal(400, "bad_request", &text)).no_store()
}

/// `POST /_sandbox/reset`: as if nothing had happened; clock and faults too. Settings, seeds and registered redirect URIs stay.
fn reset() -> Reply {
    Reply::json(200, &json!({})).event(Event::Reset)
}

/// The body as JSON.
fn body<T: DeserializeOwned>(request: &Incoming<'_>, shape: &str) -> Result<T, BadRequest> {
    serde_json::from_slice(request.body)
        .map_err(|error| bad_request(&format!("Expected {shape}: {}.", in_words_of_json(&error.to_string()))))
}

/// What a reader of JSON says, without the names that types have in this program.
fn in_words_of_json(error: &str) -> String {
    const NAMES: [(&str, &str); 4] = [
        ("i64", "a whole number"),
        ("u32", "a whole number from 0"),
        ("u64", "a whole number from 0"),
        ("struct", "an object"),
    ];
    let Some((before, after)) = error.rsplit_once("expected ") else { return error.to_owned() };
    let Some((name, plain)) = NAMES.iter().find(|(name, _)| after.starts_with(name)) else { return error.to_owned() };
    let rest = &after[name.len()..];
    // The name of a structure stands behind the word.
    let rest = rest.find(" at ").filter(|_| *name == "struct").map_or(rest, |at| &rest[at..]);
    format!("{before}expected {plain}{rest}")
}

/// What is wrong with a body.
struct BadRequest(String);

fn bad_request(text: &str) -> BadRequest {
    BadRequest(text.to_owned())
}

fn not_allowed(methods: &str) -> Reply {
    refusal(405, "method_not_allowed", &format!("Use {methods}.")).header(header::ALLOW, methods)
}

fn refusal(status: u16, error: &str, text: &str) -> Reply {
    Reply::json(status, &json!({"error": error, "message": text}))
}
