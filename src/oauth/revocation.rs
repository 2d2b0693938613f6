//! The revocation endpoint (RFC 7009; guide `orcid-wire`, "Revocation").

use super::{
    Client, HttpRequest, Secret,
    post::{credentials, post},
};

/// What is asked of the revocation endpoint (RFC 7009 §2.1). Without `token_type_hint`: ORCID ignores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevocationRequest {
    /// An access token or a refresh token. At ORCID both of the pair stop working.
    pub token: Secret,
}

impl RevocationRequest {
    /// The form fields in the order of ORCID's documentation. Secrets included.
    pub fn parameters(&self, client: &Client) -> Vec<(&'static str, String)> {
        let mut fields = credentials(client);
        fields.push(("token", self.token.expose().to_owned()));
        fields
    }

    /// The whole request, every header set.
    ///
    /// # Errors
    /// When the endpoint is not a URL, or the credentials cannot stand in a header.
    pub fn request(&self, client: &Client, revocation_endpoint: &str) -> Result<HttpRequest, http::Error> {
        post(client, revocation_endpoint, &self.parameters(client))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::TokenEndpointAuthMethod;

    #[test]
    fn a_token_is_revoked_as_orcid_documents() {
        let mut client = Client {
            client_id: "APP-1234567890ABCDEF".into(),
            client_secret: Some("f0e1d2c3-0000-4000-8000-000000000001".into()),
            redirect_uri: String::new(),
            token_endpoint_auth_method: TokenEndpointAuthMethod::ClientSecretPost,
        };
        let revocation = RevocationRequest { token: "53737721-0000".into() };
        let request = revocation.request(&client, "https://sandbox.orcid.org/oauth/revoke").unwrap();
        assert_eq!((request.method(), request.uri().path()), (&http::Method::POST, "/oauth/revoke"));
        assert_eq!(
            request.body(),
            "client_id=APP-1234567890ABCDEF&client_secret=f0e1d2c3-0000-4000-8000-000000000001&token=53737721-0000"
        );
        client.token_endpoint_auth_method = TokenEndpointAuthMethod::ClientSecretBasic;
        let request = revocation.request(&client, "https://sandbox.orcid.org/oauth/revoke").unwrap();
        assert_eq!(request.body(), "token=53737721-0000");
        assert!(request.headers().contains_key("authorization"));
        assert!(revocation.request(&client, "not a URL").is_err());
    }
}
