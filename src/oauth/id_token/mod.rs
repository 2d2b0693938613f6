//! ID tokens (OpenID Connect Core 1.0 §2): read without trust, then checked one thing after the other.
//!
//! [`IdToken::decode`] reads header and claims of anything that has the form of a signed JWT; [`verify()`] says of each
//! thing that must hold whether it does, and why. Nothing is refused on the way: a wrong token is there to be looked at.

mod checked;
mod claims;
mod key_set;
mod verify;
mod words;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::{HttpRequest, Secret, request};
pub use checked::{Check, Checked, Expected, Keys, Nonce, Verdict};
pub use key_set::{Key, KeySet, NotAKeySet};
pub use verify::{holds, verify};

/// A signed JWT in its compact form (RFC 7515 §7.1), decoded and not yet believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdToken {
    /// The protected header, members in their order.
    pub header: Map<String, Value>,
    /// The claims, members in their order.
    pub claims: Map<String, Value>,
    /// Header and claims as they were signed (RFC 7515 §5.2).
    signing_input: Secret,
    signature: Vec<u8>,
}

/// Why a text is no signed JWT. Quotes nothing of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnIdToken {
    /// Not three parts with two dots between them.
    #[error("a signed JWT has three parts with a dot between them, and this has {0}")]
    Parts(usize),
    /// Encrypted (RFC 7516): five parts.
    #[error("it has five parts, so it is encrypted (JWE, RFC 7516); ORCID only signs")]
    Encrypted,
    /// A part is not base64url without padding (RFC 7515 §2).
    #[error("its {0} is not base64url; was it cut off, or changed on the way?")]
    Base64(&'static str),
    /// A part is not a JSON object.
    #[error("its {0} is not a JSON object; was it cut off, or changed on the way?")]
    Json(&'static str),
}

impl IdToken {
    /// Reads header and claims. Blanks around the text do not count.
    ///
    /// # Errors
    /// Which part cannot be read.
    pub fn decode(text: &str) -> Result<Self, NotAnIdToken> {
        let parts: Vec<&str> = text.trim().split('.').collect();
        let [header, claims, signature] = parts[..] else {
            return Err(if parts.len() == 5 { NotAnIdToken::Encrypted } else { NotAnIdToken::Parts(parts.len()) });
        };
        let bytes = |part: &str, name| URL_SAFE_NO_PAD.decode(part).map_err(|_| NotAnIdToken::Base64(name));
        let object = |part, name| {
            serde_json::from_slice::<Map<String, Value>>(&bytes(part, name)?).map_err(|_| NotAnIdToken::Json(name))
        };
        Ok(Self {
            header: object(header, "header")?,
            claims: object(claims, "payload")?,
            signing_input: Secret::new(format!("{header}.{claims}")),
            signature: bytes(signature, "signature")?,
        })
    }

    /// A claim that is a text.
    pub fn text(&self, claim: &str) -> Option<&str> {
        self.claims.get(claim).and_then(Value::as_str)
    }

    /// A claim that is a number of seconds since 1970 (RFC 7519 §2, `NumericDate`); parts of a second are left away.
    pub fn seconds(&self, claim: &str) -> Option<i64> {
        let number = self.claims.get(claim)?;
        #[allow(clippy::cast_possible_truncation)]
        number.as_i64().or_else(|| number.as_f64().map(|seconds| seconds as i64))
    }

    /// Whom it was made for: `aud`, a text at ORCID, a list elsewhere (OpenID Connect Core 1.0 §2).
    pub fn audience(&self) -> Vec<&str> {
        match self.claims.get("aud") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            Some(_) | None => Vec::new(),
        }
    }
}

/// Asks for the key set of a server (RFC 7517 §5; guide `orcid-wire`, "Key set").
///
/// # Errors
/// When the address is no URL.
pub fn key_set_request(jwks_uri: &str) -> Result<HttpRequest, http::Error> {
    request::get(jwks_uri, "application/json")
}

#[cfg(test)]
mod tests;
