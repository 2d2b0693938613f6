//! One key that does what a diagnosis or a finding proposes.

use super::Turn;
use crate::{
    app::{
        Command,
        call::{Call, Surroundings},
        card,
        control::{Control, Pane},
        diagnosis,
        dialog::{Dialog, Scopes, Text},
        field::TextField,
        finding::{self, Fix},
        form::Parameter,
        pane,
    },
    orcid::diagnosis::{Remedy, put_code},
};

impl Turn<'_> {
    /// Does what the diagnosis on the screen proposes.
    pub(super) fn remedy(&mut self) {
        let Some(remedy) = self.model.remedy() else { return };
        if remedy == Remedy::Scopes {
            return self.model.dialogs.push(Dialog::Scopes(Scopes::at_missing(self.model)));
        }
        if let Some(command) = diagnosis::command(self.model, remedy) {
            self.command(command);
            return;
        }
        let (place, name) = match remedy {
            Remedy::ClientId => (Control::ClientId, "client ID"),
            Remedy::ClientSecret => (Control::ClientSecret, "client secret"),
            Remedy::RedirectUri => (Control::RedirectUri, "redirect URI"),
            Remedy::Nonce => {
                self.model.form_mut().use_nonce = true;
                self.good("The next request sends a nonce.");
                return self.focus_next_step();
            }
            Remedy::Prompt | Remedy::MaxAge => {
                let parameter = if remedy == Remedy::Prompt { Parameter::Prompt } else { Parameter::MaxAge };
                self.model.form_mut().parameter_mut(parameter).set("");
                self.good(format!("The next request goes without {}.", parameter.name()));
                return self.focus_next_step();
            }
            Remedy::ResponseType => {
                self.model.form_mut().response_type.set("code");
                self.good("The next request says response_type=code.");
                return self.focus_next_step();
            }
            Remedy::Update => return self.update_instead(),
            Remedy::Authorize
            | Remedy::Environment
            | Remedy::Scopes
            | Remedy::Exchange
            | Remedy::Refresh
            | Remedy::ClientCredentials => return,
        };
        // Where pane 1 knows what is wrong with the field, it is put right at once.
        let known = finding::findings(self.model, self.now)
            .into_iter()
            .find_map(|found| found.fix.filter(|fix| fix.field() == Some(place)));
        self.model.focus = place;
        match known {
            Some(fix) => self.fix(fix),
            None => self.plain(format!("Correct the {name} here; then try again.")),
        }
    }

    /// Prepares the PUT to what a POST would have added a second time.
    fn update_instead(&mut self) {
        let Some(shown) = self.model.diagnosis() else { return };
        let failed =
            self.model.diagnoses.iter().rev().find(|(_, known)| known.found.contains(shown)).map(|(id, _)| *id);
        let Some(exchange) = failed.and_then(|id| self.model.exchange(id)) else {
            self.plain("PUT to the put-code that the message names: o lists the operations.");
            return;
        };
        let words = exchange.outcome.response().map(|answer| String::from_utf8_lossy(answer.body()).into_owned());
        let Some(put_code) = words.as_deref().and_then(put_code) else {
            self.plain("The answer names no put-code: read the list of the section for it.");
            return;
        };
        let around = Surroundings::of(self.model);
        let mut call = Call::of_exchange(exchange, &around);
        call.update(put_code, &around);
        self.open_call(call);
    }

    /// Shows all that is known of the message that is chosen, or of the newest failure.
    pub(super) fn show_diagnosis(&mut self) {
        let Some(shown) = self.model.diagnosis() else { return };
        let mut known = self.model.pasted.iter().chain(self.model.diagnoses.values().rev()).map(|known| &known.found);
        let all = known.find(|all| all.contains(shown)).map_or(std::slice::from_ref(shown), Vec::as_slice);
        let lines = card::whole(all).iter().map(|line| line.text().to_owned()).collect();
        self.model.dialogs.push(Dialog::Text(Text { title: "Diagnosis".to_owned(), lines, url: None, scroll: 0 }));
    }

    /// Does what the worst finding proposes; where the focus is on one, what that one proposes.
    pub(super) fn fix_finding(&mut self) {
        let found = finding::findings(self.model, self.now);
        let here =
            found.iter().find_map(|finding| finding.fix.clone().filter(|fix| fix.field() == Some(self.model.focus)));
        let Some(fix) = here.or_else(|| found.into_iter().find_map(|finding| finding.fix)) else { return };
        self.fix(fix);
    }

    /// Does what the finding of this kind proposes.
    pub(super) fn fix_of(&mut self, code: finding::Code) {
        let found = finding::findings(self.model, self.now);
        if let Some(fix) = found.into_iter().find(|finding| finding.code == code).and_then(|finding| finding.fix) {
            self.fix(fix);
        }
    }

    fn fix(&mut self, fix: Fix) {
        let told = match fix {
            Fix::Swap => {
                let form = self.model.form_mut();
                // New fields: what was typed as a secret must not come back where it can be read.
                let secret = TextField::new(form.client_id.text());
                form.client_id = TextField::new(form.client_secret.text());
                form.client_secret = secret;
                "client ID and secret have changed places".to_owned()
            }
            Fix::Set(control, text) => {
                let form = self.model.form_mut();
                let (field, name) = match control {
                    Control::ClientId => (&mut form.client_id, "client ID"),
                    Control::ClientSecret => (&mut form.client_secret, "client secret"),
                    Control::RedirectUri => (&mut form.redirect_uri, "redirect URI"),
                    Control::Scope => (&mut form.scope, "scopes"),
                    Control::ResponseType => (&mut form.response_type, "response type"),
                    Control::Parameter(parameter) => (form.parameter_mut(parameter), parameter.name()),
                    Control::Environment
                    | Control::Advanced
                    | Control::UseState
                    | Control::UseNonce
                    | Control::Pkce
                    | Control::AuthMethod
                    | Control::Url
                    | Control::Paste
                    | Control::Finding(_)
                    | Control::Button(_)
                    | Control::Viewer => return,
                };
                field.set(text.expose());
                match control {
                    Control::ClientSecret => name.to_owned(),
                    _ if text.expose().is_empty() => format!("{name} is empty now"),
                    _ => format!("{name} is now {}", text.expose()),
                }
            }
            Fix::State => {
                self.model.form_mut().use_state = true;
                "a state is sent".to_owned()
            }
            Fix::Nonce => {
                self.model.form_mut().use_nonce = true;
                "a nonce is sent".to_owned()
            }
            Fix::Environment(key) => return self.use_environment(key),
            Fix::Command(command) => return self.command(command),
        };
        self.good(format!("Put right: {told}."));
        if pane::pane_of(self.model.focus) != Pane::Configure {
            self.keep_focus();
        }
    }
}

impl Fix {
    /// The field of pane 1 that it changes.
    pub fn field(&self) -> Option<Control> {
        match self {
            Self::Swap => Some(Control::ClientId),
            Self::Set(control, _) => Some(*control),
            Self::State => Some(Control::UseState),
            Self::Nonce => Some(Control::UseNonce),
            Self::Environment(_) => Some(Control::Environment),
            Self::Command(Command::ChooseScopes) => Some(Control::Scope),
            Self::Command(_) => None,
        }
    }
}
