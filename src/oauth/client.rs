//! The client (RFC 6749 §2): who asks.

use serde::{Deserialize, Serialize};

use super::Secret;

/// How the client proves itself at the token endpoint (OpenID Connect Core 1.0 §9, RFC 6749 §2.3.1).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TokenEndpointAuthMethod {
    /// `client_id` and `client_secret` as form fields: what ORCID documents.
    #[default]
    ClientSecretPost,
    /// HTTP Basic: works at ORCID too, though its discovery document does not say so.
    ClientSecretBasic,
}

/// Whether a client can be saved under a name: visible characters, without blanks at its ends.
pub fn is_profile_name(name: &str) -> bool {
    !name.is_empty() && name.trim() == name && !name.chars().any(char::is_control)
}

/// A client as the user typed it. Nothing is checked here: a playground must be able to send a wrong one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// `APP-` and 16 of `[0-9A-Z]` at ORCID.
    pub client_id: String,
    /// A UUID at ORCID. `None` when it has not been given.
    pub client_secret: Option<Secret>,
    /// Where the authorization response is sent (RFC 6749 §3.1.2).
    pub redirect_uri: String,
    /// How the client authenticates.
    pub token_endpoint_auth_method: TokenEndpointAuthMethod,
}
