//! The doctor: asks one thing after the other, and goes on to the end when its dialog is closed, so that no token of a
//! probe stays alive.

use super::Turn;
use crate::{
    app::{
        Command,
        dialog::{self, Dialog},
        doctor::{Checkup, Line, Probe, Subject},
        finding,
        model::Doctor,
        msg::Effect,
    },
    oauth::{ExchangeId, Outcome, Purpose, Secret},
};

impl Turn<'_> {
    /// Opens the dialog; begins anew unless an examination is under way.
    pub(super) fn examine(&mut self) {
        self.model.dialogs.push(Dialog::Doctor(dialog::Doctor::default()));
        if self.model.doctor.as_ref().is_some_and(Doctor::is_under_way) {
            return;
        }
        let environment = self.model.environment();
        let issuer = environment.metadata.issuer.clone();
        let client = self.model.form().client();
        let redirect_uri = client.redirect_uri.clone();
        let page = self.model.error_page.clone();
        let form = self.model.form();
        let asks_secret = form.secret_command.clone().filter(|_| form.client_secret.is_empty());
        let (scope, findings) = (form.scopes(), finding::findings(self.model, self.now));
        let checkup = Checkup::new(Subject { environment, client, page, no_secret: None, scope, findings });
        self.model.doctor = Some(Doctor { checkup, asking: None, asks_secret: asks_secret.clone() });
        let listening = self.is_listening();
        let any_port = self.is_registered_here();
        self.effects.push(Effect::Examine { redirect_uri, issuer, listening, any_port });
        match asks_secret {
            Some(command) => self.effects.push(Effect::RunSecretCommand(command)),
            None => self.ask_next(),
        }
    }

    /// The profile's command has ended that an examination waits for.
    pub(super) fn doctor_has_secret(&mut self, command: &str, answer: Result<Secret, String>) {
        let Some(doctor) = &mut self.model.doctor else { return };
        if doctor.asks_secret.take_if(|asked| asked == command).is_some() {
            doctor.checkup.secret_arrived(answer);
            self.ask_next();
        }
    }

    fn ask_next(&mut self) {
        let Some(doctor) = &mut self.model.doctor else { return };
        doctor.asking = None;
        if let Some((probe, request)) = doctor.checkup.next_question() {
            let id = self.send(Purpose::Probe, request, None);
            if let Some(doctor) = &mut self.model.doctor {
                doctor.asking = Some((id, probe));
            }
        }
    }

    /// A probe was answered, or given up.
    pub(super) fn probe_answered(&mut self, id: ExchangeId, outcome: &Outcome) {
        let now = self.now;
        let Some(doctor) = &mut self.model.doctor else { return };
        let Some((_, probe)) = doctor.asking.take_if(|(asked, _)| *asked == id) else { return };
        let probe: Probe = probe;
        doctor.checkup.received(&probe, outcome, now);
        self.ask_next();
    }

    /// What was found on this computer.
    pub(super) fn examined(&mut self, lines: Vec<Line>) {
        if let Some(doctor) = &mut self.model.doctor {
            lines.into_iter().for_each(|line| doctor.checkup.add(line));
        }
    }

    /// Enter in the dialog: once more, when it is over.
    pub(in crate::app) fn examine_again(&mut self) {
        if self.model.doctor.as_ref().is_some_and(|doctor| !doctor.is_under_way()) {
            self.model.dialogs.pop();
            self.command(Command::Doctor);
        }
    }
}
