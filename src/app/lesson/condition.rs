//! What must have happened for a step to be over.

use serde::Deserialize;
use strum::IntoEnumIterator;

use crate::{
    app::Model,
    oauth::{Exchange, Outcome, Purpose, StateCheck, form},
};

/// Something that has really happened, or is really so.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Condition {
    /// A message of pane 3 since the step began.
    Seen(Seen),
    /// What a field of pane 1 holds.
    Field(Field),
    /// The environment of pane 1: `local`, `sandbox`, `production`.
    Environment(String),
    /// What the state of the last answer is.
    State(State),
    /// Pane 3 shows a message of this purpose, and has the focus.
    LooksAt(#[serde(deserialize_with = "purpose")] Purpose),
}

/// A message. What is left out does not matter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// What it is there for, as in `oauth::Purpose`: `token`, `callback`, `api`, `researcher` …
    #[serde(deserialize_with = "purpose")]
    pub to: Purpose,
    /// The status of its answer.
    pub status: Option<u16>,
    /// A part of the request: of its address (fragment included) or of its body, decoded.
    pub request: Option<String>,
    /// A part of the answer's body.
    pub answer: Option<String>,
}

/// A field of pane 1.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
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
#[allow(missing_docs)]
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
#[allow(missing_docs)]
pub enum State {
    Matches,
    Differs,
    NotUsed,
}

fn purpose<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Purpose, D::Error> {
    let word = String::deserialize(deserializer)?;
    Purpose::iter().find(|purpose| purpose.to_string() == word).ok_or_else(|| {
        let known: Vec<String> = Purpose::iter().map(|purpose| purpose.to_string()).collect();
        serde::de::Error::custom(format!("no message has the purpose {word:?}; there are {}", known.join(", ")))
    })
}

impl Condition {
    /// Whether it holds. Messages before the number `since` do not count.
    pub fn holds(&self, model: &Model, since: usize) -> bool {
        match self {
            Self::Seen(seen) => model.exchanges.iter().skip(since).any(|exchange| seen.fits(exchange)),
            Self::Field(field) => field.holds(model),
            Self::Environment(name) => model.form().environment.to_string() == *name,
            Self::State(state) => model.dance.arrived.as_ref().is_some_and(|arrived| {
                matches!(
                    (state, &arrived.check),
                    (State::Matches, StateCheck::Matches)
                        | (State::Differs, StateCheck::Differs)
                        | (State::NotUsed, StateCheck::NotUsed)
                )
            }),
            Self::LooksAt(purpose) => {
                model.focus == crate::app::control::Control::Viewer
                    && model.selected_exchange().is_some_and(|exchange| exchange.purpose == *purpose)
            }
        }
    }
}

impl Seen {
    fn fits(&self, exchange: &Exchange) -> bool {
        if exchange.purpose != self.to || matches!(exchange.outcome, Outcome::Pending) {
            return false;
        }
        let answer = exchange.outcome.response();
        let status = answer.map(|answer| answer.status().as_u16());
        self.status.is_none_or(|wanted| status == Some(wanted))
            && self.request.as_ref().is_none_or(|part| request(exchange).contains(part))
            && self
                .answer
                .as_ref()
                .is_none_or(|part| answer.is_some_and(|answer| String::from_utf8_lossy(answer.body()).contains(part)))
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
        self.is.as_ref().is_none_or(|wanted| value == wanted)
            && self.is_not.as_ref().is_none_or(|wanted| value != wanted)
            && self.has.as_ref().is_none_or(|part| value.contains(part.as_str()))
    }
}
