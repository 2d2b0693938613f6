//! `grant_type=client_credentials`: a token that the client has for itself (guide `orcid-wire`, "Two-legged tokens").

use jiff::SignedDuration;

use super::{
    Call,
    success::{LIFETIME, Success, expires_in, lexical},
};
use crate::{
    oauth::ScopeSet,
    orcid::scopes::{self, Legs, Who},
    sandbox::{
        client_authentication::enabled,
        clients::GrantType,
        journal::{Event, Grant},
        reply::Reply,
        token_error::TokenError,
    },
};

impl Call<'_> {
    pub(super) fn client_credentials(self) -> Result<Reply, TokenError> {
        enabled(&self.client)?;
        if !self.client.may_use(GrantType::ClientCredentials) {
            return Err(TokenError::GrantNotAllowed("client_credentials".to_owned()));
        }
        let scope = self.own_scopes()?;
        let (access_token, refresh_token) = (self.sandbox.uuid(), self.sandbox.uuid());
        let expires_at = self.now + SignedDuration::from_secs(LIFETIME);
        let success = Success {
            access_token: &access_token,
            token_type: "bearer",
            refresh_token: Some(&refresh_token),
            expires_in: expires_in(expires_at, self.now),
            scope: Some(lexical(&scope).join(" ")),
            issued_token_type: None,
            name: None,
            orcid: Some(None),
            id_token: None,
        };
        Ok(success.reply(self.era()).event(Event::ClientTokensIssued {
            access_token: access_token.into(),
            refresh_token: refresh_token.into(),
            grant: Grant {
                client_id: self.client.client_id.clone(),
                orcid: None,
                scope,
                nonce: None,
                auth_time: self.now,
                on_behalf_of: None,
            },
            expires_at,
        }))
    }

    /// What it asks for without a researcher: three-legged scopes fall away before anything is looked at.
    fn own_scopes(&self) -> Result<ScopeSet, TokenError> {
        let asked = self.asked_scopes();
        let mut kept = Vec::new();
        for scope in asked.iter() {
            match scopes::find(scope.as_str()) {
                Some(info) if info.who == Who::Internal => return Err(TokenError::ScopeUnknown(scope.to_string())),
                Some(info) if info.legs == Legs::Three => {}
                Some(info) => kept.push((scope, self.client.may_ask(info))),
                None => return Err(TokenError::ScopeUnknown(scope.to_string())),
            }
        }
        if kept.is_empty() {
            return Err(TokenError::ScopeNone);
        }
        match kept.iter().find(|(_, allowed)| !allowed) {
            Some((scope, _)) => Err(TokenError::ScopeNotAllowed(scope.to_string())),
            None => Ok(kept.into_iter().map(|(scope, _)| scope.clone()).collect()),
        }
    }
}
