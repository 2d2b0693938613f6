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

/// Letters of the Latin alphabet that have marks, behind what they are without.
const MARKED: [(&str, &str); 26] = [
    ("a", "àáâãäåāăąǎ"),
    ("ae", "æ"),
    ("c", "çćĉċč"),
    ("d", "ðďđ"),
    ("e", "èéêëēĕėęě"),
    ("g", "ĝğġģ"),
    ("h", "ĥħ"),
    ("i", "ìíîïĩīĭįı"),
    ("ij", "ĳ"),
    ("j", "ĵ"),
    ("k", "ķ"),
    ("l", "ĺļľŀł"),
    ("n", "ñńņňŉŋ"),
    ("o", "òóôõöøōŏő"),
    ("oe", "œ"),
    ("r", "ŕŗř"),
    ("s", "śŝşšș"),
    ("ss", "ß"),
    ("t", "ţťŧț"),
    ("th", "þ"),
    ("u", "ùúûüũūŭůűų"),
    ("w", "ŵ"),
    ("y", "ýÿŷ"),
    ("z", "źżž"),
    ("", "\u{300}\u{301}\u{302}\u{303}\u{304}\u{306}\u{307}\u{308}\u{30a}\u{30b}\u{30c}\u{327}\u{328}"),
    ("'", "’"),
];

/// A text in lower case, its letters without their marks: `kårlsbeârd` is `karlsbeard`.
pub(super) fn folded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match MARKED.iter().find(|(_, marked)| !c.is_ascii() && marked.contains(c)) {
            Some((without, _)) => plain.push_str(without),
            None => plain.push(c),
        }
    }
    plain
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
