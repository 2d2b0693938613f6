//! One exchange on one line, for lists and headings.

use super::{Role, message};
use crate::{
    oauth::{Exchange, Outcome, Purpose, form},
    text,
};

/// The parts of a list entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Who talks to whom: `→` the browser is sent away, `←` it comes back, `⇄` a request with its answer.
    pub arrow: &'static str,
    /// Method and target, secrets masked, with the grant type of a token request: `POST /oauth/token refresh_token`.
    pub title: String,
    /// The status code, or a word for another outcome: `200`, `failed`, `front channel`.
    pub outcome: String,
    /// What the outcome means.
    pub role: Role,
    /// How long it took: `38 ms`. Empty when nothing was measured.
    pub elapsed: String,
    /// How large the body of the answer is: `412 B`. Empty without an answer.
    pub size: String,
}

impl Summary {
    /// The summary of an exchange.
    pub fn new(exchange: &Exchange) -> Self {
        let arrow = match exchange.purpose {
            Purpose::AuthorizationRequest => "→",
            Purpose::Callback => "←",
            Purpose::Discovery
            | Purpose::Researcher
            | Purpose::Probe
            | Purpose::Control
            | Purpose::Token
            | Purpose::Revocation
            | Purpose::Userinfo
            | Purpose::Api
            | Purpose::KeySet
            | Purpose::TokenProbe => "⇄",
        };
        let mut summary = Self {
            arrow,
            title: listed(exchange),
            outcome: String::new(),
            role: Role::Comment,
            elapsed: String::new(),
            size: String::new(),
        };
        match &exchange.outcome {
            _ if exchange.purpose.is_front_channel() => summary.outcome = "front channel".to_owned(),
            Outcome::Pending => summary.outcome = "waiting …".to_owned(),
            Outcome::Unseen => summary.outcome = "front channel".to_owned(),
            Outcome::Answered { response, done_after, .. } => {
                summary.outcome = response.status().as_u16().to_string();
                summary.role = Role::of_status(response.status());
                summary.elapsed = text::elapsed(*done_after);
                summary.size = text::size(response.body().len());
            }
            Outcome::Failed { after, .. } => {
                summary.outcome = "failed".to_owned();
                summary.role = Role::Bad;
                summary.elapsed = text::elapsed(*after);
            }
            Outcome::Cancelled => {
                summary.outcome = "canceled".to_owned();
                summary.role = Role::Warning;
            }
        }
        summary
    }
}

/// The title, with the grant type of a token request, which its target does not tell: `POST /oauth/token refresh_token`.
fn listed(exchange: &Exchange) -> String {
    let title = title(exchange);
    let is_form = || !exchange.request.body().starts_with(b"{");
    if exchange.purpose != Purpose::Token || !is_form() {
        return title;
    }
    let fields = form::parse_form(exchange.request.body());
    match form::first(&fields, "grant_type").map(|grant| grant.rsplit(':').next().unwrap_or_default()) {
        Some(grant) if !grant.is_empty() => format!("{title} {}", text::sanitize(grant)),
        Some(_) | None => title,
    }
}

/// Method and target of an exchange, sanitised and with secrets masked: `POST /oauth/token`; of a callback with the fragment
/// that the browser kept: `GET /callback#error=invalid_scope`.
pub fn title(exchange: &Exchange) -> String {
    let target = message::target(&exchange.request);
    let fragment = exchange.fragment.as_deref().map(message::masked_fragment).unwrap_or_default();
    text::sanitize(&format!("{} {target}{fragment}", exchange.request.method())).into_owned()
}
