//! What ORCID's API says to developers and users, as it is looked for in a text: the sentences of `assets/api_errors.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A sentence without `409 Conflict: ` before it.
pub(super) fn without_status(sentence: &str) -> &str {
    let begins = sentence.starts_with(|c: char| c.is_ascii_digit());
    sentence.split_once(": ").filter(|_| begins).map_or(sentence, |(_, rest)| rest)
}

/// The sentences of `assets/api_errors.toml`, without the status that begins them: libraries leave it out. What several
/// errors say to users tells nothing.
pub(super) fn sentences() -> Vec<(String, u32)> {
    #[derive(Deserialize)]
    struct Error {
        developer: String,
        user: String,
    }
    let errors: BTreeMap<String, Error> = toml::from_str(include_str!("../../../../assets/api_errors.toml"))
        .expect("assets/api_errors.toml is well-formed");
    let shared = |user: &str| errors.values().filter(|error| error.user == user).count() > 1;
    let mut all = Vec::new();
    for (code, error) in &errors {
        let Ok(code) = code.parse() else { continue };
        all.push((pattern(&error.developer), code));
        all.extend((!shared(&error.user)).then(|| (pattern(&error.user), code)));
    }
    all.sort_by_key(|(sentence, _)| std::cmp::Reverse(sentence.len()));
    all
}

/// A sentence as it is looked for: in lower case, with `…` for what differs.
fn pattern(sentence: &str) -> String {
    let lower = sentence.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut parts = Vec::new();
    for part in without_status(&lower).split("${") {
        parts.push(if parts.is_empty() { part } else { part.split_once('}').map_or("", |(_, rest)| rest) });
    }
    // A beginning that is long enough tells; what comes behind may be cut off.
    let told = parts.first().filter(|first| first.len() >= 20 && parts.len() > 1).map(|first| (*first).to_owned());
    told.unwrap_or_else(|| parts.join("…")).trim().trim_end_matches('.').to_owned()
}
