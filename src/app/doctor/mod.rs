//! The doctor: tells by probes, without a researcher, what is wrong with a client's credentials and with its surroundings.
//!
//! A [`Checkup`] is a conversation without any input or output: [`Checkup::next_question`] gives the request to send,
//! [`Checkup::received`] reads what came back, until there is nothing left to ask. It never spends a code and never
//! writes to a record; the client secret goes to the environment that it is for and nowhere else; the tokens that a probe
//! gets are revoked by the next one. ORCID has no endpoint that tells such things: everything here is concluded from how
//! the endpoints that there are refuse (guide `orcid-wire`, "Token errors", "Errors of the front channel").

mod discovery;
mod line;
mod page;
mod probe;
mod reading;
mod standing;
mod subject;

use std::collections::VecDeque;

use jiff::Timestamp;

use super::{
    document::{self, Role},
    finding::{Code, Finding, Severity},
};
use crate::{
    oauth::{HttpRequest, Outcome, Secret},
    orcid::{Environment, EnvironmentKey, scopes::ClientType},
};
use subject::about;

pub use line::{Line, Verdict};
pub use probe::Probe;
pub use subject::Subject;

/// How ORCID's word on the redirect URI can be had.
const PASTE_THE_SENTENCE: &str = "Authorize once in a browser. If ORCID shows an error page, paste its sentence into the paste box, or give it to `doctor --page`.";

/// What a token that lives on can do.
const UNREVOKED: &str = "Such a token has no researcher's permission, and nobody else has it.";

/// What looks wrong in values that the server is asked about anyway.
const DOUBTS: [Code; 3] = [Code::ClientIdMalformed, Code::SecretMalformed, Code::DemoSecret];

/// An examination under way.
#[derive(Clone, Debug)]
pub struct Checkup {
    subject: Subject,
    waiting: VecDeque<Probe>,
    /// Tokens that probes got, still to be revoked.
    tokens: Vec<Secret>,
    /// Tokens that were revoked.
    revoked: usize,
    /// Tokens that live on, because the server names no endpoint to revoke them.
    living: usize,
    lines: Vec<Line>,
    /// What kind of client it is, once the server has told.
    kind: Option<ClientType>,
    begun: bool,
    revocations_told: bool,
}

impl Checkup {
    /// Begins. Nothing is sent before [`Checkup::next_question`].
    pub fn new(subject: Subject) -> Self {
        let mut checkup = Self {
            waiting: VecDeque::from([Probe::Discovery]),
            subject,
            tokens: Vec::new(),
            revoked: 0,
            living: 0,
            lines: Vec::new(),
            kind: None,
            begun: false,
            revocations_told: false,
        };
        checkup.tell_findings();
        checkup.look_at_the_page();
        checkup
    }

    /// What looks wrong without asking anybody stands first.
    fn tell_findings(&mut self) {
        let severe = |finding: &&Finding| finding.severity != Severity::Note;
        let told = self.subject.findings.iter().filter(severe);
        let lines: Vec<Line> = told
            .filter_map(|finding| {
                let what = about(finding)?;
                if DOUBTS.contains(&finding.code) {
                    return Some(Line::not_testable(what, finding.text(), Some("The server's answer decides.")));
                }
                let remedy = finding.fix.as_ref().map_or("Correct it.".to_owned(), |_| format!("{}.", finding.label()));
                Some(Line::failed(what, finding.text(), remedy))
            })
            .collect();
        self.lines.extend(lines);
    }

    /// The server took id and secret, whatever they look like.
    fn values_are_taken(&mut self) {
        let doubts = self.subject.findings.iter().filter(|finding| DOUBTS.contains(&finding.code));
        let doubts: Vec<String> = doubts.map(Finding::text).collect();
        for line in self.lines.iter_mut().filter(|line| doubts.contains(&line.found)) {
            *line = Line::passed(&line.what, "Of an unusual shape, and the server takes it.");
        }
    }

    /// The next request, with what it is there for; `None` when everything was asked.
    pub fn next_question(&mut self) -> Option<(Probe, HttpRequest)> {
        self.begun = true;
        loop {
            let probe = match self.tokens.is_empty() {
                // A token of our own lives no longer than it must.
                false => Probe::Revoke,
                true => match self.waiting.pop_front() {
                    Some(probe) => probe,
                    None => {
                        self.tell_revocations();
                        return None;
                    }
                },
            };
            match probe::request(&probe, &self.subject, self.tokens.last()) {
                Ok(request) => return Some((probe, request)),
                Err(why) => {
                    self.tokens.clear();
                    self.add(Line::failed(
                        probe.what(),
                        format!("The request cannot be built: {why}."),
                        "Check the environment's addresses, and that no value holds a line break.",
                    ));
                }
            }
        }
    }

    fn tell_revocations(&mut self) {
        if std::mem::replace(&mut self.revocations_told, true) {
            return;
        }
        let what = Probe::Revoke.what();
        match self.revoked {
            0 => {}
            1 => self.add(Line::passed(what, "The token that was got on the way is revoked.")),
            count => self.add(Line::passed(what, format!("The {count} tokens that were got on the way are revoked."))),
        }
        let words = match self.living {
            0 => return,
            1 => "The token that was got on the way is not revoked: the server names no endpoint for it.".to_owned(),
            count => format!(
                "The {count} tokens that were got on the way are not revoked: the server names no endpoint for it."
            ),
        };
        self.add(Line::not_testable(what, words, Some(UNREVOKED)));
    }

    /// The command that gives the client secret has ended.
    pub fn secret_arrived(&mut self, answer: Result<Secret, String>) {
        match answer {
            Ok(secret) => self.subject.client.client_secret = Some(secret),
            Err(why) => self.subject.no_secret = Some(why),
        }
    }

    /// Takes the answer to a probe, or the failure to get one.
    pub fn received(&mut self, probe: &Probe, outcome: &Outcome, now: Timestamp) {
        reading::read(self, probe, outcome, now);
    }

    /// Adds what was found elsewhere: in the terminal, say. What a request has shown to fail is not said to be well.
    pub fn add(&mut self, line: Line) {
        let of_same = |known: &&mut Line| known.what == line.what && known.what == "proxy";
        match self.lines.iter_mut().find(of_same) {
            Some(known) if line.verdict == Verdict::Failed => *known = line,
            Some(_) => {}
            None => self.lines.push(line),
        }
    }

    /// What kind of client this one is in this environment, when that was found out.
    pub fn kind_of(&self, environment: &EnvironmentKey, client_id: &str) -> Option<ClientType> {
        let same = self.subject.environment.key == *environment && self.subject.client.client_id == client_id;
        self.kind.filter(|_| same)
    }

    /// What was found so far.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// How many lines failed, in words.
    pub fn outcome(&self) -> String {
        match self.lines.iter().filter(|line| line.verdict == Verdict::Failed).count() {
            0 => "nothing failed".to_owned(),
            failed => format!("{failed} failed"),
        }
    }

    /// The same as lines for the screen. When all are there, those that failed stand first.
    pub fn document(&self) -> Vec<document::Line> {
        let mut lines = Vec::new();
        let mut told: Vec<&Line> = self.lines.iter().collect();
        if self.is_over() {
            told.sort_by_key(|line| line.verdict != Verdict::Failed);
        }
        for line in told {
            let role = match line.verdict {
                Verdict::Passed => Role::Good,
                Verdict::Failed => Role::Bad,
                Verdict::NotTestable => Role::Comment,
            };
            let title = document::Line::of(role, &format!("{} ", line.verdict.sign())).with(Role::Title, &line.what);
            lines.push(title.with(Role::Plain, &format!("  {}", line.found)));
            let remedy = line.remedy.iter().map(|remedy| document::Line::of(Role::Warning, &format!("  → {remedy}")));
            lines.extend(remedy);
        }
        lines
    }

    /// Whether nothing is left to ask.
    pub fn is_over(&self) -> bool {
        self.begun && self.waiting.is_empty() && self.tokens.is_empty()
    }

    /// Whether something is wrong.
    pub fn has_failed(&self) -> bool {
        self.lines.iter().any(|line| line.verdict == Verdict::Failed)
    }

    /// What ORCID's error page said of the redirect URI, held against the configured one. The page is the only place where
    /// ORCID says anything about it (guide `orcid-wire`, "Errors of the front channel").
    fn look_at_the_page(&mut self) {
        const WHAT: &str = "redirect URI";
        if self.subject.client.redirect_uri.is_empty() {
            self.add(Line::failed(WHAT, "It is empty.", "Type the one that is registered with the client."));
            return;
        }
        let said = self.subject.page.clone().map(|page| page::said(&page, &self.subject));
        let has_page = said.is_some();
        if let Some(said) = said {
            let settles = said.settles;
            self.add(said.line);
            if settles {
                return;
            }
        }
        // ORCID's own page is a program for a browser; other servers may tell it to anybody.
        if Environment::real(&self.subject.environment.key).is_none() && !self.subject.is_barred() {
            self.waiting.push_back(Probe::RedirectUri);
        } else if self.subject.is_barred() {
            let why = "Not asked as long as the client id or the secret looks wrong.";
            self.add(Line::not_testable(WHAT, why, None));
        } else {
            self.add(Line::not_testable(
                WHAT,
                "ORCID compares it only when a researcher is sent there.",
                Some(PASTE_THE_SENTENCE).filter(|_| !has_page),
            ));
        }
    }
}

#[cfg(test)]
mod tests;
