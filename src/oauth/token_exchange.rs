//! Token exchange (RFC 8693), as far as ORCID knows it: "on behalf of" (guide `orcid-wire`, "Token exchange").

/// What is given, and what is asked for (RFC 8693 §3). ORCID exchanges one for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum TokenType {
    /// An access token.
    AccessToken,
    /// An ID token.
    IdToken,
}

/// The grant type (RFC 8693 §2.1).
pub const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

impl TokenType {
    /// Its identifier on the wire.
    pub const fn urn(self) -> &'static str {
        match self {
            Self::AccessToken => "urn:ietf:params:oauth:token-type:access_token",
            Self::IdToken => "urn:ietf:params:oauth:token-type:id_token",
        }
    }

    /// The one with this name on the wire.
    pub fn of_urn(urn: &str) -> Option<Self> {
        [Self::AccessToken, Self::IdToken].into_iter().find(|kind| kind.urn() == urn)
    }

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::AccessToken => "access token",
            Self::IdToken => "ID token",
        }
    }

    /// What it is exchanged for.
    pub fn other(self) -> Self {
        match self {
            Self::AccessToken => Self::IdToken,
            Self::IdToken => Self::AccessToken,
        }
    }
}
