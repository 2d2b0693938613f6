//! What went wrong, and why: from an answer (or its absence) and the configuration to the likeliest causes, the evidence
//! for each, and what to do. A pure function; the knowledge is `assets/errors`.
//!
//! | file | what it holds |
//! |---|---|
//! | `reading` | what an answer says, whatever its shape |
//! | `copied` | what a text that was copied from anywhere holds of a message |
//! | `situation`, `token_known` | the configuration, and what happened before |
//! | `history` | the same, gathered from the messages of a session |
//! | `case`, `fact` | both together; the predicates that the table names |
//! | `concepts` | what a text speaks of, in whatever words and language |
//! | `table` | symptoms and causes |

mod case;
mod concepts;
mod copied;
mod fact;
mod history;
mod reading;
mod situation;
mod table;
#[cfg(test)]
mod tests;
mod token_known;

use std::borrow::Cow;

pub use case::Request;
pub(in crate::orcid) use concepts::speaks_of;
pub use copied::{
    Clues, Copied, Dressed, Kind, RequestLine, Told, answers_elsewhere, goes_elsewhere, goes_to_provider, is_anybodys,
    is_elsewhere, is_near, is_of_others, is_of_work, landing, names_elsewhere, place_of, plain, run_of,
};
pub(in crate::orcid) use fact::PERSON;
pub use fact::{Fact, is_habit, lacks_slash, put_code};
pub use history::{borne, clock_skew, situation_of};
pub use reading::{Body, Reading, is_error_page};
pub use situation::Situation;
pub use table::{Known, Place, Remedy, TABLE};
pub use token_known::TokenKnown;

use self::{case::Case, table::Symptom};
use super::sources;
use crate::oauth::{ErrorResponse, HttpRequest, TransportError, mask, redact};

/// What is known of a failure, or of an oddity of a success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// The symptom's name; empty when nothing is known of it.
    pub symptom: &'static str,
    /// What is seen, in the server's words where it has any: `400 invalid_grant · Reused authorization code: eUeiz2`.
    pub headline: String,
    /// Whether it is an oddity of a success rather than a failure.
    pub odd: bool,
    /// The likeliest first. Empty when nothing is known.
    pub causes: Vec<Cause>,
}

/// A cause, as it applies here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Its name.
    pub id: &'static str,
    /// Why it happened.
    pub cause: &'static str,
    /// What it did besides; may be empty.
    pub effect: &'static str,
    /// What to do.
    pub fix: Cow<'static, str>,
    /// The same, with one key.
    pub remedy: Option<Remedy>,
    /// What speaks for it, in the bytes, the configuration and the history: whole sentences.
    pub evidence: Vec<String>,
    /// Where it is written.
    pub sources: &'static [String],
}

/// What to send to ORCID's support about a failure that is not known here.
pub const SUPPORT: &str = "Nothing is known here of this answer. Compare it with what the request sent. If it stays so, write to \
ORCID's support (https://support.orcid.org): the time with its zone, the environment, the client id, the endpoint, the HTTP \
status and the error's text. Never send the client secret, a token or a code, and no personal data.";

impl Diagnosis {
    /// The likeliest cause.
    pub fn first(&self) -> Option<&Cause> {
        self.causes.first()
    }

    /// Whether it goes by words or codes, not by a status alone.
    pub fn is_said(&self) -> bool {
        TABLE.symptom(self.symptom).is_some_and(Symptom::is_said)
    }

    /// In two sentences or so, for one line of news: cause and fix; what to send to support when nothing is known.
    pub fn brief(&self) -> String {
        self.first().map_or_else(|| SUPPORT.to_owned(), |cause| format!("{} {}", cause.cause, cause.fix))
    }
}

impl Cause {
    /// The sources in words: `guide «Code reuse» · RFC 6749 §4.1.2`.
    pub fn sources(&self) -> String {
        sources::in_words(self.sources)
    }
}

/// Diagnoses an OAuth error that came without its message.
pub fn of_error(error: &ErrorResponse, situation: &Situation) -> Diagnosis {
    first(diagnose(&Reading::of_error(error), None, situation))
}

/// Diagnoses a failure to get an answer.
pub fn of_failure(error: &TransportError, situation: &Situation) -> Diagnosis {
    first(diagnose(&Reading::of_failure(error.kind, &error.message), None, situation))
}

fn first(mut all: Vec<Diagnosis>) -> Diagnosis {
    all.truncate(1);
    all.pop().unwrap_or_else(|| Diagnosis { symptom: "", headline: String::new(), odd: false, causes: Vec::new() })
}

/// Diagnoses an answer: a failure once, and each oddity of a success. Nothing for a success without oddities.
pub fn diagnose(reading: &Reading, request: Option<&HttpRequest>, situation: &Situation) -> Vec<Diagnosis> {
    let case = Case::new(reading, request, situation);
    let fitting = TABLE.symptoms.iter().filter(|symptom| symptom.fits(&case));
    if reading.failed() {
        // Of a text from anywhere, what it says counts before a status: whose that is, is not known.
        let all: Vec<&'static Symptom> = fitting.collect();
        let found = likeliest(&all, reading);
        // A library that keeps the answer to itself tells by that where it came from.
        let hidden = found
            .filter(|_| reading.place.is_none() && reading.status.is_some_and(|status| !matches!(status, 400 | 500)));
        if let Some(place) = hidden.and_then(|symptom| symptom.hides) {
            let placed = Reading { place: Some(place), ..reading.clone() };
            let told = diagnose(&placed, request, situation);
            if told.iter().any(|diagnosis| !diagnosis.causes.is_empty()) {
                return told;
            }
        }
        let Some(found) = found else {
            return vec![Diagnosis { symptom: "", headline: headline(reading, ""), odd: false, causes: Vec::new() }];
        };
        let others: Vec<_> = all.iter().copied().filter(|other| found.is_of_parts && other.id != found.id).collect();
        return std::iter::once(found).chain(likeliest(&others, reading)).map(|symptom| told(symptom, &case)).collect();
    }
    fitting.map(|symptom| told(symptom, &case)).collect()
}

/// The symptom of a failure that counts: the first, in the table's order; of a text from anywhere what it says before a
/// status: whose that is, is not known. What a library makes of an answer counts only where nothing tells the answer.
fn likeliest(all: &[&'static Symptom], reading: &Reading) -> Option<&'static Symptom> {
    let placed = reading.place.is_some();
    let specific = || all.iter().position(|symptom| symptom.is_specific());
    let at = if placed { None } else { specific() }.or((!all.is_empty()).then_some(0))?;
    let first = all[at];
    let answers = |symptom: &&&'static Symptom| {
        // An application's own failure has this status, too.
        let status = symptom.goes_by_status() && placed && reading.status != Some(500);
        !symptom.is_consequence && (symptom.is_said() || symptom.is_spoken() || status)
    };
    if first.is_consequence {
        return Some(all.iter().find(answers).copied().unwrap_or(first));
    }
    // ORCID's own words count before those that a program finds for them.
    let own = || all.iter().find(|symptom| symptom.is_of_answer(reading)).copied();
    Some(if reading.clues.has_answer && first.is_complaint { own().unwrap_or(first) } else { first })
}

/// How an effect ends that speaks of the code besides.
const OF_THE_CODE: &str = " A code is not spent.";

/// The effect; of the code only where one was sent, or where it is not known what was.
fn effect(known: &'static str, case: &Case<'_>) -> &'static str {
    let fields = &case.request.fields;
    let sends_code = fields.iter().any(|(name, value)| name == "grant_type" && value == "authorization_code");
    match known.strip_suffix(OF_THE_CODE) {
        Some(rest) if !sends_code && !case.request.method.is_empty() => rest,
        Some(_) | None => known,
    }
}

/// What the table says where the answer may name a put-code.
const NAMED: &str = "the put-code that the message names";

/// What to do, with the number that the answer names.
fn named(fix: &'static str, case: &Case<'_>) -> Cow<'static, str> {
    match put_code(&case.reading.words) {
        Some(code) if fix.contains(NAMED) => Cow::Owned(fix.replace(NAMED, &format!("put-code {code}"))),
        Some(_) | None => Cow::Borrowed(fix),
    }
}

fn told(symptom: &'static Symptom, case: &Case<'_>) -> Diagnosis {
    let mut causes: Vec<(usize, Cause)> = Vec::new();
    let at_simulator = case.is_at_simulator();
    let of_token = case.reading.place == Some(Place::Token);
    for candidate in &symptom.causes {
        let Some(known) = TABLE.cause(&candidate.id) else { continue };
        let needed: Vec<Option<String>> = candidate.needs.iter().map(|fact| fact.tell(case)).collect();
        if needed.iter().any(Option::is_none) || candidate.unless.iter().any(|fact| fact.tell(case).is_some()) {
            continue;
        }
        let Some(said) = candidate.said(case) else { continue };
        let signs = candidate.signs.iter().filter_map(|fact| fact.tell(case));
        let mut evidence: Vec<String> = needed.into_iter().flatten().chain(signs).collect();
        let weight = evidence.len() + said;
        evidence.retain(|sentence| !sentence.is_empty());
        causes.push((
            weight,
            Cause {
                id: &known.id,
                cause: &known.cause,
                effect: effect(&known.effect, case),
                fix: named(
                    if at_simulator && !known.local_fix.is_empty() { &known.local_fix } else { &known.fix },
                    case,
                ),
                // A quota of the API is none of the token endpoint.
                remedy: known.remedy.filter(|it| *it != Remedy::ClientCredentials || !of_token),
                evidence,
                sources: &known.sources,
            },
        ));
    }
    // Stable: where nothing speaks for either of two, the table's order holds.
    causes.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    // A cause for which several things can speak may be named more than once.
    let mut seen = Vec::new();
    causes.retain(|(_, cause)| {
        !seen.contains(&cause.id) && {
            seen.push(cause.id);
            true
        }
    });
    // What makes the symptom is seen too.
    if let Some((_, first)) = causes.first_mut() {
        let seen = symptom.when.iter().filter_map(|fact| fact.tell(case));
        for sentence in seen.filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>() {
            if !first.evidence.contains(&sentence) {
                first.evidence.insert(0, sentence);
            }
        }
    }
    Diagnosis {
        symptom: &symptom.id,
        headline: headline(case.reading, &symptom.title),
        odd: symptom.odd,
        causes: causes.into_iter().map(|(_, cause)| cause).collect(),
    }
}

/// How much of the words is looked at for a headline, which is shorter.
const SHOWN: usize = 1 << 11;

/// What is seen, in a line.
fn headline(reading: &Reading, title: &str) -> String {
    let mut parts = Vec::new();
    let code = reading.code.map(|code| format!("error {code}"));
    let named: Vec<String> = reading
        .status
        .filter(|_| reading.failed() && reading.place != Some(Place::Page))
        .map(|status| status.to_string())
        .into_iter()
        .chain(reading.error.clone())
        .chain(code)
        .collect();
    parts.extend(Some(named.join(" ")).filter(|named| !named.is_empty()));
    let words = reading.description.as_deref().map(str::trim).filter(|words| !words.is_empty());
    // No more is shown of them than begins here.
    let words = words.map(|words| crate::text::beginning(words, SHOWN));
    let words = words.map(|words| one_line(&redact::replace(words, &redact::in_words(words), |_, value| mask(value))));
    match (title, words) {
        ("", Some(words)) => parts.push(words),
        // A number alone is no word.
        ("", None) => {
            let status = reading.status.filter(|status| parts == [status.to_string()]);
            let reason = status.and_then(|status| http::StatusCode::from_u16(status).ok()?.canonical_reason());
            parts.iter_mut().zip(reason).for_each(|(part, reason)| *part = format!("{part} {reason}"));
        }
        (title, _) => parts.push(title.to_owned()),
    }
    if parts.is_empty() { "An answer that says nothing".to_owned() } else { parts.join(" · ") }
}

/// The words on one line, and no longer than a headline can be.
fn one_line(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(300) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
