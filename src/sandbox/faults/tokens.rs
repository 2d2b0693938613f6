//! Faults of a code's exchange.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::sandbox::{
    journal::{Event, RevokeReason},
    reply::Reply,
    settings::Era,
    token_error::TokenError,
};

/// What happened to the code, or to the answer.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Change {
    UsedBefore,
    UsedAgain,
    NoRefreshToken,
}

impl Change {
    /// Whether there were tokens.
    pub fn apply(self, reply: &mut Reply, era: Era) -> bool {
        if let Self::NoRefreshToken = self {
            return without_refresh_token(reply);
        }
        let issued =
            |event: &Event| if let Event::TokensIssued { code, .. } = event { Some(code.clone()) } else { None };
        let code = reply.events.iter().find_map(issued);
        let Some(code) = code else { return false };
        if let Self::UsedBefore = self {
            let refusal = TokenError::CodeReused(code.expose().to_owned()).reply(era);
            reply.response = refusal.response;
        }
        reply.events.push(Event::PairDisabled { code, reason: RevokeReason::AuthCodeReused });
        true
    }
}

fn without_refresh_token(reply: &mut Reply) -> bool {
    let body = serde_json::from_slice::<Map<String, Value>>(reply.response.body());
    let Ok(mut body) = body else { return false };
    let had = body.shift_remove("refresh_token").is_some();
    if had {
        *reply.response.body_mut() = Value::Object(body).to_string().into();
    }
    had
}
