//! `grant_type=refresh_token` (guide `orcid-wire`, "Refreshing").

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use super::{
    Call,
    success::{Success, expires_in, lexical},
};
use crate::{
    oauth::{Scope, ScopeSet},
    orcid::scopes,
    sandbox::{
        client_authentication::enabled,
        clients::GrantType,
        journal::{Event, Grant, RevokeReason},
        reply::Reply,
        settings::Era,
        state::Pair,
        token_error::TokenError,
    },
};

impl Call<'_> {
    pub(super) fn refresh(self) -> Result<Reply, TokenError> {
        if !self.client.may_use(GrantType::RefreshToken) {
            return Err(TokenError::RefreshNotAllowed(self.client.client_id.clone()));
        }
        let parent = self.parameters.get("refresh_token").unwrap_or_default();
        let pair = self.parent(parent)?;
        let scope = self.narrower(&pair.grant.scope)?;
        let expires_at = self.end(pair.expires_at)?;
        let grant = Grant { scope, ..pair.grant.clone() };
        let parent = parent.to_owned();
        self.renew(parent, grant, expires_at)
    }

    /// The pair of the refresh token, if it may still be renewed.
    fn parent(&self, refresh_token: &str) -> Result<&Pair, TokenError> {
        let pair = self.sandbox.state.refresh_token(refresh_token).ok_or(TokenError::RefreshTokenUnknown)?;
        if pair.grant.client_id != self.client.client_id {
            return Err(TokenError::RefreshTokenOfAnotherClient);
        }
        enabled(&self.client)?;
        if self.now >= pair.expires_at {
            return Err(TokenError::ParentExpired(self.bearer.clone()));
        }
        if pair.disabled.is_some() {
            return Err(TokenError::ParentDisabled);
        }
        Ok(pair)
    }

    /// What was asked, if the parent allows all of it; without a question, what the parent has.
    fn narrower(&self, parent: &ScopeSet) -> Result<ScopeSet, TokenError> {
        let asked = self.asked_scopes();
        if asked.is_empty() {
            return Ok(parent.clone());
        }
        let allowed = scopes::closure(parent);
        for scope in asked.iter().map(Scope::as_str) {
            if scopes::find(scope).is_none() {
                return Err(TokenError::ScopeUnknown(scope.to_owned()));
            }
            if !allowed.contains(scope) {
                return Err(TokenError::ScopeWider(scope.to_owned()));
            }
        }
        Ok(asked)
    }

    /// When the new pair ends. Today's front end does not pass `expires_in` on.
    fn end(&self, parent: Timestamp) -> Result<Timestamp, TokenError> {
        let asked = match self.era() {
            Era::Current => None,
            Era::Classic => self.parameters.get("expires_in"),
        };
        let Some(text) = asked else { return Ok(parent) };
        let seconds: i64 = text.trim().parse().map_err(|_| TokenError::ExpiresInNotANumber(text.to_owned()))?;
        let end = SignedDuration::from_secs(seconds.max(0));
        match self.now.checked_add(end) {
            Ok(end) if end <= parent => Ok(end),
            Ok(_) | Err(_) => {
                // As Java prints a date.
                let end = parent.to_zoned(TimeZone::UTC).strftime("%a %b %d %H:%M:%S UTC %Y").to_string();
                Err(TokenError::ExpiresInBeyondParent(end))
            }
        }
    }

    fn renew(self, parent: String, grant: Grant, expires_at: Timestamp) -> Result<Reply, TokenError> {
        let researcher = match &grant.orcid {
            None => None,
            Some(orcid) => Some(self.researcher(orcid, || TokenError::ParentDisabled)?),
        };
        let (access_token, refresh_token) = (self.sandbox.uuid(), self.sandbox.uuid());
        let success = Success {
            access_token: &access_token,
            token_type: "bearer",
            refresh_token: Some(&refresh_token),
            expires_in: expires_in(expires_at, self.now),
            scope: Some(lexical(&grant.scope).join(" ")),
            issued_token_type: None,
            name: researcher.as_ref().map(|researcher| researcher.public_name()),
            orcid: Some(researcher.as_ref().map(|researcher| researcher.orcid.as_str())),
            id_token: None,
        };
        let mut reply = success.reply(self.era());
        if let Some(old) = self.replaced() {
            reply = reply.event(Event::TokenRevoked { token: old.into(), reason: RevokeReason::ClientRevoked });
        }
        Ok(reply.event(Event::TokensRefreshed {
            parent: parent.into(),
            access_token: access_token.into(),
            refresh_token: refresh_token.into(),
            grant,
            expires_at,
        }))
    }

    /// The access token that `revoke_old` disables: the one in the `Authorization` header, unless told otherwise. Without
    /// that header nothing is disabled, and today's front end does not know the parameter at all.
    fn replaced(&self) -> Option<String> {
        let wanted = match self.era() {
            Era::Current => false,
            Era::Classic => {
                self.parameters.get("revoke_old").is_none_or(|value| value.trim().eq_ignore_ascii_case("true"))
            }
        };
        let old = self.bearer.as_deref().filter(|_| wanted)?;
        let pair = self.sandbox.state.pair(old)?;
        (*pair.access_token == *old && pair.grant.client_id == self.client.client_id).then(|| old.to_owned())
    }
}
