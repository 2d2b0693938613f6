//! Which records a query may find, by their words: the others are not looked at.

use std::collections::BTreeSet;

use super::{
    dates::is_date,
    index::FOLDED,
    query::{Pattern, Query},
};
use crate::sandbox::{
    Sandbox,
    words::{folded, words},
};

/// Places in the registry of researchers; `None` when the words say nothing and all have to be looked at.
pub(super) fn candidates(sandbox: &Sandbox, query: &Query) -> Option<BTreeSet<usize>> {
    match query {
        Query::All | Query::Not(_) => None,
        // Dates are in no text.
        Query::Term { field: Some(field), .. } if is_date(field) => None,
        Query::Term { pattern: Pattern::Range(..) | Pattern::Period(..), .. } => None,
        Query::Term { pattern: Pattern::Word(word), .. } if word.contains(['*', '?']) => None,
        // A mark of its own is no letter: it goes before the words are told apart.
        Query::Term { field, pattern: Pattern::Word(word) } if field.as_deref() == Some(FOLDED) => {
            with_all(sandbox, field.as_deref(), words(&folded(word)))
        }
        Query::Term { field, pattern: Pattern::Word(word) } => with_all(sandbox, field.as_deref(), words(word)),
        Query::Term { field, pattern: Pattern::Phrase { words, .. } } => {
            with_all(sandbox, field.as_deref(), words.clone())
        }
        Query::And(queries) => {
            let known = queries.iter().filter_map(|query| candidates(sandbox, query));
            known.reduce(|all, more| all.intersection(&more).copied().collect())
        }
        Query::Or(queries) => {
            let known: Option<Vec<_>> = queries.iter().map(|query| candidates(sandbox, query)).collect();
            known.map(|sets| sets.into_iter().flatten().collect())
        }
    }
}

fn with_all(sandbox: &Sandbox, field: Option<&str>, mut words: Vec<String>) -> Option<BTreeSet<usize>> {
    if field == Some(FOLDED) {
        words.iter_mut().for_each(|word| *word = folded(word));
    }
    let with = |word: &String| -> BTreeSet<usize> {
        let written = sandbox.state.written().with_word(word);
        let written = written.filter_map(|orcid| sandbox.researchers().place(orcid.as_str()));
        sandbox.word_index().with(word).copied().chain(written).collect()
    };
    words.iter().map(with).reduce(|all, more| all.intersection(&more).copied().collect())
}
