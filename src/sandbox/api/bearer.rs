//! Whose token it is, and what is said to a token that does not work (guide `orcid-wire`, "Tokens at the API").

use http::{Method, header};
use jiff::Timestamp;
use serde_json::json;

use crate::sandbox::{
    Sandbox,
    incoming::{Incoming, LogicalHost},
    journal::RevokeReason,
    reply::Reply,
    settings::Era,
    state::Pair,
};

/// The pair of the token that came. The public API takes requests without one, but refuses one that does not work.
pub(super) fn caller<'a>(
    sandbox: &'a Sandbox,
    request: &Incoming<'_>,
    now: Timestamp,
) -> Result<Option<&'a Pair>, Box<Reply>> {
    let Some(token) = request.bearer_token() else {
        if request.host != LogicalHost::MemberApi {
            return Ok(None);
        }
        let text = "Forbidden: The server understood the request but refuses to authorize it.";
        return Err(Box::new(Reply::json(403, &json!({"error": "forbidden", "error_description": text}))));
    };
    let era = sandbox.settings.era;
    let deletes = *request.method == Method::DELETE && request.host == LogicalHost::MemberApi;
    let invalid = || format!("Invalid access token: {token}");
    let Some(pair) = sandbox.state.access_token(&token) else { return Err(refuse(era, &invalid())) };
    if now >= pair.expires_at {
        return Err(refuse(
            era,
            &match era {
                Era::Classic => format!("Access token expired: {token}"),
                Era::Current => invalid(),
            },
        ));
    }
    match pair.disabled {
        None => Ok(Some(pair)),
        // Whom a researcher trusts no more may still take away what it added.
        Some(RevokeReason::UserRevoked) if deletes => Ok(Some(pair)),
        Some(reason) if deletes => Err(refuse(era, &format!("{}, revoke reason: {reason}", invalid()))),
        Some(_) => Err(refuse(era, &invalid())),
    }
}

fn refuse(era: Era, text: &str) -> Box<Reply> {
    let reply = Reply::json(401, &json!({"error": "invalid_token", "error_description": text}));
    Box::new(match era {
        Era::Current => reply,
        Era::Classic => {
            let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
            let challenge =
                format!(r#"Bearer realm="ORCID T2 API", error="invalid_token", error_description="{quoted}""#);
            reply.header(header::WWW_AUTHENTICATE, &challenge)
        }
    })
}
