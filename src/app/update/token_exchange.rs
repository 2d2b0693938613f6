//! Token exchange, and tokens that came in the fragment.

use super::Turn;
use crate::{
    app::{
        control::Pane,
        dance::{Granted, Sent, Step},
        dialog::Dialog,
        id_token::Subject,
        msg::{Effect, Stored, TokenContext},
        token_exchange::TokenExchange,
    },
    oauth::{
        Secret, TokenRequest, TokenResponse, form,
        id_token::Nonce,
        implicit::{self, IMPLICIT},
    },
};

impl Turn<'_> {
    pub(super) fn open_token_exchange(&mut self) {
        let response = self.model.dance.granted.as_ref().map(|granted| &granted.response);
        let access_token = response.map(|response| response.access_token.clone());
        let id_token = response.and_then(|response| response.any_id_token().cloned());
        self.model.dialogs.push(Dialog::TokenExchange(Box::new(TokenExchange::new(access_token, id_token))));
    }

    /// Sends what was typed.
    pub(in crate::app) fn token_exchange_typed(&mut self) {
        let Some(Dialog::TokenExchange(dialog)) = self.model.dialogs.last() else { return };
        let Some(request) = dialog.request() else {
            self.bad("There is no token to exchange yet.");
            return;
        };
        self.model.dialogs.pop();
        self.show(Pane::Authorize);
        self.begin(Step::TokenExchange(Box::new(request)));
    }

    pub(super) fn send_token_exchange(&mut self, request: &crate::app::token_exchange::ExchangeRequest) {
        let requested = request.scope.as_ref().map(ToString::to_string).unwrap_or_default();
        let request = TokenRequest::TokenExchange {
            subject_token: request.subject.clone(),
            subject_token_type: request.given,
            scope: request.scope.clone(),
        };
        self.ask_for_tokens(&request, requested, None);
    }

    /// An ID token came for an access token. It is stored like any answer; what was in hand stays there.
    pub(super) fn id_token_came(&mut self, response: &TokenResponse, subject: &Secret) {
        let subject = Subject {
            issuer: self.model.environment().metadata.issuer,
            environment: self.model.environment(),
            client_id: Some(self.model.form().client_id.text().to_owned()),
            nonce: Nonce::Unknown,
            max_age: None,
            access_token: Some(subject.clone()),
            front_channel: false,
            orcid: None,
        };
        self.open_id_token(&response.access_token, subject);
    }

    /// Tokens came in the fragment: they are stored first, then shown.
    pub(super) fn keep_fragment(&mut self, sent: &Sent, parameters: &[(String, String)]) {
        let fragment = form::query(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let context = TokenContext {
            environment: sent.environment.key.clone(),
            issuer: sent.environment.metadata.issuer.clone(),
            client_id: sent.client.client_id.clone(),
            grant_type: IMPLICIT,
            redirect_uri: Some(sent.request.redirect_uri.clone()),
            requested_scope: sent.request.scope.to_string(),
            nonce: sent.request.nonce.clone(),
        };
        let token_endpoint = sent.environment.metadata.token_endpoint.clone();
        self.effects.push(Effect::KeepTokens {
            context: Box::new(context),
            token_endpoint,
            fragment: Secret::new(fragment),
        });
    }

    /// They are stored, or could not be.
    pub(super) fn fragment_kept(&mut self, context: &TokenContext, fragment: &Secret, stored: Stored) {
        if self.model.environment().key != context.environment {
            // Another environment is shown by now; they are on the shelf.
            return;
        }
        let Some(response) = implicit::token_response(fragment.expose()) else {
            self.bad("The fragment holds an access token that cannot be read; pane 3 shows it.");
            return;
        };
        match &stored {
            Ok(_) => self.good("Tokens, in the fragment: nothing is to be exchanged. Next: use them, they end soon."),
            Err(why) => self.bad(format!("TOKEN NOT STORED: {why} Copy the token now: y a.")),
        }
        let sent = self.model.dance.sent.as_ref().map(|sent| &sent.request);
        let granted = Granted {
            requested: crate::oauth::ScopeSet::parse(&context.requested_scope),
            max_age: sent.and_then(super::tokens::max_age),
            response,
            body: fragment.clone(),
            at: self.now,
            stored,
            environment: self.model.environment(),
            issuer: context.issuer.clone(),
            client_id: context.client_id.clone(),
            nonce: context.nonce.clone().map_or(Nonce::NotSent, Nonce::Sent),
            front_channel: true,
            code: String::new(),
            revoked: None,
            refresh_tried: false,
        };
        let dance = &mut self.model.dance;
        (dance.code, dance.earlier, dance.refused, dance.used) = (None, None, None, false);
        dance.granted = Some(granted);
        self.focus_next_step();
    }
}
