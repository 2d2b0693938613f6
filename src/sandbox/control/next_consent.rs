//! `POST /_sandbox/next-consent` with `{"decision": "approve" | "deny", "orcid": …, "scopes": […]}`: answers the next
//! valid authorization request without a page. Several are used in the order in which they were given.

use serde_json::json;

use super::{BadRequest, bad_request, body};
use crate::{
    oauth::{Scope, ScopeSet},
    orcid::scopes,
    sandbox::{
        Sandbox,
        incoming::Incoming,
        journal::{Decision, Event, NextConsent},
        reply::Reply,
    },
};

/// How many may wait.
const MOST: usize = 1000;

pub(super) fn give(sandbox: &Sandbox, request: &Incoming<'_>) -> Result<Reply, BadRequest> {
    let shape = r#"{"decision": "approve" or "deny", "orcid": "…", "scopes": ["…"]}"#;
    let consent: NextConsent = body(request, shape)?;
    if let Some(orcid) = &consent.orcid
        && sandbox.researchers().find(orcid.as_str()).is_none()
    {
        return Err(bad_request(&format!("There is no researcher {orcid}.")));
    }
    if let Some(orcid) = consent.orcid.as_ref().filter(|orcid| !sandbox.lets_in(orcid)) {
        return Err(bad_request(&format!("The record of {orcid} is not active: nobody signs in there.")));
    }
    let unknown = |scope: &&Scope| scopes::find(scope.as_str()).is_none();
    if let Some(scope) = consent.scopes.as_ref().and_then(|scopes| scopes.iter().find(unknown)) {
        return Err(bad_request(&format!("ORCID has no scope {scope}.")));
    }
    if consent.decision == Decision::Approve && consent.scopes.as_ref().is_some_and(ScopeSet::is_empty) {
        return Err(bad_request(
            "Who approves grants a scope at least: leave scopes out for all that is asked, or deny.",
        ));
    }
    let waiting = sandbox.state.next_consents().len();
    if waiting >= MOST {
        return Err(bad_request("A thousand answers wait already."));
    }
    Ok(Reply::json(200, &json!({"waiting": waiting + 1})).event(Event::NextConsentGiven(consent)))
}
