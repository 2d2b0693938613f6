//! The list of messages, comparing two of them, sessions and transcripts, copying as code.

use super::Turn;
use crate::{
    app::{
        Command,
        diagnosis::{Diagnosed, situation},
        dialog::{Confirm, Confirmed, Dialog},
        export::{self, Export},
        history::{Difference, History},
        keep::{self, Content, Keep, Opened, Task},
        msg::{Effect, NotSaved},
    },
    oauth::{Exchange, ExchangeId, Outcome, export::Secrets},
    orcid::diagnosis::Situation,
};

impl Turn<'_> {
    pub(super) fn open_history(&mut self) {
        self.model.dialogs.push(Dialog::History(History::at(self.model.viewer.selected)));
    }

    pub(super) fn open_export(&mut self) {
        self.model.dialogs.push(Dialog::Export(Export::default()));
    }

    /// Asks for the file of a task, and proposes a name.
    fn ask_file(&mut self, task: Task, name: &str) {
        self.model.dialogs.push(Dialog::Keep(Keep::new(task, name)));
    }

    pub(super) fn ask_session_to_save(&mut self) {
        self.ask_file(Task::SaveSession, &keep::file_name("session", "har", self.now));
    }

    pub(super) fn ask_session_to_open(&mut self) {
        let last = self.model.session_file.clone().unwrap_or_default();
        self.ask_file(Task::OpenSession, &last);
    }

    pub(super) fn ask_transcript_to_save(&mut self) {
        self.ask_file(Task::SaveTranscript, &keep::file_name("transcript", "md", self.now));
    }

    pub(super) fn copy_transcript(&mut self) {
        self.effects.push(Effect::CopyContent(Content::Transcript(keep::snapshot(self.model, self.now))));
    }

    /// Enter in the list: shows the message, or compares it with the one that was marked.
    pub(in crate::app) fn history_chosen(&mut self) {
        let Some(Dialog::History(history)) = self.model.dialogs.last() else { return };
        let Some(index) = history.chosen() else { return };
        match history.base.and_then(|id| self.model.exchange(id)) {
            Some(base) if base.id == self.model.exchanges[index].id => {
                self.plain("That is the marked message itself: choose another one, or unmark it with Tab.");
            }
            Some(base) => {
                let at = self.model.exchanges.iter().position(|exchange| exchange.id == base.id).unwrap_or_default();
                // By the numbers that pane 3 shows: earlier messages may be cleared.
                let pair = [at, index]
                    .map(|at| Exchange { id: ExchangeId(at as u64 + 1), ..self.model.exchanges[at].clone() });
                self.effects.push(Effect::Compare(Box::new(pair.into())));
            }
            None => {
                self.model.dialogs.pop();
                self.model.viewer.select(index, &self.model.exchanges);
                self.command(Command::ShowMessages);
            }
        }
    }

    /// Asks before the messages are taken out of the list.
    pub(super) fn ask_clear_messages(&mut self) {
        let count = crate::text::count(self.model.exchanges.len(), "message");
        self.model.dialogs.push(Dialog::Confirm(Confirm {
            title: "Clear the messages?".to_owned(),
            text: vec![
                format!("{count} leave the list for good. To have them later, save them as a session first (O s)."),
                "Tokens, code and client stay in hand. The diagnosis looks back on earlier messages, so it will know less."
                    .to_owned(),
            ],
            yes: "Clear".to_owned(),
            then: Confirmed::ClearMessages,
            on_no: true,
        }));
    }

    /// Takes every message out of the list but those that are under way.
    pub(super) fn clear_messages(&mut self) {
        let model = &mut *self.model;
        model.cleared = model.next_exchange_id().0 - 1;
        model.exchanges.retain(|exchange| matches!(exchange.outcome, Outcome::Pending));
        let stays = |id: &ExchangeId| model.exchanges.iter().any(|exchange| exchange.id == *id);
        model.loaded.retain(|id, _| stays(id));
        model.diagnoses.retain(|id, _| stays(id));
        model.pasted = None;
        // What they tell of in pane 2 is told by the messages.
        let dance = &mut model.dance;
        (dance.dropped, dance.dead_end, dance.astray, dance.refused) = (None, None, None, None);
        model.viewer.clear(&model.exchanges);
        // What was said names iDs, codes and what servers answered.
        model.said.clear();
        self.good("The messages are cleared.");
    }

    /// Tab in the list: marks the message that another is compared with, or takes the mark away.
    pub(in crate::app) fn mark_for_comparison(&mut self) {
        let Some(Dialog::History(history)) = self.model.dialogs.last() else { return };
        let chosen = history.chosen().and_then(|index| self.model.exchanges.get(index)).map(|exchange| exchange.id);
        if let Some(Dialog::History(history)) = self.model.dialogs.last_mut() {
            history.base = if history.base == chosen { None } else { chosen };
        }
    }

    /// The answer to [`Effect::Compare`].
    pub(super) fn compared(&mut self, difference: Difference) {
        self.model.dialogs.push(Dialog::Difference(difference));
    }

    /// What stands in the dialog of code, with the secrets that were asked for; or the reason is told.
    fn exported(&mut self) -> Option<(export::Kind, String)> {
        let Some(Dialog::Export(open)) = self.model.dialogs.last() else { return None };
        let kind = export::chosen(self.model, open);
        let secrets = if open.real { Secrets::Real } else { Secrets::AsVariables };
        match export::text(self.model, kind, secrets) {
            Ok(text) => Some((kind, text)),
            Err(why) => {
                self.bad(why);
                None
            }
        }
    }

    /// Enter in the dialog of code: copies.
    pub(in crate::app) fn copy_export(&mut self) {
        if let Some((kind, text)) = self.exported() {
            self.model.dialogs.pop();
            self.effects.push(Effect::Copy { what: kind.title(), text: text.into() });
        }
    }

    /// `s` in the dialog of code: asks for a file.
    pub(in crate::app) fn save_export(&mut self) {
        if let Some((kind, text)) = self.exported() {
            self.ask_file(Task::SaveCode(text.into()), &kind.file_name());
        }
    }

    /// Enter in the dialog of a file.
    pub(in crate::app) fn file_named(&mut self, dialog: &Keep) {
        self.keep_in_file(dialog, false);
    }

    /// The same; with `replace` in the place of a file that is there.
    pub(super) fn keep_in_file(&mut self, dialog: &Keep, replace: bool) {
        let path = dialog.path.text().trim().to_owned();
        if path.is_empty() {
            if let Some(Dialog::Keep(dialog)) = self.model.dialogs.last_mut() {
                dialog.error = Some("Type the name of a file.".to_owned());
            }
            return;
        }
        let now = self.now;
        let content = match &dialog.task {
            Task::OpenSession => {
                let situation = Box::new(situation(self.model));
                self.effects.push(Effect::OpenSession { path, situation });
                return;
            }
            Task::SaveSession => Content::Session(keep::snapshot(self.model, now), dialog.real),
            Task::SaveTranscript => Content::Transcript(keep::snapshot(self.model, now)),
            Task::SaveCode(text) => Content::Code(text.clone()),
        };
        self.effects.push(Effect::SaveContent { path, content, replace });
    }

    /// The answer to [`Effect::SaveContent`]: what was saved and where, or why not.
    pub(super) fn kept(&mut self, answer: Result<(&'static str, String), NotSaved>) {
        match answer {
            Ok((what, path)) => {
                let keeps = |dialog: &Dialog| matches!(dialog, Dialog::Keep(keep) if keep.task == Task::SaveSession);
                if self.model.dialogs.last().is_some_and(keeps) {
                    self.model.session_file = Some(path.clone());
                }
                self.close_keep();
                self.good(format!("Saved {what}: {path} (for you alone, mode 0600)."));
            }
            Err(why) => self.not_saved(why),
        }
    }

    /// The answer to [`Effect::OpenSession`]: its messages are added to those that are there.
    pub(super) fn opened(&mut self, answer: Result<Opened, String>) {
        let Opened { name, session, found } = match answer {
            Ok(opened) => opened,
            Err(why) => return self.file_failed(why),
        };
        if let Some(Dialog::Keep(keep)) = self.model.dialogs.last() {
            self.model.session_file = Some(keep.path.text().trim().to_owned());
        }
        self.close_keep();
        let first = self.model.exchanges.len();
        let count = session.exchanges.len();
        let now = situation(self.model);
        for (mut exchange, found) in session.exchanges.into_iter().zip(found) {
            exchange.id = self.model.next_exchange_id();
            let situation = if found.is_empty() { Situation::default() } else { now.clone() };
            self.model.diagnoses.insert(exchange.id, Diagnosed { found, situation });
            self.model.loaded.insert(exchange.id, name.clone());
            self.model.exchanges.push(exchange);
        }
        if count > 0 {
            self.model.viewer.select(first, &self.model.exchanges);
        }
        let redacted = if session.redacted { " Their secrets are placeholders." } else { "" };
        let left_out = match session.left_out.len() {
            0 => String::new(),
            number => format!(" {number} that are no HTTP were left out."),
        };
        let messages = crate::text::count(count, "message");
        self.good(format!("Opened {name}: {messages}, marked ⤓ in pane 3.{redacted}{left_out}"));
    }

    fn close_keep(&mut self) {
        if matches!(self.model.dialogs.last(), Some(Dialog::Keep(_))) {
            self.model.dialogs.pop();
        }
    }
}
