//! The keys that a server signs with (RFC 7517; guide `orcid-wire`, "Key set").

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

/// The RSA keys of a server, as far as they are for signatures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySet {
    /// In the order of the document.
    pub keys: Vec<Key>,
}

/// One public RSA key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub kid: Option<String>,
    /// The algorithm that it is for; ORCID's production key names none.
    pub alg: Option<String>,
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

/// Why an answer is no key set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAKeySet {
    /// Not JSON, or without a list `keys`.
    #[error("it is no JSON object with a list called keys")]
    Shape,
    /// No key in it that can check an RS256 signature.
    #[error("no RSA signing key is in it")]
    Empty,
}

impl KeySet {
    /// Reads a JWK Set. Keys of other kinds and for other uses are left out, as RFC 7517 §5 asks.
    ///
    /// # Errors
    /// When nothing in it could be used.
    pub fn read(body: &[u8]) -> Result<Self, NotAKeySet> {
        let document: Value = serde_json::from_slice(body).map_err(|_| NotAKeySet::Shape)?;
        let all = document.get("keys").and_then(Value::as_array).ok_or(NotAKeySet::Shape)?;
        let keys: Vec<Key> = all.iter().filter_map(Key::read).collect();
        if keys.is_empty() { Err(NotAKeySet::Empty) } else { Ok(Self { keys }) }
    }

    /// The names of the keys, for messages.
    pub fn names(&self) -> String {
        self.keys.iter().map(|key| key.kid.as_deref().unwrap_or("(no kid)")).collect::<Vec<_>>().join(", ")
    }
}

impl Key {
    fn read(jwk: &Value) -> Option<Self> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        if text("kty") != Some("RSA") || text("use").is_some_and(|purpose| purpose != "sig") {
            return None;
        }
        let number = |name| URL_SAFE_NO_PAD.decode(text(name)?.trim_end_matches('=')).ok();
        let owned = |name| text(name).map(str::to_owned);
        Some(Self { kid: owned("kid"), alg: owned("alg"), modulus: number("n")?, exponent: number("e")? })
    }

    /// Whether this key made the signature of a message with RS256 (RFC 7518 §3.3). Keys below 2048 bits never did.
    pub fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        // A JWK may begin with zero bytes, which the library takes for a mistake.
        let number = |bytes: &[u8]| bytes.iter().copied().skip_while(|byte| *byte == 0).collect::<Vec<u8>>();
        let key = RsaPublicKeyComponents { n: number(&self.modulus), e: number(&self.exponent) };
        key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
    }
}
