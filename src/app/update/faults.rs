//! The faults of the simulated ORCID: which act, and another one switched.

use super::Turn;
use crate::{
    app::{
        dialog::{Dialog, Faults},
        fault::{self, Active},
    },
    oauth::{Outcome, Purpose},
};

impl Turn<'_> {
    /// Opens the list, and asks which of them act: another process may have set some.
    pub(super) fn open_faults(&mut self) {
        self.model.dialogs.push(Dialog::Faults(Faults::default()));
        self.control_faults(None);
    }

    /// Switches the chosen one.
    pub(in crate::app) fn turn_fault(&mut self, row: usize) {
        let Some(fault) = fault::faults().get(row) else { return };
        let next = fault::turned(&self.model.faults, &fault.name);
        self.control_faults(Some(&next));
    }

    fn control_faults(&mut self, set: Option<&[Active]>) {
        if let Ok(request) = fault::request(self.model.local_issuer(), set) {
            self.send(Purpose::Control, request, None);
        }
    }

    /// The simulation says which faults act now.
    pub(super) fn faults_answered(&mut self, outcome: &Outcome) {
        let answer = outcome.response().filter(|response| response.status().is_success());
        match answer.and_then(|response| serde_json::from_slice(response.body()).ok()) {
            Some(active) => self.model.faults = active,
            None => self.bad("The simulated ORCID did not take the fault: pane 3 shows its answer."),
        }
    }
}
