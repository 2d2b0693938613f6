//! The scopes that a text says were asked for, and those that were granted.

use percent_encoding::percent_decode_str;

use super::{
    listed,
    told::{TRIES, head, occurrences},
};
use crate::{
    oauth::{Scope, ScopeSet},
    orcid::{
        diagnosis::{is_habit, lacks_slash},
        scopes::{self, WRONG_SEPARATORS},
    },
};

/// How oauthlib begins to say it, in lower case; the two follow in quotes.
const SIGN: &str = "scope has changed from";

/// What was asked for and what was granted: `Scope has changed from "a b" to "b".` Some write commas between them.
pub(super) fn changed(text: &str) -> Option<(ScopeSet, ScopeSet)> {
    let at = text.to_ascii_lowercase().find(SIGN)? + SIGN.len();
    let (asked, rest) = quoted(&text[at..])?;
    let (granted, _) = quoted(rest.trim_start().strip_prefix("to")?)?;
    let set = |text: &str| ScopeSet::parse(&text.replace(',', " "));
    Some((set(asked), set(granted)))
}

/// What stands in quotes at the beginning, and what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].split_once(quote)
}

/// Whether a word can be nothing but a scope.
fn is_scope(word: &str) -> bool {
    scopes::find(word).is_some() || lacks_slash(word) || is_habit(word)
}

/// Whether a piece of a text is one scope, or several with something else than a blank between them. Where one of them is a
/// scope of ORCID's or begins as those do, a misspelt one is one, too.
fn are_scopes(piece: &str) -> bool {
    let begins =
        |word: &str| word.strip_prefix('/').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    let words = || piece.split(WRONG_SEPARATORS).filter(|word| !word.is_empty());
    words().next().is_some() && words().all(|word| is_scope(word) || begins(word))
}

/// The scopes that a text says were asked for, behind the name `scope`; with what stands between them.
pub(super) fn asked(text: &str) -> Option<ScopeSet> {
    let lower = text.to_ascii_lowercase();
    let names = ["scope", "scopes"].iter().flat_map(|name| occurrences(&lower, name)).take(TRIES);
    let mut places: Vec<(usize, usize)> = names.collect();
    places.sort_unstable();
    let named = places.into_iter().find_map(|(at, end)| {
        // What was refused or granted has its own place.
        let before = lower[..at].trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let before = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if listed::is_one(before, "not-asked") {
            return None;
        }
        let rest = head(&text[end..]);
        let is_set = rest.trim_start_matches(['"', '\'', ' ']).starts_with('=');
        let value = rest.trim_start_matches(['"', '\'', ' ', ':', '=', '>', '[', '(', '`']);
        let is_list = rest[..rest.len() - value.len()].contains('[');
        let value = value.split(['&', '\n', ')', ']', '`', '#']).next().unwrap_or_default();
        let value = if is_list { value } else { value.split(['"', '\'']).next().unwrap_or_default() };
        let in_quotes = rest[..rest.len() - rest.trim_start_matches([' ', ':', '=', '>', '"', '\'']).len()]
            .matches(['"', '\''])
            .count()
            > 0;
        let value = value.replace(['"', '\''], " ");
        let value = if is_list { value.replace(',', " ") } else { value };
        let value = percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned();
        let pieces = value.split_whitespace().map(|piece| piece.trim_end_matches(['.', ';', ':', '!', '?']));
        let mut found: Vec<&str> = pieces.take_while(|piece| are_scopes(piece)).collect();
        // In prose and in a list a comma belongs to the language.
        if is_list || !is_set && !in_quotes {
            found = found.into_iter().map(|piece| piece.trim_end_matches(WRONG_SEPARATORS)).collect();
        } else if let Some(last) = found.last_mut() {
            *last = last.trim_end_matches(WRONG_SEPARATORS);
        }
        (!found.is_empty()).then(|| found.into_iter().map(Scope::new).collect())
    });
    named.or_else(|| listed::has(&lower, "asking").then(|| by_name(text))).filter(|all: &ScopeSet| !all.is_empty())
}

/// The scopes that a text names, where it speaks of asking for them.
fn by_name(text: &str) -> ScopeSet {
    let words = text.split(|c: char| c.is_whitespace() || ",;\"'()`".contains(c));
    let words = words.map(|word| word.trim_end_matches(['.', ':', '!', '?']));
    words.filter(|word| (word.starts_with('/') || *word == "openid") && is_scope(word)).map(Scope::new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asked_and_granted_are_told_apart() {
        for (text, asked, granted) in [
            (
                r#"Warning: Scope has changed from "/read-limited openid" to "openid"."#,
                "/read-limited openid",
                "openid",
            ),
            (r#"Scope has changed from "/a,/b" to "/b, /a"."#, "/a /b", "/b /a"),
            ("Scope has changed from 'openid email'\nto 'openid'", "openid email", "openid"),
            (r#"Scope has changed from "openid" to "". (x)"#, "openid", ""),
        ] {
            assert_eq!(changed(text), Some((ScopeSet::parse(asked), ScopeSet::parse(granted))), "{text}");
        }
        assert_eq!(changed("Scope has changed from openid"), None);
        assert_eq!(changed(r#"Scope has changed from "openid" to"#), None);
    }
}
