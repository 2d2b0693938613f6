//! `secrets.toml`: the client secrets of profiles that remember theirs, apart from the configuration, 0600.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Store, StoreError, edit};
use crate::oauth::Secret;

const COMMENT: &str = "orcid-playground: client secrets, by profile. Keep this file to yourself (mode 0600).";

#[derive(Default, Deserialize)]
#[serde(default)]
struct SecretsFile {
    client_secret: BTreeMap<String, Secret>,
}

impl Store {
    /// The remembered client secret of a profile. A file that others can read is narrowed first, with a
    /// [`Notice`](super::Notice).
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn client_secret(&self, profile: &str) -> Result<Option<Secret>, StoreError> {
        let path = self.paths.secrets();
        match self.read_private(&path)? {
            Some(bytes) => Ok(edit::read::<SecretsFile>(&path, &bytes, false)?.client_secret.remove(profile)),
            None => Ok(None),
        }
    }

    /// Remembers the client secret of a profile.
    ///
    /// # Errors
    /// When the file is not valid (it is never overwritten then), or writing fails.
    pub fn remember_client_secret(&self, profile: &str, secret: &Secret) -> Result<(), StoreError> {
        self.edit_secrets(Some((profile, secret)), profile)
    }

    /// Forgets the client secret of a profile; nothing happens when none is remembered.
    ///
    /// # Errors
    /// When the file is not valid (it is never overwritten then), or writing fails.
    pub fn forget_client_secret(&self, profile: &str) -> Result<(), StoreError> {
        if self.client_secret(profile)?.is_none() {
            return Ok(());
        }
        self.edit_secrets(None, profile)
    }

    fn edit_secrets(&self, set: Option<(&str, &Secret)>, profile: &str) -> Result<(), StoreError> {
        let path = self.paths.secrets();
        self.files.alone(&self.paths.edit_lock(), || {
            let mut document = match self.read_private(&path)? {
                Some(bytes) => {
                    edit::read::<SecretsFile>(&path, &bytes, false)?;
                    edit::open(&path, &bytes)?
                }
                None => edit::new_document(COMMENT),
            };
            edit::set_version(&mut document);
            let secrets = edit::table(&mut document, "client_secret")
                .ok_or_else(|| StoreError::damaged(&path, "`client_secret` is not a table"))?;
            match set {
                Some((profile, secret)) => drop(secrets.insert(profile, toml_edit::value(secret.expose()))),
                None => drop(secrets.remove(profile)),
            }
            self.files.replace(&path, document.to_string().as_bytes())
        })
    }
}
