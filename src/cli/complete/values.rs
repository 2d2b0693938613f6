//! The values that this machine knows, for completion. Nothing here is an error: who cannot be asked is not offered.

use std::{collections::BTreeMap, ffi::OsStr};

use clap_complete::engine::CompletionCandidate;

use crate::{
    cli::guides,
    oauth::TokenResponse,
    orcid::{
        EnvironmentKey, operations, scopes,
        terms::{self, Place, Term},
    },
    sandbox::{RecordStatus, demo_researchers, faults},
    store::{Paths, Store},
};

/// The methods that operations have.
const METHODS: [&str; 4] = ["GET", "POST", "PUT", "DELETE"];

/// A value with its explanation.
pub fn candidate(value: &str, help: impl Into<String>) -> Option<CompletionCandidate> {
    // A shell writes these to the terminal, and names come from files that others may have written.
    let clean = |text: &str| !text.chars().any(char::is_control);
    let help = help.into();
    clean(value).then(|| CompletionCandidate::new(value).help(clean(&help).then(|| help.into())))
}

/// The names of environments.
pub fn environments() -> Vec<CompletionCandidate> {
    [EnvironmentKey::Local, EnvironmentKey::Sandbox, EnvironmentKey::Production]
        .iter()
        .filter_map(|key| {
            let title = match key {
                EnvironmentKey::Local => "the simulated ORCID",
                EnvironmentKey::Sandbox => "the ORCID Sandbox",
                EnvironmentKey::Production => "ORCID itself",
                EnvironmentKey::Custom(_) => "another server",
            };
            candidate(&key.to_string(), title)
        })
        .collect()
}

fn store() -> Option<Store> {
    Paths::discover().ok().map(Store::at)
}

/// The saved profiles.
pub fn profiles() -> Vec<CompletionCandidate> {
    let Some(config) = store().and_then(|store| store.config().ok()) else { return Vec::new() };
    config.profiles.iter().filter_map(|(name, profile)| candidate(name, profile.client_id.clone())).collect()
}

/// The stored tokens, newest first.
pub fn tokens() -> Vec<CompletionCandidate> {
    let Some(list) = store().and_then(|store| store.tokens().ok()) else { return Vec::new() };
    list.tokens
        .iter()
        .filter_map(|token| {
            let response = token.response();
            let whose = response.as_ref().and_then(TokenResponse::researcher);
            candidate(&token.id, whose.unwrap_or_default())
        })
        .collect()
}

/// The researchers of the simulated ORCID who can sign in.
pub fn researchers() -> Vec<CompletionCandidate> {
    demo_researchers()
        .iter()
        .filter(|researcher| researcher.status == RecordStatus::Active)
        .filter_map(|researcher| candidate(&researcher.orcid.to_string(), researcher.public_name().unwrap_or_default()))
        .collect()
}

/// The operations of the API; behind a method the paths that take it.
pub fn operations() -> Vec<CompletionCandidate> {
    // What was typed before comes with the question, and need not be text.
    let words = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
    if let Some(method) = method_behind_call(words) {
        let with = operations::all().iter().filter(|operation| operation.method.as_str() == method);
        let paths: BTreeMap<&str, &str> = with.map(|it| (it.path.as_str(), it.about.as_str())).collect();
        return paths.into_iter().filter_map(|(path, about)| candidate(path, about)).collect();
    }
    operations::all().iter().filter_map(|operation| candidate(&operation.name, operation.about.clone())).collect()
}

/// The method that stands behind `call`, in capitals. What follows an option is its value, whatever it looks like.
fn method_behind_call(words: impl Iterator<Item = String>) -> Option<String> {
    let mut before = String::new();
    let mut behind_call = false;
    for word in words {
        let own = !before.starts_with('-') || before == "--";
        let method = word.to_uppercase();
        if behind_call && own && METHODS.contains(&method.as_str()) {
            return Some(method);
        }
        behind_call |= own && word == "call";
        before = word;
    }
    None
}

/// The names that are explained, as they are asked for; of the names of values the values alone.
pub fn names() -> Vec<CompletionCandidate> {
    let mut all: BTreeMap<&str, &Term> = BTreeMap::new();
    for term in terms::all() {
        for name in &term.names {
            let value = || name.split_once('=').map_or("", |(_, value)| value);
            let asked = if term.places == [Place::Value] { value() } else { name };
            // Parts of a path in braces are no words that anybody asks for.
            if !asked.starts_with('{') && terms::named(asked).contains(&term) {
                all.entry(asked).or_insert(term);
            }
        }
    }
    all.into_iter().filter_map(|(name, term)| candidate(name, gist(term))).collect()
}

/// What a term means, in a few words: its gist, else the first sentence.
fn gist(term: &Term) -> String {
    let first = || term.what.split_inclusive(['.', ':', ';']).next().unwrap_or_default();
    term.gist.clone().unwrap_or_else(|| first().trim_end_matches(['.', ':', ';']).to_owned())
}

/// Words that are known beforehand.
pub fn words(words: &[&str]) -> Vec<CompletionCandidate> {
    words.iter().map(|word| CompletionCandidate::new(*word)).collect()
}

/// The guides.
pub fn guides() -> Vec<CompletionCandidate> {
    guides::names().filter_map(|(name, title)| candidate(name, title)).collect()
}

/// The names under which files are kept.
pub fn files() -> Vec<CompletionCandidate> {
    let entries = Paths::discover().map(|paths| paths.entries()).unwrap_or_default();
    entries.into_iter().filter_map(|entry| candidate(entry.name, entry.description)).collect()
}

/// The faults of the simulated ORCID.
pub fn faults_by_name() -> Vec<CompletionCandidate> {
    faults().iter().filter_map(|fault| candidate(&fault.name, fault.summary.clone())).collect()
}

/// Scopes; those that were typed in front of the last one stay.
pub fn scope(current: &OsStr) -> Vec<CompletionCandidate> {
    let Some(current) = current.to_str() else { return Vec::new() };
    let (before, begun) = current.rfind(' ').map_or(("", current), |blank| current.split_at(blank + 1));
    scopes::all()
        .iter()
        .filter(|info| info.value.starts_with(begun) && !before.split(' ').any(|scope| scope == info.value))
        .filter_map(|info| candidate(&format!("{before}{}", info.value), info.summary.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::orcid::{diagnosis::Situation, explain::explain};

    #[test]
    fn every_name_that_is_offered_is_explained() {
        let offered = names();
        assert!(offered.len() > 400, "{}", offered.len());
        let nothing_said: Vec<String> = offered
            .iter()
            .map(|candidate| candidate.get_value().to_string_lossy().into_owned())
            .filter(|name| !explain(name, &Situation::default(), Timestamp::UNIX_EPOCH).is_known())
            .collect();
        assert_eq!(nothing_said, [""; 0]);
    }
}
