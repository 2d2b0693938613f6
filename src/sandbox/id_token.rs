//! ORCID's ID token, with its oddities (guide `orcid-wire`, "ID token"): `kid` before `alg` and no `typ`, `aud` a string,
//! `amr` a string and only for member clients, slashes escaped.

use aws_lc_rs::{digest, error::Unspecified};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    clients::RegisteredClient,
    journal::Grant,
    key::SigningKey,
    researchers::{Researcher, Visibility},
};
use crate::orcid::scopes::ClientType;

/// A day, in seconds.
pub(super) const LIFETIME: i64 = 86_400;

/// What an ID token is made of.
pub(super) struct IdToken<'a> {
    pub issuer: &'a str,
    pub client: &'a RegisteredClient,
    pub researcher: &'a Researcher,
    pub grant: &'a Grant,
    pub access_token: &'a str,
    pub jti: String,
    pub now: Timestamp,
}

impl IdToken<'_> {
    /// The signed token.
    pub fn sign(&self, key: &SigningKey) -> Result<String, Unspecified> {
        let header = json!({"kid": key.kid(), "alg": "RS256"}).to_string();
        // A slash can only stand inside a text, so this is the same JSON.
        let payload = Value::Object(self.claims()).to_string().replace('/', "\\/");
        key.sign(&header, &payload)
    }

    fn claims(&self) -> Map<String, Value> {
        let researcher = self.researcher;
        let named = researcher.name_visibility == Visibility::Public;
        let iat = self.now.as_second();
        let mut claims = Map::new();
        let mut claim = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        claim("at_hash", at_hash(self.access_token).into());
        claim("aud", self.grant.client_id.as_str().into());
        claim("sub", researcher.orcid.as_str().into());
        claim("auth_time", self.grant.auth_time.as_second().into());
        if self.client.client_type != ClientType::Public {
            claim("amr", if researcher.two_factor { "mfa" } else { "pwd" }.into());
        }
        claim("iss", self.issuer.into());
        if let Some(name) = researcher.credit_name.as_ref().filter(|_| named) {
            claim("name", name.as_str().into());
        }
        claim("exp", (iat + LIFETIME).into());
        if named {
            claim("given_name", researcher.given_names.as_str().into());
        }
        claim("iat", iat.into());
        if let Some(nonce) = &self.grant.nonce {
            claim("nonce", (**nonce).into());
        }
        if let Some(name) = researcher.family_name.as_ref().filter(|_| named) {
            claim("family_name", name.as_str().into());
        }
        claim("jti", self.jti.as_str().into());
        claims
    }
}

/// The left half of the access token's SHA-256 (OpenID Connect Core 1.0 §3.1.3.6).
fn at_hash(access_token: &str) -> String {
    let hash = digest::digest(&digest::SHA256, access_token.as_bytes());
    URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_hash_agrees_with_tokens_that_orcid_signed() {
        assert_eq!(at_hash("bb5c8a64-8e52-4e6a-8316-ed273914fd29"), "C4s1yVuTTNlOXpcozQ3bvg");
        assert_eq!(at_hash("24c11342-f5da-4cf9-94a4-f8a72a30da00"), "1nvmvAmWpiWtgvJemCBeXQ");
    }
}
