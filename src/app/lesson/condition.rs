//! What must have happened for a step to be over.

use serde::Deserialize;

use super::written;
use crate::{
    app::{Model, control::Control, dance::Granted, dialog::Dialog},
    oauth::{
        Exchange, HttpResponse, Outcome, Purpose, StateCheck, TransportErrorKind, form,
        id_token::{Check, Verdict, holds},
    },
};

/// Something that has really happened, or is really so.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Condition {
    /// A message of pane 3 since the step began.
    Seen(Seen),
    /// What a field of pane 1 holds.
    Field(Field),
    /// The environment of pane 1: `local`, `sandbox`, `production`.
    Environment(#[serde(deserialize_with = "written::environment")] String),
    /// What the state of the last answer is.
    State(State),
    /// Pane 3 shows a message of this purpose, and has the focus.
    LooksAt(#[serde(deserialize_with = "written::purpose")] Purpose),
    /// Whether pane 2 holds a code that can be, or was, exchanged.
    Code(Held),
    /// Pane 2 holds this very code.
    CodeIs(#[serde(deserialize_with = "written::part")] String),
    /// Whether pane 2 holds tokens.
    Tokens(Held),
    /// Tokens that can be used have a scope with this in it.
    TokenScope(#[serde(deserialize_with = "written::part")] String),
    /// Whether a request was sent whose answer can come.
    Request(Held),
    /// A sentence of ORCID's error page was pasted that has this in it.
    ErrorPage(#[serde(deserialize_with = "written::part")] String),
    /// What the checks of the ID token say whose card is open.
    IdToken(IdTokenCheck),
}

/// A message. What is left out does not matter.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// What it is there for, as in `oauth::Purpose`: `token`, `callback`, `api`, `researcher` …
    #[serde(deserialize_with = "written::purpose")]
    pub to: Purpose,
    /// The status of its answer.
    #[serde(default, deserialize_with = "written::status")]
    pub status: Option<u16>,
    /// A part of the request: of its address (fragment included) or of its body, decoded.
    #[serde(default, deserialize_with = "written::optional_part")]
    pub request: Option<String>,
    /// A part of the answer's body.
    #[serde(default, deserialize_with = "written::optional_part")]
    pub answer: Option<String>,
    /// What is no part of the answer's body.
    #[serde(default, deserialize_with = "written::optional_part")]
    pub lacks: Option<String>,
    /// A header of the answer, name and beginning of its value: `content-type: text/html`.
    #[serde(default, deserialize_with = "written::optional_part")]
    pub header: Option<String>,
    /// The answer's body has at least so many bytes.
    #[serde(default, deserialize_with = "written::bytes")]
    pub bytes: Option<usize>,
    /// It took at least so many seconds until the last byte was there.
    #[serde(default, deserialize_with = "written::seconds")]
    pub seconds: Option<f64>,
    /// No whole answer came, for this reason, as in `oauth::TransportErrorKind`: `reset`, `timeout`, `too-large` …
    #[serde(default, deserialize_with = "written::failure")]
    pub failed: Option<TransportErrorKind>,
}

/// A field of pane 1, and what it holds: one of these at least.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "written::WrittenField")]
pub struct Field {
    /// Which.
    pub name: FieldName,
    /// It is exactly this.
    pub is: Option<String>,
    /// It is something else.
    pub is_not: Option<String>,
    /// It has this in it.
    pub has: Option<String>,
}

/// The fields that lessons speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are those of the lesson files, where they are explained")]
pub enum FieldName {
    ClientId,
    ClientSecret,
    RedirectUri,
    Scope,
    ResponseType,
    /// `on` or `off`.
    State,
    /// `on` or `off`.
    Nonce,
}

/// What the state of an answer is, held against the one that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    Matches,
    Differs,
    /// One was sent, and none came back.
    Missing,
    NotUsed,
}

/// Whether something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Held {
    Here,
    /// It is here, and can still be used, as far as it is known.
    Usable,
    None,
}

/// A check of the ID token whose card is open, once the server's keys are there.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdTokenCheck {
    /// Which, by the member that it looks at: `iss`, `at_hash`, `signature`; without it all of them together.
    #[serde(default, deserialize_with = "written::check")]
    pub check: Option<Check>,
    /// How it ends.
    pub verdict: CheckVerdict,
}

/// How a check ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckVerdict {
    Holds,
    Fails,
}

impl Condition {
    /// Whether it holds. Messages before the number `since` do not count.
    pub fn holds(&self, model: &Model, since: usize) -> bool {
        match self {
            Self::Seen(seen) => model.exchanges.iter().skip(since).any(|exchange| seen.fits(exchange)),
            Self::Field(field) => field.holds(model),
            Self::Environment(name) => model.form().environment.to_string() == *name,
            Self::State(State::Differs) if model.dance.dropped.is_some() => true,
            Self::State(state) => model.dance.arrived.as_ref().is_some_and(|arrived| {
                matches!(
                    (state, &arrived.check),
                    (State::Matches, StateCheck::Matches)
                        | (State::Differs, StateCheck::Differs)
                        | (State::Missing, StateCheck::Missing)
                        | (State::NotUsed, StateCheck::NotUsed)
                )
            }),
            Self::LooksAt(purpose) => {
                // Whoever has gone to it from another pane looks at it, too; what comes by itself was not looked for.
                (model.focus == Control::Viewer || !model.viewer.follow)
                    && model.selected_exchange().is_some_and(|exchange| exchange.purpose == *purpose)
            }
            Self::Code(held) => {
                let code = model.dance.code.as_ref();
                held.is(code.is_some(), code.is_some_and(|code| code.spent.is_none()) && !model.dance.code_is_useless())
            }
            Self::CodeIs(value) => model.dance.code.as_ref().is_some_and(|code| code.value == *value),
            Self::Tokens(held) => held.is(model.dance.granted.is_some(), usable_tokens(model).is_some()),
            Self::TokenScope(part) => usable_tokens(model).is_some_and(|tokens| {
                tokens.response.scope.as_ref().is_some_and(|scope| scope.to_string().contains(part.as_str()))
            }),
            Self::Request(held) => held.is(model.dance.sent.is_some(), model.dance.is_awaited()),
            Self::ErrorPage(part) => model.error_page.as_ref().is_some_and(|pasted| pasted.contains(part.as_str())),
            Self::IdToken(wanted) => wanted.holds(model),
        }
    }

    /// The last message that shows it, by its place in pane 3, from 0 on; none for what no message shows.
    pub fn shown_by(&self, model: &Model, since: usize) -> Option<usize> {
        let Self::Seen(seen) = self else { return None };
        model
            .exchanges
            .iter()
            .enumerate()
            .skip(since)
            .filter(|(_, exchange)| seen.fits(exchange))
            .last()
            .map(|(index, _)| index)
    }
}

/// The tokens in hand, unless they were revoked.
fn usable_tokens(model: &Model) -> Option<&Granted> {
    model.dance.granted.as_ref().filter(|granted| granted.revoked.is_none())
}

impl Held {
    fn is(self, here: bool, usable: bool) -> bool {
        match self {
            Self::Here => here,
            Self::Usable => usable,
            Self::None => !here,
        }
    }
}

impl IdTokenCheck {
    fn holds(&self, model: &Model) -> bool {
        let card = model.dialogs.iter().rev().find_map(|dialog| match dialog {
            Dialog::IdToken(card) if card.loading.is_none() => Some(card),
            _ => None,
        });
        card.is_some_and(|card| {
            let wanted = match self.verdict {
                CheckVerdict::Holds => Verdict::Holds,
                CheckVerdict::Fails => Verdict::Fails,
            };
            match self.check {
                Some(check) => card.checks.iter().any(|found| found.check == check && found.verdict == wanted),
                None if wanted == Verdict::Holds => holds(&card.checks),
                None => card.checks.iter().any(|found| found.verdict == wanted),
            }
        })
    }
}

impl Seen {
    fn fits(&self, exchange: &Exchange) -> bool {
        if exchange.purpose != self.to || matches!(exchange.outcome, Outcome::Pending) {
            return false;
        }
        let answer = exchange.outcome.response();
        let status = answer.map(|answer| answer.status().as_u16());
        let body = answer.map(|answer| String::from_utf8_lossy(answer.body())).unwrap_or_default();
        self.status.is_none_or(|wanted| status == Some(wanted))
            && self.request.as_ref().is_none_or(|part| request(exchange).contains(part))
            && self.answer.as_ref().is_none_or(|part| body.contains(part.as_str()))
            && self.lacks.as_ref().is_none_or(|part| answer.is_some() && !body.contains(part.as_str()))
            && self.header.as_ref().is_none_or(|wanted| answer.is_some_and(|answer| has_header(answer, wanted)))
            && self.bytes.is_none_or(|least| answer.is_some_and(|answer| answer.body().len() >= least))
            && self.seconds.is_none_or(|least| seconds(exchange).is_some_and(|took| took >= least))
            && self
                .failed
                .is_none_or(|kind| matches!(&exchange.outcome, Outcome::Failed { error, .. } if error.kind == kind))
    }
}

fn has_header(answer: &HttpResponse, wanted: &str) -> bool {
    let (name, value) = wanted.split_once(':').unwrap_or((wanted, ""));
    let values = answer.headers().get_all(name.trim());
    values.iter().any(|found| found.to_str().is_ok_and(|found| found.starts_with(value.trim())))
}

fn seconds(exchange: &Exchange) -> Option<f64> {
    match exchange.outcome {
        Outcome::Answered { done_after, .. } => Some(done_after.as_secs_f64()),
        Outcome::Pending | Outcome::Unseen | Outcome::Failed { .. } | Outcome::Cancelled => None,
    }
}

/// Address, fragment and body of a request, forms and queries decoded: `grant_type=refresh_token&scope=/read-limited`.
fn request(exchange: &Exchange) -> String {
    let uri = exchange.request.uri();
    let decoded = |text: &[u8]| {
        let pairs: Vec<String> =
            form::parse_form(text).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("&")
    };
    let query = decoded(uri.query().unwrap_or_default().as_bytes());
    let fragment = decoded(exchange.fragment.as_deref().unwrap_or_default().as_bytes());
    let body = decoded(exchange.request.body());
    format!("{} {}?{query}#{fragment} {body}", exchange.request.method(), uri.path())
}

impl Field {
    fn holds(&self, model: &Model) -> bool {
        let form = model.form();
        let switch = |on: bool| if on { "on" } else { "off" }.to_owned();
        let value = match self.name {
            FieldName::ClientId => form.client_id.text().to_owned(),
            FieldName::ClientSecret => form.client_secret.text().to_owned(),
            FieldName::RedirectUri => form.redirect_uri.text().to_owned(),
            FieldName::Scope => form.scope.text().to_owned(),
            FieldName::ResponseType => form.response_type.text().to_owned(),
            FieldName::State => switch(form.use_state),
            FieldName::Nonce => switch(form.use_nonce),
        };
        let value = value.trim();
        self.is.as_ref().is_none_or(|wanted| value == model.filled(wanted))
            && self.is_not.as_ref().is_none_or(|wanted| value != model.filled(wanted))
            && self.has.as_ref().is_none_or(|part| value.contains(&*model.filled(part)))
    }
}
