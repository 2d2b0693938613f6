//! What a shell offers when Tab is pressed: beside commands and options the values that this machine knows.
//!
//! The script that `completions` prints asks the program itself, so what it offers is what there is now: profiles, stored
//! tokens, researchers. Nothing here is an error: who cannot be asked is not offered.

use std::{collections::BTreeMap, ffi::OsStr, io};

use clap::CommandFactory;
use clap_complete::{
    engine::CompletionCandidate,
    env::{CompleteEnv, Shells},
};

use super::{Args, error::CliError, guide, output};
use crate::{
    orcid::{
        EnvironmentKey, operations, scopes,
        terms::{self, Place, Term},
    },
    sandbox::{RecordStatus, demo_researchers, faults},
    store::{Paths, Store},
};

/// Set by the script to the name of the shell that asks.
const VARIABLE: &str = "ORCID_PLAYGROUND_COMPLETE";
const PROGRAM: &str = "orcid-playground";
/// The methods that operations have.
const METHODS: [&str; 4] = ["GET", "POST", "PUT", "DELETE"];

/// Answers a shell that asks for completions, and then ends the program; does nothing otherwise.
pub fn answer_shell() {
    if std::env::var_os(VARIABLE).is_some() {
        CompleteEnv::with_factory(Args::command).var(VARIABLE).bin(PROGRAM).completer(PROGRAM).complete();
    }
}

/// Prints the script that teaches a shell to ask.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn script(shell: clap_complete::Shell) -> Result<(), CliError> {
    let mut script = Vec::new();
    let shells = Shells::builtins();
    let completer = shells.completer(&shell.to_string()).ok_or_else(|| {
        CliError::usage(
            format!("There are no completions for {shell}."),
            "bash, zsh, fish, elvish and powershell have them.",
        )
    })?;
    completer
        .write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, &mut script)
        .map_err(|why: io::Error| CliError::io("write the script", &why))?;
    output::body(&script)
}

fn candidate(value: &str, help: impl Into<String>) -> Option<CompletionCandidate> {
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
            let whose = response.as_ref().and_then(|response| response.orcid().map(|orcid| orcid.to_string()));
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
    // What was typed before comes with the question.
    if let Some(method) = std::env::args().map(|word| word.to_uppercase()).find(|word| METHODS.contains(&word.as_str()))
    {
        let with = operations::all().iter().filter(|operation| operation.method.as_str() == method);
        let paths: BTreeMap<&str, &str> = with.map(|it| (it.path.as_str(), it.about.as_str())).collect();
        return paths.into_iter().filter_map(|(path, about)| candidate(path, about)).collect();
    }
    operations::all().iter().filter_map(|operation| candidate(&operation.name, operation.about.clone())).collect()
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
    guide::names().filter_map(|(name, title)| candidate(name, title)).collect()
}

/// The commands that have a manual page.
pub fn commands() -> Vec<CompletionCandidate> {
    let program = Args::command();
    let about = |command: &clap::Command| command.get_about().map(ToString::to_string).unwrap_or_default();
    let shown = program.get_subcommands().filter(|command| !command.is_hide_set());
    shown.filter_map(|command| candidate(command.get_name(), about(command))).collect()
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
