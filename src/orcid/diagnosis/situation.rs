//! What surrounds a failure: the client as it is configured, and what happened before.

use serde::{Deserialize, Deserializer};

use super::token_known::TokenKnown;
use crate::{
    oauth::{ScopeSet, Secret},
    orcid::{EnvironmentKey, scopes::ClientType},
};

/// The configuration and the history that a failure is judged by. What is unknown is empty; what the request itself says
/// comes before it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Situation {
    /// The server that is meant.
    pub environment: EnvironmentKey,
    /// `client_id` as configured.
    pub client_id: String,
    /// `client_secret` as configured; `None` when it is not known here.
    pub client_secret: Option<Secret>,
    /// What the client was registered as, when that is known.
    pub client_type: Option<ClientType>,
    /// The redirect URI as configured.
    pub redirect_uri: String,
    /// The one of the authorization request, when that is known.
    pub authorized_redirect_uri: Option<String>,
    /// Those that are registered with the client, when they are known.
    pub registered: Vec<String>,
    /// What was asked for, blank separated.
    #[serde(deserialize_with = "blank_separated")]
    pub scope: ScopeSet,
    /// `response_type` of the authorization request.
    pub response_type: Option<String>,
    /// `prompt` of the authorization request.
    pub prompt: Option<String>,
    /// Whether a nonce is sent.
    pub nonce: Option<bool>,
    /// The state that was sent.
    pub state: Option<String>,
    /// The authorization code.
    pub code: Option<String>,
    /// Seconds from its arrival to the request.
    pub code_age: Option<i64>,
    /// Seconds since it was exchanged before.
    pub code_exchanged: Option<i64>,
    /// How many callbacks brought it.
    pub callbacks: u32,
    /// Where it came from.
    pub code_environment: Option<EnvironmentKey>,
    /// Whose it is.
    pub code_client: Option<String>,
    /// What is known of the token that the request bears or presents.
    pub token: Option<TokenKnown>,
    /// The iD that signed in before.
    pub orcid_before: Option<String>,
    /// When it is judged, in seconds since 1970; `None` where that is not known, and nothing is too old.
    pub now: Option<i64>,
    /// Seconds by which this computer's clock is ahead of the server's.
    pub clock_skew: Option<i64>,
}

/// Scopes as they stand on the wire.
pub(super) fn blank_separated<'de, D: Deserializer<'de>>(text: D) -> Result<ScopeSet, D::Error> {
    Ok(ScopeSet::parse(&String::deserialize(text)?))
}
