//! `client-credentials`: a token that the client has for itself (guide `orcid-wire`, "Two-legged tokens").

use super::{context::Context, error::CliError, findings, grant::Grant, server::Server};
use crate::oauth::{Client, ScopeSet, TokenRequest};

/// What every client may have.
pub const SCOPE: &str = "/read-public";

/// Asks for it, and prints what comes back.
pub async fn run(cx: &Context) -> Result<(), CliError> {
    let resolved = cx.resolve_and_tell()?;
    resolved.has_client()?;
    // The profile's scopes are those of the dance.
    let asked = cx.global.scope.as_deref().unwrap_or(SCOPE);
    let scope = ScopeSet::parse(asked);
    let client_secret = cx.client_secret(&resolved).await?;
    let mut server =
        Server::reach(cx, &resolved.environment, resolved.endpoints.as_ref(), &resolved.redirect_uri).await?;
    let client = Client { client_secret: Some(client_secret), ..resolved.client() };
    findings::of_client_credentials(cx, &client, &server, asked);
    let request = TokenRequest::ClientCredentials { scope: scope.clone() };
    Grant { request, client, requested_scope: Some(scope), nonce: None, pending: None }
        .obtain(cx, &mut server)
        .await
        .map(drop)
}
