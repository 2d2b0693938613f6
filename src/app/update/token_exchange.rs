//! Token exchange.

use super::Turn;
use crate::{
    app::{control::Pane, dance::Step, dialog::Dialog, id_token::Subject, token_exchange::TokenExchange},
    oauth::{Secret, TokenRequest, TokenResponse, id_token::Nonce},
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
}
