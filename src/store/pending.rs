//! Authorization requests that wait for their answer, so that `exchange` in another process can match it by `state`.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::tokens::file_time;
use super::{Store, atomic, error::StoreError, notice::Notice};
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
            let read = match self.read_private(&path) {
                // Forgotten by another process in this moment.
                Ok(None) => continue,
                Ok(Some(bytes)) => read(&bytes),
                Err(error) => Err(error.to_string()),
            };
            match read {
                Ok(pending) => all.push((id.to_owned(), pending)),
                Err(reason) => self.notice(Notice::UnreadablePending { path, reason }),
            }
        }
        all.sort_by(|a, b| (a.1.created_at, &a.0).cmp(&(b.1.created_at, &b.0)));
        Ok(all)
    }
}

fn read(bytes: &[u8]) -> Result<PendingRequest, String> {
    // serde_json's own words may quote a value, so only the place is told.
    let file: PendingFile = serde_json::from_slice(bytes)
        .map_err(|error| format!("not as expected at line {}, column {}", error.line(), error.column()))?;
    if file.version == VERSION {
        Ok(file.request)
    } else {
        Err(format!("format version {}; this orcid-playground knows {VERSION}", file.version))
    }
}

fn expired(pending: &PendingRequest, now: Timestamp) -> bool {
    now.duration_since(pending.created_at) > LIFETIME
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::ScopeSet;
    use crate::store::Paths;

    fn pending(time: &str, state: Option<&str>) -> PendingRequest {
        PendingRequest {
            created_at: time.parse().unwrap(),
            environment: "local".into(),
            profile: None,
            provider: ProviderMetadata::orcid_layout("http://127.0.0.1:18800"),
            request: AuthorizationRequest {
                client_id: "APP-PLAYGROUND000001".into(),
                scope: ScopeSet::parse("/authenticate"),
                state: state.map(str::to_owned),
                extra: vec![("prompt".into(), "login".into())],
                ..AuthorizationRequest::default()
            },
            token_endpoint_auth_method: TokenEndpointAuthMethod::ClientSecretPost,
            code_verifier: Some("verifier".into()),
        }
    }

    #[test]
    fn a_request_is_found_by_its_state_or_as_the_newest() {
        let root = tempfile::tempdir().unwrap();
        for store in [Store::at(Paths::at(root.path())), Store::ephemeral()] {
            let (first, second) = (pending("2026-11-22T10:00:00Z", Some("a")), pending("2026-11-22T11:00:00Z", None));
            // Saved out of order: the time of the request counts.
            store.save_pending(&second).unwrap();
            let id = store.save_pending(&first).unwrap();
            let now = "2026-11-22T12:00:00Z".parse().unwrap();
            assert_eq!(store.pending_by_state("a", now).unwrap(), Some((id.clone(), first)));
            assert_eq!(store.pending_by_state("b", now).unwrap(), None);
            assert_eq!(store.newest_pending(now).unwrap().map(|(_, found)| found), Some(second));
            store.remove_pending(&id).unwrap();
            store.remove_pending(&id).unwrap();
            assert_eq!(store.pending_by_state("a", now).unwrap(), None);
        }
    }

    #[test]
    fn after_a_day_a_request_is_no_longer_found_and_then_gone() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::at(Paths::at(root.path()));
        store.save_pending(&pending("2026-11-22T10:00:00Z", Some("a"))).unwrap();
        let at = |time: &str| store.pending_by_state("a", time.parse().unwrap()).unwrap().is_some();
        assert!(at("2026-11-23T10:00:00Z"));
        assert!(!at("2026-11-23T10:00:01Z"));
        store.save_pending(&pending("2026-11-23T11:00:00Z", Some("b"))).unwrap();
        assert_eq!(std::fs::read_dir(store.paths().pending()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_is_none_is_left_out_and_named() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::at(Paths::at(root.path()));
        let time = "2026-11-22T10:00:00Z";
        store.save_pending(&pending(time, Some("a"))).unwrap();
        std::fs::write(store.paths().pending().join("odd.json"), "{\"state\":\"s3cret\"").unwrap();
        assert!(store.pending_by_state("a", time.parse().unwrap()).unwrap().is_some());
        let notices = store.take_notices();
        assert!(notices.iter().any(|notice| matches!(notice, Notice::UnreadablePending { .. })), "{notices:?}");
        assert!(!format!("{notices:?}").contains("s3cret"));
    }
}
