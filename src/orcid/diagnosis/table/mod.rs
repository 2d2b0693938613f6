//! The table of failures, `assets/errors`: symptoms with the causes that each can have, as data.
//!
//! | file | what it holds |
//! |---|---|
//! | `symptom` | what can be seen, and whether a case shows it |
//! | `said` | whether a text says something |
//! | `sentences` | what ORCID's API says |

mod said;
mod sentences;
mod symptom;

use std::{
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

use serde::Deserialize;
use strum::IntoEnumIterator;

use super::{
    concepts::{Spoken, Statement},
    fact::Fact,
};
use crate::oauth::TransportErrorKind;
use said::says_so;
use sentences::{sentences, without_status};
pub use symptom::{Candidate, Symptom};

/// Where an answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, strum::Display)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Place {
    /// A page in the browser, from which nobody is sent back.
    Page,
    /// The redirect URI.
    Redirect,
    /// The token endpoint.
    Token,
    /// The revocation endpoint.
    Revocation,
    /// Userinfo.
    Userinfo,
    /// The public or the member API.
    Api,
    /// The discovery document or the key set.
    Discovery,
}

/// What can be done about a cause with one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, strum::Display, strum::EnumIter)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Remedy {
    /// Begin a new authorization.
    Authorize,
    /// Correct the client id.
    ClientId,
    /// Correct the client secret.
    ClientSecret,
    /// Correct the redirect URI.
    RedirectUri,
    /// Choose other scopes.
    Scopes,
    /// Choose the environment.
    Environment,
    /// Send a nonce.
    Nonce,
    /// Ask without `prompt`.
    Prompt,
    /// Ask without `max_age`.
    MaxAge,
    /// Ask for a code.
    ResponseType,
    /// Send the code once more.
    Exchange,
    /// Get new tokens with the refresh token.
    Refresh,
    /// Get a token that the client has for itself.
    ClientCredentials,
    /// Change what stands there already, in place of adding it.
    Update,
}

/// A cause, and what is known of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Its name; `explain --format json` and the tests call it so.
    #[serde(default)]
    pub id: String,
    /// Why it happened.
    pub cause: String,
    /// What it did besides, when that is not plain.
    #[serde(default)]
    pub effect: String,
    /// What to do.
    pub fix: String,
    /// What to do at the simulated ORCID, where that is something else.
    #[serde(default)]
    pub local_fix: String,
    /// The same, with one key.
    pub remedy: Option<Remedy>,
    /// Where it is written: RFC sections, and sections of our guide as `orcid-wire: title`.
    #[serde(default)]
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    symptom: Vec<Symptom>,
    #[serde(default)]
    cause: Vec<Known>,
    #[serde(default)]
    failure: Vec<Failure>,
}

/// A kind of transport failure, in the words of systems, libraries and browsers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Failure {
    kind: String,
    words: Vec<String>,
    #[serde(default)]
    speaks_of: Vec<Statement>,
}

/// The whole table.
pub struct Table {
    /// In the order of the file: of failures the first one that fits counts.
    pub symptoms: Vec<Symptom>,
    causes: HashMap<String, Known>,
    failures: Vec<(TransportErrorKind, Failure)>,
    /// What ORCID's API says to developers, with `…` for what differs; the longest first.
    sentences: Vec<(String, u32)>,
}

impl Table {
    /// The cause of that name.
    pub fn cause(&self, id: &str) -> Option<&Known> {
        self.causes.get(id)
    }

    /// The symptom of that name.
    pub fn symptom(&self, id: &str) -> Option<&Symptom> {
        self.symptoms.iter().find(|symptom| symptom.id == id)
    }

    /// Whether it is an OAuth error code that something is known of.
    pub fn knows_error(&self, error: &str) -> bool {
        self.symptoms.iter().any(|symptom| symptom.is_of(error))
    }

    /// Whether it is a code of ORCID's API that something is known of.
    pub fn knows_code(&self, code: u32) -> bool {
        self.symptoms.iter().any(|symptom| symptom.code.contains(&code))
    }

    /// The kind of transport failure that words in lower case speak of; of several the last one in the file.
    pub fn failure(&self, words: &str) -> Option<TransportErrorKind> {
        let spoken = Spoken::of(words);
        let said = self.failures.iter().rev().find(|(_, failure)| {
            failure.words.iter().any(|part| says_so(words, part))
                || failure.speaks_of.iter().any(|statement| spoken.holds(statement))
        });
        said.map(|(kind, _)| *kind)
    }

    /// Whether words in lower case say what a symptom goes by.
    pub fn says(&self, words: &str) -> bool {
        self.symptoms.iter().flat_map(|symptom| &symptom.says).any(|says| says_so(words, says))
    }

    /// The code of the API's error whose sentence stands in words in lower case.
    pub fn api_code(&self, words: &str) -> Option<u32> {
        self.sentences.iter().find(|(sentence, _)| says_so(words, sentence)).map(|(_, code)| *code)
    }

    /// The code of the API's error whose sentence begins so; `None` when that is too short to tell.
    pub fn api_code_begun(&self, words: &str) -> Option<u32> {
        let begun = without_status(words.trim().trim_end_matches(['.', '…', ' ']));
        let found = || self.sentences.iter().find(|(sentence, _)| sentence.starts_with(begun));
        (begun.len() >= 12).then(found).flatten().map(|(_, code)| *code)
    }

    /// The codes of the API's errors of which something is known, in order.
    pub fn api_codes(&self) -> BTreeSet<u32> {
        self.symptoms.iter().flat_map(|symptom| &symptom.code).copied().collect()
    }

    /// What such an error can come from, each cause once.
    pub fn causes_of_api_code(&self, code: u32) -> Vec<&Known> {
        let of = self.symptoms.iter().filter(|symptom| symptom.code.contains(&code));
        let mut known: Vec<&Known> = Vec::new();
        for cause in of.flat_map(|symptom| &symptom.causes).filter_map(|candidate| self.cause(&candidate.id)) {
            if !known.iter().any(|one| one.id == cause.id) {
                known.push(cause);
            }
        }
        known
    }

    /// Every cause.
    pub fn causes(&self) -> impl Iterator<Item = &Known> {
        self.causes.values()
    }
}

/// The files of the table, in their order.
pub(super) const FILES: [&str; 20] = [
    include_str!("../../../../assets/errors/01-not-orcids.toml"),
    include_str!("../../../../assets/errors/02-libraries.toml"),
    include_str!("../../../../assets/errors/03-no-answer.toml"),
    include_str!("../../../../assets/errors/04-redirect.toml"),
    include_str!("../../../../assets/errors/05-pages.toml"),
    include_str!("../../../../assets/errors/06-scopes.toml"),
    include_str!("../../../../assets/errors/07-code.toml"),
    include_str!("../../../../assets/errors/08-client.toml"),
    include_str!("../../../../assets/errors/09-tokens.toml"),
    include_str!("../../../../assets/errors/10-userinfo.toml"),
    include_str!("../../../../assets/errors/11-api.toml"),
    include_str!("../../../../assets/errors/12-answers-told.toml"),
    include_str!("../../../../assets/errors/12-clients-told.toml"),
    include_str!("../../../../assets/errors/12-entries-told.toml"),
    include_str!("../../../../assets/errors/12-people.toml"),
    include_str!("../../../../assets/errors/12-urls-told.toml"),
    include_str!("../../../../assets/errors/13-status.toml"),
    include_str!("../../../../assets/errors/14-wordless.toml"),
    include_str!("../../../../assets/errors/15-oddities.toml"),
    include_str!("../../../../assets/errors/16-transport.toml"),
];

/// The table, read when it is first needed.
pub static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let (mut symptoms, mut known, mut failures) = (Vec::new(), Vec::new(), Vec::new());
    // One after the other: what reading takes besides is given back before the next.
    for text in FILES {
        // They are part of the program; that they can be read is held by the tests.
        let file: File = toml::from_str(text).unwrap_or_else(|why| panic!("assets/errors: {why}"));
        symptoms.extend(file.symptom);
        known.extend(file.cause);
        failures.extend(file.failure);
    }
    symptoms.shrink_to_fit();
    let mut causes: HashMap<String, Known> = known.into_iter().map(|known| (known.id.clone(), known)).collect();
    for symptom in symptoms.iter_mut().filter(|symptom| !symptom.cause.is_empty()) {
        let take = std::mem::take::<String>;
        let take_facts = std::mem::take::<Vec<Fact>>;
        let known = Known {
            id: symptom.id.clone(),
            cause: take(&mut symptom.cause),
            effect: take(&mut symptom.effect),
            fix: take(&mut symptom.fix),
            local_fix: String::new(),
            remedy: symptom.remedy.take(),
            sources: std::mem::take(&mut symptom.sources),
        };
        let candidate = Candidate::only(symptom.id.clone(), take_facts(&mut symptom.signs));
        symptom.causes.insert(0, candidate);
        causes.insert(known.id.clone(), known);
    }
    let kinds = |failure: Failure| {
        let kind = TransportErrorKind::iter().find(|kind| kind.to_string() == failure.kind);
        (kind.unwrap_or_else(|| panic!("assets/errors: no failure {}", failure.kind)), failure)
    };
    let failures = failures.into_iter().map(kinds).collect();
    Table { symptoms, causes, failures, sentences: sentences() }
});
