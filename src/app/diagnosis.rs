//! What went wrong in the messages of this session, and what can be done about it with one key.

use super::{
    Command, Model, card,
    control::Control,
    dance::Revoked,
    document::{Line, Role},
    finding::Plan,
};
use crate::{
    oauth::{AuthorizationResponse, ErrorResponse, Exchange, ExchangeId, Outcome, Purpose},
    orcid::{
        EnvironmentKey, GOOGLE_PLAYGROUND, LOCAL_REDIRECT_URI,
        diagnosis::{self, Diagnosis, Reading, Remedy, Situation, TokenKnown},
    },
};

/// The redirect URIs of the demo clients beside those that are registered on the way.
const REGISTERED: [&str; 2] = [LOCAL_REDIRECT_URI, GOOGLE_PLAYGROUND];

/// What is configured now.
pub fn situation(model: &Model) -> Situation {
    let form = model.form();
    let client = form.client();
    let local = form.environment == EnvironmentKey::Local;
    let server = model.environment();
    let prompt = form.extra().into_iter().find(|(name, _)| name == "prompt").map(|(_, value)| value);
    Situation {
        environment: form.environment.clone(),
        client_id: client.client_id,
        client_secret: client.client_secret,
        redirect_uri: client.redirect_uri,
        registered: REGISTERED.iter().filter(|_| local).map(|uri| (*uri).to_owned()).collect(),
        scope: form.scopes(),
        response_type: Some(form.response_type.text().to_owned()),
        prompt,
        nonce: Some(form.use_nonce),
        client_type: Plan::of_model(model, &server).client_type(),
        ..Situation::default()
    }
}

/// What is known of a message that has ended, or of a text that was pasted.
#[derive(Clone, Debug, Default)]
pub struct Diagnosed {
    /// What failed and what is odd, the worst first; empty when nothing is.
    pub found: Vec<Diagnosis>,
    /// What was configured when it became known: once something else is, a remedy that looks at it is past.
    pub situation: Situation,
}

/// Diagnoses what has ended since the last time. Called at the end of every update.
pub(super) fn refresh(model: &mut Model) {
    let new: Vec<ExchangeId> = model
        .exchanges
        .iter()
        .filter(|exchange| !matches!(exchange.outcome, Outcome::Pending) && !model.diagnoses.contains_key(&exchange.id))
        .map(|exchange| exchange.id)
        .collect();
    for id in new {
        let Some(exchange) = model.exchange(id) else { continue };
        let found = diagnose(model, exchange);
        let situation = if found.is_empty() { Situation::default() } else { situation(model) };
        model.diagnoses.insert(id, Diagnosed { found, situation });
    }
}

fn diagnose(model: &Model, exchange: &Exchange) -> Vec<Diagnosis> {
    let Some(reading) = Reading::of(exchange) else { return Vec::new() };
    let mut base = situation(model);
    if exchange.purpose == Purpose::Callback {
        base.state = model.dance.sent.as_ref().and_then(|sent| sent.request.state.clone());
    } else if exchange.purpose == Purpose::Token
        && let Some(code) = &model.dance.code
    {
        base.scope = code.sent.request.scope.clone();
    }
    base.token = token_in_hand(model, exchange);
    let situation = diagnosis::situation_of(exchange, &model.exchanges, base);
    diagnosis::diagnose(&reading, Some(&exchange.request), &situation)
}

/// What is known of the token that a request bears, when it is the one in hand: of one that was pasted, or taken from the
/// shelf, the messages tell nothing.
fn token_in_hand(model: &Model, exchange: &Exchange) -> Option<TokenKnown> {
    let granted = model.dance.granted.as_ref()?;
    let response = &granted.response;
    let borne = diagnosis::borne(&exchange.request)?;
    let pair = [Some(&response.access_token), response.refresh_token.as_ref()];
    pair.iter().flatten().find(|token| token.expose() == borne)?;
    // When a pasted one was issued, and where, nobody knows.
    let known = !granted.pasted;
    Some(TokenKnown {
        scope: response.scopes().unwrap_or_default(),
        orcid: response.researcher(),
        two_legged: response.is_two_legged(),
        age: known.then(|| exchange.started.as_second() - granted.at.as_second()),
        expires_in: response.expires_in,
        revoked: granted.revoked == Some(Revoked::Request),
        code_reused: granted.revoked == Some(Revoked::CodeReuse),
        environment: known.then(|| granted.environment.key.clone()),
        pasted: granted.pasted,
    })
}

/// Diagnoses the messages of a session that was opened, each by those before it in there: what happens here has nothing to do
/// with them. `base` is what is configured. Takes as long as the messages are many and large.
pub fn of_session(messages: &[Exchange], base: &Situation) -> Vec<Vec<Diagnosis>> {
    let of = |(index, exchange): (usize, &Exchange)| {
        let Some(reading) = Reading::of(exchange) else { return Vec::new() };
        let situation = diagnosis::situation_of(exchange, &messages[..index], base.clone());
        diagnosis::diagnose(&reading, Some(&exchange.request), &situation)
    };
    messages.iter().enumerate().map(of).collect()
}

/// Whether a message took things further, so that what failed before it is past: a code or tokens came back, or a server
/// did what it was asked.
fn is_progress(exchange: &Exchange) -> bool {
    let succeeded = || exchange.outcome.response().is_some_and(|response| response.status().is_success());
    match exchange.purpose {
        Purpose::Callback => {
            let answer = AuthorizationResponse::parse(exchange.request.uri().query(), exchange.fragment.as_deref());
            matches!(answer, Some(AuthorizationResponse::Code { .. } | AuthorizationResponse::Tokens { .. }))
        }
        Purpose::Token | Purpose::Revocation | Purpose::Userinfo | Purpose::Api => succeeded(),
        Purpose::AuthorizationRequest
        | Purpose::Researcher
        | Purpose::Discovery
        | Purpose::KeySet
        | Purpose::Probe
        | Purpose::TokenProbe
        | Purpose::Control => false,
    }
}

impl Model {
    /// What is known of a message that failed, or that is odd; empty for one that is neither.
    pub fn diagnoses_of(&self, id: ExchangeId) -> &[Diagnosis] {
        self.diagnoses.get(&id).map_or(&[], |known| known.found.as_slice())
    }

    /// The card of the chosen message, above its bytes; empty when nothing is wrong with it.
    pub fn card(&self) -> Vec<Line> {
        let chosen = self.selected_exchange().map(|exchange| self.diagnoses_of(exchange.id)).unwrap_or_default();
        let mut lines = chosen.first().map_or_else(Vec::new, card::lines);
        if chosen.len() > 1 {
            lines.insert(1, Line::of(Role::Comment, &format!("  and {} more; d shows all", chosen.len() - 1)));
        }
        lines
    }

    /// The diagnosis of the newest token or revocation request, when it failed.
    pub fn refusal(&self) -> Option<&Diagnosis> {
        let there = |exchange: &&Exchange| matches!(exchange.purpose, Purpose::Token | Purpose::Revocation);
        let newest = self.exchanges.iter().rev().find(there)?;
        self.diagnoses_of(newest.id).iter().find(|diagnosis| !diagnosis.odd)
    }

    /// The diagnosis of an error that came back to the redirect URI.
    pub fn redirect_error(&self, id: Option<ExchangeId>, error: &ErrorResponse) -> Diagnosis {
        let known = id.and_then(|id| self.diagnoses_of(id).iter().find(|diagnosis| !diagnosis.odd));
        known.cloned().unwrap_or_else(|| diagnosis::of_error(error, &situation(self)))
    }

    /// The diagnosis that the screen speaks of: of the chosen message, when pane 3 has the focus; else of the failure that
    /// was pasted, or of the newest message that failed and that nothing good came after. What is past is spoken of in
    /// pane 3 only.
    pub fn diagnosis(&self) -> Option<&Diagnosis> {
        let chosen = self.selected_exchange();
        let first = |exchange: &Exchange| self.diagnoses_of(exchange.id).first();
        if self.focus == Control::Viewer {
            return chosen.and_then(first);
        }
        let now = situation(self);
        if let Some(pasted) = &self.pasted {
            return pasted.found.first().filter(|_| pasted.situation == now);
        }
        let holds = |exchange: &&Exchange| !self.is_past(exchange.id, &now);
        let failed = |exchange: &&Exchange| self.diagnoses_of(exchange.id).iter().any(|diagnosis| !diagnosis.odd);
        let newest = self.exchanges.iter().rev().take(4).find(|exchange| failed(exchange) || is_progress(exchange));
        newest.filter(failed).filter(holds).and_then(first).or_else(|| chosen.filter(holds).and_then(first))
    }

    /// Whether a failure is over: another request began since, or something else is configured now.
    fn is_past(&self, id: ExchangeId, now: &Situation) -> bool {
        let begun_since = self.dance.began_after.is_some_and(|last| id <= last);
        let elsewhere = |known: &Diagnosed| !known.found.is_empty() && known.situation != *now;
        begun_since || self.diagnoses.get(&id).is_some_and(elsewhere)
    }

    /// What one key does about it.
    pub fn remedy(&self) -> Option<Remedy> {
        self.diagnosis()?.first()?.remedy
    }
}

/// What the button and the footer call a remedy.
pub fn label(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::Authorize => "Authorize again",
        Remedy::ClientId => "Correct the client ID",
        Remedy::ClientSecret => "Correct the secret",
        Remedy::RedirectUri => "Correct the redirect URI",
        Remedy::Scopes => "Choose scopes",
        Remedy::Environment => "Choose the environment",
        Remedy::Nonce => "Send a nonce",
        Remedy::Prompt => "Ask without prompt",
        Remedy::MaxAge => "Ask without max_age",
        Remedy::ResponseType => "Ask for a code",
        Remedy::Exchange => "Exchange again",
        Remedy::Refresh => "Refresh",
        Remedy::ClientCredentials => "Client credentials",
        Remedy::Update => "Change it with PUT",
    }
}

/// The command that a remedy comes down to, when it is one; else pane 1 is changed, or the focus goes there.
pub(super) fn command(model: &Model, remedy: Remedy) -> Option<Command> {
    match remedy {
        Remedy::Authorize => Some(if model.is_local() { Command::ActAsResearcher } else { Command::OpenBrowser }),
        Remedy::Environment => Some(Command::ChooseEnvironment),
        Remedy::Scopes => Some(Command::ChooseScopes),
        Remedy::Exchange => Some(Command::Exchange),
        Remedy::Refresh => Some(Command::Refresh),
        Remedy::ClientCredentials => Some(Command::ClientCredentials),
        Remedy::ClientId
        | Remedy::ClientSecret
        | Remedy::RedirectUri
        | Remedy::Nonce
        | Remedy::Prompt
        | Remedy::MaxAge
        | Remedy::ResponseType
        | Remedy::Update => None,
    }
}
