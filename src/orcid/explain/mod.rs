//! What any text of the dance is: its parts, what is odd about it, what to do next. Secrets are masked in all of it.
//!
//! The command line's `explain` and the paste box say the same, from here.

mod authorization;
mod body;
mod configuration;
mod named;
mod request;
mod session;
mod token;
mod value;

use jiff::Timestamp;

use crate::oauth::wire;

use super::{
    diagnosis::{self, Diagnosis, SUPPORT, Situation},
    paste::{self, Pasted},
    shape,
    terms::{self, Term},
};

/// What a text is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// Its kind, in one word of the field: `authorization-code`, `token-response`.
    pub kind: &'static str,
    /// What it is, in a sentence or two.
    pub what: String,
    /// Its parts by name; secrets masked.
    pub parts: Vec<(String, String)>,
    /// What is odd about it: whole sentences.
    pub odd: Vec<String>,
    /// What can be done next: whole sentences.
    pub next: Vec<String>,
    /// What went wrong, when it tells of a failure.
    pub diagnoses: Vec<Diagnosis>,
    /// What the name means, wherever it stands, when it is one.
    pub terms: Vec<&'static Term>,
}

impl Explanation {
    fn new(kind: &'static str, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), ..Self::default() }
    }

    fn part(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.parts.push((name.to_owned(), value));
        }
        self
    }

    fn odd_if(mut self, odd: bool, sentence: impl Into<String>) -> Self {
        if odd {
            self.odd.push(sentence.into());
        }
        self
    }

    fn then(mut self, sentence: impl Into<String>) -> Self {
        self.next.push(sentence.into());
        self
    }

    /// It, without what ORCID would have meant: another server said it.
    fn of_others(mut self) -> Self {
        if !self.diagnoses.is_empty() {
            self.diagnoses.clear();
            self.next.push(
                "It names another provider and nothing of ORCID's: what that means, its own documentation tells."
                    .to_owned(),
            );
        }
        self
    }

    /// It, of a text that other systems' failures have too.
    fn of_anybody(mut self) -> Self {
        "A failure of OAuth or of something like it, by its words. Nothing in it names ORCID: it may be another server's."
            .clone_into(&mut self.what);
        self.next
            .insert(0, "If it came from ORCID, give the whole of it: with the address, or with the answer.".to_owned());
        self
    }

    /// Whether anything is known of the text.
    pub fn is_known(&self) -> bool {
        self.kind != "unknown"
    }

    /// All of it as lines of text.
    pub fn text(&self) -> String {
        let mut lines = vec![self.what.clone()];
        let width = self.parts.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        lines.extend(self.parts.iter().map(|(name, value)| format!("  {name:<width$}  {value}")));
        for diagnosis in &self.diagnoses {
            lines.push(String::new());
            lines.extend(card(diagnosis));
        }
        for term in &self.terms {
            lines.push(String::new());
            lines.push(format!("{} ({})", term.names.join(", "), term.places()));
            lines.extend(term.sections().iter().map(|(label, text)| format!("  {label:<7}  {text}")));
        }
        if !self.odd.is_empty() || !self.next.is_empty() {
            lines.push(String::new());
        }
        lines.extend(self.odd.iter().map(|odd| format!("Odd: {odd}")));
        lines.extend(self.next.iter().map(|next| format!("Next: {next}")));
        lines.join("\n")
    }

    /// In a few sentences, for one line of news. Of a failure the card tells the rest.
    pub fn brief(&self) -> String {
        let rest = self.odd.iter().take(1).chain(self.next.iter().take(1)).map(String::as_str);
        std::iter::once(self.what.as_str()).chain(rest).collect::<Vec<_>>().join(" ")
    }
}

/// Explains a text, for the client as it is configured: the name of something, or what was received or sent.
pub fn explain(text: &str, situation: &Situation, now: Timestamp) -> Explanation {
    let pasted = paste::recognise(text);
    // Some names have six letters, as a code has; a code that is one by chance is not to be expected.
    let terms = match &pasted {
        Pasted::Unknown | Pasted::Code(_) | Pasted::Scopes(_) | Pasted::Words(_) => terms::named(text),
        _ => Vec::new(),
    };
    if terms.is_empty()
        && matches!(pasted, Pasted::Unknown)
        && let Some(named) = named::url(text.trim()).or_else(|| named::header(text.trim()))
    {
        return named;
    }
    if terms.is_empty() || matches!(pasted, Pasted::Scopes(_)) {
        return Explanation { terms, ..of(&pasted, text.trim(), situation, now) };
    }
    let places: Vec<String> = terms.iter().map(|term| term.places()).collect();
    let what = format!("A name of the protocol: {}.", places.join("; "));
    Explanation { terms, ..Explanation::new("name", what) }
}

/// Explains what was recognised in a text.
pub fn of(pasted: &Pasted, text: &str, situation: &Situation, now: Timestamp) -> Explanation {
    let explanation = told(pasted, text, situation, now);
    let by_status = || explanation.diagnoses.iter().all(|diagnosis| !diagnosis.is_said());
    let elsewhere = match pasted {
        Pasted::Response(message) => diagnosis::answers_elsewhere(message) && by_status(),
        // An error that leads to somebody's documentation is theirs; ORCID's lead nowhere.
        Pasted::Error(_) => {
            let of_dance = ["orcid", "redirect"].iter().any(|word| text.to_lowercase().contains(word));
            !of_dance && diagnosis::names_elsewhere(text)
        }
        _ => false,
    };
    if elsewhere || diagnosis::is_of_others(text, None) { explanation.of_others() } else { explanation }
}

fn told(pasted: &Pasted, text: &str, situation: &Situation, now: Timestamp) -> Explanation {
    let situation = &Situation { now: Some(now.as_second()), ..situation.clone() };
    match pasted {
        Pasted::Code(code) if shape::is_bare_code(code) || shape::is_empty_variable(code) => value::code(code),
        Pasted::Code(word) => value::unknown(text).then(format!(
            "If it is an authorization code, write code={word}: ORCID's have six letters and digits, such as eUeiz2."
        )),
        Pasted::Redirect { response, url } => value::redirect(response, url, text, situation),
        Pasted::Configuration(import) => match &import.request {
            Some(message) => request::judged(configuration::of(import), message, situation),
            None if import.source == paste::AUTHORIZATION_URL => {
                let odd = authorization::odd(text, situation);
                let told = odd.into_iter().fold(configuration::of(import), |all, sentence| all.odd_if(true, sentence));
                authorization::advice(text).into_iter().fold(told, Explanation::then)
            }
            None => configuration::of(import),
        },
        Pasted::Request(message) => request::alone(message, situation),
        Pasted::Profile(read) => value::profile(read),
        Pasted::TokenResponse(response) => body::token_response(text, response, situation),
        Pasted::Error(error) => body::oauth_error(text, error, situation),
        Pasted::ErrorPage(_) => body::page(text, situation),
        Pasted::Words(said) => body::words(said, situation),
        Pasted::Uuid(secret) => token::uuid(secret),
        Pasted::IdToken(jwt) => token::jwt(jwt, situation, now),
        Pasted::OrcidId(id) => value::orcid_id(id, text),
        Pasted::ClientId(id) => value::client_id(id),
        Pasted::Scopes(scopes) => value::scopes(scopes),
        Pasted::Response(message) => match wire::read_response(message) {
            Some(response) => body::response(&response, situation),
            None => value::unknown(text),
        },
        Pasted::Exchange { request, answer } => body::exchange(request, answer, situation),
        Pasted::Session(steps) => session::judged(steps, situation, now)
            .unwrap_or_else(|| told(&paste::recognise_one(text), text, situation, now)),
        Pasted::Body(body) => session::of_har(body, situation).unwrap_or_else(|| body::alone(body, situation)),
        Pasted::Unknown if paste::may_be_anybodys(text) => value::unknown(text).of_anybody(),
        Pasted::Unknown => value::unknown(text),
    }
}

/// A diagnosis as the card of the playground has it, with the other causes below.
fn card(diagnosis: &Diagnosis) -> Vec<String> {
    let sign = if diagnosis.odd { "!" } else { "✗" };
    let mut lines = vec![format!("{sign} {}", diagnosis.headline)];
    if diagnosis.causes.is_empty() {
        lines.push(SUPPORT.to_owned());
    }
    for (index, cause) in diagnosis.causes.iter().enumerate() {
        let label = if index == 0 { "Cause  " } else { "Or     " };
        lines.push(format!("  {label}  {}", cause.cause));
        let parts = [
            ("Seen   ", cause.evidence.join(" ")),
            ("Effect ", cause.effect.to_owned()),
            ("Do     ", cause.fix.clone().into_owned()),
            ("Sources", cause.sources()),
        ];
        let shown = parts.into_iter().filter(|(_, text)| !text.is_empty());
        lines.extend(shown.map(|(label, text)| format!("  {label}  {text}")));
    }
    lines
}
