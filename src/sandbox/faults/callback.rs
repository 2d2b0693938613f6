//! Faults of the redirect that brings a code back to the client.

use jiff::Timestamp;
use serde::Deserialize;

use crate::{
    oauth::{ScopeSet, form},
    sandbox::{
        authorize::{back, in_fragment},
        journal::Event,
        reply::Reply,
    },
};

/// What the redirect says.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Change {
    Deny,
    WrongState,
    MissingState,
    ErrorInFragment,
}

/// What the code is worth.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum CodeChange {
    Expired,
    FewerScopes,
}

impl Change {
    /// Whether there was a code to come back with.
    pub fn apply(self, reply: &mut Reply) -> bool {
        let Some(at) = reply.events.iter().position(|event| matches!(event, Event::CodeIssued { .. })) else {
            return false;
        };
        let Event::CodeIssued { session, code, grant, redirect_uri, expires_at: _ } = reply.events[at].clone() else {
            return false;
        };
        let state = state_of(reply.location());
        let code = [("code", code.expose())];
        let location = match (self, state.as_deref()) {
            (Self::Deny, state) => {
                reply.events[at] = Event::ConsentDenied { session, client_id: grant.client_id };
                back(&redirect_uri, &[("error", "access_denied"), ("error_description", "User denied access")], state)
            }
            (Self::ErrorInFragment, _) => {
                reply.events.remove(at);
                in_fragment(&redirect_uri, "error=invalid_scope")
            }
            (Self::WrongState, Some(state)) => back(&redirect_uri, &code, Some(&format!("not-{state}"))),
            (Self::MissingState, Some(_)) => back(&redirect_uri, &code, None),
            (Self::WrongState | Self::MissingState, None) => return false,
        };
        reply.set_location(&location);
        true
    }
}

impl CodeChange {
    /// Whether a code was issued.
    pub fn apply(self, reply: &mut Reply, now: Timestamp) -> bool {
        for event in &mut reply.events {
            if let Event::CodeIssued { grant, expires_at, .. } = event {
                match self {
                    Self::Expired => *expires_at = now,
                    Self::FewerScopes if grant.scope.len() > 1 => {
                        grant.scope = grant.scope.iter().take(grant.scope.len() - 1).cloned().collect();
                    }
                    Self::FewerScopes => grant.scope = ScopeSet::parse("/read-public"),
                }
                return true;
            }
        }
        false
    }
}

fn state_of(location: &str) -> Option<String> {
    let query = location.split_once('?')?.1.split('#').next()?;
    form::parse_form(query.as_bytes()).into_iter().rev().find(|(name, _)| name == "state").map(|(_, state)| state)
}
