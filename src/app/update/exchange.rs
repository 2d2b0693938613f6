//! The second leg and what follows: code for tokens, reads with the token, answers.

use super::Turn;
use crate::{
    app::{
        Command,
        control::Control,
        dance::{Code, Refused, Revoked, Step},
        dialog::{Confirm, Confirmed, Dialog},
        failure,
        msg::{Effect, Stored},
    },
    oauth::{
        Exchange, ExchangeId, HttpRequest, Outcome, Purpose, Secret, Seen, TokenAnswer, TokenRequest, bearer_request,
        form,
    },
    orcid::operations::{ApiHost, Holder},
};

/// Said before a code is used that was used before.
const SPENT: [&str; 2] = [
    "A code works once. When it is used again, ORCID refuses it and revokes the access token and the refresh token of the first exchange.",
    "To see that happen is a good reason to go on. Otherwise authorize again for a new code.",
];

/// Said before a code is used of which nobody knows whether it was used.
const SENT_OFF: [&str; 2] = [
    "If the server took it, its tokens are given already: a second use is refused and revokes them. If it did not, the code still works.",
    "Where tokens of the first exchange may be of use to somebody, authorize again for a new code. Else go on: the answer tells.",
];

/// Said of a command that ended well all the same.
const PRINTS_NOTHING: &str = "it printed nothing";

impl Turn<'_> {
    /// Exchanges the code; one that was sent before only after a warning.
    pub(super) fn exchange(&mut self) {
        let Some(code) = &self.model.dance.code else { return };
        let (title, text) = match (code.spent, code.sent_off) {
            (Some(_), _) => ("This code was exchanged before", SPENT),
            (None, true) => ("This code was sent, and no answer came", SENT_OFF),
            (None, false) => return self.begin(Step::Exchange),
        };
        self.model.dialogs.push(Dialog::Confirm(Confirm {
            title: title.to_owned(),
            text: text.map(str::to_owned).to_vec(),
            yes: "Exchange it again".to_owned(),
            then: Confirmed::ExchangeAgain,
            on_no: true,
        }));
    }

    /// Sends the code to the token endpoint.
    pub(super) fn send_code(&mut self) {
        let Some(code) = self.model.dance.code.clone() else { return };
        let redirect_uri = self.model.form().client().redirect_uri;
        let request = TokenRequest::AuthorizationCode {
            code: code.value.clone(),
            redirect_uri: Some(redirect_uri.clone()).filter(|uri| !uri.is_empty()),
            code_verifier: code.sent.code_verifier.clone(),
        };
        self.ask_for_tokens(&request, code.sent.request.scope.to_string(), Some(redirect_uri));
        self.code_is_off();
    }

    /// The code of the exchange that is under way may be used up from now on.
    pub(super) fn code_is_off(&mut self) {
        let is_under_way = self.model.dance.exchanging.is_some();
        if let Some(code) = self.model.dance.code.as_mut().filter(|_| is_under_way) {
            code.sent_off = true;
        }
    }

    /// The profile's command has printed the secret, or not. When another client was chosen meanwhile, it is nobody's
    /// any more, and must not go to that one's server.
    pub(super) fn secret_arrived(&mut self, command: &str, answer: Result<Secret, String>) {
        let answer =
            answer.and_then(|secret| if secret.is_empty() { Err(PRINTS_NOTHING.to_owned()) } else { Ok(secret) });
        self.doctor_has_secret(command, answer.clone());
        let asked = self.model.dance.asks_secret.take_if(|asked| asked == command);
        if asked.is_none() || asked != self.model.form().secret_command {
            return;
        }
        match answer {
            Ok(secret) => {
                self.model.form_mut().client_secret = crate::app::field::TextField::new(secret.expose());
                self.send_step();
            }
            Err(why) => self.bad(format!(
                "The profile's command for the client secret failed: {why}. Correct it with W, or type the secret into pane 1."
            )),
        }
    }

    /// A request ended.
    pub(super) fn received(&mut self, id: ExchangeId, outcome: Outcome, stored: Option<Stored>) {
        let Some(exchange) = self.model.exchanges.iter_mut().find(|exchange| exchange.id == id) else {
            return self.came_late(id, stored, None);
        };
        // Cancelled meanwhile: what comes late is not shown. A token response is on disk by then all the same, or lost.
        if !matches!(exchange.outcome, Outcome::Pending) {
            let token = outcome.response().and_then(|response| match TokenAnswer::read(response) {
                TokenAnswer::Granted(token) => Some(token.access_token),
                TokenAnswer::Refused(_) | TokenAnswer::Malformed(_) => None,
            });
            if matches!(stored, Some(Err(_))) {
                exchange.outcome = outcome;
            }
            return self.came_late(id, stored, token);
        }
        exchange.outcome = outcome.clone();
        if matches!(outcome, Outcome::Answered { .. }) {
            exchange.arrived = None;
        }
        let purpose = exchange.purpose;
        match purpose {
            Purpose::Token | Purpose::Revocation => self.token_answered(id, &outcome, stored),
            Purpose::Researcher => self.researcher_answered(id, &outcome),
            Purpose::Userinfo | Purpose::Api if self.call_answered(id, &outcome) => {}
            Purpose::Userinfo | Purpose::Api => self.read_answered(id, &outcome),
            Purpose::Discovery => self.discovered(id, &outcome),
            Purpose::KeySet => self.keys_answered(id, &outcome),
            Purpose::TokenProbe => self.token_probe_answered(id, &outcome),
            Purpose::Probe => self.probe_answered(id, &outcome),
            Purpose::Control => self.faults_answered(id, &outcome),
            Purpose::AuthorizationRequest | Purpose::Callback => {}
        }
    }

    fn token_answered(&mut self, id: ExchangeId, outcome: &Outcome, stored: Option<Stored>) {
        if self.model.dance.exchanging != Some(id) {
            match stored {
                Some(Ok(_)) => self.good("The answer is stored, and what is in hand stays: T takes it from the shelf."),
                Some(Err(why)) => self.bad(format!("TOKEN NOT STORED: {why} Only pane 3 has the answer: copy it now.")),
                None => {}
            }
            return;
        }
        self.model.dance.exchanging = None;
        self.token_response(outcome, stored);
        let dance = &self.model.dance;
        let lives = dance.granted.as_ref().is_some_and(|granted| granted.revoked.is_none());
        if dance.refused.is_some() && lives {
            // What can be done with the tokens in hand stands below the card, and would push its head out of sight.
            self.model.focus = Control::Button(Command::Diagnosis);
        } else {
            self.focus_next_step();
        }
    }

    /// Tokens came for a request that nobody waited for any more.
    fn came_late(&mut self, id: ExchangeId, stored: Option<Stored>, token: Option<Secret>) {
        let Some(stored) = stored else { return };
        let sent = self.model.exchange(id).and_then(|exchange| self.code_of(&exchange.request));
        if sent.is_some() {
            self.spend_code();
            if let Some(code) = &mut self.model.dance.code {
                code.gave = token;
            }
        }
        match stored {
            Ok(_) => self.plain(
                "The answer that was canceled came after all, and its tokens are stored: T takes them from the shelf.",
            ),
            Err(why) if self.model.exchange(id).is_some() => self.bad(format!(
                "TOKEN NOT STORED: {why} It came after you stopped waiting; only pane 3 has the answer: copy it now."
            )),
            Err(why) => self.bad(format!(
                "TOKEN NOT STORED: {why} It came after its message was cleared, and is lost: authorize again, and revoke what that brings."
            )),
        }
    }

    /// The code in hand, when a token request sends it.
    pub(super) fn code_of(&self, request: &HttpRequest) -> Option<&Code> {
        let fields = form::parse_form(request.body());
        let sent = form::first(&fields, "code")?;
        self.model.dance.code.as_ref().filter(|code| code.value == sent)
    }

    fn token_response(&mut self, outcome: &Outcome, stored: Option<Stored>) {
        let tells = match outcome {
            // A gateway tells nothing of the server behind it.
            Outcome::Answered { response, .. } => !matches!(response.status().as_u16(), 502 | 504),
            Outcome::Failed { error, .. } => failure::never_arrived(error.kind),
            Outcome::Cancelled | Outcome::Pending | Outcome::Unseen => false,
        };
        let is_exchange = self.model.dance.step == Step::Exchange;
        if let Some(code) = self.model.dance.code.as_mut().filter(|_| tells && is_exchange) {
            code.sent_off = false;
        }
        let response = match outcome {
            Outcome::Answered { response, .. } => response,
            Outcome::Failed { error, .. } => {
                let endpoint = self.model.dance.step.endpoint();
                self.bad(format!("No answer from the {endpoint}: {}.", failure::what(error.kind)));
                self.model.dance.refused = Some(Refused::Transport(error.clone()));
                return;
            }
            Outcome::Cancelled | Outcome::Pending | Outcome::Unseen => {
                self.model.dance.refused = Some(Refused::Cancelled);
                return;
            }
        };
        if self.model.dance.step == Step::Revoke && response.status().is_success() {
            self.revoked();
            return;
        }
        match TokenAnswer::read(response) {
            TokenAnswer::Granted(token) => self.granted(*token, response.body(), stored),
            TokenAnswer::Refused(error) => {
                let description = error.error_description.as_deref().unwrap_or_default();
                if description.starts_with("Reused authorization code") {
                    self.spend_code();
                    let code = self.model.dance.code.as_ref().map(|code| code.value.clone());
                    let dance = &mut self.model.dance;
                    for pair in [&mut dance.granted, &mut dance.earlier].into_iter().flatten() {
                        if Some(&pair.code) == code.as_ref() {
                            pair.revoked = Some(Revoked::CodeReuse);
                        }
                    }
                    // Another one may be in hand by now.
                    let gave = dance.code.as_ref().and_then(|code| code.gave.clone());
                    self.effects.extend(gave.map(|token| Effect::NoteSeen(token, Seen::CodeReused)));
                }
                self.bad(format!("{} {}: {description}", response.status().as_u16(), error.error));
                self.model.dance.refused =
                    Some(Refused::Answer(TokenAnswer::Refused(error), response.status().as_u16()));
            }
            TokenAnswer::Malformed(malformed) => {
                if response.status().is_success() && self.model.dance.step == Step::Exchange {
                    self.spend_code();
                }
                let endpoint = self.model.dance.step.endpoint();
                self.bad(if (200..300).contains(&malformed.status) {
                    format!("The answer of the {endpoint} cannot be read: {malformed}.")
                } else {
                    format!("The {endpoint} refused: {malformed}.")
                });
                let status = malformed.status;
                self.model.dance.refused = Some(Refused::Answer(TokenAnswer::Malformed(malformed), status));
            }
        }
    }

    pub(super) fn spend_code(&mut self) {
        let now = self.now;
        if let Some(code) = &mut self.model.dance.code {
            code.spent.get_or_insert(now);
        }
    }

    /// GETs the record of the researcher whose token it is, from the API that answers such a token best.
    pub(super) fn read_record(&mut self) {
        let Some(granted) = &self.model.dance.granted else { return };
        let Some(orcid) = granted.response.researcher() else { return };
        // A revoked token is read with where it was read with before: to see that it is dead.
        let mut holder = Holder::of(&granted.response, &granted.client_id, false);
        holder.scopes = holder.scopes.or_else(|| Some(granted.requested.clone()).filter(|asked| !asked.is_empty()));
        let api = if holder.for_member_api() { ApiHost::Member } else { ApiHost::Public };
        let url = format!("{}/{orcid}/record", api.base(&granted.environment));
        self.read(Purpose::Api, &url);
    }

    /// GETs userinfo (OpenID Connect Core 1.0 §5.3).
    pub(super) fn read_userinfo(&mut self) {
        let endpoint = self.model.dance.granted.as_ref().and_then(|g| g.environment.metadata.userinfo_endpoint.clone());
        if let Some(url) = endpoint {
            self.read(Purpose::Userinfo, &url);
        }
    }

    fn read(&mut self, purpose: Purpose, url: &str) {
        if self.model.dance.reading.is_some() {
            self.plain("A read is under way; Esc cancels it.");
            return;
        }
        let Some(granted) = &self.model.dance.granted else { return };
        match bearer_request(url, &granted.response.access_token, "application/json") {
            Ok(request) => {
                self.model.viewer.follow = true;
                let id = self.send(purpose, request, None);
                self.model.dance.reading = Some(id);
            }
            Err(error) => self.bad(format!("The request could not be built: {error}")),
        }
    }

    fn is_revoked(&self) -> bool {
        self.model.dance.granted.as_ref().is_some_and(|granted| granted.revoked.is_some())
    }

    fn read_answered(&mut self, id: ExchangeId, outcome: &Outcome) {
        if self.model.dance.reading != Some(id) {
            return;
        }
        self.model.dance.reading = None;
        match outcome {
            Outcome::Answered { response, .. } if response.status().is_success() => {
                self.model.dance.used = true;
                self.good("Read with the token: the answer is in pane 3.");
            }
            Outcome::Answered { response, .. } if self.is_revoked() => {
                let status = response.status().as_u16();
                self.plain(format!("HTTP {status}, as it should be: the token was revoked. Pane 3 shows the answer."));
            }
            Outcome::Answered { response, .. } => {
                self.bad(format!("The server refused: HTTP {}. Pane 3 shows its answer.", response.status().as_u16()));
            }
            Outcome::Failed { error, .. } => {
                self.bad(format!("No answer: {}. {}", failure::what(error.kind), failure::advice(error.kind)));
            }
            Outcome::Cancelled | Outcome::Pending | Outcome::Unseen => return,
        }
        // In a narrow terminal the answer would stay behind another pane.
        if self.model.size.width < crate::app::layout::WIDE {
            self.model.focus = Control::Viewer;
        }
    }

    /// Stops waiting for an answer.
    pub(in crate::app) fn cancel(&mut self, id: ExchangeId) {
        let pending = |exchange: &&mut Exchange| exchange.id == id && matches!(exchange.outcome, Outcome::Pending);
        let Some(exchange) = self.model.exchanges.iter_mut().find(pending) else { return };
        let purpose = exchange.purpose;
        exchange.outcome = Outcome::Cancelled;
        self.effects.push(Effect::Cancel(id));
        self.plain("Canceled.");
        match purpose {
            Purpose::Token | Purpose::Revocation => self.token_answered(id, &Outcome::Cancelled, None),
            Purpose::Userinfo | Purpose::Api => {
                self.model.calls.retain(|call| *call != id);
                self.model.dance.reading.take_if(|reading| *reading == id);
            }
            Purpose::Researcher => self.researcher_answered(id, &Outcome::Cancelled),
            Purpose::Probe => self.probe_answered(id, &Outcome::Cancelled),
            Purpose::Control => self.faults_answered(id, &Outcome::Cancelled),
            Purpose::Discovery => self.discovered(id, &Outcome::Cancelled),
            Purpose::KeySet => self.keys_answered(id, &Outcome::Cancelled),
            Purpose::TokenProbe => self.token_probe_answered(id, &Outcome::Cancelled),
            Purpose::AuthorizationRequest | Purpose::Callback => {}
        }
    }
}
