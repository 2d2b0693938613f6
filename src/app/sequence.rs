//! The messages of the session as arrows between who took part: the same exchanges as in pane 3, drawn otherwise.

use std::collections::BTreeSet;

use super::document::{Role, Summary};
use crate::oauth::{Exchange, Outcome, Purpose, form};

/// Who sends and receives, from left to right. The browser stands between the application and ORCID because the front
/// channel goes through it; the back channel passes behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, strum::EnumIter)]
pub enum Lane {
    /// The client: this program plays it.
    App,
    /// The researcher's browser, or the dialog that plays it.
    Browser,
    /// The authorization server.
    Orcid,
    /// The resource server.
    Api,
}

impl Lane {
    /// Its name above the line.
    pub fn title(self) -> &'static str {
        match self {
            Self::App => "your app",
            Self::Browser => "browser",
            Self::Orcid => "ORCID",
            Self::Api => "API",
        }
    }
}

/// One arrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// The index of the exchange whose bytes it stands for.
    pub exchange: usize,
    /// Whether it begins an exchange, so that the number is written once.
    pub first: bool,
    /// Who sends.
    pub from: Lane,
    /// Who receives.
    pub to: Lane,
    /// Method and target, status, or a word. Sanitised, secrets masked.
    pub label: String,
    /// What it means.
    pub role: Role,
    /// Whether this program saw it. What passes between browser and ORCID elsewhere is only known to have happened.
    pub seen: bool,
}

/// The arrows of these exchanges, in the order in which they happened.
pub fn arrows(exchanges: &[Exchange]) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for (index, exchange) in exchanges.iter().enumerate() {
        let summary = Summary::new(exchange);
        let mut push = |from, to, label: &str, role, seen| {
            let first = arrows.last().is_none_or(|last: &Arrow| last.exchange != index);
            arrows.push(Arrow { exchange: index, first, from, to, label: label.to_owned(), role, seen });
        };
        match exchange.purpose {
            Purpose::AuthorizationRequest => {
                push(Lane::App, Lane::Browser, "the authorization URL", Role::Plain, true);
                push(Lane::Browser, Lane::Orcid, &summary.title, Role::Plain, false);
            }
            Purpose::Callback => {
                // The redirect that the researcher's dialog received is an arrow already.
                let received = index > 0 && exchanges[index - 1].purpose == Purpose::Researcher;
                if !received && may_come_from_orcid(exchange, &exchanges[..index]) {
                    push(Lane::Orcid, Lane::Browser, "redirect", Role::Plain, false);
                }
                push(Lane::Browser, Lane::App, &summary.title, Role::Plain, true);
            }
            Purpose::Researcher => both(&mut push, Lane::Browser, Lane::Orcid, exchange, &summary),
            Purpose::TokenProbe if exchange.request.uri().path().contains("/v3.0/") => {
                both(&mut push, Lane::App, Lane::Api, exchange, &summary);
            }
            Purpose::Discovery
            | Purpose::Token
            | Purpose::Revocation
            | Purpose::Userinfo
            | Purpose::KeySet
            | Purpose::TokenProbe
            | Purpose::Probe => {
                both(&mut push, Lane::App, Lane::Orcid, exchange, &summary);
            }
            Purpose::Api => both(&mut push, Lane::App, Lane::Api, exchange, &summary),
            // What the simulation is told to do wrong is no part of the dance: no application sends that.
            Purpose::Control => {}
        }
    }
    arrows
}

/// Whether ORCID may have sent the browser with this callback: an answer with a code has the state of a request that went
/// before, as far as the requests have one. What is forged came to the browser from elsewhere.
fn may_come_from_orcid(callback: &Exchange, before: &[Exchange]) -> bool {
    let parameter = |exchange: &Exchange, name: &str| {
        let query = exchange.request.uri().query().unwrap_or_default();
        let pairs = form::parse_form(query.as_bytes());
        form::first(&pairs, name).map(str::to_owned)
    };
    let sent = |exchange: &Exchange| match exchange.purpose {
        Purpose::AuthorizationRequest => true,
        Purpose::Researcher => parameter(exchange, "client_id").is_some(),
        _ => false,
    };
    let mut states =
        before.iter().filter(|exchange| sent(exchange)).map(|exchange| parameter(exchange, "state")).peekable();
    // The request was sent elsewhere.
    if states.peek().is_none() {
        return true;
    }
    let state = parameter(callback, "state");
    // ORCID leaves the state out of errors in the fragment.
    (state.is_none() && parameter(callback, "code").is_none()) || states.any(|sent| sent == state)
}

/// A request and what became of it.
fn both(
    push: &mut impl FnMut(Lane, Lane, &str, Role, bool),
    from: Lane,
    to: Lane,
    exchange: &Exchange,
    summary: &Summary,
) {
    push(from, to, &summary.title, Role::Plain, true);
    match &exchange.outcome {
        Outcome::Pending | Outcome::Unseen => {}
        Outcome::Answered { response, .. } => {
            let reason = response.status().canonical_reason().unwrap_or_default();
            push(to, from, format!("{} {reason}", summary.outcome).trim_end(), summary.role, true);
        }
        Outcome::Failed { .. } => push(to, from, "✗ no answer", summary.role, true),
        Outcome::Cancelled => push(to, from, "canceled", summary.role, true),
    }
}

/// Who takes part in these arrows. Application, browser and ORCID always do: without one of them there is no dance.
pub fn lanes(arrows: &[Arrow]) -> Vec<Lane> {
    let mut lanes = BTreeSet::from([Lane::App, Lane::Browser, Lane::Orcid]);
    lanes.extend(arrows.iter().flat_map(|arrow| [arrow.from, arrow.to]));
    lanes.into_iter().collect()
}
