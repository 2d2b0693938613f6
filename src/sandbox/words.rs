//! Texts as searches see them: which words occur where, so that a search looks only at records that may match (guide
//! `orcid-wire`, "Search").

use std::{
    collections::{BTreeSet, HashMap},
    hash::Hash,
};

/// Words in lower case, as Solr splits a text.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// Where each word occurs. It may say too much, never too little.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WordIndex<T: Ord + Hash>(HashMap<String, BTreeSet<T>>);

impl<T: Ord + Hash> Default for WordIndex<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Ord + Hash + Clone> WordIndex<T> {
    /// A text occurs there.
    pub fn add(&mut self, text: &str, at: &T) {
        for word in words(text) {
            let found = self.0.entry(word).or_default();
            if !found.contains(at) {
                found.insert(at.clone());
            }
        }
    }

    /// Where a word occurs.
    pub fn with(&self, word: &str) -> impl Iterator<Item = &T> {
        self.0.get(word).into_iter().flatten()
    }
}
