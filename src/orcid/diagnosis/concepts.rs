//! What a text speaks of, in whatever words, word order and language: the concepts of `assets/concepts.toml`. Linear in the
//! length of the text: all words of all concepts are looked for in one pass (Aho-Corasick).

use std::{collections::BTreeMap, sync::LazyLock};

use aho_corasick::AhoCorasick;
use serde::Deserialize;

/// Bytes within which two concepts belong to one statement (of Cyrillic, letters).
const NEAR: usize = 200;
/// Bytes within which concepts make one thought: a negation and what it negates.
const CLOSE: usize = 64;

/// A word of a concept.
struct Word {
    concept: usize,
    /// Whether nothing may stand before it that belongs to the same word, and nothing behind it.
    bounded: (bool, bool),
}

/// All concepts.
struct Concepts {
    names: Vec<String>,
    words: Vec<Word>,
    automaton: AhoCorasick,
}

static CONCEPTS: LazyLock<Concepts> = LazyLock::new(|| {
    // The file is part of the program; that it can be read is held by the tests.
    let file: BTreeMap<String, Vec<String>> =
        toml::from_str(include_str!("../../../assets/concepts.toml")).expect("assets/concepts.toml is well-formed");
    let (mut words, mut patterns) = (Vec::new(), Vec::new());
    for (concept, written) in file.values().enumerate() {
        for word in written {
            let open = (word.starts_with('*'), word.ends_with('*'));
            let pattern = folded(word.trim_matches('*'));
            let at_letter = (pattern.starts_with(goes_on), pattern.ends_with(goes_on));
            words.push(Word { concept, bounded: (!open.0 && at_letter.0, !open.1 && at_letter.1) });
            patterns.push(pattern);
        }
    }
    let automaton = AhoCorasick::builder()
        .dense_depth(1)
        .build(&patterns)
        .expect("the words of assets/concepts.toml fit into an automaton");
    Concepts { names: file.into_keys().collect(), words, automaton }
});

/// Whether a character makes one word with a letter beside it. Chinese and Japanese are written without blanks.
pub(super) fn goes_on(c: char) -> bool {
    c.is_alphanumeric() && c < '\u{2e80}'
}

/// Whether `from..to` of `text` begins and ends where words do.
pub(super) fn is_bounded(text: &str, from: usize, to: usize, (begins, ends): (bool, bool)) -> bool {
    !(begins && text[..from].ends_with(goes_on) || ends && text[to..].starts_with(goes_on))
}

/// In lower case, without accents, with blanks for hyphens and underscores: as people type the same word in many ways.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
            'ç' | 'ć' | 'č' => 'c',
            'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
            'ì'..='ï' | 'ı' => 'i',
            'ñ' | 'ń' => 'n',
            'ò'..='ö' | 'ø' | 'ő' => 'o',
            'ù'..='ü' | 'ů' | 'ű' => 'u',
            'ý' | 'ÿ' => 'y',
            '’' | '‘' | '`' | '´' => '\'',
            '-' | '_' | '‐' | '‑' | '\u{a0}' => ' ',
            // Accents that stand behind their letter, as some systems write them.
            '\u{300}'..='\u{36f}' => continue,
            'ß' => {
                folded.push('s');
                's'
            }
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if !(plain == ' ' && folded.ends_with(' ')) {
            folded.push(plain);
        }
    }
    folded
}

/// Places in a text, of which letters of the Cyrillic alphabet count one, as Latin ones do: in bytes they would stand twice
/// as far apart.
struct Letters {
    /// Where the second bytes of such letters are.
    second: Vec<usize>,
}

impl Letters {
    fn of(text: &str) -> Self {
        let wide = text.char_indices().filter(|(_, c)| ('\u{400}'..='\u{52f}').contains(c));
        Self { second: wide.map(|(at, _)| at + 1).collect() }
    }

    /// The place that a byte is at.
    fn place(&self, byte: usize) -> usize {
        byte - self.second.partition_point(|second| *second < byte)
    }
}

/// Where a text speaks of what.
pub(super) struct Spoken {
    /// Concept, beginning and end, in the order of their ends.
    all: Vec<(usize, usize, usize)>,
}

impl Spoken {
    /// Reads a text.
    pub(super) fn of(text: &str) -> Self {
        let text = folded(text);
        let found = CONCEPTS.automaton.find_overlapping_iter(&text);
        let letters = Letters::of(&text);
        let all = found.filter_map(|found| {
            let word = &CONCEPTS.words[found.pattern().as_usize()];
            is_bounded(&text, found.start(), found.end(), word.bounded)
                .then(|| (word.concept, letters.place(found.start()), letters.place(found.end())))
        });
        Self { all: all.collect() }
    }

    /// Whether it speaks of that.
    pub(super) fn names(&self, concept: &str) -> bool {
        self.all.iter().any(|(said, ..)| CONCEPTS.names[*said] == concept)
    }

    /// Whether it makes that statement.
    pub(super) fn holds(&self, statement: &Statement) -> bool {
        let absent = |concept: &usize| self.all.iter().all(|(said, ..)| said != concept);
        statement.without.iter().all(absent) && self.together(&statement.thoughts)
    }

    fn together(&self, thoughts: &[Vec<usize>]) -> bool {
        let places = thoughts.iter().enumerate().flat_map(|(thought, concepts)| {
            within(self.all.iter().copied(), concepts, CLOSE).into_iter().map(move |(from, to)| (thought, from, to))
        });
        let mut places: Vec<(usize, usize, usize)> = places.collect();
        places.sort_by_key(|(.., to)| *to);
        let all: Vec<usize> = (0..thoughts.len()).collect();
        !within(places.into_iter(), &all, NEAR).is_empty()
    }
}

/// Where all of `wanted` stand within `most` bytes; `places` in the order of their ends.
fn within(places: impl Iterator<Item = (usize, usize, usize)>, wanted: &[usize], most: usize) -> Vec<(usize, usize)> {
    let mut last: Vec<Option<usize>> = vec![None; wanted.len()];
    let mut found = Vec::new();
    for (what, from, to) in places {
        let Some(at) = wanted.iter().position(|wanted| *wanted == what) else { continue };
        last[at] = Some(from);
        if let Some(begin) = last.iter().copied().min().flatten()
            && to - begin <= most
        {
            found.push((begin, to));
        }
    }
    found
}

/// Whether a text speaks of a concept of `assets/concepts.toml`.
pub fn speaks_of(text: &str, concept: &str) -> bool {
    Spoken::of(text).names(concept)
}

/// Concepts that make a statement when they stand together: `["redirect-uri", "not agree", "!exchange"]`. Two in one text
/// stand side by side, in any order; what has a `!` may stand nowhere.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Vec<String>")]
pub(super) struct Statement {
    thoughts: Vec<Vec<usize>>,
    without: Vec<usize>,
}

impl TryFrom<Vec<String>> for Statement {
    type Error = String;

    fn try_from(written: Vec<String>) -> Result<Self, String> {
        let concept = |name: &str| {
            let known = CONCEPTS.names.iter().position(|known| known == name);
            known.ok_or_else(|| format!("assets/concepts.toml: no concept {name}"))
        };
        let (without, thoughts): (Vec<&String>, Vec<&String>) = written.iter().partition(|text| text.starts_with('!'));
        let thoughts = thoughts.iter().map(|text| text.split(' ').map(concept).collect()).collect::<Result<_, _>>()?;
        let without = without.iter().map(|text| concept(&text[1..])).collect::<Result<_, _>>()?;
        Ok(Self { thoughts, without })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str, statement: &[&str]) -> bool {
        let statement: Vec<String> = statement.iter().map(|part| (*part).to_owned()).collect();
        Spoken::of(text).holds(&Statement::try_from(statement).unwrap())
    }

    #[test]
    fn a_statement_in_any_order_and_language() {
        for text in [
            "The redirect URI doesn't match.",
            "ORCID does not match our Redirect-URI",
            "redirect_uri_mismatch does not match",
            "die Weiterleitungs‑URI stimmt nicht überein",
            "la URI de redireccion no coincide",
            "提供的重定向 URI 不匹配,不一致,没有匹配",
        ] {
            assert!(holds(text, &["redirect-uri", "not agree"]), "{text}");
        }
        assert!(!holds("The redirect URI matches.", &["redirect-uri", "not agree"]));
        assert!(!holds("The redirect URI doesn't match.", &["redirect-uri", "not agree", "!redirect-uri"]));
    }

    #[test]
    fn words_begin_and_end_where_they_do() {
        assert!(!holds("passcode expired", &["code", "expired"]));
        assert!(holds("the code: expired", &["code", "expired"]));
    }

    #[test]
    fn what_stands_far_apart_is_no_statement() {
        let far = format!("redirect URI {} does not match", "and so on ".repeat(40));
        assert!(!holds(&far, &["redirect-uri", "not agree"]));
    }
}
