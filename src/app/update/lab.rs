//! The fault lab: predicted, armed, followed, compared. The panes stay live; an experiment only watches.

use super::Turn;
use crate::{
    app::{
        dialog::{Confirm, Confirmed, Dialog},
        fault::{self, Active},
        field::TextField,
        lab::{self, Asking, Experiment, Phase, Trial, Verdict},
        lesson::Actual,
        msg::Effect,
    },
    oauth::ExchangeId,
};

impl Turn<'_> {
    /// The key of the list of faults: opens the experiment of the chosen one, or leaves the one that runs.
    pub(in crate::app) fn experiment_chosen(&mut self, row: usize) {
        let Some(experiment) = fault::faults().get(row).and_then(|fault| lab::of_fault(&fault.name)) else { return };
        // The list tells what comes of the fault; below a question it would give the answer away.
        self.model.dialogs.pop();
        if self.model.trial.as_ref().is_some_and(|trial| trial.experiment.fault == experiment.fault) {
            self.leave_trial();
            self.plain("The experiment is left, and its fault is off. It can be begun again at any time.");
            return;
        }
        self.ask_prediction(experiment);
    }

    /// The card leads on: closes it, and shows the list, with the experiment after this one chosen.
    pub(in crate::app) fn other_experiments(&mut self, done: &'static Experiment) {
        self.model.dialogs.pop();
        self.open_faults(true);
        let next = done.following().unwrap_or(done);
        let row = fault::faults().iter().position(|fault| fault.name == next.fault);
        if let (Some(Dialog::Faults(list)), Some(row)) = (self.model.dialogs.last_mut(), row) {
            list.selection.row = row;
        }
    }

    /// Enter on the card: closes it, and asks anew; or asks of another experiment.
    pub(in crate::app) fn once_more(&mut self, experiment: &'static Experiment) {
        self.model.dialogs.pop();
        self.ask_prediction(experiment);
    }

    /// Asks what will happen.
    fn ask_prediction(&mut self, experiment: &'static Experiment) {
        self.model.dialogs.push(Dialog::Asking(Asking { experiment, row: 0 }));
    }

    /// A prediction was chosen: the fault is armed, and the experiment begins.
    pub(in crate::app) fn begin_trial(&mut self, experiment: &'static Experiment, predicted: usize) {
        self.model.dialogs.clear();
        self.model.tour = false;
        self.leave_lesson();
        self.leave_trial();
        let others = self.model.faults.clone();
        let mut before = Box::new(self.prepare_form());
        let form = self.model.form_mut();
        if let Some(scope) = &experiment.scope {
            form.scope = TextField::new(scope);
        }
        form.use_nonce = experiment.nonce;
        self.focus_next_step();
        let armed = [Active { name: experiment.fault.clone(), times: Some(1) }];
        let Some(id) = self.control_faults(Some(&armed)) else {
            self.put_form_back(&mut before);
            return;
        };
        let since = self.model.exchanges.len();
        self.model.trial = Some(Trial {
            experiment,
            predicted,
            phase: Phase::Arming(id),
            step: 0,
            since,
            began: since,
            hint: false,
            before,
            others,
        });
        self.model.notice = None;
    }

    /// Leaves the experiment: its fault is off, and what was there before is there again. Gives the request that says so.
    pub(super) fn leave_trial(&mut self) -> Option<ExchangeId> {
        let trial = self.end_trial()?;
        self.model.faults.clone_from(&trial.others);
        self.control_faults(Some(&trial.others))
    }

    /// Leaves the program, after a question when something would be lost; who asks twice is not asked.
    pub(super) fn quit(&mut self) {
        let asked = matches!(self.model.dialogs.last(), Some(Dialog::Confirm(asked)) if asked.then == Confirmed::Leave);
        let lost = self.model.would_be_lost();
        if asked || lost.is_empty() || self.model.leaving.is_some() {
            return self.leave();
        }
        self.model.dialogs.push(Dialog::Confirm(Confirm {
            title: "Quit, and lose this?".to_owned(),
            text: lost,
            yes: "Quit".to_owned(),
            then: Confirmed::Leave,
            on_no: true,
        }));
    }

    /// Leaves the program. What an experiment armed must not wait for whoever comes next, so it goes first; who asks twice
    /// does not wait for that.
    pub(super) fn leave(&mut self) {
        // Where one is in a lesson is kept for the next time.
        self.leave_lesson();
        self.model.leaving = self.leave_trial();
        if self.model.leaving.is_none() {
            self.effects.push(Effect::Quit);
        }
    }

    fn end_trial(&mut self) -> Option<Trial> {
        let mut trial = self.model.trial.take()?;
        self.put_form_back(&mut trial.before);
        Some(trial)
    }

    /// Looks whether the step is over. Called at the end of every turn.
    pub(super) fn follow_trial(&mut self) {
        let Some(trial) = self.model.trial.as_ref().filter(|trial| trial.phase == Phase::Running) else { return };
        if !self.model.is_local() {
            self.leave_trial();
            return;
        }
        let steps = &trial.experiment.steps;
        if !steps.get(trial.step).is_some_and(|step| step.is_over(self.model, trial.since)) {
            return;
        }
        let actual = trial.experiment.predict.actual(self.model, trial.began);
        let (since, last) = (self.model.exchanges.len(), trial.step + 1 == steps.len());
        let Some(trial) = &mut self.model.trial else { return };
        trial.step += 1;
        trial.since = since;
        trial.hint = false;
        if last {
            // What came may have come for another reason; the simulation knows whether its fault acted.
            let asked = self.control_faults(None);
            if let (Some(trial), Some(id)) = (&mut self.model.trial, asked) {
                trial.phase = Phase::Asking(id, actual);
            }
        }
    }

    /// The simulation has said which faults act now, or nothing.
    pub(super) fn trial_answered(&mut self, id: ExchangeId, answered: bool) {
        if self.model.leaving == Some(id) {
            self.effects.push(Effect::Quit);
        }
        let Some(trial) = &mut self.model.trial else { return };
        let since = self.model.exchanges.len();
        match trial.phase {
            Phase::Arming(asked) | Phase::Asking(asked, _) if asked == id && !answered => {
                self.end_trial();
            }
            Phase::Arming(asked) if asked == id => {
                trial.phase = Phase::Running;
                (trial.since, trial.began) = (since, since);
            }
            Phase::Asking(asked, actual) if asked == id => {
                let name = &trial.experiment.fault;
                if self.model.faults.iter().any(|active| active.name == *name) {
                    trial.phase = Phase::Running;
                    (trial.step, trial.since, trial.began) = (0, since, since);
                    self.plain(
                        "The fault has not acted yet: something else came of it. Once more, from the first step.",
                    );
                } else {
                    self.compare(actual);
                }
            }
            Phase::Arming(_) | Phase::Running | Phase::Asking(..) => {}
        }
    }

    /// The experiment is over: predicted and actual, side by side.
    fn compare(&mut self, actual: Option<Actual>) {
        let Some(trial) = self.end_trial() else { return };
        if !trial.others.is_empty() {
            self.control_faults(Some(&trial.others));
        }
        if let Some(message) = actual.and_then(|actual| actual.message) {
            self.model.viewer.select(message, &self.model.exchanges);
        }
        let Trial { experiment, predicted, .. } = trial;
        self.model.dialogs.push(Dialog::Verdict(Verdict { experiment, predicted, actual, scroll: 0 }));
    }

    /// A lesson's question was answered.
    pub(super) fn lesson_predicted(&mut self, answer: usize) {
        if let Some(guess) = self.model.course.as_mut().and_then(|course| course.guess.as_mut()) {
            guess.chosen = Some(answer);
        }
    }
}
