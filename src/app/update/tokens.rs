//! What can be done with tokens that are there, and tokens without a researcher: refresh, revoke, client credentials.

use super::Turn;
use crate::{
    app::{
        Command,
        dance::{Arrived, Granted, Refused, Revoked, Step},
        dialog::{ClientCredentials, Confirm, Confirmed, Dialog},
        msg::{Effect, Stored, TokenContext},
        refreshing::{MARGIN, RefreshOptions},
    },
    oauth::{
        AuthorizationRequest, AuthorizationResponse, HttpRequest, Purpose, RevocationRequest, ScopeSet, Secret,
        TokenRequest, TokenResponse, id_token::Nonce,
    },
    orcid::EnvironmentKey,
};

/// What a refresh by itself comes to at ORCID (guide `orcid-wire`, "Refreshing").
const NOT_PROLONGED: &str =
    "Refreshed by itself, and the new pair ends when the old one would have, as at ORCID: authorize again before then.";

/// `max_age` of a request, when it is a number of seconds.
pub(super) fn max_age(request: &AuthorizationRequest) -> Option<i64> {
    let asked = request.extra.iter().find(|(name, _)| name == "max_age");
    asked.and_then(|(_, value)| value.parse().ok())
}

impl Turn<'_> {
    /// Takes a step at the token or the revocation endpoint, with the client as pane 1 holds it now; asks the profile's
    /// command for the secret first where there is one.
    pub(super) fn begin(&mut self, step: Step) {
        self.model.dance.step = step;
        self.model.dance.refused = None;
        let form = self.model.form();
        if form.client_secret.is_empty()
            && let Some(command) = form.secret_command.clone()
        {
            self.model.dance.asks_secret = Some(command.clone());
            self.effects.push(Effect::RunSecretCommand(command));
            self.plain("Asking the profile's command for the client secret …");
            return;
        }
        self.send_step();
    }

    /// Sends what [`Turn::begin`] was told to.
    pub(super) fn send_step(&mut self) {
        match self.model.dance.step.clone() {
            Step::Exchange => self.send_code(),
            Step::Refresh => self.send_refresh(),
            Step::Revoke => self.send_revocation(),
            Step::TokenExchange(request) => self.send_token_exchange(&request),
            Step::ClientCredentials(scope) => {
                let requested = scope.to_string();
                self.ask_for_tokens(&TokenRequest::ClientCredentials { scope }, requested, None);
            }
        }
    }

    fn send_refresh(&mut self) {
        let Some(granted) = &self.model.dance.granted else { return };
        let Some(refresh_token) = granted.response.refresh_token.clone() else { return };
        let RefreshOptions { scope, revoke_old, expires_in, by_itself: _ } = self.model.dance.refreshing.clone();
        let same = || granted.response.scope.clone().unwrap_or_else(|| granted.requested.to_string());
        let requested = scope.as_ref().map_or_else(same, ToString::to_string);
        let request = TokenRequest::RefreshToken { refresh_token, scope, revoke_old, expires_in };
        self.ask_for_tokens(&request, requested, None);
    }

    fn send_revocation(&mut self) {
        let environment = self.model.environment();
        let Some(granted) = &self.model.dance.granted else { return };
        let endpoint = environment.metadata.revocation_endpoint.unwrap_or_default();
        let revocation = RevocationRequest { token: granted.response.access_token.clone() };
        let request = revocation.request(&self.model.form().client(), &endpoint);
        self.send_to_server(Purpose::Revocation, request, None);
    }

    /// Sends a token request; its answer is stored before anything reads it.
    pub(super) fn ask_for_tokens(&mut self, request: &TokenRequest, requested: String, redirect_uri: Option<String>) {
        let client = self.model.form().client();
        let environment = self.model.environment();
        let built = request.request(&client, &environment.metadata);
        let context = TokenContext {
            environment: environment.key,
            issuer: environment.metadata.issuer,
            client_id: client.client_id,
            grant_type: request.grant_type().into(),
            redirect_uri,
            requested_scope: requested,
            nonce: self.asked().and_then(|asked| asked.nonce.clone()),
        };
        self.model.dance.step_client = context.client_id.clone();
        self.send_to_server(Purpose::Token, built, Some(Box::new(context)));
    }

    fn send_to_server(
        &mut self,
        purpose: Purpose,
        request: Result<HttpRequest, http::Error>,
        store: Option<Box<TokenContext>>,
    ) {
        match request {
            Ok(request) => {
                self.model.dance.refused = None;
                self.model.viewer.follow = true;
                let id = self.send(purpose, request, store);
                self.model.dance.exchanging = Some(id);
            }
            Err(error) => self.model.dance.refused = Some(Refused::Unsendable(error.to_string())),
        }
    }

    /// Tokens came: of a code, of a refresh, of the client's own credentials.
    pub(super) fn granted(&mut self, response: TokenResponse, body: &[u8], stored: Option<Stored>) {
        let stored = stored.unwrap_or_else(|| Err("it was not handed to the store.".to_owned()));
        if let (Step::TokenExchange(request), true) = (self.model.dance.step.clone(), response.is_id_token()) {
            self.id_token_came(&response, &request.subject);
            return;
        }
        let before = self.model.dance.granted.take();
        let (requested, code, earlier, news) = match self.model.dance.step.clone() {
            // A success of the revocation endpoint never comes here.
            Step::Exchange | Step::Revoke => {
                self.spend_code();
                if let Some(code) = &mut self.model.dance.code {
                    code.gave = Some(response.access_token.clone());
                }
                let code = self.model.dance.code.as_ref();
                let requested = code.map(|code| code.sent.request.scope.clone()).unwrap_or_default();
                let value = code.map(|code| code.value.clone()).unwrap_or_default();
                (requested, value, None, "Tokens. Next: read the record with them, or copy the token with y a.")
            }
            Step::Refresh => {
                let options = &self.model.dance.refreshing;
                let asked = options.scope.clone();
                let requested = asked.or_else(|| before.as_ref().and_then(|old| old.response.scopes()));
                let news = match &before {
                    Some(old) if options.by_itself && !self.outlives(&response, old) => NOT_PROLONGED,
                    Some(_) if options.by_itself => "Refreshed by itself. The old pair is not revoked by that.",
                    Some(_) | None => "New tokens. The old pair is not revoked by that.",
                };
                // What a second use of the code revokes is the first pair alone.
                (requested.unwrap_or_default(), String::new(), before, news)
            }
            Step::ClientCredentials(scope) => {
                (scope, String::new(), None, "A token of the client's own. What was here before stays stored.")
            }
            Step::TokenExchange(request) => (
                request.scope.clone().unwrap_or_default(),
                String::new(),
                None,
                "An access token on behalf of the other client, for an hour. What was here before stays stored.",
            ),
        };
        match &stored {
            // Nobody may be looking: it stays until a key is pressed.
            Ok(_) if news == NOT_PROLONGED => self.bad(news),
            Ok(_) => self.good(news),
            Err(why) => self.bad(format!("TOKEN NOT STORED: {why} Copy the token response now: y j.")),
        }
        // What a fragment brought before is no longer what is in hand.
        let of_fragment = |arrived: &mut Arrived| matches!(arrived.response, AuthorizationResponse::Tokens { .. });
        self.model.dance.arrived.take_if(of_fragment);
        let asked = self.asked();
        let (nonce, max_age) = match asked {
            Some(asked) => (asked.nonce.clone().map_or(Nonce::NotSent, Nonce::Sent), max_age(asked)),
            None => (Nonce::NotSent, None),
        };
        self.model.dance.earlier = earlier;
        self.model.dance.granted = Some(Granted {
            response,
            body: Secret::new(String::from_utf8_lossy(body).into_owned()),
            at: self.now,
            requested,
            stored,
            environment: self.model.environment(),
            issuer: self.model.environment().metadata.issuer,
            client_id: self.model.dance.step_client.clone(),
            nonce,
            max_age,
            front_channel: false,
            pasted: false,
            code,
            revoked: None,
            refresh_tried: false,
        });
        self.model.dance.used = false;
    }

    /// The authorization request that the tokens of this step answer to.
    fn asked(&self) -> Option<&AuthorizationRequest> {
        let code = self.model.dance.code.as_ref().filter(|_| self.model.dance.step == Step::Exchange);
        code.map(|code| &code.sent.request)
    }

    /// Whether new tokens end later than old ones, by enough to matter.
    fn outlives(&self, new: &TokenResponse, old: &Granted) -> bool {
        let end = |at: jiff::Timestamp, lives: Option<i64>| lives.map(|lives| at.as_second().saturating_add(lives));
        match (end(self.now, new.expires_in), end(old.at, old.response.expires_in)) {
            (Some(new), Some(old)) => new > old.saturating_add(MARGIN),
            (None, _) | (_, None) => true,
        }
    }

    /// The revocation endpoint said 200: all that it ever says (RFC 7009 §2.2).
    pub(super) fn revoked(&mut self) {
        let Some(granted) = &mut self.model.dance.granted else { return };
        granted.revoked = Some(Revoked::Request);
        let token = granted.response.access_token.clone();
        self.effects.push(Effect::NoteRevoked(token));
        self.good("Revoked. The server says 200 and nothing else; read the record (r) to see that the token is dead.");
    }

    /// Says what dies, and asks.
    pub(super) fn ask_revoke(&mut self) {
        let Some(granted) = &self.model.dance.granted else { return };
        let whose = granted.response.researcher().map(|orcid| format!(" for {orcid}")).unwrap_or_default();
        let token = granted.response.access_token.masked();
        let pair = if granted.response.refresh_token.is_some() { " and its refresh token stop" } else { " stops" };
        let mut text = vec![
            format!("The access token {token}{whose}{pair} working, for everyone who uses them. It cannot be undone."),
            "Other tokens of this client stay, those that were refreshed from this pair too: each is revoked on its own, and \
             only when the last one is gone does the client leave the researcher's trusted parties."
                .to_owned(),
        ];
        if granted.environment.key == EnvironmentKey::Production {
            text.insert(0, format!("This is production: {}.", granted.environment.metadata.issuer));
        }
        self.model.dialogs.push(Dialog::Confirm(Confirm {
            title: "Revoke these tokens?".to_owned(),
            text,
            yes: "Revoke".to_owned(),
            then: Confirmed::Revoke,
            on_no: true,
        }));
    }

    pub(super) fn open_client_credentials(&mut self) {
        self.model.dialogs.push(Dialog::ClientCredentials(ClientCredentials::default()));
    }

    /// Asks for what was typed; nothing is forbidden.
    pub(in crate::app) fn client_credentials_typed(&mut self) {
        let Some(Dialog::ClientCredentials(dialog)) = self.model.dialogs.last() else { return };
        let scope = ScopeSet::parse(dialog.scope.text());
        self.model.dialogs.pop();
        self.show(crate::app::control::Pane::Authorize);
        self.begin(Step::ClientCredentials(scope));
    }

    /// Whether the button of the step under way has the focus: it is gone for a moment, and comes back.
    pub(super) fn waits_on_a_button(&self) -> bool {
        use crate::app::control::Control::Button;
        self.model.dance.exchanging.is_some()
            && matches!(self.model.focus, Button(Command::Exchange | Command::Refresh | Command::Revoke))
    }
}
