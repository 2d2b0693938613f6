//! The table of failures, `assets/errors.toml`: symptoms with the causes that each can have, as data.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::LazyLock,
};

use serde::Deserialize;
use strum::IntoEnumIterator;

use super::{
    Reading,
    case::Case,
    concepts::{Spoken, Statement, goes_on, is_bounded},
    fact::Fact,
    reading::Body,
};
use crate::oauth::TransportErrorKind;

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
    /// The same, with one key.
    pub remedy: Option<Remedy>,
    /// Where it is written: RFC sections, and sections of our guide as `orcid-wire: title`.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// A cause that a symptom can have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// Which.
    pub id: String,
    /// Without all of these facts it is not the cause; each is evidence for it.
    #[serde(default, rename = "if")]
    pub needs: Vec<Fact>,
    /// With any of these facts it is not the cause.
    #[serde(default)]
    pub unless: Vec<Fact>,
    /// Each of these facts makes it likelier, and is evidence for it.
    #[serde(default)]
    pub signs: Vec<Fact>,
}

/// What can be seen, and what it can mean.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Symptom {
    /// Its name.
    pub id: String,
    /// What to call it where the answer has no words of its own.
    #[serde(default)]
    pub title: String,
    /// Where it can be seen; anywhere when empty.
    #[serde(default)]
    at: Vec<Place>,
    /// Any of these HTTP statuses.
    #[serde(default)]
    status: Vec<u16>,
    /// Any of these OAuth error codes.
    #[serde(default)]
    error: Vec<String>,
    /// Any of these codes of ORCID's API.
    #[serde(default)]
    code: Vec<u32>,
    /// Any of these texts among the words; `…` stands for whatever is between.
    #[serde(default)]
    says: Vec<String>,
    /// Or any of these statements, in whatever words.
    #[serde(default)]
    speaks_of: Vec<Statement>,
    /// And any of these: where the texts above are words of every day.
    #[serde(default)]
    beside: Vec<String>,
    /// Only where the place is known: of a copied text alone it would be a guess.
    #[serde(default)]
    placed: bool,
    /// Whether a library says it of an answer that it does not tell: whatever the answer tells counts before it.
    #[serde(default, rename = "consequence")]
    pub(super) is_consequence: bool,
    /// Whether it is a library's or a browser's own complaint: an answer of ORCID's beside it counts more.
    #[serde(default, rename = "complaint")]
    pub(super) is_complaint: bool,
    /// Whether other systems say the same: it counts where ORCID or the dance is spoken of, or nothing else is said.
    #[serde(default, rename = "common")]
    pub is_common: bool,
    /// Where the answer came from that a library keeps to itself, when it says no more than its status.
    pub(super) hides: Option<Place>,
    /// Any of these kinds of transport failure.
    #[serde(default)]
    failure: Vec<String>,
    /// All of these facts.
    #[serde(default)]
    pub(super) when: Vec<Fact>,
    /// Whether it is an oddity of a success rather than a failure.
    #[serde(default)]
    pub odd: bool,
    /// What it can mean, the likeliest first as long as nothing more is known.
    #[serde(default)]
    pub causes: Vec<Candidate>,
    /// The only cause, told here: it has the symptom's name.
    #[serde(default)]
    cause: String,
    /// What speaks for that cause.
    #[serde(default)]
    signs: Vec<Fact>,
    #[serde(default)]
    effect: String,
    #[serde(default)]
    fix: String,
    remedy: Option<Remedy>,
    #[serde(default)]
    sources: Vec<String>,
}

impl Symptom {
    /// Whether it is one of an OAuth error code.
    pub fn is_of(&self, error: &str) -> bool {
        self.error.iter().any(|code| code == error)
    }

    /// Whether it goes by what the answer says, not by the status alone.
    pub fn is_specific(&self) -> bool {
        let of_text = || self.when.iter().any(|fact| fact.is_of_text());
        self.is_said() || !self.failure.is_empty() || !self.speaks_of.is_empty() || of_text()
    }

    /// Whether it goes by what people say, in whatever words.
    pub(super) fn is_spoken(&self) -> bool {
        !self.speaks_of.is_empty() && self.failure.is_empty()
    }

    /// Whether it goes by the status.
    pub(super) fn goes_by_status(&self) -> bool {
        !self.status.is_empty()
    }

    /// Whether it goes by what the answer itself says: its error, its code, its description.
    pub(super) fn is_of_answer(&self, reading: &Reading) -> bool {
        let description = reading.description.as_deref().unwrap_or_default().to_lowercase();
        let named = !(self.error.is_empty() && self.code.is_empty());
        named || self.says.iter().any(|says| says_so(&description, says))
    }

    /// Whether it goes by words or codes, which nobody else writes by chance.
    pub fn is_said(&self) -> bool {
        !(self.error.is_empty() && self.code.is_empty() && self.says.is_empty())
    }

    /// Whether the case shows it.
    pub(super) fn fits(&self, case: &Case<'_>) -> bool {
        let reading = case.reading;
        let any = |empty: bool, fits: bool| empty || fits;
        self.odd != reading.failed()
            && any(self.at.is_empty(), reading.place.is_none_or(|place| self.at.contains(&place)))
            && any(self.status.is_empty(), reading.status.is_some_and(|status| self.status.contains(&status)))
            && any(self.error.is_empty(), reading.error.as_ref().is_some_and(|error| self.error.contains(error)))
            && any(self.code.is_empty(), reading.code.is_some_and(|code| self.code.contains(&code)))
            && any(self.says.is_empty() && self.speaks_of.is_empty(), self.is_in(case))
            && any(self.beside.is_empty(), self.beside.iter().any(|word| reading.words.contains(word)))
            && (!self.placed || reading.place.is_some())
            && match reading.failure {
                Some(kind) => self.failure.contains(&kind.to_string()),
                None => self.failure.is_empty(),
            }
            && self.when.iter().all(|fact| fact.tell(case).is_some())
    }

    /// Whether its words are there, or others that speak of the same. People write texts of a failure; JSON, XML and pages are
    /// of servers, who say things in one way only, and number them.
    fn is_in(&self, case: &Case<'_>) -> bool {
        let reading = case.reading;
        let succeeded = reading.clues.has_success || reading.status.is_some_and(|status| status < 300);
        let of_people = matches!(reading.body, Body::Empty | Body::Text) && reading.code.is_none() && !succeeded;
        self.says.iter().any(|says| says_so(&reading.words, says))
            || of_people && self.speaks_of.iter().any(|statement| case.spoken().holds(statement))
    }
}

/// Whether the parts of `pattern` stand in `words`, in their order, each as words of its own.
fn says_so(words: &str, pattern: &str) -> bool {
    let mut from = 0;
    pattern.split('…').map(str::trim).all(|part| match find(words, from, part) {
        Some(at) => {
            from = at + part.len();
            true
        }
        None => false,
    })
}

/// Where a part stands, behind `from`. It begins where a word does; it ends where one does, but for a plural, a name of a
/// program's (`jsondecodeerror`, of which there are longer ones), and what ends in `*`.
fn find(words: &str, from: usize, part: &str) -> Option<usize> {
    let begun = part.trim_end_matches('*');
    let bounded =
        (begun.starts_with(goes_on), begun.len() == part.len() && begun.contains(' ') && begun.ends_with(goes_on));
    let is_whole = |at: &usize| {
        let end = at + begun.len();
        is_bounded(words, *at, end, bounded)
            || words[end..].starts_with('s') && is_bounded(words, *at, end + 1, bounded)
    };
    words[from..].match_indices(begun).map(|(at, _)| from + at).find(is_whole)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    symptom: Vec<Symptom>,
    cause: Vec<Known>,
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

/// The table, read when it is first needed.
pub static TABLE: LazyLock<Table> = LazyLock::new(|| {
    // The file is part of the program; that it can be read is held by the tests.
    let file: File =
        toml::from_str(include_str!("../../../assets/errors.toml")).expect("assets/errors.toml is well-formed");
    let mut causes: HashMap<String, Known> = file.cause.into_iter().map(|known| (known.id.clone(), known)).collect();
    let mut symptoms = file.symptom;
    for symptom in symptoms.iter_mut().filter(|symptom| !symptom.cause.is_empty()) {
        let take = std::mem::take::<String>;
        let take_facts = std::mem::take::<Vec<Fact>>;
        let known = Known {
            id: symptom.id.clone(),
            cause: take(&mut symptom.cause),
            effect: take(&mut symptom.effect),
            fix: take(&mut symptom.fix),
            remedy: symptom.remedy.take(),
            sources: std::mem::take(&mut symptom.sources),
        };
        let candidate = Candidate {
            id: symptom.id.clone(),
            needs: Vec::new(),
            unless: Vec::new(),
            signs: take_facts(&mut symptom.signs),
        };
        symptom.causes.insert(0, candidate);
        causes.insert(known.id.clone(), known);
    }
    let kinds = |failure: Failure| {
        let kind = TransportErrorKind::iter().find(|kind| kind.to_string() == failure.kind);
        (kind.unwrap_or_else(|| panic!("assets/errors.toml: no failure {}", failure.kind)), failure)
    };
    let failures = file.failure.into_iter().map(kinds).collect();
    Table { symptoms, causes, failures, sentences: sentences() }
});

/// A sentence without `409 Conflict: ` before it.
fn without_status(sentence: &str) -> &str {
    let begins = sentence.starts_with(|c: char| c.is_ascii_digit());
    sentence.split_once(": ").filter(|_| begins).map_or(sentence, |(_, rest)| rest)
}

/// The sentences of `assets/api_errors.toml`, without the status that begins them: libraries leave it out. What several
/// errors say to users tells nothing.
fn sentences() -> Vec<(String, u32)> {
    #[derive(Deserialize)]
    struct Error {
        developer: String,
        user: String,
    }
    let errors: BTreeMap<String, Error> =
        toml::from_str(include_str!("../../../assets/api_errors.toml")).expect("assets/api_errors.toml is well-formed");
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
