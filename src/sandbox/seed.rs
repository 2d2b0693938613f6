//! The user's own clients and researchers, in the form of `assets/clients.toml` and `assets/researchers.toml` (guide
//! `sandbox`, "Own clients and researchers").

mod check;
mod place;
pub(in crate::sandbox) mod value;

use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use serde::Deserialize;
use toml::Spanned;

use super::{
    clients::{self, RegisteredClient},
    registry::Registry,
    researchers::{self, RecordStatus, Researcher, deprecated_itself},
    words::WordIndex,
};

/// Clients and researchers beside the built-in ones.
#[derive(Clone, Debug)]
pub struct Seed {
    pub(super) clients: Registry<RegisteredClient>,
    pub(super) researchers: Registry<Researcher>,
    /// No put-code of these researchers is higher.
    pub(super) highest_put_code: u64,
    /// Made when somebody searches first.
    pub(super) words: OnceLock<WordIndex<usize>>,
}

/// What is wrong with a seed, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {key}: {problem}")]
pub struct SeedError {
    /// The first line is 1.
    pub line: usize,
    /// The key, or what stands in its place.
    pub key: String,
    /// In one sentence without its full stop.
    pub problem: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    client: Vec<Spanned<RegisteredClient>>,
    #[serde(default)]
    researcher: Vec<Spanned<Researcher>>,
}

impl Seed {
    /// Reads the text of a seed file.
    ///
    /// # Errors
    /// The first thing that is wrong: TOML's grammar, an unknown or a missing key, a value that cannot be, an id that is
    /// taken.
    pub fn parse(text: &str) -> Result<Self, SeedError> {
        Self::read(text, None)
    }

    /// The same for a seed whose records cannot have changed later than now: what clients write would otherwise be older
    /// than what it changes.
    ///
    /// # Errors
    /// Those of [`Seed::parse`], and a time of change in the future.
    pub fn parse_at(text: &str, now: Timestamp) -> Result<Self, SeedError> {
        Self::read(text, Some(now))
    }

    fn read(text: &str, now: Option<Timestamp>) -> Result<Self, SeedError> {
        let file: File = toml::from_str(text).map_err(|error| place::unreadable(text, &error))?;
        let mut clients = clients::demo().all().to_vec();
        let mut added_clients = Vec::new();
        for entry in file.client {
            let start = entry.span().start;
            let client = Arc::new(entry.into_inner());
            check::client(text, start, &client, &clients)?;
            added_clients.push((start, Arc::clone(&client)));
            clients.push(client);
        }
        let mut researchers = researchers::demo().all().to_vec();
        let mut added = Vec::new();
        for entry in file.researcher {
            let start = entry.span().start;
            let researcher = Arc::new(entry.into_inner());
            check::researcher(text, start, &researcher, &researchers, now)?;
            added.push((start, Arc::clone(&researcher)));
            researchers.push(researcher);
        }
        let highest_put_code = researchers::highest_put_code(&researchers);
        let clients = Registry::new(clients, |client| &client.client_id);
        let researchers = Registry::new(researchers, |researcher| researcher.orcid.as_str());
        // Who is named may stand further down.
        for (start, client) in added_clients {
            check::acts_for(text, start, &client, &clients)?;
        }
        for (start, researcher) in added {
            if let Some(primary) = &researcher.deprecated_by {
                let problem = match researchers.find(primary.as_str()).map(|primary| primary.status) {
                    None => Some(format!("there is no researcher {primary}")),
                    Some(RecordStatus::Deprecated) => Some(deprecated_itself(primary)),
                    Some(_) => None,
                };
                if let Some(problem) = problem {
                    return Err(place::at_key(text, start, "deprecated_by", problem));
                }
            }
            check::sources(text, start, &researcher, &clients, &researchers)?;
        }
        Ok(Self { clients, researchers, highest_put_code, words: OnceLock::new() })
    }
}
