//! `config.toml`: profiles and settings.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use toml_edit::{DocumentMut, Table};

use super::{Profile, Store, edit, error::StoreError};
use crate::oauth::is_profile_name;

const COMMENT: &str = "orcid-playground: profiles and settings. Edit freely: comments and keys of your own survive.\n\
                       Client secrets do not belong here; secrets.toml is for them, or client_secret_command.";

/// The keys of a profile: those that the program writes, and takes out when they are not needed.
pub(super) const PROFILE_KEYS: [&str; 14] = [
    "environment",
    "client_id",
    "redirect_uri",
    "scope",
    "response_type",
    "token_endpoint_auth_method",
    "use_state",
    "use_nonce",
    "pkce",
    "refresh_automatically",
    "remember_secret",
    "client_secret_command",
    "parameters",
    "endpoints",
];

pub(super) const SETTINGS_KEYS: [&str; 3] = ["theme", "mouse", "active_profile"];

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

    /// Whether what people edit can be read: the configuration, and the client secrets.
    ///
    /// # Errors
    /// As [`Store::config`], of either file.
    pub fn check_readable(&self) -> Result<(), StoreError> {
        self.config()?;
        self.client_secret("").map(drop)
    }

    /// Saves a profile under a name, over one that has it already.
    ///
    /// # Errors
    /// When the name cannot be one, when the file is not valid (it is never overwritten then), or writing fails.
    pub fn save_profile(&self, name: &str, profile: &Profile) -> Result<(), StoreError> {
        if !is_profile_name(name) {
            return Err(StoreError::ProfileName(name.to_owned()));
        }
        self.edit_config(|path, document, config| {
            let mut new = serialised(path, profile)?;
            let profiles = edit::table(document, "profile").ok_or_else(|| no_table(path, "profile"))?;
            let old = edit::child(profiles, name).ok_or_else(|| no_table(path, name))?;
            if let Some(before) = config.profiles.get(name) {
                edit::keep_short(&mut new, &serialised(path, before)?, old);
            }
            edit::merge(old, &new, Some(&PROFILE_KEYS));
            Ok(())
        })
    }

    /// Deletes a profile and its remembered secret. It is no longer the active one then.
    ///
    /// # Errors
    /// [`StoreError::NoProfile`], or when a file is not valid or cannot be written.
    pub fn delete_profile(&self, name: &str) -> Result<(), StoreError> {
        if !self.config()?.profiles.contains_key(name) {
            return Err(StoreError::NoProfile(name.to_owned()));
        }
        // The secret first: when the second step fails, the profile is still there to be deleted again.
        self.forget_client_secret(name)?;
        self.edit_config(|path, document, config| {
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
            let mut new = serialised(path, &settings)?;
            edit::keep_short(&mut new, &serialised(path, &config.settings)?, old);
            edit::merge(old, &new, Some(&SETTINGS_KEYS));
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

fn serialised<T: Serialize>(path: &Path, value: &T) -> Result<Table, StoreError> {
    toml_edit::ser::to_document(value)
        .map(DocumentMut::into_table)
        .map_err(|error| StoreError::damaged(path, error.to_string()))
}

fn no_table(path: &Path, name: &str) -> StoreError {
    StoreError::damaged(path, format!("`{name}` is not a table"))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::oauth::ProviderMetadata;
    use crate::store::{Parameters, Paths};

    fn store_with(text: &str) -> (tempfile::TempDir, Store) {
        let root = tempfile::tempdir().unwrap();
        let store = Store::at(Paths::at(root.path()));
        fs::create_dir_all(store.paths().config_folder()).unwrap();
        fs::write(store.paths().config(), text).unwrap();
        (root, store)
    }

    fn text(store: &Store) -> String {
        fs::read_to_string(store.paths().config()).unwrap()
    }

    fn full() -> Profile {
        Profile {
            environment: "https://auth.example.org".into(),
            client_id: "APP-1234567890ABCDEF".into(),
            redirect_uri: "http://127.0.0.1:18801/callback".into(),
            scope: "/authenticate /read-limited".into(),
            client_secret_command: Some("pass show orcid".into()),
            parameters: Parameters(vec![("prompt".into(), "login".into()), ("lang".into(), "fr".into())]),
            endpoints: Some(ProviderMetadata::orcid_layout("https://auth.example.org")),
            ..Profile::default()
        }
    }

    const BY_HAND: &str = r#"# my clients
version = 1
colour_of_the_bikeshed = "green"   # a key of my own

[settings]
theme = 'dark'  # easy on the eyes

# the one from the workshop
[profile.demo]
client_id = "APP-OLD"  # will change
note = "ask Ada"
scope = """/authenticate"""
parameters = { lang = "de", max_age = 3600, show_login = true }

[profile."two words"]
use_state = false
"#;

    #[test]
    fn what_is_saved_is_read_back() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::at(Paths::at(root.path()));
        assert_eq!(store.config().unwrap(), Config::default());
        store.save_profile("mine & yours", &full()).unwrap();
        store.save_profile("plain", &Profile::default()).unwrap();
        store.update_settings(|settings| settings.active_profile = Some("plain".into())).unwrap();
        let config = store.config().unwrap();
        assert_eq!(config.profiles["mine & yours"], full());
        assert_eq!(config.active(), Some(("plain", &Profile::default())));
        insta::assert_snapshot!(text(&store));
    }

    #[test]
    fn saving_changes_what_changed_and_nothing_else() {
        let (_root, store) = store_with(BY_HAND);
        let mut profile = store.config().unwrap().profiles["demo"].clone();
        assert_eq!(profile.parameters.0[1], ("max_age".into(), "3600".into()));
        store.save_profile("demo", &profile).unwrap();
        profile.client_id = "APP-NEW".into();
        profile.parameters.0.retain(|(name, _)| name == "lang");
        store.save_profile("demo", &profile).unwrap();
        store.update_settings(|settings| settings.mouse = true).unwrap();
        assert_eq!(store.config().unwrap().profiles["demo"], profile);
        insta::assert_snapshot!(text(&store));
    }

    #[test]
    fn saving_what_is_there_already_writes_nothing() {
        let (_root, store) = store_with(BY_HAND);
        store.update_settings(|settings| settings.theme = Some("dark".into())).unwrap();
        assert_eq!(text(&store), BY_HAND);
    }

    #[test]
    fn a_deleted_profile_takes_its_secret_along_and_nothing_else() {
        let (_root, store) = store_with(BY_HAND);
        store.remember_client_secret("demo", &"s3cret".into()).unwrap();
        store.remember_client_secret("two words", &"other".into()).unwrap();
        store.update_settings(|settings| settings.active_profile = Some("demo".into())).unwrap();
        store.delete_profile("demo").unwrap();
        let config = store.config().unwrap();
        assert_eq!(config.profiles.keys().collect::<Vec<_>>(), ["two words"]);
        assert_eq!(config.settings.active_profile, None);
        assert_eq!(store.client_secret("demo").unwrap(), None);
        assert_eq!(store.client_secret("two words").unwrap(), Some("other".into()));
        assert!(text(&store).contains("# a key of my own"));
        assert!(matches!(store.delete_profile("demo"), Err(StoreError::NoProfile(_))));
    }

    #[test]
    fn profiles_written_in_any_way_are_edited() {
        for by_hand in [
            "profile = { demo = { client_id = \"A\" } }\n",
            "profile.demo.client_id = \"A\"\n",
            "[profile]\ndemo = { client_id = \"A\" }\n",
            "[profile]\ndemo.client_id = \"A\"\n",
        ] {
            let (_root, store) = store_with(by_hand);
            store.save_profile("demo", &full()).unwrap();
            store.save_profile("new", &full()).unwrap();
            let config = store.config().unwrap_or_else(|error| panic!("{by_hand}: {error}\n{}", text(&store)));
            assert_eq!((&config.profiles["demo"], &config.profiles["new"]), (&full(), &full()), "{by_hand}");
        }
    }

    /// What is said about a file, and that saving refuses and leaves it alone.
    fn refused(by_hand: &str) -> String {
        let (_root, store) = store_with(by_hand);
        let error = store.config().unwrap_err().to_string();
        let name = store.paths().config().display().to_string();
        let error = error.replace(&name, "config.toml");
        let saving = store.save_profile("demo", &full()).unwrap_err().to_string().replace(&name, "config.toml");
        assert_eq!(saving, error);
        assert_eq!(
            store.update_settings(|s| s.mouse = true).unwrap_err().to_string().replace(&name, "config.toml"),
            error
        );
        assert_eq!(text(&store), by_hand);
        error
    }

    #[test]
    fn an_invalid_file_is_explained_and_never_overwritten() {
        let said: Vec<String> = [
            "[settings]\nmouse = \"yes\"\n",
            "[profile.demo]\n\ntoken_endpoint_auth_method = \"basic\"\n",
            "[profile.demo.parameters]\nlang = []\n",
            "profile = 3\n",
            "[settings\n",
            "version = 2\n[settings]\nmouse = \"a later version may well say this\"\n",
            "version = \"one\"\n",
        ]
        .map(refused)
        .into();
        insta::assert_snapshot!(said.join("\n\n"));
    }

    #[test]
    fn names_that_cannot_be_are_refused() {
        let store = Store::ephemeral();
        for name in ["", " demo", "de\nmo"] {
            assert!(matches!(store.save_profile(name, &full()), Err(StoreError::ProfileName(_))), "{name:?}");
        }
    }
}
