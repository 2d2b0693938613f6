//! What a text quotes more than once, or beside something else: redirect URIs, states, addresses, a refresh token.

use super::{
    clues::{addresses, host},
    told::TRIES,
};
use crate::orcid::{environment::is_orcids, shape};

/// How far an address may stand from the name of its parameter.
const BESIDE: usize = 8;

/// Adds what is not there yet.
fn once(mut all: Vec<String>, one: String) -> Vec<String> {
    if !all.contains(&one) {
        all.push(one);
    }
    all
}

/// The addresses in a text that are none of ORCID's, without query and fragment and what ends a sentence.
fn plain_addresses(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bare = |address: &'_ str| address.split(['?', '#']).next().unwrap_or_default().len();
    let ends = [',', ';', '.', ')', ']', '}', ':', '!'];
    let all = addresses(text).map(move |(at, address)| (at, address[..bare(address)].trim_end_matches(ends)));
    all.filter(|(_, address)| !is_orcids(&host(address)))
}

/// Each of them once.
pub(super) fn addresses_of_others(text: &str) -> Vec<String> {
    plain_addresses(text).take(TRIES).map(|(_, address)| address.to_owned()).fold(Vec::new(), once)
}

/// The addresses that stand beside the name `redirect_uri`.
pub(super) fn redirect_uris(text: &str) -> Vec<String> {
    let names = |part: &str| part.contains("redirect_uri");
    let near = |at: usize, address: &str| {
        let before = &text[crate::text::floor(text, at.saturating_sub("redirect_uri".len() + BESIDE))..at];
        let behind = crate::text::beginning(&text[at + address.len()..], "redirect_uri".len() + BESIDE);
        names(before) || names(behind.split(['\n', '&']).next().unwrap_or_default())
    };
    let found = plain_addresses(text).take(TRIES).filter(|(at, address)| near(*at, address));
    found.map(|(_, address)| address.to_owned()).fold(Vec::new(), once)
}

/// The values of `state` in addresses.
pub(super) fn states(text: &str) -> Vec<String> {
    let found = text.match_indices("state=").take(TRIES).filter_map(|(at, name)| {
        let value =
            text[at + name.len()..].split(|c: char| !(c.is_ascii_alphanumeric() || "-_.~%".contains(c))).next()?;
        (value.len() > 3).then(|| value.to_owned())
    });
    found.fold(Vec::new(), once)
}

/// The UUID that stands behind the words `refresh` or `refresh_token`.
pub(super) fn refresh_token(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let mut found = lower.match_indices("refresh").take(TRIES).filter_map(|(at, name)| {
        let rest =
            lower[at + name.len()..].trim_start_matches("_token").trim_start_matches(['"', '\'', ' ', ':', '=', '>']);
        let value = rest.split(|c: char| !(c.is_ascii_hexdigit() || c == '-')).next()?;
        shape::is_uuid(value).then(|| value.to_owned())
    });
    found.next()
}

/// Whether a secret is quoted that ends with a line break, be the secret itself masked.
pub(super) fn secret_breaks(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.match_indices("secret").take(TRIES).any(|(at, name)| {
        let behind = lower[at + name.len()..].trim_start_matches(['"', '\'', ' ']);
        let Some(value) = behind.strip_prefix(['=', ':']).map(str::trim_start) else { return false };
        let Some(value) = value.strip_prefix(['"', '\'']) else { return false };
        let value = value.split(['"', '\'']).next().unwrap_or_default();
        let shown = value.trim();
        let is_one = shown.contains(|c: char| c.is_ascii_alphanumeric()) && !shown.contains(char::is_whitespace);
        value.ends_with('\n') && is_one
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_found() {
        let text =
            "I send redirect_uri=https://a.example/cb, and https://a.example/ as redirect_uri; see https://orcid.org/x";
        assert_eq!(redirect_uris(text), ["https://a.example/cb", "https://a.example/"]);
        assert_eq!(addresses_of_others(text).len(), 2);
        assert_eq!(states("?state=abcd1 and ?code=x&state=abcd2, state=abcd1"), ["abcd1", "abcd2"]);
        let id = "c6d5e4f3-a2b1-4c0d-9e8f-7a6b5c4d3e2f";
        assert_eq!(refresh_token(&format!("access=x refresh={id}")).as_deref(), Some(id));
        assert_eq!(refresh_token(&format!("\"refresh_token\": \"{id}\"")).as_deref(), Some(id));
        assert_eq!(refresh_token("refresh the page"), None);
        assert!(secret_breaks("client_secret=\"5d0c****91af\n\" host=\"x\""));
        assert!(!secret_breaks("client_secret=\"5d0c****91af\"\nhost=\"x\"") && !secret_breaks("the secret\n\"x\""));
        assert!(
            !secret_breaks("\"client_secret\":\"\",\n\"grant_type\":\"x\"")
                && !secret_breaks("[\"client_secret\",\n\"x\"]")
        );
    }
}
