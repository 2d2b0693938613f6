//! What is said above the footer, and what was said there before.

use std::time::Duration;

use super::Turn;
use crate::{
    app::{
        Notice, Said, Tone,
        dance::Code,
        dialog::{Dialog, Text},
    },
    oauth::{mask, redact},
    text,
};

/// How long good and plain news stay.
const STAYS: Duration = Duration::from_secs(6);

/// How many news are kept to be read again.
const KEPT: usize = 200;

impl Turn<'_> {
    pub(super) fn good(&mut self, text: impl Into<String>) {
        self.notice(text, Tone::Good);
    }

    pub(super) fn plain(&mut self, text: impl Into<String>) {
        self.notice(text, Tone::Plain);
    }

    pub(super) fn bad(&mut self, text: impl Into<String>) {
        self.notice(text, Tone::Bad);
    }

    pub(super) fn notice(&mut self, text: impl Into<String>, tone: Tone) {
        // Servers, filters and commands repeat what they were given.
        let text = text.into();
        let text = redact::replace(&text, &redact::in_words(&text), |_, secret| mask(secret));
        let until = match tone {
            Tone::Good | Tone::Plain => Some(self.now + STAYS),
            Tone::Bad => None,
        };
        let said = &mut self.model.said;
        // Said twice in a row, it is said once.
        if said.back().is_some_and(|last| last.text == text) {
            said.pop_back();
        }
        said.push_back(Said { text: text.clone(), tone, at: self.now });
        if said.len() > KEPT {
            said.pop_front();
        }
        self.model.notice = Some(Notice { text, tone, until, refuses: None });
    }

    /// Changes the words of what was said last, where they are shown and where they can be read again.
    pub(super) fn reword(&mut self, change: impl FnOnce(&str) -> String) {
        let Some(Notice { text, tone, refuses, .. }) = self.model.notice.take() else { return };
        if self.model.said.back().is_some_and(|last| last.text == text) {
            self.model.said.pop_back();
        }
        self.notice(change(&text), tone);
        if let Some(notice) = &mut self.model.notice {
            notice.refuses = refuses;
        }
    }

    /// Names the codes that are nowhere any more, so that they can be pasted again: a person went to ORCID for each.
    pub(super) fn say_dropped(&mut self, codes: &[Code]) {
        for code in codes {
            if self.model.holds_code(&code.value) {
                continue;
            }
            let of = &code.sent.environment.title;
            let became = if code.sent_off { "was sent, and perhaps exchanged" } else { "was not exchanged" };
            let dropped = format!("The code {} of {of} {became}; pasted, it is here again.", code.value);
            if self.model.notice.is_some() {
                self.reword(|said| format!("{said} {dropped}"));
            } else {
                self.plain(dropped);
            }
        }
    }

    /// All that was said in this session, the newest first.
    pub(super) fn show_notices(&mut self) {
        let line = |said: &Said| format!("{} {} ({})", said.tone.sign(), said.text, text::age(said.at, self.now));
        let lines = self.model.said.iter().rev().map(line).collect();
        self.model.dialogs.push(Dialog::Text(Text { title: "What was said".to_owned(), lines, url: None, scroll: 0 }));
    }
}
