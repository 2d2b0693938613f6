//! Authorization requests that wait for their answer, so that `exchange` in another process can match it by `state`.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::tokens::file_time;
use super::{Notice, Store, StoreError, atomic};
use crate::oauth::{AuthorizationRequest, ProviderMetadata, Secret, TokenEndpointAuthMethod};

const VERSION: i64 = 1;

/// How long an answer is waited for. A code lives for minutes, the person before it may take a day.
const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// An authorization URL that was given out, and what its answer needs to become tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingRequest {
    /// When the URL was made.
    pub created_at: Timestamp,
    /// `local`, `sandbox`, `production`, or the issuer URL of another.
    pub environment: String,
    /// The profile it was made with, which knows the client secret.
    #[serde(default)]
    pub profile: Option<String>,
    /// Where the code goes.
    pub provider: ProviderMetadata,
    /// What was asked.
    pub request: AuthorizationRequest,
    /// How the client authenticates.
    pub token_endpoint_auth_method: TokenEndpointAuthMethod,
    /// The secret behind the `code_challenge` (RFC 7636 §4.1).
    #[serde(default)]
    pub code_verifier: Option<Secret>,
}

#[derive(Serialize, Deserialize)]
struct PendingFile {
    version: i64,
    #[serde(flatten)]
    request: PendingRequest,
}

impl Store {
    /// Keeps a request, and forgets those that are older than a day. Returns its name, for [`Store::remove_pending`].
    ///
    /// # Errors
    /// When writing fails.
    pub fn save_pending(&self, request: &PendingRequest) -> Result<String, StoreError> {
        let folder = self.paths.pending();
        let file = PendingFile { version: VERSION, request: request.clone() };
        let bytes = serde_json::to_vec(&file).map_err(|error| StoreError::damaged(&folder, error.to_string()))?;
        for (id, old) in self.all_pending()? {
            if expired(&old, request.created_at) {
                self.remove_pending(&id)?;
            }
        }
        self.files.create(&folder, &file_time(request.created_at), &bytes)
    }

    /// The newest request with this `state`, with its name.
    ///
    /// # Errors
    /// When the folder is there and cannot be read.
    pub fn pending_by_state(
        &self,
        state: &str,
        now: Timestamp,
    ) -> Result<Option<(String, PendingRequest)>, StoreError> {
        let mut all = self.live_pending(now)?;
        all.retain(|(_, pending)| pending.request.state.as_deref() == Some(state));
        Ok(all.pop())
    }

    /// The newest request, with its name: a bare code goes with it.
    ///
    /// # Errors
    /// When the folder is there and cannot be read.
    pub fn newest_pending(&self, now: Timestamp) -> Result<Option<(String, PendingRequest)>, StoreError> {
        Ok(self.live_pending(now)?.pop())
    }

    /// Forgets a request, by the name that came with it.
    ///
    /// # Errors
    /// When the file is there and cannot be removed.
    pub fn remove_pending(&self, id: &str) -> Result<(), StoreError> {
        self.files.remove(&self.paths.pending().join(format!("{id}.json"))).map(drop)
    }

    fn live_pending(&self, now: Timestamp) -> Result<Vec<(String, PendingRequest)>, StoreError> {
        let mut all = self.all_pending()?;
        all.retain(|(_, pending)| !expired(pending, now));
        Ok(all)
    }

    /// Oldest first.
    fn all_pending(&self) -> Result<Vec<(String, PendingRequest)>, StoreError> {
        let folder = self.paths.pending();
        let mut all = Vec::new();
        for name in self.files.list(&folder)?.iter().filter(|name| !atomic::is_temporary(name)) {
            let Some(id) = name.strip_suffix(".json") else { continue };
            let path = folder.join(name);
            let Some(bytes) = self.read_private(&path)? else { continue };
            match serde_json::from_slice::<PendingFile>(&bytes) {
                Ok(file) if file.version == VERSION => all.push((id.to_owned(), file.request)),
                Ok(file) => {
                    let reason = format!("format version {}; this orcid-playground knows {VERSION}", file.version);
                    self.notice(Notice::UnreadablePending { path, reason });
                }
                Err(error) => {
                    let reason = format!("not as expected at line {}, column {}", error.line(), error.column());
                    self.notice(Notice::UnreadablePending { path, reason });
                }
            }
        }
        all.sort_by(|a, b| (a.1.created_at, &a.0).cmp(&(b.1.created_at, &b.0)));
        Ok(all)
    }
}

fn expired(pending: &PendingRequest, now: Timestamp) -> bool {
    now.duration_since(pending.created_at) > LIFETIME
}
