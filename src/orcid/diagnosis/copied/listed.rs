//! The words by which a copied text tells what it is of: `assets/clues.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

static LISTS: LazyLock<BTreeMap<String, Vec<String>>> = LazyLock::new(|| {
    // The file is part of the program; that it can be read is held by the tests.
    toml::from_str(include_str!("../../../../assets/clues.toml")).expect("assets/clues.toml is well-formed")
});

/// The words of a list.
pub(super) fn words(list: &str) -> &'static [String] {
    LISTS.get(list).unwrap_or_else(|| panic!("assets/clues.toml: no list {list}"))
}

/// Whether any of them stands in a text in lower case, also as a part of a word.
pub(super) fn has(lower: &str, list: &str) -> bool {
    words(list).iter().any(|word| lower.contains(word.as_str()))
}

/// Whether a word is one of them.
pub(super) fn is_one(word: &str, list: &str) -> bool {
    words(list).iter().any(|known| known == word)
}
