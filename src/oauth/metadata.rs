//! Where an authorization server is (RFC 8414, OpenID Connect Discovery 1.0).

use serde::{Deserialize, Serialize};

use super::{HttpRequest, request};

/// The endpoints of an authorization server. Field names are those of the discovery document; members that ORCID's
/// document does not have (`revocation_endpoint`) are optional.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderMetadata {
    /// The issuer, without a trailing slash.
    pub issuer: String,
    /// Where the browser is sent.
    pub authorization_endpoint: String,
    /// Where a code becomes tokens.
    pub token_endpoint: String,
    /// RFC 7009. At ORCID it exists, though its discovery document leaves it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revocation_endpoint: Option<String>,
    /// OpenID Connect Core 1.0 §5.3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_endpoint: Option<String>,
    /// The keys that sign ID tokens (RFC 7517).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<String>,
}

impl ProviderMetadata {
    /// The endpoints below an issuer, laid out as ORCID lays them out (guide `orcid-wire`, "Hosts and endpoints").
    pub fn orcid_layout(issuer: &str) -> Self {
        let issuer = issuer.trim_end_matches('/');
        let below = |path: &str| format!("{issuer}/oauth/{path}");
        Self {
            issuer: issuer.to_owned(),
            authorization_endpoint: below("authorize"),
            token_endpoint: below("token"),
            revocation_endpoint: Some(below("revoke")),
            userinfo_endpoint: Some(below("userinfo")),
            jwks_uri: Some(below("jwks")),
        }
    }

    /// Where discovery documents are, below the issuer (OpenID Connect Discovery 1.0 §4).
    pub const WELL_KNOWN: &str = "/.well-known/openid-configuration";

    /// Asks an issuer for its discovery document.
    ///
    /// # Errors
    /// When the issuer is not a URL.
    pub fn request(issuer: &str) -> Result<HttpRequest, http::Error> {
        request::get(&Self::address(issuer), "application/json")
    }

    /// Where the discovery document of an issuer is.
    pub fn address(issuer: &str) -> String {
        format!("{}{}", issuer.trim_end_matches('/'), Self::WELL_KNOWN)
    }

    /// Reads a discovery document.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(document: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice::<Self>(document).map(Self::completed)
    }

    /// What a discovery document says, with the revocation endpoint that ORCID's leaves out, where the token endpoint
    /// stands as ORCID's does (guide `orcid-wire`, "Hosts and endpoints").
    #[must_use]
    fn completed(self) -> Self {
        let layout = Self::orcid_layout(&self.issuer);
        let missing = layout.revocation_endpoint.filter(|_| layout.token_endpoint == self.token_endpoint);
        Self { revocation_endpoint: self.revocation_endpoint.or(missing), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_document_of_orcids_layout_is_completed() {
        let named = ProviderMetadata::orcid_layout("http://127.0.0.1:18800");
        let unnamed = ProviderMetadata { revocation_endpoint: None, ..named.clone() };
        assert_eq!(unnamed.clone().completed(), named);
        let elsewhere = ProviderMetadata { token_endpoint: "http://127.0.0.1:18800/token".to_owned(), ..unnamed };
        assert_eq!(elsewhere.completed().revocation_endpoint, None);
    }
}
