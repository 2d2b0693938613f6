//! Refusals of the token endpoint (guide `orcid-wire`, "Token errors").

use http::HeaderName;

use super::reply::Reply;

/// Today's front end marks what the authorization server answered.
pub(super) const EXCHANGE_HEADER: HeaderName = HeaderName::from_static("oauth_authorization_code_exchange");

/// An OAuth error on its way to the wire.
pub(super) struct TokenError {
    status: u16,
    error: &'static str,
    description: String,
    origin: Origin,
}

/// Who answers: the two halves of today's ORCID write their keys in different order.
enum Origin {
    /// The registry in front: `error` first.
    Registry,
    /// The authorization server behind: `error_description` first.
    AuthorizationServer,
}

impl TokenError {
    pub fn registry(status: u16, error: &'static str, description: impl Into<String>) -> Self {
        Self { status, error, description: description.into(), origin: Origin::Registry }
    }

    pub fn server(status: u16, error: &'static str, description: impl Into<String>) -> Self {
        Self { status, error, description: description.into(), origin: Origin::AuthorizationServer }
    }

    pub fn reply(&self) -> Reply {
        let error = ("error", self.error);
        let description = ("error_description", self.description.as_str());
        let body: serde_json::Map<String, serde_json::Value> = match self.origin {
            Origin::Registry => [error, description],
            Origin::AuthorizationServer => [description, error],
        }
        .map(|(key, value)| (key.to_owned(), value.into()))
        .into_iter()
        .collect();
        let reply = Reply::json(self.status, &body).no_store();
        match self.origin {
            Origin::Registry => reply,
            Origin::AuthorizationServer => reply.header(EXCHANGE_HEADER, "ON"),
        }
    }
}
