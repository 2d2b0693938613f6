//! How far the dance is, in four words, and what comes next: derived, never stored.

use jiff::Timestamp;

use super::{
    Command, Model,
    available::local_serves,
    dance::Step,
    finding::{Severity, findings},
};
use crate::oauth::AuthorizationResponse;

/// How far one step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Not yet.
    Open,
    /// This is where one is.
    Now,
    /// It is done.
    Done,
    /// It is done, and something about it needs a look.
    Doubtful,
    /// It went wrong.
    Failed,
}

impl StepState {
    /// Its mark, so that colour is not the only difference.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Open => "○",
            Self::Now => "●",
            Self::Done => "✓",
            Self::Doubtful => "!",
            Self::Failed => "✗",
        }
    }
}

/// The four steps of the dance with their names.
pub fn steps(model: &Model) -> [(&'static str, StepState); 4] {
    let dance = &model.dance;
    // What comes with time alone, the age of a code, is not of the configuration.
    let found = findings(model, Timestamp::UNIX_EPOCH);
    let worst = found.iter().map(|finding| finding.severity).min();
    let configured = worst != Some(Severity::Error);
    let granted = model.dance.granted.as_ref();
    let live = granted.is_some_and(|granted| granted.revoked.is_none());
    let configure = match worst {
        Some(Severity::Error) => StepState::Failed,
        Some(Severity::Warning) => StepState::Doubtful,
        Some(Severity::Note) | None => StepState::Done,
    };
    let denied = dance.dead_end.is_some()
        || dance.arrived.as_ref().is_some_and(|arrived| {
            arrived.foreign().is_some() || matches!(arrived.response, AuthorizationResponse::Error { .. })
        });
    let authorize = match () {
        () if dance.code.is_some() => StepState::Done,
        () if denied => StepState::Failed,
        () if dance.sent.is_none() && granted.is_some_and(|granted| !granted.response.is_two_legged()) => {
            StepState::Done
        }
        () if configured || dance.sent.is_some() => StepState::Now,
        () => StepState::Open,
    };
    let spent = dance.code.as_ref().is_some_and(|code| code.spent.is_some());
    let token = match () {
        // A refused refresh takes nothing away.
        () if dance.refused.is_some() && (dance.step == Step::Exchange || !live) => StepState::Failed,
        () if granted.is_some_and(|granted| granted.revoked.is_some()) => StepState::Failed,
        () if dance.code.is_some() && !spent => StepState::Now,
        () if live => StepState::Done,
        () => StepState::Open,
    };
    let used = match () {
        () if dance.used && granted.is_some() => StepState::Done,
        () if live => StepState::Now,
        () => StepState::Open,
    };
    [("Configure", configure), ("Authorize", authorize), ("Token", token), ("Use", used)]
}

impl Model {
    /// The command that takes the dance one step further; `None` when it is over.
    pub fn next_step(&self) -> Option<Command> {
        let dance = &self.dance;
        match (&dance.code, &dance.granted) {
            _ if dance.exchanging.is_some() => None,
            (Some(code), _) if code.spent.is_none() && !dance.code_is_useless() => Some(Command::Exchange),
            (_, Some(granted)) if granted.revoked.is_none() => {
                // A token without a record is for other tools.
                let whose = granted.response.researcher();
                let next = if whose.is_some() { Command::ReadRecord } else { Command::CopyAccessToken };
                (!dance.used).then_some(next)
            }
            _ if local_serves(self).is_err() => None,
            _ if self.is_local() => Some(Command::ActAsResearcher),
            _ => Some(Command::OpenBrowser),
        }
    }
}
