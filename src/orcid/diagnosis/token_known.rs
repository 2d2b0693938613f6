//! What is known of a token before it was used.

use serde::Deserialize;

use crate::{oauth::ScopeSet, orcid::EnvironmentKey};

/// A token, as far as its response and what was done with it tell.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TokenKnown {
    /// What it was granted, blank separated.
    #[serde(deserialize_with = "super::situation::blank_separated")]
    pub scope: ScopeSet,
    /// Whose record it opens; `None` for a client's own.
    pub orcid: Option<String>,
    /// Whether it is a client's own.
    pub two_legged: bool,
    /// Seconds since it came.
    pub age: Option<i64>,
    /// Its `expires_in`.
    pub expires_in: Option<i64>,
    /// Whether it was revoked from here.
    pub revoked: bool,
    /// Whether its code was exchanged again.
    pub code_reused: bool,
    /// The server that gave it; `None` when that is not known.
    pub environment: Option<EnvironmentKey>,
    /// Whether it was pasted: it may be of any server and any client, and anything may have happened to it on the way.
    pub pasted: bool,
}
