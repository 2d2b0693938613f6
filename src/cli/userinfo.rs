//! `userinfo`: who the researcher is, by the access token (OpenID Connect Core 1.0 §5.3).

use super::{
    args::UserinfoArgs, context::Context, diagnosed, error::CliError, holder::Holder, output, server::unsendable,
};
use crate::{
    oauth::{PASTED, ProviderMetadata, Purpose, TokenResponse, bearer_request},
    orcid::diagnosis::{Situation, TokenKnown},
};

/// Asks with the stored access token, and prints the body as it was received.
pub async fn run(cx: &Context, args: &UserinfoArgs) -> Result<(), CliError> {
    // It tells of a person, to a token that may ask who that is.
    let tells = |response: &TokenResponse| {
        let scopes = response.scopes();
        let asks = scopes.is_none_or(|scopes| ["/authenticate", "openid"].iter().any(|scope| scopes.contains(scope)));
        asks && !response.is_two_legged()
    };
    let holder = Holder::fitting(cx, args.id.as_deref(), tells)?;
    let mut server = holder.server(cx).await?;
    if server.environment.metadata.userinfo_endpoint.is_none() {
        return Err(CliError::usage(
            format!("{} names no userinfo endpoint.", server.environment.metadata.issuer),
            "ORCID's iD is in the token response too: `orcid-playground token show`.",
        ));
    }
    let build = |provider: &ProviderMetadata| {
        let endpoint = provider.userinfo_endpoint.as_deref().unwrap_or_default();
        bearer_request(endpoint, &holder.response.access_token, "application/json")
    };
    let redirect_uri = holder.stored.token.redirect_uri.clone().unwrap_or_default();
    let response = server.send(cx, &redirect_uri, build).await?;
    output::body(response.body())?;
    if response.status().is_success() {
        return Ok(());
    }
    let sent = build(&server.environment.metadata).map_err(unsendable)?;
    let pasted = holder.stored.token.grant_type == PASTED;
    let token = TokenKnown {
        scope: holder.response.scopes().unwrap_or_default(),
        two_legged: holder.response.is_two_legged(),
        revoked: holder.stored.revoked_at.is_some(),
        // Where a pasted one is good is what its user said.
        environment: Some(holder.environment.clone()).filter(|_| !pasted),
        pasted,
        ..TokenKnown::default()
    };
    let situation = Situation { environment: holder.environment, token: Some(token), ..Situation::default() };
    Err(diagnosed::refused(&sent, Purpose::Userinfo, &response, &situation))
}
