//! The ID token: shown, and checked with the server's keys.

use super::Turn;
use crate::{
    app::{
        dialog::Dialog,
        failure,
        id_token::{IdTokenCard, Subject, issuer_for},
    },
    oauth::{
        ExchangeId, Outcome, Purpose, Secret,
        id_token::{IdToken, KeySet, Keys, Nonce, key_set_request},
    },
};

impl Turn<'_> {
    /// Shows the ID token in hand.
    pub(super) fn show_id_token(&mut self) {
        let Some(granted) = &self.model.dance.granted else { return };
        let Some(text) = granted.response.any_id_token().cloned() else { return };
        let subject = Subject {
            environment: granted.environment.clone(),
            issuer: granted.issuer.clone(),
            client_id: Some(granted.client_id.clone()),
            nonce: granted.nonce.clone(),
            max_age: granted.max_age,
            access_token: Some(granted.response.access_token.clone()),
            front_channel: granted.front_channel,
            orcid: granted.response.orcid().map(str::to_owned),
        };
        self.open_id_token(&text, subject);
    }

    /// Shows one from elsewhere, held against what pane 1 holds. Tells whether it is one.
    pub(super) fn open_foreign_id_token(&mut self, text: &Secret) -> bool {
        let client_id = self.model.form().client_id.text().to_owned();
        let environment = self.model.environment();
        let token = IdToken::decode(text.expose());
        let issuer = token.map_or_else(|_| String::new(), |token| issuer_for(&token, &environment));
        let subject = Subject {
            environment,
            issuer,
            client_id: Some(client_id).filter(|id| !id.is_empty()),
            nonce: Nonce::Unknown,
            max_age: None,
            access_token: None,
            front_channel: false,
            orcid: None,
        };
        self.open_id_token(text, subject)
    }

    /// Opens the card and asks for the server's keys. ORCID says not to keep them, so they are asked for each time.
    pub(super) fn open_id_token(&mut self, text: &Secret, subject: Subject) -> bool {
        let token = match IdToken::decode(text.expose()) {
            Ok(token) => token,
            Err(error) => {
                self.bad(format!("That is no ID token: {error}."));
                return false;
            }
        };
        let address = subject.environment.metadata.jwks_uri.clone();
        let mut card = IdTokenCard::new(text.clone(), token, subject, self.now);
        match address.map(|address| key_set_request(&address)) {
            Some(Ok(request)) => {
                self.model.viewer.follow = true;
                card.loading = Some(self.send(Purpose::KeySet, request, None));
            }
            Some(Err(_)) => card.check(Keys::Missing("the address of the server's keys is no URL"), self.now),
            None => card.check(Keys::Missing("this server names no address of its keys"), self.now),
        }
        self.model.dialogs.push(Dialog::IdToken(Box::new(card)));
        true
    }

    /// The keys are there, or not.
    pub(super) fn keys_answered(&mut self, id: ExchangeId, outcome: &Outcome) {
        let now = self.now;
        let card = self.model.dialogs.iter_mut().find_map(|dialog| match dialog {
            Dialog::IdToken(card) if card.loading == Some(id) => Some(card),
            _ => None,
        });
        let Some(card) = card else { return };
        card.loading = None;
        match outcome {
            Outcome::Answered { response, .. } => match KeySet::read(response.body()) {
                Ok(keys) if response.status().is_success() => card.check(Keys::Known(&keys), now),
                Ok(_) => card.check(Keys::Missing("the server refused to tell its keys; pane 3 shows its answer"), now),
                Err(_) => card.check(Keys::Missing("what came is no key set; pane 3 shows it"), now),
            },
            Outcome::Failed { error, .. } => {
                let why = format!("no answer about the server's keys ({})", failure::what(error.kind));
                card.check(Keys::Missing(&why), now);
            }
            Outcome::Cancelled | Outcome::Pending | Outcome::Unseen => {
                card.check(Keys::Missing("the request for the server's keys was canceled"), now);
            }
        }
    }
}
