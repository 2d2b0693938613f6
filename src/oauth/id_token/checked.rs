//! A check and its result, and what a token is held against.

use jiff::Timestamp;

use super::KeySet;
use crate::oauth::Secret;

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

impl Nonce {
    /// That of a token that was stored with it. Of a pasted one the request is not known.
    pub fn of_stored(grant_type: &str, nonce: Option<String>) -> Self {
        match nonce {
            Some(nonce) => Self::Sent(nonce),
            None if grant_type == crate::oauth::PASTED => Self::Unknown,
            None => Self::NotSent,
        }
    }
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

impl Checked {
    pub(super) fn holds(check: Check, reason: impl Into<String>) -> Self {
        Self { check, verdict: Verdict::Holds, reason: reason.into(), advice: "" }
    }

    pub(super) fn skipped(check: Check, reason: impl Into<String>) -> Self {
        Self { check, verdict: Verdict::Skipped, reason: reason.into(), advice: "" }
    }

    pub(super) fn fails(check: Check, reason: impl Into<String>, advice: &'static str) -> Self {
        Self { check, verdict: Verdict::Fails, reason: reason.into(), advice }
    }
}
