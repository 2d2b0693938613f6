//! `config.toml`: profiles and settings.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use toml_edit::DocumentMut;

use super::{Profile, Store, StoreError, edit};

const COMMENT: &str = "orcid-playground: profiles and settings. Edit freely: comments and keys of your own survive.\n\
                       Client secrets do not belong here; secrets.toml is for them, or client_secret_command.";

/// The keys of a profile that the program writes, and takes out when they are not needed.
const PROFILE_KEYS: [&str; 12] = [
    "environment",
    "client_id",
    "redirect_uri",
    "scope",
    "response_type",
    "token_endpoint_auth_method",
    "use_state",
    "pkce",
    "remember_secret",
    "client_secret_command",
    "parameters",
    "endpoints",
];

const SETTINGS_KEYS: [&str; 4] = ["theme", "mouse", "active_profile", "tour_offered"];

/// The whole of `config.toml`, as far as this program knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Config {
    /// `[settings]`.
    pub settings: Settings,
    /// `[profile.<name>]`, by name.
    #[serde(rename = "profile")]
    pub profiles: BTreeMap<String, Profile>,
}

impl Config {
    /// The profile that was used last, with its name.
    pub fn active(&self) -> Option<(&str, &Profile)> {
        let (name, profile) = self.profiles.get_key_value(self.settings.active_profile.as_deref()?)?;
        Some((name, profile))
    }
}

/// `[settings]`: how the program behaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The name of a theme; the terminal decides when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// Whether the mouse works. Off at first: it takes the terminal's own selection away.
    pub mouse: bool,
    /// The profile that was used last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_profile: Option<String>,
    /// Whether the tour was offered already.
    pub tour_offered: bool,
}

impl Store {
    /// The configuration; the defaults when there is no file.
    ///
    /// # Errors
    /// When the file cannot be read, is not valid (with line, column and key), or is of a newer version.
    pub fn config(&self) -> Result<Config, StoreError> {
        let path = self.paths.config();
        match self.files.read(&path)? {
            Some(bytes) => edit::read(&path, &bytes, true),
            None => Ok(Config::default()),
        }
    }

    /// Saves a profile under a name, over one that has it already.
    ///
    /// # Errors
    /// When the name cannot be one, when the file is not valid (it is never overwritten then), or writing fails.
    pub fn save_profile(&self, name: &str, profile: &Profile) -> Result<(), StoreError> {
        if name.trim() != name || name.is_empty() || name.chars().any(char::is_control) {
            return Err(StoreError::ProfileName(name.to_owned()));
        }
        self.edit_config(|path, document, _| {
            let profiles = edit::table(document, "profile").ok_or_else(|| no_table(path, "profile"))?;
            let old = edit::child(profiles, name).ok_or_else(|| no_table(path, name))?;
            edit::merge(old, serialised(path, profile)?.as_table(), Some(&PROFILE_KEYS));
            Ok(())
        })
    }

    /// Deletes a profile and its remembered secret. It is no longer the active one then.
    ///
    /// # Errors
    /// [`StoreError::NoProfile`], or when a file is not valid or cannot be written.
    pub fn delete_profile(&self, name: &str) -> Result<(), StoreError> {
        // The secret first: when the second step fails, the profile is still there to be deleted again.
        self.forget_client_secret(name)?;
        self.edit_config(|path, document, config| {
            if !config.profiles.contains_key(name) {
                return Err(StoreError::NoProfile(name.to_owned()));
            }
            edit::table(document, "profile").ok_or_else(|| no_table(path, "profile"))?.remove(name);
            if config.settings.active_profile.as_deref() == Some(name) {
                edit::table(document, "settings").ok_or_else(|| no_table(path, "settings"))?.remove("active_profile");
            }
            Ok(())
        })
    }

    /// Changes the settings as they are on disk at that moment.
    ///
    /// # Errors
    /// When the file is not valid (it is never overwritten then), or writing fails.
    pub fn update_settings(&self, change: impl FnOnce(&mut Settings)) -> Result<(), StoreError> {
        self.edit_config(|path, document, config| {
            let mut settings = config.settings.clone();
            change(&mut settings);
            if settings == config.settings {
                return Ok(());
            }
            let old = edit::table(document, "settings").ok_or_else(|| no_table(path, "settings"))?;
            edit::merge(old, serialised(path, &settings)?.as_table(), Some(&SETTINGS_KEYS));
            Ok(())
        })
    }

    fn edit_config(
        &self,
        change: impl FnOnce(&Path, &mut DocumentMut, &Config) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let path = self.paths.config();
        self.files.alone(&self.paths.edit_lock(), || {
            let before = self.files.read(&path)?;
            let (mut document, config) = match &before {
                Some(bytes) => (edit::open(&path, bytes)?, edit::read(&path, bytes, true)?),
                None => (edit::new_document(COMMENT), Config::default()),
            };
            edit::set_version(&mut document);
            change(&path, &mut document, &config)?;
            let after = document.to_string();
            if before.as_deref() == Some(after.as_bytes()) {
                return Ok(());
            }
            self.files.replace_shared(&path, after.as_bytes())
        })
    }
}

fn serialised<T: Serialize>(path: &Path, value: &T) -> Result<DocumentMut, StoreError> {
    toml_edit::ser::to_document(value).map_err(|error| StoreError::damaged(path, error.to_string()))
}

fn no_table(path: &Path, name: &str) -> StoreError {
    StoreError::damaged(path, format!("`{name}` is not a table"))
}
