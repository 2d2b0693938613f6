//! The implicit flow: tokens in the fragment of the redirect (guide `orcid-wire`, "Implicit flow").

use jiff::{SignedDuration, Timestamp};

use super::{
    Sandbox,
    authorization_request::ValidRequest,
    authorize::{Granting, in_fragment},
    id_token::IdToken,
    journal::{Event, Grant},
    pages,
    reply::Reply,
};
use crate::{
    oauth::{Scope, ScopeSet, form},
    orcid::scopes,
};

/// Seconds that the token lives. The response says one less.
const LIFETIME: i64 = 600;

/// Answers an authorized request with a token that can do little.
pub(super) fn issue(sandbox: &mut Sandbox, by: Granting, valid: ValidRequest, now: Timestamp) -> Reply {
    let Some(researcher) = sandbox.researchers().find(by.orcid.as_str()).cloned() else {
        return pages::message(403, "Signed out", "This researcher does not exist any more. Sign in again.");
    };
    let scope = narrow(&valid.scope);
    let access_token = sandbox.uuid();
    let grant = Grant {
        client_id: valid.client.client_id.clone(),
        orcid: Some(by.orcid),
        scope,
        nonce: valid.nonce.map(Into::into),
        auth_time: by.auth_time,
        on_behalf_of: None,
    };
    let expires_in = (LIFETIME - 1).to_string();
    let scope = grant.scope.to_string();
    let mut fields = vec![("access_token", access_token.as_str()), ("token_type", "bearer")];
    fields.extend(valid.state.as_deref().map(|state| ("state", state)));
    fields.push(("expires_in", &expires_in));
    // Said only when it is not what was asked (RFC 6749 §4.2.2).
    if grant.scope != valid.scope {
        fields.push(("scope", &scope));
    }
    fields.extend([("tokenVersion", "1"), ("persistent", "false")]);
    // Spring's enhancer looks at the scope and at nothing else.
    let id_token = if valid.scope.contains("openid") {
        let token = IdToken {
            jti: sandbox.uuid(),
            issuer: &sandbox.settings.issuer,
            client: &valid.client,
            researcher: &researcher,
            grant: &grant,
            access_token: &access_token,
            now,
        };
        let Ok(signed) = token.sign(&(sandbox.key)()) else {
            return pages::message(500, "No ID token", "The ID token could not be signed.");
        };
        Some(signed)
    } else {
        None
    };
    fields.extend(id_token.as_deref().map(|token| ("id_token", token)));
    let location = in_fragment(&valid.redirect_uri, &form::query(fields));
    Reply::redirect(&location).event(Event::ImplicitTokenIssued {
        session: by.session,
        access_token: access_token.into(),
        grant,
        expires_at: now + SignedDuration::from_secs(LIFETIME),
    })
}

/// Of what was asked and all that it brings with it, only these survive. What brings nothing else stays as it was asked.
fn narrow(asked: &ScopeSet) -> ScopeSet {
    let survives = |scope: &&str| matches!(*scope, "/authenticate" | "/read-public" | "openid");
    let all = scopes::closure(asked);
    if all.iter().all(survives) {
        return asked.clone();
    }
    let kept: ScopeSet = all.into_iter().filter(survives).map(Scope::new).collect();
    // An empty grant would mean nothing.
    if kept.is_empty() { ScopeSet::parse("/read-public") } else { kept }
}
