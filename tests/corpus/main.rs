//! The labelled corpus of failures: what was seen under which configuration, and what it was. Measures the diagnosis.
//!
//! Every file of `cases` holds cases; more can be put beside them. One case:
//!
//! ```toml
//! [[case]]
//! name = "a code used twice"           # for the report
//! cause = "code-used-twice"            # by its id in assets/errors; "" for one that nothing is known of
//! at = "token"                         # where: page, redirect, token, revocation, userinfo, api, discovery
//! configuration = { environment = "sandbox", client_id = "APP-…", code_exchanged = 41 }
//! request = "POST https://…"           # as text, when it is known
//! # and one of:
//! answer = "HTTP/1.1 400 …"            # the response, as text
//! page = "Error: …"                    # a sentence, or the text of a page
//! redirect = "https://…?error=…"       # the address that the browser landed on
//! log = "…"                            # what a library, a browser or a log says
//! paste = "…"                          # anything, as people paste it: what `explain` makes of it counts
//! failure = "dns"                      # why no answer came, with `words` in the system's words
//! ```
//!
//! Where a text alone cannot tell which of several it was, `or = ["…"]` names the others.
//!
//! Beside the cases as written, variants of them are made (other line ends and blanks, other key order, layout and capitals,
//! pages with their surroundings, errors as XML): nobody tuned anything for those.

mod anything;
mod made;
mod variants;

use std::{collections::BTreeMap, fs, path::Path};

use jiff::Timestamp;
use orcid_playground::{
    oauth::{AuthorizationResponse, TransportErrorKind, wire},
    orcid::{
        diagnosis::{Copied, Diagnosis, Place, Reading, Situation, TABLE, diagnose},
        explain::explain,
    },
};
use serde::Deserialize;
use strum::IntoEnumIterator;

/// One case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    cause: String,
    #[serde(default)]
    or: Vec<String>,
    at: Option<Place>,
    #[serde(default)]
    configuration: Situation,
    request: Option<String>,
    answer: Option<String>,
    page: Option<String>,
    redirect: Option<String>,
    log: Option<String>,
    paste: Option<String>,
    failure: Option<String>,
    #[serde(default)]
    words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

fn written() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/cases");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &Path| -> File {
        toml::from_str(&fs::read_to_string(path).unwrap()).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
    };
    paths.iter().flat_map(|path| read(path).case).collect()
}

impl Case {
    fn reading(&self) -> Reading {
        let reading = if let Some(answer) = &self.answer {
            let response = wire::read_response(answer).unwrap_or_else(|| panic!("{}: no response", self.name));
            Reading::of_response(self.at, &response)
        } else if let Some(page) = &self.page {
            Reading::of_page(page)
        } else if let Some(log) = &self.log {
            Copied::of(log).reading
        } else if let Some(url) = &self.redirect {
            match AuthorizationResponse::parse_url(url) {
                Some(response) => {
                    let query = url.split('#').next().unwrap_or_default();
                    Reading::of_redirect(&response, AuthorizationResponse::parse_url(query).is_none())
                }
                None => Reading::default(),
            }
        } else {
            let kind = TransportErrorKind::iter().find(|kind| Some(kind.to_string()) == self.failure);
            Reading::of_failure(kind.unwrap_or_else(|| panic!("{}: nothing was seen", self.name)), &self.words)
        };
        Reading { place: self.at.or(reading.place), ..reading }
    }

    /// When it is judged: nothing is too old where the case does not say.
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.configuration.now.unwrap_or_default()).unwrap()
    }

    /// The causes that are told, in their order: of a success those of all oddities, the first of each first.
    fn told(&self) -> Vec<&'static str> {
        if let Some(text) = &self.paste {
            let all = explain(text, &self.configuration, self.now()).diagnoses;
            return all.iter().flat_map(|diagnosis| &diagnosis.causes).map(|cause| cause.id).collect();
        }
        let request = self.request.as_deref();
        let request =
            request.map(|text| wire::read_request(text).unwrap_or_else(|| panic!("{}: no request", self.name)));
        let request = request.or_else(|| Copied::of(self.log.as_deref()?).request);
        let all: Vec<Diagnosis> = diagnose(&self.reading(), request.as_ref(), &self.configuration);
        let firsts = all.iter().filter_map(|diagnosis| diagnosis.causes.first());
        let rest = all.iter().flat_map(|diagnosis| diagnosis.causes.iter().skip(1));
        let odd = all.iter().any(|diagnosis| diagnosis.odd && diagnosis.causes.iter().any(|c| c.id == self.cause));
        let ids: Vec<&'static str> = firsts.chain(rest).map(|cause| cause.id).collect();
        // Of several oddities of one success each stands for itself.
        if odd {
            let own = all.iter().find(|diagnosis| diagnosis.causes.iter().any(|cause| cause.id == self.cause));
            return own.into_iter().flat_map(|diagnosis| &diagnosis.causes).map(|cause| cause.id).collect();
        }
        ids
    }
}

/// How well the diagnosis did.
struct Score {
    first: usize,
    second: usize,
    all: usize,
    wrong: Vec<String>,
}

fn score(cases: &[Case]) -> Score {
    let mut score = Score { first: 0, second: 0, all: cases.len(), wrong: Vec::new() };
    for case in cases {
        let told = case.told();
        let is_it = |id: &str| id == case.cause || case.or.iter().any(|other| other == id);
        let place = told.iter().position(|id| is_it(id));
        let unknown = case.cause.is_empty() && told.is_empty();
        if place == Some(0) || unknown {
            score.first += 1;
        } else {
            score.second += usize::from(place == Some(1));
            score.wrong.push(format!("{}: expected {:?}, told {told:?}", case.name, case.cause));
        }
    }
    score
}

/// Prints the figure, and holds it.
fn hold(what: &str, cases: &[Case]) {
    let Score { first, second, all, wrong } = score(cases);
    #[allow(clippy::cast_precision_loss)]
    let percent = first as f64 * 100.0 / all.max(1) as f64;
    println!("{what}: {first} of {all} in the first place ({percent:.1} %), {second} in the second");
    for line in &wrong {
        println!("  {line}");
    }
    assert!(all > 0 && percent >= 95.0, "{what}: only {percent:.1} % in the first place\n{}", wrong.join("\n"));
    assert_eq!(first + second, all, "{what}: not in the first two\n{}", wrong.join("\n"));
}

#[test]
fn the_cases_as_written() {
    hold("cases", &written());
}

#[test]
fn variants_that_nothing_was_tuned_for() {
    let all: Vec<Case> = written().iter().flat_map(variants::of).collect();
    hold("variants", &all);
}

#[test]
fn answers_of_the_simulated_orcid_of_both_eras() {
    hold("simulated", &made::cases());
}

#[test]
fn every_cause_is_told_of_some_case() {
    let mut missing: BTreeMap<&str, ()> = TABLE.causes().map(|known| (known.id.as_str(), ())).collect();
    for case in written() {
        assert!(case.cause.is_empty() || TABLE.cause(&case.cause).is_some(), "{}: no cause {}", case.name, case.cause);
        missing.remove(case.cause.as_str());
        // Some come second by nature: nothing in an answer can speak for them.
        for told in case.told().iter().skip(1) {
            missing.remove(told);
        }
    }
    let missing: Vec<&str> = missing.into_keys().collect();
    assert!(missing.is_empty(), "{missing:?}");
}
