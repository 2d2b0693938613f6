//! Token responses: one file each, whole or not at all, written before anything parses or shows what came.
//!
//! A code works once and a client may never get the same tokens again, so what was received must not be lost. The file
//! holds the body as it was received and what it answers to.

mod file;
mod kept;

use std::path::PathBuf;

use jiff::Timestamp;

use super::{Store, atomic, error::StoreError};
use crate::oauth::{Secret, Seen, TokenResponse};

use file::TokenFile;
pub use kept::{NewToken, StoredToken};

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
        Ok(StoredToken {
            path: folder.join(format!("{id}.json")),
            id,
            token: token.clone(),
            revoked_at: None,
            seen: None,
        })
    }

    /// Whether a token response could be kept now: a file is created where it would go (or in the folder above, as long as
    /// there is none), and taken away again.
    ///
    /// # Errors
    /// When it could not.
    pub fn check_writable(&self) -> Result<(), StoreError> {
        if self.is_ephemeral() { Ok(()) } else { atomic::check_writable(&self.paths.tokens()) }
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
            let read = match name.strip_suffix(".json") {
                None => Err("its name does not end in .json".to_owned()),
                Some(id) => match self.read_private(&path) {
                    // Forgotten by another process in this moment.
                    Ok(None) => continue,
                    Ok(Some(bytes)) => TokenFile::read(&bytes).map(|read| (id.to_owned(), read)),
                    Err(error) => Err(error.to_string()),
                },
            };
            match read {
                Ok((id, kept)) => list.tokens.push(StoredToken {
                    id,
                    path,
                    token: kept.token,
                    revoked_at: kept.revoked_at,
                    seen: kept.seen,
                }),
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
        tokens.retain(|token| !id.is_empty() && token.id.starts_with(id));
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

    /// Marks the token responses that hold this access or refresh token as revoked; they stay otherwise as they are.
    /// Returns their names.
    ///
    /// # Errors
    /// When the folder cannot be read, or a file cannot be replaced.
    pub fn mark_revoked(&self, token: &Secret, at: Timestamp) -> Result<Vec<String>, StoreError> {
        self.mark(token, |stored| {
            let first = stored.revoked_at.is_none();
            stored.revoked_at.get_or_insert(at);
            first
        })
    }

    /// Writes down what the server thinks of an access or refresh token. Returns the names of the token responses that
    /// hold it.
    ///
    /// # Errors
    /// When the folder cannot be read, or a file cannot be replaced.
    pub fn mark_seen(&self, token: &Secret, seen: Seen, at: Timestamp) -> Result<Vec<String>, StoreError> {
        self.mark(token, |stored| {
            stored.seen = Some((seen, at));
            true
        })
    }

    /// Changes what is known of the token responses that hold a token. Other processes wait meanwhile, so that none
    /// brings back what another one has just forgotten.
    fn mark(
        &self,
        token: &Secret,
        mut change: impl FnMut(&mut StoredToken) -> bool,
    ) -> Result<Vec<String>, StoreError> {
        let holds = |stored: &StoredToken| {
            let holds = |answer: TokenResponse| {
                answer.access_token == *token || answer.refresh_token.is_some_and(|refresh| refresh == *token)
            };
            stored.response().is_some_and(holds)
        };
        self.files.alone(&self.paths.edit_lock(), || {
            let mut marked = Vec::new();
            for mut stored in self.tokens()?.tokens.into_iter().filter(holds) {
                if change(&mut stored) {
                    self.files.replace(&stored.path, &TokenFile::of_stored(&stored).to_bytes(&stored.path)?)?;
                    marked.push(stored.id);
                }
            }
            Ok(marked)
        })
    }

    /// Removes the token response that [`Store::find_token`] finds, from this machine alone: at ORCID the token lives
    /// on. Returns its name.
    ///
    /// # Errors
    /// Those of [`Store::find_token`], or when it cannot be removed.
    pub fn forget_token(&self, id: &str) -> Result<String, StoreError> {
        let token = self.find_token(id)?;
        self.files.alone(&self.paths.edit_lock(), || self.files.remove(&token.path))?;
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

#[cfg(test)]
mod tests;
