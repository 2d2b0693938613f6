//! A token response as it stands in its file.

use std::path::Path;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::kept::{NewToken, StoredToken};
use crate::{oauth::Seen, store::error::StoreError};

const VERSION: i64 = 1;

/// The file as it is on disk.
#[derive(Serialize, Deserialize)]
pub(super) struct TokenFile {
    version: i64,
    received_at: Timestamp,
    environment: String,
    issuer: String,
    token_endpoint: String,
    client_id: String,
    grant_type: String,
    requested_scope: Option<String>,
    redirect_uri: Option<String>,
    /// When this program had the pair revoked; added to the file later on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revoked_at: Option<Timestamp>,
    /// What the server was last known to think of it; added later on, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seen: Option<SeenAt>,
    /// The nonce that was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
    status: u16,
    headers: Vec<(String, String)>,
    /// The body as received, when it is UTF-8 text.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// The body as received, when it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
}

/// What the server thought of a token, and when.
#[derive(Serialize, Deserialize)]
struct SeenAt {
    what: Seen,
    at: Timestamp,
}

/// A file, read.
pub(super) struct Kept {
    pub token: NewToken,
    pub revoked_at: Option<Timestamp>,
    pub seen: Option<(Seen, Timestamp)>,
}

impl TokenFile {
    pub(super) fn of(token: &NewToken) -> Self {
        let body = token.response.body();
        let text = std::str::from_utf8(body).ok().map(str::to_owned);
        // A header value may hold any byte (RFC 9110 §5.5); ISO 8859-1 maps each to one character, and back.
        let header = |value: &[u8]| value.iter().map(|byte| char::from(*byte)).collect();
        Self {
            version: VERSION,
            received_at: token.received_at,
            environment: token.environment.clone(),
            issuer: token.issuer.clone(),
            token_endpoint: token.token_endpoint.clone(),
            client_id: token.client_id.clone(),
            grant_type: token.grant_type.clone(),
            requested_scope: token.requested_scope.clone(),
            redirect_uri: token.redirect_uri.clone(),
            revoked_at: None,
            seen: None,
            nonce: token.nonce.clone(),
            status: token.response.status().as_u16(),
            headers: (token.response.headers().iter())
                .map(|(name, value)| (name.to_string(), header(value.as_bytes())))
                .collect(),
            body_base64: text.is_none().then(|| STANDARD.encode(body)),
            body: text,
        }
    }

    pub(super) fn to_bytes(&self, folder: &Path) -> Result<Vec<u8>, StoreError> {
        let mut bytes =
            serde_json::to_vec_pretty(self).map_err(|error| StoreError::damaged(folder, error.to_string()))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The same answer, with what is known of it by now.
    pub(super) fn of_stored(stored: &StoredToken) -> Self {
        let seen = stored.seen.map(|(what, at)| SeenAt { what, at });
        Self { revoked_at: stored.revoked_at, seen, ..Self::of(&stored.token) }
    }

    /// What was received, and what is known of it.
    pub(super) fn read(bytes: &[u8]) -> Result<Kept, String> {
        // serde_json's own words may quote a value, so only the place is told.
        let place =
            |error: serde_json::Error| format!("not as expected at line {}, column {}", error.line(), error.column());
        #[derive(Deserialize)]
        struct Version {
            version: i64,
        }
        let Version { version } = serde_json::from_slice(bytes).map_err(place)?;
        if version != VERSION {
            return Err(format!("format version {version}; this orcid-playground knows {VERSION}"));
        }
        let file: Self = serde_json::from_slice(bytes).map_err(place)?;
        let body = match (file.body, file.body_base64) {
            (Some(text), _) => Bytes::from(text),
            (None, Some(coded)) => {
                Bytes::from(STANDARD.decode(coded).map_err(|_| "body_base64 is not base64".to_owned())?)
            }
            (None, None) => return Err("there is no body in it".to_owned()),
        };
        let mut response = http::Response::builder().status(file.status);
        for (name, value) in &file.headers {
            let value: Vec<u8> = value.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect();
            response = response.header(name, value);
        }
        let token = NewToken {
            received_at: file.received_at,
            environment: file.environment,
            issuer: file.issuer,
            token_endpoint: file.token_endpoint,
            client_id: file.client_id,
            grant_type: file.grant_type,
            requested_scope: file.requested_scope,
            redirect_uri: file.redirect_uri,
            nonce: file.nonce,
            response: response.body(body).map_err(|_| "status or headers are not HTTP".to_owned())?,
        };
        Ok(Kept { token, revoked_at: file.revoked_at, seen: file.seen.map(|seen| (seen.what, seen.at)) })
    }
}
