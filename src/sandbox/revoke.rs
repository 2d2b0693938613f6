//! `POST /oauth/revoke` (guide `orcid-wire`, "Revocation").

use http::{HeaderName, header};

use super::{
    Sandbox,
    client_authentication::{Parameters, authenticate},
    incoming::Incoming,
    journal::{Event, RevokeReason},
    pages,
    reply::Reply,
    settings::Era,
};

/// Today's front end marks what the authorization server answered.
const VALIDATION_HEADER: HeaderName = HeaderName::from_static("oauth_token_validation");

/// 200 and nothing else, whether the token was known or not (RFC 7009 §2.2).
pub(super) fn answer(sandbox: &Sandbox, request: &Incoming<'_>) -> Reply {
    let era = sandbox.settings.era;
    // ORCID asks for the form and for no method.
    if !request.is_form() {
        return pages::unsupported_media_type(request);
    }
    let parameters = Parameters::of(request);
    let missing = || pages::message(500, "Internal server error", "Please provide the token to be param");
    // Today's front end looks for the token before it forwards anything.
    if era == Era::Current {
        if parameters.get("token").is_none() {
            return missing();
        }
        if request.header(header::AUTHORIZATION).trim().is_empty() && parameters.get("client_id").is_none() {
            let text = "Please provide client_id or Authorization header";
            return pages::message(500, "Internal server error", text);
        }
    }
    let client = match authenticate(sandbox, request, &parameters, &[]) {
        Ok(client) => client,
        Err(error) => return error.reply_marked(era, VALIDATION_HEADER),
    };
    let Some(token) = parameters.get("token") else { return missing() };
    let reply = Reply::new(200, "", "").no_store();
    let reply = match era {
        Era::Current => reply.header(VALIDATION_HEADER, "ON"),
        Era::Classic => reply,
    };
    match sandbox.state.pair(token) {
        Some(pair) if pair.grant.client_id == client.client_id && pair.disabled.is_none() => {
            reply.event(Event::TokenRevoked { token: token.into(), reason: RevokeReason::ClientRevoked })
        }
        Some(_) | None => reply,
    }
}
