//! Pane 3 at work: forms, folds, filters, files, and answers that arrive.

use super::Turn;
use crate::{
    app::{
        control::Control,
        dialog::{Confirm, Confirmed, Dialog, SaveFile},
        document::{self, Mode},
        field::TextField,
        msg::{Effect, NotSaved},
        viewer::{Filter, Viewer},
    },
    oauth::{Arrived, ExchangeId, Outcome, Secret},
    text,
};

/// Larger values are not copied: what would paste them?
const MOST_COPIED: usize = 8 << 20;

impl Turn<'_> {
    /// The message in another form, at the place where one was there.
    pub(super) fn show_as(&mut self, mode: Mode) {
        let viewer = &mut self.model.viewer;
        viewer.mode = mode;
        if mode != Mode::Pretty {
            // A filter works on what is laid out.
            while viewer.leave_filter() {}
        }
    }

    /// Does something at the cursor of pane 3, which gets the focus.
    pub(super) fn in_viewer(&mut self, change: impl FnOnce(&mut Viewer)) {
        self.model.focus = Control::Viewer;
        change(&mut self.model.viewer);
    }

    /// After typing into the search or the filter.
    pub(super) fn viewer_edited(&mut self) {
        if self.model.viewer.is_typing_filter() {
            if let Some(filter) = &mut self.model.viewer.filter {
                filter.error = None;
            }
            return;
        }
        self.model.viewer.find();
        self.go_to_match(0);
    }

    pub(super) fn open_filter(&mut self) {
        self.in_viewer(|viewer| {
            viewer.search = None;
            let filter = viewer
                .filter
                .get_or_insert_with(|| Filter { code: TextField::suggested(&viewer.filtered_by), ..Filter::default() });
            filter.typing = true;
        });
    }

    /// The value at the cursor, for copying.
    pub(super) fn value_at_cursor(&mut self) -> Option<(&'static str, Secret)> {
        let viewer = &self.model.viewer;
        let line = viewer.cursor.line;
        let size = viewer.document.value_size(line)?;
        if size > MOST_COPIED {
            let limit = text::size(MOST_COPIED);
            self.bad(format!("{} are too much for a clipboard ({limit} at most). Save the body.", text::size(size)));
            return None;
        }
        let what = match viewer.filter.as_ref().is_some_and(|filter| filter.result.is_some()) {
            true if viewer.shown_until.is_none() => "the value (as the filter saw it: secrets masked)",
            _ => "the value",
        };
        Some((what, Secret::new(viewer.document.value_of(line)?)))
    }

    /// Asks where to save what is shown: the results of the filter, else the body as it was received.
    pub(super) fn open_save_body(&mut self) {
        let Some(exchange) = self.model.selected_exchange() else { return };
        let Some((answer, _)) = document::answer(exchange) else { return };
        let filtered = self.model.viewer.shown_bytes();
        let kind = answer.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let extension = match kind {
            _ if filtered.is_some() => "json",
            kind if kind.contains("json") => "json",
            kind if kind.contains("xml") => "xml",
            kind if kind.contains("html") => "html",
            kind if kind.starts_with("text/") => "txt",
            _ => "bin",
        };
        // The last words of the path, as far as they can stand in any file's name.
        let path = exchange.request.uri().path();
        let mut words: Vec<&str> = path.rsplit('/').filter(|word| !word.is_empty()).take(2).collect();
        words.reverse();
        let mut name: String = words.join("-").chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        if name.is_empty() {
            name.push_str("answer");
        }
        let path = TextField::new(&format!("{name}.{extension}"));
        let bytes = filtered.unwrap_or_else(|| answer.body().clone());
        self.model.dialogs.push(Dialog::SaveFile(SaveFile { path, bytes, error: None }));
    }

    pub(in crate::app) fn save_file(&mut self, path: String, bytes: bytes::Bytes, replace: bool) {
        if !path.is_empty() {
            self.effects.push(Effect::SaveFile { path, bytes, replace });
        }
    }

    pub(super) fn file_saved(&mut self, answer: Result<String, NotSaved>) {
        match answer {
            Ok(place) => {
                if matches!(self.model.dialogs.last(), Some(Dialog::SaveFile(_))) {
                    self.model.dialogs.pop();
                }
                self.good(format!("Saved as {place}, readable by you alone."));
            }
            Err(why) => self.not_saved(why),
        }
    }

    /// A file that was named is not saved. Whether one that is there is replaced, is asked.
    pub(super) fn not_saved(&mut self, why: NotSaved) {
        let is_open = matches!(self.model.dialogs.last(), Some(Dialog::Keep(_) | Dialog::SaveFile(_)));
        match why {
            NotSaved::Failed(why) => self.file_failed(why),
            NotSaved::Exists(place) if is_open => self.model.dialogs.push(Dialog::Confirm(Confirm {
                title: "Replace the file?".to_owned(),
                text: vec![format!("{place} is there already."), "What it holds would be lost.".to_owned()],
                yes: "Replace it".to_owned(),
                then: Confirmed::ReplaceFile,
                on_no: true,
            })),
            NotSaved::Exists(place) => self.bad(format!("{place} is there already; it stays.")),
        }
    }

    /// Yes: the dialog that named the file is below the question.
    pub(super) fn replace_file(&mut self) {
        match self.model.dialogs.last().cloned() {
            Some(Dialog::Keep(dialog)) => self.keep_in_file(&dialog, true),
            Some(Dialog::SaveFile(dialog)) => {
                self.save_file(dialog.path.text().trim().to_owned(), dialog.bytes, true);
            }
            Some(_) | None => {}
        }
    }

    /// Why a file was not saved or opened: in the dialog that named it, as long as it is open.
    pub(super) fn file_failed(&mut self, why: String) {
        match self.model.dialogs.last_mut() {
            Some(Dialog::Keep(dialog)) => dialog.error = Some(why),
            Some(Dialog::SaveFile(dialog)) => dialog.error = Some(why),
            Some(_) | None => self.bad(why),
        }
    }

    /// More of an answer is there. What comes behind a whole answer says nothing new.
    pub(super) fn arriving(&mut self, id: ExchangeId, arrived: Box<Arrived>) {
        let Some(exchange) = self.model.exchanges.iter_mut().rev().find(|exchange| exchange.id == id) else { return };
        match exchange.outcome {
            Outcome::Pending | Outcome::Cancelled | Outcome::Failed { .. } => exchange.arrived = Some(arrived),
            Outcome::Answered { .. } | Outcome::Unseen => {}
        }
    }
}
