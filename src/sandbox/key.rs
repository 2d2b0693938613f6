//! The RSA key that signs ID tokens. ORCID's header and claim order is not what JWT libraries write, so tokens are
//! serialised in `id_token` and only signed here.

use std::sync::Arc;

use aws_lc_rs::{
    digest,
    encoding::AsDer,
    error::{KeyRejected, Unspecified},
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PKCS1_SHA256},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// Where the key comes from. Called when an ID token or the key set is first needed: making a key takes a noticeable
/// part of a second.
pub type KeySource = Arc<dyn Fn() -> Arc<SigningKey> + Send + Sync>;

/// An RSA key of 2048 bits for RS256 (RFC 7518 §3.3).
pub struct SigningKey {
    pair: KeyPair,
    kid: String,
}

impl SigningKey {
    /// A new key, from the operating system's randomness.
    ///
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn generate() -> Result<Self, Unspecified> {
        KeyPair::generate(KeySize::Rsa2048).map(Self::new)
    }

    /// Reads a key in PKCS#8 (RFC 5958), as [`Self::to_pkcs8`] writes it.
    ///
    /// # Errors
    /// When it is none.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyRejected> {
        KeyPair::from_pkcs8(der).map(Self::new)
    }

    /// Reads a key in PKCS#1 (RFC 8017 A.1.2).
    ///
    /// # Errors
    /// When it is none.
    pub fn from_der(der: &[u8]) -> Result<Self, KeyRejected> {
        KeyPair::from_der(der).map(Self::new)
    }

    /// The private key, for a file with mode 0600.
    ///
    /// # Errors
    /// When the library cannot write it.
    pub fn to_pkcs8(&self) -> Result<Vec<u8>, Unspecified> {
        self.pair.as_der().map(|der| der.as_ref().to_vec())
    }

    fn new(pair: KeyPair) -> Self {
        let modulus = pair.public_key().modulus();
        let hash = digest::digest(&digest::SHA256, modulus.big_endian_without_leading_zero());
        let suffix: String = hash.as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
        Self { pair, kid: format!("local-orcid-org-{suffix}") }
    }

    /// The key id in ORCID's pattern: environment, `-orcid-org-`, 32 characters; here they follow from the key.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public half as a JWK (RFC 7517), keys in ORCID's order, without `alg` as in production.
    pub fn jwk(&self) -> Value {
        let key = self.pair.public_key();
        let e = URL_SAFE_NO_PAD.encode(key.exponent().big_endian_without_leading_zero());
        let n = URL_SAFE_NO_PAD.encode(key.modulus().big_endian_without_leading_zero());
        json!({"kty": "RSA", "e": e, "use": "sig", "kid": self.kid, "n": n})
    }

    /// `header.payload.signature` (RFC 7515 §3.1) of two JSON texts.
    ///
    /// # Errors
    /// When the library cannot sign.
    pub fn sign(&self, header: &str, payload: &str) -> Result<String, Unspecified> {
        let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), input.as_bytes(), &mut signature)?;
        Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKey").field("kid", &self.kid).finish_non_exhaustive()
    }
}
