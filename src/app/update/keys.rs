//! Keys and pastes: whose they are, and what they mean there.

use super::Turn;
use crate::{
    app::{
        Key, KeyCode,
        control::Control,
        field::{Editing, TextField},
        keymap::{Context, KEYMAP, Lookup},
    },
    orcid::paste::{self, Pasted},
    text::size,
};

/// How long a paste can be: whatever belongs here is far shorter, and what is longer would stop the screen.
const LONGEST: usize = 1_000_000;

impl Turn<'_> {
    pub(super) fn key(&mut self, key: Key) {
        // Bad news stay until they were seen: any key says so. Good news end with what is done next.
        self.model.notice.take_if(|notice| notice.until.is_none());
        let context = self.model.context();
        let prefix = std::mem::take(&mut self.model.prefix);
        if !prefix.is_empty() && key.code == KeyCode::Esc {
            return;
        }
        match KEYMAP.lookup(context, &prefix, key) {
            Lookup::Prefix => {
                self.model.prefix = prefix;
                self.model.prefix.push(key);
            }
            Lookup::Command(command) => {
                if !command.only_moves() {
                    self.model.notice = None;
                }
                self.command(command);
            }
            Lookup::Unbound if context == Context::Dialog => {
                self.model.notice = None;
                self.type_into_dialog(key);
            }
            Lookup::Unbound if context == Context::Text => {
                self.model.notice = None;
                self.type_into_field(key);
            }
            Lookup::Unbound => {}
        }
    }

    fn type_into_field(&mut self, key: Key) {
        if let Some(field) = self.model.viewer.typed() {
            if field.key(key) {
                self.viewer_edited();
            }
            return;
        }
        let in_box = self.model.focus == Control::Paste;
        if let Some(field) = self.focused_field()
            && field.key(key)
            && in_box
        {
            self.model.paste.edited(Editing::of(key));
        }
    }

    /// The text field that has the focus.
    pub(super) fn focused_field(&mut self) -> Option<&mut TextField> {
        let focus = self.model.focus;
        let form = &mut self.model.forms[0];
        match focus {
            Control::ClientId => Some(&mut form.client_id),
            Control::ClientSecret => Some(&mut form.client_secret),
            Control::RedirectUri => Some(&mut form.redirect_uri),
            Control::Scope => Some(&mut form.scope),
            Control::ResponseType => Some(&mut form.response_type),
            Control::Parameter(parameter) => Some(form.parameter_mut(parameter)),
            Control::Paste => Some(&mut self.model.paste.field),
            Control::Environment
            | Control::Advanced
            | Control::UseState
            | Control::UseNonce
            | Control::Pkce
            | Control::AuthMethod
            | Control::Url
            | Control::Finding(_)
            | Control::Button(_)
            | Control::Viewer => None,
        }
    }

    /// A bracketed paste: into the field that has the focus, else into the paste box, and taken there at once. A token
    /// response is taken wherever the focus is. In the paste box it takes the place of an earlier one, and is added to
    /// what was typed there.
    pub(super) fn paste(&mut self, text: &str) {
        self.model.prefix.clear();
        self.model.notice = None;
        if text.len() > LONGEST {
            self.bad(format!(
                "What you pasted has {}, and the program takes {} at once. Save it in a file; «orcid-playground explain - < FILE» reads that.",
                size(text.len()),
                size(LONGEST)
            ));
            return;
        }
        let takes_its_place = self.model.paste.field.is_empty() || self.model.paste.is_untouched;
        let added = self.model.focus != Control::Paste || !takes_its_place;
        if let Some(dialog) = self.model.dialogs.last_mut() {
            if dialog.verbs_mut().takes_paste() {
                self.ask(|dialog| dialog.paste(text));
            } else {
                self.plain("What you pasted has no place in this dialog: Esc closes it, then paste again.");
            }
        } else if let Some(field) = self.model.viewer.typed() {
            field.insert(text.trim());
            self.viewer_edited();
        } else if matches!(paste::recognise(text), Pasted::TokenResponse(_)) {
            // It fits no field, and is worth too much to be lost in one.
            self.take_paste(text);
        } else if let Some(field) = self.focused_field().filter(|_| added) {
            field.insert(text.trim());
            self.mind_lines(text);
        } else {
            // What was shown was another text.
            self.model.revealed.take_if(|(control, _)| *control == Control::Paste);
            self.model.paste.replace(text.trim());
            self.take_paste(text);
        }
    }

    /// Several lines were pasted where one word belongs.
    fn mind_lines(&mut self, text: &str) {
        let what = match self.model.focus {
            Control::ClientId => "a client id",
            Control::ClientSecret => "a client secret",
            _ => return,
        };
        if text.trim().contains(['\n', '\r']) {
            self.bad(format!(
                "What you pasted has several lines, and {what} has one: blanks stand in place of the line breaks. Alt-U takes the paste back."
            ));
        }
    }
}
