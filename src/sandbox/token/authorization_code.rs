//! `grant_type=authorization_code` (guide `orcid-wire`, "Token endpoint", "Code reuse").

use jiff::SignedDuration;

use super::{
    Call,
    success::{LIFETIME, Success, expires_in, lexical},
    two_legged,
};
use crate::sandbox::{
    client_authentication::enabled,
    clients::GrantType,
    journal::{Event, Grant, RevokeReason},
    reply::Reply,
    settings::Era,
    token_error::TokenError,
};

impl Call<'_> {
    pub(super) fn authorization_code(self) -> Result<Reply, TokenError> {
        let code = self.parameters.get("code").ok_or(TokenError::CodeMissing)?.to_owned();
        enabled(&self.client)?;
        if !self.client.may_use(GrantType::AuthorizationCode) {
            return Err(TokenError::GrantNotAllowed("authorization_code".to_owned()));
        }
        if self.spent_by_this_client(&code) {
            let refusal = TokenError::CodeReused(code.clone()).reply(self.era());
            return Ok(refusal.event(disabled(&code)));
        }
        let grant = self.check(&code)?;
        self.issue(code, grant)
    }

    /// Another client that tries a spent code learns nothing, and revokes nothing.
    fn spent_by_this_client(&self, code: &str) -> bool {
        self.sandbox.state.spent(code).is_some_and(|pair| pair.grant.client_id == self.client.client_id)
    }

    /// What the code stands for. Nothing is spent by a request that fails here.
    fn check(&self, code: &str) -> Result<Grant, TokenError> {
        let known = self.sandbox.state.code(code).ok_or_else(|| TokenError::CodeUnknown(code.to_owned()))?;
        let foreign = known.grant.client_id != self.client.client_id;
        // The former server looked at the client last, and said so.
        if foreign && self.era() == Era::Current {
            return Err(TokenError::CodeOfAnotherClient(code.to_owned()));
        }
        if self.now >= known.expires_at {
            return Err(TokenError::CodeExpired);
        }
        // Two-legged scopes fall away without a word; the others must stand in the code literally.
        let wider = self.asked_scopes().without(&known.grant.scope);
        if let Some(wider) = wider.iter().find(|scope| !two_legged(scope.as_str())) {
            return Err(TokenError::ScopeNotInCode(wider.to_string(), lexical(&known.grant.scope).join(", ")));
        }
        if self.parameters.get("redirect_uri").is_some_and(|uri| uri != known.redirect_uri) {
            return Err(TokenError::RedirectUriDiffers);
        }
        if foreign {
            return Err(TokenError::CodeOfAnotherClient(code.to_owned()));
        }
        Ok(known.grant.clone())
    }

    fn issue(mut self, code: String, grant: Grant) -> Result<Reply, TokenError> {
        let unknown = || TokenError::CodeUnknown(code.clone());
        let researcher = self.researcher(grant.orcid.as_ref().ok_or_else(unknown)?, unknown)?;
        let (access_token, refresh_token) = (self.sandbox.uuid(), self.sandbox.uuid());
        let expires_at = self.now + SignedDuration::from_secs(LIFETIME);
        let openid = grant.scope.contains("openid");
        let id_token = openid.then(|| self.id_token(&researcher, &grant, &access_token)).transpose()?;
        let success = Success {
            access_token: &access_token,
            token_type: "bearer",
            refresh_token: Some(&refresh_token),
            expires_in: expires_in(expires_at, self.now),
            scope: Some(lexical(&grant.scope).join(" ")),
            issued_token_type: None,
            name: Some(researcher.public_name()),
            orcid: Some(Some(researcher.orcid.as_str())),
            id_token,
        };
        Ok(success.reply(self.era()).event(Event::TokensIssued {
            code: code.into(),
            access_token: access_token.into(),
            refresh_token: refresh_token.into(),
            grant,
            expires_at,
        }))
    }
}

/// Every use after the first disables what the first one gave.
fn disabled(code: &str) -> Event {
    Event::PairDisabled { code: code.into(), reason: RevokeReason::AuthCodeReused }
}
