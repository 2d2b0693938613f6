//! `secrets.toml`: the client secrets of profiles that remember theirs, apart from the configuration, 0600.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Store, edit, error::StoreError};
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
                Some((profile, secret)) => edit::set(secrets, profile, &toml_edit::value(secret.expose())),
                None => drop(secrets.remove(profile)),
            }
            self.files.replace(&path, document.to_string().as_bytes())
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::Paths;

    #[cfg(unix)]
    #[test]
    fn others_lose_their_right_to_read() {
        use crate::store::Notice;
        use std::os::unix::fs::PermissionsExt;

        let root = tempfile::tempdir().unwrap();
        let store = Store::at(Paths::at(root.path()));
        let path = store.paths().secrets();
        let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        store.remember_client_secret("demo", &"s3cret".into()).unwrap();
        assert_eq!((mode(&path), mode(store.paths().config_folder())), (0o600, 0o700));

        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(store.client_secret("demo").unwrap(), Some("s3cret".into()));
        assert_eq!(mode(&path), 0o600);
        assert_eq!(store.take_notices(), [Notice::RightsNarrowed { path: path.clone(), mode: 0o644 }]);
        assert!(store.take_notices().is_empty());

        fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        store.remember_client_secret("demo", &"other".into()).unwrap();
        assert_eq!(mode(&path), 0o600);
    }

    #[test]
    fn a_fault_is_told_without_the_secret() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::at(Paths::at(root.path()));
        fs::create_dir_all(store.paths().config_folder()).unwrap();
        for text in ["[client_secret]\ndemo = 53737721\n", "[client_secret]\ndemo = 53737721-9cdb\n", "53737721"] {
            fs::write(store.paths().secrets(), text).unwrap();
            let error = store.client_secret("demo").unwrap_err();
            assert!(!format!("{error} {error:?}").contains("53737721"), "{error}");
            assert!(store.remember_client_secret("demo", &"x".into()).is_err());
            assert_eq!(fs::read_to_string(store.paths().secrets()).unwrap(), text);
        }
        fs::write(store.paths().secrets(), "[client_secret]\ndemo = 53737721\n").unwrap();
        let error = store.client_secret("demo").unwrap_err().to_string();
        assert!(error.contains("line 2, column 8 (key `client_secret.demo`)"), "{error}");
    }
}
