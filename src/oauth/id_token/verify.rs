//! What must hold of an ID token (OpenID Connect Core 1.0 §3.1.3.7, §3.2.2.11), one check a line.
//!
//! The algorithm is pinned: RS256 and nothing else. The header never chooses how it is checked, so `none` and the HMAC
//! algorithms, which turn a public key into a shared secret, get nowhere; ORCID's key set names no `alg` to go by
//! (guide `orcid-wire`, "Key set").

use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{IdToken, Key, KeySet};
use crate::oauth::Secret;

/// How far two clocks may be apart, in seconds, before a time in the token counts as wrong.
pub const LEEWAY: i64 = 60;

/// One thing that must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumIter, strum::Display, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Check {
    /// `alg` is RS256.
    Algorithm,
    /// The key that `kid` names is the server's.
    Key,
    /// The signature is that key's.
    Signature,
    /// `iss`.
    Issuer,
    /// `aud`.
    Audience,
    /// `azp`.
    AuthorizedParty,
    /// `sub`.
    Subject,
    /// `exp`.
    Expiry,
    /// `iat`.
    IssuedAt,
    /// `nbf`.
    NotBefore,
    /// `nonce`.
    Nonce,
    /// `at_hash`.
    AccessTokenHash,
    /// `c_hash`.
    CodeHash,
    /// `auth_time`.
    AuthTime,
    /// `amr`.
    Methods,
}

impl Check {
    /// Its name on the screen: the member of the token that it looks at.
    pub fn label(self) -> &'static str {
        match self {
            Self::Algorithm => "alg",
            Self::Key => "kid",
            Self::Signature => "signature",
            Self::Issuer => "iss",
            Self::Audience => "aud",
            Self::AuthorizedParty => "azp",
            Self::Subject => "sub",
            Self::Expiry => "exp",
            Self::IssuedAt => "iat",
            Self::NotBefore => "nbf",
            Self::Nonce => "nonce",
            Self::AccessTokenHash => "at_hash",
            Self::CodeHash => "c_hash",
            Self::AuthTime => "auth_time",
            Self::Methods => "amr",
        }
    }
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Verdict {
    /// It holds.
    Holds,
    /// Nothing to check, or nothing to check it with.
    Skipped,
    /// It does not hold: an application must refuse the token.
    Fails,
}

/// A check with its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What was looked at.
    pub check: Check,
    /// How it ended.
    pub verdict: Verdict,
    /// What was found, in a sentence.
    pub reason: String,
    /// What to do, when it fails.
    pub advice: &'static str,
}

/// The nonce that the authorization request had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nonce {
    /// This one.
    Sent(String),
    /// None was sent.
    NotSent,
    /// The request is not known here.
    Unknown,
}

/// The server's keys.
#[derive(Clone, Copy, Debug)]
pub enum Keys<'a> {
    /// As the server gave them.
    Known(&'a KeySet),
    /// Not there: why, in a few words.
    Missing(&'a str),
}

/// What a token is held against.
#[derive(Clone, Debug)]
pub struct Expected<'a> {
    /// The issuer that was asked, to the character.
    pub issuer: &'a str,
    /// The client; `None` when any will do.
    pub client_id: Option<&'a str>,
    /// The nonce of the request.
    pub nonce: Nonce,
    /// `max_age` of the request, in seconds.
    pub max_age: Option<i64>,
    /// The access token that came with it.
    pub access_token: Option<&'a Secret>,
    /// Whether both came through the browser, where `at_hash` is a must (OpenID Connect Core 1.0 §3.2.2.10).
    pub front_channel: bool,
    /// The code that came with it through the browser.
    pub code: Option<&'a str>,
    /// The iD that the token response names.
    pub orcid: Option<&'a str>,
    /// The server's keys.
    pub keys: Keys<'a>,
    /// The time of this computer.
    pub now: Timestamp,
}

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

struct Verifier<'a> {
    token: &'a IdToken,
    expected: &'a Expected<'a>,
}

fn good(check: Check, reason: impl Into<String>) -> Checked {
    Checked { check, verdict: Verdict::Holds, reason: reason.into(), advice: "" }
}

fn skipped(check: Check, reason: impl Into<String>) -> Checked {
    Checked { check, verdict: Verdict::Skipped, reason: reason.into(), advice: "" }
}

fn bad(check: Check, reason: impl Into<String>, advice: &'static str) -> Checked {
    Checked { check, verdict: Verdict::Fails, reason: reason.into(), advice }
}

/// A value of the token for a message: whatever it is.
fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Seconds since 1970 as a date.
fn date(seconds: i64) -> String {
    Timestamp::from_second(seconds)
        .map_or_else(|_| format!("{seconds} s after 1970"), |at| at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}

/// A stretch of time: `47h 59m`.
fn span(seconds: i64) -> String {
    format!("{:#}", SignedDuration::from_secs(seconds))
}

/// The left half of the SHA-256 of an ASCII text in base64url: `at_hash`, `c_hash` beside RS256 (OpenID Connect Core 1.0
/// §3.1.3.6).
fn half_hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(&digest::digest(&digest::SHA256, text.as_bytes()).as_ref()[..16])
}

const NOT_OURS: &str = "Do not sign anybody in with it. Take only tokens that your own authorization requests brought.";

impl<'a> Verifier<'a> {
    fn algorithm(&self) -> Checked {
        let check = Check::Algorithm;
        if let Some(critical) = self.token.header.get("crit") {
            return bad(
                check,
                format!("the header says that {critical} must be understood, and nothing here does (RFC 7515 §4.1.11)"),
                "Refuse it; ORCID sends no such header.",
            );
        }
        match self.token.header.get("alg").map(shown).as_deref() {
            Some("RS256") => good(check, "RS256, the only one that is accepted"),
            None => bad(
                check,
                "the header names no algorithm",
                "Refuse it (RFC 7515 §4.1.1: alg must be there). Pin RS256 in your library, and let no header choose.",
            ),
            Some("none") => bad(
                check,
                "alg is none: nobody signed it",
                "Refuse it: anybody can write such a token. Pin RS256 in your library.",
            ),
            Some(name) if name.starts_with("HS") => bad(
                check,
                format!("alg is {name}: signed with a shared secret, not with ORCID's key"),
                "Refuse it: with the public key as that secret anybody can sign. Pin RS256 in your library.",
            ),
            Some(name) => bad(
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
            Keys::Missing(why) => return (skipped(check, why), Err(why.to_owned())),
        };
        let Some(kid) = self.token.header.get("kid").map(shown) else {
            return match keys.keys.as_slice() {
                [only] => (good(check, "none named; the server has one key"), Ok(vec![only])),
                all => (skipped(check, "none named; every key of the server is tried"), Ok(all.iter().collect())),
            };
        };
        let named: Vec<&Key> = keys.keys.iter().filter(|key| key.kid.as_deref() == Some(&kid)).collect();
        let other_use = |key: &&Key| key.alg.as_deref().is_some_and(|alg| alg != "RS256");
        if named.is_empty() {
            let reason = format!("{kid} is no key of this server, which has {}", keys.names());
            let why = "its key is not the server's".to_owned();
            let advice = "Is it a token of another environment (production, Sandbox, local)? If not, fetch the keys anew: \
                          ORCID may have changed them. If it stays so, refuse it.";
            return (bad(check, reason, advice), Err(why));
        }
        if named.iter().all(other_use) {
            let why = "its key is for another algorithm".to_owned();
            return (bad(check, format!("{kid} is for another algorithm than RS256"), NOT_OURS), Err(why));
        }
        (good(check, format!("{kid} is the server's")), Ok(named))
    }

    fn signature(&self, algorithm: Verdict, keys: Result<Vec<&Key>, String>) -> Checked {
        let check = Check::Signature;
        if algorithm == Verdict::Fails {
            return skipped(check, "not looked at: the algorithm is not accepted");
        }
        let keys = match keys {
            Ok(keys) => keys,
            Err(why) => return skipped(check, format!("not looked at: {why}")),
        };
        let message = self.token.signing_input.expose().as_bytes();
        if keys.iter().any(|key| key.signed(message, &self.token.signature)) {
            good(check, "made by that key, over this header and these claims")
        } else {
            bad(
                check,
                "not made by that key over this header and these claims: something was changed after signing, or the \
                 signature is of another text",
                "Refuse it. If you copied it by hand, copy it whole: one letter is enough.",
            )
        }
    }

    fn issuer(&self) -> Checked {
        let (check, wanted) = (Check::Issuer, self.expected.issuer);
        match self.token.claims.get("iss").map(shown) {
            Some(issuer) if issuer == wanted => good(check, issuer),
            Some(issuer) => bad(
                check,
                format!("{issuer} made it, and {wanted} was asked"),
                "Refuse it. Compare the issuer to the character, and set it for each environment: production and Sandbox \
                 have each their own.",
            ),
            None => bad(check, "missing: nobody says who made it", "Refuse it (OpenID Connect Core 1.0 §2)."),
        }
    }

    fn audience(&self) -> Checked {
        let check = Check::Audience;
        let audience = self.token.audience();
        let all = audience.join(", ");
        match self.expected.client_id {
            _ if audience.is_empty() => {
                bad(check, "missing: it is made for nobody", "Refuse it (OpenID Connect Core 1.0 §2).")
            }
            None => skipped(check, format!("for {all}; which client it should be for is not known here")),
            Some(client) if !audience.contains(&client) => bad(
                check,
                format!("made for {all}, and this client is {client}"),
                "Refuse it: a token for another client proves nothing to yours. Check the client id, if it should be yours.",
            ),
            Some(client) if audience.len() > 1 => bad(
                check,
                format!("made for {client} and for others: {all}"),
                "Refuse it, unless you trust all of them (OpenID Connect Core 1.0 §3.1.3.7, 3). ORCID names one.",
            ),
            Some(client) => good(check, format!("made for {client}")),
        }
    }

    fn authorized_party(&self) -> Checked {
        let check = Check::AuthorizedParty;
        match (self.token.claims.get("azp").map(shown), self.expected.client_id) {
            (None, _) => skipped(check, "not in it; only needed beside several audiences"),
            (Some(party), Some(client)) if party != client => bad(
                check,
                format!("handed out to {party}, and this client is {client}"),
                "Refuse it: it was given to another client (OpenID Connect Core 1.0 §3.1.3.7, 5).",
            ),
            (Some(party), Some(_)) => good(check, format!("handed out to {party}")),
            (Some(party), None) => skipped(check, format!("handed out to {party}; whom to expect is not known here")),
        }
    }

    fn subject(&self) -> Checked {
        let check = Check::Subject;
        match (self.token.text("sub"), self.expected.orcid) {
            (None, _) => bad(check, "missing: it names nobody", "Refuse it (OpenID Connect Core 1.0 §2)."),
            (Some(sub), Some(orcid)) if sub != orcid => bad(
                check,
                format!("{sub} signed in, and the token response is for {orcid}"),
                "Refuse both: they are not of one sign-in.",
            ),
            (Some(sub), Some(_)) => good(check, format!("{sub}, as the token response says")),
            (Some(sub), None) => good(check, sub),
        }
    }

    fn expiry(&self) -> Checked {
        let (check, now) = (Check::Expiry, self.expected.now.as_second());
        match self.token.seconds("exp") {
            None => bad(check, "missing: it would hold for ever", "Refuse it (OpenID Connect Core 1.0 §2)."),
            Some(exp) if exp.saturating_add(LEEWAY) <= now => bad(
                check,
                format!("expired at {}, {} ago", date(exp), span(now.saturating_sub(exp))),
                "Let the researcher sign in again. If it was made just now, compare the clocks of both machines.",
            ),
            Some(exp) if exp <= now => {
                good(check, format!("expired at {}, within the {LEEWAY} s that clocks may differ", date(exp)))
            }
            Some(exp) => good(check, format!("until {}, {} from now", date(exp), span(exp.saturating_sub(now)))),
        }
    }

    fn issued_at(&self) -> Checked {
        let (check, now) = (Check::IssuedAt, self.expected.now.as_second());
        match self.token.seconds("iat") {
            None => bad(check, "missing: nobody says when it was made", "Refuse it (OpenID Connect Core 1.0 §2)."),
            Some(iat) if iat > now.saturating_add(LEEWAY) => bad(
                check,
                format!("made at {}, {} from now: the clocks disagree", date(iat), span(iat.saturating_sub(now))),
                "Set the clock of this computer (NTP). Between two machines allow for a minute, not for more.",
            ),
            Some(iat) => good(check, format!("made at {} (clocks may differ by {LEEWAY} s)", date(iat))),
        }
    }

    fn not_before(&self) -> Checked {
        let (check, now) = (Check::NotBefore, self.expected.now.as_second());
        match self.token.seconds("nbf") {
            None => skipped(check, "not in it; ORCID sends none"),
            Some(nbf) if nbf > now.saturating_add(LEEWAY) => bad(
                check,
                format!("holds from {} on, {} from now", date(nbf), span(nbf.saturating_sub(now))),
                "Wait, or set the clock of this computer (NTP).",
            ),
            Some(nbf) => good(check, format!("since {}", date(nbf))),
        }
    }

    fn nonce(&self) -> Checked {
        let check = Check::Nonce;
        match (self.token.claims.get("nonce").map(shown), &self.expected.nonce) {
            (Some(came), Nonce::Sent(sent)) if came == *sent => good(check, format!("{came}, as it was sent")),
            (Some(came), Nonce::Sent(sent)) => bad(
                check,
                format!("{came} came back, and {sent} was sent: it belongs to another sign-in, or is played again"),
                NOT_OURS,
            ),
            (None, Nonce::Sent(sent)) => bad(
                check,
                format!("{sent} was sent, and none came back"),
                "Refuse it. ORCID keeps the nonce only when openid is among the scopes: is it?",
            ),
            (Some(came), Nonce::NotSent) => {
                bad(check, format!("{came} is in it, and none was sent: it belongs to another request"), NOT_OURS)
            }
            (None, Nonce::NotSent) => {
                skipped(check, "none was sent, none came; send one to tie the token to the request")
            }
            (Some(came), Nonce::Unknown) => {
                skipped(check, format!("{came}; what was sent is not known here, so compare it yourself"))
            }
            (None, Nonce::Unknown) => skipped(check, "not in it"),
        }
    }

    fn hash(&self, check: Check, of: Option<&str>, what: &str, must: bool) -> Checked {
        match (self.token.claims.get(check.label()).map(shown), of) {
            (Some(_), None) => skipped(check, format!("the {what} that it belongs to is not at hand")),
            (Some(hash), Some(text)) if hash == half_hash(text) => good(check, format!("belongs to this {what}")),
            (Some(hash), Some(text)) => bad(
                check,
                format!(
                    "{hash}, and the {what} that came with it has {}: they do not belong together",
                    half_hash(text)
                ),
                "Refuse both: one of them was exchanged for another on the way.",
            ),
            (None, Some(_)) if must => bad(
                check,
                format!("missing, though it came through the browser together with a {what}"),
                "Refuse both (OpenID Connect Core 1.0 §3.2.2.10): nothing ties them to each other.",
            ),
            (None, _) => skipped(check, "not in it; not needed in this flow"),
        }
    }

    fn access_token_hash(&self) -> Checked {
        let token = self.expected.access_token.map(Secret::expose);
        self.hash(Check::AccessTokenHash, token, "access token", self.expected.front_channel)
    }

    fn code_hash(&self) -> Checked {
        self.hash(Check::CodeHash, self.expected.code, "code", false)
    }

    fn auth_time(&self) -> Checked {
        let (check, now) = (Check::AuthTime, self.expected.now.as_second());
        match (self.token.seconds("auth_time"), self.expected.max_age) {
            (Some(at), Some(most)) if now.saturating_sub(at) > most.saturating_add(LEEWAY) => bad(
                check,
                format!("signed in {} ago, and max_age={most} was asked", span(now.saturating_sub(at))),
                "Ask for a new sign-in with prompt=login: today's ORCID does not look at max_age.",
            ),
            (Some(at), Some(most)) => {
                good(check, format!("signed in {} ago; max_age={most} s", span(now.saturating_sub(at).max(0))))
            }
            (Some(at), None) => good(check, format!("signed in at {}", date(at))),
            (None, Some(most)) => bad(
                check,
                format!("missing, though max_age={most} was asked"),
                "Refuse it (OpenID Connect Core 1.0 §3.1.2.1): nothing says when the researcher signed in.",
            ),
            (None, None) => skipped(check, "not in it"),
        }
    }

    fn methods(&self) -> Checked {
        let check = Check::Methods;
        match self.token.claims.get("amr") {
            None => skipped(check, "not in it; ORCID tells it to member clients only"),
            Some(Value::String(method)) => good(
                check,
                format!(
                    "{method}, as a text: ORCID's way; the standard wants a list, and strict libraries stumble over it"
                ),
            ),
            Some(Value::Array(methods)) if methods.iter().all(Value::is_string) => {
                good(check, methods.iter().map(shown).collect::<Vec<_>>().join(", "))
            }
            Some(other) => bad(check, format!("{other} is neither a text nor a list of texts"), NOT_OURS),
        }
    }
}
