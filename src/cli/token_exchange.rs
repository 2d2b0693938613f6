//! `token exchange`: a token for one of the other kind (guide `orcid-wire`, "Token exchange").

use super::{
    args::ExchangeFor, context::Context, error::CliError, grant::Grant, holder::Holder, input, output::note,
    server::Server,
};
use crate::oauth::{Client, ScopeSet, Secret, TokenRequest, TokenType};

/// Sends it, and prints what comes back.
pub async fn run(cx: &Context, token: Option<&str>, to: ExchangeFor) -> Result<(), CliError> {
    let from = match to {
        ExchangeFor::AccessToken => TokenType::IdToken,
        ExchangeFor::IdToken => TokenType::AccessToken,
    };
    let (subject_token, client, mut server) = match token {
        Some("-") => given(cx).await?,
        id => stored(cx, id, from).await?,
    };
    note(
        "note: ORCID's documentation says that token exchange is no longer available; its front end still passes it on.",
    );
    let scope = cx.global.scope.as_deref().map(ScopeSet::parse);
    let request = TokenRequest::TokenExchange { subject_token, subject_token_type: from, scope: scope.clone() };
    Grant { request, client, requested_scope: scope, nonce: None, pending: None }.obtain(cx, &mut server).await?;
    if from == TokenType::AccessToken {
        note(
            "note: what stands in access_token is an ID token (token_type N_A). To check it: `orcid-playground id-token`",
        );
    }
    Ok(())
}

/// One from standard input, for the configured client.
async fn given(cx: &Context) -> Result<(Secret, Client, Server), CliError> {
    let resolved = cx.resolve_and_tell()?;
    resolved.has_client()?;
    let subject_token = input::token(&cx.global).await?;
    let client = Client { client_secret: Some(cx.client_secret(&resolved).await?), ..resolved.client() };
    let server = Server::reach(cx, &resolved.environment, resolved.endpoints.as_ref(), &resolved.redirect_uri).await?;
    Ok((subject_token, client, server))
}

/// One that is stored, for the client that got it or the one that is named.
async fn stored(cx: &Context, id: Option<&str>, from: TokenType) -> Result<(Secret, Client, Server), CliError> {
    let holder = match (id, from) {
        (None, TokenType::IdToken) => Holder::newest(cx, |response| response.any_id_token().is_some())?,
        (id, _) => Holder::find(cx, id)?,
    };
    let subject = match from {
        TokenType::AccessToken => Some(holder.response.access_token.clone()),
        TokenType::IdToken => holder.response.any_id_token().cloned(),
    };
    let subject = subject.ok_or_else(|| holder.has_no_id_token())?;
    let client = holder.client(cx).await?;
    let server = holder.server(cx).await?;
    Ok((subject, client, server))
}
