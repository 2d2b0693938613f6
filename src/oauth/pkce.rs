//! Proof Key for Code Exchange (RFC 7636). ORCID documents none; it is here to be tried.

use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// The `S256` challenge of a verifier (RFC 7636 §4.2).
pub fn code_challenge(code_verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, code_verifier.as_bytes()))
}

/// An unguessable text for `state`, `nonce` or a `code_verifier`: `bytes` random bytes in base64url
/// (32 bytes make the 43 characters that RFC 7636 §4.1 recommends).
pub fn random_text(random: &mut impl rand::Rng, bytes: usize) -> String {
    let mut buffer = vec![0u8; bytes];
    random.fill_bytes(&mut buffer);
    URL_SAFE_NO_PAD.encode(buffer)
}

#[cfg(test)]
mod tests {
    #[test]
    fn challenge_of_rfc_7636_appendix_b() {
        assert_eq!(
            super::code_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
