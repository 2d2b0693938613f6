//! The fault lab: an experiment for every fault of the simulated ORCID (`assets/lab.toml`). One predicts, the fault is armed
//! once, one takes the real steps in the live panes, and what really came decides which of the answers was right.

mod dialogs;

use std::sync::LazyLock;

use serde::Deserialize;

pub use dialogs::{Asking, COLUMNS, LABELS, Verdict};

use super::{
    Command, Model,
    document::{Line, Role},
    fault::{Active, faults},
    form::Form,
    lesson::{Actual, Prediction, Step, some},
    strip::{Strip, keys, paragraphs, with_hint},
};
use crate::oauth::ExchangeId;

/// An experiment.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// The fault that it is about, by its name in `assets/faults.toml`.
    pub fault: String,
    /// What the fault is, and how it comes about in life.
    pub about: String,
    /// The scopes that are asked for; those of `local` without it.
    pub scope: Option<String>,
    /// Whether a nonce is sent.
    #[serde(default)]
    pub nonce: bool,
    /// The question, and what can be answered.
    pub predict: Prediction,
    /// Why it happens as it does.
    pub why: String,
    /// What an application must do about it.
    pub must: String,
    /// The steps to take, at least one.
    #[serde(rename = "step", deserialize_with = "some")]
    pub steps: Vec<Step>,
}

impl Experiment {
    /// The one after it in the list; none after the last one.
    pub fn following(&self) -> Option<&'static Self> {
        let faults = faults();
        let here = faults.iter().position(|fault| fault.name == self.fault)?;
        of_fault(&faults.get(here + 1)?.name)
    }
}

/// Reads experiments.
///
/// # Errors
/// When it is not the TOML that experiments are made of, with the line.
pub fn parse(text: &str) -> Result<Vec<Experiment>, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        experiment: Vec<Experiment>,
    }
    let file: File = toml::from_str(text).map_err(|why| why.to_string())?;
    Ok(file.experiment)
}

static EXPERIMENTS: LazyLock<Vec<Experiment>> =
    LazyLock::new(|| parse(include_str!("../../../assets/lab.toml")).expect("the experiments are valid (tested)"));

/// All of them.
pub fn experiments() -> &'static [Experiment] {
    &EXPERIMENTS
}

/// The experiment of a fault.
pub fn of_fault(name: &str) -> Option<&'static Experiment> {
    EXPERIMENTS.iter().find(|experiment| experiment.fault == name)
}

/// How far a trial is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The fault is being armed: nothing counts yet.
    Arming(ExchangeId),
    /// The steps are being taken.
    Running,
    /// They were taken, and the simulated ORCID is asked whether the fault has acted; with what really happened.
    Asking(ExchangeId, Option<Actual>),
}

/// An experiment under way.
#[derive(Clone, Debug)]
pub struct Trial {
    /// Which.
    pub experiment: &'static Experiment,
    /// The answer that was chosen.
    pub predicted: usize,
    /// How far it is.
    pub phase: Phase,
    /// The step, from 0 on.
    pub step: usize,
    /// The messages that there were when the step began.
    pub since: usize,
    /// The messages that there were when the fault was armed.
    pub began: usize,
    /// Whether the hint is shown.
    pub hint: bool,
    /// What pane 1 held before, to be put back.
    pub before: Box<Form>,
    /// The faults that acted before, to be put back.
    pub others: Vec<Active>,
}

/// What the strip above the panes says of the experiment under way.
pub fn strip(model: &Model) -> Option<Strip> {
    let trial = model.trial.as_ref()?;
    let experiment = trial.experiment;
    let steps = experiment.steps.len();
    let title = format!("Fault lab · {} · step {} of {steps}", experiment.fault, (trial.step + 1).min(steps));
    let mut lines = match experiment.steps.get(trial.step) {
        Some(_) if matches!(trial.phase, Phase::Arming(_)) => {
            vec![Line::of(Role::Comment, "The fault is being armed …")]
        }
        Some(step) => paragraphs(Role::Plain, &step.say),
        None => vec![Line::of(Role::Comment, "The simulated ORCID is asked whether the fault has acted …")],
    };
    if let Some(last) = lines.last_mut() {
        last.push(Role::Comment, &format!("  You predict: {}.", experiment.predict.say(trial.predicted)));
    }
    let hint = experiment.steps.get(trial.step).and_then(|step| step.way(model.is_plain));
    if let Some(hint) = hint.filter(|_| trial.hint) {
        lines = with_hint(lines, hint, model.size);
    }
    let keys = keys(model, &[(Command::Hint, "hint"), (Command::Faults, "leave, other faults")]);
    Some(Strip { title, keys, lines })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_its_experiment_and_no_other_has() {
        let mut asked: Vec<&str> = experiments().iter().map(|experiment| experiment.fault.as_str()).collect();
        let mut there: Vec<&str> = faults().iter().map(|fault| fault.name.as_str()).collect();
        assert_eq!(asked.len(), there.len());
        asked.sort_unstable();
        there.sort_unstable();
        assert_eq!(asked, there);
        for experiment in experiments() {
            assert!((2..=4).contains(&experiment.predict.answers.len()), "{}", experiment.fault);
            assert!(experiment.predict.ask.ends_with('?'), "{}", experiment.fault);
        }
    }

    #[test]
    fn what_is_wrong_with_an_experiment_is_said_with_its_line() {
        let text = "[[experiment]]\nfault = \"slow\"\nabout = \"\"\nwhy = \"\"\nmust = \"\"\npredict = { ask = \"?\", answers = [] }\nstep = []\n";
        let error = parse(text).unwrap_err();
        assert!(error.contains("line 6") && error.contains("two answers"), "{error}");
    }
}
