//! Facts of what a text quotes: authorization URLs, addresses, states, tokens.

use super::token;
use crate::{
    oauth::form,
    orcid::{diagnosis::case::Case, shape},
};

/// The scheme's own ports, as an address has them.
const OWN_PORTS: [(&str, &str); 2] = [("https://", ":443"), ("http://", ":80")];

/// Whether an authorization URL that is quoted whole lacks a parameter.
pub(super) fn url_lacks(case: &Case<'_>, name: &str) -> Option<String> {
    let asked = &case.reading.clues.told.authorization;
    let cut = |(_, value): &(String, String)| value.contains("...") || value.contains('…');
    let whole = asked.len() > 1 && !asked.iter().any(cut);
    let lacking = form::first(asked, name).is_none_or(str::is_empty);
    (whole && lacking).then(|| format!("The authorization URL has no {name}."))
}

pub(super) fn placeholder(case: &Case<'_>) -> Option<String> {
    let id = form::first(&case.reading.clues.told.authorization, "client_id")?;
    let letters = id.trim_start_matches("APP-");
    let same = letters.len() > 3 && letters.bytes().all(|byte| Some(byte) == letters.bytes().next());
    (same || shape::is_placeholder(id)).then(|| format!("{id} is a placeholder."))
}

/// Whether two of the addresses that the text quotes stand so to each other.
pub(super) fn addresses(case: &Case<'_>, are: impl Fn(&str, &str) -> bool) -> Option<String> {
    let all = &case.reading.clues.addresses;
    let pairs = all.iter().flat_map(|a| all.iter().map(move |b| (a, b)));
    let (a, b) = pairs.into_iter().find(|(a, b)| a != b && are(a, b))?;
    Some(format!("The text has {a} and {b}."))
}

pub(super) fn differ_by_port(a: &str, b: &str) -> bool {
    OWN_PORTS.iter().any(|(scheme, port)| a.starts_with(scheme) && a.contains(port) && a.replacen(port, "", 1) == b)
}

pub(super) fn differ_by_host(a: &str, b: &str) -> bool {
    let path = |address: &str| {
        let (_, rest) = address.split_once("://")?;
        let (_, path) = rest.split_once('/')?;
        Some(path.to_owned()).filter(|path| !path.is_empty())
    };
    path(a).is_some() && path(a) == path(b)
}

/// Whether the text has more than one of something.
pub(super) fn two(all: &[String], what: &str) -> Option<String> {
    (all.len() > 1).then(|| format!("The text has two {what}."))
}

pub(super) fn refresh_token_sent(case: &Case<'_>) -> Option<String> {
    let refresh_token = case.reading.clues.refresh_token.as_deref()?;
    let sent = case.request.bearer().map(str::to_owned).or_else(|| token::echoed(case.reading))?;
    sent.eq_ignore_ascii_case(refresh_token).then(|| "It is the refresh token of the text.".to_owned())
}
