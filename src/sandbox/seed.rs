//! The user's own clients and researchers, in the form of `assets/clients.toml` and `assets/researchers.toml` (guide
//! `sandbox`, "Own clients and researchers").

pub(in crate::sandbox) mod value;

use std::{
    collections::HashSet,
    sync::{Arc, OnceLock},
};

use serde::Deserialize;
use toml::Spanned;

use super::{
    clients::{self, RegisteredClient},
    registry::Registry,
    researchers::{self, Researcher},
    words::WordIndex,
};
use crate::orcid::scopes;

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
        let file: File = toml::from_str(text).map_err(|error| unreadable(text, &error))?;
        let mut clients = clients::demo().all().to_vec();
        for entry in file.client {
            let start = entry.span().start;
            let client = entry.into_inner();
            check(&client, &clients).map_err(|(key, problem)| at_key(text, start, key, problem))?;
            clients.push(Arc::new(client));
        }
        let mut researchers = researchers::demo().all().to_vec();
        // Whom a record is merged into may stand further down.
        let mut merged = Vec::new();
        for entry in file.researcher {
            let start = entry.span().start;
            let researcher = entry.into_inner();
            if researchers.iter().any(|other| other.orcid == researcher.orcid) {
                let problem = format!("there is a researcher {} already", researcher.orcid);
                return Err(at_key(text, start, "orcid", problem));
            }
            if let Some(problem) = researcher.status.problem_with(&researcher.orcid, researcher.deprecated_by.as_ref())
            {
                let key = if researcher.deprecated_by.is_none() { "status" } else { "deprecated_by" };
                return Err(at_key(text, start, key, problem.to_owned()));
            }
            if let Some((section, code)) = twice(&researcher) {
                let problem = format!("the put-code {code} is taken by another {section} of this researcher");
                return Err(SeedError {
                    line: line_of_put_code(text, start, section, code),
                    key: "put_code".to_owned(),
                    problem,
                });
            }
            merged.extend(researcher.deprecated_by.clone().map(|primary| (start, primary)));
            researchers.push(Arc::new(researcher));
        }
        for (start, primary) in merged {
            if !researchers.iter().any(|other| other.orcid == primary) {
                return Err(at_key(text, start, "deprecated_by", format!("there is no researcher {primary}")));
            }
        }
        let highest_put_code = researchers::highest_put_code(&researchers);
        Ok(Self {
            highest_put_code,
            words: OnceLock::new(),
            clients: Registry::new(clients, |client| &client.client_id),
            researchers: Registry::new(researchers, |researcher| researcher.orcid.as_str()),
        })
    }
}

fn check(client: &RegisteredClient, others: &[Arc<RegisteredClient>]) -> Result<(), (&'static str, String)> {
    let id = &client.client_id;
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(("client_id", "expected letters, digits and signs, such as APP-MYTESTSUITE00001".to_owned()));
    }
    if others.iter().any(|other| other.client_id == *id) {
        return Err(("client_id", format!("there is a client {id} already")));
    }
    if client.client_secret.is_empty() {
        return Err(("client_secret", "every ORCID client has a secret".to_owned()));
    }
    if let Some(uri) = client.redirect_uris.iter().find(|uri| url::Url::parse(uri).is_err()) {
        return Err(("redirect_uris", format!("{uri:?} is not a URL")));
    }
    if let Some(scope) = client.extra_scopes.iter().find(|scope| scopes::find(scope).is_none()) {
        return Err(("extra_scopes", format!("ORCID has no scope {scope:?}")));
    }
    Ok(())
}

/// A put-code that two items of the same section have: only one of them could be read.
fn twice(researcher: &Researcher) -> Option<(&'static str, u64)> {
    let mut seen = HashSet::new();
    researcher.put_codes().find(|item| !seen.insert(*item))
}

/// The last line of a researcher's table that gives this put-code to an item of this section.
fn line_of_put_code(text: &str, start: usize, section: &str, code: u64) -> usize {
    let table = text.get(start..).unwrap_or_default();
    let mut here = false;
    let mut last = 0;
    for (index, line) in table.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if line == "[[researcher]]" && index > 0 {
            break;
        }
        if line.starts_with('[') {
            here = line == format!("[[researcher.{section}]]");
        }
        let value = line.split_once('=').filter(|(key, _)| key.trim() == "put_code").map(|(_, value)| value.trim());
        if here && value.and_then(|value| value.parse::<u64>().ok()) == Some(code) {
            last = index;
        }
    }
    line_of(text, start) + last
}

/// An error of the TOML library, with the key that it means.
fn unreadable(text: &str, error: &toml::de::Error) -> SeedError {
    let start = error.span().map_or(0, |span| span.start).min(text.len());
    let problem = error.message().lines().collect::<Vec<_>>().join("; ");
    let named = ["unknown field `", "missing field `", "duplicate field `"].iter().find_map(|before| {
        let rest = problem.split_once(before)?.1;
        rest.split_once('`').map(|(key, _)| key.to_owned())
    });
    let written = || {
        let line = text.lines().nth(line_of(text, start) - 1).unwrap_or_default();
        line.split('=').next().unwrap_or_default().trim().to_owned()
    };
    SeedError { line: line_of(text, start), key: named.unwrap_or_else(written), problem }
}

/// Something that is wrong with a key of the table that begins at `start`.
fn at_key(text: &str, start: usize, key: &str, problem: String) -> SeedError {
    let table = text.get(start..).unwrap_or_default();
    let is_key =
        |line: &str| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    let below = table.lines().position(is_key).unwrap_or(0);
    SeedError { line: line_of(text, start) + below, key: key.to_owned(), problem }
}

/// The line in which a byte stands.
fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
