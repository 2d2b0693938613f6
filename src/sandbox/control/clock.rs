//! `POST /_sandbox/clock` with `{"advance": seconds}` or `{"set": "2026-11-22T12:00:00Z"}`, `{"set": null}` for the
//! computer's own time. A clock that was set goes on from there.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer};
use serde_json::json;

use super::{BadRequest, bad_request, body};
use crate::sandbox::{Sandbox, incoming::Incoming, journal::Event, reply::Reply};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    advance: Option<i64>,
    /// Outer `None`: not said; inner: said to be `null`.
    #[serde(default, deserialize_with = "said")]
    set: Option<Option<Timestamp>>,
}

fn said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Timestamp>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

pub(super) fn set(sandbox: &Sandbox, request: &Incoming<'_>, now: Timestamp) -> Result<Reply, BadRequest> {
    let shape = r#"{"advance": seconds} or {"set": "2026-11-22T12:00:00Z"} or {"set": null}"#;
    let before = sandbox.state.clock_offset();
    let after = match body(request, shape)? {
        Change { advance: Some(seconds), set: None } => before.checked_add(SignedDuration::from_secs(seconds)),
        Change { advance: None, set: Some(None) } => Some(SignedDuration::ZERO),
        Change { advance: None, set: Some(Some(time)) } => before.checked_add(time.duration_since(now)),
        Change { .. } => return Err(bad_request(&format!("Expected {shape}."))),
    };
    let moved = after.and_then(|after| after.checked_sub(before)).and_then(|by| now.checked_add(by).ok());
    // Tokens live for twenty years, and the calendar ends in 9999.
    match (after, moved) {
        (Some(offset), Some(time)) if (0..250_000_000_000).contains(&time.as_second()) => {
            let answer = json!({"now": time, "ahead_seconds": offset.as_secs()});
            Ok(Reply::json(200, &answer).event(Event::ClockMoved { offset }))
        }
        (_, _) => Err(bad_request("The clock goes from 1970 to 9892.")),
    }
}
