//! The paste box of pane 2: a field that takes whatever it is given, and what is known of the text in it.

use super::field::{Editing, TextField};
use crate::oauth::redact;

/// The box.
#[derive(Clone, Debug, Default)]
pub struct PasteBox {
    /// The text, with what it was before.
    pub field: TextField,
    /// Whether a secret was in it since it was last empty: what is left of one after an edit is hidden too.
    pub is_secret: bool,
    /// Whether the text was pasted, and not edited since: another paste takes its place.
    pub is_untouched: bool,
}

impl PasteBox {
    /// Takes a text for the one that is there, which can be brought back.
    pub(super) fn replace(&mut self, text: &str) {
        self.field.set(text);
        self.is_untouched = true;
        // What was known of the earlier one is not of this one.
        self.is_secret = false;
    }

    /// What holds after a key changed the text.
    pub(super) fn edited(&mut self, editing: Option<Editing>) {
        self.is_untouched = false;
        // A part of a secret may have come back, in which no secret is seen.
        self.is_secret |= editing.is_some_and(Editing::restores) && self.field.remembers(holds_secret);
    }

    /// What holds after every message.
    pub(super) fn settle(&mut self) {
        self.is_secret = !self.field.is_empty() && (self.is_secret || holds_secret(self.field.text()));
    }
}

fn holds_secret(text: &str) -> bool {
    !redact::in_any(text).is_empty()
}
