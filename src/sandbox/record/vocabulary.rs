//! The words that are allowed where not every text is: `assets/vocabulary.toml` (guide `orcid-wire`, "Checks of what is
//! written").

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

/// One list of words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::sandbox) struct Vocabulary {
    /// What an error calls it.
    pub called: String,
    /// The code with which another word is refused.
    pub error: u16,
    pub words: Vec<String>,
}

static TABLE: LazyLock<HashMap<String, Vocabulary>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../assets/vocabulary.toml")).expect("assets/vocabulary.toml is well-formed")
});

impl Vocabulary {
    /// The list of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        TABLE.get(name)
    }

    /// Whether it has a word.
    pub fn has(&self, word: &str) -> bool {
        self.words.iter().any(|known| known == word)
    }

    /// All of them, with commas between.
    pub fn listed(&self) -> String {
        self.words.join(", ")
    }
}

/// Whether the list of this name has a word.
pub(in crate::sandbox) fn knows(name: &str, word: &str) -> bool {
    Vocabulary::named(name).is_some_and(|vocabulary| vocabulary.has(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_has_its_words_once() {
        for (name, vocabulary) in TABLE.iter() {
            let mut words = vocabulary.words.clone();
            words.sort();
            words.dedup();
            assert_eq!(words.len(), vocabulary.words.len(), "{name}");
            assert!(words.len() > 1, "{name}");
        }
    }
}
