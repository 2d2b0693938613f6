//! Tokens that no token endpoint gave to this program: they came in the fragment of the redirect, or were pasted. They are
//! stored first, as they came, then shown like any others.

use super::Turn;
use crate::{
    app::{
        control::Control,
        dance::{Granted, Sent},
        dialog::{Choice, Choosing, Dialog, Selection},
        field::TextField,
        msg::{Effect, Stored, TokenContext},
    },
    oauth::{
        PASTED, ScopeSet, Secret, TokenResponse, form,
        id_token::Nonce,
        implicit::{self, IMPLICIT},
    },
};

impl Turn<'_> {
    /// Tokens came in the fragment.
    pub(super) fn keep_fragment(&mut self, sent: &Sent, parameters: &[(String, String)]) {
        let fragment = form::query(parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let context = TokenContext {
            environment: sent.environment.key.clone(),
            issuer: sent.environment.metadata.issuer.clone(),
            client_id: sent.client.client_id.clone(),
            grant_type: IMPLICIT.into(),
            redirect_uri: Some(sent.request.redirect_uri.clone()),
            requested_scope: sent.request.scope.to_string(),
            nonce: sent.request.nonce.clone(),
        };
        let token_endpoint = sent.environment.metadata.token_endpoint.clone();
        self.effects.push(Effect::KeepTokens {
            context: Box::new(context),
            token_endpoint,
            body: Secret::new(fragment),
        });
    }

    /// A token response was pasted. What was asked for is not known, so nothing is said of it: only the environment and the
    /// client that pane 1 holds.
    pub(super) fn keep_pasted(&mut self, body: Secret) {
        let environment = self.model.environment();
        let context = TokenContext {
            environment: environment.key,
            issuer: environment.metadata.issuer,
            client_id: self.model.form().client_id.text().to_owned(),
            grant_type: PASTED.into(),
            redirect_uri: None,
            requested_scope: String::new(),
            nonce: None,
        };
        let token_endpoint = environment.metadata.token_endpoint;
        self.effects.push(Effect::KeepTokens { context: Box::new(context), token_endpoint, body });
    }

    /// A UUID says nothing of itself: which of three things it is, only the user can tell.
    pub(super) fn ask_uuid(&mut self, uuid: Secret) {
        let row = |what: &str, then: &str| (what.to_owned(), then.to_owned());
        self.model.dialogs.push(Dialog::Choice(Choice {
            title: "A UUID: what is it?".to_owned(),
            rows: vec![
                row("an access token", "stored, and taken in hand in pane 2"),
                row("a client secret", "typed into pane 1"),
                row("a refresh token", "paste the whole token response instead"),
                row("leave it", "it stays in the paste box, hidden"),
            ],
            selection: Selection::default(),
            what: Choosing::Uuid(uuid),
        }));
    }

    /// The answer to [`Turn::ask_uuid`], by its row.
    pub(super) fn uuid_is(&mut self, uuid: Secret, row: usize) {
        match row {
            0 => {
                let body = serde_json::json!({ "access_token": uuid.expose() }).to_string();
                self.model.paste.field = TextField::default();
                self.keep_pasted(Secret::new(body));
            }
            1 => {
                self.model.form_mut().client_secret = TextField::new(uuid.expose());
                self.model.paste.field = TextField::default();
                self.model.focus = Control::ClientSecret;
                self.good("The client secret is in pane 1.");
            }
            2 => self.plain(
                "A refresh token alone is not taken in hand. Paste the whole token response that it came in, or use the command \
                 `orcid-playground refresh`.",
            ),
            _ => {}
        }
    }

    /// They are stored, or could not be.
    pub(super) fn tokens_kept(&mut self, context: &TokenContext, body: &Secret, stored: Stored) {
        if self.model.environment().key != context.environment {
            // Another environment is shown by now.
            return match stored {
                Ok(_) => {
                    self.plain(format!("Tokens of {} came, and are stored: T has them.", context.environment));
                }
                Err(why) => self.bad(format!("TOKEN NOT STORED: {why} It was one of {}.", context.environment)),
            };
        }
        if context.grant_type == PASTED {
            self.pasted_kept(context, body, stored);
        } else {
            self.fragment_kept(context, body, stored);
        }
    }

    fn fragment_kept(&mut self, context: &TokenContext, fragment: &Secret, stored: Stored) {
        let Some(response) = implicit::token_response(fragment.expose()) else {
            self.bad("The fragment holds an access token that cannot be read; pane 3 shows it.");
            return;
        };
        match &stored {
            Ok(_) => self.good("Tokens, in the fragment: nothing is to be exchanged. Next: use them, they end soon."),
            Err(why) => self.bad(format!("TOKEN NOT STORED: {why} Copy the token now: y a.")),
        }
        let sent = self.model.dance.sent.as_ref().map(|sent| &sent.request);
        let max_age = sent.and_then(super::tokens::max_age);
        self.take_in_hand(context, (response, fragment.clone()), stored, max_age);
    }

    fn pasted_kept(&mut self, context: &TokenContext, body: &Secret, stored: Stored) {
        // The paste was recognised as one, so it reads as one.
        let Ok(response) = serde_json::from_str::<TokenResponse>(body.expose()) else { return };
        if response.is_id_token() {
            self.open_foreign_id_token(&response.access_token);
            return;
        }
        match &stored {
            Ok(_) => self.good(format!(
                "The pasted tokens are in hand, as tokens of {} and of the client in pane 1. If they are another's, change pane 1 \
                 and paste again.",
                self.model.environment().title
            )),
            Err(why) => self.bad(format!("TOKEN NOT STORED: {why} It is in hand all the same.")),
        }
        self.take_in_hand(context, (response, body.clone()), stored, None);
    }

    fn take_in_hand(
        &mut self,
        context: &TokenContext,
        (response, body): (TokenResponse, Secret),
        stored: Stored,
        max_age: Option<i64>,
    ) {
        let pasted = context.grant_type == PASTED;
        let granted = Granted {
            requested: ScopeSet::parse(&context.requested_scope),
            max_age,
            response,
            body,
            at: self.now,
            stored,
            environment: self.model.environment(),
            issuer: context.issuer.clone(),
            client_id: context.client_id.clone(),
            nonce: Nonce::of_stored(&context.grant_type, context.nonce.clone()),
            front_channel: !pasted,
            pasted,
            code: String::new(),
            revoked: None,
            refresh_tried: false,
        };
        let dance = &mut self.model.dance;
        (dance.code, dance.earlier, dance.refused, dance.used) = (None, None, None, false);
        if pasted {
            // No redirect brought them.
            dance.arrived = None;
        }
        dance.granted = Some(granted);
        self.focus_next_step();
    }
}
