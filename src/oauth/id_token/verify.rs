//! The algorithm, the key and the signature; then the claims.
//!
//! The algorithm is pinned: RS256 and nothing else. The header never chooses how it is checked, so `none` and the HMAC
//! algorithms, which turn a public key into a shared secret, get nowhere; ORCID's key set names no `alg` to go by
//! (guide `orcid-wire`, "Key set").

use super::{
    Check, Checked, Expected, IdToken, Key, Keys, Verdict,
    words::{short, shown},
};

/// Whether no check failed, and the signature is among those that hold.
pub fn holds(checks: &[Checked]) -> bool {
    checks.iter().all(|checked| checked.verdict != Verdict::Fails)
        && checks.iter().any(|checked| checked.check == Check::Signature && checked.verdict == Verdict::Holds)
}

/// Checks everything, in the order of [`Check`].
pub fn verify(token: &IdToken, expected: &Expected<'_>) -> Vec<Checked> {
    let this = Verifier { token, expected };
    let algorithm = this.algorithm();
    let (key, found) = this.key();
    let signature = this.signature(algorithm.verdict, found);
    vec![
        algorithm,
        key,
        signature,
        this.issuer(),
        this.audience(),
        this.authorized_party(),
        this.subject(),
        this.expiry(),
        this.issued_at(),
        this.not_before(),
        this.nonce(),
        this.access_token_hash(),
        this.code_hash(),
        this.auth_time(),
        this.methods(),
    ]
}

pub(super) struct Verifier<'a> {
    pub(super) token: &'a IdToken,
    pub(super) expected: &'a Expected<'a>,
}

/// What to do about a token of somebody else's request.
pub(super) const NOT_OURS: &str =
    "Do not sign anybody in with it. Take only tokens that your own authorization requests brought.";

impl<'a> Verifier<'a> {
    fn algorithm(&self) -> Checked {
        let check = Check::Algorithm;
        if let Some(critical) = self.token.header.get("crit") {
            return Checked::fails(
                check,
                format!(
                    "the header says that {} must be understood, and nothing here does (RFC 7515 §4.1.11)",
                    short(&critical.to_string())
                ),
                "Refuse it; ORCID sends no such header.",
            );
        }
        match self.token.header.get("alg").map(shown).map(|alg| short(&alg)).as_deref() {
            Some("RS256") => Checked::holds(check, "RS256, the only one that is accepted"),
            None => Checked::fails(
                check,
                "the header names no algorithm",
                "Refuse it (RFC 7515 §4.1.1: alg must be there). Pin RS256 in your library, and let no header choose.",
            ),
            Some("none") => Checked::fails(
                check,
                "alg is none: nobody signed it",
                "Refuse it: anybody can write such a token. Pin RS256 in your library.",
            ),
            Some(name) if name.starts_with("HS") => Checked::fails(
                check,
                format!("alg is {name}: signed with a shared secret, not with ORCID's key"),
                "Refuse it: with the public key as that secret anybody can sign. Pin RS256 in your library.",
            ),
            Some(name) => Checked::fails(
                check,
                format!("alg is {name}; ORCID signs with RS256 and nothing else is accepted"),
                "Refuse it, and look at where it came from.",
            ),
        }
    }

    /// The keys that may have signed it.
    fn key(&self) -> (Checked, Result<Vec<&'a Key>, String>) {
        let check = Check::Key;
        let keys = match self.expected.keys {
            Keys::Known(keys) => keys,
            Keys::Missing(why) => return (Checked::skipped(check, why), Err(why.to_owned())),
        };
        let Some(kid) = self.token.header.get("kid").map(shown) else {
            return match keys.keys.as_slice() {
                [only] => (Checked::holds(check, "none named; the server has one key"), Ok(vec![only])),
                all => {
                    (Checked::skipped(check, "none named; every key of the server is tried"), Ok(all.iter().collect()))
                }
            };
        };
        let named: Vec<&Key> = keys.keys.iter().filter(|key| key.kid.as_deref() == Some(&kid)).collect();
        let other_use = |key: &&Key| key.alg.as_deref().is_some_and(|alg| alg != "RS256");
        if named.is_empty() {
            let reason = format!("{} is no key of this server, which has {}", short(&kid), short(&keys.names()));
            let why = "its key is not the server's".to_owned();
            let advice = "Is it a token of another environment (production, Sandbox, local)? If not, fetch the keys anew: \
                          ORCID may have changed them. If it stays so, refuse it.";
            return (Checked::fails(check, reason, advice), Err(why));
        }
        if named.iter().all(other_use) {
            let why = "its key is for another algorithm".to_owned();
            return (
                Checked::fails(check, format!("{} is for another algorithm than RS256", short(&kid)), NOT_OURS),
                Err(why),
            );
        }
        (Checked::holds(check, format!("{kid} is the server's")), Ok(named))
    }

    fn signature(&self, algorithm: Verdict, keys: Result<Vec<&Key>, String>) -> Checked {
        let check = Check::Signature;
        if algorithm == Verdict::Fails {
            return Checked::skipped(check, "not looked at: the algorithm is not accepted");
        }
        let keys = match keys {
            Ok(keys) => keys,
            Err(why) => return Checked::skipped(check, format!("not looked at: {why}")),
        };
        let message = self.token.signing_input.expose().as_bytes();
        if keys.iter().any(|key| key.signed(message, &self.token.signature)) {
            Checked::holds(check, "made by that key, over this header and these claims")
        } else {
            Checked::fails(
                check,
                "not made by that key over this header and these claims: something was changed after signing, or the \
                 signature is of another text",
                "Refuse it. If you copied it by hand, copy it whole: one letter is enough.",
            )
        }
    }
}
