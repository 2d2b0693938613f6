//! Token exchange, "on behalf of" (guide `orcid-wire`, "Token exchange").

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::SignedDuration;
use serde_json::Value;

use super::{
    Call,
    success::{Success, expires_in, lexical},
};
use crate::{
    oauth::{ScopeSet, TokenType},
    orcid::{OrcidId, scopes},
    sandbox::{
        client_authentication::enabled,
        clients::GrantType,
        id_token,
        journal::{Event, Grant},
        reply::Reply,
        token_error::TokenError,
    },
};

const ID_TOKEN: &str = TokenType::IdToken.urn();
const ACCESS_TOKEN: &str = TokenType::AccessToken.urn();

/// Seconds that an exchanged access token lives.
const LIFETIME: i64 = 3600;

fn invalid(text: impl Into<String>) -> TokenError {
    TokenError::ExchangeInvalid(text.into())
}

impl Call<'_> {
    pub(super) fn exchange(self) -> Result<Reply, TokenError> {
        let parameter = |name| self.parameters.get(name).map(str::to_owned);
        let (Some(subject), Some(from), Some(to)) =
            (parameter("subject_token"), parameter("subject_token_type"), parameter("requested_token_type"))
        else {
            return Err(invalid(
                "Missing IETF Token exchange request parameter(s).  Required: subject_token subject_token_type \
                 requested_token_type",
            ));
        };
        let to_access_token = match (from.as_str(), to.as_str()) {
            (ID_TOKEN, ACCESS_TOKEN) => true,
            (ACCESS_TOKEN, ID_TOKEN) => false,
            _ => {
                return Err(invalid(format!(
                    "Invalid IETF token exchange token type(s) supported tokens types are {ID_TOKEN} {ACCESS_TOKEN}"
                )));
            }
        };
        enabled(&self.client)?;
        if !self.client.may_use(GrantType::TokenExchange) {
            return Err(invalid(format!("Client does not have {} enabled", GrantType::TokenExchange)));
        }
        if to_access_token { self.access_token(&subject) } else { self.id_token_for(&subject) }
    }

    /// For another client's ID token, which may have expired: what that client was granted, for an hour.
    fn access_token(self, subject: &str) -> Result<Reply, TokenError> {
        let (audience, orcid) = self.read(subject)?;
        if audience == self.client.client_id {
            return Err(invalid("Attempt to exchange own id_token, use refresh token instead"));
        }
        if self.client.acts_for.as_ref().is_some_and(|list| !list.contains(&audience)) {
            let own = &self.client.client_id;
            return Err(invalid(format!("Client {own} cannot act on behalf of client {audience}")));
        }
        let unknown = || invalid("Unexpected id token value, cannot parse the id_token");
        let researcher = self.researcher(&orcid, unknown)?;
        if let Some(other) = self.sandbox.clients().find(&audience) {
            enabled(other)?;
        }
        let scope = self.scope_of(&audience, &orcid)?;
        let access_token = self.sandbox.uuid();
        let expires_at = self.now + SignedDuration::from_secs(LIFETIME);
        let success = Success {
            access_token: &access_token,
            token_type: "bearer",
            refresh_token: None,
            expires_in: expires_in(expires_at, self.now),
            scope: Some(lexical(&scope).join(" ")),
            issued_token_type: Some(ACCESS_TOKEN),
            name: Some(researcher.public_name()),
            orcid: Some(Some(researcher.orcid.as_str())),
            id_token: None,
        };
        let grant = Grant {
            client_id: self.client.client_id.clone(),
            orcid: Some(orcid),
            scope,
            nonce: None,
            auth_time: self.now,
            on_behalf_of: Some(audience.into()),
        };
        let event = Event::TokenExchanged { access_token: access_token.clone().into(), grant, expires_at };
        Ok(success.reply(self.era()).event(event))
    }

    /// Whose ID token it is. It must be one of ours.
    fn read(&self, subject: &str) -> Result<(String, OrcidId), TokenError> {
        let unreadable = || invalid("Unexpected id token value, cannot parse the id_token");
        let part = |text: &str| URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let parts: Vec<&str> = subject.split('.').collect();
        let [header, payload, _signature] = parts.as_slice() else { return Err(unreadable()) };
        let (header, payload) = part(header).zip(part(payload)).ok_or_else(unreadable)?;
        let claims: Value = serde_json::from_str(&payload).map_err(|_| unreadable())?;
        // PKCS#1 v1.5 signs the same text in the same way each time.
        if (self.sandbox.key)().sign(&header, &payload).map_err(|_| TokenError::Unsigned)? != subject {
            return Err(invalid("Invalid id token signature"));
        }
        let audience = claims["aud"].as_str().ok_or_else(unreadable)?.to_owned();
        let orcid = claims["sub"].as_str().and_then(|sub| sub.parse().ok()).ok_or_else(unreadable)?;
        Ok((audience, orcid))
    }

    /// What the other client has, as far as it was asked for.
    fn scope_of(&self, client_id: &str, orcid: &OrcidId) -> Result<ScopeSet, TokenError> {
        let all: Vec<(&ScopeSet, bool)> = self.sandbox.state.granted(client_id, orcid, self.now).collect();
        if all.is_empty() {
            return Err(TokenError::ExchangeScope("The id_token is not associated with a valid scope"));
        }
        let alive: ScopeSet =
            all.iter().filter(|(_, alive)| *alive).flat_map(|(scope, _)| scope.iter()).cloned().collect();
        if alive.is_empty() {
            return Err(TokenError::ExchangeScope("The id_token is disabled and does not contain any valid scope"));
        }
        let asked = self.asked_scopes();
        if asked.is_empty() {
            return Ok(alive);
        }
        let allowed = scopes::closure(&alive);
        let kept: ScopeSet = asked.iter().filter(|scope| allowed.contains(scope.as_str())).cloned().collect();
        if kept.is_empty() {
            return Err(TokenError::ExchangeScope("The requested scope(s) are not available from this id_token"));
        }
        Ok(kept)
    }

    /// For the client's own access token: an ID token, in the place of an access token.
    fn id_token_for(mut self, subject: &str) -> Result<Reply, TokenError> {
        let gone = || invalid("access_token does not exist or is disabled");
        let pair = self.sandbox.state.pair(subject);
        let pair = pair.filter(|pair| *pair.access_token == *subject && pair.disabled.is_none()).ok_or_else(gone)?;
        if pair.grant.client_id != self.client.client_id {
            return Err(invalid("Clients can only exchange their own access_tokens for id_tokens"));
        }
        if !pair.alive(self.now) {
            return Err(invalid("access_token has expired"));
        }
        let nonce = self.parameters.get("nonce").map(Into::into);
        let grant = Grant { nonce, ..pair.grant.clone() };
        let researcher = self.researcher(grant.orcid.as_ref().ok_or_else(gone)?, gone)?;
        let signed = self.id_token(&researcher, &grant, subject)?;
        let success = Success {
            access_token: &signed,
            token_type: "N_A",
            refresh_token: None,
            expires_in: id_token::LIFETIME - 1,
            scope: None,
            issued_token_type: Some(ID_TOKEN),
            name: None,
            orcid: None,
            id_token: None,
        };
        Ok(success.reply(self.era()))
    }
}
