//! The token shelf: read, asked about, taken from, cleared one by one.

use super::Turn;
use crate::{
    app::{
        control::Pane,
        dance::{Granted, Revoked},
        dialog::{Confirm, Confirmed, Dialog},
        failure,
        field::TextField,
        form::Form,
        msg::Effect,
        shelf::{Shelf, ShelvedToken, Stock},
    },
    oauth::{ExchangeId, Outcome, PASTED, Purpose, Seen, Standing, id_token::Nonce, implicit::IMPLICIT},
    orcid::{EnvironmentKey, probe::Probe},
};

impl Turn<'_> {
    pub(super) fn open_shelf(&mut self) {
        self.model.dialogs.push(Dialog::Shelf(Box::default()));
        self.effects.push(Effect::ListTokens);
    }

    fn shelf(&mut self) -> Option<&mut Shelf> {
        self.model.dialogs.iter_mut().find_map(|dialog| match dialog {
            Dialog::Shelf(shelf) => Some(&mut **shelf),
            _ => None,
        })
    }

    /// What the store holds now.
    pub(super) fn stock_arrived(&mut self, answer: Result<Stock, String>) {
        match answer {
            Ok(stock) => {
                if let Some(shelf) = self.shelf() {
                    shelf.fill(stock);
                }
            }
            Err(why) => {
                self.model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Shelf(_)));
                self.bad(format!("The stored tokens cannot be read: {why}"));
            }
        }
    }

    fn chosen_token(&mut self) -> Option<ShelvedToken> {
        self.shelf().and_then(|shelf| shelf.chosen().cloned())
    }

    /// Asks the server whether the chosen token still works.
    pub(in crate::app) fn probe_chosen(&mut self) {
        let Some(token) = self.chosen_token() else { return };
        if self.shelf().is_some_and(|shelf| shelf.probing.is_some()) {
            self.plain("A question is under way.");
            return;
        }
        let Some(response) = token.response.as_ref().filter(|response| !response.is_id_token()) else {
            self.plain("There is no access token in it to ask about.");
            return;
        };
        let probe = Probe::of(&self.model.environment_of(&token.environment), response, &token.requested);
        match probe.request(response) {
            Ok(request) => {
                let id = self.send(Purpose::TokenProbe, request, None);
                if let Some(shelf) = self.shelf() {
                    shelf.probing = Some((id, token.id));
                }
            }
            Err(error) => self.bad(format!("The question could not be built: {error}")),
        }
    }

    /// The server has said what it thinks of a token, or nothing.
    pub(super) fn token_probe_answered(&mut self, id: ExchangeId, outcome: &Outcome) {
        let now = self.now;
        let Some(shelf) = self.shelf() else { return };
        let Some((_, asked)) = shelf.probing.take_if(|(asking, _)| *asking == id) else { return };
        let Some(token) = shelf.tokens.iter().flatten().find(|token| token.id == asked).cloned() else { return };
        let Some(response) = token.response.clone() else { return };
        let answer = match outcome {
            Outcome::Answered { response, .. } => response,
            Outcome::Failed { error, .. } => {
                self.bad(format!("No answer: {}. Nothing is known of the token by that.", failure::what(error.kind)));
                return;
            }
            Outcome::Cancelled | Outcome::Pending | Outcome::Unseen => return,
        };
        let status = answer.status().as_u16();
        let Some(seen) =
            Probe::of(&self.model.environment_of(&token.environment), &response, &token.requested).read(answer)
        else {
            self.bad(format!("HTTP {status} says nothing of the token. Pane 3 shows the answer; try again later."));
            return;
        };
        if let Some(shelf) = self.shelf() {
            for row in shelf.tokens.iter_mut().flatten().filter(|row| row.id == token.id) {
                row.record.seen = Some((seen, now));
            }
        }
        self.effects.push(Effect::NoteSeen(response.access_token, seen));
        match seen {
            Seen::Live => self.good(format!("It works: HTTP {status}.")),
            Seen::Refused | Seen::CodeReused => self.plain(format!("It works no more: HTTP {status}.")),
        }
    }

    /// Makes the chosen token the one in hand, in its environment and with its client.
    pub(in crate::app) fn use_chosen(&mut self) {
        let Some(token) = self.chosen_token() else { return };
        let Some(response) = token.response.clone() else {
            self.plain("There is no token in it that can be read; `orcid-playground token show` shows the bytes.");
            return;
        };
        if response.is_id_token() {
            let text = response.access_token.clone();
            self.open_foreign_id_token(&text);
            return;
        }
        let environment = self.model.environment_of(&token.environment);
        let before = (self.model.environment().key, self.model.profile.clone());
        self.model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Shelf(_)));
        if let EnvironmentKey::Custom(_) = token.environment {
            self.model.know_custom(environment.clone());
        }
        self.use_environment(token.environment.clone());
        self.take_client(&token);
        let now = self.now;
        let standing = token.record.standing(now);
        let revoked = match standing {
            Standing::Revoked => Some(Revoked::Request),
            Standing::SpentCode => Some(Revoked::CodeReuse),
            Standing::Live | Standing::Refused | Standing::Expired | Standing::Unknown => None,
        };
        let dance = &mut self.model.dance;
        (dance.code, dance.arrived, dance.refused, dance.earlier) = (None, None, None, None);
        (dance.used, dance.consent_skipped) = (false, false);
        dance.granted = Some(Granted {
            response,
            body: token.body,
            at: token.record.received_at,
            requested: token.requested,
            stored: Ok(token.id),
            environment,
            issuer: token.issuer,
            client_id: token.client_id,
            nonce: Nonce::of_stored(&token.grant_type, token.nonce),
            max_age: None,
            front_channel: token.grant_type == IMPLICIT,
            pasted: token.grant_type == PASTED,
            code: String::new(),
            revoked,
            refresh_tried: false,
        });
        self.show(Pane::Authorize);
        self.focus_next_step();
        let secret = if self.model.form().client_secret.is_empty() && self.model.form().secret_command.is_none() {
            " To refresh or revoke it, type its client's secret in pane 1."
        } else {
            ""
        };
        let (key, profile) = before;
        let (here, now) = (self.model.environment(), self.model.profile.clone());
        let place = (here.key != key).then(|| format!("The environment is {} now", here.title));
        let setup = now.filter(|now| profile.as_ref() != Some(now)).map(|name| format!("the profile {name}"));
        let went = match (place, setup) {
            (Some(place), Some(setup)) => format!(" {place}, with {setup}."),
            (Some(place), None) => format!(" {place}."),
            (None, Some(setup)) => format!(" Pane 1 holds {setup} now."),
            (None, None) => String::new(),
        };
        let known = match standing {
            Standing::Live | Standing::Unknown => None,
            Standing::Revoked => Some("it was revoked"),
            Standing::SpentCode => Some("its code was used twice, which revoked it"),
            Standing::Refused => Some("the server did not take it when it was asked last"),
            Standing::Expired => Some("it has expired"),
        };
        match known {
            None => self.good(format!("The stored token is in hand.{went}{secret}")),
            Some(known) => {
                self.bad(format!("The stored token is in hand, but {known}: the API will refuse it.{went}{secret}"))
            }
        }
    }

    /// Fills pane 1 with the client of a token. Its secret comes along only when it is that client's.
    fn take_client(&mut self, token: &ShelvedToken) {
        if self.model.form().client_id.text() == token.client_id {
            return;
        }
        let fits = |environment: &EnvironmentKey, client_id: &str| {
            *environment == token.environment && client_id == token.client_id
        };
        let profile = self.model.profiles.iter().find(|saved| fits(&saved.environment, &saved.client_id)).cloned();
        self.model.dance = self.new_dance();
        match profile {
            Some(profile) => {
                self.model.forms[0] = Form::of_profile(&profile);
                self.model.profile = Some(profile.name);
            }
            None => {
                let form = self.model.form_mut();
                form.client_id = TextField::new(&token.client_id);
                form.client_secret = TextField::default();
                form.secret_command = None;
                self.model.profile = None;
            }
        }
    }

    /// Asks before the chosen one is removed from this machine.
    pub(in crate::app) fn ask_forget_chosen(&mut self) {
        let Some(token) = self.chosen_token() else { return };
        let now = self.now;
        let is_dead = match token.record.standing(now) {
            Standing::Revoked | Standing::Expired | Standing::SpentCode | Standing::Refused => true,
            Standing::Live | Standing::Unknown => false,
        };
        let mut text = vec![
            format!("{} · {} · {}", token.environment, token.client_id, token.whose()),
            if is_dead {
                "As far as it is known, its access token works no more. It is removed from this machine.".to_owned()
            } else {
                "It is removed from this machine alone: at the server it lives on, and from here it can then neither be \
                 used nor revoked."
                    .to_owned()
            },
        ];
        if !is_dead {
            text.push("To end it, revoke it first: take it in hand with Enter, then X.".to_owned());
        }
        self.model.dialogs.push(Dialog::Confirm(Confirm {
            title: "Forget this token response?".to_owned(),
            text,
            yes: "Forget it".to_owned(),
            then: Confirmed::ForgetToken(token.id),
            on_no: true,
        }));
    }
}
