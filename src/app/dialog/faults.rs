//! What the simulated ORCID shall do wrong.

use jiff::Timestamp;

use super::{Places, Selection, Then, Verbs, closing_letter, then};
use crate::app::{Hint, Key, KeyCode, Model, fault, lab};

/// What the simulated ORCID shall do wrong.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    /// The chosen row.
    pub selection: Selection,
    /// Whether it is the fault lab: Enter opens the experiment of a fault, and does not just switch it.
    pub lab: bool,
}

impl Faults {
    /// What is said of the chosen one. In the lab not what comes of it: that is what one is about to predict.
    pub fn about(&self) -> &'static str {
        let Some(fault) = fault::faults().get(self.selection.row) else { return "" };
        let experiment = lab::of_fault(&fault.name).filter(|_| self.lab);
        experiment.map_or(fault.summary.as_str(), |experiment| experiment.about.as_str())
    }

    /// Its title, and in a few words what is done here.
    pub fn title(&self) -> (&'static str, &'static str) {
        if self.lab {
            ("Fault lab: choose what ORCID shall do wrong", "predict, try, compare")
        } else {
            ("What the simulated ORCID shall do wrong", "off, once or always")
        }
    }

    /// What becomes of the experiment of the chosen one.
    fn experiment(&self, model: &Model) -> &'static str {
        let runs = model.trial.as_ref().map(|trial| trial.experiment.fault.as_str());
        let chosen = fault::faults().get(self.selection.row).map(|fault| fault.name.as_str());
        if runs.is_some() && runs == chosen { "leave the experiment" } else { "predict and try" }
    }
}

impl Verbs for Faults {
    fn rows(&self, _model: &Model) -> usize {
        fault::faults().len()
    }

    fn row(&mut self) -> Option<&mut usize> {
        Some(&mut self.selection.row)
    }

    fn letter(&mut self, key: Key) -> Then {
        let row = self.selection.row;
        match key.code {
            KeyCode::Char('p') => then(move |turn| turn.experiment_chosen(row)),
            _ => closing_letter(key),
        }
    }

    fn places(&self, model: &Model, _now: Timestamp) -> Places {
        Places::explained_list(model.size, 74, self.rows(model), self.selection.row, self.about())
    }

    fn activate(&mut self) -> Then {
        let row = self.selection.row;
        if self.lab { then(move |turn| turn.experiment_chosen(row)) } else { then(move |turn| turn.turn_fault(row)) }
    }

    fn enter(&self, model: &Model) -> Option<String> {
        Some(if self.lab { self.experiment(model) } else { "switch" }.to_owned())
    }

    fn moves(&self, model: &Model) -> Vec<Hint> {
        let experiment = (!self.lab).then(|| Hint::new("p", self.experiment(model)));
        [Hint::vertical("move")].into_iter().chain(experiment).collect()
    }
}
