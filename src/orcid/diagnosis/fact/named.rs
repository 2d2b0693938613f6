//! What an answer names: scopes, a client id, a redirect URI.

use std::borrow::Cow;

use crate::{
    oauth::{Scope, ScopeSet},
    orcid::diagnosis::case::Case,
};

/// The scopes that the answer names or says were not granted, else those that were asked for.
pub(super) fn scopes(case: &Case<'_>) -> ScopeSet {
    if let Some((asked, granted)) = &case.reading.scopes_changed {
        return asked.without(granted);
    }
    let words = case.reading.description.as_deref().map(as_written);
    let named = words.as_deref().and_then(|words| {
        let lower = words.to_ascii_lowercase();
        ["invalid scope: ", "invalid scopes: ", "provided scopes: "]
            .iter()
            .find_map(|sign| words.get(lower.find(sign)? + sign.len()..))
    });
    // Behind the first one, only what can be nothing but a scope: other words may follow.
    let all = named.map(|named| {
        let scopes = named.split_whitespace().enumerate().take_while(|(i, word)| *i == 0 || word.starts_with('/'));
        // A comma between two scopes is what is wrong with them; one behind the last belongs to the sentence.
        let ends = |word: &str, (at, c): &(usize, char)| {
            let goes_on = word[at + c.len_utf8()..].starts_with(|next: char| next == '/' || next.is_alphabetic());
            is_no_scope(*c) && !(goes_on && matches!(c, ',' | ';'))
        };
        let end = |word: &str| word.char_indices().find(|found| ends(word, found)).map_or(word.len(), |(at, _)| at);
        scopes.map(|(_, word)| Scope::new(&word[..end(word)])).collect()
    });
    all.unwrap_or_else(|| case.situation.scope.clone())
}

/// The words, in lower case where all of them are in capitals: no scope is.
fn as_written(words: &str) -> Cow<'_, str> {
    if words.contains(char::is_lowercase) { words.into() } else { words.to_lowercase().into() }
}

/// Whether a character ends a scope in words.
fn is_no_scope(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | '"' | '\'' | '}' | ']' | ')' | '\\' | '<')
}

/// No client id is longer, and no placeholder.
const LONGEST_ID: usize = 64;

/// The client id that the words say is no client's: where ORCID's sentence has it, whatever else speaks of a client id.
pub(super) fn client_id(case: &Case<'_>) -> Option<String> {
    let words = case.reading.description.as_deref()?;
    let mut behind = words.match_indices("lient id ").map(|(at, sign)| &words[at + sign.len()..]);
    let refused = behind.find_map(|rest| {
        // A placeholder is of several words.
        let (id, _) = rest.split_once(" is invalid")?;
        let is_one = !id.contains(' ') || id.starts_with(['[', '<', '{', '*']);
        (is_one && id.len() <= LONGEST_ID && !id.contains('\n')).then_some(id)
    });
    let named = refused.or_else(|| {
        words.split_once("lient not found: ").map(|(_, rest)| rest.split_whitespace().next().unwrap_or_default())
    })?;
    let id = named.trim_end_matches(['.', ',', '"', '\'', '}', ')', ';']);
    // Who quotes the sentence without it writes dots.
    let is_left_out = id.chars().all(|c| matches!(c, '.' | '…'));
    (!is_left_out).then(|| id.to_owned())
}

/// The redirect URI that an error page names.
pub(super) fn redirect_uri(case: &Case<'_>) -> Option<String> {
    let named = || {
        let words = case.reading.description.as_deref()?;
        let (_, rest) = words.split_once("redirect URI ")?;
        let uri = rest.split_whitespace().next()?;
        (uri.contains("://") || uri.to_lowercase().contains("%3a%2f%2f")).then(|| uri.to_owned())
    };
    named().or_else(|| case.reading.clues.sent.clone())
}
