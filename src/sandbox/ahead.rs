//! Answers to authorization requests that were given before the request came: for tests, which have no researcher at hand.

use jiff::Timestamp;

use super::{
    Sandbox,
    authorization_request::{Asked, validate},
    authorize::{Granting, approve, deny, refused},
    journal::{Decision, Event, NextConsent},
    pages,
    reply::Reply,
};
use crate::oauth::ScopeSet;

/// The answer, if one was given. The request is validated all the same; one that fails uses nothing up.
pub(super) fn answer(sandbox: &mut Sandbox, query: &str, now: Timestamp) -> Option<Reply> {
    let next = sandbox.state.next_consents().front().cloned();
    let standing = || {
        let orcid = sandbox.settings.auto_approve.clone()?;
        Some(NextConsent { decision: Decision::Approve, orcid: Some(orcid), scopes: None })
    };
    let (consent, once) = match next {
        Some(consent) => (consent, true),
        None => (standing()?, false),
    };
    let mut valid = match validate(sandbox, query, Asked::Ahead, now) {
        Ok(valid) => valid,
        Err(refusal) => return Some(refused(&refusal)),
    };
    let used = |reply: Reply| if once { reply.event(Event::NextConsentUsed) } else { reply };
    if let (Decision::Approve, Some(granted)) = (consent.decision, &consent.scopes) {
        // A misspelt fixture must not look like a researcher who says no.
        let not_asked = granted.without(&valid.scope);
        if !not_asked.is_empty() {
            let asked = &valid.scope;
            let text = format!("The answer that was given ahead grants {not_asked}, and the request asks for {asked}.");
            return Some(used(pages::message(500, "Not asked for", &text)));
        }
        valid.scope =
            valid.scope.iter().filter(|scope| granted.contains(scope.as_str())).cloned().collect::<ScopeSet>();
    }
    let first = || sandbox.researchers().all().first().map(|researcher| researcher.orcid.clone());
    let orcid = consent.orcid.or_else(|| sandbox.settings.auto_approve.clone()).or_else(first);
    if let Some(orcid) = orcid.as_ref().filter(|orcid| !sandbox.knows_researcher(orcid)) {
        let text = format!("The answer that was given ahead is that of {orcid}, and there is no such researcher.");
        return Some(pages::message(500, "No such researcher", &text));
    }
    if let Some(orcid) = orcid.as_ref().filter(|orcid| !sandbox.lets_in(orcid)) {
        let text = format!("The answer that was given ahead is that of {orcid}, whose record is not active.");
        return Some(pages::message(500, "Not active", &text));
    }
    let reply = match (consent.decision, orcid) {
        (Decision::Approve, Some(orcid)) if !valid.scope.is_empty() => {
            approve(sandbox, Granting { session: None, orcid, auth_time: now }, valid, now)
        }
        (Decision::Approve | Decision::Deny, _) => deny(None, valid),
    };
    Some(used(reply))
}
