//! The body of a token response (guide `orcid-wire`, "Token endpoint").

use jiff::Timestamp;
use serde::Serialize;

use super::Call;
use crate::{
    oauth::{Scope, ScopeSet},
    sandbox::{
        id_token::IdToken,
        journal::Grant,
        reply::Reply,
        researchers::Researcher,
        settings::Era,
        token_error::{EXCHANGE_HEADER, TokenError},
    },
};

/// Seconds that a token lives: twenty years. The response says one less, because a second has passed when it is written.
pub(super) const LIFETIME: i64 = 631_138_519;

/// serde writes the keys in this order, which is ORCID's. An inner `None` is written as `null`.
#[derive(Serialize)]
pub(super) struct Success<'a> {
    pub access_token: &'a str,
    pub token_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<&'a str>,
    pub expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_token_type: Option<&'static str>,
    /// `null` when the name is not public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Option<String>>,
    /// `null` when the client has the token for itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orcid: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
}

impl Success<'_> {
    /// The response of an era.
    pub fn reply(&self, era: Era) -> Reply {
        let reply = Reply::json(200, self).no_store();
        match era {
            Era::Current => reply.header(EXCHANGE_HEADER, "ON"),
            Era::Classic => reply,
        }
    }
}

/// What `expires_in` says: a second has passed since the token was made.
pub(super) fn expires_in(expires_at: Timestamp, now: Timestamp) -> i64 {
    (expires_at.as_second() - now.as_second() - 1).max(0)
}

/// ORCID answers scopes in an order of its own.
pub(super) fn lexical(scope: &ScopeSet) -> Vec<&str> {
    let mut values: Vec<&str> = scope.iter().map(Scope::as_str).collect();
    values.sort_unstable();
    values
}

impl Call<'_> {
    /// A signed ID token.
    pub(super) fn id_token(
        &mut self,
        researcher: &Researcher,
        grant: &Grant,
        access_token: &str,
    ) -> Result<String, TokenError> {
        let token = IdToken {
            jti: self.sandbox.uuid(),
            issuer: &self.sandbox.settings.issuer,
            client: &self.client,
            researcher,
            grant,
            access_token,
            now: self.now,
        };
        token.sign(&(self.sandbox.key)()).map_err(|_| TokenError::Unsigned)
    }
}
