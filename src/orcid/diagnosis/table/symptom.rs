//! A symptom: what can be seen, and what it can mean.

use serde::Deserialize;

use super::{Place, Remedy, said::says_so};
use crate::orcid::diagnosis::{Body, Reading, case::Case, concepts::Statement, fact::Fact};

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
    /// Without any of these statements it is not the cause.
    #[serde(default, rename = "if_speaks_of")]
    needs_said: Vec<Statement>,
    /// Any of these statements makes it likelier.
    #[serde(default)]
    speaks_of: Vec<Statement>,
}

impl Candidate {
    /// The only cause of a symptom, with what speaks for it.
    pub(super) fn only(id: String, signs: Vec<Fact>) -> Self {
        Self { id, needs: Vec::new(), unless: Vec::new(), signs, needs_said: Vec::new(), speaks_of: Vec::new() }
    }

    /// How much the words that stand around the answer speak for it; `None` when they have to, and do not.
    pub(in crate::orcid::diagnosis) fn said(&self, case: &Case<'_>) -> Option<usize> {
        // Around a page that was just got nobody wrote anything.
        let written = case.reading.body != Body::Html || case.reading.place.is_none();
        let any =
            |statements: &[Statement]| written && statements.iter().any(|statement| case.spoken().holds(statement));
        let needed = self.needs_said.is_empty() || any(&self.needs_said);
        needed.then(|| usize::from(!self.needs_said.is_empty()) + usize::from(any(&self.speaks_of)))
    }
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
    pub(super) code: Vec<u32>,
    /// Any of these texts among the words; `…` stands for whatever is between.
    #[serde(default)]
    pub(super) says: Vec<String>,
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
    pub(in crate::orcid::diagnosis) is_consequence: bool,
    /// Whether it is a library's or a browser's own complaint: an answer of ORCID's beside it counts more.
    #[serde(default, rename = "complaint")]
    pub(in crate::orcid::diagnosis) is_complaint: bool,
    /// Whether people tell of it beside a success: a status says nothing against it.
    #[serde(default)]
    of_success: bool,
    /// Whether other systems say the same: it counts where ORCID or the dance is spoken of, or nothing else is said.
    #[serde(default, rename = "common")]
    pub is_common: bool,
    /// Whether it is of an answer in several parts, where one of them failed: what that one tells stands beside it.
    #[serde(default, rename = "of_parts")]
    pub(in crate::orcid::diagnosis) is_of_parts: bool,
    /// Where the answer came from that a library keeps to itself, when it says no more than its status.
    pub(in crate::orcid::diagnosis) hides: Option<Place>,
    /// Any of these kinds of transport failure.
    #[serde(default)]
    failure: Vec<String>,
    /// All of these facts.
    #[serde(default)]
    pub(in crate::orcid::diagnosis) when: Vec<Fact>,
    /// Whether it is an oddity of a success rather than a failure.
    #[serde(default)]
    pub odd: bool,
    /// What it can mean, the likeliest first as long as nothing more is known.
    #[serde(default)]
    pub causes: Vec<Candidate>,
    /// The only cause, told here: it has the symptom's name.
    #[serde(default)]
    pub(super) cause: String,
    /// What speaks for that cause.
    #[serde(default)]
    pub(super) signs: Vec<Fact>,
    #[serde(default)]
    pub(super) effect: String,
    #[serde(default)]
    pub(super) fix: String,
    pub(super) remedy: Option<Remedy>,
    #[serde(default)]
    pub(super) sources: Vec<String>,
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
    pub(in crate::orcid::diagnosis) fn is_spoken(&self) -> bool {
        !self.speaks_of.is_empty() && self.failure.is_empty()
    }

    /// Whether it is one of no answer at all.
    pub fn is_of_failure(&self) -> bool {
        !self.failure.is_empty()
    }

    /// Whether it goes by the status.
    pub(in crate::orcid::diagnosis) fn goes_by_status(&self) -> bool {
        !self.status.is_empty()
    }

    /// Whether it goes by what the answer itself says: its error, its code, its description.
    pub(in crate::orcid::diagnosis) fn is_of_answer(&self, reading: &Reading) -> bool {
        let description = reading.description.as_deref().unwrap_or_default().to_lowercase();
        let named = !(self.error.is_empty() && self.code.is_empty());
        named || self.says.iter().any(|says| says_so(&description, says))
    }

    /// Whether it goes by words or codes, which nobody else writes by chance.
    pub fn is_said(&self) -> bool {
        !(self.error.is_empty() && self.code.is_empty() && self.says.is_empty())
    }

    /// Whether the case shows it.
    pub(in crate::orcid::diagnosis) fn fits(&self, case: &Case<'_>) -> bool {
        let reading = case.reading;
        let any = |empty: bool, fits: bool| empty || fits;
        (self.odd != reading.failed() || self.of_success)
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
        let with_success = || !self.of_success && reading.status.is_some_and(|status| status < 300);
        let succeeded = reading.clues.has_success || with_success();
        let of_people = matches!(reading.body, Body::Empty | Body::Text) && reading.code.is_none() && !succeeded;
        self.says.iter().any(|says| says_so(&reading.words, says))
            || of_people && self.speaks_of.iter().any(|statement| case.spoken().holds(statement))
    }
}
