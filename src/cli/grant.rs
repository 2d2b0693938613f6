//! A token request: sent, its answer kept before anything reads it, printed as it was received, then read.

use super::{
    context::Context,
    diagnosed,
    error::CliError,
    output::{self, note},
    server::{Server, unsendable},
};
use crate::{
    app::msg::TokenContext,
    oauth::{Client, HttpResponse, Purpose, ScopeSet, TokenAnswer, TokenRequest, TokenResponse},
    orcid::{Environment, diagnosis::Situation},
    run::shelf::new_token,
};

/// A token request, and what its answer is kept with.
pub struct Grant {
    /// What is asked.
    pub request: TokenRequest,
    /// Who asks, secret included.
    pub client: Client,
    /// What was asked for, as far as anything was.
    pub requested_scope: Option<ScopeSet>,
    /// The nonce of the authorization request.
    pub nonce: Option<String>,
    /// The pending request that ends with an answer.
    pub pending: Option<String>,
}

impl Grant {
    /// Sends it. Whatever may hold a token is stored first; then the body is printed as it was received.
    ///
    /// # Errors
    /// When no answer comes, or none with tokens.
    pub async fn obtain(self, cx: &Context, server: &mut Server) -> Result<TokenResponse, CliError> {
        let build = |provider: &_| self.request.request(&self.client, provider);
        // A code works once: whatever ends the command now waits until what it brings is stored.
        let under_way = cx.answer_under_way();
        let response = server.send(cx, &self.client.redirect_uri, build).await?;
        if response.status().is_success() {
            self.store(cx, server, &response);
        }
        drop(under_way);
        output::body(response.body())?;
        let sent = build(&server.environment.metadata).map_err(unsendable)?;
        let situation = self.situation(&server.environment);
        match TokenAnswer::read(&response) {
            TokenAnswer::Granted(token) => {
                let granted = token.scopes();
                if let (Some(asked), Some(granted)) = (&self.requested_scope, granted)
                    && *asked != granted
                {
                    note(&format!("note: asked for {asked}, granted {granted}."));
                }
                diagnosed::remark(&sent, Purpose::Token, &response, &situation);
                Ok(*token)
            }
            TokenAnswer::Refused(_) | TokenAnswer::Malformed(_) => {
                Err(diagnosed::refused(&sent, Purpose::Token, &response, &situation))
            }
        }
    }

    /// What the answer is judged by.
    fn situation(&self, environment: &Environment) -> Situation {
        Situation {
            environment: environment.key.clone(),
            client_id: self.client.client_id.clone(),
            scope: self.requested_scope.clone().unwrap_or_default(),
            ..Situation::default()
        }
    }

    fn store(&self, cx: &Context, server: &Server, response: &HttpResponse) {
        let environment = &server.environment;
        let redirect_uri = match &self.request {
            TokenRequest::AuthorizationCode { redirect_uri, .. } => redirect_uri.clone(),
            TokenRequest::RefreshToken { .. }
            | TokenRequest::ClientCredentials { .. }
            | TokenRequest::TokenExchange { .. } => None,
        };
        let context = TokenContext {
            environment: environment.key.clone(),
            issuer: environment.metadata.issuer.clone(),
            client_id: self.client.client_id.clone(),
            grant_type: self.request.grant_type().into(),
            redirect_uri,
            requested_scope: self.requested_scope.as_ref().map(ScopeSet::to_string).unwrap_or_default(),
            nonce: self.nonce.clone(),
        };
        keep(cx, &context, environment, response.clone());
        // Its answer is there; a failure here is shown by nothing worse than a request too many.
        if let Some(id) = &self.pending {
            let _ = cx.store.remove_pending(id);
        }
    }
}

/// Stores an answer that may hold a token, and says where it is.
pub(super) fn keep(cx: &Context, context: &TokenContext, environment: &Environment, response: HttpResponse) {
    let token = new_token(context, environment.metadata.token_endpoint.clone(), response);
    match cx.store.save_token(&token) {
        Ok(_) if cx.store.is_ephemeral() => note("note: the token response is not kept (--ephemeral)."),
        Ok(stored) => note(&format!("stored: {}", stored.id)),
        Err(error) => note(&format!(
            "WARNING: THE TOKEN RESPONSE IS NOT STORED. Standard output has the only copy; keep it. {error}"
        )),
    }
}
