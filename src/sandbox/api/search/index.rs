//! Whether a query finds a record (guide `orcid-wire`, "Search").

use jiff::Timestamp;

use super::{
    query::{Bound, Pattern, Query},
    values::{Found, is_exact, values},
};
use crate::sandbox::words::{folded, words};

/// The field in which letters count without their marks.
pub(super) const FOLDED: &str = "given-and-family-names";

/// Whether a query finds a researcher.
pub(super) fn matches(query: &Query, found: Found<'_>) -> bool {
    match query {
        Query::All => true,
        Query::And(queries) => queries.iter().all(|query| matches(query, found)),
        Query::Or(queries) => queries.iter().any(|query| matches(query, found)),
        Query::Not(query) => !matches(query, found),
        Query::Term { field, pattern } => {
            let field = field.as_deref().unwrap_or("text");
            values(found, field).iter().any(|value| holds(value, field, pattern))
        }
    }
}

fn holds(value: &str, field: &str, pattern: &Pattern) -> bool {
    let plain = |text: &str| if field == FOLDED { folded(text) } else { text.to_owned() };
    let lower = plain(&value.to_lowercase());
    let all_of =
        |phrase: &[String]| contains(&words(&lower), &phrase.iter().map(|word| plain(word)).collect::<Vec<_>>());
    match pattern {
        Pattern::Word(word) if is_exact(field) || word == "*" => wildcard(word, &lower),
        Pattern::Word(word) if word.contains(['*', '?']) => words(&lower).iter().any(|w| wildcard(&plain(word), w)),
        // `anti-matter` is two words here, as in the text.
        Pattern::Word(word) => contains(&words(&lower), &words(&plain(word))),
        Pattern::Phrase { words: phrase, .. } if is_exact(field) => words(&lower) == *phrase,
        Pattern::Phrase { words: phrase, .. } => all_of(phrase),
        Pattern::Range(from, to) if is_exact(field) => within(&lower, from, to),
        Pattern::Range(from, to) => words(&lower).iter().any(|word| within(word, from, to)),
        Pattern::Period(from, to) => value.parse::<Timestamp>().is_ok_and(|time| {
            from.is_none_or(|(from, included)| time > from || included && time == from)
                && to.is_none_or(|(to, included)| time < to || included && time == to)
        }),
    }
}

/// Whether a word stands between two others in a dictionary.
fn within(word: &str, from: &Bound, to: &Bound) -> bool {
    let order = |bound: &Bound| word.cmp(bound.text.to_lowercase().as_str());
    let at = |bound: &Bound| bound.included && order(bound).is_eq();
    (from.text == "*" || order(from).is_gt() || at(from)) && (to.text == "*" || order(to).is_lt() || at(to))
}

fn contains(words: &[String], phrase: &[String]) -> bool {
    !phrase.is_empty() && words.windows(phrase.len()).any(|window| window == phrase)
}

/// `*` for any characters, `?` for one.
fn wildcard(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(c) if *c == '?' || *c == text[t] => {
                p += 1;
                t += 1;
            }
            Some(_) | None => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards() {
        for (pattern, text) in [("*", ""), ("gar*", "garcia"), ("*cia", "garcia"), ("g?r*a", "garcia"), ("a**b", "ab")]
        {
            assert!(wildcard(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("gar", "garcia"), ("?", ""), ("a*b", "abc"), ("", "a")] {
            assert!(!wildcard(pattern, text), "{pattern} {text}");
        }
    }
}
