//! OAuth error responses (RFC 6749 §4.1.2.1 and §5.2).

use serde::{Deserialize, Serialize};

/// An error as the server gave it. Codes stay text: ORCID answers codes that no RFC knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorResponse {
    /// `invalid_grant`, `access_denied`, …
    pub error: String,
    /// The server's words. ORCID's userinfo endpoint writes the key with a hyphen (guide `orcid-wire`, "Userinfo"), what
    /// its front end asks of an authorization request in camel case.
    #[serde(default, alias = "error-description", alias = "errorDescription", skip_serializing_if = "Option::is_none")]
    pub error_description: Option<String>,
    /// A page about the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_uri: Option<String>,
}

impl ErrorResponse {
    /// Reads an OAuth error body. `None` when it is not one.
    pub fn parse(body: &[u8]) -> Option<Self> {
        serde_json::from_slice(body).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_of_the_description_are_read() {
        let hyphen =
            ErrorResponse::parse(br#"{"error":"access_denied","error-description":"access_token is invalid"}"#);
        assert_eq!(hyphen.unwrap().error_description.as_deref(), Some("access_token is invalid"));
        assert!(ErrorResponse::parse(b"<html>").is_none());
    }
}
