//! A token response, and what is known of it.

use std::fmt;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::oauth::{HttpResponse, Record, Seen, TokenAnswer, TokenResponse, implicit};

/// An answer of a token endpoint, and what it answers to: what [`Store::save_token`](crate::store::Store::save_token) keeps. Anything that may hold a
/// token belongs there: every answer with a success status, readable or not.
#[derive(Clone)]
pub struct NewToken {
    /// When the last byte of it was there.
    pub received_at: Timestamp,
    /// `local`, `sandbox`, `production`, or the issuer URL of another.
    pub environment: String,
    /// The issuer (RFC 8414 §2).
    pub issuer: String,
    /// Where the request went.
    pub token_endpoint: String,
    /// Who asked.
    pub client_id: String,
    /// With which grant: `authorization_code`, …
    pub grant_type: String,
    /// What was asked for in the authorization request.
    pub requested_scope: Option<String>,
    /// The redirect URI that was used.
    pub redirect_uri: Option<String>,
    /// The nonce that was sent, which an ID token must bring back (OpenID Connect Core 1.0 §3.1.2.1).
    pub nonce: Option<String>,
    /// The answer, with the body as received. Of the implicit flow the fragment of the redirect.
    pub response: HttpResponse,
}

/// A token response that is kept.
#[derive(Clone)]
pub struct StoredToken {
    /// `<time>-<env>`, the file's name without `.json`.
    pub id: String,
    /// The file.
    pub path: PathBuf,
    /// What was received, and for what.
    pub token: NewToken,
    /// When the pair was revoked from this machine; what others revoked is not known here.
    pub revoked_at: Option<Timestamp>,
    /// What the server was last known to think of it, and when.
    pub seen: Option<(Seen, Timestamp)>,
}

impl StoredToken {
    /// What is on record about the access token.
    pub fn record(&self) -> Record {
        Record {
            received_at: self.token.received_at,
            expires_in: self.response().and_then(|response| response.expires_in),
            revoked_at: self.revoked_at,
            seen: self.seen,
        }
    }

    /// The tokens in it, read anew from the body as received. `None` when the body is no token response.
    pub fn response(&self) -> Option<TokenResponse> {
        if self.token.grant_type == implicit::IMPLICIT {
            return implicit::token_response(&String::from_utf8_lossy(self.token.response.body()));
        }
        match TokenAnswer::read(&self.token.response) {
            TokenAnswer::Granted(response) => Some(*response),
            TokenAnswer::Refused(_) | TokenAnswer::Malformed(_) => None,
        }
    }
}

/// Leaves the answer out: it holds tokens.
impl fmt::Debug for NewToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewToken")
            .field("received_at", &self.received_at)
            .field("environment", &self.environment)
            .field("client_id", &self.client_id)
            .field("status", &self.response.status())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for StoredToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredToken").field("id", &self.id).field("token", &self.token).finish_non_exhaustive()
    }
}
