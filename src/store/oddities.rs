//! What stands in `config.toml` and says nothing to this program: a slip of the hand, or a key of one's own.

use toml_edit::TableLike;

use super::{
    Store, StoreError,
    config::{PROFILE_KEYS, SETTINGS_KEYS},
    edit,
};

/// The names that a theme can have. Another one counts as none.
const THEMES: [&str; 3] = ["dark", "light", "plain"];

impl Store {
    /// The keys of `config.toml` that do nothing, and a theme that there is not; a sentence for each. None of it is refused:
    /// keys of one's own may stand there.
    ///
    /// # Errors
    /// As [`Store::config`].
    pub fn config_oddities(&self) -> Result<Vec<String>, StoreError> {
        let path = self.paths().config();
        let Some(bytes) = self.files.read(&path)? else { return Ok(Vec::new()) };
        let document = edit::open(&path, &bytes)?;
        let mut said = Vec::new();
        for name in unknown(document.as_table(), &["version", "settings", "profile"]) {
            let hint = if name == "profiles" { "; a profile is [profile.NAME]" } else { "" };
            said.push(format!("`{name}` says nothing to this program{hint}."));
        }
        if let Some(settings) = document.get("settings").and_then(|item| item.as_table_like()) {
            let strange = unknown(settings, &SETTINGS_KEYS);
            said.extend(strange.map(|name| format!("`{name}` in [settings] says nothing to this program.")));
            let theme = settings.get("theme").and_then(|theme| theme.as_str());
            if let Some(theme) = theme.filter(|theme| !THEMES.contains(theme)) {
                said.push(format!("There is no theme {theme:?}: {}.", THEMES.join(", ")));
            }
        }
        let profiles = document.get("profile").and_then(|item| item.as_table_like());
        for (name, profile) in profiles.into_iter().flat_map(|profiles| profiles.iter()) {
            let strange = profile.as_table_like().into_iter().flat_map(|profile| unknown(profile, &PROFILE_KEYS));
            said.extend(strange.map(|key| format!("`{key}` in [profile.{name}] says nothing to this program.")));
        }
        Ok(said)
    }
}

/// The keys of a table that are none of these.
fn unknown<'a>(table: &'a dyn TableLike, known: &'a [&str]) -> impl Iterator<Item = &'a str> {
    table.iter().map(|(name, _)| name).filter(|name| !known.contains(name))
}

#[cfg(test)]
mod tests {
    use crate::store::{Paths, Profile, Store};

    #[test]
    fn slips_are_told_and_what_the_program_writes_is_none() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::at(Paths::at(root.path()));
        assert_eq!(store.config_oddities().unwrap(), [""; 0]);
        let profile = Profile { use_nonce: true, pkce: true, ..Profile::default() };
        store.save_profile("demo", &profile).unwrap();
        store.update_settings(|settings| settings.theme = Some("dark".into())).unwrap();
        assert_eq!(store.config_oddities().unwrap(), [""; 0]);
        let slips = "[profiles.a]\n[settings]\ntheme = \"pink\"\nfoo = 1\n[profile.b]\nclientid = \"APP-1\"\n";
        std::fs::write(store.paths().config(), slips).unwrap();
        assert_eq!(
            store.config_oddities().unwrap(),
            [
                "`profiles` says nothing to this program; a profile is [profile.NAME].",
                "`foo` in [settings] says nothing to this program.",
                "There is no theme \"pink\": dark, light, plain.",
                "`clientid` in [profile.b] says nothing to this program.",
            ]
        );
    }
}
