//! Token responses: one file each, whole or not at all, written before anything parses or shows what came.
//!
//! A code works once and a client may never get the same tokens again, so what was received must not be lost. The file
//! holds the body as it was received and what it answers to.

use std::fmt;
use std::path::{Path, PathBuf};

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Store, StoreError, atomic};
use crate::oauth::{HttpResponse, TokenAnswer, TokenResponse};

const VERSION: i64 = 1;

/// An answer of a token endpoint, and what it answers to: what [`Store::save_token`] keeps. Anything that may hold a
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
    /// The answer, with the body as received.
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
}

impl StoredToken {
    /// The tokens in it, read anew from the body as received. `None` when the body is no token response.
    pub fn response(&self) -> Option<TokenResponse> {
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

/// What [`Store::tokens`] found.
#[derive(Debug, Default)]
pub struct TokenList {
    /// Newest first.
    pub tokens: Vec<StoredToken>,
    /// Files that could not be read. They stay where they are: there may be a token in them.
    pub unreadable: Vec<UnreadableToken>,
}

/// A file among the tokens that is none, as far as this program can see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableToken {
    /// The file.
    pub path: PathBuf,
    /// Why, without quoting the content.
    pub reason: String,
}

impl Store {
    /// Keeps an answer of a token endpoint. When this returns, it is on the disk; call it before anything looks into the
    /// body. If it fails, show the token together with the error, which says what to do.
    ///
    /// # Errors
    /// When writing fails: full disk, no rights, something else in the place of the folder.
    pub fn save_token(&self, token: &NewToken) -> Result<StoredToken, StoreError> {
        let folder = self.paths.tokens();
        let stem = format!("{}-{}", file_time(token.received_at), slug(&token.environment));
        let bytes = TokenFile::of(token).to_bytes(&folder)?;
        let id = self.files.create(&folder, &stem, &bytes)?;
        Ok(StoredToken { path: folder.join(format!("{id}.json")), id, token: token.clone() })
    }

    /// Every token response that is kept, newest first. Files that cannot be read are named, not hidden.
    ///
    /// # Errors
    /// When the folder is there and cannot be read.
    pub fn tokens(&self) -> Result<TokenList, StoreError> {
        let folder = self.paths.tokens();
        let mut list = TokenList::default();
        for name in self.files.list(&folder)?.iter().filter(|name| !atomic::is_temporary(name)) {
            let path = folder.join(name);
            let read = match (name.strip_suffix(".json"), self.read_private(&path)) {
                (None, _) => Err("its name does not end in .json".to_owned()),
                (Some(_), Err(error)) => Err(error.to_string()),
                // Forgotten by another process in this moment.
                (Some(_), Ok(None)) => continue,
                (Some(id), Ok(Some(bytes))) => {
                    TokenFile::read(&bytes).map(|token| StoredToken { id: id.to_owned(), path: path.clone(), token })
                }
            };
            match read {
                Ok(token) => list.tokens.push(token),
                Err(reason) => list.unreadable.push(UnreadableToken { path, reason }),
            }
        }
        list.tokens.sort_by(|a, b| (b.token.received_at, &b.id).cmp(&(a.token.received_at, &a.id)));
        list.unreadable.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(list)
    }

    /// The token response with this name, or the only one whose name begins so.
    ///
    /// # Errors
    /// [`StoreError::NoToken`], [`StoreError::AmbiguousToken`], or when the folder cannot be read.
    pub fn find_token(&self, id: &str) -> Result<StoredToken, StoreError> {
        let mut tokens = self.tokens()?.tokens;
        tokens.retain(|token| token.id.starts_with(id));
        if let Some(exact) = tokens.iter().position(|token| token.id == id) {
            return Ok(tokens.swap_remove(exact));
        }
        match (tokens.len(), tokens.pop()) {
            (1, Some(token)) => Ok(token),
            (_, None) => Err(StoreError::NoToken(id.to_owned())),
            (_, Some(last)) => {
                let ids = tokens.into_iter().chain([last]).map(|token| token.id).collect();
                Err(StoreError::AmbiguousToken { prefix: id.to_owned(), ids })
            }
        }
    }

    /// Removes the token response that [`Store::find_token`] finds, from this machine alone: at ORCID the token lives
    /// on. Returns its name.
    ///
    /// # Errors
    /// Those of [`Store::find_token`], or when it cannot be removed.
    pub fn forget_token(&self, id: &str) -> Result<String, StoreError> {
        let token = self.find_token(id)?;
        self.files.remove(&token.path)?;
        Ok(token.id)
    }
}

/// A time that can stand in a file name on every system, and sorts: `20261122T002356.123Z`.
pub(super) fn file_time(time: Timestamp) -> String {
    time.strftime("%Y%m%dT%H%M%S%.3fZ").to_string()
}

/// An environment's name as part of a file name: `local`, or the host of an issuer, `auth-example-org-8080`.
fn slug(environment: &str) -> String {
    let bare = environment.split_once("://").map_or(environment, |(_, rest)| rest);
    let dashed: String =
        bare.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let parts: Vec<&str> = dashed.split('-').filter(|part| !part.is_empty()).collect();
    let mut slug = parts.join("-");
    slug.truncate(60);
    if slug.is_empty() { "other".to_owned() } else { slug }
}

/// The file as it is on disk.
#[derive(Serialize, Deserialize)]
struct TokenFile {
    version: i64,
    received_at: Timestamp,
    environment: String,
    issuer: String,
    token_endpoint: String,
    client_id: String,
    grant_type: String,
    requested_scope: Option<String>,
    redirect_uri: Option<String>,
    status: u16,
    headers: Vec<(String, String)>,
    /// The body as received, when it is UTF-8 text.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// The body as received, when it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
}

impl TokenFile {
    fn of(token: &NewToken) -> Self {
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
            status: token.response.status().as_u16(),
            headers: (token.response.headers().iter())
                .map(|(name, value)| (name.to_string(), header(value.as_bytes())))
                .collect(),
            body_base64: text.is_none().then(|| STANDARD.encode(body)),
            body: text,
        }
    }

    fn to_bytes(&self, folder: &Path) -> Result<Vec<u8>, StoreError> {
        let mut bytes =
            serde_json::to_vec_pretty(self).map_err(|error| StoreError::damaged(folder, error.to_string()))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    fn read(bytes: &[u8]) -> Result<NewToken, String> {
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
        Ok(NewToken {
            received_at: file.received_at,
            environment: file.environment,
            issuer: file.issuer,
            token_endpoint: file.token_endpoint,
            client_id: file.client_id,
            grant_type: file.grant_type,
            requested_scope: file.requested_scope,
            redirect_uri: file.redirect_uri,
            response: response.body(body).map_err(|_| "status or headers are not HTTP".to_owned())?,
        })
    }
}
