//! What is awaited: everything outside that was asked for and owes the program a message. The spinner, Esc and `--plain` go
//! by it, and by nothing else.

use super::{Effect, Local, Model, Msg, dance::Capture, document::Ticket};
use crate::oauth::ExchangeId;

/// Something outside that owes the program a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// The answer to a request.
    Answer(ExchangeId),
    /// The researcher's redirect, on its way to the listener.
    Callback,
    /// What this command prints for the client secret.
    Secret(String),
    /// A body that is laid out, searched or filtered.
    Work(Ticket),
    /// A text from the user's editor.
    Text,
    /// How a copy went.
    Copy,
    /// A file that is written.
    File,
    /// Tokens that are stored, outside of a request.
    Tokens,
    /// What the token store holds.
    Stock,
    /// The saved profiles.
    Profiles,
    /// What the doctor finds on this computer.
    Examination,
    /// How two messages differ.
    Difference,
    /// A session from a file.
    Session,
}

/// All of it, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct AllAwaited(Vec<Awaited>);

impl AllAwaited {
    /// These effects are about to be performed.
    pub(super) fn asked(&mut self, effects: &[Effect]) {
        for effect in effects {
            self.0.extend(asked(effect));
            if let Some(stopped) = stopped(effect) {
                self.0.retain(|awaited| *awaited != stopped);
            }
        }
    }

    /// A message is there.
    pub(super) fn came(&mut self, msg: &Msg) {
        if let Some(place) = answered(msg).and_then(|came| self.0.iter().position(|awaited| *awaited == came)) {
            self.0.remove(place);
        }
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What Esc gives up: the newest of what a person may not want to wait for.
    pub fn to_give_up(&self) -> Option<&Awaited> {
        self.0.iter().rev().find(|awaited| matches!(awaited, Awaited::Answer(_) | Awaited::Secret(_)))
    }
}

impl Model {
    /// Whether something is under way that a spinner shows.
    pub fn is_busy(&self) -> bool {
        self.viewer.is_working() || self.awaited.to_give_up().is_some()
    }

    /// Whether something is under way that may change what the next input means.
    pub fn is_waiting(&self) -> bool {
        !self.awaited.is_empty()
            || matches!(self.dance.capture, Capture::Starting(_))
            || (self.is_local() && self.local == Local::Starting)
    }
}

/// What owes a message once this is performed. Not the listener and the simulated ORCID, whose beginnings the model knows,
/// and not the browser, which may run for as long as it likes.
fn asked(effect: &Effect) -> Option<Awaited> {
    Some(match effect {
        Effect::Send { id, .. } => Awaited::Answer(*id),
        Effect::Visit(_) => Awaited::Callback,
        Effect::RunSecretCommand(command) => Awaited::Secret(command.clone()),
        Effect::Work(work) => Awaited::Work(work.ticket),
        Effect::EditText { .. } => Awaited::Text,
        Effect::Copy { .. } | Effect::CopyContent(_) => Awaited::Copy,
        Effect::SaveFile { .. } | Effect::SaveContent { .. } => Awaited::File,
        Effect::KeepTokens { .. } => Awaited::Tokens,
        Effect::ListTokens | Effect::ForgetToken(_) => Awaited::Stock,
        Effect::SaveProfile { .. } | Effect::DeleteProfile { .. } => Awaited::Profiles,
        Effect::Examine { .. } => Awaited::Examination,
        Effect::Compare(_) => Awaited::Difference,
        Effect::OpenSession { .. } => Awaited::Session,
        Effect::StartLocal
        | Effect::Cancel(_)
        | Effect::Listen { .. }
        | Effect::StopListening
        | Effect::OpenBrowser(_)
        | Effect::SavePending(_)
        | Effect::NoteRevoked(_)
        | Effect::NoteSeen(..)
        | Effect::UseProfile(_)
        | Effect::StopSecretCommand(_)
        | Effect::StopWork(_)
        | Effect::SaveProgress(_)
        | Effect::Redraw
        | Effect::Mouse(_)
        | Effect::Suspend
        | Effect::Quit => return None,
    })
}

/// What owes nothing any more once this is performed.
fn stopped(effect: &Effect) -> Option<Awaited> {
    match effect {
        Effect::Cancel(id) => Some(Awaited::Answer(*id)),
        Effect::StopSecretCommand(command) => Some(Awaited::Secret(command.clone())),
        Effect::StopWork(ticket) => Some(Awaited::Work(*ticket)),
        _ => None,
    }
}

/// What a message is the answer to.
fn answered(msg: &Msg) -> Option<Awaited> {
    Some(match msg {
        Msg::Received(id, ..) => Awaited::Answer(*id),
        Msg::Captured(_) | Msg::NotVisited(_) => Awaited::Callback,
        Msg::SecretCommand(command, _) => Awaited::Secret(command.clone()),
        Msg::Worked(worked) => Awaited::Work(worked.ticket),
        Msg::TextEdited(_) => Awaited::Text,
        Msg::Copied(_) => Awaited::Copy,
        Msg::FileSaved(_) | Msg::Kept(_) => Awaited::File,
        Msg::TokensKept { .. } => Awaited::Tokens,
        Msg::Stock(_) => Awaited::Stock,
        Msg::Profiles { .. } => Awaited::Profiles,
        Msg::Examined(_) => Awaited::Examination,
        Msg::Compared(_) => Awaited::Difference,
        Msg::Opened { .. } => Awaited::Session,
        Msg::Key(_)
        | Msg::Command(_)
        | Msg::Focus(_)
        | Msg::Select(_)
        | Msg::Paste(_)
        | Msg::Click(..)
        | Msg::Drag(..)
        | Msg::Wheel(..)
        | Msg::Resize(_)
        | Msg::Woke
        | Msg::Local(_)
        | Msg::Listening(_)
        | Msg::Readdressed(..)
        | Msg::BrowserShown(_)
        | Msg::BrowserOpened(_)
        | Msg::Arriving(..)
        | Msg::Trouble(_) => return None,
    })
}
