//! Where on its line a thing begins, and which one the cursor is at when a long line is broken into rows.

use std::ops::Range;

use super::Thing;
use crate::{
    app::document::Secrets,
    oauth::{mask, redact},
    orcid::terms::Place,
    text,
};

/// The thing that a row begins with: the first one that begins on it, else the one that goes on from the row before.
pub(super) fn first_on(things: &[Thing], row: &Range<usize>) -> usize {
    let on_row = things.iter().position(|thing| row.contains(&thing.at));
    on_row.or_else(|| things.iter().rposition(|thing| thing.at < row.start)).unwrap_or(0)
}

/// Things that begin at places of a URL: moved to where they begin on a line that shows it behind other words, with its
/// secrets masked or not.
pub(super) fn shown(mut things: Vec<Thing>, url: &str, before: usize, secrets: Secrets) -> Vec<Thing> {
    for thing in &mut things {
        let part = &url[..thing.at];
        let part = match secrets {
            Secrets::Masked => redact::replace(part, &redact::in_url(part), |_, secret| mask(secret)),
            Secrets::Shown => part.to_owned(),
        };
        thing.at = before + text::sanitize(&part).len();
    }
    things
}

/// A thing and what its value holds: it begins where the text does, at `start`, and each of the others where its words
/// stand behind the one before.
pub(super) fn along(mut things: Vec<Thing>, text: &str, start: usize) -> Vec<Thing> {
    let (plain, places) = decoded(text);
    let own = things.first().filter(|own| !matches!(own.place, Place::Scope | Place::Value));
    let name = own.map(|own| own.name.rsplit('/').next().unwrap_or(&own.name).to_ascii_lowercase());
    let mut from = name.and_then(|name| Some(plain.find(&name)? + name.len())).unwrap_or(0);
    let (mut at, first_inner) = (start, usize::from(own.is_some()));
    for (index, thing) in things.iter_mut().enumerate() {
        if index >= first_inner
            && let Some(words) = words(thing)
            && let Some(found) = plain[from..].find(&words)
        {
            at = start + places.get(from + found).copied().unwrap_or(0);
            from += found + words.len();
        }
        thing.at = at;
    }
    things
}

/// How a thing inside a value is written there, in small letters; `None` when it cannot be seen there.
fn words(thing: &Thing) -> Option<String> {
    let words = match thing.place {
        Place::Scope => thing.name.clone(),
        Place::Value => thing.name.split_once('=')?.1.to_owned(),
        Place::AuthorizationRequest
        | Place::Callback
        | Place::TokenRequest
        | Place::RevocationRequest
        | Place::ApiQuery
        | Place::PageForm => format!("{}=", thing.name),
        Place::RequestHeader
        | Place::ResponseHeader
        | Place::TokenResponse
        | Place::Userinfo
        | Place::Discovery
        | Place::KeySet
        | Place::Record
        | Place::Control
        | Place::JoseHeader
        | Place::Claim
        | Place::Url
        | Place::Method
        | Place::Status
        | Place::Screen
        | Place::Finding => return None,
    };
    Some(words.to_ascii_lowercase())
}

/// A text with its percent-encoding taken off, in small letters, blanks as `+`; and where each of its bytes stood. What is no
/// ASCII becomes `?`: no name has any.
fn decoded(text: &str) -> (String, Vec<usize>) {
    let bytes = text.as_bytes();
    let (mut plain, mut places) = (String::with_capacity(bytes.len()), Vec::with_capacity(bytes.len()));
    let mut at = 0;
    while at < bytes.len() {
        let encoded = || text.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let (byte, length) = match bytes[at] {
            b'%' => encoded().map_or((b'%', 1), |byte| (byte, 3)),
            byte => (byte, 1),
        };
        let byte = if byte == b' ' { b'+' } else { byte.to_ascii_lowercase() };
        plain.push(if byte.is_ascii() { char::from(byte) } else { '?' });
        places.push(at);
        at += length;
    }
    (plain, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(things: &[Thing], text: &str) -> Vec<String> {
        things
            .iter()
            .map(|thing| format!("{} {}", thing.name, text[thing.at..].chars().take(4).collect::<String>()))
            .collect()
    }

    #[test]
    fn what_a_value_holds_begins_where_its_words_stand() {
        let pair = "scope=%2Fread-limited+openid";
        let things = along(Thing::with_inner(Place::AuthorizationRequest, "scope", "/read-limited openid"), pair, 0);
        assert_eq!(begins(&things, pair), ["scope scop", "/read-limited %2Fr", "openid open"]);
        let line = "  \"token_type\": \"bearer\"";
        let things = along(Thing::with_inner(Place::TokenResponse, "token_type", "bearer"), line, 0);
        assert_eq!(begins(&things, line), ["token_type   \"t", "token_type=bearer bear"]);
    }

    #[test]
    fn a_row_begins_with_what_begins_on_it() {
        let things: Vec<Thing> = [0, 10, 12, 30]
            .into_iter()
            .filter_map(|at| Some(Thing::find(Place::Scope, "openid", "")?.at(at)))
            .collect();
        for (row, first) in [(0..8, 0), (8..16, 1), (12..16, 2), (16..24, 2), (24..32, 3), (32..40, 3)] {
            assert_eq!(first_on(&things, &row), first, "{row:?}");
        }
        assert_eq!(first_on(&[], &(0..8)), 0);
    }

    #[test]
    fn masked_secrets_before_a_thing_are_shorter() {
        let url = "http://a/?access_token=53737721-9cdb-442a-8b77-409609bb5e43&code=x";
        let at = url.find("code").unwrap();
        let code = || vec![Thing::find(Place::Callback, "code", "x").unwrap().at(at)];
        let masked = "http://a/?access_token=53737721-••••&code=x";
        assert_eq!(shown(code(), url, 0, Secrets::Masked)[0].at, masked.find("code").unwrap());
        assert_eq!(shown(code(), url, 4, Secrets::Shown)[0].at, at + 4);
    }
}
