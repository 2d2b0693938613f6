//! What every form that a client POSTs has in common: its credentials (RFC 6749 §2.3.1) and its headers.

use http::{Method, header};

use super::{
    Client, HttpRequest, Secret, TokenEndpointAuthMethod,
    authorization_header::encode_client,
    form,
    request::{builder, with_body},
};

/// The credentials as form fields; none when they go into the header.
pub(super) fn credentials(client: &Client) -> Vec<(&'static str, String)> {
    let mut fields = Vec::new();
    if client.token_endpoint_auth_method == TokenEndpointAuthMethod::ClientSecretPost {
        fields.push(("client_id", client.client_id.clone()));
        if let Some(secret) = &client.client_secret {
            fields.push(("client_secret", secret.expose().to_owned()));
        }
    }
    fields
}

/// A POST of these fields, every header set.
///
/// # Errors
/// When the endpoint is not a URL, or the credentials cannot stand in a header.
pub(super) fn post(
    client: &Client,
    endpoint: &str,
    fields: &[(&'static str, String)],
) -> Result<HttpRequest, http::Error> {
    let body = form::form(fields.iter().map(|(name, value)| (*name, value.as_str())));
    let mut request = builder(Method::POST, endpoint, "application/json");
    if client.token_endpoint_auth_method == TokenEndpointAuthMethod::ClientSecretBasic {
        request = request.header(header::AUTHORIZATION, basic(client));
    }
    with_body(request, "application/x-www-form-urlencoded", body)
}

/// HTTP Basic with both halves form-encoded first, as RFC 6749 §2.3.1 demands. ORCID's ids and secrets are not changed
/// by that.
fn basic(client: &Client) -> String {
    encode_client(&client.client_id, client.client_secret.as_ref().map_or("", Secret::expose))
}
