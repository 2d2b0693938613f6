//! The faults of the simulated ORCID: which act, and another one switched.

use super::Turn;
use crate::{
    app::{
        dialog::{Dialog, Faults, Selection},
        fault::{self, Active},
    },
    oauth::{ExchangeId, Outcome, Purpose},
};

impl Turn<'_> {
    /// Opens the list, and asks which of them act: another process may have set some.
    pub(super) fn open_faults(&mut self, lab: bool) {
        let running = self.model.trial.as_ref().map(|trial| trial.experiment.fault.as_str());
        let row = running.and_then(|name| fault::faults().iter().position(|fault| fault.name == name)).unwrap_or(0);
        self.model.dialogs.push(Dialog::Faults(Faults { selection: Selection { row }, lab }));
        self.control_faults(None);
    }

    /// Switches the chosen one.
    pub(in crate::app) fn turn_fault(&mut self, row: usize) {
        let Some(fault) = fault::faults().get(row) else { return };
        let next = fault::turned(&self.model.faults, &fault.name);
        self.control_faults(Some(&next));
    }

    /// Asks which faults act, or with a list says which shall.
    pub(super) fn control_faults(&mut self, set: Option<&[Active]>) -> Option<ExchangeId> {
        let request = fault::request(self.model.local_issuer(), set).ok()?;
        Some(self.send(Purpose::Control, request, None))
    }

    /// The simulation says which faults act now.
    pub(super) fn faults_answered(&mut self, id: ExchangeId, outcome: &Outcome) {
        let answer = outcome.response().filter(|response| response.status().is_success());
        let active = answer.and_then(|response| serde_json::from_slice(response.body()).ok());
        let answered = active.is_some();
        match active {
            Some(active) => self.model.faults = active,
            None => self.bad("The simulated ORCID did not take the fault: pane 3 shows its answer."),
        }
        self.trial_answered(id, answered);
    }
}
